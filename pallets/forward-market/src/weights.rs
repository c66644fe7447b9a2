// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_forward_market`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_forward_market` needs.
pub trait WeightInfo {
	/// Weight of `post`, with `n` from 1 to 128.
	fn post(n: u32) -> Weight;
	/// Weight of `post_storage`, with `n` from 1 to 128, with `l` from 0 to 128.
	fn post_storage(n: u32, l: u32) -> Weight;
	/// Weight of `trusted`, with `n` from 1 to 128.
	fn trusted(n: u32) -> Weight;
	/// Weight of `cancel`, with `w` from 1 to 128.
	fn cancel(w: u32) -> Weight;
	/// Weight of `cancel_all`, with `w` from 1 to 256.
	fn cancel_all(w: u32) -> Weight;
	/// Weight of `leave`, with `w` from 1 to 256.
	fn leave(w: u32) -> Weight;
	/// Weight of `removed`.
	fn removed() -> Weight;
	/// Weight of `set_rules`.
	fn set_rules() -> Weight;
	/// Weight of `set_tariff`, with `b` from 1 to 96.
	fn set_tariff(b: u32) -> Weight;
	/// Weight of `set_interval_tariffs`, with `n` from 1 to 384.
	fn set_interval_tariffs(n: u32) -> Weight;
	/// Weight of `remove_interval_tariff`.
	fn remove_interval_tariff() -> Weight;
	/// Weight of `correct_tariff`.
	fn correct_tariff() -> Weight;
	/// Weight of `set_pauses`.
	fn set_pauses() -> Weight;
	/// Weight of `prefer`, with `c` from 0 to 8.
	fn prefer(c: u32) -> Weight;
	/// Weight of `open_round`, with `w` from 1 to 128.
	fn open_round(w: u32) -> Weight;
	/// Weight of `close_round`.
	fn close_round() -> Weight;
	/// Weight of `on_poll`.
	fn on_poll() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn post(n: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:1 w:0)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Paused` (r:1 w:0)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:127 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:127 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:127 w:127)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:0)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingPrice` (r:1 w:0)
		// Proof: `Ledger::StandingPrice` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingRequired` (r:1 w:0)
		// Proof: `Ledger::StandingRequired` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Holding` (r:1 w:1)
		// Proof: `Ledger::Holding` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `11888 + n * (229 ±0)`
		// Proof size estimated: `8679 + n * (8773 ±0)`
		// Minimum execution time: 268_943_000 picoseconds.
		Weight::from_parts(426_762_826, 8_679)
			// Standard error: 2_448_661
			.saturating_add(Weight::from_parts(48_030_658, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(n.into()))
	}
	fn post_storage(n: u32, l: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:1 w:0)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Paused` (r:1 w:0)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:128)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:0)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:0)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingPrice` (r:1 w:0)
		// Proof: `Ledger::StandingPrice` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingRequired` (r:1 w:0)
		// Proof: `Ledger::StandingRequired` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Holding` (r:1 w:1)
		// Proof: `Ledger::Holding` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `19975 + l * (190 ±0) + n * (220 ±0)`
		// Proof size estimated: `8679 + l * (8773 ±0) + n * (8773 ±0)`
		// Minimum execution time: 4_051_377_000 picoseconds.
		Weight::from_parts(4_655_956_000, 8_679)
			// Standard error: 2_350_764
			.saturating_add(Weight::from_parts(28_814_030, 0).saturating_mul(n.into()))
			// Standard error: 2_352_700
			.saturating_add(Weight::from_parts(21_972_968, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(n.into()))
	}
	fn trusted(n: u32) -> Weight {
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Proof size measured: `10562`
		// Proof size estimated: `11287`
		// Minimum execution time: 84_789_000 picoseconds.
		Weight::from_parts(136_019_670, 11_287)
			// Standard error: 113_050
			.saturating_add(Weight::from_parts(372_269, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn cancel(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:127 w:127)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:127 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:127 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Proof size measured: `28441 + w * (229 ±0)`
		// Proof size estimated: `11287 + w * (8773 ±0)`
		// Minimum execution time: 186_137_000 picoseconds.
		Weight::from_parts(197_869_000, 11_287)
			// Standard error: 1_681_739
			.saturating_add(Weight::from_parts(48_000_979, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn cancel_all(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Proof size measured: `18399 + w * (235 ±0)`
		// Proof size estimated: `11287 + w * (8773 ±0)`
		// Minimum execution time: 178_904_000 picoseconds.
		Weight::from_parts(94_692_218, 11_287)
			// Standard error: 1_514_693
			.saturating_add(Weight::from_parts(40_555_430, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn leave(w: u32) -> Weight {
		// Storage: `ForwardMarket::Leaving` (r:1 w:1)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:1 w:1)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Waived` (r:1 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Rules` (r:1 w:0)
		// Proof: `TrustStaking::Rules` (`max_values`: Some(1), `max_size`: Some(235), added: 730, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::StandingPages` (r:1 w:0)
		// Proof: `TrustStaking::StandingPages` (`max_values`: None, `max_size`: Some(7822), added: 10297, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Stakes` (r:1 w:0)
		// Proof: `TrustStaking::Stakes` (`max_values`: None, `max_size`: Some(499), added: 2974, mode: `MaxEncodedLen`)
		// Proof size measured: `17130 + w * (235 ±0)`
		// Proof size estimated: `11287 + w * (8773 ±0)`
		// Minimum execution time: 130_133_000 picoseconds.
		Weight::from_parts(141_414_000, 11_287)
			// Standard error: 491_779
			.saturating_add(Weight::from_parts(54_899_108, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn removed() -> Weight {
		// Storage: `ForwardMarket::Waived` (r:0 w:1)
		// Proof: `ForwardMarket::Waived` (`max_values`: None, `max_size`: Some(5134), added: 7609, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:0 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:0 w:1)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Leaving` (r:0 w:1)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 10_109_000 picoseconds.
		Weight::from_parts(12_393_000, 0)
			.saturating_add(T::DbWeight::get().writes(4))
			// Not measured yet: what it prefers, its page of 128 lists, and the set of pages.
			.saturating_add(Weight::from_parts(10_000_000, 15_000))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn set_rules() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:1)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `35109`
		// Proof size estimated: `20806`
		// Minimum execution time: 183_984_000 picoseconds.
		Weight::from_parts(198_671_000, 20_806)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_tariff(b: u32) -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:2 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `35680`
		// Proof size estimated: `20806`
		// Minimum execution time: 276_216_000 picoseconds.
		Weight::from_parts(313_022_408, 20_806)
			// Standard error: 18_904
			.saturating_add(Weight::from_parts(248_855, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_interval_tariffs(n: u32) -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:385 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Proof size measured: `35347`
		// Proof size estimated: `20806 + n * (2595 ±0)`
		// Minimum execution time: 157_213_000 picoseconds.
		Weight::from_parts(146_112_464, 20_806)
			// Standard error: 24_983
			.saturating_add(Weight::from_parts(11_939_600, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_595).saturating_mul(n.into()))
	}
	fn remove_interval_tariff() -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Proof size measured: `35395`
		// Proof size estimated: `20806`
		// Minimum execution time: 87_914_000 picoseconds.
		Weight::from_parts(95_158_000, 20_806)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn correct_tariff() -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:2 w:1)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:1)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Corrected` (r:1 w:1)
		// Proof: `ForwardMarket::Corrected` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Corrections` (r:1 w:1)
		// Proof: `ForwardMarket::Corrections` (`max_values`: Some(1), `max_size`: Some(514), added: 1009, mode: `MaxEncodedLen`)
		// Proof size measured: `35776`
		// Proof size estimated: `20806`
		// Minimum execution time: 97_502_000 picoseconds.
		Weight::from_parts(109_064_000, 20_806)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_pauses() -> Weight {
		// Storage: `ForwardMarket::Paused` (r:0 w:1)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 7_864_000 picoseconds.
		Weight::from_parts(14_166_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_round(w: u32) -> Weight {
		// Storage: `ForwardMarket::Leaving` (r:1 w:0)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:1)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(457), added: 952, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:129 w:127)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:1 w:1)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
		// Proof size measured: `31584`
		// Proof size estimated: `335745`
		// Minimum execution time: 938_613_000 picoseconds.
		Weight::from_parts(1_262_050_292, 335_745)
			// Standard error: 626_679
			.saturating_add(Weight::from_parts(4_579_002, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(137))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
	}
	fn close_round() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Paused` (r:1 w:0)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `1424`
		// Proof size estimated: `2540`
		// Minimum execution time: 24_887_000 picoseconds.
		Weight::from_parts(30_718_000, 2_540)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_poll() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Proof size measured: `267`
		// Proof size estimated: `2540`
		// Minimum execution time: 4_739_000 picoseconds.
		Weight::from_parts(7_123_000, 2_540).saturating_add(T::DbWeight::get().reads(1))
	}
	fn prune() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::BooksPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::BooksPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:1)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::NeededFrom` (r:1 w:0)
		// Proof: `ForwardMarket::NeededFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:1)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2458), added: 4933, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:2 w:1)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:1)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:2 w:1)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Corrected` (r:0 w:1)
		// Proof: `ForwardMarket::Corrected` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionsPrunedUntil` (r:0 w:1)
		// Proof: `ForwardMarket::PositionsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `1881`
		// Proof size estimated: `18536`
		// Minimum execution time: 48_580_000 picoseconds.
		Weight::from_parts(68_277_000, 18_536)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
			// Not measured yet: buses, rents and readers.
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn prefer(c: u32) -> Weight {
		// Not measured yet: the node of the account, its page of 128 lists, the set of pages, and a node for each choice.
		Weight::from_parts(60_000_000, 28_000)
			.saturating_add(Weight::from_parts(6_000_000, 4_400).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn post(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn post_storage(n: u32, l: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(l.into()))
	}
	fn trusted(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn cancel(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn cancel_all(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn leave(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn removed() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_rules() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_tariff(b: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(b.into()))
	}
	fn set_interval_tariffs(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn remove_interval_tariff() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn correct_tariff() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_pauses() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn open_round(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn close_round() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn on_poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn prefer(c: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(c.into()))
	}
}
