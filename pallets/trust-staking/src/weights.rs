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
		// Proof size measured: `1448`
		// Proof size estimated: `3964`
		// Minimum execution time: 101_570_000 picoseconds.
		Weight::from_parts(182_310_000, 3_964)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn unbond() -> Weight {
		// Storage: `TrustStaking::Stakes` (r:1 w:1)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `Session::CurrentIndex` (r:1 w:0)
		// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
		// Proof size measured: `663`
		// Proof size estimated: `3964`
		// Minimum execution time: 27_251_000 picoseconds.
		Weight::from_parts(40_486_000, 3_964)
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
		// Proof size measured: `904`
		// Proof size estimated: `3964`
		// Minimum execution time: 79_739_000 picoseconds.
		Weight::from_parts(88_425_000, 3_964)
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
		// Proof size measured: `1390`
		// Proof size estimated: `3964`
		// Minimum execution time: 37_059_000 picoseconds.
		Weight::from_parts(56_916_000, 3_964)
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
		// Proof size measured: `980`
		// Proof size estimated: `6196`
		// Minimum execution time: 89_498_000 picoseconds.
		Weight::from_parts(145_833_000, 6_196)
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
		// Proof size measured: `907`
		// Proof size estimated: `3964`
		// Minimum execution time: 38_662_000 picoseconds.
		Weight::from_parts(69_209_000, 3_964)
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
		// Proof size measured: `1204`
		// Proof size estimated: `6196`
		// Minimum execution time: 93_605_000 picoseconds.
		Weight::from_parts(154_438_000, 6_196)
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
		// Proof size measured: `6377`
		// Proof size estimated: `11287`
		// Minimum execution time: 154_389_000 picoseconds.
		Weight::from_parts(209_832_000, 11_287)
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
		// Proof size measured: `1038`
		// Proof size estimated: `6196`
		// Minimum execution time: 94_286_000 picoseconds.
		Weight::from_parts(140_041_000, 6_196)
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
		// Minimum execution time: 12_533_000 picoseconds.
		Weight::from_parts(27_502_000, 1_660)
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
		// Proof size measured: `2459`
		// Proof size estimated: `13856`
		// Minimum execution time: 69_329_000 picoseconds.
		Weight::from_parts(111_408_000, 13_856)
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
		// Proof size measured: `1533`
		// Proof size estimated: `6234`
		// Minimum execution time: 63_018_000 picoseconds.
		Weight::from_parts(71_474_000, 6_234)
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
		// Proof size measured: `999`
		// Proof size estimated: `4500`
		// Minimum execution time: 33_562_000 picoseconds.
		Weight::from_parts(53_620_000, 4_500)
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
		// Proof size measured: `7184 + n * (127 ±0)`
		// Proof size estimated: `13856 + n * (6840 ±0)`
		// Minimum execution time: 38_602_000 picoseconds.
		Weight::from_parts(119_353_786, 13_856)
			// Standard error: 849_889
			.saturating_add(Weight::from_parts(41_968_534, 0).saturating_mul(n.into()))
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
		// Proof size measured: `3380`
		// Proof size estimated: `47124`
		// Minimum execution time: 889_171_000 picoseconds.
		Weight::from_parts(1_071_151_000, 47_124)
			.saturating_add(T::DbWeight::get().reads(29))
			.saturating_add(T::DbWeight::get().writes(22))
	}
	fn prune() -> Weight {
		// Storage: `TrustStaking::Reports` (r:16 w:16)
		// Proof: `TrustStaking::Reports` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ReportsFrom` (r:0 w:1)
		// Proof: `TrustStaking::ReportsFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `786`
		// Proof size estimated: `41294`
		// Minimum execution time: 55_364_000 picoseconds.
		Weight::from_parts(61_494_000, 41_294)
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
		// Proof size measured: `5833`
		// Proof size estimated: `26722`
		// Minimum execution time: 85_980_000 picoseconds.
		Weight::from_parts(94_447_000, 26_722)
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
