// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_transmission`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_transmission::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_transmission`.
pub struct Proven;

impl WeightInfo for Proven {
	fn offer() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalLength: 1489
		// - Grid::Keepers: 3465
		// - Grid::Owners: 3507
		// - Timestamp::Now: 1493
		// - Transmission::ContractedUntil: 3479
		// - Transmission::Offers: 3960
		proving(Compute::offer(), 17_393, &[])
	}
	fn drop_offer() -> Weight {
		// By storage:
		// - Transmission::Offers: 4038
		proving(Compute::drop_offer(), 4_038, &[])
	}
	fn agree() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalLength: 1489
		// - Grid::Keepers: 3465
		// - Grid::Owners: 3507
		// - Timestamp::Now: 1493
		// - Transmission::ContractedUntil: 3974
		// - Transmission::Contracts: 3960
		// - Transmission::NextContract: 1984
		// - Transmission::Offers: 4038
		proving(Compute::agree(), 23_910, &[])
	}
	fn end() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalLength: 1489
		// - Timestamp::Now: 1493
		// - Transmission::ContractedUntil: 3479
		// - Transmission::Contracts: 3551
		proving(Compute::end(), 10_012, &[])
	}
	fn claim(i: u32) -> Weight {
		// By storage with i = 96:
		// - Clearing::LineFlows: 1812798
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::TermsPrunedUntil: 1489
		// - Grid::Keepers: 3465
		// - Grid::Owners: 3507
		// - System::Account: 6691
		// - Transmission::Contracts: 4046
		proving(Compute::claim(i), 21_677, &[(18_873, i)])
	}
}
