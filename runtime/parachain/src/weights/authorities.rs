// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_authorities`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_authorities::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_authorities`.
pub struct Proven;

impl WeightInfo for Proven {
	fn publish() -> Weight {
		// By storage:
		// - Authorities::Authorities: 3960
		// - Balances::Holds: 4135
		proving(Compute::publish(), 8_095, &[])
	}
	fn withdraw() -> Weight {
		// By storage:
		// - Authorities::Authorities: 4100
		// - Authorities::ReportCount: 3465
		// - Balances::Holds: 4135
		proving(Compute::withdraw(), 11_700, &[])
	}
	fn trust() -> Weight {
		// By storage:
		// - Authorities::Authorities: 3605
		proving(Compute::trust(), 3_605, &[])
	}
	fn report_meter() -> Weight {
		// By storage:
		// - Authorities::Authorities: 3605
		// - Authorities::ReportCount: 4012
		// - Authorities::Reports: 4302
		// - Balances::Holds: 3640
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::Doubted: 3918
		// - MeterAttestation::LiftedUntil: 3489
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - MeterAttestation::Revocations: 3790
		// - MeterAttestation::Series: 14743
		// - Session::CurrentIndex: 1485
		// - Settlement::DisputeWindows: 1518
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::Violations: 3985
		// - Timestamp::Now: 1493
		// - TrustStaking::ConductPages: 13856
		// - TrustStaking::ConductSets: 4995
		// - TrustStaking::NextSlash: 1984
		// - TrustStaking::Reports: 3960
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Running: 1490
		// - TrustStaking::Slashes: 3960
		// - TrustStaking::Stakes: 3964
		proving(Compute::report_meter(), 99_626, &[])
	}
	fn challenge_report() -> Weight {
		// By storage:
		// - Authorities::Reports: 3807
		// - MeterAttestation::Meters: 3577
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		proving(Compute::challenge_report(), 14_513, &[])
	}
	fn lift_report() -> Weight {
		// By storage:
		// - Authorities::ReportCount: 4012
		// - Authorities::Reports: 4302
		// - Balances::Holds: 3640
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::LiftedUntil: 3984
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::Revocations: 3790
		// - Timestamp::Now: 1493
		proving(Compute::lift_report(), 26_287, &[])
	}
}
