// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_meter_attestation`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_meter_attestation::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_meter_attestation`.
pub struct Proven;

impl WeightInfo for Proven {
	fn register_manufacturer() -> Weight {
		// By storage:
		// - MeterAttestation::Manufacturers: 3960
		// - MeterAttestation::NextManufacturer: 1984
		proving(Compute::register_manufacturer(), 5_944, &[])
	}
	fn change_manufacturer() -> Weight {
		// By storage:
		// - MeterAttestation::Manufacturers: 3816
		proving(Compute::change_manufacturer(), 3_816, &[])
	}
	fn register_meter() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - MeterAttestation::Manufacturers: 3816
		// - MeterAttestation::MeterDetails: 3960
		// - MeterAttestation::MeterOfKey: 3960
		// - MeterAttestation::MeterOfSerial: 3960
		// - MeterAttestation::Meters: 3960
		// - MeterAttestation::NextMeter: 1984
		proving(Compute::register_meter(), 25_775, &[])
	}
	fn rotate_key() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - MeterAttestation::Manufacturers: 3816
		// - MeterAttestation::MeterDetails: 3563
		// - MeterAttestation::MeterOfKey: 3960
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::Series: 14743
		// - System::Account: 4088
		proving(Compute::rotate_key(), 35_236, &[])
	}
	fn bind_meter() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 4045
		// - System::BlockHash: 3509
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		proving(Compute::bind_meter(), 25_218, &[])
	}
	fn settle_with() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::Metered: 3960
		// - Ledger::StandingRequired: 3960
		// - MeterAttestation::Meters: 6164
		// - MeterAttestation::MetersOfNode: 3550
		// - MeterAttestation::Series: 42249
		// - Settlement::DisputeWindows: 1518
		// - Settlement::Duties: 7191
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3481
		// - Timestamp::Now: 1493
		proving(Compute::settle_with(), 83_673, &[])
	}
	fn unbind_meter() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::Metered: 3960
		// - Ledger::StandingRequired: 3960
		// - MeterAttestation::Doubted: 4413
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 4045
		// - MeterAttestation::Series: 42744
		// - Settlement::DisputeWindows: 1518
		// - Settlement::Duties: 7191
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3481
		// - Timestamp::Now: 1493
		proving(Compute::unbind_meter(), 86_489, &[])
	}
	fn retire_meter() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::LiftedUntil: 3465
		// - MeterAttestation::MeterDetails: 4058
		// - MeterAttestation::MeterOfKey: 6930
		// - MeterAttestation::MeterOfSerial: 3960
		// - MeterAttestation::Meters: 4072
		// - System::Account: 3593
		// - Timestamp::Now: 1493
		proving(Compute::retire_meter(), 33_195, &[])
	}
	fn retire_settlement_meter() -> Weight {
		// By storage:
		// - Balances::Holds: 4135
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::Metered: 3960
		// - Ledger::StandingRequired: 3960
		// - MeterAttestation::Doubted: 4413
		// - MeterAttestation::MeterDetails: 3563
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::Duties: 7191
		// - System::Account: 3593
		// - TeRegistry::References: 3481
		// - Timestamp::Now: 1493
		proving(Compute::retire_settlement_meter(), 44_405, &[])
	}
	fn deliver(n: u32) -> Weight {
		// By storage with n = 35:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 295614
		// - Ledger::Debts: 104940
		// - MeterAttestation::Meters: 91535
		// - MeterAttestation::MetersOfNode: 90590
		// - Settlement::SettledPages: 8466
		// - Settlement::TotalsOf: 18000
		// - System::BlockHash: 3509
		// - TeRegistry::Nodes: 92760
		// - TeRegistry::References: 91161
		// - Timestamp::Now: 1493
		proving(Compute::deliver(n), 67_415, &[(21_748, n)])
	}
	fn scattered() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 17358
		// - Ledger::Debts: 3960
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::SettledPages: 8466
		// - Settlement::TotalsOf: 6660
		// - System::BlockHash: 3509
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 6467
		// - Timestamp::Now: 1493
		proving(Compute::scattered(), 89_163, &[])
	}
	fn doubt_reading() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::Doubted: 3918
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::doubt_reading(), 19_128, &[])
	}
	fn confirm_reading() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::StoredCharges: 8639
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 32241
		// - Ledger::Debts: 14675
		// - MeterAttestation::Doubted: 3918
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::DisputeWindows: 1518
		// - Settlement::SettledPages: 7971
		// - Settlement::TotalsOf: 6165
		// - System::BlockHash: 3509
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::confirm_reading(), 121_431, &[])
	}
	fn settle_with_spare() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 25047
		// - Ledger::Debts: 6970
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - MeterAttestation::Series: 14743
		// - Settlement::SettledPages: 7971
		// - Settlement::SparedUntil: 3976
		// - Settlement::TotalsOf: 6165
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		proving(Compute::settle_with_spare(), 108_126, &[])
	}
	fn forget_meter() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - MeterAttestation::LiftedUntil: 3465
		// - MeterAttestation::MeterDetails: 4058
		// - MeterAttestation::MeterOfKey: 6930
		// - MeterAttestation::MeterOfSerial: 3960
		// - MeterAttestation::Meters: 4072
		proving(Compute::forget_meter(), 23_974, &[])
	}
	fn dearest_first() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::StoredCharges: 8639
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 24057
		// - Ledger::Debts: 11665
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::SettledPages: 8466
		// - Settlement::TotalsOf: 6660
		// - TeRegistry::Nodes: 3612
		// - TeRegistry::Violations: 3985
		// - Timestamp::Now: 1493
		proving(Compute::dearest_first(), 106_215, &[])
	}
	fn dearest_correction() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::StoredCharges: 8639
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 32241
		// - Ledger::Debts: 14675
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::SettledPages: 7971
		// - Settlement::TotalsOf: 6165
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::dearest_correction(), 108_969, &[])
	}
	fn check_reading() -> Weight {
		// By storage:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::CurrentRound: 2540
		// - ForwardMarket::FullLines: 3465
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 3593
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::TariffsBefore: 3529
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - Settlement::SettledPages: 7971
		// - System::BlockHash: 3509
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::check_reading(), 54_223, &[])
	}
	fn verify_signature() -> Weight {
		// By storage:
		proving(Compute::verify_signature(), 0, &[])
	}
	fn charge_unaccounted(i: u32) -> Weight {
		// By storage with i = 96:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalTerms: 250878
		// - ForwardMarket::PositionPages: 843198
		// - ForwardMarket::TermsPrunedUntil: 1489
		// - Ledger::Accounts: 31746
		// - Ledger::Debts: 12160
		// - Settlement::DisputeWindows: 1518
		// - Settlement::SettledPages: 671166
		// - Settlement::Shown: 6150
		// - Settlement::SparedUntil: 3481
		// - TeRegistry::Nodes: 3612
		proving(Compute::charge_unaccounted(i), 64_615, &[(18_357, i)])
	}
	fn long_series(s: u32) -> Weight {
		// By storage with s = 255:
		// - MeterAttestation::Series: 14942
		proving(Compute::long_series(s), 3_466, &[(46, s)])
	}
	fn reopen() -> Weight {
		// By storage:
		// - ForwardMarket::PositionPages: 9763
		// - ForwardMarket::Rights: 4643
		// - ForwardMarket::TariffsBefore: 3529
		// - Ledger::Accounts: 16863
		// - Ledger::Debts: 11665
		// - Settlement::Reopened: 3960
		// - Settlement::SettledPages: 7971
		proving(Compute::reopen(), 58_394, &[])
	}
	fn report_tampering(r: u32) -> Weight {
		// By storage with r = 256:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 667358
		// - MeterAttestation::Doubted: 4413
		// - MeterAttestation::LiftedUntil: 3489
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - MeterAttestation::Revocations: 3790
		// - MeterAttestation::Series: 15238
		// - MeterAttestation::Tamperings: 4107
		// - Session::CurrentIndex: 1485
		// - Settlement::DisputeWindows: 1518
		// - Settlement::Served: 1786
		// - System::Account: 4088
		// - System::BlockHash: 3509
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
		proving(Compute::report_tampering(r), 98_626, &[(2_616, r)])
	}
	fn challenge_tampering() -> Weight {
		// By storage:
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::Tamperings: 3612
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		proving(Compute::challenge_tampering(), 14_318, &[])
	}
	fn lift_tampering() -> Weight {
		// By storage:
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::LiftedUntil: 3984
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::Revocations: 3790
		// - MeterAttestation::Tamperings: 4107
		// - Timestamp::Now: 1493
		proving(Compute::lift_tampering(), 18_440, &[])
	}
	fn revoke(r: u32) -> Weight {
		// By storage with r = 256:
		// - ForwardMarket::ClosedUntil: 1489
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::IntervalTerms: 667358
		// - MeterAttestation::Doubted: 4413
		// - MeterAttestation::LiftedUntil: 3489
		// - MeterAttestation::Meters: 3577
		// - MeterAttestation::MetersOfNode: 3550
		// - MeterAttestation::Revocations: 4285
		// - MeterAttestation::Series: 15238
		// - Session::CurrentIndex: 1485
		// - Settlement::DisputeWindows: 1518
		// - Settlement::Served: 1786
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
		proving(Compute::revoke(r), 87_033, &[(2_628, r)])
	}
}
