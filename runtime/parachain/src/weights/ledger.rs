// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_ledger`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_ledger::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_ledger`.
pub struct Proven;

impl WeightInfo for Proven {
	fn deposit() -> Weight {
		// By storage:
		// - Ledger::Accounts: 16863
		// - Ledger::Debts: 9150
		// - Ledger::Holding: 1501
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		proving(Compute::deposit(), 42_212, &[])
	}
	fn withdraw() -> Weight {
		// By storage:
		// - Ledger::Accounts: 9174
		// - Ledger::Holding: 1501
		// - Ledger::StandingPrice: 1493
		// - Ledger::StandingRequired: 3465
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		proving(Compute::withdraw(), 30_331, &[])
	}
	fn collect() -> Weight {
		// By storage:
		// - Ledger::Accounts: 16863
		// - Ledger::Debts: 4000
		// - TeRegistry::References: 3976
		proving(Compute::collect(), 24_839, &[])
	}
	fn set_standing_price() -> Weight {
		// By storage:
		// - Ledger::StandingPrice: 1980
		proving(Compute::set_standing_price(), 1_980, &[])
	}
	fn forgive() -> Weight {
		// By storage:
		// - Ledger::Accounts: 17358
		// - Ledger::Debts: 4000
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 6962
		proving(Compute::forgive(), 35_449, &[])
	}
	fn pay_from_reserve() -> Weight {
		// By storage:
		// - Ledger::Accounts: 25047
		// - Ledger::Debts: 4000
		// - TeRegistry::References: 3976
		proving(Compute::pay_from_reserve(), 33_023, &[])
	}
}
