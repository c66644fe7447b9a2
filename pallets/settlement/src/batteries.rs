// SPDX-License-Identifier: Apache-2.0

//! What storage nodes have charged, carried forward by their readings.

use frame_support::BoundedVec;
use gridmerit_energy::{Battery, Charge, Interval, Metered, NodeIndex};
use gridmerit_pallet_support::Batteries;

use crate::{Config, Pallet, SettledBefore, Store, StoreOf, Stores};

impl<T: Config> Batteries for Pallet<T> {
	fn charge(node: NodeIndex, battery: &Battery) -> Charge {
		match Stores::<T>::get(node).filter(|store| store.battery == *battery) {
			Some(Store { energy, from, metered, .. }) => {
				Charge { energy, from, metered: metered.into_inner() }
			},
			None => Charge { energy: battery.initial, from: 0, metered: Default::default() },
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Notes what a battery did in an interval, as far as is known by now.
	pub(crate) fn carry(node: NodeIndex, battery: Battery, interval: Interval, flow: Metered) {
		let closed = SettledBefore::<T>::get();
		let mut store = match Stores::<T>::get(node) {
			Some(store) if store.battery == battery => store,
			// Declared for the first time, or anew: what was metered before says nothing about it.
			known => Store {
				energy: battery.initial,
				from: if known.is_some() { interval } else { closed },
				metered: BoundedVec::new(),
				battery,
			},
		};
		if interval < store.from {
			return;
		}
		match store.metered.binary_search_by_key(&interval, |(interval, _)| *interval) {
			Ok(place) => {
				if let Some(row) = store.metered.get_mut(place) {
					row.1 = flow;
				}
			},
			// There is no room: the first is counted in, be it this one.
			Err(0) if store.metered.is_full() => Self::count_in(&mut store, (interval, flow)),
			Err(place) if store.metered.is_full() => {
				Self::fold(&mut store);
				let _ = store.metered.try_insert(place.saturating_sub(1), (interval, flow));
			},
			Err(place) => {
				let _ = store.metered.try_insert(place, (interval, flow));
			},
		}
		while store.metered.first().is_some_and(|(first, _)| *first < closed) {
			Self::fold(&mut store);
		}
		store.from = store.from.max(closed);
		Stores::<T>::insert(node, store);
	}

	/// Counts the first flow in.
	fn fold(store: &mut StoreOf<T>) {
		if !store.metered.is_empty() {
			let first = store.metered.remove(0);
			Self::count_in(store, first);
		}
	}

	/// Counts a flow in that is before all others.
	fn count_in(store: &mut StoreOf<T>, (interval, flow): (Interval, Metered)) {
		let charge = store.battery.after(store.energy, flow.import, flow.export);
		store.energy = store.battery.clamp(charge);
		store.from = interval.saturating_add(1);
	}
}
