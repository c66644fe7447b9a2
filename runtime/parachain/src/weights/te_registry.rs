// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_te_registry`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_te_registry::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_te_registry`.
pub struct Proven;

impl WeightInfo for Proven {
	fn apply() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - System::Account: 3593
		// - System::BlockHash: 3509
		// - TeRegistry::ApplicationWork: 1486
		// - TeRegistry::Applications: 3960
		// - TeRegistry::IndexOf: 3465
		proving(Compute::apply(), 20_148, &[])
	}
	fn withdraw_application() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - System::Account: 3593
		// - TeRegistry::Applications: 4109
		proving(Compute::withdraw_application(), 11_837, &[])
	}
	fn approve() -> Weight {
		// By storage:
		// - TeRegistry::Applications: 4109
		// - TeRegistry::CounterForNodes: 1984
		// - TeRegistry::IndexOf: 3960
		// - TeRegistry::NextIndex: 1984
		// - TeRegistry::Nodes: 3960
		proving(Compute::approve(), 15_997, &[])
	}
	fn reject() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - System::Account: 3593
		// - TeRegistry::Applications: 4109
		proving(Compute::reject(), 11_837, &[])
	}
	fn admit() -> Weight {
		// By storage:
		// - TeRegistry::Applications: 3465
		// - TeRegistry::CounterForNodes: 1984
		// - TeRegistry::IndexOf: 3960
		// - TeRegistry::NextIndex: 1984
		// - TeRegistry::Nodes: 3960
		proving(Compute::admit(), 15_353, &[])
	}
	fn change() -> Weight {
		// By storage:
		// - TeRegistry::Nodes: 3612
		proving(Compute::change(), 3_612, &[])
	}
	fn suspend() -> Weight {
		// By storage:
		// - Committees::Roll: 9679
		// - ForwardMarket::CurrentRound: 2540
		// - Ledger::Accounts: 8679
		// - TeRegistry::Nodes: 3612
		proving(Compute::suspend(), 24_510, &[])
	}
	fn resume() -> Weight {
		// By storage:
		// - TeRegistry::Nodes: 3612
		proving(Compute::resume(), 3_612, &[])
	}
	fn offer_handover() -> Weight {
		// By storage:
		// - TeRegistry::Applications: 3465
		// - TeRegistry::Handovers: 3960
		// - TeRegistry::IndexOf: 5992
		proving(Compute::offer_handover(), 13_417, &[])
	}
	fn accept_handover() -> Weight {
		// By storage:
		// - Balances::Holds: 7280
		// - System::Account: 6196
		// - TeRegistry::Applications: 3465
		// - TeRegistry::Handovers: 4004
		// - TeRegistry::IndexOf: 6930
		// - TeRegistry::Nodes: 3612
		proving(Compute::accept_handover(), 31_487, &[])
	}
	fn replace_account() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - System::Account: 3593
		// - TeRegistry::Applications: 3465
		// - TeRegistry::Handovers: 3465
		// - TeRegistry::IndexOf: 6930
		// - TeRegistry::Nodes: 3612
		proving(Compute::replace_account(), 25_200, &[])
	}
	fn remove() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - Certificates::Plants: 15383
		// - Certificates::StockPages: 2511
		// - Committees::Roll: 9679
		// - ForwardMarket::Choices: 8855
		// - ForwardMarket::Leaving: 3465
		// - ForwardMarket::Metered: 3465
		// - ForwardMarket::StoredCharges: 3465
		// - ForwardMarket::Waived: 3465
		// - Settlement::SparedUntil: 3465
		// - Settlement::TotalsOf: 6165
		// - System::Account: 3593
		// - TeRegistry::CounterForNodes: 1489
		// - TeRegistry::Handovers: 3465
		// - TeRegistry::IndexOf: 3960
		// - TeRegistry::Nodes: 4107
		// - TeRegistry::References: 3465
		// - TeRegistry::Violations: 15840
		// - TrustStaking::ConductPages: 26722
		// - TrustStaking::History: 3465
		// - TrustStaking::StandingPages: 11287
		proving(Compute::remove(), 141_446, &[])
	}
	fn record_violation() -> Weight {
		// By storage:
		// - TeRegistry::Nodes: 3465
		// - TeRegistry::Violations: 3985
		proving(Compute::record_violation(), 7_450, &[])
	}
	fn set_application_work() -> Weight {
		// By storage:
		// - TeRegistry::ApplicationWork: 1485
		proving(Compute::set_application_work(), 1_485, &[])
	}
}
