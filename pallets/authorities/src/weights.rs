// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_authorities`, measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-29
//! - Measured: 16 steps, 8 repetitions, Wasm Compiled, in-memory database;
//!   reads and writes are charged at what the runtime says its database takes

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights that `pallet_authorities` needs.
pub trait WeightInfo {
	/// Weight of `publish`.
	fn publish() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `trust`.
	fn trust() -> Weight;
	/// Weight of `report_meter`.
	fn report_meter() -> Weight;
	/// Weight of `challenge_report`.
	fn challenge_report() -> Weight;
	/// Weight of `lift_report`.
	fn lift_report() -> Weight;
}

/// Measured weights, with the reads and writes of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn publish() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `76`
		// Proof size estimated: `3622`
		// Minimum execution time: 72_686_000 picoseconds.
		Weight::from_parts(87_444_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn withdraw() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
		// Storage: `Authorities::ReportCount` (r:1 w:0)
		// Proof: `Authorities::ReportCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Proof size measured: `294`
		// Proof size estimated: `3622`
		// Minimum execution time: 68_578_000 picoseconds.
		Weight::from_parts(119_453_000, 3_622)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn trust() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
		// Proof size measured: `239`
		// Proof size estimated: `3605`
		// Minimum execution time: 16_471_000 picoseconds.
		Weight::from_parts(22_442_000, 3_605)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn report_meter() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:1)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Proof: `ForwardMarket::IntervalLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Proof: `Authorities::Reports` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `Authorities::ReportCount` (r:1 w:1)
		// Proof: `Authorities::ReportCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Revocations` (r:1 w:1)
		// Proof: `MeterAttestation::Revocations` (`max_values`: None, `max_size`: Some(309), added: 2784, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Series` (r:1 w:0)
		// Proof: `MeterAttestation::Series` (`max_values`: None, `max_size`: Some(61966), added: 64441, mode: `MaxEncodedLen`)
		// Storage: `ForwardMarket::ClosedUntil` (r:1 w:0)
		// Proof: `ForwardMarket::ClosedUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::MetersOfNode` (r:1 w:0)
		// Proof: `MeterAttestation::MetersOfNode` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Violations` (r:1 w:1)
		// Proof: `TeRegistry::Violations` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::LiftedUntil` (r:1 w:0)
		// Proof: `MeterAttestation::LiftedUntil` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Doubted` (r:1 w:1)
		// Proof: `MeterAttestation::Doubted` (`max_values`: None, `max_size`: Some(453), added: 2928, mode: `MaxEncodedLen`)
		// Storage: `Settlement::DisputeWindows` (r:1 w:0)
		// Proof: `Settlement::DisputeWindows` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
		// Proof size measured: `65422`
		// Proof size estimated: `65431`
		// Minimum execution time: 281_917_000 picoseconds.
		Weight::from_parts(402_231_000, 65_431)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn challenge_report() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Proof: `Authorities::Reports` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
		// Proof size measured: `1599`
		// Proof size estimated: `3807`
		// Minimum execution time: 58_689_000 picoseconds.
		Weight::from_parts(74_870_000, 3_807)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn lift_report() -> Weight {
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Proof: `Authorities::Reports` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(157), added: 2632, mode: `MaxEncodedLen`)
		// Storage: `Authorities::ReportCount` (r:1 w:1)
		// Proof: `Authorities::ReportCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
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
		// Proof size measured: `1778`
		// Proof size estimated: `3807`
		// Minimum execution time: 131_846_000 picoseconds.
		Weight::from_parts(152_916_000, 3_807)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}

/// Round numbers for tests, which a new measurement does not change.
impl WeightInfo for () {
	fn publish() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn trust() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn report_meter() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn challenge_report() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
	fn lift_report() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}
