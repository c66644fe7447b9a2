// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_settlement`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
//! - Measured: 30 steps, 15 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_settlement` needs.
pub trait WeightInfo {
	/// Weight of `deposit`.
	fn deposit() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `collect`.
	fn collect() -> Weight;
	/// Weight of `set_standing_price`.
	fn set_standing_price() -> Weight;
	/// Weight of `poll`.
	fn poll() -> Weight;
	/// Weight of `silence`.
	fn silence() -> Weight;
	/// Weight of `idle`.
	fn idle() -> Weight;
	/// Weight of `skip`.
	fn skip() -> Weight;
	/// Weight of `close`.
	fn close() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn deposit() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:2 w:2)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:2 w:1)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `11359`
		// Proof size estimated: `16336`
		// Minimum execution time: 92_408_000 picoseconds.
		Weight::from_parts(97_785_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn withdraw() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Proof size measured: `6073`
		// Proof size estimated: `8663`
		// Minimum execution time: 67_000_000 picoseconds.
		Weight::from_parts(70_785_000, 8_663)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn collect() -> Weight {
		// Storage: `Settlement::Debts` (r:1 w:1)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:2 w:2)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Proof size measured: `10501`
		// Proof size estimated: `16336`
		// Minimum execution time: 25_478_000 picoseconds.
		Weight::from_parts(27_541_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_standing_price() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn poll() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn silence() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn idle() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn skip() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn close() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn prune() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Invoices` (r:1 w:1)
		// Proof: `Settlement::Invoices` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:4)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:3)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `15645`
		// Proof size estimated: `31682`
		// Minimum execution time: 82_613_000 picoseconds.
		Weight::from_parts(86_739_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn deposit() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn collect() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_standing_price() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn silence() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn idle() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn skip() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn close() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
