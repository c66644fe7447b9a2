// SPDX-License-Identifier: Apache-2.0

//! One side of the trade in an interval: what is ordered, and what a Wh is worth at the margin.

use gridmerit_energy::{Price, Wh};

/// Buying what is missing, or selling what is left over.
///
/// What is not traded with neighbours goes to the utility, first at the price of what was promised (short
/// or long position), then at its everyday price; both are worse than none of it, so the promised part
/// is traded first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
	/// The most that may be ordered and is worth it: the promised part alone, or nothing, where the
	/// utility's price of the rest is better.
	pub most: Wh,
	/// Price among neighbours, the fee included.
	pub price: Price,
	/// The short position when buying, the long one when selling.
	pub promised: Wh,
	/// The utility's price of it.
	pub promised_price: Price,
	/// The utility's price beyond.
	pub other_price: Price,
}

impl Side {
	/// What to order if so much is missing or left over.
	pub fn order(&self, amount: Wh) -> Wh {
		amount.min(self.most)
	}

	/// At which amounts missing or left over the marginal price can change.
	pub fn kinks(&self) -> [f64; 3] {
		[0.0, self.promised as f64, self.most as f64]
	}

	/// What the next Wh costs or earns if so much is missing or left over; not at a kink.
	pub fn marginal(&self, amount: f64) -> f64 {
		let price = if amount < self.most as f64 {
			self.price
		} else if amount < self.promised as f64 {
			self.promised_price
		} else {
			self.other_price
		};
		price as f64
	}
}
