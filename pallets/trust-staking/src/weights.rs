// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_trust_staking`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_trust_staking` needs.
pub trait WeightInfo {
	/// Weight of `bond`.
	fn bond() -> Weight;
	/// Weight of `unbond`.
	fn unbond() -> Weight;
	/// Weight of `withdraw_unbonded`.
	fn withdraw_unbonded() -> Weight;
	/// Weight of `set_commission`.
	fn set_commission() -> Weight;
	/// Weight of `back`.
	fn back() -> Weight;
	/// Weight of `unback`.
	fn unback() -> Weight;
	/// Weight of `withdraw_backing`.
	fn withdraw_backing() -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of `claim_backing`.
	fn claim_backing() -> Weight;
	/// Weight of `set_rules`.
	fn set_rules() -> Weight;
	/// Weight of `cancel_slash`.
	fn cancel_slash() -> Weight;
	/// Weight of `call_in_debt`.
	fn call_in_debt() -> Weight;
	/// Weight of `poll`.
	fn poll() -> Weight;
	/// Weight of `fold`, with `n` from 0 to 32.
	fn fold(n: u32) -> Weight;
	/// Weight of `apply_slash`.
	fn apply_slash() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
	/// Weight of `on_remove`.
	fn on_remove() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn bond() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `1165`
		// Proof size estimated: `3964`
		// Minimum execution time: 96_740_000 picoseconds.
		Weight::from_parts(101_950_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn unbond() -> Weight {
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `559`
		// Proof size estimated: `3964`
		// Minimum execution time: 24_134_000 picoseconds.
		Weight::from_parts(34_254_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn withdraw_unbonded() -> Weight {
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `725`
		// Proof size estimated: `3964`
		// Minimum execution time: 76_172_000 picoseconds.
		Weight::from_parts(83_155_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_commission() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `1182`
		// Proof size estimated: `3964`
		// Minimum execution time: 35_306_000 picoseconds.
		Weight::from_parts(39_815_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn back() -> Weight {
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Backers` (r:1 w:1)
		// Proof: `TrustStaking::Backers` (`max_values`: None, `max_size`: Some(429), added: 2904, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Proof size measured: `875`
		// Proof size estimated: `6196`
		// Minimum execution time: 87_644_000 picoseconds.
		Weight::from_parts(102_582_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn unback() -> Weight {
		// Storage: `TrustStaking::Backers` (r:1 w:1)
		// Proof: `TrustStaking::Backers` (`max_values`: None, `max_size`: Some(429), added: 2904, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `803`
		// Proof size estimated: `3964`
		// Minimum execution time: 37_541_000 picoseconds.
		Weight::from_parts(65_612_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn withdraw_backing() -> Weight {
		// Storage: `TrustStaking::Backers` (r:1 w:1)
		// Proof: `TrustStaking::Backers` (`max_values`: None, `max_size`: Some(429), added: 2904, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Proof size measured: `1100`
		// Proof size estimated: `6196`
		// Minimum execution time: 91_741_000 picoseconds.
		Weight::from_parts(97_733_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn claim() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Promised` (r:1 w:1)
		// Proof: `TrustStaking::Promised` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Proof size measured: `6306`
		// Proof size estimated: `11287`
		// Minimum execution time: 154_649_000 picoseconds.
		Weight::from_parts(248_874_000, 11_287)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn claim_backing() -> Weight {
		// Storage: `TrustStaking::Backers` (r:1 w:1)
		// Proof: `TrustStaking::Backers` (`max_values`: None, `max_size`: Some(429), added: 2904, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Promised` (r:1 w:1)
		// Proof: `TrustStaking::Promised` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Proof size measured: `930`
		// Proof size estimated: `6196`
		// Minimum execution time: 91_711_000 picoseconds.
		Weight::from_parts(149_069_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn set_rules() -> Weight {
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::NextRules` (r:0 w:1)
		// Proof: `TrustStaking::NextRules` (`max_values`: Some(1), `max_size`: Some(239), added: 734, mode: `MaxEncodedLen`)
		// Proof size measured: `175`
		// Proof size estimated: `1660`
		// Minimum execution time: 12_563_000 picoseconds.
		Weight::from_parts(13_826_000, 1_660)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn cancel_slash() -> Weight {
		// Storage: `TrustStaking::Slashes` (r:1 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Running` (r:1 w:0)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:1 w:1)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Proof size measured: `2421`
		// Proof size estimated: `13856`
		// Minimum execution time: 65_622_000 picoseconds.
		Weight::from_parts(70_612_000, 13_856)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn call_in_debt() -> Weight {
		// Storage: `TeRegistry::Nodes` (r:2 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:1 w:0)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Reports` (r:1 w:1)
		// Proof: `TrustStaking::Reports` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::NextSlash` (r:1 w:1)
		// Proof: `TrustStaking::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:0 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `1391`
		// Proof size estimated: `6234`
		// Minimum execution time: 60_313_000 picoseconds.
		Weight::from_parts(67_907_000, 6_234)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn poll() -> Weight {
		// Storage: `TrustStaking::Running` (r:1 w:1)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Folding` (r:1 w:1)
		// Proof: `TrustStaking::Folding` (`max_values`: Some(1), `max_size`: Some(12), added: 507, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductSets` (r:1 w:0)
		// Proof: `TrustStaking::ConductSets` (`max_values`: None, `max_size`: Some(1035), added: 3510, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::NextRules` (r:1 w:1)
		// Proof: `TrustStaking::NextRules` (`max_values`: Some(1), `max_size`: Some(239), added: 734, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::FirstSlash` (r:1 w:0)
		// Proof: `TrustStaking::FirstSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::NextSlash` (r:1 w:0)
		// Proof: `TrustStaking::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:1 w:0)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Storage: `TrustStaking::Rules` (r:0 w:1)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Proof size measured: `975`
		// Proof size estimated: `4500`
		// Minimum execution time: 33_592_000 picoseconds.
		Weight::from_parts(37_019_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn fold(n: u32) -> Weight {
		// Storage: `TrustStaking::Folding` (r:1 w:0)
		// Proof: `TrustStaking::Folding` (`max_values`: Some(1), `max_size`: Some(12), added: 507, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Running` (r:1 w:0)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductSets` (r:1 w:0)
		// Proof: `TrustStaking::ConductSets` (`max_values`: None, `max_size`: Some(1035), added: 3510, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:1 w:1)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:0)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Promised` (r:1 w:1)
		// Proof: `TrustStaking::Promised` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:32 w:32)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::History` (r:32 w:32)
		// Proof: `TrustStaking::History` (`max_values`: None, `max_size`: Some(4365), added: 6840, mode: `MaxEncodedLen`)
		// Proof size measured: `7263 + n * (121 ±0)`
		// Proof size estimated: `13856 + n * (6840 ±0)`
		// Minimum execution time: 24_826_000 picoseconds.
		Weight::from_parts(93_760_145, 13_856)
			// Standard error: 663_833
			.saturating_add(Weight::from_parts(25_822_418, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 6_840).saturating_mul(n.into()))
	}
	fn apply_slash() -> Weight {
		// Storage: `TrustStaking::FirstSlash` (r:1 w:1)
		// Proof: `TrustStaking::FirstSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:1 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:5 w:5)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Holding` (r:1 w:1)
		// Proof: `Ledger::Holding` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:6 w:6)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:5 w:4)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:5 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Unpaid` (r:1 w:1)
		// Proof: `TrustStaking::Unpaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Proof size measured: `3156`
		// Proof size estimated: `47124`
		// Minimum execution time: 613_696_000 picoseconds.
		Weight::from_parts(740_323_000, 47_124)
			.saturating_add(T::DbWeight::get().reads(29))
			.saturating_add(T::DbWeight::get().writes(22))
	}
	fn prune() -> Weight {
		// Storage: `TrustStaking::Reports` (r:16 w:16)
		// Proof: `TrustStaking::Reports` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ReportsFrom` (r:0 w:1)
		// Proof: `TrustStaking::ReportsFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `682`
		// Proof size estimated: `41294`
		// Minimum execution time: 55_042_000 picoseconds.
		Weight::from_parts(59_842_000, 41_294)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(17))
	}
	fn on_remove() -> Weight {
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:2 w:2)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::History` (r:0 w:1)
		// Proof: `TrustStaking::History` (`max_values`: None, `max_size`: Some(4365), added: 6840, mode: `MaxEncodedLen`)
		// Proof size measured: `5800`
		// Proof size estimated: `26722`
		// Minimum execution time: 88_465_000 picoseconds.
		Weight::from_parts(95_088_000, 26_722)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn bond() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn unbond() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_commission() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn back() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn unback() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw_backing() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn claim() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn claim_backing() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_rules() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn cancel_slash() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn call_in_debt() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn fold(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn apply_slash() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn on_remove() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
