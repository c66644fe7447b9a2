// SPDX-License-Identifier: Apache-2.0

//! What the batteries of storage nodes hold, and whether they can do what is promised.

use alloc::collections::BTreeMap;
use frame_support::BoundedVec;
use gridmerit_energy::{
	Battery, Charge, Interval, Metered, NodeIndex, Planck, admission::ChargeWalk,
};
use gridmerit_pallet_support::{BatteryFlows, page_of};

use crate::{
	ClosedUntil, Config, Error, IntervalLength, Orders, Pallet, StoredCharge, StoredChargeOf,
	StoredCharges, orders::Named,
};

impl<T: Config> BatteryFlows for Pallet<T> {
	fn report(node: NodeIndex, battery: Battery, interval: Interval, flow: Metered) {
		let closed = ClosedUntil::<T>::get();
		let mut stored = match StoredCharges::<T>::get(node) {
			Some(stored) if stored.battery == battery => stored,
			// Declared for the first time, or anew: what was metered before says nothing about it.
			known => StoredCharge {
				energy: battery.initial,
				from: if known.is_some() { interval } else { closed },
				metered: BoundedVec::new(),
				battery,
			},
		};
		if interval < stored.from {
			return;
		}
		match stored.metered.binary_search_by_key(&interval, |(interval, _)| *interval) {
			Ok(place) => {
				if let Some(row) = stored.metered.get_mut(place) {
					row.1 = flow;
				}
			},
			// There is no room: the first is counted in, be it this one.
			Err(0) if stored.metered.is_full() => Self::count_in(&mut stored, (interval, flow)),
			Err(place) if stored.metered.is_full() => {
				Self::count_first_in(&mut stored);
				let _ = stored.metered.try_insert(place.saturating_sub(1), (interval, flow));
			},
			Err(place) => {
				let _ = stored.metered.try_insert(place, (interval, flow));
			},
		}
		while stored.metered.first().is_some_and(|(first, _)| *first < closed) {
			Self::count_first_in(&mut stored);
		}
		stored.from = stored.from.max(closed);
		StoredCharges::<T>::insert(node, stored);
	}
}

impl<T: Config> Pallet<T> {
	/// What a node's battery holds, as far as its meter has said.
	pub fn charge_of(node: NodeIndex, battery: &Battery) -> Charge {
		match StoredCharges::<T>::get(node).filter(|stored| stored.battery == *battery) {
			Some(stored) => stored.into(),
			None => Charge { energy: battery.initial, from: 0, metered: Default::default() },
		}
	}

	/// Counts the first flow in.
	fn count_first_in(stored: &mut StoredChargeOf<T>) {
		if !stored.metered.is_empty() {
			let first = stored.metered.remove(0);
			Self::count_in(stored, first);
		}
	}

	/// Counts a flow in that is before all others.
	fn count_in(stored: &mut StoredChargeOf<T>, (interval, flow): (Interval, Metered)) {
		let charge = stored.battery.after(stored.energy, flow.import, flow.export);
		stored.energy = stored.battery.clamp(charge);
		stored.from = interval.saturating_add(1);
	}

	/// Checks that a node's battery can do what it promises if all that may still trade fills, also with the
	/// orders that a call names in place of what is open in their intervals. `locks` says in which
	/// intervals the node has something open.
	///
	/// An order that is taken back counts on neither side, as if it had been cancelled before.
	pub(crate) fn check_charge(
		node: NodeIndex,
		battery: Battery,
		locks: &[(Interval, Planck)],
		round: Interval,
		first: Interval,
		named: &[Named],
	) -> Result<(), Error<T>> {
		let charge = Self::charge_of(node, &battery);
		// What flows without the call and with it.
		let mut flows = BTreeMap::new();
		for Named { interval, order, before, position, .. } in named {
			let without = position.promised(before.filter(|_| order.is_some()));
			flows.insert(*interval, (without, position.promised(*order)));
		}
		// What has begun, before `first`, trades no more, even if the gate is still to close.
		for (interval, _) in locks.iter().filter(|(interval, _)| charge.from <= *interval) {
			flows.entry(*interval).or_insert_with(|| {
				let trades = first <= *interval && Self::open_terms(round, *interval).is_some();
				let order = || Orders::<T>::get(interval, page_of(node)).get(node).copied();
				let order = if trades { order() } else { None };
				let flow = Self::position_of(*interval, node).promised(order);
				(flow, flow)
			});
		}
		for (interval, metered) in charge.metered {
			flows.insert(interval, (metered, metered));
		}
		let mut walk = ChargeWalk::new(battery, charge.energy, IntervalLength::<T>::get());
		for (without, with) in flows.into_values() {
			walk.step(without, with)?;
		}
		Ok(())
	}
}
