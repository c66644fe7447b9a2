// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_forward_market`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
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
	/// Weight of `cancel`, with `w` from 1 to 128.
	fn cancel(w: u32) -> Weight;
	/// Weight of `cancel_all`, with `w` from 1 to 256.
	fn cancel_all(w: u32) -> Weight;
	/// Weight of `leave`, with `w` from 1 to 256.
	fn leave(w: u32) -> Weight;
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
	/// Weight of `open_round`, with `w` from 1 to 128.
	fn open_round(w: u32) -> Weight;
	/// Weight of `close_round`.
	fn close_round() -> Weight;
	/// Weight of `on_poll`.
	fn on_poll() -> Weight;
	/// Weight of `prune`.
	fn prune() -> Weight;
	/// Weight of `removed`.
	fn removed() -> Weight;
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
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(31), added: 2506, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Paused` (r:1 w:0)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:127 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:127 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::StandingPrice` (r:1 w:0)
		// Proof: `Settlement::StandingPrice` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:127 w:127)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Proof size measured: `16638 + n * (170 ±0)`
		// Proof size estimated: `8663 + n * (8773 ±0)`
		// Minimum execution time: 128_150_000 picoseconds.
		Weight::from_parts(21_090_557, 8_663)
			// Standard error: 323_617
			.saturating_add(Weight::from_parts(29_085_618, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(n.into()))
	}
	fn post_storage(n: u32, l: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:1 w:0)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(31), added: 2506, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Paused` (r:1 w:0)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:0)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:128)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Settlement::StandingPrice` (r:1 w:0)
		// Proof: `Settlement::StandingPrice` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Proof size measured: `19397 + l * (190 ±0) + n * (181 ±0)`
		// Proof size estimated: `8663 + l * (8773 ±0) + n * (8773 ±0)`
		// Minimum execution time: 2_636_815_000 picoseconds.
		Weight::from_parts(197_540_473, 8_663)
			// Standard error: 600_870
			.saturating_add(Weight::from_parts(40_405_418, 0).saturating_mul(n.into()))
			// Standard error: 596_894
			.saturating_add(Weight::from_parts(21_305_080, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(n.into()))
	}
	fn cancel(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:127 w:127)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:127 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:127 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `16552 + w * (190 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 79_118_000 picoseconds.
		Weight::from_parts(40_592_516, 8_663)
			// Standard error: 64_949
			.saturating_add(Weight::from_parts(26_401_288, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn cancel_all(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `12544 + w * (194 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 73_449_000 picoseconds.
		Weight::from_parts(75_903_000, 8_663)
			// Standard error: 44_553
			.saturating_add(Weight::from_parts(26_085_158, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn leave(w: u32) -> Weight {
		// Storage: `ForwardMarket::Leaving` (r:1 w:1)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:256 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `11266 + w * (194 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 62_162_000 picoseconds.
		Weight::from_parts(66_479_000, 8_663)
			// Standard error: 314_693
			.saturating_add(Weight::from_parts(29_611_078, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn set_rules() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:1)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Proof size measured: `40000`
		// Proof size estimated: `20806`
		// Minimum execution time: 1_400_000_000 picoseconds.
		Weight::from_parts(1_500_000_000, 20_806)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_tariff(b: u32) -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:2 w:1)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `40000`
		// Proof size estimated: `20806`
		// Minimum execution time: 1_100_000_000 picoseconds.
		Weight::from_parts(1_200_000_000, 20_806)
			// Standard error: 1_615
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_interval_tariffs(n: u32) -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:385 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `40000`
		// Proof size estimated: `20806`
		// Minimum execution time: 200_000_000 picoseconds.
		Weight::from_parts(200_000_000, 20_806)
			// Standard error: 1_615
			.saturating_add(Weight::from_parts(7_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2_624).saturating_mul(n.into()))
	}
	fn remove_interval_tariff() -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Proof size measured: `40000`
		// Proof size estimated: `20806`
		// Minimum execution time: 100_000_000 picoseconds.
		Weight::from_parts(150_000_000, 20_806)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn correct_tariff() -> Weight {
		// Storage: `ForwardMarket::IntervalTerms` (r:2 w:1)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
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
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Corrections` (r:1 w:1)
		// Proof: `ForwardMarket::Corrections` (`max_values`: Some(1), `max_size`: Some(514), added: 1009, mode: `MaxEncodedLen`)
		// Proof size measured: `40000`
		// Proof size estimated: `6238`
		// Minimum execution time: 60_000_000 picoseconds.
		Weight::from_parts(80_000_000, 6_238)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_pauses() -> Weight {
		// Storage: `ForwardMarket::Paused` (r:0 w:1)
		// Proof: `ForwardMarket::Paused` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 4_847_000 picoseconds.
		Weight::from_parts(5_778_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_round(w: u32) -> Weight {
		// Storage: `ForwardMarket::Leaving` (r:1 w:0)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:1)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(461), added: 956, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:127)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::DailyTariffs` (`max_values`: Some(1), `max_size`: Some(19321), added: 19816, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:2 w:2)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `24323`
		// Proof size estimated: `328158`
		// Minimum execution time: 425_914_000 picoseconds.
		Weight::from_parts(550_000_000, 345_000)
			// Standard error: 9_770
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(138))
			.saturating_add(T::DbWeight::get().writes(6))
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
		// Proof size measured: `1397`
		// Proof size estimated: `2540`
		// Minimum execution time: 17_156_000 picoseconds.
		Weight::from_parts(20_831_000, 2_540)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_poll() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Proof size measured: `267`
		// Proof size estimated: `2540`
		// Minimum execution time: 3_465_000 picoseconds.
		Weight::from_parts(4_016_000, 2_540).saturating_add(T::DbWeight::get().reads(1))
	}
	fn prune() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::BooksPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::BooksPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:1)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:1)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:0 w:1)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `1366`
		// Proof size estimated: `5795`
		// Minimum execution time: 12_389_000 picoseconds.
		Weight::from_parts(13_980_000, 5_795)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn removed() -> Weight {
		// Storage: `ForwardMarket::StoredCharges` (r:0 w:1)
		// Storage: `ForwardMarket::Leaving` (r:0 w:1)
		// Minimum execution time: 2_500_000 picoseconds.
		Weight::from_parts(3_500_000, 0).saturating_add(T::DbWeight::get().writes(2))
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
	fn removed() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
