// SPDX-License-Identifier: Apache-2.0

//! What is old goes when a block has weight left: a step a block.

use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{IntervalClock, page_of};

use crate::{Config, Intensities, Pallet, PublishedFrom, Tolerated, ToleratedFrom, WeightInfo};

/// How many pages of what was tolerated a step removes: 2,400 in a quarter of an hour of six-second blocks.
pub(crate) const PAGES_A_STEP: u32 = 16;

impl<T: Config> Pallet<T> {
	/// The most that a block costs.
	pub(crate) fn largest_step() -> Weight {
		T::WeightInfo::poll().saturating_add(T::WeightInfo::prune())
	}

	/// Everything about intervals before this one is removed.
	fn remembered_from() -> Interval {
		T::Clock::now().saturating_sub(T::Remembered::get())
	}

	/// Removes something that is old, if there is any and the weight suffices. One step a block: to look for the next page
	/// would be to walk past those that this block has removed.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let end = Self::remembered_from();
		let published = PublishedFrom::<T>::get().filter(|page| *page < page_of(end));
		let tolerated = ToleratedFrom::<T>::get().filter(|interval| *interval < end);
		if (published.is_none() && tolerated.is_none())
			|| meter.try_consume(T::WeightInfo::prune()).is_err()
		{
			return;
		}
		if let Some(page) = published {
			Intensities::<T>::remove(page);
			PublishedFrom::<T>::put(page.saturating_add(1));
		}
		if let Some(interval) = tolerated {
			let removed = Tolerated::<T>::clear_prefix(interval, PAGES_A_STEP, None);
			if removed.maybe_cursor.is_none() {
				match Tolerated::<T>::iter_keys().next() {
					Some(_) => ToleratedFrom::<T>::put(interval.saturating_add(1)),
					None => ToleratedFrom::<T>::kill(),
				}
			}
		}
	}
}
