// SPDX-License-Identifier: Apache-2.0

//! Deadlines: after them silent nodes are settled provisionally, intervals are closed, and old settlements are
//! pruned.

use frame_support::{
	pallet_prelude::*,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, IntervalTerms, Ledger, Positions};
use sp_runtime::traits::UniqueSaturatedInto;

use crate::{
	Config, Deadlines, Disputes, Elapsed, Event, Held, Pallet, ProvisionalUntil, PrunedUntil,
	SettledPages, SilenceCursor, WeightInfo, silence::Sweep,
};

/// The most intervals whose deadline is over at once, so that after a long halt there is time for the readings
/// of all; and meters remember no more than some of them beyond a dispute window.
const BATCH: u32 = 16;

impl<T: Config> Pallet<T> {
	/// The most that one step costs, with the look at what there is to do.
	pub(crate) fn largest_step() -> Weight {
		let step = Sweep::step_weight::<T>().max(T::WeightInfo::close());
		T::WeightInfo::poll().saturating_add(step)
	}

	/// Settles silent nodes and closes intervals, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let start = T::Market::remembered_from();
		if start == 0 {
			return;
		}
		let before = ProvisionalUntil::<T>::get();
		let mut sweep = Sweep::new(before);
		if before.interval < start {
			// The market begins in the midst of an interval that nobody can trade.
			let known = T::Market::terms(start).is_some();
			let first = if known { start } else { start.saturating_add(1) };
			sweep.cursor = SilenceCursor { interval: first, node: 0 };
			T::Market::close_until(first);
			PrunedUntil::<T>::put(start);
		}
		let overdue = Self::last_before(T::Deadline::get());
		while (sweep.has_page() || Self::is_late(sweep.cursor.interval, overdue))
			&& meter.can_consume(Sweep::step_weight::<T>())
		{
			meter.consume(sweep.step::<T>());
		}
		if sweep.cursor != before {
			ProvisionalUntil::<T>::put(sweep.cursor);
		}
		let undisputed = Self::last_before(T::DisputeWindow::get());
		loop {
			let interval = T::Market::closed_until();
			let provisional = interval < sweep.cursor.interval;
			let blocks = T::MinDisputeBlocks::get();
			let due = provisional && Self::is_due::<Disputes<T>>(interval, undisputed, blocks);
			if !due || meter.try_consume(T::WeightInfo::close()).is_err() {
				return;
			}
			Self::close(interval);
		}
	}

	/// The last interval that ended so many intervals ago; none if there is none yet.
	pub(crate) fn last_before(intervals: u32) -> Option<Interval> {
		T::Market::now().checked_sub(intervals.saturating_add(1))
	}

	/// Whether the deadline of an interval's readings is over.
	pub(crate) fn is_late(interval: Interval, overdue: Option<Interval>) -> bool {
		if overdue.is_none_or(|last| last < interval) {
			return false;
		}
		if T::Market::never_opens(interval) {
			return true;
		}
		if T::Market::terms(interval).is_none() || !T::Market::is_final(interval) {
			// The market stands still: what it has skipped gets its terms when it goes on, and what it clears
			// is final then. No reading can settle it before, so its blocks are not counted yet.
			Self::put_off::<Deadlines<T>>(interval);
			Self::put_off::<Disputes<T>>(interval);
			return false;
		}
		Self::is_due::<Deadlines<T>>(interval, overdue, T::MinBlocks::get())
	}

	/// Has a deadline of `interval` counted anew.
	fn put_off<V: frame_support::StorageValue<Elapsed, Query = Elapsed>>(interval: Interval) {
		let elapsed = V::get();
		if interval <= elapsed.through {
			V::put(Elapsed { through: interval.saturating_sub(1), ..elapsed });
		}
	}

	/// Whether a deadline is over for `interval`, given the last one for which its time has come, and so many
	/// blocks. After a halt it takes these blocks for every [`BATCH`] intervals.
	pub(crate) fn is_due<V: frame_support::StorageValue<Elapsed, Query = Elapsed>>(
		interval: Interval,
		last: Option<Interval>,
		blocks: u32,
	) -> bool {
		let Some(last) = last.filter(|last| interval <= *last) else { return false };
		let block: u32 = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		let mut elapsed = V::get();
		if elapsed.through < interval {
			elapsed = Elapsed { through: last.min(interval.saturating_add(BATCH)), since: block };
			V::put(elapsed);
		}
		block >= elapsed.since.saturating_add(blocks)
	}

	/// Ends the disputes about an interval.
	pub(crate) fn close(interval: Interval) {
		let held = Held::<T>::take(interval).unwrap_or_default();
		if held > 0
			&& let Some(terms) = T::Market::terms(interval).defensive()
		{
			T::Ledger::release(terms.utility, held);
		}
		T::Market::close_until(interval.saturating_add(1));
		Self::deposit_event(Event::IntervalClosed { interval });
	}

	/// Prunes settlements that are not to be remembered, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::prune()).is_ok();
		while step() {
			let interval = PrunedUntil::<T>::get();
			// 0 before the market has begun.
			if interval == 0 || interval >= T::Market::remembered_from() {
				return;
			}
			// One iterator for all pages: to begin anew for each would be to walk past all those that this
			// block has removed.
			let pages = SettledPages::<T>::iter_prefix(interval).drain();
			for (page, rows) in pages {
				Self::free_reserve(page, &rows);
				if !step() {
					return;
				}
			}
			PrunedUntil::<T>::put(interval.saturating_add(1));
		}
	}
}
