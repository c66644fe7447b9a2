// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_forward_market`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_forward_market::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_forward_market`.
pub struct Proven;

impl WeightInfo for Proven {
	fn post(n: u32) -> Weight {
		// By storage with n = 128:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalTerms: 334174
		// - ForwardMarket::Metered: 3505
		// - ForwardMarket::Orders: 632414
		// - ForwardMarket::Paused: 1487
		// - ForwardMarket::PositionPages: 1123934
		// - ForwardMarket::Waived: 8599
		// - Grid::Sizes: 1510
		// - Ledger::Accounts: 9174
		// - Ledger::Holding: 1501
		// - Ledger::StandingPrice: 1493
		// - Ledger::StandingRequired: 3465
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		proving(Compute::post(n), 54_155, &[(16_309, n)])
	}
	fn post_storage(n: u32, l: u32) -> Weight {
		// By storage with n = 128, l = 128:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 667358
		// - ForwardMarket::Metered: 3505
		// - ForwardMarket::Orders: 1263838
		// - ForwardMarket::Paused: 1487
		// - ForwardMarket::PositionPages: 2246878
		// - ForwardMarket::StoredCharges: 8639
		// - ForwardMarket::Waived: 8599
		// - Grid::Sizes: 1510
		// - Ledger::Accounts: 8679
		// - Ledger::Holding: 1501
		// - Ledger::StandingPrice: 1493
		// - Ledger::StandingRequired: 3465
		// - System::Account: 3593
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3481
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		proving(Compute::post_storage(n, l), 64_283, &[(16_309, n), (16_302, l)])
	}
	fn trusted(n: u32) -> Weight {
		// By storage with n = 128:
		// - ForwardMarket::Waived: 8599
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::StandingPages: 11287
		proving(Compute::trusted(n), 30_675, &[])
	}
	fn cancel(w: u32) -> Weight {
		// By storage with w = 128:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 334174
		// - ForwardMarket::Orders: 632414
		// - ForwardMarket::PositionPages: 1123934
		// - ForwardMarket::Waived: 8599
		// - Ledger::Accounts: 8679
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::StandingPages: 11287
		proving(Compute::cancel(w), 49_870, &[(16_309, w)])
	}
	fn cancel_all(w: u32) -> Weight {
		// By storage with w = 256:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 667358
		// - ForwardMarket::Orders: 1263838
		// - ForwardMarket::PositionPages: 2246878
		// - ForwardMarket::Waived: 9094
		// - Ledger::Accounts: 8679
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::StandingPages: 11287
		proving(Compute::cancel_all(w), 50_365, &[(16_309, w)])
	}
	fn leave(w: u32) -> Weight {
		// By storage with w = 256:
		// - ForwardMarket::IntervalTerms: 667358
		// - ForwardMarket::Leaving: 8910
		// - ForwardMarket::Orders: 1263838
		// - ForwardMarket::PositionPages: 2246878
		// - ForwardMarket::Waived: 9094
		// - Ledger::Accounts: 8679
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		// - TrustStaking::Rules: 1720
		// - TrustStaking::Stakes: 3964
		// - TrustStaking::StandingPages: 11287
		proving(Compute::leave(w), 51_729, &[(16_309, w)])
	}
	fn removed() -> Weight {
		// By storage:
		// - ForwardMarket::Choices: 9350
		// - ForwardMarket::Choosing: 3006
		// - ForwardMarket::Leaving: 3960
		// - ForwardMarket::Metered: 3960
		// - ForwardMarket::StoredCharges: 3960
		// - ForwardMarket::Waived: 3960
		proving(Compute::removed(), 28_196, &[])
	}
	fn set_rules() -> Weight {
		// By storage:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		proving(Compute::set_rules(), 65_578, &[])
	}
	fn set_tariff(b: u32) -> Weight {
		// By storage with b = 96:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 6234
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		proving(Compute::set_tariff(b), 71_717, &[])
	}
	fn set_interval_tariffs(n: u32) -> Weight {
		// By storage with n = 384:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 953993
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::set_interval_tariffs(n), 65_119, &[(2_475, n)])
	}
	fn remove_interval_tariff() -> Weight {
		// By storage:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::remove_interval_tariff(), 65_119, &[])
	}
	fn correct_tariff() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::Corrected: 3960
		// - ForwardMarket::Corrections: 1999
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 6196
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - ForwardMarket::TariffsBefore: 3960
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::correct_tariff(), 79_130, &[])
	}
	fn set_pauses() -> Weight {
		// By storage:
		// - ForwardMarket::Paused: 1980
		proving(Compute::set_pauses(), 1_980, &[])
	}
	fn prefer(c: u32) -> Weight {
		// By storage with c = 8:
		// - ForwardMarket::Choices: 8855
		// - ForwardMarket::Choosing: 2511
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 24588
		proving(Compute::prefer(c), 18_181, &[(2_936, c)])
	}
	fn open_round(w: u32) -> Weight {
		// By storage with w = 128:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::DailyTariffs: 23878
		// - ForwardMarket::Former: 3960
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 400137
		// - ForwardMarket::Leaving: 5940
		// - ForwardMarket::OwnTariffs: 22991
		// - ForwardMarket::Rules: 2006
		// - Grid::Trading: 1485
		// - Timestamp::Now: 1493
		proving(Compute::open_round(w), 402_559, &[(495, w)])
	}
	fn close_round() -> Weight {
		// By storage:
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::Paused: 1487
		// - Timestamp::Now: 1493
		proving(Compute::close_round(), 7_009, &[])
	}
	fn on_poll() -> Weight {
		// By storage:
		// - ForwardMarket::CurrentRound: 1485
		proving(Compute::on_poll(), 1_485, &[])
	}
	fn prune() -> Weight {
		// By storage:
		// - ForwardMarket::BooksPrunedUntil: 1489
		// - ForwardMarket::Buses: 9110
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::Corrected: 3465
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::Former: 9110
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::IntervalTerms: 3960
		// - ForwardMarket::NeededFrom: 1489
		// - ForwardMarket::Orders: 9110
		// - ForwardMarket::PositionPages: 9110
		// - ForwardMarket::PositionsPrunedUntil: 1485
		// - ForwardMarket::Readers: 1526
		// - ForwardMarket::Rents: 3960
		// - ForwardMarket::Rights: 6140
		// - ForwardMarket::TermsPrunedUntil: 1489
		// - TeRegistry::References: 3976
		proving(Compute::prune(), 72_913, &[])
	}
}
