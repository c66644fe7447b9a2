// SPDX-License-Identifier: Apache-2.0

//! History is pruned with the terms of its interval.

use frame_support::weights::{Weight, WeightMeter};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{Choosers, IntervalTerms, has_grid};

use crate::{
	ByChoice, ClearedLines, ClearedZonesOf, Config, Curves, LineFlows, Pallet, Pivotal,
	PrunedUntil, Results, Transactions, ZonedTransactions, choices::pruning, weights::WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// Prunes what is not remembered any more, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let step = Self::prune_weight();
		while meter.try_consume(step).is_ok() {
			let Some(interval) = PrunedUntil::<T>::get() else { return };
			if interval >= T::Books::remembered_from() {
				return;
			}
			let mut entries = Self::drain(interval);
			while entries.next().is_some() {
				if meter.try_consume(step).is_err() {
					return;
				}
			}
			PrunedUntil::<T>::put(interval.saturating_add(1));
		}
	}

	/// The most that it costs to prune an entry.
	pub(crate) fn prune_weight() -> Weight {
		T::WeightInfo::prune().saturating_add(pruning::<T>())
	}

	/// Removes the entries of an interval, one each time it is asked. One iterator for all: to begin anew
	/// for each entry would be to walk past all those that this block has removed. What is removed is not read, however
	/// long it is. What lines carry and may carry is an entry each, and goes on the way to the next.
	pub(crate) fn drain(interval: Interval) -> impl Iterator<Item = ()> {
		let transactions = Transactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
		let curves = Curves::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let pivotal = Pivotal::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let by_choice = T::Choosers::can_choose()
			.then(|| ByChoice::<T>::iter_key_prefix(interval).drain().map(|_| ()));
		let results = Results::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let of_grid = has_grid::<T::Grid>().then(|| {
			let transactions =
				ZonedTransactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
			let zones = ClearedZonesOf::<T>::iter_key_prefix(interval).drain().map(|_| ());
			transactions.chain(zones).chain(core::iter::from_fn(move || {
				LineFlows::<T>::remove(interval);
				ClearedLines::<T>::remove(interval);
				None
			}))
		});
		transactions
			.chain(curves)
			.chain(pivotal)
			.chain(of_grid.into_iter().flatten())
			.chain(by_choice.into_iter().flatten())
			.chain(results)
	}
}
