// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_validators`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_validators` needs.
pub trait WeightInfo {
	/// Weight of `stand`.
	fn stand() -> Weight;
	/// Weight of `step_down`.
	fn step_down() -> Weight;
	/// Weight of `release_keys`.
	fn release_keys() -> Weight;
	/// Weight of `set_seat_rules`.
	fn set_seat_rules() -> Weight;
	/// Weight of `name_validators`, with `v` from 4 to 50.
	fn name_validators(v: u32) -> Weight;
	/// Weight of `pardon`.
	fn pardon() -> Weight;
	/// Weight of `count_block`.
	fn count_block() -> Weight;
	/// Weight of `plan`, with `c` from 50 to 1_000.
	fn plan(c: u32) -> Weight;
	/// Weight of `session_ends`, with `v` from 4 to 50.
	fn session_ends(v: u32) -> Weight;
	/// Weight of `session_begins`, with `v` from 4 to 50.
	fn session_begins(v: u32) -> Weight;
	/// Weight of `offence`.
	fn offence() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn stand() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Session::NextKeys` (r:1 w:0)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Validators::Rules` (r:1 w:0)
		// Proof: `Validators::Rules` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `Validators::Candidates` (r:1 w:1)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Named` (r:1 w:0)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(1801), added: 2296, mode: `MaxEncodedLen`)
		// Storage: `Validators::Seats` (r:2 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:2 w:2)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `29105`
		// Proof size estimated: `32570`
		// Minimum execution time: 279_842_000 picoseconds.
		Weight::from_parts(350_705_000, 32_570)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn step_down() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Validators::Candidates` (r:1 w:1)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Named` (r:1 w:0)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(1801), added: 2296, mode: `MaxEncodedLen`)
		// Storage: `Validators::Seats` (r:2 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `20449`
		// Proof size estimated: `21934`
		// Minimum execution time: 174_556_000 picoseconds.
		Weight::from_parts(205_063_000, 21_934)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn release_keys() -> Weight {
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Seats` (r:2 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Validators::Candidates` (r:1 w:0)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `Validators::Named` (r:1 w:0)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(1801), added: 2296, mode: `MaxEncodedLen`)
		// Storage: `Session::NextKeys` (r:1 w:1)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `Session::ExternallySetKeys` (r:1 w:0)
		// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Session::KeyOwner` (r:0 w:2)
		// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Proof size measured: `21986`
		// Proof size estimated: `25451`
		// Minimum execution time: 230_079_000 picoseconds.
		Weight::from_parts(247_903_000, 25_451)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_seat_rules() -> Weight {
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::NextRules` (r:0 w:1)
		// Proof: `Validators::NextRules` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
		// Proof size measured: `175`
		// Proof size estimated: `1660`
		// Minimum execution time: 9_849_000 picoseconds.
		Weight::from_parts(11_732_000, 1_660)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn name_validators(v: u32) -> Weight {
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TeRegistry::Nodes` (r:50 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Session::NextKeys` (r:50 w:0)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Candidates` (r:1 w:1)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:50 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:50 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Seats` (r:2 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:100 w:100)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `Validators::Named` (r:0 w:1)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(1801), added: 2296, mode: `MaxEncodedLen`)
		// Proof size measured: `35845 + v * (1437 ±0)`
		// Proof size estimated: `35948 + v * (10297 ±67)`
		// Minimum execution time: 472_813_000 picoseconds.
		Weight::from_parts(483_212_000, 35_948)
			// Standard error: 3_241_760
			.saturating_add(Weight::from_parts(111_429_749, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 10_297).saturating_mul(v.into()))
	}
	fn pardon() -> Weight {
		// Storage: `Validators::Records` (r:1 w:1)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `325`
		// Proof size estimated: `3504`
		// Minimum execution time: 15_409_000 picoseconds.
		Weight::from_parts(17_172_000, 3_504)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn count_block() -> Weight {
		// Storage: `Validators::Built` (r:1 w:1)
		// Proof: `Validators::Built` (`max_values`: Some(1), `max_size`: Some(201), added: 696, mode: `MaxEncodedLen`)
		// Proof size measured: `327`
		// Proof size estimated: `1686`
		// Minimum execution time: 4_949_000 picoseconds.
		Weight::from_parts(5_460_000, 1_686)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn plan(c: u32) -> Weight {
		// Storage: `Validators::NextRules` (r:1 w:1)
		// Proof: `Validators::NextRules` (`max_values`: Some(1), `max_size`: Some(20), added: 515, mode: `MaxEncodedLen`)
		// Storage: `Validators::Seats` (r:1 w:1)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `Validators::Candidates` (r:1 w:1)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1000 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1000 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1000 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Validators::Named` (r:1 w:0)
		// Proof: `Validators::Named` (`max_values`: Some(1), `max_size`: Some(1801), added: 2296, mode: `MaxEncodedLen`)
		// Storage: `Validators::Records` (r:1000 w:0)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `Session::NextKeys` (r:1000 w:0)
		// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Rules` (r:0 w:1)
		// Proof: `Validators::Rules` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Proof size measured: `12321 + c * (490 ±0)`
		// Proof size estimated: `13778 + c * (10297 ±0)`
		// Minimum execution time: 2_137_602_000 picoseconds.
		Weight::from_parts(2_226_628_000, 13_778)
			// Standard error: 2_119_173
			.saturating_add(Weight::from_parts(68_346_633, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 10_297).saturating_mul(c.into()))
	}
	fn session_ends(v: u32) -> Weight {
		// Storage: `Validators::Seats` (r:2 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `Validators::Built` (r:1 w:1)
		// Proof: `Validators::Built` (`max_values`: Some(1), `max_size`: Some(201), added: 696, mode: `MaxEncodedLen`)
		// Storage: `Validators::Candidates` (r:1 w:1)
		// Proof: `Validators::Candidates` (`max_values`: Some(1), `max_size`: Some(12002), added: 12497, mode: `MaxEncodedLen`)
		// Storage: `Validators::Records` (r:50 w:50)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:50 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Promised` (r:1 w:1)
		// Proof: `TrustStaking::Promised` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:50 w:49)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::DisabledValidators` (r:1 w:0)
		// Proof: `Session::DisabledValidators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
		// Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `Offences::Reports` (r:49 w:49)
		// Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Reports` (r:49 w:49)
		// Proof: `TrustStaking::Reports` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Running` (r:1 w:0)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:49 w:49)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductSets` (r:1 w:1)
		// Proof: `TrustStaking::ConductSets` (`max_values`: None, `max_size`: Some(1035), added: 3510, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::NextSlash` (r:1 w:1)
		// Proof: `TrustStaking::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:0 w:49)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `7809 + v * (563 ±0)`
		// Proof size estimated: `39588 + v * (11347 ±2)`
		// Minimum execution time: 441_585_000 picoseconds.
		Weight::from_parts(677_505_000, 39_588)
			// Standard error: 2_677_026
			.saturating_add(Weight::from_parts(148_493_627, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(6_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 11_347).saturating_mul(v.into()))
	}
	fn session_begins(v: u32) -> Weight {
		// Storage: `Validators::Seats` (r:1 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Validators::Records` (r:50 w:0)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `Session::DisabledValidators` (r:1 w:1)
		// Proof: `Session::DisabledValidators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `666 + v * (163 ±0)`
		// Proof size estimated: `8528 + v * (2514 ±0)`
		// Minimum execution time: 73_838_000 picoseconds.
		Weight::from_parts(77_755_000, 8_528)
			// Standard error: 304_849
			.saturating_add(Weight::from_parts(14_753_227, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_514).saturating_mul(v.into()))
	}
	fn offence() -> Weight {
		// Storage: `Validators::Records` (r:50 w:1)
		// Proof: `Validators::Records` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Reports` (r:1 w:1)
		// Proof: `TrustStaking::Reports` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Running` (r:1 w:0)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:1 w:1)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductSets` (r:1 w:1)
		// Proof: `TrustStaking::ConductSets` (`max_values`: None, `max_size`: Some(1035), added: 3510, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::NextSlash` (r:1 w:1)
		// Proof: `TrustStaking::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Validators::Seats` (r:1 w:0)
		// Proof: `Validators::Seats` (`max_values`: None, `max_size`: Some(5063), added: 7538, mode: `MaxEncodedLen`)
		// Storage: `Session::DisabledValidators` (r:1 w:1)
		// Proof: `Session::DisabledValidators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `Session::Validators` (r:1 w:0)
		// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Slashes` (r:0 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `13868`
		// Proof size estimated: `126690`
		// Minimum execution time: 366_143_000 picoseconds.
		Weight::from_parts(573_962_000, 126_690)
			.saturating_add(T::DbWeight::get().reads(62))
			.saturating_add(T::DbWeight::get().writes(8))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn stand() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn step_down() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn release_keys() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_seat_rules() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn name_validators(v: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(v.into()))
	}
	fn pardon() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn count_block() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn plan(c: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(c.into()))
	}
	fn session_ends(v: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(v.into()))
	}
	fn session_begins(v: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(v.into()))
	}
	fn offence() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
