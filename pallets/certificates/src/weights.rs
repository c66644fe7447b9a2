// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_certificates`, by hand. Not measured yet: `scripts/weights.sh certificates` writes them anew. Reads,
//! writes and bytes are those of full pages of 128 rows: 4 kB of way to each, 15 kB of plants, 20 kB of what is issued and
//! of batteries, 5 kB of certificates, 3 kB of what was drawn, 6 kB of settlements and positions; the compute is an
//! estimate with some times to spare.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_certificates` needs.
pub trait WeightInfo {
	/// Weight of `register_plant`.
	fn register_plant() -> Weight;
	/// Weight of `certify`.
	fn certify() -> Weight;
	/// Weight of `decertify`.
	fn decertify() -> Weight;
	/// Weight of `audit`, with `i` from 1 to 96 intervals.
	fn audit(i: u32) -> Weight;
	/// Weight of `forgive`.
	fn forgive() -> Weight;
	/// Weight of `set_cap`.
	fn set_cap() -> Weight;
	/// Weight of `set_tradable`.
	fn set_tradable() -> Weight;
	/// Weight of `transfer`.
	fn transfer() -> Weight;
	/// Weight of `offer`.
	fn offer() -> Weight;
	/// Weight of `buy`.
	fn buy() -> Weight;
	/// Weight of `cancel`, with `m` from 1 to 12 months.
	fn cancel(m: u32) -> Weight;
	/// Weight of a look at what there is to issue.
	fn poll() -> Weight;
	/// Weight of issuing to a page of nodes, with `p` from 0 to 32 plants.
	fn issue(p: u32) -> Weight;
	/// Weight of looking up in which rounds an interval was traded, with `r` from 0 to 128.
	fn rounds(r: u32) -> Weight;
	/// Weight of some pages of transactions, with `p` from 3 to 24 pages of them, of sellers and of batteries, and `l` from 0 to 128 lots.
	fn deal(p: u32, l: u32) -> Weight;
	/// Weight of what stays with a page of plants, with `l` from 0 to 128 lots.
	fn keep(l: u32) -> Weight;
	/// Weight of removing a page that has expired.
	fn expire() -> Weight;
	/// Weight of forgetting a node that has left.
	fn removed() -> Weight;
}

/// Estimates, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_plant() -> Weight {
		// The node by account and index, its page of plants and of batteries, the pages of both, an issuer, the time.
		Weight::from_parts(120_000_000, 65_536)
			.saturating_add(T::DbWeight::get().reads_writes(8, 4))
	}
	fn certify() -> Weight {
		// The authority, the node, its page of plants and of batteries, both sets of pages, its meters, two issuers, the time.
		Weight::from_parts(180_000_000, 90_112)
			.saturating_add(T::DbWeight::get().reads_writes(10, 6))
	}
	fn decertify() -> Weight {
		Weight::from_parts(120_000_000, 49_152)
			.saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn audit(i: u32) -> Weight {
		Weight::from_parts(150_000_000, 49_152)
			.saturating_add(T::DbWeight::get().reads_writes(6, 3))
			.saturating_add(Weight::from_parts(60_000_000, 24_576).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(i.into()))
	}
	fn forgive() -> Weight {
		Weight::from_parts(80_000_000, 24_576).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn set_cap() -> Weight {
		Weight::from_parts(30_000_000, 4_096).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_tradable() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn transfer() -> Weight {
		// Two nodes, how far it is issued, the time, the page and the last one, sums of the interval and of all.
		Weight::from_parts(150_000_000, 49_152)
			.saturating_add(T::DbWeight::get().reads_writes(10, 4))
	}
	fn offer() -> Weight {
		Weight::from_parts(120_000_000, 40_960)
			.saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn buy() -> Weight {
		// The same, and two accounts of the ledger with what they owe.
		Weight::from_parts(400_000_000, 90_112)
			.saturating_add(T::DbWeight::get().reads_writes(20, 10))
	}
	fn cancel(m: u32) -> Weight {
		// The same as a transfer, and what is settled and matched.
		Weight::from_parts(200_000_000, 65_536)
			.saturating_add(T::DbWeight::get().reads_writes(12, 5))
			.saturating_add(Weight::from_parts(40_000_000, 8_192).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(m.into()))
	}
	fn poll() -> Weight {
		// How far it is, and how far intervals are closed; what it comes to is stored once a block.
		Weight::from_parts(10_000_000, 8_192).saturating_add(T::DbWeight::get().reads(3))
	}
	fn issue(p: u32) -> Weight {
		// Settlements, positions, plants, batteries, what is issued and drawn, two sets of pages, the terms, the nodes' end.
		Weight::from_parts(120_000_000, 122_880)
			.saturating_add(T::DbWeight::get().reads_writes(10, 4))
			.saturating_add(Weight::from_parts(8_000_000, 8_192).saturating_mul(p.into()))
			// Its settlement meter, and perhaps its issuer.
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(p.into()))
	}
	fn rounds(r: u32) -> Weight {
		Weight::from_parts(15_000_000, 4_096)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(Weight::from_parts(5_000_000, 1_024).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(r.into()))
	}
	fn deal(p: u32, l: u32) -> Weight {
		// Three pages of certificates, the sums, two sets of pages.
		Weight::from_parts(80_000_000, 57_344)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
			.saturating_add(Weight::from_parts(20_000_000, 21_504).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
	}
	fn keep(l: u32) -> Weight {
		Weight::from_parts(80_000_000, 61_440)
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
	}
	fn expire() -> Weight {
		Weight::from_parts(150_000_000, 32_768)
			.saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn removed() -> Weight {
		Weight::from_parts(80_000_000, 45_056).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn register_plant() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn certify() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn decertify() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn audit(i: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(i.into()))
	}
	fn forgive() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_cap() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_tradable() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn transfer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn offer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn buy() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn cancel(m: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(m.into()))
	}
	fn poll() -> Weight {
		Weight::from_parts(1_000, 0)
	}
	fn issue(p: u32) -> Weight {
		Weight::from_parts(100_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(p.into()))
	}
	fn rounds(r: u32) -> Weight {
		Weight::from_parts(1_000, 0).saturating_mul(r.into())
	}
	fn deal(p: u32, l: u32) -> Weight {
		Weight::from_parts(100_000, 0)
			.saturating_add(Weight::from_parts(10_000, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(l.into()))
	}
	fn keep(l: u32) -> Weight {
		Weight::from_parts(100_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(l.into()))
	}
	fn expire() -> Weight {
		Weight::from_parts(1_000, 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}
