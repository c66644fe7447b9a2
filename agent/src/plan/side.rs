// SPDX-License-Identifier: Apache-2.0

//! One side of the trade in an interval: what is ordered, and what a Wh is worth at the margin.

use gridmerit_primitives::{PPM, Price, Wh};

/// Buying what is missing, or selling what is left over.
///
/// What is not traded with neighbours goes to the utility, first at the price of what was promised (short
/// or long position), then at its everyday price; both are worse than none of it, so the promised part
/// is traded first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
	/// Of what is missing or left over, the part that is worth ordering.
	pub worth: Worth,
	/// The most of an order.
	pub most: Wh,
	/// What of it is expected to fill, in millionths.
	pub fill_ppm: u32,
	/// Whether to order so much that what is expected to fill is what is wanted.
	pub overbook: bool,
	/// Price among neighbours, the fee included.
	pub price: Price,
	/// The short position when buying, the long one when selling.
	pub promised: Wh,
	/// The utility's price of it.
	pub promised_price: Price,
	/// The utility's price beyond.
	pub other_price: Price,
}

/// What is worth ordering of what is missing or left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
	/// All of it.
	All,
	/// What balances the position.
	Promised,
	/// The utility's price is better.
	Nothing,
}

impl Side {
	/// What to order if so much is missing or left over.
	pub fn order(&self, amount: Wh) -> Wh {
		let wanted = match self.worth {
			Worth::All => amount,
			Worth::Promised => amount.min(self.promised),
			Worth::Nothing => 0,
		};
		let order = if self.overbook && self.fill_ppm > 0 {
			u128::from(wanted) * u128::from(PPM) / u128::from(self.fill_ppm)
		} else {
			wanted.into()
		};
		Wh::try_from(order).unwrap_or(Wh::MAX).min(self.most)
	}

	/// What is expected to fill of an order, rounded down.
	pub fn filled(&self, order: Wh) -> Wh {
		// At most the order.
		(u128::from(order) * u128::from(self.fill_ppm) / u128::from(PPM)) as Wh
	}

	/// Share of an order that fills, and the most that is ordered; with overbooking in terms of what
	/// fills.
	fn fill(&self) -> (f64, f64) {
		let share = f64::from(self.fill_ppm) / f64::from(PPM);
		let most = self.most as f64;
		if self.overbook && share > 0.0 { (1.0, most * share) } else { (share, most) }
	}

	/// At which amounts missing or left over the marginal price can change.
	pub fn kinks(&self) -> [f64; 4] {
		let (share, most) = self.fill();
		let promised = self.promised as f64;
		// Infinite where nothing fills.
		[0.0, promised, most, promised / share]
	}

	/// What the next Wh costs or earns if so much is missing or left over; not at a kink.
	pub fn marginal(&self, amount: f64) -> f64 {
		let (share, most) = self.fill();
		let promised = self.promised as f64;
		let (wanted, grows) = match self.worth {
			Worth::All => (amount, true),
			Worth::Promised => (amount.min(promised), amount < promised),
			Worth::Nothing => (0.0, false),
		};
		let filled = share * wanted.min(most);
		let traded = if grows && wanted < most { share } else { 0.0 };
		// Of `amount - filled`, what is promised and not yet traded goes at its own price.
		let at_promised = if filled >= promised {
			0.0
		} else if amount <= promised {
			1.0 - traded
		} else {
			-traded
		};
		traded * self.price as f64
			+ at_promised * self.promised_price as f64
			+ (1.0 - traded - at_promised) * self.other_price as f64
	}
}
