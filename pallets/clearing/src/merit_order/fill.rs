// SPDX-License-Identifier: Apache-2.0

//! The fills go to the order books; then the result is written.

use alloc::vec::Vec;
use frame_support::weights::Weight;
use gridmerit_energy::{Order, Rules};
use gridmerit_market::{Clearing, Filling, Offer};
use gridmerit_pallet_support::{Fills, PAGE_ROWS, Page, PageIndex, Prices};

use super::stages::{FillStage, MeritOrderStage};
use crate::{
	ClosedBook, Config, Curve, Failed, Next, PivotalSellers, figures::may_sell, rows::Rows,
	weights::WeightInfo,
};

impl FillStage {
	pub(crate) fn new(clearing: Clearing, rules: &Rules) -> Result<Self, Failed> {
		let filling = Filling::new(&clearing, rules).map_err(|_| Failed::Unsound)?;
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
		let clearing = &self.clearing;
		for &Offer { node, capacity, ask } in filled.offers() {
			self.pivotal
				.add(node, clearing.is_pivotal(capacity) && may_sell(limits, capacity, ask));
		}
		let prices = Prices::One(self.clearing.price.unwrap_or(0));
		let fills = Fills { bought: &bought, sold: &sold, prices };
		book.fill(page, orders, Some(fills));
	}
}
