// SPDX-License-Identifier: Apache-2.0

//! The sweep for silent nodes: after the deadline, who has no reading is settled provisionally.

use alloc::vec::Vec;
use frame_support::{defensive, pallet_prelude::*, weights::Weight};
use gridmerit_energy::{Basis, Interval, Metered, NodeIndex, Position};
use gridmerit_pallet_support::{
	IntervalTerms, Ledger, PAGE_ROWS, Positions, ReadingDuty, TeNodes, ViolationKind,
	ViolationSink, page_of,
};

use crate::{Config, Duties, Event, Pallet, SettledPages, Shared, SilenceCursor, WeightInfo};

/// What a node without a reading has to be settled for in an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
	/// It owes a reading.
	Owed,
	/// It owes none, but has traded.
	Traded,
	/// For nothing: at most an order of it has expired.
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

/// The sweep for silent nodes within a block.
pub(crate) struct Sweep {
	/// How far it is.
	pub cursor: SilenceCursor,
	/// Those on the cursor's page that are not settled, from the cursor on, the next one last; none if the
	/// page has not been looked at.
	page: Option<Vec<(NodeIndex, Unread)>>,
}

impl Sweep {
	/// A sweep that goes on at a cursor.
	pub fn new(cursor: SilenceCursor) -> Self {
		Self { cursor, page: None }
	}

	/// Whether it is in the midst of a page, whose interval is late.
	pub fn has_page(&self) -> bool {
		self.page.is_some()
	}

	/// The most that [`Self::step`] costs.
	pub fn step_weight<T: Config>() -> Weight {
		let node = T::WeightInfo::silence().max(T::WeightInfo::idle());
		T::WeightInfo::page().saturating_add(node)
	}

	/// Settles the next node that is not settled, or gets on to the next page or interval; what that cost.
	pub fn step<T: Config>(&mut self) -> Weight {
		let mut spent = Weight::zero();
		let mut page = match self.page.take() {
			Some(page) => page,
			None => {
				spent = T::WeightInfo::page();
				let Some(page) = self.look_up::<T>() else {
					let interval = self.cursor.interval.saturating_add(1);
					self.cursor = SilenceCursor { interval, node: 0 };
					return spent;
				};
				page
			},
		};
		let SilenceCursor { interval, node } = self.cursor;
		let Some((node, unread)) = page.pop() else {
			self.cursor.node = page_of(node).saturating_add(1).saturating_mul(PAGE_ROWS);
			return spent;
		};
		let next = node.saturating_add(1);
		// A page that ends with its last node is not looked at again.
		self.page = (page_of(next) == page_of(node)).then_some(page);
		self.cursor.node = next;
		spent.saturating_add(Pallet::<T>::settle_unread(interval, node, unread))
	}

	/// The nodes of the cursor's page that are not settled; none if there is nobody left in the interval.
	fn look_up<T: Config>(&self) -> Option<Vec<(NodeIndex, Unread)>> {
		let SilenceCursor { interval, node } = self.cursor;
		let end = T::Nodes::end();
		// What never had terms has nothing to settle.
		let terms = T::Market::terms(interval).filter(|_| node < end)?;
		let page = page_of(node);
		let rows = SettledPages::<T>::get(interval, page);
		let duties = Duties::<T>::get(page);
		let positions = T::Market::positions(interval, page);
		let next_page = page.saturating_add(1).saturating_mul(PAGE_ROWS);
		let unsettled = (node..end.min(next_page)).rev().filter(|node| rows.get(*node).is_none());
		let unread = |node| match node == terms.utility {
			true => Unread::Nothing,
			false => Unread::new(interval, duties.get(node), positions.get(node)),
		};
		Some(unsettled.map(|node| (node, unread(node))).collect())
	}
}

impl<T: Config> Pallet<T> {
	/// Settles a node's interval without a reading; what that cost.
	pub(crate) fn settle_unread(interval: Interval, node: NodeIndex, unread: Unread) -> Weight {
		let settled = match unread {
			Unread::Owed => Self::settle_silent(interval, node),
			Unread::Traded => Self::settle_unmetered(interval, node),
			Unread::Nothing if T::Ledger::unlock(node, interval) => Ok(()),
			Unread::Nothing => return T::WeightInfo::idle(),
		};
		if let Err(error) = settled {
			defensive!("a silent node is not settled", (interval, node));
			Self::deposit_event(Event::NotSettled { node, interval, error });
		}
		T::WeightInfo::silence()
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
