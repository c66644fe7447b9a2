// SPDX-License-Identifier: Apache-2.0

//! Deadlines: silent nodes are settled provisionally, intervals are closed, what is old is forgotten.

use frame_support::{
	defensive,
	pallet_prelude::*,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{IntervalTerms, PAGE_ROWS, Positions, TeNodes, page_of};
use sp_runtime::traits::{Saturating, UniqueSaturatedInto, Zero};

use crate::{
	Accounts, Config, Deadlines, Disputes, Event, ForgottenTo, Held, Pallet, Passed, Progress,
	SettledBefore, SettledPages, SilentTo, WeightInfo,
};

/// The most intervals whose deadline is over at once, so that after a long halt there is time for the readings
/// of all; and meters remember no more than some of them beyond a dispute window.
const BATCH: u32 = 16;

impl<T: Config> Pallet<T> {
	/// The most that one step costs, with the look at what there is to do.
	pub(crate) fn largest_step() -> Weight {
		T::WeightInfo::poll().saturating_add(Self::step_weight().max(T::WeightInfo::close()))
	}

	/// The most that [`Self::step`] costs.
	fn step_weight() -> Weight {
		T::WeightInfo::silence().max(T::WeightInfo::idle()).max(T::WeightInfo::skip())
	}

	/// Settles silent nodes and closes intervals, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let start = T::Terms::remembered_from();
		if start == 0 {
			return;
		}
		let before = SilentTo::<T>::get();
		let mut progress = before;
		if progress.interval < start {
			// The market begins in the midst of an interval that nobody can trade.
			let known = T::Terms::terms(start).is_some();
			let first = if known { start } else { start.saturating_add(1) };
			progress = Progress { interval: first, node: 0 };
			SettledBefore::<T>::put(first);
			ForgottenTo::<T>::put(start);
		}
		let overdue = Self::last_before(T::Deadline::get());
		while Self::is_late(progress.interval, overdue) && meter.can_consume(Self::step_weight()) {
			meter.consume(Self::step(&mut progress));
		}
		if progress != before {
			SilentTo::<T>::put(progress);
		}
		let undisputed = Self::last_before(T::DisputeWindow::get());
		loop {
			let interval = SettledBefore::<T>::get();
			let silent = interval < progress.interval;
			let blocks = T::MinDisputeBlocks::get();
			let due = silent && Self::is_due::<Disputes<T>>(interval, undisputed, blocks);
			if !due || meter.try_consume(T::WeightInfo::close()).is_err() {
				return;
			}
			Self::close(interval);
		}
	}

	/// The last interval that ended so many intervals ago; none if there is none yet.
	pub(crate) fn last_before(intervals: u32) -> Option<Interval> {
		T::Terms::now().checked_sub(intervals.saturating_add(1))
	}

	/// Whether the deadline of an interval's readings is over.
	pub(crate) fn is_late(interval: Interval, overdue: Option<Interval>) -> bool {
		if overdue.is_none_or(|last| last < interval) {
			return false;
		}
		if T::Terms::never_opens(interval) {
			return true;
		}
		if T::Terms::terms(interval).is_none() || !T::Positions::is_final(interval) {
			// The market stands still: what it has skipped gets its terms when it goes on, and what it clears
			// is final then. No reading can settle it before, so its blocks are not counted yet.
			Self::put_off::<Deadlines<T>>(interval);
			Self::put_off::<Disputes<T>>(interval);
			return false;
		}
		Self::is_due::<Deadlines<T>>(interval, overdue, T::MinBlocks::get())
	}

	/// Has a deadline of `interval` counted anew.
	fn put_off<V: frame_support::StorageValue<Passed, Query = Passed>>(interval: Interval) {
		let passed = V::get();
		if interval <= passed.through {
			V::put(Passed { through: interval.saturating_sub(1), ..passed });
		}
	}

	/// Whether a deadline is over for `interval`, given the last one for which its time has come, and so many
	/// blocks. After a halt it takes these blocks for every [`BATCH`] intervals.
	pub(crate) fn is_due<V: frame_support::StorageValue<Passed, Query = Passed>>(
		interval: Interval,
		last: Option<Interval>,
		blocks: u32,
	) -> bool {
		let Some(last) = last.filter(|last| interval <= *last) else { return false };
		let block: u32 = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		let mut passed = V::get();
		if passed.through < interval {
			passed = Passed { through: last.min(interval.saturating_add(BATCH)), since: block };
			V::put(passed);
		}
		block >= passed.since.saturating_add(blocks)
	}

	/// Settles the next node that is not settled, or gets on to the next page or interval; what that cost.
	pub(crate) fn step(progress: &mut Progress) -> Weight {
		let Progress { interval, node } = *progress;
		let end = T::Nodes::end();
		// What never had terms has nothing to settle.
		if node >= end || T::Terms::terms(interval).is_none() {
			*progress = Progress { interval: interval.saturating_add(1), node: 0 };
			return T::WeightInfo::skip();
		}
		let page = page_of(node);
		let rows = SettledPages::<T>::get(interval, page);
		let next_page = page.saturating_add(1).saturating_mul(PAGE_ROWS);
		let silent = (node..end.min(next_page)).find(|node| rows.get(*node).is_none());
		progress.node = silent.map_or(next_page, |node| node.saturating_add(1));
		let Some(node) = silent else { return T::WeightInfo::skip() };
		match Self::settle_silent(interval, node) {
			Ok(true) => T::WeightInfo::silence(),
			Ok(false) => T::WeightInfo::idle(),
			Err(error) => {
				defensive!("a silent node is not settled", (interval, node));
				Self::deposit_event(Event::NotSettled { node, interval, error: error.into() });
				T::WeightInfo::silence()
			},
		}
	}

	/// Ends the disputes about an interval.
	pub(crate) fn close(interval: Interval) {
		let held = Held::<T>::take(interval).unwrap_or_default();
		if !held.is_zero()
			&& let Some(terms) = T::Terms::terms(interval).defensive()
		{
			let mut utility = Accounts::<T>::get(terms.utility);
			utility.locked = utility.locked.saturating_sub(held);
			Self::put(terms.utility, &utility);
		}
		SettledBefore::<T>::put(interval.saturating_add(1));
		Self::deposit_event(Event::IntervalClosed { interval });
	}

	/// Forgets what is not to be remembered, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::prune()).is_ok();
		while step() {
			let interval = ForgottenTo::<T>::get();
			// 0 before the market has begun.
			if interval == 0 || interval >= T::Terms::remembered_from() {
				return;
			}
			// One iterator for all pages: to begin anew for each would be to walk past all those that this
			// block has removed.
			let mut pages = SettledPages::<T>::iter_key_prefix(interval).drain();
			while pages.next().is_some() {
				if !step() {
					return;
				}
			}
			ForgottenTo::<T>::put(interval.saturating_add(1));
		}
	}
}
