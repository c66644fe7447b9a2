// SPDX-License-Identifier: Apache-2.0

//! A node's other meters: what they have read settles where the settlement meter is silent.

use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_energy::{Interval, MeterIndex, Metered};
use gridmerit_pallet_support::Settlement;

use crate::{Config, Error, Meters, MetersOfNode, Pallet, Series, WeightInfo, readings::Context};

impl<T: Config> Pallet<T> {
	/// What it costs to settle so many intervals with a spare meter.
	pub(crate) fn settle_with_spare_weight(intervals: u32) -> Weight {
		T::WeightInfo::settle_with_spare()
			.saturating_add(Self::dearest().saturating_mul(intervals.into()))
	}

	/// The most intervals that a spare meter can settle from `first` to `last`.
	pub(crate) fn most_spare(first: Interval, last: Interval) -> u32 {
		last.saturating_sub(first).saturating_add(1).min(T::MaxSeries::get())
	}

	pub(crate) fn do_settle_with_spare(
		meter: MeterIndex,
		first: Interval,
		last: Interval,
	) -> DispatchResultWithPostInfo {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let binding = row.binding.ok_or(Error::<T>::NotBound)?;
		let meters = MetersOfNode::<T>::get(binding.node);
		let mut context = Context::<T>::new();
		let mut settled = 0_u32;
		for reading in Series::<T>::get(meter) {
			let interval = reading.interval;
			let asked = first.max(binding.from) <= interval && interval <= last;
			let spare = meters.settles(interval).is_some_and(|other| other != meter);
			// After a halt it may be revoked, and that not struck out yet.
			if !asked || !spare || row.is_revoked(interval) {
				continue;
			}
			let case = T::Settlement::spare_case(&mut context.shared, interval, binding.node);
			if let Some(case) = case {
				let metered = Metered { import: reading.import, export: reading.export };
				T::Settlement::settle(&mut context.shared, case, metered)?;
				settled = settled.saturating_add(1);
			}
		}
		context.store();
		ensure!(settled > 0, Error::<T>::NothingSilent);
		Ok(Some(Self::settle_with_spare_weight(settled)).into())
	}
}
