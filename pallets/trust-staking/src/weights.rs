// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_trust_staking`. Estimates, not measured yet: `scripts/weights.sh` writes measured ones once the
//! runtime has the pallet. Reads and writes are counted by hand for the worst case, times are generous.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that `pallet_trust_staking` needs.
pub trait WeightInfo {
	/// Weight of `bond`.
	fn bond() -> Weight;
	/// Weight of `unbond`.
	fn unbond() -> Weight;
	/// Weight of `withdraw_unbonded`.
	fn withdraw_unbonded() -> Weight;
	/// Weight of `set_commission`.
	fn set_commission() -> Weight;
	/// Weight of `back`.
	fn back() -> Weight;
	/// Weight of `unback`.
	fn unback() -> Weight;
	/// Weight of `withdraw_backing`.
	fn withdraw_backing() -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of `claim_backing`.
	fn claim_backing() -> Weight;
	/// Weight of `set_rules`.
	fn set_rules() -> Weight;
	/// Weight of `cancel_slash`.
	fn cancel_slash() -> Weight;
	/// Weight of `call_in_debt`.
	fn call_in_debt() -> Weight;
	/// Weight of a block's look at what there is to do.
	fn poll() -> Weight;
	/// Weight of folding `n` nodes of a page.
	fn fold(n: u32) -> Weight;
	/// Weight of applying a slash.
	fn apply_slash() -> Weight;
	/// Weight of forgetting some reports.
	fn prune() -> Weight;
	/// Weight of forgetting a node.
	fn on_remove() -> Weight;
}

/// With the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn bond() -> Weight {
		Weight::from_parts(70_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn unbond() -> Weight {
		Weight::from_parts(35_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(70_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn set_commission() -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	fn back() -> Weight {
		Weight::from_parts(75_000_000, 6_500)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn unback() -> Weight {
		Weight::from_parts(50_000_000, 6_500)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	fn withdraw_backing() -> Weight {
		Weight::from_parts(80_000_000, 7_000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	fn claim() -> Weight {
		Weight::from_parts(75_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn claim_backing() -> Weight {
		Weight::from_parts(80_000_000, 7_000)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn set_rules() -> Weight {
		Weight::from_parts(30_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	fn cancel_slash() -> Weight {
		Weight::from_parts(60_000_000, 25_000)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn call_in_debt() -> Weight {
		Weight::from_parts(80_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}

	fn poll() -> Weight {
		Weight::from_parts(20_000_000, 5_000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	fn fold(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 40_000)
			.saturating_add(Weight::from_parts(30_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(
				T::DbWeight::get().reads(u64::from(n).saturating_mul(2).saturating_add(10)),
			)
			.saturating_add(
				T::DbWeight::get().writes(u64::from(n).saturating_mul(2).saturating_add(6)),
			)
	}

	fn apply_slash() -> Weight {
		Weight::from_parts(220_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(18))
	}

	fn prune() -> Weight {
		Weight::from_parts(30_000_000, 45_000)
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().writes(17))
	}

	fn on_remove() -> Weight {
		Weight::from_parts(60_000_000, 35_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
}

impl WeightInfo for () {
	fn bond() -> Weight {
		Weight::from_parts(70_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn unbond() -> Weight {
		Weight::from_parts(35_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(70_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn set_commission() -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn back() -> Weight {
		Weight::from_parts(75_000_000, 6_500)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn unback() -> Weight {
		Weight::from_parts(50_000_000, 6_500)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(2))
	}

	fn withdraw_backing() -> Weight {
		Weight::from_parts(80_000_000, 7_000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(5))
	}

	fn claim() -> Weight {
		Weight::from_parts(75_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn claim_backing() -> Weight {
		Weight::from_parts(80_000_000, 7_000)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn set_rules() -> Weight {
		Weight::from_parts(30_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn cancel_slash() -> Weight {
		Weight::from_parts(60_000_000, 25_000)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn call_in_debt() -> Weight {
		Weight::from_parts(80_000_000, 30_000)
			.saturating_add(RocksDbWeight::get().reads(13))
			.saturating_add(RocksDbWeight::get().writes(8))
	}

	fn poll() -> Weight {
		Weight::from_parts(20_000_000, 5_000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(4))
	}

	fn fold(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 40_000)
			.saturating_add(Weight::from_parts(30_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(
				RocksDbWeight::get().reads(u64::from(n).saturating_mul(2).saturating_add(10)),
			)
			.saturating_add(
				RocksDbWeight::get().writes(u64::from(n).saturating_mul(2).saturating_add(6)),
			)
	}

	fn apply_slash() -> Weight {
		Weight::from_parts(220_000_000, 30_000)
			.saturating_add(RocksDbWeight::get().reads(26))
			.saturating_add(RocksDbWeight::get().writes(18))
	}

	fn prune() -> Weight {
		Weight::from_parts(30_000_000, 45_000)
			.saturating_add(RocksDbWeight::get().reads(19))
			.saturating_add(RocksDbWeight::get().writes(17))
	}

	fn on_remove() -> Weight {
		Weight::from_parts(60_000_000, 35_000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
}
