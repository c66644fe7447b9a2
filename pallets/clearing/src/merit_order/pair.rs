// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 where demands prefer sellers: the whole book in one step.

use alloc::vec::Vec;
use frame_support::weights::Weight;
use gridmerit_market::{Filling, Leg, Transaction, pair_legs};
use gridmerit_pallet_support::PAGE_ROWS;

use super::stages::{AssignStage, FillStage, MeritOrderStage, PairStage};
use crate::{
	ClosedBook, Config, Failed, Next, TransactionPage, TransactionRow,
	choices::{Scope, Wishes},
	rows::Rows,
	weights::WeightInfo,
};

impl PairStage {
	/// The most that the step costs, but for what demands prefer: there are fewer transactions than orders.
	pub(crate) fn step_weight<T: Config>(pages: u32) -> Weight {
		T::WeightInfo::load(PAGE_ROWS)
			.saturating_add(T::WeightInfo::assign())
			.saturating_mul(pages.into())
	}

	/// The most that the step can cost.
	pub(crate) fn worst<T: Config>(&self) -> Weight {
		self.scope.worst::<T>().saturating_add(Self::step_weight::<T>(self.scope.pages))
	}

	/// What pairs a book by choice, if anybody prefers anything and there is room for it.
	pub(crate) fn scope<T: Config>(book: &ClosedBook<'_, T>) -> Option<Scope> {
		Scope::find(book, Self::step_weight::<T>, Weight::zero())
	}

	/// Leaves what is preferred alone, where there is no room for it any more: all get and pay the same.
	pub(super) fn set_aside<T: Config>(
		self,
		book: &ClosedBook<'_, T>,
	) -> Result<AssignStage, Failed> {
		book.report_choices_set_aside(self.scope.pages, false);
		AssignStage::new(self.clearing, book.rules())
	}

	/// Pairs sellers and buyers, and writes all transactions.
	pub(crate) fn step<T: Config>(
		self,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		let Self { clearing, scope } = self;
		let mut used = Weight::zero();
		let mut filling = Filling::new(&clearing, book.rules()).map_err(|_| Failed::Unsound)?;
		let (mut sellers, mut buyers) = (Vec::<Leg>::new(), Vec::<Leg>::new());
		let mut next = book.page_from(0);
		while let Some(page) = next {
			let rows = Rows::new(&book.orders(page), page);
			used.saturating_accrue(T::WeightInfo::load(rows.len()));
			let (mut bought, mut sold) = (Vec::new(), Vec::new());
			let orders = rows.book()?;
			filling.page(orders, &mut bought, &mut sold)?;
			sellers.extend(orders.sellers(&sold).filter(|leg| leg.energy > 0));
			buyers.extend(orders.buyers(&bought).filter(|leg| leg.energy > 0));
			next = book.page_from(page.saturating_add(1));
		}
		filling.finish()?;
		let wishes = Wishes::load(&scope, book, (&sellers, &buyers), |_| None, &mut used);
		let preferences = wishes.preferences(book);
		let pairing = pair_legs(&clearing, sellers, buyers, &preferences)?;
		// Nothing fails any more when something is written.
		let stage = FillStage::new(clearing, book.rules())?;
		for rows in pairing.transactions.chunks(PAGE_ROWS as usize) {
			let row = |transaction: &Transaction| {
				let Transaction { seller, buyer, energy, .. } = *transaction;
				TransactionRow { seller, buyer, energy }
			};
			book.add_transactions(&TransactionPage::truncate_from(rows.iter().map(row).collect()));
			used.saturating_accrue(T::WeightInfo::assign());
		}
		book.note_choices(pairing.by_rank);
		Ok(Next { state: Some(MeritOrderStage::Fill(stage)), used })
	}
}
