// SPDX-License-Identifier: Apache-2.0

//! Algorithm 1: passes over the pages until the price is known, and the level at which those at the margin share.

use alloc::boxed::Box;
use frame_support::weights::Weight;
use gridmerit_energy::Rules;
use gridmerit_market::{Clearing, PriceSearch};
use gridmerit_pallet_support::PAGE_ROWS;

use super::stages::{AssignStage, FillStage, MeritOrderStage, PairStage, PriceStage};
use crate::{ClosedBook, Config, Failed, Next, choices::looking, rows::Rows, weights::WeightInfo};

impl PriceStage {
	pub(crate) fn new(rules: &Rules) -> Self {
		Self { search: Box::new(PriceSearch::new(rules)), page: 0 }
	}

	/// The most that a step can cost.
	pub(crate) fn worst<T: Config>() -> Weight {
		let end_pass = T::WeightInfo::end_pass().saturating_add(looking::<T>());
		T::WeightInfo::count(PAGE_ROWS).max(end_pass)
	}

	/// Counts the orders of a page, or ends a pass.
	pub(crate) fn step<T: Config>(
		mut self,
		book: &ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		let Some(page) = book.page_from(self.page) else {
			return self.end_pass(book);
		};
		let rows = Rows::new(&book.orders(page), page);
		self.search.page(rows.book()?)?;
		self.page = page.saturating_add(1);
		let used = T::WeightInfo::count(rows.len());
		Ok(Next { state: Some(MeritOrderStage::Price(self)), used })
	}

	fn end_pass<T: Config>(
		mut self,
		book: &ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		let mut used = T::WeightInfo::end_pass();
		let state = match self.search.end_pass()? {
			None => Some(MeritOrderStage::Price(Self { page: 0, ..self })),
			Some(clearing) if clearing.demand == 0 && clearing.supply == 0 => None,
			Some(clearing) if clearing.traded == 0 => {
				Some(MeritOrderStage::Fill(FillStage::new(clearing, book.rules())?))
			},
			Some(clearing) => {
				used.saturating_accrue(looking::<T>());
				Some(Self::found(clearing, book)?)
			},
		};
		Ok(Next { state, used })
	}

	/// What comes after the search: where nobody prefers anything, sellers and buyers are paired as they come.
	fn found<T: Config>(
		clearing: Clearing,
		book: &ClosedBook<'_, T>,
	) -> Result<MeritOrderStage, Failed> {
		Ok(match PairStage::scope(book) {
			Some(scope) => MeritOrderStage::Pair(PairStage { clearing, scope }),
			None => MeritOrderStage::Assign(AssignStage::new(clearing, book.rules())?),
		})
	}
}
