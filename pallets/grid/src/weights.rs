// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_grid`, by hand and not yet measured: `scripts/weights.sh grid` writes them anew. Reads, writes and
//! pages are those of a full grid of 2,047 lines (16 pages of at most 29 kB, 4 kB around each other value); the compute is
//! an estimate with some times to spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_grid` needs.
pub trait WeightInfo {
	/// Weight of `set_default_limits`.
	fn set_default_limits() -> Weight;
	/// Weight of `set_own_limits`, with `i` from 1 to 96.
	fn set_own_limits(i: u32) -> Weight;
	/// Weight of `propose_lines`, with `n` from 1 to 256.
	fn propose_lines(n: u32) -> Weight;
	/// Weight of `propose_limits`.
	fn propose_limits() -> Weight;
	/// Weight of `agree_lines`, with `n` from 1 to 256.
	fn agree_lines(n: u32) -> Weight;
	/// Weight of `agree_limits`.
	fn agree_limits() -> Weight;
	/// Weight of `drop_proposal`.
	fn drop_proposal() -> Weight;
	/// Weight of `set_keeper`.
	fn set_keeper() -> Weight;
	/// Weight of `trading`.
	fn trading() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
	/// Weight of `feeder`, with `l` from 1 to 2_047.
	fn feeder(l: u32) -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_default_limits() -> Weight {
		Weight::from_parts(200_000_000, 50_176)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	fn set_own_limits(i: u32) -> Weight {
		Weight::from_parts(200_000_000, 50_176)
			.saturating_add(T::DbWeight::get().reads_writes(6, 1))
			.saturating_add(Weight::from_parts(80_000_000, 7_424).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(i.into()))
	}
	fn propose_lines(n: u32) -> Weight {
		Weight::from_parts(6_000_000_000, 557_056)
			.saturating_add(T::DbWeight::get().reads_writes(21, 1))
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(n.into()))
	}
	fn propose_limits() -> Weight {
		Weight::from_parts(250_000_000, 50_176)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	fn agree_lines(n: u32) -> Weight {
		Weight::from_parts(8_000_000_000, 561_152)
			.saturating_add(T::DbWeight::get().reads_writes(22, 19))
			.saturating_add(Weight::from_parts(10_000_000, 4_096).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 1).saturating_mul(n.into()))
	}
	fn agree_limits() -> Weight {
		Weight::from_parts(150_000_000, 54_272)
			.saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	fn drop_proposal() -> Weight {
		Weight::from_parts(100_000_000, 20_480)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_keeper() -> Weight {
		Weight::from_parts(60_000_000, 24_576).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn trading() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn prune() -> Weight {
		Weight::from_parts(60_000_000, 34_816).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn feeder(l: u32) -> Weight {
		// Two pages for each 128 lines.
		let pages = u64::from(l / 128).saturating_add(1);
		Weight::from_parts(60_000_000, 8_192)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(0, 41_216).saturating_mul(pages))
			.saturating_add(T::DbWeight::get().reads(pages.saturating_mul(2).saturating_add(2)))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn set_default_limits() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_own_limits(i: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(i.into()))
	}
	fn propose_lines(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn propose_limits() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn agree_lines(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn agree_limits() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn drop_proposal() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_keeper() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn trading() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn feeder(l: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(l.into()))
	}
}
