// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_settlement`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_settlement::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_settlement`.
pub struct Proven;

impl WeightInfo for Proven {
	fn poll() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::Corrections: 1999
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::NeededFrom: 1984
		// - ForwardMarket::TariffsBefore: 3529
		// - ForwardMarket::TermsPrunedUntil: 1489
		// - Settlement::Deadlines: 1988
		// - Settlement::DisputeWindows: 1518
		// - Settlement::ProvisionalUntil: 1493
		// - Settlement::Reopened: 3481
		// - Settlement::Served: 1786
		// - Settlement::SweptPages: 2515
		// - Settlement::ToldUntil: 1988
		// - Timestamp::Now: 1493
		proving(Compute::poll(), 28_241, &[])
	}
	fn silence() -> Weight {
		// By storage:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::StoredCharges: 8639
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 24552
		// - Ledger::Debts: 11625
		// - Settlement::TotalsOf: 6660
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::Violations: 3985
		proving(Compute::silence(), 73_250, &[])
	}
	fn page() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::Orders: 5923
		// - ForwardMarket::PositionPages: 9763
		// - Settlement::Duties: 7191
		// - Settlement::SettledPages: 7971
		// - Settlement::SweptPages: 1980
		proving(Compute::page(), 36_421, &[])
	}
	fn pages(p: u32) -> Weight {
		// By storage with p = 1536:
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::Orders: 6140
		// - ForwardMarket::PositionPages: 6140
		// - Settlement::Duties: 313140
		// - Settlement::SweptPages: 1980
		proving(Compute::pages(p), 23_793, &[(200, p)])
	}
	fn serve(n: u32) -> Weight {
		// By storage with n = 128:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 334174
		// - Settlement::Served: 1786
		// - Timestamp::Now: 1493
		proving(Compute::serve(n), 9_339, &[(2_631, n)])
	}
	fn correct() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - Ledger::Accounts: 24057
		// - Ledger::Debts: 11665
		// - Settlement::SettledPages: 7971
		// - Settlement::TotalsOf: 6660
		// - TeRegistry::NextIndex: 1489
		// - TeRegistry::Nodes: 3612
		proving(Compute::correct(), 73_453, &[])
	}
	fn set_dispute_window() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - Settlement::DisputeWindows: 1518
		// - Timestamp::Now: 1493
		proving(Compute::set_dispute_window(), 5_989, &[])
	}
	fn close() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::Rents: 3493
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 8679
		// - Settlement::DisputeWindows: 1518
		// - Settlement::Held: 3988
		// - Settlement::Reopened: 3976
		proving(Compute::close(), 30_265, &[])
	}
	fn tell(n: u32) -> Weight {
		// By storage with n = 128:
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - Settlement::SettledPages: 7971
		// - TeRegistry::NextIndex: 1489
		// - TeRegistry::Nodes: 336606
		// - Timestamp::Now: 1493
		// - TrustStaking::ConductPages: 14351
		// - TrustStaking::ConductSets: 4995
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Running: 1490
		// - TrustStaking::StandingPages: 11782
		proving(Compute::tell(n), 62_783, &[(2_634, n)])
	}
	fn prune() -> Weight {
		// By storage:
		// - ForwardMarket::TermsPrunedUntil: 1489
		// - Ledger::Accounts: 8679
		// - Settlement::PrunedUntil: 1489
		// - Settlement::SettledPages: 13616
		// - Settlement::Shown: 6150
		proving(Compute::prune(), 31_423, &[])
	}
	fn removed() -> Weight {
		// By storage:
		// - Settlement::SparedUntil: 3465
		// - Settlement::TotalsOf: 6660
		proving(Compute::removed(), 10_125, &[])
	}
}
