// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_validators`; guesses until they are measured.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_validators` needs.
pub trait WeightInfo {
	/// Weight of `stand`.
	fn stand() -> Weight;
	/// Weight of `step_down`.
	fn step_down() -> Weight;
	/// Weight of `release_keys`.
	fn release_keys() -> Weight;
	/// Weight of `set_seat_rules`.
	fn set_seat_rules() -> Weight;
	/// Weight of `name_validators`, with `v` from 4 to 100.
	fn name_validators(v: u32) -> Weight;
	/// Weight of `pardon`.
	fn pardon() -> Weight;
	/// Weight of `count_block`.
	fn count_block() -> Weight;
	/// Weight of `plan`, with `c` from 100 to 1000.
	fn plan(c: u32) -> Weight;
	/// Weight of `session_ends`, with `v` from 4 to 100.
	fn session_ends(v: u32) -> Weight;
	/// Weight of `session_begins`, with `v` from 4 to 100.
	fn session_begins(v: u32) -> Weight;
	/// Weight of `offence`.
	fn offence() -> Weight;
}

/// Guesses.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn stand() -> Weight {
		T::DbWeight::get().reads_writes(12, 4)
	}
	fn step_down() -> Weight {
		T::DbWeight::get().reads_writes(12, 4)
	}
	fn release_keys() -> Weight {
		T::DbWeight::get().reads_writes(12, 4)
	}
	fn set_seat_rules() -> Weight {
		T::DbWeight::get().reads_writes(2, 2)
	}
	fn name_validators(v: u32) -> Weight {
		T::DbWeight::get().reads_writes(12 + 6 * u64::from(v), 4)
	}
	fn pardon() -> Weight {
		T::DbWeight::get().reads_writes(2, 2)
	}
	fn count_block() -> Weight {
		T::DbWeight::get().reads_writes(2, 2)
	}
	fn plan(c: u32) -> Weight {
		T::DbWeight::get().reads_writes(12 + 6 * u64::from(c), 4)
	}
	fn session_ends(v: u32) -> Weight {
		T::DbWeight::get().reads_writes(12 + 6 * u64::from(v), 4)
	}
	fn session_begins(v: u32) -> Weight {
		T::DbWeight::get().reads_writes(12 + 6 * u64::from(v), 4)
	}
	fn offence() -> Weight {
		T::DbWeight::get().reads_writes(20, 10)
	}
}

impl WeightInfo for () {
	fn stand() -> Weight {
		Weight::zero()
	}
	fn step_down() -> Weight {
		Weight::zero()
	}
	fn release_keys() -> Weight {
		Weight::zero()
	}
	fn set_seat_rules() -> Weight {
		Weight::zero()
	}
	fn name_validators(_: u32) -> Weight {
		Weight::zero()
	}
	fn pardon() -> Weight {
		Weight::zero()
	}
	fn count_block() -> Weight {
		Weight::zero()
	}
	fn plan(_: u32) -> Weight {
		Weight::zero()
	}
	fn session_ends(_: u32) -> Weight {
		Weight::zero()
	}
	fn session_begins(_: u32) -> Weight {
		Weight::zero()
	}
	fn offence() -> Weight {
		Weight::zero()
	}
}
