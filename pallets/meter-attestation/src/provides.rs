// SPDX-License-Identifier: Apache-2.0

//! Traits for other pallets.

use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, MeterIndex, NodeIndex};
use gridmerit_pallet_support::{MeterRevocation, SettlementMeters};

use crate::{
	Config, Meters, MetersOfNode, NextMeter, Pallet, Revocations, WeightInfo, offences::Cause,
};

impl<T: Config> SettlementMeters for Pallet<T> {
	fn settlement_meter(node: NodeIndex, interval: Interval) -> Option<MeterIndex> {
		MetersOfNode::<T>::get(node).settles(interval)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn meter_for(node: NodeIndex) -> MeterIndex {
		MetersOfNode::<T>::mutate(node, |row| {
			let _ = row.spans.try_push(crate::Span { meter: 0, from: 0, until: None });
		});
		0
	}
}

impl<T: Config> MeterRevocation<T::AccountId> for Pallet<T> {
	fn exists(meter: MeterIndex) -> bool {
		Meters::<T>::contains_key(meter)
	}

	fn node_of(meter: MeterIndex) -> Option<NodeIndex> {
		Some(Meters::<T>::get(meter)?.binding?.node)
	}

	fn revoke(meter: MeterIndex, by: &T::AccountId, since: Interval) -> Result<u32, DispatchError> {
		Self::do_revoke(meter, Cause::Authority(by.clone()), since)
	}

	fn restore(meter: MeterIndex, by: &T::AccountId) {
		Self::do_restore(meter, &Some(by.clone()));
	}

	fn revoke_weight(struck_out: u32) -> Weight {
		T::WeightInfo::revoke(struck_out).saturating_add(Self::reopen_weight(struck_out))
	}

	fn max_struck_out() -> u32 {
		Self::series_bound()
	}

	fn was_registered(meter: MeterIndex) -> bool {
		meter < NextMeter::<T>::get()
	}

	fn revocations() -> Vec<(MeterIndex, T::AccountId, Interval)> {
		Revocations::<T>::iter()
			.flat_map(|(meter, row)| {
				row.into_iter().map(move |known| (meter, known.by, known.since))
			})
			.filter_map(|(meter, by, since)| Some((meter, by?, since)))
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn busy_meter() -> (MeterIndex, T::AccountId) {
		crate::benchmarking::busy_meter::<T>()
	}
}
