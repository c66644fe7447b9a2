// SPDX-License-Identifier: Apache-2.0

//! Limits of intervals that have cleared are pruned when a block has weight left.

use frame_support::weights::WeightMeter;

use crate::{Config, OwnLimits, Pallet, PrunedUntil, WeightInfo};

impl<T: Config> Pallet<T> {
	/// Prunes as far as the weight goes, in each step a page of an interval, or goes on to the next interval.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::prune()).is_ok();
		while step() {
			let Some(interval) = PrunedUntil::<T>::get() else { return };
			if interval >= Self::first_needed() {
				return;
			}
			// One iterator for all pages: to begin anew for each would be to walk past all those that this block
			// has removed.
			let mut pages = OwnLimits::<T>::iter_key_prefix(interval).drain();
			while pages.next().is_some() {
				if !step() {
					return;
				}
			}
			PrunedUntil::<T>::put(interval.saturating_add(1));
		}
	}
}
