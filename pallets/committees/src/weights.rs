// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_committees`, by hand. Not measured yet: `scripts/weights.sh committees` writes them anew. Reads, writes
//! and bytes are those of a full roll of 512 nodes (10 kB), 256 pauses (17 kB) and 16 questions; the compute is an estimate with some times to
//! spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_committees` needs.
pub trait WeightInfo {
	/// Weight of `serve`.
	fn serve() -> Weight;
	/// Weight of `vote`.
	fn vote() -> Weight;
	/// Weight of `ask`.
	fn ask() -> Weight;
	/// Weight of `look`.
	fn look() -> Weight;
	/// Weight of `draw`.
	fn draw() -> Weight;
	/// Weight of `lapse`.
	fn lapse() -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn serve() -> Weight {
		// The roll; the node by account and index, its stake, its page of standings, the rules of trust.
		Weight::from_parts(200_000_000, 81_920)
			.saturating_add(T::DbWeight::get().reads_writes(8, 1))
	}
	fn vote() -> Weight {
		// The question, and if it is refused its candidates, askers and how far they are looked after.
		Weight::from_parts(100_000_000, 32_768)
			.saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn ask() -> Weight {
		// The roll, askers and pauses.
		Weight::from_parts(200_000_000, 65_536)
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
	}
	fn look() -> Weight {
		// Pauses that are over go.
		Weight::from_parts(60_000_000, 40_960).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn draw() -> Weight {
		// A tree of sums of the roll for each seat.
		Weight::from_parts(1_000_000_000, 32_768)
			.saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}
	fn lapse() -> Weight {
		Weight::from_parts(200_000_000, 24_576)
			.saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn serve() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn vote() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn ask() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn look() -> Weight {
		Weight::from_parts(100_000, 0)
	}
	fn draw() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn lapse() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
