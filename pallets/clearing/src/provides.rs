// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use gridmerit_energy::{Interval, Wh};
use gridmerit_pallet_support::{Bus, CarriedEnergy};

use crate::{Config, LineFlows, Pallet};

impl<T: Config> CarriedEnergy for Pallet<T> {
	fn carried(interval: Interval, bus: Bus) -> Wh {
		let flows = LineFlows::<T>::get(interval);
		flows.get(usize::from(bus)).map_or(0, |flow| flow.unsigned_abs())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn carry(interval: Interval, energy: Wh) {
		use crate::OfBuses;
		use gridmerit_pallet_support::Grid;
		let flows = alloc::vec![energy as i64; T::Grid::max_buses() as usize];
		LineFlows::<T>::insert(interval, OfBuses::truncate_from(flows));
	}
}
