// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_te_registry`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
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
	/// Weight of `set_application_work`.
	fn set_application_work() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::ApplicationWork` (r:1 w:0)
		// Proof: `TeRegistry::ApplicationWork` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `619`
		// Proof size estimated: `3622`
		// Minimum execution time: 90_378_000 picoseconds.
		Weight::from_parts(106_879_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_application() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `576`
		// Proof size estimated: `3622`
		// Minimum execution time: 64_230_000 picoseconds.
		Weight::from_parts(67_555_000, 3_622)
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
		// Proof size measured: `772`
		// Proof size estimated: `3614`
		// Minimum execution time: 36_849_000 picoseconds.
		Weight::from_parts(52_328_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn reject() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `576`
		// Proof size estimated: `3622`
		// Minimum execution time: 64_611_000 picoseconds.
		Weight::from_parts(107_481_000, 3_622)
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
		// Proof size measured: `599`
		// Proof size estimated: `3614`
		// Minimum execution time: 31_108_000 picoseconds.
		Weight::from_parts(52_588_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn change() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `528`
		// Proof size estimated: `3612`
		// Minimum execution time: 18_004_000 picoseconds.
		Weight::from_parts(30_538_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn suspend() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:0)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Proof size measured: `647`
		// Proof size estimated: `8679`
		// Minimum execution time: 27_581_000 picoseconds.
		Weight::from_parts(45_475_000, 8_679)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn resume() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `528`
		// Proof size estimated: `3612`
		// Minimum execution time: 17_082_000 picoseconds.
		Weight::from_parts(24_135_000, 3_612)
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
		// Proof size measured: `417`
		// Proof size estimated: `6044`
		// Minimum execution time: 22_692_000 picoseconds.
		Weight::from_parts(33_823_000, 6_044)
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
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `1102`
		// Proof size estimated: `6254`
		// Minimum execution time: 141_233_000 picoseconds.
		Weight::from_parts(182_571_000, 6_254)
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
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Proof size measured: `935`
		// Proof size estimated: `3622`
		// Minimum execution time: 82_234_000 picoseconds.
		Weight::from_parts(151_873_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn remove() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:0)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::CounterForNodes` (r:1 w:1)
		// Proof: `TeRegistry::CounterForNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:2 w:2)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::History` (r:0 w:1)
		// Proof: `TrustStaking::History` (`max_values`: None, `max_size`: Some(4365), added: 6840, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:0 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:0 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:0 w:1)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Leaving` (r:0 w:1)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `Validators::Records` (r:0 w:1)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:0 w:1)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:0 w:5)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `1162`
		// Proof size estimated: `26722`
		// Minimum execution time: 133_339_000 picoseconds.
		Weight::from_parts(221_323_000, 26_722)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(21))
	}
	fn record_violation() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `421`
		// Proof size estimated: `3612`
		// Minimum execution time: 18_144_000 picoseconds.
		Weight::from_parts(34_124_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_application_work() -> Weight {
		// Storage: `TeRegistry::ApplicationWork` (r:0 w:1)
		// Proof: `TeRegistry::ApplicationWork` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 7_795_000 picoseconds.
		Weight::from_parts(15_670_000, 0).saturating_add(T::DbWeight::get().writes(1))
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
	fn set_application_work() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
