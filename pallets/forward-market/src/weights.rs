// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_forward_market`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, vm
//! - Date: 2026-11-22
//! - Measured: 2 steps, 1 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_forward_market` needs.
pub trait WeightInfo {
	/// Weight of `post_demand`, with `w` from 1 to 128.
	fn post_demand(w: u32) -> Weight;
	/// Weight of `post_offers`, with `w` from 1 to 128.
	fn post_offers(w: u32) -> Weight;
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
	/// Weight of `set_interval_tariff`.
	fn set_interval_tariff() -> Weight;
	/// Weight of `remove_interval_tariff`.
	fn remove_interval_tariff() -> Weight;
	/// Weight of `set_breaker`.
	fn set_breaker() -> Weight;
	/// Weight of `open_round`, with `w` from 1 to 128.
	fn open_round(w: u32) -> Weight;
	/// Weight of `on_poll`.
	fn on_poll() -> Weight;
	/// Weight of `tidy`.
	fn tidy() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn post_demand(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Stopped` (r:1 w:0)
		// Proof: `ForwardMarket::Stopped` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:128 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:128 w:128)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Proof size measured: `14427 + w * (184 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 134_741_000 picoseconds.
		Weight::from_parts(123_333_504, 8_663)
			// Standard error: 49_460
			.saturating_add(Weight::from_parts(24_770_213, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn post_offers(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Stopped` (r:1 w:0)
		// Proof: `ForwardMarket::Stopped` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:128 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:2 w:2)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:128 w:128)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Proof size measured: `14427 + w * (184 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 138_777_000 picoseconds.
		Weight::from_parts(140_654_673, 8_663)
			// Standard error: 66_703
			.saturating_add(Weight::from_parts(26_421_364, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(w.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(w.into()))
	}
	fn cancel(w: u32) -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:128 w:128)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:128 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `14201 + w * (204 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 96_363_000 picoseconds.
		Weight::from_parts(89_998_997, 8_663)
			// Standard error: 133_100
			.saturating_add(Weight::from_parts(28_148_150, 0).saturating_mul(w.into()))
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
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:256 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `9173 + w * (206 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 85_187_000 picoseconds.
		Weight::from_parts(72_696_623, 8_663)
			// Standard error: 97_535
			.saturating_add(Weight::from_parts(29_181_844, 0).saturating_mul(w.into()))
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
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:1 w:1)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:256 w:256)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:256 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:256 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `7899 + w * (206 ±0)`
		// Proof size estimated: `8663 + w * (8773 ±0)`
		// Minimum execution time: 69_964_000 picoseconds.
		Weight::from_parts(48_965_235, 8_663)
			// Standard error: 57_767
			.saturating_add(Weight::from_parts(27_741_561, 0).saturating_mul(w.into()))
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
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:1)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:0 w:1)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `1766`
		// Proof size estimated: `3583`
		// Minimum execution time: 26_830_000 picoseconds.
		Weight::from_parts(28_963_000, 3_583)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_tariff(b: u32) -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:2 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariff` (r:1 w:1)
		// Proof: `ForwardMarket::DailyTariff` (`max_values`: Some(1), `max_size`: Some(4423), added: 4918, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Former` (r:0 w:1)
		// Proof: `ForwardMarket::Former` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `6671`
		// Proof size estimated: `6176`
		// Minimum execution time: 41_952_000 picoseconds.
		Weight::from_parts(44_954_468, 6_176)
			// Standard error: 759
			.saturating_add(Weight::from_parts(190_112, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_interval_tariff() -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Proof size measured: `20559`
		// Proof size estimated: `19919`
		// Minimum execution time: 69_734_000 picoseconds.
		Weight::from_parts(78_216_000, 19_919)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn remove_interval_tariff() -> Weight {
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(118), added: 2593, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Proof size measured: `19504`
		// Proof size estimated: `19919`
		// Minimum execution time: 53_099_000 picoseconds.
		Weight::from_parts(55_944_000, 19_919)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_breaker() -> Weight {
		// Storage: `ForwardMarket::Stopped` (r:0 w:1)
		// Proof: `ForwardMarket::Stopped` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 11_898_000 picoseconds.
		Weight::from_parts(12_959_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_round(w: u32) -> Weight {
		// Storage: `ForwardMarket::Leaving` (r:1 w:0)
		// Proof: `ForwardMarket::Leaving` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Rules` (r:1 w:0)
		// Proof: `ForwardMarket::Rules` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:1)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:128)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::DailyTariff` (r:1 w:0)
		// Proof: `ForwardMarket::DailyTariff` (`max_values`: Some(1), `max_size`: Some(4423), added: 4918, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::OwnTariffs` (r:1 w:1)
		// Proof: `ForwardMarket::OwnTariffs` (`max_values`: Some(1), `max_size`: Some(18434), added: 18929, mode: `MaxEncodedLen`)
		// Proof size measured: `24319`
		// Proof size estimated: `328158`
		// Minimum execution time: 610_118_000 picoseconds.
		Weight::from_parts(631_264_348, 328_158)
			// Standard error: 5_411
			.saturating_add(Weight::from_parts(741_767, 0).saturating_mul(w.into()))
			.saturating_add(T::DbWeight::get().reads(135))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(w.into())))
	}
	fn on_poll() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Proof size measured: `267`
		// Proof size estimated: `2536`
		// Minimum execution time: 3_755_000 picoseconds.
		Weight::from_parts(4_196_000, 2_536).saturating_add(T::DbWeight::get().reads(1))
	}
	fn tidy() -> Weight {
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1051), added: 1546, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TidiedTo` (r:1 w:0)
		// Proof: `ForwardMarket::TidiedTo` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::RememberedFrom` (r:1 w:1)
		// Proof: `ForwardMarket::RememberedFrom` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Orders` (r:1 w:1)
		// Proof: `ForwardMarket::Orders` (`max_values`: None, `max_size`: Some(2330), added: 4805, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:0 w:1)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Proof size measured: `1362`
		// Proof size estimated: `5795`
		// Minimum execution time: 17_036_000 picoseconds.
		Weight::from_parts(18_167_000, 5_795)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn post_demand(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn post_offers(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
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
	fn set_interval_tariff() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn remove_interval_tariff() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn set_breaker() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn open_round(w: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(w.into()))
	}
	fn on_poll() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn tidy() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
