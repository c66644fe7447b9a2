// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_authorities`, to be measured and written by `scripts/weights.sh`; not to be edited.
//!
//! - Machine: AMD EPYC, 2 cores
//! - Date: 2026-11-22
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
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `260`
		// Proof size estimated: `3601`
		// Minimum execution time: 56_574_000 picoseconds.
		Weight::from_parts(60_129_000, 3_601)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn withdraw() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Proof size measured: `449`
		// Proof size estimated: `3601`
		// Minimum execution time: 50_645_000 picoseconds.
		Weight::from_parts(56_935_000, 3_601)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn trust() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
		// Proof size measured: `394`
		// Proof size estimated: `3601`
		// Minimum execution time: 10_696_000 picoseconds.
		Weight::from_parts(14_702_000, 3_601)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn report_meter() -> Weight {
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Storage: `ForwardMarket::IntervalLength` (r:1 w:0)
		// Storage: `Timestamp::Now` (r:1 w:0)
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Storage: `Authorities::ReportCount` (r:1 w:1)
		Weight::from_parts(100_000_000, 3_816)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn challenge_report() -> Weight {
		// Storage: `TeRegistry::IndexOf` (r:1 w:0)
		// Proof: `TeRegistry::IndexOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
		// Storage: `TeRegistry::Nodes` (r:1 w:0)
		// Proof: `TeRegistry::Nodes` (`max_values`: None, `max_size`: Some(147), added: 2622, mode: `MaxEncodedLen`)
		// Storage: `MeterAttestation::Meters` (r:1 w:0)
		// Proof: `MeterAttestation::Meters` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Proof: `Authorities::Reports` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Proof size measured: `1509`
		// Proof size estimated: `3809`
		// Minimum execution time: 33_049_000 picoseconds.
		Weight::from_parts(37_966_000, 3_809)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn lift_report() -> Weight {
		// Storage: `Authorities::Reports` (r:1 w:1)
		// Proof: `Authorities::Reports` (`max_values`: None, `max_size`: Some(344), added: 2819, mode: `MaxEncodedLen`)
		// Storage: `System::Account` (r:1 w:1)
		// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
		// Storage: `Balances::Holds` (r:1 w:1)
		// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
		// Storage: `Authorities::Authorities` (r:1 w:1)
		// Proof: `Authorities::Authorities` (`max_values`: None, `max_size`: Some(136), added: 2611, mode: `MaxEncodedLen`)
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
