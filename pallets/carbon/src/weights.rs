// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_carbon`, by hand. Not measured yet: `scripts/weights.sh carbon` writes them anew. Reads, writes and
//! bytes are those of the worst case; the compute is an estimate with some times to spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_carbon` needs.
pub trait WeightInfo {
	/// Weight of `declare`.
	fn declare() -> Weight;
	/// Weight of `certify`.
	fn certify() -> Weight;
	/// Weight of `decertify`.
	fn decertify() -> Weight;
	/// Weight of `publish` for `n` intervals, from 0 to 128.
	fn publish(n: u32) -> Weight;
	/// Weight of `correct` for `n` intervals, from 0 to 128.
	fn correct(n: u32) -> Weight;
	/// Weight of `set_limits`.
	fn set_limits() -> Weight;
	/// Weight of `set_bound`.
	fn set_bound() -> Weight;
	/// Weight of asking whether a node takes a certificate.
	fn accept() -> Weight;
	/// Weight of forgetting a node that has left.
	fn removed() -> Weight;
	/// Weight of what each block costs.
	fn poll() -> Weight;
	/// Weight of removing what is old.
	fn prune() -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// The node by its account, the time and the length of an interval, the plant.
	fn declare() -> Weight {
		Weight::from_parts(60_000_000, 12_288).saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	// The authority, its acts, the plant, time and length.
	fn certify() -> Weight {
		Weight::from_parts(70_000_000, 12_288).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	// And the node's account.
	fn decertify() -> Weight {
		Weight::from_parts(70_000_000, 12_288).saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}
	// The authority, time and length, the limits, two pages, and the first of them.
	fn publish(n: u32) -> Weight {
		Weight::from_parts(150_000_000, 24_576)
			.saturating_add(T::DbWeight::get().reads_writes(7, 3))
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(n.into()))
	}
	fn correct(n: u32) -> Weight {
		Weight::from_parts(150_000_000, 24_576)
			.saturating_add(T::DbWeight::get().reads_writes(6, 2))
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(n.into()))
	}
	fn set_limits() -> Weight {
		Weight::from_parts(30_000_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	// The node by its account, time and length, the bound.
	fn set_bound() -> Weight {
		Weight::from_parts(50_000_000, 8_192).saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	// The bound, the plant, a page of what was tolerated, and the first of them.
	fn accept() -> Weight {
		Weight::from_parts(60_000_000, 12_288).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn removed() -> Weight {
		Weight::from_parts(15_000_000, 4_096).saturating_add(T::DbWeight::get().writes(2))
	}
	// Time and length, and the first of what was published and tolerated.
	fn poll() -> Weight {
		Weight::from_parts(15_000_000, 4_096).saturating_add(T::DbWeight::get().reads(4))
	}
	// A page of what was published, sixteen of what was tolerated, the next key, and the first of each.
	fn prune() -> Weight {
		Weight::from_parts(150_000_000, 65_536)
			.saturating_add(T::DbWeight::get().reads_writes(19, 20))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn declare() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn certify() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn decertify() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn publish(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn correct(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(2_000, 0).saturating_mul(n.into()))
	}
	fn set_limits() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_bound() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn accept() -> Weight {
		Weight::from_parts(500_000, 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(500_000, 0)
	}
	fn poll() -> Weight {
		Weight::from_parts(100_000, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(500_000, 0)
	}
}
