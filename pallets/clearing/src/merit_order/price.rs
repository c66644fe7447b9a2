// SPDX-License-Identifier: Apache-2.0

//! Algorithm 1: passes over the pages until the price is known, and the level at which those at the margin share.

use alloc::boxed::Box;
use frame_support::weights::Weight;
use gridmerit_energy::Rules;
use gridmerit_market::PriceSearch;
use gridmerit_pallet_support::PAGE_ROWS;

use super::stages::{AssignStage, FillStage, MeritOrderStage, PriceStage};
use crate::{ClosedBook, Config, Failed, Next, rows::Rows, weights::WeightInfo};

impl PriceStage {
	pub(crate) fn new(rules: &Rules) -> Self {
		Self { search: Box::new(PriceSearch::new(rules)), page: 0 }
	}

	/// The most that a step can cost.
	pub(crate) fn worst<T: Config>() -> Weight {
		T::WeightInfo::count(PAGE_ROWS).max(T::WeightInfo::end_pass())
	}

	/// Counts the orders of a page, or ends a pass.
	pub(crate) fn step<T: Config>(
		mut self,
		book: &ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		let Some(page) = book.page_from(self.page) else {
			let state = self.end_pass(book.rules())?;
			return Ok(Next { state, used: T::WeightInfo::end_pass() });
		};
		let rows = Rows::new(&book.orders(page), page);
		self.search.page(rows.book()?)?;
		self.page = page.saturating_add(1);
		let used = T::WeightInfo::count(rows.len());
		Ok(Next { state: Some(MeritOrderStage::Price(self)), used })
	}

	fn end_pass(mut self, rules: &Rules) -> Result<Option<MeritOrderStage>, Failed> {
		let stage = match self.search.end_pass()? {
			None => MeritOrderStage::Price(Self { page: 0, ..self }),
			Some(clearing) if clearing.demand == 0 && clearing.supply == 0 => return Ok(None),
			Some(clearing) if clearing.traded == 0 => {
				MeritOrderStage::Fill(FillStage::new(clearing, rules)?)
			},
			Some(clearing) => MeritOrderStage::Assign(AssignStage::new(clearing, rules)?),
		};
		Ok(Some(stage))
	}
}
