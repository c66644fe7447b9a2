// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_ledger`: what the same calls cost in `pallet_settlement` before they moved here. To be
//! measured anew and written by `scripts/weights.sh`.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_ledger` needs.
pub trait WeightInfo {
	/// Weight of `deposit`.
	fn deposit() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `collect`.
	fn collect() -> Weight;
	/// Weight of `set_standing_price`.
	fn set_standing_price() -> Weight;
	/// Weight of `forgive`.
	fn forgive() -> Weight;
	/// Weight of `pay_from_reserve`.
	fn pay_from_reserve() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn deposit() -> Weight {
		// Proof size estimated: `16336`
		// Minimum execution time: 95_252_000 picoseconds.
		Weight::from_parts(101_301_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Proof size estimated: `8663`
		// Minimum execution time: 76_043_000 picoseconds.
		Weight::from_parts(81_311_000, 8_663)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn collect() -> Weight {
		// Proof size estimated: `16336`
		// Minimum execution time: 27_080_000 picoseconds.
		Weight::from_parts(31_667_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_standing_price() -> Weight {
		// Minimum execution time: 4_356_000 picoseconds.
		Weight::from_parts(5_168_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn forgive() -> Weight {
		// Proof size estimated: `16336`
		// Minimum execution time: 40_000_000 picoseconds.
		Weight::from_parts(45_000_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn pay_from_reserve() -> Weight {
		// Proof size estimated: `24009`
		// Minimum execution time: 45_000_000 picoseconds.
		Weight::from_parts(50_000_000, 24_009)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn collect() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_standing_price() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn forgive() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn pay_from_reserve() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
