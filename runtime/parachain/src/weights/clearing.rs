// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_clearing`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_clearing::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_clearing`.
pub struct Proven;

impl WeightInfo for Proven {
	fn poll() -> Weight {
		// By storage:
		// - Clearing::Cursor: 23188
		// - Clearing::Resuming: 1501
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::Paused: 1487
		proving(Compute::poll(), 28_716, &[])
	}
	fn turn() -> Weight {
		// By storage:
		// - Clearing::Curves: 3960
		// - Clearing::Pivotal: 3960
		// - Clearing::Results: 3960
		proving(Compute::turn(), 11_880, &[])
	}
	fn end_pass() -> Weight {
		// By storage:
		// - ForwardMarket::Choosing: 2511
		proving(Compute::end_pass(), 2_511, &[])
	}
	fn count(r: u32) -> Weight {
		// By storage with r = 128:
		// - ForwardMarket::Orders: 5923
		proving(Compute::count(r), 5_923, &[])
	}
	fn load(r: u32) -> Weight {
		// By storage with r = 128:
		// - ForwardMarket::Orders: 5923
		proving(Compute::load(r), 5_923, &[])
	}
	fn assign() -> Weight {
		// By storage:
		// - Clearing::Transactions: 3960
		proving(Compute::assign(), 3_960, &[])
	}
	fn fill(r: u32) -> Weight {
		// By storage with r = 128:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::Orders: 5923
		// - ForwardMarket::PositionPages: 9763
		proving(Compute::fill(r), 21_819, &[])
	}
	fn prune() -> Weight {
		// By storage:
		// - Clearing::ByChoice: 6140
		// - Clearing::ClearedLines: 3960
		// - Clearing::ClearedZonesOf: 6140
		// - Clearing::Curves: 6140
		// - Clearing::LineFlows: 8910
		// - Clearing::Pivotal: 6140
		// - Clearing::PrunedUntil: 1489
		// - Clearing::Results: 9110
		// - Clearing::Transactions: 6140
		// - Clearing::ZonedTransactions: 6140
		// - ForwardMarket::TermsPrunedUntil: 1489
		proving(Compute::prune(), 61_798, &[])
	}
}
