// SPDX-License-Identifier: Apache-2.0

//! What is published of a book that clears beside prices and trades: its curve, and who is pivotal in it.

use frame_support::{BoundedVec, traits::ConstU32};
use gridmerit_energy::{NodeIndex, Price, Wh};
use gridmerit_market::{Book, Limits};

use crate::{CURVE_STEPS, Curve, PivotalSellers};

/// Whether an offer may trade.
pub(crate) fn may_sell(limits: &Limits, capacity: Wh, ask: Price) -> bool {
	limits.check_offer(capacity, ask).is_ok()
}

impl PivotalSellers {
	/// Adds the next seller, if it is pivotal.
	pub(crate) fn add(&mut self, node: NodeIndex, pivotal: bool) {
		if pivotal {
			self.count = self.count.saturating_add(1);
			// The first ones, as far as there is room.
			let _ = self.listed.try_push(node);
		}
	}
}

/// Energy by step of price.
type Steps = BoundedVec<Wh, ConstU32<CURVE_STEPS>>;

impl Curve {
	pub(crate) fn new(limits: &Limits) -> Self {
		Self {
			from: limits.cheapest_ask(),
			to: limits.dearest_ask(),
			supply: Self::steps(),
			demand: 0,
			limited: BoundedVec::new(),
		}
	}

	fn steps() -> Steps {
		let mut steps = BoundedVec::new();
		steps.bounded_resize(CURVE_STEPS as usize, 0);
		steps
	}

	pub(crate) fn add(&mut self, page: Book<'_>, limits: &Limits) {
		for offer in page.offers() {
			let step = self.step(offer.ask);
			add_to(&mut self.supply, step, offer.capacity);
		}
		for demand in page.demands() {
			// As the market crate has it: a limit above the cap is none.
			let Some(limit) = demand.limit.filter(|limit| *limit <= limits.cap()) else {
				self.demand = self.demand.saturating_add(demand.quantity);
				continue;
			};
			if self.limited.is_empty() {
				self.limited = Self::steps();
			}
			let step = self.step(limit);
			add_to(&mut self.limited, step, demand.quantity);
		}
	}

	/// The step that a price is in.
	fn step(&self, price: Price) -> usize {
		let span = self.to.saturating_sub(self.from).saturating_add(1);
		let above = price.min(self.to).saturating_sub(self.from);
		above.saturating_mul(CURVE_STEPS.into()).checked_div(span).unwrap_or(0) as usize
	}
}

fn add_to(steps: &mut Steps, step: usize, energy: Wh) {
	if let Some(sum) = steps.get_mut(step) {
		*sum = sum.saturating_add(energy);
	}
}
