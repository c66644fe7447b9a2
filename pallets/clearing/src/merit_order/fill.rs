// SPDX-License-Identifier: Apache-2.0

//! The fills go to the order books; then the result is written.

use alloc::vec::Vec;
use frame_support::{BoundedVec, weights::Weight};
use gridmerit_energy::{Order, Rules};
use gridmerit_market::{Clearing, Filling, Offer};
use gridmerit_pallet_support::{Fills, PAGE_ROWS, Page, PageIndex};

use super::stages::{FillStage, MeritOrderStage};
use crate::{
	CURVE_STEPS, ClosedBook, Config, Curve, Failed, Next, rows::Rows, weights::WeightInfo,
};

impl FillStage {
	pub(crate) fn new(clearing: Clearing, rules: &Rules) -> Result<Self, Failed> {
		let filling = Filling::new(&clearing, rules).map_err(|_| Failed)?;
		Ok(Self { clearing, filling, curve: Curve::new(rules), page: 0 })
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
			book.record(&self.clearing, self.curve);
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
		let filled = rows
			.book()
			.and_then(|book| self.filling.page(book, &mut bought, &mut sold).map_err(Failed::from));
		if filled.is_err() {
			return book.fill(page, orders, None);
		}
		self.curve.add(&rows.offers);
		let fills = Fills {
			bought: &bought,
			sold: &sold,
			price: self.clearing.price.unwrap_or(0),
			fee: book.rules().limits.fee(),
		};
		book.fill(page, orders, Some(fills));
	}
}

impl Curve {
	fn new(rules: &Rules) -> Self {
		let mut supply = BoundedVec::new();
		supply.bounded_resize(CURVE_STEPS as usize, 0);
		Self { from: rules.limits.cheapest_ask(), to: rules.limits.dearest_ask(), supply }
	}

	fn add(&mut self, offers: &[Offer]) {
		let span = self.to.saturating_sub(self.from).saturating_add(1);
		for offer in offers {
			let step = offer
				.ask
				.saturating_sub(self.from)
				.saturating_mul(CURVE_STEPS.into())
				.checked_div(span)
				.unwrap_or(0);
			if let Some(energy) = self.supply.get_mut(step as usize) {
				*energy = energy.saturating_add(offer.capacity);
			}
		}
	}
}
