// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_proposals`, by hand. Not measured yet: `scripts/weights.sh proposals` writes them anew. Reads, writes and
//! bytes are those of the longest rows; the compute is an estimate with some times to spare: 30 ns for a byte to read, and
//! 150 ns for what a check looks at, where the pure crate takes 8 to 28 ns natively.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_proposals` needs.
pub trait WeightInfo {
	/// Weight of `post`, with a statement of `b` bytes and `w` of work, and no dispatch.
	fn post(b: u32, w: u32) -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of `reveal`, with a body of `b` bytes.
	fn reveal(b: u32) -> Weight;
	/// Weight of `drop_problem`, with `c` claims.
	fn drop_problem(c: u32) -> Weight;
	/// Weight of `look`.
	fn look() -> Weight;
	/// Weight of `check`, with a statement of `b` bytes and `w` of work, and the longest body.
	fn check(b: u32, w: u32) -> Weight;
	/// Weight of `decide`.
	fn decide() -> Weight;
	/// Weight of `forget`.
	fn forget() -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn post(b: u32, w: u32) -> Weight {
		// The keeper, the time, the queue and the next number; and the sender's account with what is held of it.
		Weight::from_parts(150_000_000, 24_576)
			.saturating_add(Weight::from_parts(60_000, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 7))
	}
	fn claim() -> Weight {
		// The node by account and index, its stake, standing and the rules of trust; problem and claims; its account in the
		// ledger and that of wagers, its standing deposit; the sender's account and the pot; and of the node that makes room
		// the account in the ledger, its first debt and whom that is owed, and what holds it.
		Weight::from_parts(350_000_000, 86_016)
			.saturating_add(T::DbWeight::get().reads_writes(22, 13))
	}
	fn reveal(b: u32) -> Weight {
		Weight::from_parts(100_000_000, 16_384)
			.saturating_add(Weight::from_parts(60_000, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn drop_problem(c: u32) -> Weight {
		// Of each claim the account in the ledger, its first debt and whom that is owed, and what holds the node.
		Weight::from_parts(200_000_000, 32_768)
			.saturating_add(T::DbWeight::get().reads_writes(7, 7))
			.saturating_add(Weight::from_parts(150_000_000, 20_480).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 5).saturating_mul(c.into()))
	}
	fn look() -> Weight {
		Weight::from_parts(20_000_000, 4_096).saturating_add(T::DbWeight::get().reads(1))
	}
	fn check(b: u32, w: u32) -> Weight {
		// Statement, claims and body; wager, reserve and the node's account; what a report of an offence touches.
		Weight::from_parts(1_500_000_000, 98_304)
			.saturating_add(Weight::from_parts(30_000, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads_writes(20, 16))
	}
	fn decide() -> Weight {
		Weight::from_parts(200_000_000, 40_960)
			.saturating_add(T::DbWeight::get().reads_writes(9, 5))
	}
	fn forget() -> Weight {
		Weight::from_parts(150_000_000, 20_480)
			.saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn post(b: u32, w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(10_000, 0).saturating_mul(w.into()))
	}
	fn claim() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn reveal(b: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(b.into()))
	}
	fn drop_problem(c: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(c.into()))
	}
	fn look() -> Weight {
		Weight::from_parts(1_000, 0)
	}
	fn check(b: u32, w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(10_000, 0).saturating_mul(w.into()))
	}
	fn decide() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn forget() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
