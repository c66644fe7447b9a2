// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_subsidies`, by hand. Not measured yet: `scripts/weights.sh subsidies` writes them anew. Reads, writes
//! and bytes are those of the worst case: all programmes pay all nodes of a full page, each of whom owes money; the compute
//! is an estimate with some times to spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_subsidies` needs.
pub trait WeightInfo {
	/// Weight of `set_sponsor`.
	fn set_sponsor() -> Weight;
	/// Weight of `found`.
	fn found() -> Weight;
	/// Weight of `top_up`.
	fn top_up() -> Weight;
	/// Weight of `end`.
	fn end() -> Weight;
	/// Weight of what each block costs.
	fn poll() -> Weight;
	/// Weight of a page with `n` measured nodes, from 0 to 128, that all programmes pay.
	fn page(n: u32) -> Weight;
	/// Weight of an interval for which nobody pays.
	fn skip() -> Weight;
	/// Weight of a programme that ends.
	fn finish() -> Weight;
	/// Weight of a page that is forgotten, or a programme.
	fn forget() -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_sponsor() -> Weight {
		Weight::from_parts(50_000_000, 4_096).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn found() -> Weight {
		Weight::from_parts(200_000_000, 32_768)
			.saturating_add(T::DbWeight::get().reads_writes(10, 7))
	}
	fn top_up() -> Weight {
		Weight::from_parts(200_000_000, 24_576)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	fn end() -> Weight {
		Weight::from_parts(80_000_000, 8_192).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn poll() -> Weight {
		Weight::from_parts(50_000_000, 12_288).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn page(n: u32) -> Weight {
		Weight::from_parts(400_000_000, 90_112)
			.saturating_add(T::DbWeight::get().reads_writes(14, 10))
			.saturating_add(Weight::from_parts(150_000_000, 24_576).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(5_000_000, 4_096).saturating_add(T::DbWeight::get().reads(2))
	}
	fn finish() -> Weight {
		Weight::from_parts(250_000_000, 24_576)
			.saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
	fn forget() -> Weight {
		Weight::from_parts(80_000_000, 16_384).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn set_sponsor() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn found() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn top_up() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn end() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn page(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(1_000, 0)
	}
	fn finish() -> Weight {
		Weight::from_parts(500_000, 0)
	}
	fn forget() -> Weight {
		Weight::from_parts(500_000, 0)
	}
}
