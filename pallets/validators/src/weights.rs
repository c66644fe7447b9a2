// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_validators`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: Intel(R) Xeon(R) Processor, 2 cores
//! - Date: 2026-11-28
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_validators` needs.
pub trait WeightInfo {
	/// Weight of `set_validators`, with `v` from 4 to 100.
	fn set_validators(v: u32) -> Weight;
	/// Weight of `release_keys`.
	fn release_keys() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_validators(v: u32) -> Weight {
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::NextKeys` (r:100 w:0)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Session::QueuedKeys` (r:1 w:0)
		// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Offenders` (r:1 w:1)
		// Proof: `Validators::Offenders` (`max_values`: Some(1), `max_size`: Some(3602), added: 4097, mode: `MaxEncodedLen`)
		// Storage: `Validators::Named` (r:0 w:1)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
		// Proof size measured: `18749 + v * (126 ±0)`
		// Proof size estimated: `19813 + v * (2607 ±3)`
		// Minimum execution time: 171_682_000 picoseconds.
		Weight::from_parts(195_736_183, 19_813)
			// Standard error: 296_192
			.saturating_add(Weight::from_parts(4_161_506, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(0, 2_607).saturating_mul(v.into()))
	}
	fn release_keys() -> Weight {
		// Storage: `Validators::Named` (r:1 w:0)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::QueuedKeys` (r:1 w:0)
		// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::NextKeys` (r:1 w:1)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Storage: `Session::ExternallySetKeys` (r:1 w:0)
		// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Session::KeyOwner` (r:0 w:2)
		// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Proof size measured: `14650`
		// Proof size estimated: `18115`
		// Minimum execution time: 124_771_000 picoseconds.
		Weight::from_parts(147_793_000, 18_115)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn set_validators(v: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(v.into()))
	}
	fn release_keys() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
