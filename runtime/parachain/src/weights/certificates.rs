// SPDX-License-Identifier: Apache-2.0

//! Proof sizes of `pallet_certificates`, measured and written by `scripts/weights.sh --parachain`; not to be edited.

use super::proving;
use crate::Runtime;
use frame_support::weights::Weight;
use pallet_certificates::weights::{SubstrateWeight, WeightInfo};

type Compute = SubstrateWeight<Runtime>;

/// Weights of `pallet_certificates`.
pub struct Proven;

impl WeightInfo for Proven {
	fn register_plant() -> Weight {
		// By storage:
		// - Certificates::Issuers: 3530
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		// - Certificates::StockPages: 2511
		// - Certificates::Stocks: 16407
		// - ForwardMarket::IntervalLength: 1489
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::register_plant(), 50_453, &[])
	}
	fn certify() -> Weight {
		// By storage:
		// - Authorities::Authorities: 3605
		// - Certificates::Issuers: 6565
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		// - Certificates::StockPages: 2511
		// - Certificates::Stocks: 16407
		// - ForwardMarket::IntervalLength: 1489
		// - MeterAttestation::MetersOfNode: 3550
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::certify(), 57_126, &[])
	}
	fn decertify() -> Weight {
		// By storage:
		// - Authorities::Authorities: 3605
		// - Certificates::Audits: 4016
		// - Certificates::Issuers: 3530
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		// - ForwardMarket::IntervalLength: 1489
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::decertify(), 35_639, &[])
	}
	fn audit(i: u32) -> Weight {
		// By storage with i = 96:
		// - Authorities::Authorities: 3605
		// - Certificates::Audits: 4016
		// - Certificates::Cursor: 2524
		// - Certificates::Issues: 1740222
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		// - ForwardMarket::IntervalLength: 1489
		// - Timestamp::Now: 1493
		proving(Compute::audit(i), 32_011, &[(18_117, i)])
	}
	fn forgive() -> Weight {
		// By storage:
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		proving(Compute::forgive(), 17_894, &[])
	}
	fn set_cap() -> Weight {
		// By storage:
		// - Certificates::Issuers: 4025
		proving(Compute::set_cap(), 4_025, &[])
	}
	fn set_tradable() -> Weight {
		// By storage:
		// - Certificates::NotTradable: 1980
		proving(Compute::set_tradable(), 1_980, &[])
	}
	fn transfer() -> Weight {
		// By storage:
		// - Certificates::Cursor: 2524
		// - Certificates::Lots: 15447
		// - Certificates::NotTradable: 1486
		// - Certificates::Overall: 2205
		// - Certificates::SumsOf: 4201
		// - ForwardMarket::IntervalLength: 1489
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 6234
		// - Timestamp::Now: 1493
		proving(Compute::transfer(), 38_596, &[])
	}
	fn offer() -> Weight {
		// By storage:
		// - Certificates::Cursor: 2524
		// - Certificates::Lots: 7971
		// - Certificates::NotTradable: 1486
		// - Certificates::Overall: 2205
		// - Certificates::SumsOf: 4201
		// - ForwardMarket::IntervalLength: 1489
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::offer(), 28_498, &[])
	}
	fn buy() -> Weight {
		// By storage:
		// - Certificates::Cursor: 2524
		// - Certificates::Lots: 15447
		// - Certificates::NotTradable: 1486
		// - Certificates::Overall: 2205
		// - Certificates::SumsOf: 4201
		// - ForwardMarket::IntervalLength: 1489
		// - Ledger::Accounts: 16863
		// - Ledger::StandingPrice: 1493
		// - Ledger::StandingRequired: 3465
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 6234
		// - TeRegistry::References: 3976
		// - Timestamp::Now: 1493
		proving(Compute::buy(), 64_393, &[])
	}
	fn cancel(m: u32) -> Weight {
		// By storage with m = 12:
		// - Certificates::Cursor: 2524
		// - Certificates::Drawn: 57114
		// - Certificates::Lots: 15447
		// - Certificates::Overall: 2205
		// - Certificates::SumsOf: 4201
		// - ForwardMarket::IntervalLength: 1489
		// - TeRegistry::IndexOf: 3517
		// - TeRegistry::Nodes: 3612
		// - Timestamp::Now: 1493
		proving(Compute::cancel(m), 35_478, &[(4_677, m)])
	}
	fn poll() -> Weight {
		// By storage:
		// - Certificates::Cursor: 2524
		// - ForwardMarket::ClosedUntil: 1489
		proving(Compute::poll(), 4_013, &[])
	}
	fn issue(p: u32) -> Weight {
		// By storage with p = 32:
		// - Authorities::Authorities: 84670
		// - Certificates::Drawn: 5667
		// - Certificates::Issues: 3960
		// - Certificates::PlantPages: 2511
		// - Certificates::Plants: 15383
		// - Certificates::StockPages: 2511
		// - Certificates::Stocks: 16407
		// - ForwardMarket::IntervalLength: 1489
		// - ForwardMarket::PositionPages: 9763
		// - MeterAttestation::MetersOfNode: 82910
		// - Settlement::SettledPages: 7971
		proving(Compute::issue(p), 65_678, &[(5_666, p)])
	}
	fn rounds(r: u32) -> Weight {
		// By storage with r = 128:
		// - Clearing::Results: 6140
		proving(Compute::rounds(r), 6_140, &[])
	}
	fn deal(p: u32, l: u32) -> Weight {
		// By storage with p = 24, l = 128:
		// - Certificates::Issues: 145926
		// - Certificates::Lots: 8466
		// - Certificates::Overall: 2700
		// - Certificates::PlantPages: 2511
		// - Certificates::StockPages: 2511
		// - Certificates::Stocks: 124326
		// - Certificates::SumsOf: 4696
		// - Clearing::Transactions: 37478
		proving(Compute::deal(p, l), 0, &[(12_699, p), (1_765, l)])
	}
	fn keep(l: u32) -> Weight {
		// By storage with l = 128:
		// - Certificates::Issues: 19107
		// - Certificates::Lots: 8466
		// - Certificates::Overall: 2700
		// - Certificates::PlantPages: 2511
		// - Certificates::SumsOf: 4696
		proving(Compute::keep(l), 36_296, &[(74, l)])
	}
	fn expire() -> Weight {
		// By storage:
		// - Certificates::Cursor: 2524
		// - Certificates::ExpiredUntil: 1489
		// - Certificates::Lots: 8466
		// - Certificates::Overall: 2205
		// - Certificates::SumsOf: 4201
		// - ForwardMarket::IntervalLength: 1489
		// - Timestamp::Now: 1493
		proving(Compute::expire(), 21_867, &[])
	}
	fn removed() -> Weight {
		// By storage:
		// - Certificates::Issuers: 3530
		// - Certificates::Plants: 15383
		// - Certificates::StockPages: 2511
		// - Certificates::Stocks: 16407
		proving(Compute::removed(), 37_831, &[])
	}
}
