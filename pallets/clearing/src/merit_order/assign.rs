// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2: sellers and buyers walk through the pages, each with a cursor of its own.

use alloc::vec::{IntoIter, Vec};
use frame_support::weights::Weight;
use gridmerit_energy::{Rules, Wh};
use gridmerit_market::{Book, Clearing, Filling, Leg, Step, Sweep, Transaction};
use gridmerit_pallet_support::{PAGE_ROWS, PageIndex};

use super::stages::{AssignStage, FillStage, MeritOrderStage, Side};
use crate::{
	ClosedBook, Config, Failed, Next, TransactionPage, TransactionRow, rows::Rows,
	weights::WeightInfo,
};

/// The page on which either side is, as far as it has been read in this block.
#[derive(Default)]
pub struct LoadedSides {
	sellers: Option<LoadedSide>,
	buyers: Option<LoadedSide>,
}

/// A page of a side: its legs that the sweep has not taken yet, and the fills after it. No page: there was
/// none left.
struct LoadedSide {
	page: Option<PageIndex>,
	legs: IntoIter<Leg>,
	after: Filling,
}

impl AssignStage {
	pub(crate) fn new(clearing: Clearing, rules: &Rules) -> Result<Self, Failed> {
		let filling = Filling::new(&clearing, rules).map_err(|_| Failed::Unsound)?;
		let side = Side { filling, page: 0 };
		let sweep = Sweep::new(&clearing);
		let unwritten = TransactionPage::default();
		Ok(Self { clearing, sellers: side.clone(), buyers: side, sweep, unwritten })
	}

	/// The most that a step can cost: in a new block both sides are loaded again, and the step still has to
	/// get on, or it would do the same in every block.
	pub(crate) fn worst<T: Config>() -> Weight {
		let load = T::WeightInfo::load(PAGE_ROWS);
		load.saturating_mul(2).saturating_add(load.max(T::WeightInfo::assign()))
	}

	/// Makes transactions until a page of them is full, which is written, or a side has run dry, whose
	/// next page is loaded.
	pub(crate) fn step<T: Config>(
		mut self,
		cache: &mut LoadedSides,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<MeritOrderStage>, Failed> {
		let mut used = Weight::zero();
		let mut sellers = match cache.sellers.take() {
			Some(side) => side,
			None => self.load_sellers(book, &mut used)?,
		};
		let mut buyers = match cache.buyers.take() {
			Some(side) => side,
			None => self.load_buyers(book, &mut used)?,
		};
		let mut done = false;
		while !done && !self.unwritten.is_full() {
			match self.sweep.step(&mut sellers.legs, &mut buyers.legs)? {
				Step::Transaction(Transaction { seller, buyer, energy, .. }) => {
					// There is room: the page is not full.
					let _ = self.unwritten.try_push(TransactionRow { seller, buyer, energy });
				},
				Step::Sellers if let Some(page) = sellers.page => {
					self.sellers.pass(page, sellers.after);
					sellers = self.load_sellers(book, &mut used)?;
					return Ok(self.goes_on(cache, sellers, buyers, used));
				},
				// When all is sold, too: both have to see the whole book before anything is written of it.
				Step::Sellers | Step::Buyers if let Some(page) = buyers.page => {
					self.buyers.pass(page, buyers.after);
					buyers = self.load_buyers(book, &mut used)?;
					return Ok(self.goes_on(cache, sellers, buyers, used));
				},
				_ => done = true,
			}
		}
		used.saturating_accrue(T::WeightInfo::assign());
		if done {
			sellers.after.finish()?;
			buyers.after.finish()?;
			self.sweep.finish()?;
			book.add_transactions(&self.unwritten);
			let stage = FillStage::new(self.clearing, book.rules())?;
			return Ok(Next { state: Some(MeritOrderStage::Fill(stage)), used });
		}
		book.add_transactions(&self.unwritten);
		self.unwritten = TransactionPage::default();
		Ok(self.goes_on(cache, sellers, buyers, used))
	}

	fn goes_on(
		self,
		cache: &mut LoadedSides,
		sellers: LoadedSide,
		buyers: LoadedSide,
		used: Weight,
	) -> Next<MeritOrderStage> {
		*cache = LoadedSides { sellers: Some(sellers), buyers: Some(buyers) };
		Next { state: Some(MeritOrderStage::Assign(self)), used }
	}

	fn load_sellers<T: Config>(
		&self,
		book: &ClosedBook<'_, T>,
		used: &mut Weight,
	) -> Result<LoadedSide, Failed> {
		let legs = |page: Book<'_>, _: &[Wh], sold: &[Wh]| page.sellers(sold).collect();
		self.sellers.load(book, self.sweep.seller(), used, legs)
	}

	fn load_buyers<T: Config>(
		&self,
		book: &ClosedBook<'_, T>,
		used: &mut Weight,
	) -> Result<LoadedSide, Failed> {
		let legs = |page: Book<'_>, bought: &[Wh], _: &[Wh]| page.buyers(bought).collect();
		self.buyers.load(book, self.sweep.buyer(), used, legs)
	}
}

impl Side {
	/// Fills the page it is on, without what the sweep has taken of it.
	fn load<T: Config>(
		&self,
		book: &ClosedBook<'_, T>,
		last: Option<Leg>,
		used: &mut Weight,
		legs: impl FnOnce(Book<'_>, &[Wh], &[Wh]) -> Vec<Leg>,
	) -> Result<LoadedSide, Failed> {
		let mut after = self.filling.clone();
		let page = book.page_from(self.page);
		let Some(at) = page else {
			used.saturating_accrue(T::WeightInfo::load(0));
			return Ok(LoadedSide { page, legs: Vec::new().into_iter(), after });
		};
		let rows = Rows::new(&book.orders(at), at);
		used.saturating_accrue(T::WeightInfo::load(rows.len()));
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let orders = rows.book()?;
		after.page(orders, &mut bought, &mut sold)?;
		let mut legs = legs(orders, &bought, &sold);
		legs.retain(|leg| last.is_none_or(|last| last.node < leg.node));
		Ok(LoadedSide { page, legs: legs.into_iter(), after })
	}

	/// Goes on behind a page that is used up.
	fn pass(&mut self, page: PageIndex, after: Filling) {
		*self = Side { filling: after, page: page.saturating_add(1) };
	}
}
