// SPDX-License-Identifier: Apache-2.0

//! What settlements that follow each other have in common, looked up and stored once.

use frame_support::ensure;
use gridmerit_energy::{Interval, NodeIndex, Position, Tariff, Terms};
use gridmerit_pallet_support::{
	ClosedIntervals, IntervalClock, IntervalTerms, Page, PageIndex, Positions, TariffCorrections,
	Unsettleable,
};

use crate::{Config, Settled, SettledPages};

/// The interval and the page of nodes that were needed last.
pub struct Shared<T> {
	terms: Option<(Interval, Terms, Option<Tariff>)>,
	page: Option<OpenPage>,
	_runtime: core::marker::PhantomData<T>,
}

impl<T> Default for Shared<T> {
	fn default() -> Self {
		Self { terms: None, page: None, _runtime: Default::default() }
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
	pub(crate) positions: Page<Position>,
}

impl OpenPage {
	/// Sets how a node is settled.
	pub(crate) fn set(&mut self, node: NodeIndex, row: Settled) {
		self.rows.set(node, row);
		self.changed = true;
	}

	fn store<T: Config>(self) {
		if self.changed {
			SettledPages::<T>::insert(self.interval, self.index, self.rows);
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
			self.store();
		}
		self.page.get_or_insert_with(|| OpenPage {
			interval,
			index,
			changed: false,
			rows: SettledPages::<T>::get(interval, index),
			positions: T::Market::positions(interval, index),
		})
	}

	/// Stores what has changed. Then it is looked up anew.
	pub(crate) fn store(&mut self) {
		if let Some(page) = self.page.take() {
			page.store::<T>();
		}
	}
}
