// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_settlement`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: Intel(R) Xeon(R) Processor, 2 cores
//! - Date: 2026-11-28
//! - Measured: 12 steps, 5 repetitions, Wasm Compiled, in-memory database;
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
		// Storage: `Settlement::Deadlines` (r:1 w:1)
		// Proof: `Settlement::Deadlines` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Reopened` (r:1 w:0)
		// Proof: `Settlement::Reopened` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Proof size measured: `425`
		// Proof size estimated: `3521`
		// Minimum execution time: 24_583_000 picoseconds.
		// Estimated until it is measured: `ToldUntil` and `NeededFrom` are read and written as well.
		Weight::from_parts(30_000_000, 3_521)
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
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
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
		// Storage: `Ledger::Accounts` (r:4 w:3)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Neighbours` (r:1 w:1)
		// Proof: `Ledger::Neighbours` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:2 w:1)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `26753`
		// Proof size estimated: `31746`
		// Minimum execution time: 290_220_000 picoseconds.
		Weight::from_parts(355_439_000, 31_746)
			.saturating_add(T::DbWeight::get().reads(20))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn page() -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:1 w:0)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SweptPages` (r:0 w:1)
		// Proof: `Settlement::SweptPages` (`max_values`: Some(1), `max_size`: Some(1030), added: 1525, mode: `MaxEncodedLen`)
		// Proof size measured: `11150`
		// Proof size estimated: `9763`
		// Minimum execution time: 97_459_000 picoseconds.
		Weight::from_parts(103_415_000, 9_763)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pages(p: u32) -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:0)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:3073 w:0)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SweptPages` (r:0 w:1)
		// Proof: `Settlement::SweptPages` (`max_values`: Some(1), `max_size`: Some(1030), added: 1525, mode: `MaxEncodedLen`)
		// Proof size measured: `837 + p * (18 ±0)`
		// Proof size estimated: `9763 + p * (6201 ±0)`
		// Minimum execution time: 20_687_000 picoseconds.
		Weight::from_parts(20_735_000, 9_763)
			// Standard error: 47_459
			.saturating_add(Weight::from_parts(1_528_242, 0).saturating_mul(p.into()))
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
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `587 + n * (47 ±0)`
		// Proof size estimated: `2540 + n * (2596 ±0)`
		// Minimum execution time: 13_027_000 picoseconds.
		Weight::from_parts(20_761_306, 2_540)
			// Standard error: 94_196
			.saturating_add(Weight::from_parts(3_774_679, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_596).saturating_mul(n.into()))
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
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:2 w:2)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:1 w:1)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Proof size measured: `18818`
		// Proof size estimated: `16368`
		// Minimum execution time: 142_481_000 picoseconds.
		Weight::from_parts(211_783_000, 16_368)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
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
		// Minimum execution time: 18_796_000 picoseconds.
		Weight::from_parts(35_981_000, 1_518)
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
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Proof size measured: `5860`
		// Proof size estimated: `8679`
		// Minimum execution time: 36_690_000 picoseconds.
		Weight::from_parts(63_893_000, 8_679)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	// Estimated until it is measured.
	fn tell(n: u32) -> Weight {
		Weight::from_parts(150_000_000, 40_000)
			.saturating_add(Weight::from_parts(3_000_000, 2_622).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
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
		// Minimum execution time: 67_669_000 picoseconds.
		Weight::from_parts(114_467_000, 14_952)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn removed() -> Weight {
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Proof size measured: `284`
		// Proof size estimated: `6165`
		// Minimum execution time: 8_695_000 picoseconds.
		Weight::from_parts(13_108_000, 6_165)
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
