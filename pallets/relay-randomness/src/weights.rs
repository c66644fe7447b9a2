// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_relay_randomness`: an upper bound, set by hand, until `scripts/weights.sh relay-randomness` writes what is
//! measured.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_relay_randomness` needs.
pub trait WeightInfo {
	/// Weight of `on_relay_state_proof`.
	fn on_relay_state_proof() -> Weight;
}

/// The bound, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_relay_state_proof() -> Weight {
		// The most that a signature takes.
		Weight::from_parts(100_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn on_relay_state_proof() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
