// SPDX-License-Identifier: Apache-2.0

//! Numbers as people read them. No number goes through a float.

use gridmerit_client::units::{MONEY_PLACES, PRICE_PLACES, UNIT, rounded};

/// Stands where there is no number.
pub const NONE: &str = "–";

/// `value` x 10^-`exponent` with `places` decimals, rounded half away from zero, in groups of three digits.
pub fn decimal(value: i128, exponent: usize, places: usize) -> String {
	let text = rounded(value, exponent, places);
	let digits = text.trim_start_matches('−');
	let (sign, _) = text.split_at(text.len() - digits.len());
	let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
	format!("{sign}{}{fraction}", thousands(whole))
}

/// Digits in groups of three.
fn thousands(digits: &str) -> String {
	let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
	for (i, digit) in digits.chars().enumerate() {
		if i > 0 && (digits.len() - i).is_multiple_of(3) {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	grouped
}

/// A count.
pub fn count(number: impl Into<i128>) -> String {
	decimal(number.into(), 0, 0)
}

/// Planck in UNIT, to the thousandth.
pub fn unit(planck: impl Into<i128>) -> String {
	decimal(planck.into(), MONEY_PLACES, 3)
}

/// Planck in UNIT, to the last digit that a fee has.
pub fn fee(planck: impl Into<i128>) -> String {
	decimal(planck.into(), MONEY_PLACES, 6)
}

/// Planck per Wh in UNIT per kWh, exactly.
pub fn price(planck_per_wh: u64) -> String {
	decimal(planck_per_wh.into(), PRICE_PLACES, PRICE_PLACES)
}

/// The same without the zeros at its end.
pub fn short(planck_per_wh: u64) -> String {
	let text = price(planck_per_wh);
	let trimmed = text.trim_end_matches('0').trim_end_matches('.');
	trimmed.into()
}

/// Wh in kWh, exactly.
pub fn kwh(wh: impl Into<i128>) -> String {
	decimal(wh.into(), 3, 3)
}

/// Thousandths of a per cent, if there are any.
pub fn percent(thousandths: Option<i128>) -> String {
	thousandths.map_or_else(|| NONE.into(), |value| format!("{} %", decimal(value, 3, 3)))
}

/// Planck in UNIT for a sentence: to the hundredth, or to what there is to see of less.
pub fn money(planck: impl Into<i128>) -> String {
	let planck = planck.into();
	let places = if planck.unsigned_abs() < UNIT { 4 } else { 2 };
	format!("{} UNIT", decimal(planck, MONEY_PLACES, places))
}

/// Wh in kWh for a sentence: to the tenth.
pub fn about_kwh(wh: impl Into<i128>) -> String {
	format!("{} kWh", decimal(wh.into(), 3, 1))
}

/// How many of something there are, as `1 home` or `3 homes`.
pub fn several(number: usize, one: &str) -> String {
	format!("{} {one}{}", count(number as u64), if number == 1 { "" } else { "s" })
}

/// A number on an axis, without the noise of binary fractions.
pub fn tick(number: f64) -> String {
	if number.abs() >= 1e7 {
		return format!("{number:.1e}");
	}
	let rounded = (number * 1e6).round() / 1e6;
	// Also where rounding leaves a negative zero.
	if rounded == 0.0 { "0".into() } else { rounded.to_string().replace('-', "−") }
}
