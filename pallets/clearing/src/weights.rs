// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_clearing`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
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
		// Not measured yet: its benchmark did nothing until now. Room to read and store a cursor of 24 KiB.
		Weight::from_parts(100_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn turn() -> Weight {
		// Storage: `Clearing::Results` (r:0 w:1)
		// Proof: `Clearing::Results` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Pivotal` (r:0 w:1)
		// Proof: `Clearing::Pivotal` (`max_values`: None, `max_size`: Some(153), added: 2628, mode: `MaxEncodedLen`)
		// Storage: `Clearing::Curves` (r:0 w:1)
		// Proof: `Clearing::Curves` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 15_238_000 picoseconds.
		Weight::from_parts(24_506_000, 0).saturating_add(T::DbWeight::get().writes(3))
	}
	fn end_pass() -> Weight {
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 46_226_000 picoseconds.
		Weight::from_parts(77_605_000, 0)
	}
	fn count(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Proof size measured: `511 + r * (18 ±0)`
		// Proof size estimated: `5923`
		// Minimum execution time: 17_873_000 picoseconds.
		Weight::from_parts(26_036_202, 5_923)
			// Standard error: 19_336
			.saturating_add(Weight::from_parts(59_862, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn load(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Proof size measured: `379 + r * (8 ±0)`
		// Proof size estimated: `5923`
		// Minimum execution time: 14_126_000 picoseconds.
		Weight::from_parts(20_748_838, 5_923)
			// Standard error: 8_840
			.saturating_add(Weight::from_parts(103_961, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn assign() -> Weight {
		// Storage: `Clearing::Transactions` (r:0 w:1)
		// Proof: `Clearing::Transactions` (`max_values`: None, `max_size`: Some(2086), added: 4561, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 14_116_000 picoseconds.
		Weight::from_parts(22_542_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn fill(r: u32) -> Weight {
		// Storage: `ForwardMarket::Orders` (r:1 w:1)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:1)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `5630 + r * (18 ±0)`
		// Proof size estimated: `9763`
		// Minimum execution time: 76_734_000 picoseconds.
		Weight::from_parts(128_994_669, 9_763)
			// Standard error: 64_049
			.saturating_add(Weight::from_parts(181_838, 0).saturating_mul(r.into()))
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
		// Proof: `Clearing::Results` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Proof size measured: `705`
		// Proof size estimated: `5551`
		// Minimum execution time: 33_473_000 picoseconds.
		Weight::from_parts(55_835_000, 5_551)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
			// Not measured yet: the maps of a grid.
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
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
