// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_settlement`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_settlement` needs.
pub trait WeightInfo {
	/// Weight of `poll`.
	fn poll() -> Weight;
	/// Weight of `silence`.
	fn silence() -> Weight;
	/// Weight of `page`.
	fn page() -> Weight;
	/// Weight of `pages`, with `p` from 0 to 3_072.
	fn pages(p: u32) -> Weight;
	/// Weight of `serve`, with `n` from 0 to 128.
	fn serve(n: u32) -> Weight;
	/// Weight of `correct`.
	fn correct() -> Weight;
	/// Weight of `set_dispute_window`.
	fn set_dispute_window() -> Weight;
	/// Weight of `close`.
	fn close() -> Weight;
	/// Weight of `tell`, with `n` from 1 to 128.
	fn tell(n: u32) -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
	/// Weight of `removed`.
	fn removed() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn poll() -> Weight {
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::ProvisionalUntil` (r:1 w:1)
		// Proof: `Settlement::ProvisionalUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SweptPages` (r:1 w:0)
		// Proof: `Settlement::SweptPages` (`max_values`: Some(1), `max_size`: Some(1030), added: 1525, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Served` (r:1 w:0)
		// Proof: `Settlement::Served` (`max_values`: Some(1), `max_size`: Some(301), added: 796, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Corrections` (r:1 w:0)
		// Proof: `ForwardMarket::Corrections` (`max_values`: Some(1), `max_size`: Some(514), added: 1009, mode: `MaxEncodedLen`)
		// Storage: `Settlement::ToldUntil` (r:1 w:1)
		// Proof: `Settlement::ToldUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Deadlines` (r:1 w:1)
		// Proof: `Settlement::Deadlines` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Reopened` (r:1 w:0)
		// Proof: `Settlement::Reopened` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::NeededFrom` (r:1 w:1)
		// Proof: `ForwardMarket::NeededFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `425`
		// Proof size estimated: `3521`
		// Minimum execution time: 29_174_000 picoseconds.
		Weight::from_parts(31_028_000, 3_521)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn silence() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:3 w:2)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:2 w:1)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `26110`
		// Proof size estimated: `24057`
		// Minimum execution time: 327_612_000 picoseconds.
		Weight::from_parts(357_057_000, 24_057)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn page() -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:1 w:0)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SweptPages` (r:0 w:1)
		// Proof: `Settlement::SweptPages` (`max_values`: Some(1), `max_size`: Some(1030), added: 1525, mode: `MaxEncodedLen`)
		// Proof size measured: `11149`
		// Proof size estimated: `9763`
		// Minimum execution time: 99_616_000 picoseconds.
		Weight::from_parts(105_427_000, 9_763)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pages(p: u32) -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:3073 w:0)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SweptPages` (r:0 w:1)
		// Proof: `Settlement::SweptPages` (`max_values`: Some(1), `max_size`: Some(1030), added: 1525, mode: `MaxEncodedLen`)
		// Proof size measured: `833 + p * (18 ±0)`
		// Proof size estimated: `9763 + p * (6201 ±0)`
		// Minimum execution time: 22_542_000 picoseconds.
		Weight::from_parts(151_717_493, 9_763)
			// Standard error: 30_038
			.saturating_add(Weight::from_parts(1_241_204, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 6_201).saturating_mul(p.into()))
	}
	fn serve(n: u32) -> Weight {
		// Storage: `Settlement::Served` (r:1 w:1)
		// Proof: `Settlement::Served` (`max_values`: Some(1), `max_size`: Some(301), added: 796, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `583 + n * (47 ±0)`
		// Proof size estimated: `2540 + n * (2595 ±0)`
		// Minimum execution time: 13_475_000 picoseconds.
		Weight::from_parts(14_387_538, 2_540)
			// Standard error: 21_989
			.saturating_add(Weight::from_parts(3_990_294, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_595).saturating_mul(n.into()))
	}
	fn correct() -> Weight {
		// Storage: `TeRegistry::NextIndex` (r:1 w:0)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:3 w:3)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:3 w:2)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Proof size measured: `24126`
		// Proof size estimated: `24057`
		// Minimum execution time: 190_666_000 picoseconds.
		Weight::from_parts(232_535_000, 24_057)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_dispute_window() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:1)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Proof size measured: `358`
		// Proof size estimated: `1518`
		// Minimum execution time: 21_099_000 picoseconds.
		Weight::from_parts(39_714_000, 1_518)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close() -> Weight {
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:1)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Reopened` (r:1 w:1)
		// Proof: `Settlement::Reopened` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Held` (r:1 w:1)
		// Proof: `Settlement::Held` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Proof size measured: `5859`
		// Proof size estimated: `8679`
		// Minimum execution time: 41_268_000 picoseconds.
		Weight::from_parts(47_729_000, 8_679)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn tell(n: u32) -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::NextIndex` (r:1 w:0)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Running` (r:1 w:0)
		// Proof: `TrustStaking::Running` (`max_values`: Some(1), `max_size`: Some(5), added: 500, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:1)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductPages` (r:1 w:1)
		// Proof: `TrustStaking::ConductPages` (`max_values`: None, `max_size`: Some(10391), added: 12866, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:127 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::ConductSets` (r:1 w:0)
		// Proof: `TrustStaking::ConductSets` (`max_values`: None, `max_size`: Some(1035), added: 3510, mode: `MaxEncodedLen`)
		// Proof size measured: `14847 + n * (91 ±0)`
		// Proof size estimated: `13856 + n * (2622 ±0)`
		// Minimum execution time: 160_549_000 picoseconds.
		Weight::from_parts(434_460_352, 13_856)
			// Standard error: 739_658
			.saturating_add(Weight::from_parts(7_197_237, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(0, 2_622).saturating_mul(n.into()))
	}
	fn prune() -> Weight {
		// Storage: `Settlement::PrunedUntil` (r:1 w:0)
		// Proof: `Settlement::PrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:2 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Shown` (r:1 w:1)
		// Proof: `Settlement::Shown` (`max_values`: None, `max_size`: Some(2190), added: 4665, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Proof size measured: `5085`
		// Proof size estimated: `14952`
		// Minimum execution time: 86_952_000 picoseconds.
		Weight::from_parts(174_175_000, 14_952)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn removed() -> Weight {
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Proof size measured: `284`
		// Proof size estimated: `6165`
		// Minimum execution time: 11_091_000 picoseconds.
		Weight::from_parts(18_925_000, 6_165)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn silence() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn page() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn pages(p: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(p.into()))
	}
	fn serve(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn correct() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_dispute_window() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn close() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn tell(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
