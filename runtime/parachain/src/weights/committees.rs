// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_committees`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_committees::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_committees`.
pub struct Proven;

impl WeightInfo for Proven {
	fn serve() -> Weight {
		// By storage:
		// - Committees::Roll: 9679
		// - Session::CurrentIndex: 1485
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::StandingPages: 11287
		proving(Compute::serve(), 36_757, &[])
	}
	fn vote() -> Weight {
		// By storage:
		// - Committees::Askers: 1998
		// - Committees::Candidates: 3465
		// - Committees::Questions: 4185
		// - Committees::Tended: 1494
		// - Session::CurrentIndex: 1485
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		proving(Compute::vote(), 19_756, &[])
	}
	fn ask() -> Weight {
		// By storage:
		// - Committees::Askers: 2493
		// - Committees::Candidates: 3960
		// - Committees::Pauses: 19390
		// - Committees::Questions: 4185
		// - Committees::Roll: 9679
		// - Session::CurrentIndex: 1485
		proving(Compute::ask(), 41_192, &[])
	}
	fn look() -> Weight {
		// By storage:
		// - Committees::Askers: 1998
		// - Committees::Pauses: 18895
		// - Committees::Questions: 3690
		// - Committees::Tended: 1494
		// - Session::CurrentIndex: 1485
		proving(Compute::look(), 27_562, &[])
	}
	fn draw() -> Weight {
		// By storage:
		// - Committees::Candidates: 10154
		// - Committees::Questions: 3465
		// - RelayRandomness::Last: 1529
		// - Session::CurrentIndex: 1485
		proving(Compute::draw(), 16_633, &[])
	}
	fn lapse() -> Weight {
		// By storage:
		// - Committees::Candidates: 3465
		// - Committees::Questions: 4185
		// - Committees::Roll: 9679
		proving(Compute::lapse(), 17_329, &[])
	}
}
