// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_meter_attestation`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_meter_attestation` needs.
pub trait WeightInfo {
	/// Weight of `register_manufacturer`.
	fn register_manufacturer() -> Weight;
	/// Weight of `change_manufacturer`.
	fn change_manufacturer() -> Weight;
	/// Weight of `register_meter`.
	fn register_meter() -> Weight;
	/// Weight of `rotate_key`.
	fn rotate_key() -> Weight;
	/// Weight of `bind_meter`.
	fn bind_meter() -> Weight;
	/// Weight of `settle_with`.
	fn settle_with() -> Weight;
	/// Weight of `unbind_meter`.
	fn unbind_meter() -> Weight;
	/// Weight of `retire_meter`.
	fn retire_meter() -> Weight;
	/// Weight of `retire_settlement_meter`.
	fn retire_settlement_meter() -> Weight;
	/// Weight of `deliver`, with `n` from 1 to 512.
	fn deliver(n: u32) -> Weight;
	/// Weight of `dearest`.
	fn dearest() -> Weight;
	/// Weight of `scattered`.
	fn scattered() -> Weight;
	/// Weight of `doubt_reading`.
	fn doubt_reading() -> Weight;
	/// Weight of `check_reading`.
	fn check_reading() -> Weight;
	/// Weight of `verify_signature`.
	fn verify_signature() -> Weight;
	/// Weight of `charge_unaccounted`.
	fn charge_unaccounted(i: u32) -> Weight;
	/// Weight of `long_series`.
	fn long_series(s: u32) -> Weight;
	/// Weight of `reopen`.
	fn reopen() -> Weight;
	/// Weight of `report_tampering`, with `r` from 0 to 128.
	fn report_tampering(r: u32) -> Weight;
	/// Weight of `challenge_tampering`.
	fn challenge_tampering() -> Weight;
	/// Weight of `lift_tampering`.
	fn lift_tampering() -> Weight;
	/// Weight of `confirm_reading`.
	fn confirm_reading() -> Weight;
	/// Weight of `settle_with_spare`.
	fn settle_with_spare() -> Weight;
	/// Weight of `forget_meter`.
	fn forget_meter() -> Weight;
	/// Weight of `revoke`, with `r` from 0 to 128.
	fn revoke(r: u32) -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_manufacturer() -> Weight {
		// Storage: `MeterAttestation::NextManufacturer` (r:1 w:1)
		// Proof: `MeterAttestation::NextManufacturer` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Manufacturers` (r:0 w:1)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Proof size measured: `229`
		// Proof size estimated: `1489`
		// Minimum execution time: 12_319_000 picoseconds.
		Weight::from_parts(18_527_000, 1_489)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn change_manufacturer() -> Weight {
		// Storage: `MeterAttestation::Manufacturers` (r:1 w:1)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Proof size measured: `608`
		// Proof size estimated: `3816`
		// Minimum execution time: 11_597_000 picoseconds.
		Weight::from_parts(18_037_000, 3_816)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn register_meter() -> Weight {
		// Storage: `MeterAttestation::MeterOfSerial` (r:1 w:1)
		// Proof: `MeterAttestation::MeterOfSerial` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:1 w:1)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Manufacturers` (r:1 w:0)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::NextMeter` (r:1 w:1)
		// Proof: `MeterAttestation::NextMeter` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:0 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:0 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Proof size measured: `819`
		// Proof size estimated: `3816`
		// Minimum execution time: 378_663_000 picoseconds.
		Weight::from_parts(395_229_000, 3_816)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn rotate_key() -> Weight {
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:1 w:0)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:1 w:1)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Manufacturers` (r:1 w:0)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Proof size measured: `1475`
		// Proof size estimated: `3816`
		// Minimum execution time: 393_847_000 picoseconds.
		Weight::from_parts(418_472_000, 3_816)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn bind_meter() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Proof size measured: `1594`
		// Proof size estimated: `3612`
		// Minimum execution time: 84_626_000 picoseconds.
		Weight::from_parts(96_464_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_with() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:2 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Proof size measured: `1699`
		// Proof size estimated: `9111`
		// Minimum execution time: 46_369_000 picoseconds.
		Weight::from_parts(70_235_000, 9_111)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn unbind_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:2 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Proof size measured: `1432`
		// Proof size estimated: `17232`
		// Minimum execution time: 43_715_000 picoseconds.
		Weight::from_parts(65_357_000, 17_232)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn retire_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:1 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfSerial` (r:0 w:1)
		// Proof: `MeterAttestation::MeterOfSerial` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:0 w:2)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Proof size measured: `1162`
		// Proof size estimated: `3593`
		// Minimum execution time: 74_601_000 picoseconds.
		Weight::from_parts(84_937_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn retire_settlement_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:2 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Proof size measured: `1432`
		// Proof size estimated: `17232`
		// Minimum execution time: 43_715_000 picoseconds.
		Weight::from_parts(65_357_000, 17_232)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn deliver(n: u32) -> Weight {
		// Storage: `MeterAttestation::Meters` (r:512 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:512 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:512 w:512)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:512 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:5 w:5)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:5 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:514 w:514)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:1024 w:512)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:512 w:512)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(180), added: 2655, mode: `MaxEncodedLen`)
		// Proof size measured: `16233 + n * (380 ±0)`
		// Proof size estimated: `16336 + n * (8121 ±0)`
		// Minimum execution time: 106_389_000 picoseconds.
		Weight::from_parts(115_302_000, 16_336)
			// Standard error: 3_346_853
			.saturating_add(Weight::from_parts(138_698_069, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(8_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8_121).saturating_mul(n.into()))
	}
	fn dearest() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:2 w:2)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:2 w:2)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(180), added: 2655, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Stores` (r:1 w:1)
		// Proof: `Settlement::Stores` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Proof size measured: `22195`
		// Proof size estimated: `16336`
		// Minimum execution time: 119_878_000 picoseconds.
		Weight::from_parts(134_100_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	// Estimated, until it is measured.
	fn scattered() -> Weight {
		Weight::from_parts(420_000_000, 9_111)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	// Estimated, until it is measured.
	fn doubt_reading() -> Weight {
		Weight::from_parts(130_000_000, 9_111)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_reading() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Proof size measured: `7144`
		// Proof size estimated: `9111`
		// Minimum execution time: 43_165_000 picoseconds.
		Weight::from_parts(47_491_000, 9_111).saturating_add(T::DbWeight::get().reads(10))
	}
	fn verify_signature() -> Weight {
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Proof size measured: `54`
		// Proof size estimated: `3509`
		// Minimum execution time: 43_105_000 picoseconds.
		Weight::from_parts(44_787_000, 3_509).saturating_add(T::DbWeight::get().reads(1))
	}
	/// The range of component `i` is `[1, 1407]`.
	fn charge_unaccounted(i: u32) -> Weight {
		// To be measured: `ForwardMarket::IntervalTerms` and `Settlement::SettledPages` of each interval.
		Weight::from_parts(60_000_000, 31_682)
			.saturating_add(Weight::from_parts(4_500_000, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(i.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 6_981).saturating_mul(i.into()))
	}
	/// The range of component `s` is `[0, 1407]`.
	fn long_series(s: u32) -> Weight {
		// To be measured: `MeterAttestation::Series` (r:1 w:1).
		Weight::from_parts(5_000_000, 65_835)
			.saturating_add(Weight::from_parts(90_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reopen() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `Clearing::PositionPages` (r:1 w:0)
		// Proof: `Clearing::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Accounts` (r:2 w:2)
		// Proof: `Settlement::Accounts` (`max_values`: None, `max_size`: Some(5198), added: 7673, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Debts` (r:3 w:2)
		// Proof: `Settlement::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(180), added: 2655, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Stores` (r:1 w:1)
		// Proof: `Settlement::Stores` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Proof size measured: `15855`
		// Proof size estimated: `16336`
		// Minimum execution time: 86_629_000 picoseconds.
		Weight::from_parts(92_728_000, 16_336)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(9))
	}
	fn report_tampering(r: u32) -> Weight {
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `7556`
		// Proof size estimated: `9111 + r * (2556 ±0)`
		// Minimum execution time: 206_497_000 picoseconds.
		Weight::from_parts(238_000_291, 9_111)
			// Standard error: 18_414
			.saturating_add(Weight::from_parts(5_001_043, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(0, 2_556).saturating_mul(r.into()))
	}
	fn challenge_tampering() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Proof size measured: `1509`
		// Proof size estimated: `3809`
		// Minimum execution time: 33_049_000 picoseconds.
		Weight::from_parts(37_966_000, 3_809)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn lift_tampering() -> Weight {
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Authorities` (r:1 w:1)
		// Proof: `MeterAttestation::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Proof size measured: `1468`
		// Proof size estimated: `3809`
		// Minimum execution time: 82_313_000 picoseconds.
		Weight::from_parts(88_562_000, 3_809)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	// Estimated, until it is measured.
	fn confirm_reading() -> Weight {
		Weight::from_parts(900_000_000, 9_111)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(12))
	}
	// Estimated, until it is measured.
	fn settle_with_spare() -> Weight {
		Weight::from_parts(130_000_000, 9_111).saturating_add(T::DbWeight::get().reads(6))
	}
	// Estimated, until it is measured.
	fn forget_meter() -> Weight {
		Weight::from_parts(50_000_000, 3_816)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn revoke(r: u32) -> Weight {
		// Storage: `MeterAttestation::Authorities` (r:1 w:1)
		// Proof: `MeterAttestation::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(5646), added: 8121, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledBefore` (r:1 w:0)
		// Proof: `Settlement::SettledBefore` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:128 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Proof size measured: `7707`
		// Proof size estimated: `9111 + r * (2556 ±0)`
		// Minimum execution time: 128_101_000 picoseconds.
		Weight::from_parts(165_559_455, 9_111)
			// Standard error: 31_938
			.saturating_add(Weight::from_parts(5_675_503, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(0, 2_556).saturating_mul(r.into()))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn register_manufacturer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn change_manufacturer() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn register_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn rotate_key() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn bind_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn settle_with() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn unbind_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn retire_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn retire_settlement_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn deliver(n: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(n.into()))
	}
	fn dearest() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn scattered() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn doubt_reading() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn check_reading() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn verify_signature() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn charge_unaccounted(_: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn long_series(_: u32) -> Weight {
		Weight::from_parts(100, 0)
	}
	fn reopen() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn report_tampering(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
	fn challenge_tampering() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn lift_tampering() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn confirm_reading() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn settle_with_spare() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn forget_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn revoke(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
}
