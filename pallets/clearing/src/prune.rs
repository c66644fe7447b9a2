// SPDX-License-Identifier: Apache-2.0

//! History is pruned with the terms of its interval.

use frame_support::weights::WeightMeter;
use gridmerit_energy::Interval;
use gridmerit_pallet_support::IntervalTerms;

use crate::{
	Config, Curves, Pallet, Pivotal, PrunedUntil, Results, Transactions, weights::WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// Prunes what is not remembered any more, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		while meter.try_consume(T::WeightInfo::prune()).is_ok() {
			let Some(interval) = PrunedUntil::<T>::get() else { return };
			if interval >= T::Books::remembered_from() {
				return;
			}
			let mut entries = Self::drain(interval);
			while entries.next().is_some() {
				if meter.try_consume(T::WeightInfo::prune()).is_err() {
					return;
				}
			}
			PrunedUntil::<T>::put(interval.saturating_add(1));
		}
	}

	/// Removes the entries of an interval, one each time it is asked. One iterator for all: to begin anew
	/// for each entry would be to walk past all those that this block has removed.
	pub(crate) fn drain(interval: Interval) -> impl Iterator<Item = ()> {
		let transactions = Transactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
		let curves = Curves::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let pivotal = Pivotal::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let results = Results::<T>::iter_key_prefix(interval).drain().map(|_| ());
		transactions.chain(curves).chain(pivotal).chain(results)
	}
}
