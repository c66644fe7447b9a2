// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_te_registry`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: Intel(R) Xeon(R) Processor, 2 cores
//! - Date: 2026-11-28
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
		// Proof size measured: `531`
		// Proof size estimated: `3622`
		// Minimum execution time: 87_794_000 picoseconds.
		Weight::from_parts(97_883_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_application() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Proof size measured: `538`
		// Proof size estimated: `3614`
		// Minimum execution time: 60_452_000 picoseconds.
		Weight::from_parts(100_141_000, 3_614)
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
		// Proof size measured: `647`
		// Proof size estimated: `3614`
		// Minimum execution time: 31_675_000 picoseconds.
		Weight::from_parts(59_162_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn reject() -> Weight {
		// Storage: `TeRegistry::Applications` (r:1 w:1)
		// Proof: `TeRegistry::Applications` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Proof size measured: `538`
		// Proof size estimated: `3614`
		// Minimum execution time: 57_874_000 picoseconds.
		Weight::from_parts(63_051_000, 3_614)
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
		// Proof size measured: `474`
		// Proof size estimated: `3614`
		// Minimum execution time: 25_535_000 picoseconds.
		Weight::from_parts(49_545_000, 3_614)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn change() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `457`
		// Proof size estimated: `3612`
		// Minimum execution time: 14_537_000 picoseconds.
		Weight::from_parts(26_310_000, 3_612)
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
		// Proof size measured: `576`
		// Proof size estimated: `8679`
		// Minimum execution time: 22_453_000 picoseconds.
		Weight::from_parts(41_473_000, 8_679)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn resume() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `457`
		// Proof size estimated: `3612`
		// Minimum execution time: 13_247_000 picoseconds.
		Weight::from_parts(26_481_000, 3_612)
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
		// Proof size measured: `384`
		// Proof size estimated: `6044`
		// Minimum execution time: 20_076_000 picoseconds.
		Weight::from_parts(28_171_000, 6_044)
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
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Proof size measured: `960`
		// Proof size estimated: `6218`
		// Minimum execution time: 138_559_000 picoseconds.
		Weight::from_parts(228_999_000, 6_218)
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
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Proof size measured: `793`
		// Proof size estimated: `3614`
		// Minimum execution time: 74_535_000 picoseconds.
		Weight::from_parts(131_914_000, 3_614)
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
		// Storage: `TeRegistry::IndexOf` (r:0 w:1)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Handovers` (r:0 w:1)
		// Proof: `TeRegistry::Handovers` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:0 w:5)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `896`
		// Proof size estimated: `26722`
		// Minimum execution time: 124_062_000 picoseconds.
		Weight::from_parts(131_826_000, 26_722)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(20))
	}
	fn record_violation() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `350`
		// Proof size estimated: `3612`
		// Minimum execution time: 14_103_000 picoseconds.
		Weight::from_parts(26_933_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_application_work() -> Weight {
		// Storage: `TeRegistry::ApplicationWork` (r:0 w:1)
		// Proof: `TeRegistry::ApplicationWork` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 7_865_000 picoseconds.
		Weight::from_parts(8_777_000, 0).saturating_add(T::DbWeight::get().writes(1))
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
