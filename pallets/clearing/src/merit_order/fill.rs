// SPDX-License-Identifier: Apache-2.0

//! The fills go to the order books; then the result is written.

use alloc::vec::Vec;
use frame_support::{BoundedVec, traits::ConstU32, weights::Weight};
use gridmerit_energy::{Order, Price, Rules, Wh};
use gridmerit_market::{Book, Clearing, Filling, Limits, Offer};
use gridmerit_pallet_support::{Fills, PAGE_ROWS, Page, PageIndex};

use super::stages::{FillStage, MeritOrderStage};
use crate::{
	CURVE_STEPS, ClosedBook, Config, Curve, Failed, Next, PivotalSellers, rows::Rows,
	weights::WeightInfo,
};

impl FillStage {
	pub(crate) fn new(clearing: Clearing, rules: &Rules) -> Result<Self, Failed> {
		let filling = Filling::new(&clearing, rules).map_err(|_| Failed)?;
		let (curve, pivotal) = (Curve::new(&rules.limits), PivotalSellers::default());
		Ok(Self { clearing, filling, curve, pivotal, page: 0 })
	}

	/// The most that a step can cost.
	pub(crate) fn worst<T: Config>() -> Weight {
		T::WeightInfo::fill(PAGE_ROWS).max(T::WeightInfo::count(0)).max(T::WeightInfo::turn())
	}

	/// Fills the orders of a page, or writes the result. It does not fail: part of the orders are filled.
	pub(crate) fn step<T: Config>(mut self, book: &mut ClosedBook<'_, T>) -> Next<MeritOrderStage> {
		let Some(page) = book.page_from(self.page) else {
			if self.filling.finish().is_err() {
				book.report_failure();
			}
			book.record(&self.clearing, self.curve, self.pivotal);
			return Next { state: None, used: T::WeightInfo::turn() };
		};
		let orders = book.orders(page);
		let count = orders.len();
		let used = if count > 0 { T::WeightInfo::fill(count) } else { T::WeightInfo::count(0) };
		if count > 0 {
			self.fill(page, orders, book);
		}
		self.page = page.saturating_add(1);
		Next { state: Some(MeritOrderStage::Fill(self)), used }
	}

	/// Fills the orders of a page. One that cannot be filled any more stays as it is: what was assigned to
	/// others stands.
	fn fill<T: Config>(
		&mut self,
		page: PageIndex,
		orders: Page<Order>,
		book: &mut ClosedBook<'_, T>,
	) {
		let rows = Rows::new(&orders, page);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let filled = rows.book().and_then(|rows| {
			self.filling.page(rows, &mut bought, &mut sold)?;
			Ok(rows)
		});
		let Ok(filled) = filled else { return book.fill(page, orders, None) };
		let limits = &book.rules().limits;
		self.curve.add(filled, limits);
		self.pivotal.add(filled, limits, &self.clearing);
		let price = self.clearing.price.unwrap_or(0);
		let fills = Fills { bought: &bought, sold: &sold, price };
		book.fill(page, orders, Some(fills));
	}
}

impl PivotalSellers {
	/// Adds those of a page: without an eligible offer that is larger than what can be spared there would be
	/// scarcity.
	fn add(&mut self, page: Book<'_>, limits: &Limits, clearing: &Clearing) {
		for &Offer { node, capacity, ask } in page.offers() {
			if clearing.is_pivotal(capacity) && limits.check_offer(capacity, ask).is_ok() {
				self.count = self.count.saturating_add(1);
				// The first ones, as far as there is room.
				let _ = self.listed.try_push(node);
			}
		}
	}
}

/// Energy by step of price.
type Steps = BoundedVec<Wh, ConstU32<CURVE_STEPS>>;

impl Curve {
	fn new(limits: &Limits) -> Self {
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

	fn add(&mut self, page: Book<'_>, limits: &Limits) {
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
