// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_clearing`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: Intel(R) Xeon(R) Processor, 2 cores
//! - Date: 2026-11-28
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_clearing` needs.
pub trait WeightInfo {
	/// Weight of `poll`.
	fn poll() -> Weight;
	/// Weight of `turn`.
	fn turn() -> Weight;
	/// Weight of `end_pass`.
	fn end_pass() -> Weight;
	/// Weight of `count`, with `r` from 1 to 128.
	fn count(r: u32) -> Weight;
	/// Weight of `load`, with `r` from 1 to 128.
	fn load(r: u32) -> Weight;
	/// Weight of `assign`.
	fn assign() -> Weight;
	/// Weight of `fill`, with `r` from 1 to 128.
	fn fill(r: u32) -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn poll() -> Weight {
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 40_000_000 picoseconds.
		Weight::from_parts(60_000_000, 0)
	}
	fn turn() -> Weight {
		// Storage: `Clearing::Results` (r:0 w:1)
		// Proof: `Clearing::Results` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Curves` (r:0 w:1)
		// Proof: `Clearing::Curves` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Pivotal` (r:0 w:1)
		// Proof: `Clearing::Pivotal` (`max_values`: None, `max_size`: Some(153), added: 2628, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 12_000_000 picoseconds.
		Weight::from_parts(25_000_000, 0).saturating_add(T::DbWeight::get().writes(3))
	}
	fn end_pass() -> Weight {
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 100_000_000 picoseconds.
		Weight::from_parts(150_000_000, 0)
	}
	fn count(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Proof size measured: `308 + r * (16 ±0)`
		// Proof size estimated: `5795`
		// Minimum execution time: 20_000_000 picoseconds.
		Weight::from_parts(30_000_000, 5_795)
			// Standard error: 2_329
			.saturating_add(Weight::from_parts(77_408, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn load(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Proof size measured: `379 + r * (7 ±0)`
		// Proof size estimated: `5795`
		// Minimum execution time: 13_066_000 picoseconds.
		Weight::from_parts(22_914_482, 5_795)
			// Standard error: 7_026
			.saturating_add(Weight::from_parts(42_135, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn assign() -> Weight {
		// Storage: `Clearing::Transactions` (r:0 w:1)
		// Proof: `Clearing::Transactions` (`max_values`: None, `max_size`: Some(2086), added: 4561, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 11_328_000 picoseconds.
		Weight::from_parts(21_951_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn fill(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:1)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:1)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Proof size measured: `5631 + r * (9 ±0)`
		// Proof size estimated: `9763`
		// Minimum execution time: 52_784_000 picoseconds.
		Weight::from_parts(74_706_148, 9_763)
			// Standard error: 34_837
			.saturating_add(Weight::from_parts(282_634, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn prune() -> Weight {
		// Storage: `Clearing::PrunedUntil` (r:1 w:0)
		// Proof: `Clearing::PrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Transactions` (r:1 w:0)
		// Proof: `Clearing::Transactions` (`max_values`: None, `max_size`: Some(2086), added: 4561, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Curves` (r:1 w:0)
		// Proof: `Clearing::Curves` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Pivotal` (r:1 w:0)
		// Proof: `Clearing::Pivotal` (`max_values`: None, `max_size`: Some(153), added: 2628, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Results` (r:1 w:1)
		// Proof: `Clearing::Results` (`max_values`: None, `max_size`: Some(94), added: 2569, mode: `MaxEncodedLen`)
		// Proof size measured: `655`
		// Proof size estimated: `5551`
		// Minimum execution time: 25_564_000 picoseconds.
		Weight::from_parts(43_183_000, 5_551)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn turn() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn end_pass() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn count(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
	fn load(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
	fn assign() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn fill(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
