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
		// Recorded on an empty chain: at most 2676 bytes. By storage:
		// - Balances::Holds: 3622
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Stakes: 3964
		proving(Compute::bond(), 18_308, &[])
	}
	fn unbond() -> Weight {
		// Recorded on an empty chain: at most 1568 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::Stakes: 3964
		proving(Compute::unbond(), 5_449, &[])
	}
	fn withdraw_unbonded() -> Weight {
		// Recorded on an empty chain: at most 2193 bytes. By storage:
		// - Balances::Holds: 3622
		// - Session::CurrentIndex: 1485
		// - System::Account: 3593
		// - TrustStaking::Stakes: 3964
		proving(Compute::withdraw_unbonded(), 12_664, &[])
	}
	fn set_commission() -> Weight {
		// Recorded on an empty chain: at most 2140 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Stakes: 3964
		proving(Compute::set_commission(), 12_578, &[])
	}
	fn back() -> Weight {
		// Recorded on an empty chain: at most 2492 bytes. By storage:
		// - System::Account: 6196
		// - TrustStaking::Backers: 4389
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		proving(Compute::back(), 16_269, &[])
	}
	fn unback() -> Weight {
		// Recorded on an empty chain: at most 1874 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Stakes: 3964
		proving(Compute::unback(), 9_343, &[])
	}
	fn withdraw_backing() -> Weight {
		// Recorded on an empty chain: at most 2554 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - System::Account: 6196
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Stakes: 3964
		proving(Compute::withdraw_backing(), 15_539, &[])
	}
	fn claim() -> Weight {
		// Recorded on an empty chain: at most 8282 bytes. By storage:
		// - System::Account: 6196
		// - TeRegistry::Nodes: 3612
		// - TrustStaking::Promised: 1501
		// - TrustStaking::StandingPages: 11287
		proving(Compute::claim(), 22_596, &[])
	}
	fn claim_backing() -> Weight {
		// Recorded on an empty chain: at most 2614 bytes. By storage:
		// - System::Account: 6196
		// - TrustStaking::Backers: 3894
		// - TrustStaking::Promised: 1501
		// - TrustStaking::Stakes: 3964
		proving(Compute::claim_backing(), 15_555, &[])
	}
	fn set_rules() -> Weight {
		// Recorded on an empty chain: at most 1206 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::NextRules: 1980
		proving(Compute::set_rules(), 3_465, &[])
	}
	fn cancel_slash() -> Weight {
		// Recorded on an empty chain: at most 3670 bytes. By storage:
		// - Session::CurrentIndex: 1485
		// - TrustStaking::ConductPages: 13856
		// - TrustStaking::Running: 1490
		// - TrustStaking::Slashes: 4080
		// - TrustStaking::Stakes: 3964
		proving(Compute::cancel_slash(), 24_875, &[])
	}
	fn call_in_debt() -> Weight {
		// Recorded on an empty chain: at most 2712 bytes. By storage:
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
		// Recorded on an empty chain: at most 2255 bytes. By storage:
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
		// Recorded on an empty chain: at most 17369 bytes. By storage with n = 32:
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
		// Recorded on an empty chain: at most 5905 bytes. By storage:
		// - Balances::Holds: 3622
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
		proving(Compute::apply_slash(), 117_242, &[])
	}
	fn prune() -> Weight {
		// Recorded on an empty chain: at most 1212 bytes. By storage:
		// - TrustStaking::Reports: 53660
		// - TrustStaking::ReportsFrom: 1980
		proving(Compute::prune(), 55_640, &[])
	}
	fn on_remove() -> Weight {
		// Recorded on an empty chain: at most 6457 bytes. By storage:
		// - TrustStaking::ConductPages: 26722
		// - TrustStaking::History: 3465
		// - TrustStaking::StandingPages: 11287
		proving(Compute::on_remove(), 41_474, &[])
	}
}
