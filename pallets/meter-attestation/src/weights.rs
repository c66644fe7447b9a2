// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_meter_attestation`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: Intel(R) Xeon(R) Processor, 2 cores
//! - Date: 2026-11-28
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
	/// Weight of `scattered`.
	fn scattered() -> Weight;
	/// Weight of `doubt_reading`.
	fn doubt_reading() -> Weight;
	/// Weight of `confirm_reading`.
	fn confirm_reading() -> Weight;
	/// Weight of `settle_with_spare`.
	fn settle_with_spare() -> Weight;
	/// Weight of `forget_meter`.
	fn forget_meter() -> Weight;
	/// Weight of `dearest_first`.
	fn dearest_first() -> Weight;
	/// Weight of `dearest_correction`.
	fn dearest_correction() -> Weight;
	/// Weight of `check_reading`.
	fn check_reading() -> Weight;
	/// Weight of `verify_signature`.
	fn verify_signature() -> Weight;
	/// Weight of `charge_unaccounted`, with `i` from 1 to 195.
	fn charge_unaccounted(i: u32) -> Weight;
	/// Weight of `long_series`, with `s` from 0 to 1_407.
	fn long_series(s: u32) -> Weight;
	/// Weight of `reopen`.
	fn reopen() -> Weight;
	/// Weight of `report_tampering`, with `r` from 0 to 1_408.
	fn report_tampering(r: u32) -> Weight;
	/// Weight of `challenge_tampering`.
	fn challenge_tampering() -> Weight;
	/// Weight of `lift_tampering`.
	fn lift_tampering() -> Weight;
	/// Weight of `revoke`, with `r` from 0 to 1_408.
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
		// Minimum execution time: 13_591_000 picoseconds.
		Weight::from_parts(18_819_000, 1_489)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn change_manufacturer() -> Weight {
		// Storage: `MeterAttestation::Manufacturers` (r:1 w:1)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Proof size measured: `608`
		// Proof size estimated: `3816`
		// Minimum execution time: 14_040_000 picoseconds.
		Weight::from_parts(18_261_000, 3_816)
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
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::NextMeter` (r:1 w:1)
		// Proof: `MeterAttestation::NextMeter` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:0 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:0 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Proof size measured: `819`
		// Proof size estimated: `3816`
		// Minimum execution time: 389_088_000 picoseconds.
		Weight::from_parts(403_243_000, 3_816)
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
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:1 w:1)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Manufacturers` (r:1 w:0)
		// Proof: `MeterAttestation::Manufacturers` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
		// Proof size measured: `1344`
		// Proof size estimated: `65431`
		// Minimum execution time: 371_706_000 picoseconds.
		Weight::from_parts(388_678_000, 65_431)
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
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `1622`
		// Proof size estimated: `3612`
		// Minimum execution time: 98_428_000 picoseconds.
		Weight::from_parts(107_500_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
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
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:3 w:3)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:1 w:1)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingRequired` (r:1 w:1)
		// Proof: `Ledger::StandingRequired` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:0 w:1)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `67624`
		// Proof size estimated: `194313`
		// Minimum execution time: 385_780_000 picoseconds.
		Weight::from_parts(417_449_000, 194_313)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn unbind_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:3 w:3)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:1 w:1)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingRequired` (r:1 w:1)
		// Proof: `Ledger::StandingRequired` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:0 w:1)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `68052`
		// Proof size estimated: `194313`
		// Minimum execution time: 394_299_000 picoseconds.
		Weight::from_parts(416_168_000, 194_313)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn retire_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:1 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfSerial` (r:0 w:1)
		// Proof: `MeterAttestation::MeterOfSerial` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:0 w:1)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:0 w:2)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Proof size measured: `1166`
		// Proof size estimated: `3622`
		// Minimum execution time: 99_366_000 picoseconds.
		Weight::from_parts(113_221_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn retire_settlement_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:1 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:1)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Duties` (r:1 w:1)
		// Proof: `Settlement::Duties` (`max_values`: None, `max_size`: Some(3726), added: 6201, mode: `MaxEncodedLen`)
		// Storage: `Ledger::StandingRequired` (r:1 w:1)
		// Proof: `Ledger::StandingRequired` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::Metered` (r:0 w:1)
		// Proof: `ForwardMarket::Metered` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `4306`
		// Proof size estimated: `7191`
		// Minimum execution time: 149_292_000 picoseconds.
		Weight::from_parts(169_757_000, 7_191)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn deliver(n: u32) -> Weight {
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:512 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:512 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:512 w:512)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:512 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:5 w:5)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:5 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:514 w:514)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Neighbours` (r:1 w:1)
		// Proof: `Ledger::Neighbours` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:514 w:514)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:33 w:33)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:0 w:512)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `5805 + n * (352 ±0)`
		// Proof size estimated: `16368 + n * (64441 ±0)`
		// Minimum execution time: 229_952_000 picoseconds.
		Weight::from_parts(235_346_000, 16_368)
			// Standard error: 504_713
			.saturating_add(Weight::from_parts(51_111_795, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 64_441).saturating_mul(n.into()))
	}
	fn scattered() -> Weight {
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:3 w:3)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Neighbours` (r:1 w:1)
		// Proof: `Ledger::Neighbours` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:3 w:3)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:0 w:1)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Proof size measured: `6158`
		// Proof size estimated: `65431`
		// Minimum execution time: 126_918_000 picoseconds.
		Weight::from_parts(137_814_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(21))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn doubt_reading() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Proof size measured: `1780`
		// Proof size estimated: `65431`
		// Minimum execution time: 47_492_000 picoseconds.
		Weight::from_parts(52_795_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn confirm_reading() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:4 w:4)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:4 w:3)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Proof size measured: `28493`
		// Proof size estimated: `65431`
		// Minimum execution time: 277_070_000 picoseconds.
		Weight::from_parts(294_328_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(12))
	}
	fn settle_with_spare() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
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
		// Storage: `Ledger::Accounts` (r:3 w:3)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:1 w:2)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::References` (r:1 w:1)
		// Proof: `TeRegistry::References` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `11991`
		// Proof size estimated: `65431`
		// Minimum execution time: 131_750_000 picoseconds.
		Weight::from_parts(143_767_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn forget_meter() -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterDetails` (r:1 w:1)
		// Proof: `MeterAttestation::MeterDetails` (`max_values`: None, `max_size`: Some(98), added: 2573, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfSerial` (r:0 w:1)
		// Proof: `MeterAttestation::MeterOfSerial` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:0 w:1)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MeterOfKey` (r:0 w:2)
		// Proof: `MeterAttestation::MeterOfKey` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
		// Proof size measured: `776`
		// Proof size estimated: `3577`
		// Minimum execution time: 45_485_000 picoseconds.
		Weight::from_parts(49_152_000, 3_577)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn dearest_first() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:4 w:4)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:4 w:3)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Proof size measured: `27657`
		// Proof size estimated: `65431`
		// Minimum execution time: 183_521_000 picoseconds.
		Weight::from_parts(199_240_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn dearest_correction() -> Weight {
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:1)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:4 w:4)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:4 w:3)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Proof size measured: `27657`
		// Proof size estimated: `65431`
		// Minimum execution time: 183_521_000 picoseconds.
		Weight::from_parts(199_240_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn check_reading() -> Weight {
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::CurrentRound` (r:1 w:0)
		// Proof: `ForwardMarket::CurrentRound` (`max_values`: Some(1), `max_size`: Some(1055), added: 1550, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::TariffsBefore` (r:1 w:0)
		// Proof: `ForwardMarket::TariffsBefore` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:1 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:1 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Proof size measured: `5925`
		// Proof size estimated: `65431`
		// Minimum execution time: 63_699_000 picoseconds.
		Weight::from_parts(68_560_000, 65_431).saturating_add(T::DbWeight::get().reads(13))
	}
	fn verify_signature() -> Weight {
		// Proof size measured: `0`
		// Proof size estimated: `0`
		// Minimum execution time: 41_716_000 picoseconds.
		Weight::from_parts(43_568_000, 0)
	}
	fn charge_unaccounted(i: u32) -> Weight {
		// Storage: `ForwardMarket::TermsPrunedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::TermsPrunedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:195 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `Settlement::SettledPages` (r:195 w:0)
		// Proof: `Settlement::SettledPages` (`max_values`: None, `max_size`: Some(4506), added: 6981, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::PositionPages` (r:195 w:0)
		// Proof: `ForwardMarket::PositionPages` (`max_values`: None, `max_size`: Some(6298), added: 8773, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Accounts` (r:4 w:4)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:3 w:2)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Shown` (r:1 w:1)
		// Proof: `Settlement::Shown` (`max_values`: None, `max_size`: Some(2190), added: 4665, mode: `MaxEncodedLen`)
		// Proof size measured: `22215 + i * (107 ±0)`
		// Proof size estimated: `31746 + i * (8773 ±0)`
		// Minimum execution time: 121_208_000 picoseconds.
		Weight::from_parts(25_054_334, 31_746)
			// Standard error: 374_059
			.saturating_add(Weight::from_parts(16_067_030, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(i.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(0, 8_773).saturating_mul(i.into()))
	}
	fn long_series(s: u32) -> Weight {
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Proof size measured: `268 + s * (45 ±0)`
		// Proof size estimated: `65431`
		// Minimum execution time: 8_238_000 picoseconds.
		Weight::from_parts(4_795_123, 65_431)
			// Standard error: 1_289
			.saturating_add(Weight::from_parts(169_257, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reopen() -> Weight {
		// Storage: `Settlement::Served` (r:1 w:0)
		// Proof: `Settlement::Served` (`max_values`: Some(1), `max_size`: Some(301), added: 796, mode: `MaxEncodedLen`)
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
		// Storage: `Ledger::Accounts` (r:4 w:4)
		// Proof: `Ledger::Accounts` (`max_values`: None, `max_size`: Some(5214), added: 7689, mode: `MaxEncodedLen`)
		// Storage: `Ledger::Debts` (r:3 w:2)
		// Proof: `Ledger::Debts` (`max_values`: None, `max_size`: Some(40), added: 2515, mode: `MaxEncodedLen`)
		// Storage: `Settlement::TotalsOf` (r:1 w:1)
		// Proof: `Settlement::TotalsOf` (`max_values`: None, `max_size`: Some(2700), added: 5175, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::StoredCharges` (r:1 w:1)
		// Proof: `ForwardMarket::StoredCharges` (`max_values`: None, `max_size`: Some(5174), added: 7649, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Reopened` (r:0 w:1)
		// Proof: `Settlement::Reopened` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
		// Proof size measured: `26710`
		// Proof size estimated: `31746`
		// Minimum execution time: 136_766_000 picoseconds.
		Weight::from_parts(149_871_000, 31_746)
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn report_tampering(r: u32) -> Weight {
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `System::BlockHash` (r:1 w:0)
		// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Served` (r:1 w:0)
		// Proof: `Settlement::Served` (`max_values`: Some(1), `max_size`: Some(301), added: 796, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1408 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:1 w:0)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
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
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:0 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `68316`
		// Proof size estimated: `69794 + r * (2595 ±0)`
		// Minimum execution time: 446_905_000 picoseconds.
		Weight::from_parts(583_114_555, 69_794)
			// Standard error: 50_815
			.saturating_add(Weight::from_parts(7_879_107, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(Weight::from_parts(0, 2_595).saturating_mul(r.into()))
	}
	fn challenge_tampering() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Proof size measured: `1418`
		// Proof size estimated: `3612`
		// Minimum execution time: 35_007_000 picoseconds.
		Weight::from_parts(41_065_000, 3_612)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn lift_tampering() -> Weight {
		// Storage: `MeterAttestation::Tamperings` (r:1 w:1)
		// Proof: `MeterAttestation::Tamperings` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:1 w:1)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
		// Proof size measured: `1412`
		// Proof size estimated: `3774`
		// Minimum execution time: 54_472_000 picoseconds.
		Weight::from_parts(60_413_000, 3_774)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn revoke(r: u32) -> Weight {
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:1)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `Settlement::Served` (r:1 w:0)
		// Proof: `Settlement::Served` (`max_values`: Some(1), `max_size`: Some(301), added: 796, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalTerms` (r:1408 w:0)
		// Proof: `ForwardMarket::IntervalTerms` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:1 w:0)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
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
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `TrustStaking::Slashes` (r:0 w:1)
		// Proof: `TrustStaking::Slashes` (`max_values`: None, `max_size`: Some(120), added: 2595, mode: `MaxEncodedLen`)
		// Proof size measured: `67925`
		// Proof size estimated: `69379 + r * (2595 ±0)`
		// Minimum execution time: 261_047_000 picoseconds.
		Weight::from_parts(440_064_876, 69_379)
			// Standard error: 296_811
			.saturating_add(Weight::from_parts(8_363_535, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(11))
			.saturating_add(Weight::from_parts(0, 2_595).saturating_mul(r.into()))
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
	fn scattered() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn doubt_reading() -> Weight {
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
	fn dearest_first() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn dearest_correction() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn check_reading() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn verify_signature() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn charge_unaccounted(i: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(i.into()))
	}
	fn long_series(s: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(s.into()))
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
	fn revoke(r: u32) -> Weight {
		Weight::from_parts(1_000_000, 0)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(r.into()))
	}
}
