// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_settlement`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
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
	/// Weight of `pages`.
	fn pages(p: u32) -> Weight;
	/// Weight of `serve`.
	fn serve(n: u32) -> Weight;
	/// Weight of `correct`.
	fn correct() -> Weight;
	/// Weight of `set_dispute_window`.
	fn set_dispute_window() -> Weight;
	/// Weight of `close`.
	fn close() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
	/// Weight of `removed`.
	fn removed() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn poll() -> Weight {
		// Storage: `ForwardMarket::RememberedFrom` (r:1 w:0)
		// Proof: `ForwardMarket::RememberedFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::ProvisionalUntil` (r:1 w:1)
		// Proof: `Settlement::ProvisionalUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Deadlines` (r:1 w:1)
		// Proof: `Settlement::Deadlines` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Disputes` (r:1 w:1)
		// Proof: `Settlement::Disputes` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Proof size measured: `461`
		// Proof size estimated: `3546`
		// Minimum execution time: 17_316_000 picoseconds.
		Weight::from_parts(19_539_000, 3_546)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn silence() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Deadlines` (r:1 w:1)
		// Proof: `Settlement::Deadlines` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::NextIndex` (r:1 w:0)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:4 w:3)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:4 w:2)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Held` (r:1 w:1)
		// Proof: `Settlement::Held` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(180), added: 2655, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Stores` (r:1 w:1)
		// Proof: `Settlement::Stores` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `27025`
		// Proof size estimated: `31682`
		// Minimum execution time: 279_676_000 picoseconds.
		Weight::from_parts(325_995_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn page() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Deadlines` (r:1 w:1)
		// Proof: `Settlement::Deadlines` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::NextIndex` (r:1 w:0)
		// Proof: `TeRegistry::NextIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Proof size measured: `4874`
		// Proof size estimated: `7971`
		// Minimum execution time: 29_854_000 picoseconds.
		Weight::from_parts(60_000_000, 9_763)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// The range of component `p` is `[0, 3072]`.
	fn pages(p: u32) -> Weight {
		// To be measured: keys of `Settlement::Duties`, `ForwardMarket::PositionPages` and `ForwardMarket::Orders`.
		Weight::from_parts(15_000_000, 7_971)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_514).saturating_mul(p.into()))
	}
	/// The range of component `n` is `[0, 128]`.
	fn serve(n: u32) -> Weight {
		// To be measured: terms of each interval.
		Weight::from_parts(12_000_000, 3_546)
			.saturating_add(Weight::from_parts(8_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_556).saturating_mul(n.into()))
	}
	fn correct() -> Weight {
		// To be measured: as `silence`, without battery and violation.
		Weight::from_parts(325_995_000, 31_682)
			.saturating_add(T::DbWeight::get().reads(20))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn set_dispute_window() -> Weight {
		// To be measured.
		Weight::from_parts(15_000_000, 1_500)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close() -> Weight {
		// Storage: `Settlement::SettledBefore` (r:1 w:1)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Disputes` (r:1 w:1)
		// Proof: `Settlement::Disputes` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Held` (r:1 w:1)
		// Proof: `Settlement::Held` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Proof size measured: `5594`
		// Proof size estimated: `8663`
		// Minimum execution time: 21_051_000 picoseconds.
		Weight::from_parts(30_000_000, 8_663)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn prune() -> Weight {
		// Storage: `Settlement::PrunedUntil` (r:1 w:0)
		// Proof: `Settlement::PrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::RememberedFrom` (r:1 w:0)
		// Proof: `ForwardMarket::RememberedFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Proof size measured: `329`
		// Storage: `Settlement::Shown` (r:1 w:1)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof size estimated: `15644`
		// Minimum execution time: 30_000_000 picoseconds.
		Weight::from_parts(40_000_000, 15_644)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn removed() -> Weight {
		// Storage: `Settlement::TotalsOf` (r:0 w:1)
		// Minimum execution time: 1_500_000 picoseconds.
		Weight::from_parts(2_000_000, 0).saturating_add(T::DbWeight::get().writes(1))
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
	fn pages(_: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn serve(_: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
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
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn removed() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
