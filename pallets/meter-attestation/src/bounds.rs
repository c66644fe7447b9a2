// SPDX-License-Identifier: Apache-2.0

//! What grows with the dispute window: how much of a meter is remembered, and what that costs. A chain with a short
//! window does not pay for a long one.

use frame_support::{traits::Get, weights::Weight};
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, PROOF_OF_KEY, Settlement};

use crate::{Config, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
	/// The most readings that are remembered of a meter by the dispute window of today.
	pub(crate) fn series_bound() -> u32 {
		Self::open().saturating_add(2).min(T::MaxSeries::get())
	}

	/// What it costs at most to look at the series of so many readings' meters.
	pub(crate) fn series_weight(readings: u32) -> Weight {
		T::WeightInfo::long_series(Self::series_bound()).saturating_mul(readings.into())
	}

	/// What a charge for unaccounted-for energy costs at most.
	pub(crate) fn charge_weight() -> Weight {
		T::WeightInfo::charge_unaccounted(T::Settlement::looked_at())
			.saturating_add(Self::row_weight())
	}

	/// What it costs at most to read a short row of a node that no benchmark reads, and to write it.
	pub(crate) fn row_weight() -> Weight {
		let access = <T as frame_system::Config>::DbWeight::get().reads_writes(1, 1);
		access.saturating_add(Weight::from_parts(0, PROOF_OF_KEY))
	}

	/// How many intervals are open at most: after a halt, more than by the dispute window.
	fn open() -> u32 {
		let open = T::Clock::now().saturating_sub(T::Closing::closed_until());
		T::Settlement::window().max(open)
	}

	/// What it costs at most to open again what so many readings have settled that are struck out.
	pub(crate) fn reopen_weight(struck_out: u32) -> Weight {
		let reopened = struck_out.min(T::Settlement::reopenable());
		let once = if reopened > 0 { Self::dearest() } else { Weight::zero() };
		T::WeightInfo::reopen().saturating_mul(reopened.into()).saturating_add(once)
	}
}
