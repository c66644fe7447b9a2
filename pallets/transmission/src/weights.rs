// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_transmission`, by hand. Not measured yet: `scripts/weights.sh transmission` writes them anew. Reads,
//! writes and bytes are those of a full grid of 2,047 lines, whose flows in an interval are 16 kB; the compute is an estimate
//! with some times to spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_transmission` needs.
pub trait WeightInfo {
	/// Weight of `offer`.
	fn offer() -> Weight;
	/// Weight of `drop_offer`.
	fn drop_offer() -> Weight;
	/// Weight of `agree`.
	fn agree() -> Weight;
	/// Weight of `end`.
	fn end() -> Weight;
	/// Weight of `claim`, with `i` from 1 to 96.
	fn claim(i: u32) -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn offer() -> Weight {
		Weight::from_parts(80_000_000, 20_480).saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	fn drop_offer() -> Weight {
		Weight::from_parts(50_000_000, 4_096).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn agree() -> Weight {
		Weight::from_parts(100_000_000, 28_672)
			.saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn end() -> Weight {
		Weight::from_parts(80_000_000, 16_384).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn claim(i: u32) -> Weight {
		Weight::from_parts(200_000_000, 40_960)
			.saturating_add(T::DbWeight::get().reads_writes(9, 3))
			.saturating_add(Weight::from_parts(40_000_000, 20_480).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(i.into()))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn offer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn drop_offer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn agree() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn end() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn claim(i: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(i.into()))
	}
}
