// SPDX-License-Identifier: Apache-2.0

//! The sums over a whole book, and what a clearing owes to them.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	axis::{Axis, NOWHERE},
	book::{Book, Demand, FIRM},
	clearing::{Clearing, Margin, Side, Status},
	level::Level,
	tally::{Sums, Tally},
	tariff::Limits,
	units::Wh,
};

/// Sums over the whole book, from the first pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Totals {
	/// Demand without a limit.
	pub firm: Sums,
	/// Demand with one that some price keeps.
	pub limited: Wh,
	/// Eligible supply.
	pub supply: Wh,
	/// The largest order.
	pub largest: Wh,
}

impl Totals {
	/// Counts a page.
	pub fn count(&mut self, page: Book<'_>, tally: &mut Tally, limits: &Limits) {
		let (axis, cap, mut totals) = (Axis::new(limits), limits.cap(), *self);
		let place = |demand: &Demand| axis.limit(demand.most(cap));
		for demand in page.demands() {
			let quantity = demand.quantity;
			totals.firm.add(quantity.wrapping_mul((demand.most(cap) == FIRM).into()));
			let limited = Axis::before(place(demand), NOWHERE, quantity);
			totals.limited = totals.limited.wrapping_add(limited);
			totals.largest = totals.largest.max(quantity);
		}
		// Mostly no demand has a limit, and then this pass over the page is none.
		if totals.limited != self.limited {
			tally.extend(page.demands().iter().map(|demand| (place(demand), demand.quantity)));
		}
		tally.extend(page.offers().iter().map(|offer| {
			let (place, capacity) = (axis.ask(offer.ask), offer.capacity);
			totals.supply = totals.supply.wrapping_add(Axis::before(place, NOWHERE, capacity));
			totals.largest = totals.largest.max(capacity);
			(place, capacity)
		}));
		*self = totals;
	}

	/// All demand that some price would serve.
	pub fn demand(&self) -> Wh {
		self.firm.energy.wrapping_add(self.limited)
	}

	/// The clearing, if a side is missing or demand without a limit exceeds supply (Algorithm 1, line 15).
	pub fn unbalanced(&self, limits: &Limits) -> Option<Clearing> {
		let Self { supply, firm: Sums { energy: firm, .. }, .. } = *self;
		let nothing = |status| Some(Clearing { status, ..self.idle() });
		if self.demand() == 0 {
			nothing(Status::NoDemand)
		} else if supply == 0 {
			nothing(Status::NoSupply)
		} else if supply < firm {
			let (side, level) = (Side::Demand, Level::FULL);
			Some(Clearing {
				status: Status::Scarcity,
				price: Some(limits.cap()),
				traded: supply,
				margin: Margin { side, total: firm, amount: supply, level },
				..self.idle()
			})
		} else {
			None
		}
	}

	/// Nothing trades, as no limit is met.
	pub fn idle(&self) -> Clearing {
		Clearing {
			status: Status::NoMatch,
			price: None,
			demand: self.demand(),
			firm: self.firm.energy,
			supply: self.supply,
			traded: 0,
			margin: Margin::NONE,
		}
	}

	/// Supply reaches demand at `place`, where `total` Wh stand; `reached` Wh of offers and limits come before it, of
	/// which `dropped` are limits.
	pub fn balanced(
		&self,
		axis: &Axis,
		place: u64,
		total: Wh,
		reached: Wh,
		dropped: Wh,
	) -> Clearing {
		let demand = self.demand();
		let (side, traded, amount) = if Axis::is_limit(place) {
			// All offers up to the price sell; what is wanted above it is served first.
			let amount = reached.wrapping_add(total).saturating_sub(demand);
			(Side::Demand, reached.saturating_sub(dropped), amount)
		} else {
			(Side::Supply, demand.saturating_sub(dropped), demand.saturating_sub(reached))
		};
		if traded == 0 {
			return self.idle();
		}
		Clearing {
			status: Status::Cleared,
			price: Some(axis.price(place)),
			traded,
			margin: Margin { side, total, amount, level: Level::FULL },
			..self.idle()
		}
	}
}
