// SPDX-License-Identifier: Apache-2.0

//! Certificates travel with what was sold: along the P2P transactions of all rounds of an interval, page by page. What
//! was not sold stays with the plant.

use alloc::vec::Vec;
use frame_support::weights::Weight;
use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_origin::{Issued, Lot, LotState, Part, SOURCES, Stock};
use gridmerit_pallet_support::{
	PAGE_ROWS, Page, PageIndex, PageSet, PeerTrades, TradedEnergy, page_of,
};

use crate::{
	Config, Issues, Pallet, PlantPages, Rounds, Stage, StockPages, Stocks, WeightInfo,
	lots::LotBook,
};

/// How many lots a step issues until it stops. It issues a few more: what is begun is finished, and a battery sells of
/// several sources.
pub(crate) const LOTS_A_STEP: u32 = 128;
/// So many at most: a sale of each source, and of one of them some is stored.
pub(crate) const MOST_LOTS: u32 = LOTS_A_STEP + SOURCES as u32;
/// Most pages of transactions, of sellers, and of buyers with batteries, that a step reads.
pub(crate) const PAGES_A_STEP: u32 = 8;

/// Some pages that a step has read, and whether they have changed.
struct Pages<V> {
	/// Those that there are.
	known: PageSet,
	open: Vec<(PageIndex, Page<V>, bool)>,
}

impl<V: Copy> Pages<V> {
	fn new(known: PageSet) -> Self {
		Self { known, open: Vec::new() }
	}

	/// Whether the page of a node is among those that there are, and the step has no room for it.
	fn is_full_for(&self, node: NodeIndex) -> bool {
		let page = page_of(node);
		self.known.contains(page)
			&& self.open.len() as u32 >= PAGES_A_STEP
			&& !self.open.iter().any(|(open, ..)| *open == page)
	}

	/// The row of a node.
	fn get(&mut self, node: NodeIndex, read: impl FnOnce(PageIndex) -> Page<V>) -> Option<V> {
		let page = page_of(node);
		if !self.known.contains(page) {
			return None;
		}
		if !self.open.iter().any(|(open, ..)| *open == page) {
			self.open.push((page, read(page), false));
		}
		let (_, rows, _) = self.open.iter().find(|(open, ..)| *open == page)?;
		rows.get(node).copied()
	}

	/// Changes the row of a node, which was read.
	fn set(&mut self, node: NodeIndex, row: V) {
		let page = page_of(node);
		if let Some((_, rows, changed)) = self.open.iter_mut().find(|(open, ..)| *open == page) {
			rows.set(node, row);
			*changed = true;
		}
	}

	/// Those that have changed.
	fn changed(self) -> impl Iterator<Item = (PageIndex, Page<V>)> {
		self.open.into_iter().filter(|(.., changed)| *changed).map(|(page, rows, _)| (page, rows))
	}
}

impl<T: Config> Pallet<T> {
	/// What is to be done with the rounds that are left.
	pub(crate) fn next_round(rounds: Rounds) -> Stage {
		if rounds.is_empty() {
			Stage::Keep { next: 0 }
		} else {
			Stage::Deal { rounds, page: 0, row: 0 }
		}
	}

	/// Deals along the transactions of rounds, from a row of a page on, as far as a step goes: what that cost, and with what
	/// to go on.
	pub(crate) fn deal_from(
		interval: Interval,
		mut rounds: Rounds,
		mut page: PageIndex,
		mut row: u32,
	) -> (Weight, Stage) {
		let mut sellers = Pages::<Issued>::new(PlantPages::<T>::get());
		let mut stocks = Pages::<Stock>::new(StockPages::<T>::get());
		let mut book = LotBook::<T>::open(interval);
		let before = book.lots();
		let mut read = 0_u32;
		'step: while read < PAGES_A_STEP {
			let Some((round, count)) = rounds.first().copied() else { break };
			let trades = T::Clearing::trades(interval, round, page);
			read = read.saturating_add(1);
			for (place, trade) in (0_u32..).zip(&trades).skip(row as usize) {
				let issued = book.lots().saturating_sub(before);
				let full = sellers.is_full_for(trade.seller) || stocks.is_full_for(trade.buyer);
				if full || issued >= LOTS_A_STEP {
					row = place;
					break 'step;
				}
				Self::deal_for(interval, trade, &mut sellers, &mut stocks, &mut book);
			}
			(page, row) = (page.saturating_add(1), 0);
			if page >= count.div_ceil(PAGE_ROWS) {
				page = 0;
				rounds.remove(0);
			}
		}
		let lots = book.lots().saturating_sub(before);
		let pages =
			read.saturating_add(sellers.open.len() as u32).saturating_add(stocks.open.len() as u32);
		sellers.changed().for_each(|(index, rows)| Issues::<T>::insert(interval, index, rows));
		stocks.changed().for_each(|(index, rows)| Stocks::<T>::insert(index, rows));
		if lots > 0 {
			book.store();
		}
		let stage = match rounds.is_empty() {
			true => Stage::Keep { next: 0 },
			false => Stage::Deal { rounds, page, row },
		};
		(T::WeightInfo::deal(pages, lots), stage)
	}

	/// What a buyer gets for what it has bought.
	fn deal_for(
		interval: Interval,
		trade: &TradedEnergy,
		sellers: &mut Pages<Issued>,
		stocks: &mut Pages<Stock>,
		book: &mut LotBook<T>,
	) {
		let TradedEnergy { seller, buyer, energy } = *trade;
		let read = |page| Issues::<T>::get(interval, page);
		let Some(mut issued) = sellers.get(seller, read) else { return };
		let range = issued.deal(energy);
		sellers.set(seller, issued);
		for Part { source, from, energy } in issued.parts(range) {
			// What a battery is charged with is used up.
			let stock = stocks.get(buyer, Stocks::<T>::get);
			let stored = stock.map_or(0, |mut stock| {
				let stored = stock.store(source, energy);
				if stored > 0 {
					stocks.set(buyer, stock);
				}
				stored
			});
			let lot = |from, energy, state| Lot {
				plant: seller,
				source,
				from,
				energy,
				holder: buyer,
				state,
			};
			book.issue(lot(from, stored, LotState::Stored));
			let rest = energy.saturating_sub(stored);
			book.issue(lot(from.saturating_add(stored), rest, LotState::Held));
		}
	}

	/// Issues to plants from a node on what they have not sold, as far as a step goes: what that cost, and the node to go
	/// on with.
	pub(crate) fn keep_from(interval: Interval, first: NodeIndex) -> (Weight, NodeIndex) {
		let pages = PlantPages::<T>::get();
		let Some(index) = pages.from(page_of(first)) else {
			return (T::WeightInfo::poll(), NodeIndex::MAX);
		};
		let end = index.saturating_add(1).saturating_mul(PAGE_ROWS);
		let rows = Issues::<T>::get(interval, index);
		let mut book = LotBook::<T>::open(interval);
		let before = book.lots();
		let mut next = end;
		for (node, issued) in rows.rows(index).filter(|(node, _)| first <= *node) {
			if book.lots().saturating_sub(before) >= LOTS_A_STEP {
				next = node;
				break;
			}
			for Part { source, from, energy } in issued.parts(issued.rest()) {
				let state = LotState::Held;
				book.issue(Lot { plant: node, source, from, energy, holder: node, state });
			}
		}
		let lots = book.lots().saturating_sub(before);
		if lots > 0 {
			book.store();
		}
		(T::WeightInfo::keep(lots), next)
	}

	/// What a plant was issued for an interval.
	pub(crate) fn issued_to(interval: Interval, plant: NodeIndex) -> Option<Issued> {
		Issues::<T>::get(interval, page_of(plant)).get(plant).copied()
	}
}
