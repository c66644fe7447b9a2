// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_grid`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_grid::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_grid`.
pub struct Proven;

impl WeightInfo for Proven {
	fn set_default_limits() -> Weight {
		// By storage:
		// - Grid::Keepers: 3465
		// - Grid::Lines: 30231
		// - Grid::Owners: 3507
		// - Grid::Trading: 1497
		// - Timestamp::Now: 1493
		proving(Compute::set_default_limits(), 40_193, &[])
	}
	fn set_own_limits(i: u32) -> Weight {
		// By storage with i = 96:
		// - Grid::Keepers: 3465
		// - Grid::Lines: 30231
		// - Grid::OwnLimits: 511422
		// - Grid::Owners: 3507
		// - Grid::PrunedUntil: 1489
		// - Grid::Trading: 1497
		// - Timestamp::Now: 1493
		proving(Compute::set_own_limits(i), 42_672, &[(5_317, i)])
	}
	fn propose_lines(n: u32) -> Weight {
		// By storage with n = 128:
		// - Committees::Pauses: 18895
		// - Committees::Questions: 3690
		// - Committees::Roll: 9679
		// - Grid::Keepers: 3514
		// - Grid::Lines: 117954
		// - Grid::Proposals: 9647
		// - Grid::Sizes: 1510
		// - Grid::Trading: 1497
		// - Session::CurrentIndex: 1485
		// - Timestamp::Now: 1493
		proving(Compute::propose_lines(n), 169_364, &[])
	}
	fn propose_limits() -> Weight {
		// By storage:
		// - Committees::Questions: 3465
		// - Grid::Keepers: 3514
		// - Grid::Lines: 30231
		// - Grid::Owners: 3507
		// - Grid::Proposals: 9647
		// - Grid::Trading: 1497
		// - Timestamp::Now: 1493
		proving(Compute::propose_limits(), 53_354, &[])
	}
	fn agree_lines(n: u32) -> Weight {
		// By storage with n = 128:
		// - Committees::Pauses: 18895
		// - Committees::Questions: 3690
		// - Committees::Roll: 9679
		// - Grid::Lines: 117954
		// - Grid::LinesVersion: 1984
		// - Grid::Owners: 317790
		// - Grid::Proposals: 9647
		// - Grid::Sizes: 1510
		// - Grid::Trading: 1497
		// - Session::CurrentIndex: 1485
		// - Timestamp::Now: 1493
		proving(Compute::agree_lines(n), 168_824, &[(2_475, n)])
	}
	fn agree_limits() -> Weight {
		// By storage:
		// - Committees::Pauses: 18895
		// - Committees::Questions: 3690
		// - Grid::Keepers: 5989
		// - Grid::Lines: 30231
		// - Grid::OwnLimits: 6802
		// - Grid::Owners: 3507
		// - Grid::Proposals: 9647
		// - Grid::PrunedUntil: 1984
		// - Grid::Trading: 1497
		// - Session::CurrentIndex: 1485
		// - Timestamp::Now: 1493
		proving(Compute::agree_limits(), 85_220, &[])
	}
	fn drop_proposal() -> Weight {
		// By storage:
		// - Committees::Questions: 3465
		// - Grid::Proposals: 3960
		proving(Compute::drop_proposal(), 7_425, &[])
	}
	fn set_keeper() -> Weight {
		// By storage:
		// - Committees::Questions: 3465
		// - Grid::Keepers: 4009
		// - Grid::Proposals: 3960
		proving(Compute::set_keeper(), 11_434, &[])
	}
	fn trading() -> Weight {
		// By storage:
		// - Grid::Trading: 1980
		proving(Compute::trading(), 1_980, &[])
	}
	fn prune() -> Weight {
		// By storage:
		// - Grid::OwnLimits: 9110
		// - Grid::PrunedUntil: 1489
		// - Grid::Trading: 1497
		proving(Compute::prune(), 12_096, &[])
	}
	fn feeder(l: u32) -> Weight {
		// By storage with l = 511:
		// - Grid::Lines: 117954
		// - Grid::OwnLimits: 22258
		// - Grid::Sizes: 1510
		proving(Compute::feeder(l), 54_940, &[(204, l)])
	}
}
