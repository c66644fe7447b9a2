// SPDX-License-Identifier: Apache-2.0

//! The telescoping split: pro rata in whole Wh that adds up exactly.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{MAX_TOTAL, Wh, value};

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
	/// `x - 2 < e <= x`, as `weight < 2^64`; the carried remainder is below `total`. So the quotient is
	/// `e`, `e + 1` or `e + 2`, and what is left of the dividend is below `3 * total < 2^62`: it is exact
	/// in wrapping arithmetic.
	#[inline]
	pub fn share(&mut self, weight: Wh) -> Wh {
		if self.amount == self.total {
			return weight;
		}
		let mut share = (value(weight, self.reciprocal) >> 64) as u64;
		let mut left = self
			.remainder
			.wrapping_add(weight.wrapping_mul(self.amount))
			.wrapping_sub(share.wrapping_mul(self.total));
		for _ in 0..2 {
			let over = left >= self.total;
			share = share.wrapping_add(over.into());
			left = left.wrapping_sub(if over { self.total } else { 0 });
		}
		self.remainder = left;
		share
	}
}
