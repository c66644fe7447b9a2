// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_validators`, estimated by hand. To be measured and written by `scripts/weights.sh`.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_validators` needs.
pub trait WeightInfo {
	/// Weight of `set_validators`.
	fn set_validators(v: u32) -> Weight;
	/// Weight of `release_keys`.
	fn release_keys() -> Weight;
}

/// Estimated weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// The range of component `v` is `[4, 100]`.
	fn set_validators(v: u32) -> Weight {
		// Storage: `Session::Validators` (r:1 w:0)
		// Storage: `Session::QueuedKeys` (r:1 w:0)
		// Storage: `Session::NextKeys` (r:100 w:0)
		// Storage: `Validators::Offenders` (r:1 w:1)
		// Storage: `Validators::Named` (r:0 w:1)
		Weight::from_parts(120_000_000, 20_000)
			.saturating_add(Weight::from_parts(6_000_000, 2_600).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(v.into()))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn release_keys() -> Weight {
		// Storage: `Validators::Named` (r:1 w:0)
		// Storage: `Session::Validators` (r:1 w:0)
		// Storage: `Session::QueuedKeys` (r:1 w:0)
		// Storage: `Session::NextKeys` (r:1 w:1)
		// Storage: `Session::KeyOwner` (r:0 w:2)
		// Storage: `Session::ExternallySetKeys` (r:1 w:1)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Storage: `System::Account` (r:1 w:1)
		Weight::from_parts(160_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn set_validators(v: u32) -> Weight {
		Weight::from_parts(1_000_000, 0).saturating_mul(v.into())
	}
	fn release_keys() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
