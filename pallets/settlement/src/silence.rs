// SPDX-License-Identifier: Apache-2.0

//! The sweep for silent nodes: after the deadline, who has no reading is settled provisionally.

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{defensive, pallet_prelude::*, weights::Weight};
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, Position};
use gridmerit_pallet_support::{
	IntervalTerms, Ledger, PAGE_ROWS, PageSet, Positions, ReadingDuty, ViolationKind,
	ViolationSink, page_of,
};

use crate::{
	Config, Duties, Event, Pallet, SettledPages, Shared, SilenceCursor, SweptPages, WeightInfo,
};

/// What a node without a reading has to be settled for in an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
	/// It owes a reading.
	Owed,
	/// It owes none, but has traded.
	Traded,
	/// For nothing: an order of it has expired, and may still lock something.
	Nothing,
}

impl Unread {
	pub fn new(
		interval: Interval,
		duty: Option<&ReadingDuty>,
		position: Option<&Position>,
	) -> Self {
		if duty.is_some_and(|duty| duty.owes(interval)) {
			Self::Owed
		} else if position.is_some_and(|position| *position != Position::default()) {
			Self::Traded
		} else {
			Self::Nothing
		}
	}
}

/// The sweep for silent nodes within a block. It passes only pages of nodes that can owe something: they owe
/// readings, have traded in the interval, or have an order left there.
pub(crate) struct Sweep<T> {
	/// How far it is.
	pub cursor: SilenceCursor,
	/// The pages of the cursor's interval; none if they have not been looked up.
	pages: Option<PageSet>,
	/// Those on the cursor's page that are to be settled, from the cursor on, the next one last; none if the
	/// page has not been looked at.
	page: Option<Vec<(NodeIndex, Unread)>>,
	_runtime: core::marker::PhantomData<T>,
}

impl<T: Config> Sweep<T> {
	/// A sweep that goes on at a cursor.
	pub fn new(cursor: SilenceCursor) -> Self {
		let known = SweptPages::<T>::get().filter(|(interval, _)| *interval == cursor.interval);
		let pages = known.map(|(_, pages)| pages);
		Self { cursor, pages, page: None, _runtime: Default::default() }
	}

	/// Whether it is in the midst of an interval, which is late.
	pub fn has_begun(&self) -> bool {
		self.pages.is_some()
	}

	/// The most that [`Self::step`] costs.
	pub fn largest_step() -> Weight {
		let node = T::WeightInfo::page().saturating_add(Self::settling());
		T::WeightInfo::pages(Self::most_keys()).max(node)
	}

	/// The most pages that are looked up for an interval: those of duties, of positions, and of orders.
	pub fn most_keys() -> u32 {
		T::MaxNodes::get().div_ceil(PAGE_ROWS).saturating_mul(3)
	}

	/// Settles the next node that is not settled, or gets on to the next page or interval; what that cost.
	pub fn step(&mut self) -> Weight {
		let SilenceCursor { interval, node } = self.cursor;
		let Some(pages) = &self.pages else {
			let (pages, keys) = Self::pages(interval);
			SweptPages::<T>::put((interval, &pages));
			self.pages = Some(pages);
			return T::WeightInfo::pages(keys);
		};
		let mut spent = Weight::zero();
		let mut page = match self.page.take() {
			Some(page) => page,
			None => {
				spent = T::WeightInfo::page();
				let Some(page) = pages.from(page_of(node)) else {
					SweptPages::<T>::kill();
					self.pages = None;
					self.cursor = SilenceCursor { interval: interval.saturating_add(1), node: 0 };
					return spent;
				};
				self.cursor.node = node.max(page.saturating_mul(PAGE_ROWS));
				self.look_up()
			},
		};
		let Some((node, unread)) = page.pop() else {
			let next_page = page_of(self.cursor.node).saturating_add(1);
			self.cursor.node = next_page.saturating_mul(PAGE_ROWS);
			return spent;
		};
		Pallet::<T>::settle_unread(interval, node, unread);
		let next = node.saturating_add(1);
		// A page that ends with its last node is not looked at again.
		self.page = (page_of(next) == page_of(node)).then_some(page);
		self.cursor.node = next;
		spent.saturating_add(Self::settling())
	}

	/// What it costs to settle a node.
	fn settling() -> Weight {
		T::WeightInfo::silence().saturating_add(Pallet::<T>::rights_weight())
	}

	/// The pages of nodes that can owe something for an interval, and how many keys were looked at for that.
	fn pages(interval: Interval) -> (PageSet, u32) {
		// What never had terms has nothing to settle.
		if T::Market::terms(interval).is_none() {
			return Default::default();
		}
		let (mut pages, mut keys) = T::Market::traded_pages(interval);
		for page in Duties::<T>::iter_keys() {
			keys = keys.saturating_add(1);
			pages.insert(page);
		}
		(pages, keys)
	}

	/// The nodes of the cursor's page that are to be settled.
	fn look_up(&self) -> Vec<(NodeIndex, Unread)> {
		let SilenceCursor { interval, node: first } = self.cursor;
		let Some(terms) = T::Market::terms(interval) else { return Vec::new() };
		let page = page_of(first);
		let rows = SettledPages::<T>::get(interval, page);
		let duties = Duties::<T>::get(page);
		let positions = T::Market::positions(interval, page);
		let expired = T::Market::expired(interval, page);
		let mut nodes = BTreeSet::new();
		nodes.extend(
			duties.rows(page).filter(|(_, duty)| duty.owes(interval)).map(|(node, _)| node),
		);
		nodes.extend(positions.rows(page).map(|(node, _)| node));
		nodes.extend(expired.rows(page).map(|(node, _)| node));
		let unsettled =
			nodes.into_iter().rev().filter(|node| first <= *node && rows.get(*node).is_none());
		let unread = |node| match node == terms.utility {
			true => Unread::Nothing,
			false => Unread::new(interval, duties.get(node), positions.get(node)),
		};
		unsettled.map(|node| (node, unread(node))).collect()
	}
}

impl<T: Config> Pallet<T> {
	/// Settles a node's interval without a reading.
	pub(crate) fn settle_unread(interval: Interval, node: NodeIndex, unread: Unread) {
		let settled = match unread {
			Unread::Owed => Self::settle_silent(interval, node),
			Unread::Traded => Self::settle_unmetered(interval, node),
			Unread::Nothing => {
				T::Ledger::unlock(node, interval);
				Ok(())
			},
		};
		if let Err(error) = settled {
			defensive!("a silent node is not settled", (interval, node));
			Self::deposit_event(Event::NotSettled { node, interval, error });
		}
	}

	/// Settles a node's interval for which it owes a reading.
	pub(crate) fn settle_silent(interval: Interval, node: NodeIndex) -> DispatchResult {
		// Only one that has left cannot be settled by now.
		let mut shared = Shared::default();
		let Ok(case) = Self::open_case(&mut shared, interval, node) else { return Ok(()) };
		let worst = Self::worst_case(&case.node);
		Self::settle_case(&mut shared, case, worst, Basis::Silence)?;
		shared.store();
		T::Violations::report(node, ViolationKind::Silence);
		Ok(())
	}

	/// Settles a node's interval in which it has traded without a meter.
	pub(crate) fn settle_unmetered(interval: Interval, node: NodeIndex) -> DispatchResult {
		let mut shared = Shared::default();
		let Ok(case) = Self::open_case(&mut shared, interval, node) else { return Ok(()) };
		Self::settle_case(&mut shared, case, Metered::default(), Basis::Unmetered)?;
		shared.store();
		Ok(())
	}
}
