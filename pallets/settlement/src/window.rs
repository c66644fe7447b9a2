// SPDX-License-Identifier: Apache-2.0

//! The dispute window: a rule of the market, for intervals that are not over when it is made.

use frame_support::pallet_prelude::*;
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, PAGE_ROWS};

use crate::{Config, DisputeWindows, Error, Event, Pallet, WeightInfo, silence::Sweep};

impl<T: Config> Pallet<T> {
	/// How long an interval can be corrected, and once more if it is reopened: in intervals after its end.
	pub fn dispute_window(interval: Interval) -> u32 {
		let windows = DisputeWindows::<T>::get();
		let place = windows.partition_point(|(from, _)| *from <= interval);
		let window = place.checked_sub(1).and_then(|place| windows.get(place));
		window.map_or(T::DisputeWindow::get(), |(_, window)| *window)
	}

	/// The longest dispute window of intervals that are not closed, or still to come.
	pub(crate) fn longest_window() -> u32 {
		let closed = T::Market::closed_until();
		let windows = DisputeWindows::<T>::get();
		let rules = windows.iter().filter(|(from, _)| closed < *from).map(|(_, window)| *window);
		rules.max().unwrap_or(0).max(Self::dispute_window(closed))
	}

	/// The shortest dispute window: until then silent nodes are settled, even if every fourth block is missing, so
	/// that closing keeps up with time.
	pub(crate) fn shortest_window() -> u32 {
		// What is late waits for its blocks at most twice: the first wait may have begun just before.
		let blocks = u64::from(T::MinBlocks::get()).saturating_add(1).saturating_mul(2);
		let millis = blocks.saturating_mul(T::BlockMillis::get()).saturating_mul(4).div_ceil(3);
		let length = T::Market::start(1).max(1);
		let waits = u32::try_from(millis.div_ceil(length)).unwrap_or(u32::MAX);
		T::Deadline::get().saturating_add(waits).saturating_add(1)
	}

	/// The most intervals that are open with a dispute window: it, and once more for what is reopened at its end;
	/// the one in which it closes, and one in whose first block no hook ran.
	pub(crate) fn open_with(window: u32) -> u32 {
		window.saturating_mul(2).saturating_add(2)
	}

	/// The most intervals that a charge for what no reading states looks at: with a short window not more than can be open,
	/// and the one before.
	pub(crate) fn most_looked_at() -> u32 {
		Self::open_with(Self::longest_window()).saturating_add(1).min(T::MaxLookedAt::get())
	}

	/// How much the hook may spend from one interval to the next, even if every fourth block is missing.
	pub(crate) fn budget() -> Weight {
		let blocks = T::Market::start(1).checked_div(T::BlockMillis::get()).unwrap_or_default();
		T::MaxSettlementWeight::get()
			.saturating_mul(blocks.saturating_mul(3).saturating_div(4).max(1))
	}

	/// What it costs to look for silent nodes in an interval when there are as many nodes as there can be, and none
	/// is silent.
	pub(crate) fn idle_sweep() -> Weight {
		let pages = T::MaxNodes::get().div_ceil(PAGE_ROWS).saturating_add(1);
		T::WeightInfo::pages(Sweep::<T>::most_keys())
			.saturating_add(T::WeightInfo::page().saturating_mul(pages.into()))
	}

	pub(crate) fn do_set_dispute_window(window: u32) -> DispatchResult {
		let allowed = Self::shortest_window()..=T::MaxDisputeWindow::get();
		ensure!(allowed.contains(&window), Error::<T>::BadDisputeWindow);
		let (from, closed) = (T::Market::now(), T::Market::closed_until());
		let mut windows = DisputeWindows::<T>::get();
		if windows.is_empty() && from > 0 {
			// What is over keeps what it had.
			let _ = windows.try_push((0, T::DisputeWindow::get()));
		}
		windows.retain(|(other, _)| *other < from);
		while windows.get(1).is_some_and(|(next, _)| *next <= closed) {
			windows.remove(0);
		}
		windows.try_push((from, window)).map_err(|_| Error::<T>::TooManyWindows)?;
		DisputeWindows::<T>::put(windows);
		Self::deposit_event(Event::DisputeWindowSet { from, window });
		Ok(())
	}
}
