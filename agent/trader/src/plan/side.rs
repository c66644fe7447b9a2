// SPDX-License-Identifier: Apache-2.0

//! One side of the trade in an interval: what is ordered, and what a Wh is worth at the margin.

use gridmerit_energy::{Price, Wh};

/// Buying what is missing, or selling what is left over.
///
/// What is not traded with neighbours goes to the utility, first at the price of what was promised (short
/// or long position), then at its everyday price; both are worse than none of it, so the promised part
/// is traded first. The fee falls on the net position: buying back what was sold costs none, and selling on what
/// was bought saves it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
	/// The most that may be ordered and is worth it: the promised part alone, or nothing, where the
	/// utility's price of the rest is better.
	pub most: Wh,
	/// The most of an order that is expected to fill: all, or nothing where the price is expected above the limit.
	pub fills: Wh,
	/// The short position when buying, the long one when selling.
	pub promised: Wh,
	/// Price among neighbours.
	pub price: Price,
	/// What a Wh costs or earns there, with the fee.
	pub neighbours: Prices,
	/// The utility's prices.
	pub utility: Prices,
	/// Of what goes to the utility, what it takes at these prices; none: all of it.
	pub right: Option<Right>,
}

/// What may be fed in behind a full line of the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Right {
	/// So many Wh of those beyond the promised part, and none of that.
	pub energy: Wh,
	/// What a Wh earns to which there is no right.
	pub curtailed: Price,
}

/// What a Wh costs or earns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prices {
	/// Of the promised part.
	pub promised: Price,
	/// Beyond it.
	pub beyond: Price,
}

impl Side {
	/// What to order if so much is missing or left over.
	pub fn order(&self, amount: Wh) -> Wh {
		amount.min(self.most)
	}

	/// What of it is expected to be traded.
	pub fn traded(&self, amount: Wh) -> Wh {
		self.order(amount).min(self.fills)
	}

	/// At which amounts missing or left over the marginal price can change.
	pub fn kinks(&self) -> [f64; 4] {
		let (promised, traded) = (self.promised as f64, self.traded(Wh::MAX) as f64);
		let right = self.right.map_or(0.0, |right| right.energy as f64);
		[0.0, promised, traded, promised.max(traded) + right]
	}

	/// What the next Wh costs or earns if so much is missing or left over; not at a kink.
	pub fn marginal(&self, amount: f64) -> f64 {
		let with_neighbours = amount < self.traded(Wh::MAX) as f64;
		let prices = if with_neighbours { self.neighbours } else { self.utility };
		let promised = amount < self.promised as f64;
		if let Some(right) = self.right.filter(|_| !with_neighbours) {
			let traded = self.traded(Wh::MAX) as f64;
			let promised = (self.promised as f64 - traded).max(0.0);
			return right.marginal(amount - traded, promised, &self.utility);
		}
		(if promised { prices.promised } else { prices.beyond }) as f64
	}
}

impl Right {
	/// What the next Wh earns if so much goes to the utility, of which so much was promised.
	fn marginal(&self, amount: f64, promised: f64, prices: &Prices) -> f64 {
		let price = if amount < promised {
			self.curtailed.min(prices.promised)
		} else if amount - promised < self.energy as f64 {
			prices.beyond
		} else {
			self.curtailed
		};
		price as f64
	}
}
