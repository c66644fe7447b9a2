// SPDX-License-Identifier: Apache-2.0

//! What a mechanism reads and writes.

use alloc::vec::Vec;
use gridmerit_energy::{FeedInRight, Interval, Order, Planck, RoundResult, Rules, Wh};
use gridmerit_grid::Feeder;
use gridmerit_market::Clearing;
use gridmerit_pallet_support::{
	Books, Bus, BusSet, FeedIn, Fills, Grid, PAGE_ROWS, Page, PageIndex, PageSet,
};

use crate::{
	ByChoice, ByRank, ClearedLines, ClearedZones, ClearedZonesOf, Config, Curve, Curves, Event,
	LineFlows, OfBuses, Pallet, Pivotal, PivotalSellers, Results, RoundCursor, TransactionPage,
	Transactions, ZonedPage, ZonedTransactions, zones::sum_of_zones,
};

/// The book of an interval, in a round whose gate has closed.
pub struct ClosedBook<'a, T> {
	interval: Interval,
	round: Interval,
	windows: u32,
	rules: Rules,
	pages: &'a PageSet,
	kept: &'a mut PageSet,
	transactions: &'a mut u32,
	_config: core::marker::PhantomData<T>,
}

impl<'a, T: Config> ClosedBook<'a, T> {
	/// The book that the cursor points at; `pages` are those of the round.
	pub(crate) fn new<State>(
		cursor: &'a mut RoundCursor<State>,
		pages: &'a PageSet,
		rules: Rules,
	) -> Self {
		Self {
			interval: cursor.interval,
			round: cursor.round.number,
			windows: cursor.round.last.saturating_sub(cursor.round.first).saturating_add(1),
			rules,
			pages,
			kept: &mut cursor.kept,
			transactions: &mut cursor.transactions,
			_config: core::marker::PhantomData,
		}
	}

	/// The interval, and the round.
	pub(crate) fn at(&self) -> (Interval, Interval) {
		(self.interval, self.round)
	}

	/// How many intervals the round has.
	pub(crate) fn windows(&self) -> u32 {
		self.windows
	}

	/// By which rules it clears.
	pub fn rules(&self) -> &Rules {
		&self.rules
	}

	/// The first page from `page` on that may have orders.
	pub fn page_from(&self, page: PageIndex) -> Option<PageIndex> {
		self.pages.from(page)
	}

	/// How many pages may have orders.
	pub fn pages(&self) -> u32 {
		self.pages.len()
	}

	/// Whether this is the last round in which the interval clears.
	pub fn is_last_round(&self) -> bool {
		T::Books::is_last_round(self.interval)
	}

	/// Notes above which buses a line is full now that trading is over.
	pub fn note_full_lines(&self, buses: BusSet) {
		T::Books::note_full_lines(self.interval, buses);
	}

	/// Notes what nodes of a page may feed in.
	pub fn grant(&self, page: PageIndex, rights: Page<FeedInRight>) {
		T::Books::note_rights(self.interval, page, rights);
	}

	/// Says what was shared out behind full lines, above so many buses.
	pub fn report_rights(&self, buses: u32, wanted: Wh, rights: Wh) {
		let interval = self.interval;
		Pallet::<T>::deposit_event(Event::FeedInShared { interval, buses, wanted, rights });
	}

	/// The grid for this interval; none without one.
	pub fn feeder(&self) -> Option<Feeder> {
		T::Grid::feeder(self.interval)
	}

	/// What the line of each bus carries of what was traded for this interval in the rounds before, in Wh away from
	/// it; nothing in the first one.
	pub fn line_flows(&self) -> OfBuses<i64> {
		LineFlows::<T>::get(self.interval)
	}

	/// On which buses the nodes of a page hang.
	pub fn buses(&self, page: PageIndex) -> Page<Bus> {
		T::Books::buses(self.interval, page)
	}

	/// The orders of a page.
	pub fn orders(&self, page: PageIndex) -> Page<Order> {
		T::Books::page(self.interval, page)
	}

	/// Writes the next page of transactions: a full one, unless it is the last.
	pub fn add_transactions(&mut self, rows: &TransactionPage) {
		if rows.is_empty() {
			return;
		}
		let page = self.transactions.div_ceil(PAGE_ROWS);
		Transactions::<T>::insert((self.interval, self.round, page), rows);
		*self.transactions = self.transactions.saturating_add(rows.len() as u32);
	}

	/// The same of those on a grid.
	pub fn add_zoned(&mut self, rows: &ZonedPage) {
		if rows.is_empty() {
			return;
		}
		let page = self.transactions.div_ceil(PAGE_ROWS);
		ZonedTransactions::<T>::insert((self.interval, self.round, page), rows);
		*self.transactions = self.transactions.saturating_add(rows.len() as u32);
	}

	/// Notes how many of the transactions that are written were made by first choices, by second ones, and so on.
	pub fn note_choices(&self, by_rank: Vec<u32>) {
		let transactions = by_rank.iter().fold(0, |sum: u32, made| sum.saturating_add(*made));
		if transactions == 0 {
			return;
		}
		let (interval, round) = self.at();
		ByChoice::<T>::insert(interval, round, ByRank::truncate_from(by_rank));
		Pallet::<T>::deposit_event(Event::PairedByChoice { interval, round, transactions });
	}

	/// Fills the orders of a page, as they were read; without fills all of them stay as they are.
	pub fn fill(&mut self, page: PageIndex, orders: Page<Order>, fills: Option<Fills<'_>>) {
		if T::Books::fill(self.interval, page, orders, fills) {
			self.kept.insert(page);
		}
	}

	/// Writes down how the interval cleared, when all else of it is written.
	pub fn record(&mut self, clearing: &Clearing, curve: Curve, pivotal: PivotalSellers) {
		let result = RoundResult::new(clearing, *self.transactions, pivotal.count);
		self.write(result, curve, pivotal);
	}

	/// The same on a grid, of which the zones are kept, too, and what the lines may carry and do; and the congestion rent
	/// noted, in planck.
	pub fn record_zones(
		&mut self,
		cleared: ClearedZones,
		rent: Planck,
		curve: Curve,
		pivotal: PivotalSellers,
	) {
		let (interval, round) = (self.interval, self.round);
		let result = sum_of_zones(&cleared.zones, *self.transactions, pivotal.count);
		self.write(result, curve, pivotal);
		LineFlows::<T>::mutate(interval, |sums| {
			sums.bounded_resize(cleared.flows.len().max(sums.len()), 0);
			for (sum, flow) in sums.iter_mut().zip(&cleared.flows) {
				*sum = sum.saturating_add(flow.traded);
			}
		});
		if !ClearedLines::<T>::contains_key(interval)
			&& let Some(feeder) = self.feeder()
		{
			let lines = (1..feeder.buses()).filter_map(|bus| feeder.line(bus as Bus));
			ClearedLines::<T>::insert(interval, OfBuses::truncate_from(lines.collect()));
		}
		let zones = cleared.zones.len() as u32;
		ClearedZonesOf::<T>::insert(interval, round, cleared);
		T::Books::add_rent(interval, rent);
		Pallet::<T>::deposit_event(Event::ZonesCleared { interval, round, zones, rent });
	}

	fn write(&mut self, result: RoundResult, curve: Curve, pivotal: PivotalSellers) {
		let (interval, round) = (self.interval, self.round);
		Results::<T>::insert(interval, round, result);
		Curves::<T>::insert(interval, round, curve);
		if !pivotal.listed.is_empty() {
			Pivotal::<T>::insert(interval, round, pivotal.listed);
		}
		let RoundResult { status, price, traded, utility_import, utility_export, .. } = result;
		Pallet::<T>::deposit_event(Event::IntervalCleared {
			interval,
			round,
			status,
			price,
			traded,
			utility_import,
			utility_export,
			transactions: result.transactions,
			pivotal: result.pivotal,
		});
	}

	/// Says that something is wrong with rights to feed in. What was traded stands.
	pub fn report_failed_rights(&self) {
		let interval = self.interval;
		Pallet::<T>::deposit_event(Event::FeedInFailed { interval });
	}

	/// Says that something is wrong, where it is too late to take the transactions back.
	pub fn report_failure(&self) {
		let (interval, round) = (self.interval, self.round);
		Pallet::<T>::deposit_event(Event::ClearingFailed { interval, round });
	}
}
