// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_te_registry`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_te_registry` needs.
pub trait WeightInfo {
	/// Weight of `apply`.
	fn apply() -> Weight;
	/// Weight of `withdraw_application`.
	fn withdraw_application() -> Weight;
	/// Weight of `approve`.
	fn approve() -> Weight;
	/// Weight of `reject`.
	fn reject() -> Weight;
	/// Weight of `admit`.
	fn admit() -> Weight;
	/// Weight of `change`.
	fn change() -> Weight;
	/// Weight of `suspend`.
	fn suspend() -> Weight;
	/// Weight of `resume`.
	fn resume() -> Weight;
	/// Weight of `offer_handover`.
	fn offer_handover() -> Weight;
	/// Weight of `accept_handover`.
	fn accept_handover() -> Weight;
	/// Weight of `replace_account`.
	fn replace_account() -> Weight;
	/// Weight of `remove`.
	fn remove() -> Weight;
	/// Weight of `record_violation`.
	fn record_violation() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `420`
		// Proof size estimated: `3614`
		// Minimum execution time: 60_791_000 picoseconds.
		Weight::from_parts(69_243_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_application() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `528`
		// Proof size estimated: `3614`
		// Minimum execution time: 48_231_000 picoseconds.
		Weight::from_parts(52_168_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn approve() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:1)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::CounterForNodes` (r:1 w:1)
		// Proof: `TeRegistry::CounterForNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::NextIndex` (r:1 w:1)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `611`
		// Proof size estimated: `3614`
		// Minimum execution time: 23_925_000 picoseconds.
		Weight::from_parts(26_620_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn reject() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `528`
		// Proof size estimated: `3614`
		// Minimum execution time: 48_752_000 picoseconds.
		Weight::from_parts(51_987_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn admit() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:1)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:0)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::CounterForNodes` (r:1 w:1)
		// Proof: `TeRegistry::CounterForNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::NextIndex` (r:1 w:1)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `438`
		// Proof size estimated: `3614`
		// Minimum execution time: 20_010_000 picoseconds.
		Weight::from_parts(31_447_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn change() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `447`
		// Proof size estimated: `3612`
		// Minimum execution time: 11_207_000 picoseconds.
		Weight::from_parts(21_001_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn suspend() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Proof size measured: `589`
		// Proof size estimated: `8663`
		// Minimum execution time: 21_732_000 picoseconds.
		Weight::from_parts(29_293_000, 8_663)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn resume() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `447`
		// Proof size estimated: `3612`
		// Minimum execution time: 10_806_000 picoseconds.
		Weight::from_parts(16_625_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn offer_handover() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:2 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:0)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Proof size measured: `374`
		// Proof size estimated: `6044`
		// Minimum execution time: 15_584_000 picoseconds.
		Weight::from_parts(17_396_000, 6_044)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept_handover() -> Weight {
		// Storage: `TeRegistry::Handovers` (r:1 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:2)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:0)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:2 w:2)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `950`
		// Proof size estimated: `6196`
		// Minimum execution time: 110_164_000 picoseconds.
		Weight::from_parts(120_149_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn replace_account() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:2)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:0)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Proof size measured: `783`
		// Proof size estimated: `3614`
		// Minimum execution time: 60_290_000 picoseconds.
		Weight::from_parts(64_296_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn remove() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:0)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariff` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariff` (`max_values`: Some(1), `max_size`: Some(4423), added: 4918, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::RememberedFrom` (r:1 w:0)
		// Proof: `ForwardMarket::RememberedFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:1 w:0)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::CounterForNodes` (r:1 w:1)
		// Proof: `TeRegistry::CounterForNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:0 w:1)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:0 w:5)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `1220`
		// Proof size estimated: `8663`
		// Minimum execution time: 82_362_000 picoseconds.
		Weight::from_parts(88_421_000, 8_663)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn record_violation() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `340`
		// Proof size estimated: `3612`
		// Minimum execution time: 11_387_000 picoseconds.
		Weight::from_parts(12_930_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn apply() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn approve() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn reject() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn admit() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn change() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn suspend() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn resume() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn offer_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn accept_handover() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn replace_account() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn remove() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn record_violation() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
