// SPDX-License-Identifier: Apache-2.0

//! The telescoping split: pro rata in whole Wh that adds up exactly.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::{MAX_TOTAL, Wh};

/// Splits `amount` among weights that add up to `total`, one after the other:
///
/// `share_k = floor(W_k * amount / total) - floor(W_{k-1} * amount / total)`, `W_k = w_1 + … + w_k`.
///
/// Shares add up to `amount`, each is within 1 Wh of its exact value and none is above its weight.
/// Only the remainder `W_k * amount mod total` goes from one weight to the next, and the quotient comes
/// from a reciprocal taken once, so there is no division per weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Split {
	amount: Wh,
	total: Wh,
	/// `floor(amount * 2^64 / total)`; not used where all is shared out.
	reciprocal: u64,
	remainder: u64,
}

impl Split {
	/// A split of `amount` among weights that add up to `total`, which is at most 2^60.
	/// None if that is exceeded, or if there is more to share than the weights can carry.
	pub fn new(amount: Wh, total: Wh) -> Option<Self> {
		(amount <= total && total <= MAX_TOTAL).then(|| Self::within(amount, total))
	}

	/// [`Self::new`] for an amount and a total known to be within the bounds.
	pub(crate) fn within(amount: Wh, total: Wh) -> Self {
		// Nothing among nothing: any divisor will do.
		let total = total.max(1);
		let reciprocal = (u128::from(amount) << 64).checked_div(total.into()).unwrap_or(0);
		Self { amount, total, reciprocal: reciprocal as u64, remainder: 0 }
	}

	/// The share of the next weight.
	///
	/// With `x = weight * amount / total`, the estimate `e = floor(weight * reciprocal / 2^64)` lies in
	/// `x - 2 < e <= x`, as `weight < 2^64`. So what `e` leaves of the dividend is below `2 * total`, and
	/// below `total` after one correction; with the carried remainder it is below `2 * total` again, and
	/// one more correction ends it. All of it is below 2^61, hence exact in wrapping arithmetic.
	#[inline]
	pub fn share(&mut self, weight: Wh) -> Wh {
		if self.amount == self.total {
			return weight;
		}
		let estimate = (u128::from(weight).wrapping_mul(self.reciprocal.into()) >> 64) as u64;
		let dividend = weight.wrapping_mul(self.amount);
		let rest = dividend.wrapping_sub(estimate.wrapping_mul(self.total));
		let (own, rest) = self.correct(rest);
		let (carried, rest) = self.correct(rest.wrapping_add(self.remainder));
		self.remainder = rest;
		estimate.wrapping_add(own).wrapping_add(carried)
	}

	/// Quotient and rest of a dividend below `2 * total`.
	#[inline]
	fn correct(&self, dividend: u64) -> (u64, u64) {
		let quotient = u64::from(dividend >= self.total);
		(quotient, dividend.wrapping_sub(self.total.wrapping_mul(quotient)))
	}
}
