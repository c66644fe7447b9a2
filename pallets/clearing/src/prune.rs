// SPDX-License-Identifier: Apache-2.0

//! History is pruned with the terms of its interval.

use codec::MaxEncodedLen;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{IntervalTerms, has_grid};

use crate::{
	ClearedZones, ClearedZonesOf, Config, Curves, LineFlows, Pallet, Pivotal, PrunedUntil, Results,
	Transactions, ZonedPage, ZonedTransactions, weights::WeightInfo,
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

	/// What it costs to look for an entry in all maps, those of a grid only if there can be one, and to remove it.
	fn prune_weight() -> Weight {
		let row = ClearedZones::max_encoded_len().max(ZonedPage::max_encoded_len()) as u64;
		let of_grid =
			T::DbWeight::get().reads_writes(3, 1).saturating_add(Weight::from_parts(0, row));
		match has_grid::<T::Grid>() {
			true => T::WeightInfo::prune().saturating_add(of_grid),
			false => T::WeightInfo::prune(),
		}
	}

	/// Removes the entries of an interval, one each time it is asked. One iterator for all: to begin anew
	/// for each entry would be to walk past all those that this block has removed.
	pub(crate) fn drain(interval: Interval) -> impl Iterator<Item = ()> {
		let transactions = Transactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
		let curves = Curves::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let pivotal = Pivotal::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let results = Results::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let of_grid = has_grid::<T::Grid>().then(|| {
			let transactions =
				ZonedTransactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
			let zones = ClearedZonesOf::<T>::iter_key_prefix(interval).drain().map(|_| ());
			let flows = LineFlows::<T>::take(interval).is_empty();
			transactions.chain(zones).chain((!flows).then_some(()))
		});
		transactions
			.chain(curves)
			.chain(pivotal)
			.chain(of_grid.into_iter().flatten())
			.chain(results)
	}
}
