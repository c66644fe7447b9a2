// SPDX-License-Identifier: Apache-2.0

//! Decimal numbers, read and written exactly: no binary fraction ever stands between a rulebook and
//! the chain.

use gridmerit_client::units::{MONEY_PLACES, PRICE_PLACES, decimal_signed};
use gridmerit_energy::token::SYMBOL;

/// How a decimal number becomes an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
	/// How many decimals the integer holds.
	places: usize,
	/// What follows the token's symbol in messages; none if no money is counted.
	unit: Option<&'static str>,
}

/// Why a text is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
	/// It is not written as one; this includes exponents, infinities and what is not a number.
	#[error("expected digits with at most one decimal point, such as 0.12")]
	Format,
	/// It has more decimals than the integer can hold.
	#[error("has more than {0} decimals, so it cannot be kept exactly")]
	Places(usize),
	/// It leaves the range of integers.
	#[error("is far too large")]
	Overflow,
}

impl Scale {
	/// UNIT to planck.
	pub const UNIT: Self = Self { places: MONEY_PLACES, unit: Some("") };
	/// UNIT per kWh to planck per Wh.
	pub const UNIT_PER_KWH: Self = Self { places: PRICE_PLACES, unit: Some(" per kWh") };
	/// A part of the whole to billionths, as trust has it.
	pub const PART: Self = Self { places: 9, unit: None };
	/// A share of one to parts per million.
	pub const SHARE: Self = Self { places: 6, unit: None };
	/// Grams to milligrams.
	pub const GRAM: Self = Self { places: 3, unit: None };
	/// Per cent to parts per million.
	pub const PER_CENT: Self = Self { places: 4, unit: None };

	/// The integer that a decimal number stands for; never rounded.
	pub fn parse(self, text: &str) -> Result<i128, DecimalError> {
		let (negative, digits) = match text.strip_prefix('-') {
			Some(rest) => (true, rest),
			None => (false, text.strip_prefix('+').unwrap_or(text)),
		};
		let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
		let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
		if !is_number(whole) || !is_number(fraction) {
			return Err(DecimalError::Format);
		}
		let fraction = fraction.trim_end_matches('0');
		if fraction.len() > self.places {
			return Err(DecimalError::Places(self.places));
		}
		let integer: i128 = format!("{whole}{fraction:0<width$}", width = self.places)
			.parse()
			.map_err(|_| DecimalError::Overflow)?;
		Ok(if negative { integer.saturating_neg() } else { integer })
	}

	/// The share that was meant where per cent were written; none if it is no such number.
	pub fn per_cent(self, integer: i128) -> Option<String> {
		let whole = 10_i128.pow(u32::try_from(self.places).ok()?);
		let is = self == Self::SHARE && integer > whole && integer <= whole.saturating_mul(100);
		(is && integer % 100 == 0).then(|| self.show(integer / 100))
	}

	/// The decimal number that an integer stands for, without superfluous zeros.
	pub fn show(self, integer: i128) -> String {
		decimal_signed(integer, self.places)
	}

	/// The same with its unit.
	pub fn show_with_unit(self, integer: i128) -> String {
		let number = self.show(integer);
		match self.unit {
			Some(unit) => format!("{number} {SYMBOL}{unit}"),
			None => number,
		}
	}
}
