// SPDX-License-Identifier: Apache-2.0

//! Parts of a whole, in billionths, and products that are wider than any integer.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Billionths of the whole.
const BILLION: u128 = 1_000_000_000;

/// A part of a whole, from 0 to 1, in billionths. What is read as more than 1 counts as 1.
///
/// Billionths fit in 32 bits, and are fine enough: at the default parameters an interval at the cap moves an
/// index that is within a millionth of 1 still by one of them. Every product is rounded down.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Part(u32);

impl Part {
	/// Nothing.
	pub const ZERO: Self = Self(0);
	/// The whole.
	pub const ONE: Self = Self(1_000_000_000);

	/// So many billionths; the whole if they are more.
	pub const fn billionths(billionths: u32) -> Self {
		if billionths > Self::ONE.0 { Self::ONE } else { Self(billionths) }
	}

	/// So many thousandths; the whole if they are more.
	pub const fn thousandths(thousandths: u32) -> Self {
		Self::billionths(thousandths.saturating_mul(1_000_000))
	}

	/// `some` of `all`, rounded down; the whole if `some` is more, and if there is nothing to take a part of.
	pub fn of(some: u128, all: u128) -> Self {
		if some >= all {
			return Self::ONE;
		}
		let billionths = mul_div(some, BILLION, all);
		Self(billionths.and_then(|part| part.try_into().ok()).unwrap_or(Self::ONE.0))
	}

	/// How many billionths.
	pub fn as_billionths(self) -> u32 {
		self.0.min(Self::ONE.0)
	}

	/// What is missing to the whole.
	pub fn rest(self) -> Self {
		Self(Self::ONE.0.saturating_sub(self.as_billionths()))
	}

	/// This part of an amount, rounded down: exact for any amount.
	pub fn times(self, amount: u128) -> u128 {
		let part = u128::from(self.as_billionths());
		let (whole, rest) = (amount / BILLION, amount % BILLION);
		// whole x part is at most the amount; rest x part is below 10^18.
		whole.wrapping_mul(part).wrapping_add(rest.wrapping_mul(part) / BILLION)
	}

	/// This part of a part, rounded down.
	pub fn of_part(self, part: Self) -> Self {
		Self(self.times(part.as_billionths().into()) as u32)
	}

	/// This part of itself, so many times, in at most 64 products. Each product is rounded down in units of 2^-63, so
	/// the result is at most a billionth too small for up to 2^32 times.
	pub fn pow(self, mut times: u32) -> Self {
		// In units of 2^-63: products fit u128.
		const FINE: u32 = 63;
		let fine = |part: u128| (part << FINE) / BILLION;
		let product = |a: u128, b: u128| a.wrapping_mul(b) >> FINE;
		let mut square = fine(self.as_billionths().into());
		let mut power = fine(BILLION);
		while times > 0 {
			if times & 1 == 1 {
				power = product(power, square);
			}
			square = product(square, square);
			times >>= 1;
		}
		Self((power.wrapping_mul(BILLION) >> FINE) as u32)
	}

	/// Moves up by another part, at most to the whole.
	pub fn plus(self, part: Self) -> Self {
		Self(self.as_billionths().saturating_add(part.as_billionths()).min(Self::ONE.0))
	}

	/// Moves down by another part, at most to nothing.
	pub fn minus(self, part: Self) -> Self {
		Self(self.as_billionths().saturating_sub(part.as_billionths()))
	}
}

/// `a * b / c`, rounded down, with a product of 256 bits inside. None if `c` is 0 or the result does not fit.
/// At most 128 steps of a long division.
pub fn mul_div(a: u128, b: u128, c: u128) -> Option<u128> {
	let (high, low) = wide_product(a, b);
	if high >= c {
		return None;
	}
	if high == 0 {
		return low.checked_div(c);
	}
	let (mut rest, mut quotient, mut bits) = (high, 0_u128, low);
	for _ in 0..u128::BITS {
		let carry = rest >> 127;
		rest = (rest << 1) | (bits >> 127);
		bits <<= 1;
		quotient <<= 1;
		// With the carry the rest is above 2^128, and so above c; what is left is below c again.
		if carry == 1 || rest >= c {
			rest = rest.wrapping_sub(c);
			quotient |= 1;
		}
	}
	Some(quotient)
}

/// The high and the low half of a product.
fn wide_product(a: u128, b: u128) -> (u128, u128) {
	const HALF: u32 = 64;
	let half = |n: u128| (n >> HALF, n & u128::from(u64::MAX));
	let ((a1, a0), (b1, b0)) = (half(a), half(b));
	// Products of halves are below 2^128 - 2^65, so two more halves can be added.
	let (carry, low) = half(a0.wrapping_mul(b0));
	let (carry, middle) = half(a1.wrapping_mul(b0).wrapping_add(carry));
	let (more, middle) = half(a0.wrapping_mul(b1).wrapping_add(middle));
	let high = a1.wrapping_mul(b1).wrapping_add(carry).wrapping_add(more);
	(high, (middle << HALF) | low)
}
