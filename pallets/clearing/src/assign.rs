// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2: sellers and buyers walk through the pages, each with a cursor of its own.

use alloc::vec::{IntoIter, Vec};
use frame_support::weights::Weight;
use gridmerit_energy::{Interval, Rules, Wh};
use gridmerit_market::{Book, Clearing as Cleared, Filling, Leg, Step, Sweep};
use gridmerit_pallet_support::{Books, PageIndex, PageSet};

use crate::{
	Config, Pallet, Side, Stage, Trade, Trades, Transactions,
	rows::{Failed, Rows},
	steps::Run,
	weights::WeightInfo,
};

/// What is left of a page for the sweep, and the fills after it. No page: there was none left.
pub(crate) struct Legs {
	page: Option<PageIndex>,
	left: IntoIter<Leg>,
	after: Filling,
}

impl<T: Config> Pallet<T> {
	/// The stage at its beginning.
	pub(crate) fn assign_stage(rules: Rules, clearing: Cleared) -> Result<Stage, Failed> {
		let filling = Filling::new(&clearing, &rules).map_err(|_| Failed)?;
		let side = Side { filling, page: 0 };
		Ok(Stage::Assign {
			rules,
			clearing,
			sellers: side.clone(),
			buyers: side,
			sweep: Sweep::new(&clearing),
			pages: 0,
			trades: Trades::default(),
		})
	}
}

/// Pairs sellers with buyers.
pub(crate) struct Assignment {
	pub sellers: Side,
	pub buyers: Side,
	pub sweep: Sweep,
	pub pages: PageIndex,
	pub trades: Trades,
}

impl Assignment {
	/// Makes transactions until a page of them is full, which is written, or a side has run dry, whose
	/// next page is loaded. Whether all is assigned, and what it cost.
	pub fn step<T: Config>(
		&mut self,
		key: (Interval, Interval),
		run: &mut Run,
	) -> Result<(bool, Weight), Failed> {
		let mut used = Weight::zero();
		let mut sellers = match run.sellers.take() {
			Some(legs) => legs,
			None => self.load_sellers::<T>(key.0, &run.pages, &mut used)?,
		};
		let mut buyers = match run.buyers.take() {
			Some(legs) => legs,
			None => self.load_buyers::<T>(key.0, &run.pages, &mut used)?,
		};
		let mut done = false;
		while !done && !self.trades.is_full() {
			match self.sweep.step(&mut sellers.left, &mut buyers.left)? {
				Step::Transaction(transaction) => {
					let gridmerit_market::Transaction { seller, buyer, energy, .. } = transaction;
					// There is room: the page is not full.
					let _ = self.trades.try_push(Trade { seller, buyer, energy });
				},
				Step::Sellers if let Some(page) = sellers.page => {
					self.sellers.pass(page, sellers.after);
					run.sellers = Some(self.load_sellers::<T>(key.0, &run.pages, &mut used)?);
					run.buyers = Some(buyers);
					return Ok((false, used));
				},
				// When all is sold, too: both have to see the whole book before anything is written of it.
				Step::Sellers | Step::Buyers if let Some(page) = buyers.page => {
					self.buyers.pass(page, buyers.after);
					run.buyers = Some(self.load_buyers::<T>(key.0, &run.pages, &mut used)?);
					run.sellers = Some(sellers);
					return Ok((false, used));
				},
				_ => done = true,
			}
		}
		if done {
			sellers.after.clone().finish()?;
			buyers.after.clone().finish()?;
			self.sweep.finish()?;
		}
		if !self.trades.is_empty() {
			Transactions::<T>::insert((key.0, key.1, self.pages), &self.trades);
		}
		used.saturating_accrue(T::WeightInfo::assign());
		if !done {
			self.pages = self.pages.saturating_add(1);
			self.trades = Trades::default();
			(run.sellers, run.buyers) = (Some(sellers), Some(buyers));
		}
		Ok((done, used))
	}

	fn load_sellers<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		used: &mut Weight,
	) -> Result<Legs, Failed> {
		let last = self.sweep.seller();
		self.sellers
			.load::<T>(interval, pages, last, used, |book, _, sold| book.sellers(sold).collect())
	}

	fn load_buyers<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		used: &mut Weight,
	) -> Result<Legs, Failed> {
		let last = self.sweep.buyer();
		self.buyers
			.load::<T>(interval, pages, last, used, |book, bought, _| book.buyers(bought).collect())
	}
}

impl Side {
	/// Fills the page at hand, without what the sweep has taken of it.
	fn load<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		last: Option<Leg>,
		used: &mut Weight,
		legs: impl FnOnce(Book<'_>, &[Wh], &[Wh]) -> Vec<Leg>,
	) -> Result<Legs, Failed> {
		let mut after = self.filling.clone();
		let page = pages.from(self.page);
		let Some(at) = page else {
			used.saturating_accrue(T::WeightInfo::load(0));
			return Ok(Legs { page, left: Vec::new().into_iter(), after });
		};
		let rows = Rows::new(&T::Books::page(interval, at), at);
		used.saturating_accrue(T::WeightInfo::load(rows.len()));
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let book = rows.book()?;
		after.page(book, &mut bought, &mut sold)?;
		let mut left = legs(book, &bought, &sold);
		left.retain(|leg| last.is_none_or(|last| last.node < leg.node));
		Ok(Legs { page, left: left.into_iter(), after })
	}

	/// Goes on behind a page that is used up.
	fn pass(&mut self, page: PageIndex, after: Filling) {
		*self = Side { filling: after, page: page.saturating_add(1) };
	}
}
