// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_meter_attestation`, estimated until `scripts/weights.sh` measures and writes them.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_meter_attestation` needs.
pub trait WeightInfo {
	/// Weight of `register_manufacturer`.
	fn register_manufacturer() -> Weight;
	/// Weight of `change_manufacturer`.
	fn change_manufacturer() -> Weight;
	/// Weight of `register_meter`.
	fn register_meter() -> Weight;
	/// Weight of `rotate_key`.
	fn rotate_key() -> Weight;
	/// Weight of `bind_meter`.
	fn bind_meter() -> Weight;
	/// Weight of `settle_with`.
	fn settle_with() -> Weight;
	/// Weight of `unbind_meter`.
	fn unbind_meter() -> Weight;
	/// Weight of `retire_meter`.
	fn retire_meter() -> Weight;
	/// Weight of `deliver`, with `n` from 1 to 256.
	fn deliver(n: u32) -> Weight;
	/// Weight of `check_reading`.
	fn check_reading() -> Weight;
	/// Weight of `verify_signature`.
	fn verify_signature() -> Weight;
	/// Weight of `charge_unexplained`.
	fn charge_unexplained() -> Weight;
	/// Weight of `reopen`.
	fn reopen() -> Weight;
	/// Weight of `report_tampering`, with `r` from 0 to 512.
	fn report_tampering(r: u32) -> Weight;
	/// Weight of `publish_authority`.
	fn publish_authority() -> Weight;
	/// Weight of `withdraw_authority`.
	fn withdraw_authority() -> Weight;
	/// Weight of `trust_authority`.
	fn trust_authority() -> Weight;
	/// Weight of `mark_compromised`, with `r` from 0 to 512.
	fn mark_compromised(r: u32) -> Weight;
	/// Weight of `challenge_mark`.
	fn challenge_mark() -> Weight;
	/// Weight of `lift_mark`.
	fn lift_mark() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_manufacturer() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn change_manufacturer() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn register_meter() -> Weight {
		Weight::from_parts(400_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn rotate_key() -> Weight {
		Weight::from_parts(400_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn bind_meter() -> Weight {
		Weight::from_parts(120_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_with() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn unbind_meter() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn retire_meter() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn deliver(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 0)
			.saturating_add(Weight::from_parts(150_000_000, 40_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(16_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(9_u64.saturating_mul(n.into())))
	}
	fn check_reading() -> Weight {
		Weight::from_parts(60_000_000, 40_000).saturating_add(T::DbWeight::get().reads(6))
	}
	fn verify_signature() -> Weight {
		Weight::from_parts(60_000_000, 40_000).saturating_add(T::DbWeight::get().reads(1))
	}
	fn charge_unexplained() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn reopen() -> Weight {
		Weight::from_parts(90_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn report_tampering(r: u32) -> Weight {
		Weight::from_parts(200_000_000, 40_000)
			.saturating_add(Weight::from_parts(1_000_000, 3_000).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn publish_authority() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn withdraw_authority() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn trust_authority() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn mark_compromised(r: u32) -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(Weight::from_parts(1_000_000, 3_000).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn challenge_mark() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn lift_mark() -> Weight {
		Weight::from_parts(60_000_000, 40_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn register_manufacturer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn change_manufacturer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn register_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn rotate_key() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn bind_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn settle_with() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn unbind_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn retire_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn deliver(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0).saturating_mul(n.into())
	}
	fn check_reading() -> Weight {
		Weight::from_parts(1_000, 0)
	}
	fn verify_signature() -> Weight {
		Weight::from_parts(10_000, 0)
	}
	fn charge_unexplained() -> Weight {
		Weight::from_parts(100_000, 0)
	}
	fn reopen() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn report_tampering(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0).saturating_mul(r.into())
	}
	fn publish_authority() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_authority() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn trust_authority() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn mark_compromised(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0).saturating_mul(r.into())
	}
	fn challenge_mark() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn lift_mark() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
