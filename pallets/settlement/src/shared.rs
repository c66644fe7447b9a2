// SPDX-License-Identifier: Apache-2.0

//! What settlements that follow each other have in common, looked up and stored once.

use frame_support::{ensure, pallet_prelude::DispatchError};
use gridmerit_energy::{FeedInRight, Interval, NodeIndex, Planck, Position, Tariff, Terms, Totals};
use gridmerit_pallet_support::{
	ClosedIntervals, Entry, FeedIn, IntervalClock, IntervalTerms, Ledger, Page, PageIndex,
	Positions, Posted, TariffCorrections, Unsettleable,
};

use crate::{
	Config, Held, Settled, SettledPages, TOTALS_GROUP, TotalsGroup, TotalsOf, types::Traded,
};

/// The interval, the page and the totals that were needed last, and accounts that are needed often.
pub struct Shared<T: Config> {
	terms: Option<(Interval, Terms, Option<Tariff>)>,
	page: Option<OpenPage>,
	totals: Option<(u32, TotalsGroup)>,
	held: Option<(Interval, Planck)>,
	book: <T::Ledger as Ledger>::Book,
}

impl<T: Config> Default for Shared<T> {
	fn default() -> Self {
		Self { terms: None, page: None, totals: None, held: None, book: Default::default() }
	}
}

/// A page of an interval.
pub(crate) struct OpenPage {
	interval: Interval,
	index: PageIndex,
	changed: bool,
	/// How its nodes are settled.
	pub(crate) rows: Page<Settled>,
	/// What they have traded.
	positions: Page<Position>,
	/// What they may feed in beyond that, as far as is noted.
	rights: Page<FeedInRight>,
	rights_changed: bool,
	/// Whether any line of the grid is full in the interval, once that was asked.
	full_lines: Option<bool>,
}

impl OpenPage {
	/// Sets how a node is settled.
	pub(crate) fn set(&mut self, node: NodeIndex, row: Settled) {
		self.rows.set(node, row);
		self.changed = true;
	}

	/// What a node has traded, and what it may feed in beyond that, as far as is noted.
	pub(crate) fn traded(&self, node: NodeIndex) -> Traded {
		let position = self.positions.get(node).copied().unwrap_or_default();
		(position, self.rights.get(node).copied())
	}

	/// Whether any line of the grid is full in the interval.
	pub(crate) fn has_full_lines<T: Config>(&mut self) -> bool {
		*self.full_lines.get_or_insert_with(|| T::Market::has_full_lines(self.interval))
	}

	/// Notes a right by which a node is settled: what it hangs on may change later.
	pub(crate) fn note(&mut self, node: NodeIndex, right: FeedInRight) {
		self.rights_changed |= self.rights.set(node, right) != Some(right);
	}

	fn store<T: Config>(self) {
		let Self { interval, index, .. } = self;
		if self.changed {
			SettledPages::<T>::insert(interval, index, self.rows);
		}
		if self.rights_changed {
			T::Market::note_rights(interval, index, self.rights);
		}
	}
}

impl<T: Config> Shared<T> {
	/// Terms of an interval that is over, whose trading is finished, and that is not settled for good; and the
	/// tariff before, while nodes are settled anew by another one.
	pub(crate) fn terms(
		&mut self,
		interval: Interval,
	) -> Result<(Terms, Option<Tariff>), Unsettleable> {
		if let Some((known, terms, before)) = self.terms
			&& known == interval
		{
			return Ok((terms, before));
		}
		ensure!(interval < T::Market::now(), Unsettleable::NotOver);
		ensure!(interval >= T::Market::closed_until(), Unsettleable::Closed);
		let terms = T::Market::terms(interval).ok_or(Unsettleable::UnknownInterval)?;
		ensure!(T::Market::is_final(interval), Unsettleable::NotFinal);
		let before = T::Market::tariff_before(interval);
		self.terms = Some((interval, terms, before));
		Ok((terms, before))
	}

	/// A page of an interval; another one that has changed is stored.
	pub(crate) fn page(&mut self, interval: Interval, index: PageIndex) -> &mut OpenPage {
		let known = |page: &OpenPage| (page.interval, page.index) == (interval, index);
		if !self.page.as_ref().is_some_and(known) {
			self.store_page();
		}
		self.page.get_or_insert_with(|| OpenPage {
			interval,
			index,
			changed: false,
			rows: SettledPages::<T>::get(interval, index),
			positions: T::Market::positions(interval, index),
			rights: T::Market::rights(interval, index),
			rights_changed: false,
			full_lines: None,
		})
	}

	/// Changes the totals of a node; those of other nodes that have changed are stored.
	pub(crate) fn change_totals(&mut self, node: NodeIndex, change: impl FnOnce(&mut Totals)) {
		let group = node / TOTALS_GROUP;
		if self.totals.as_ref().is_some_and(|(known, _)| *known != group) {
			self.store_totals();
		}
		let (_, totals) = self.totals.get_or_insert_with(|| (group, TotalsOf::<T>::get(group)));
		if let Some(totals) = totals.get_mut((node % TOTALS_GROUP) as usize) {
			change(totals);
		}
	}

	/// What the utility has to leave in the pot for an interval is by `after` more and by `before` less.
	pub(crate) fn change_held(&mut self, interval: Interval, before: Planck, after: Planck) {
		if self.held.is_some_and(|(known, _)| known != interval) {
			self.store_held();
		}
		let read = || (interval, Held::<T>::get(interval).unwrap_or_default());
		let (_, held) = self.held.get_or_insert_with(read);
		*held = held.saturating_sub(before).saturating_add(after);
	}

	/// Forgets the totals of a node.
	pub(crate) fn forget_totals(node: NodeIndex) {
		let mut shared = Self::default();
		shared.change_totals(node, |totals| *totals = Totals::default());
		shared.store();
	}

	/// Posts an entry in the ledger.
	pub(crate) fn post(&mut self, entry: Entry<'_>) -> Result<Posted, DispatchError> {
		T::Ledger::post_in(&mut self.book, entry)
	}

	/// Stores what has changed. Then it is looked up anew.
	pub(crate) fn store(&mut self) {
		T::Ledger::store(&mut self.book);
		self.store_page();
		self.store_totals();
		self.store_held();
	}

	fn store_page(&mut self) {
		if let Some(page) = self.page.take() {
			page.store::<T>();
		}
	}

	/// A group of which nothing is left goes.
	fn store_totals(&mut self) {
		match self.totals.take() {
			Some((group, totals)) if totals == TotalsGroup::default() => {
				TotalsOf::<T>::remove(group);
			},
			Some((group, totals)) => TotalsOf::<T>::insert(group, totals),
			None => {},
		}
	}

	fn store_held(&mut self) {
		match self.held.take() {
			Some((interval, 0)) => Held::<T>::remove(interval),
			Some((interval, held)) => Held::<T>::insert(interval, held),
			None => {},
		}
	}
}
