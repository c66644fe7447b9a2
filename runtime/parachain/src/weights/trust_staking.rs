// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_trust_staking`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_trust_staking::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_trust_staking`.
pub struct Proven;

impl WeightInfo for Proven {
	fn bond() -> Weight {
		// By storage:
		// - Balances::Holds: 3640
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Stakes: 3964
		proving(Compute::bond(), 18_326, &[])
	}
	fn unbond() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::Stakes: 3964
		proving(Compute::unbond(), 5_449, &[])
	}
	fn withdraw_unbonded() -> Weight {
		// By storage:
		// - Balances::Holds: 3640
		// - Session::CurrentIndex: 1485
		// - System::Account: 3593
		// - TrustStaking::Stakes: 3964
		proving(Compute::withdraw_unbonded(), 12_682, &[])
	}
	fn set_commission() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Stakes: 3964
		proving(Compute::set_commission(), 12_578, &[])
	}
	fn back() -> Weight {
		// By storage:
		// - System::Account: 6196
		// - TrustStaking::Backers: 4389
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		proving(Compute::back(), 16_269, &[])
	}
	fn unback() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Stakes: 3964
		proving(Compute::unback(), 9_343, &[])
	}
	fn withdraw_backing() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - System::Account: 6196
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Stakes: 3964
		proving(Compute::withdraw_backing(), 15_539, &[])
	}
	fn claim() -> Weight {
		// By storage:
		// - System::Account: 6196
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Promised: 1501
		// - TrustStaking::StandingPages: 11287
		proving(Compute::claim(), 22_596, &[])
	}
	fn claim_backing() -> Weight {
		// By storage:
		// - System::Account: 6196
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Promised: 1501
		// - TrustStaking::Stakes: 3964
		proving(Compute::claim_backing(), 15_555, &[])
	}
	fn set_rules() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::NextRules: 1980
		proving(Compute::set_rules(), 3_465, &[])
	}
	fn cancel_slash() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::ConductPages: 13856
		// - TrustStaking::Running: 1490
		// - TrustStaking::Slashes: 4080
		// - TrustStaking::Stakes: 3964
		proving(Compute::cancel_slash(), 24_875, &[])
	}
	fn call_in_debt() -> Weight {
		// By storage:
		// - Ledger::Debts: 3505
		// - Session::CurrentIndex: 1485
		// - TeRegistry::Nodes: 6234
		// - TrustStaking::NextSlash: 1984
		// - TrustStaking::Reports: 3960
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Slashes: 3960
		// - TrustStaking::Stakes: 3964
		proving(Compute::call_in_debt(), 26_812, &[])
	}
	fn poll() -> Weight {
		// By storage:
		// - Session::CurrentIndex: 1485
		// - Timestamp::Now: 1493
		// - TrustStaking::ConductSets: 4500
		// - TrustStaking::FirstSlash: 1489
		// - TrustStaking::Folding: 1980
		// - TrustStaking::NextRules: 2219
		// - TrustStaking::NextSlash: 1489
		// - TrustStaking::Rules: 1485
		// - TrustStaking::Running: 1985
		// - TrustStaking::Slashes: 3585
		proving(Compute::poll(), 21_710, &[])
	}
	fn fold(n: u32) -> Weight {
		// By storage with n = 32:
		// - System::Account: 3593
		// - TrustStaking::ConductPages: 13856
		// - TrustStaking::ConductSets: 4500
		// - TrustStaking::Folding: 1497
		// - TrustStaking::History: 219870
		// - TrustStaking::Promised: 1996
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Running: 1490
		// - TrustStaking::Stakes: 96158
		// - TrustStaking::StandingPages: 11287
		proving(Compute::fold(n), 39_902, &[(10_442, n)])
	}
	fn apply_slash() -> Weight {
		// By storage:
		// - Balances::Holds: 3640
		// - Ledger::Accounts: 48114
		// - Ledger::Debts: 18180
		// - Ledger::Holding: 1996
		// - System::Account: 14005
		// - TeRegistry::Nodes: 14100
		// - TeRegistry::References: 3481
		// - TrustStaking::FirstSlash: 1984
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Slashes: 4080
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::Unpaid: 1996
		proving(Compute::apply_slash(), 117_260, &[])
	}
	fn prune() -> Weight {
		// By storage:
		// - TrustStaking::Reports: 53660
		// - TrustStaking::ReportsFrom: 1980
		proving(Compute::prune(), 55_640, &[])
	}
	fn on_remove() -> Weight {
		// By storage:
		// - TrustStaking::ConductPages: 26722
		// - TrustStaking::History: 3465
		// - TrustStaking::StandingPages: 11287
		proving(Compute::on_remove(), 41_474, &[])
	}
}
