// SPDX-License-Identifier: Apache-2.0

//! What `scripts/weights.sh` measures: our own pallets, and Balances as the yardstick, since what an
//! order costs is judged by what a transfer costs in the same run.

use crate::{
	AccountId, AllPalletsWithSystem, Authorities, Balance, Balances, Clearing, ForwardMarket,
	Ledger, MeterAttestation, Runtime, RuntimeOrigin, Settlement, TeRegistry,
	units::{PotAccount, UNIT},
};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{
	BenchmarkBatch, BenchmarkConfig, BenchmarkList, account, define_benchmarks,
};
use frame_support::{
	BoundedVec,
	traits::{Get, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys, fungible::Mutate},
};
use gridmerit_energy::{
	Battery, EnergyLimits, Interval, MAX_ORDER, Metered, NodeIndex, Position, Roles, SourceKind,
	Tariff, Terms,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, IntervalClock, PAGE_ROWS, ReadingDuty, Settlement as _, TeNodes, page_of,
};
use pallet_forward_market::StoredCharge;
use pallet_meter_attestation::{NodeMeters, Span};

define_benchmarks!(
	[pallet_balances, Balances]
	[pallet_te_registry, TeRegistry]
	[pallet_ledger, Ledger]
	[pallet_forward_market, ForwardMarket]
	[pallet_clearing, Clearing]
	[pallet_settlement, Settlement]
	[pallet_meter_attestation, MeterAttestation]
	[pallet_authorities, Authorities]
);

/// The rest of the chain for a pallet of the market.
pub struct World;

impl BenchmarkWorld<AccountId> for World {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		pallet_ledger::StandingPrice::<Runtime>::put(1);
		let index = pallet_te_registry::NextIndex::<Runtime>::get();
		let account: AccountId = account("node", index, 0);
		Balances::set_balance(&account, 1_000_000_000 * UNIT);
		Balances::set_balance(&PotAccount::get(), 1_000_000_000 * UNIT);
		let data = pallet_te_registry::NodeData {
			customer: Default::default(),
			roles,
			bus: 1,
			limits: EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER },
			source: SourceKind::Other,
			battery: roles.only_stores().then_some(Battery {
				capacity: MAX_ORDER,
				power: MAX_ORDER,
				efficiency_ppm: 900_000,
				initial: MAX_ORDER / 2,
			}),
		};
		let admitted = TeRegistry::admit(RuntimeOrigin::root(), account.clone(), data);
		assert_eq!(admitted, Ok(()), "an account that is new");
		(index, account)
	}

	fn meter(node: NodeIndex) {
		let span = Span { meter: 0, from: 0, until: None };
		let most: u32 = <Runtime as pallet_meter_attestation::Config>::MaxMeters::get();
		pallet_meter_attestation::MetersOfNode::<Runtime>::insert(
			node,
			NodeMeters {
				meters: BoundedVec::truncate_from((0..most).collect()),
				spans: BoundedVec::truncate_from(alloc::vec![span; 2]),
			},
		);
		let spans = BoundedVec::truncate_from(alloc::vec![(0, None); 2]);
		Settlement::set_duty(node, ReadingDuty { spans });
	}

	fn open_interval() -> Interval {
		const INTERVAL: Interval = 2_000_000;
		let role = |utility| Roles { utility, line_owner: !utility, ..Default::default() };
		let (utility, _) = Self::node(role(true));
		let (grid, _) = Self::node(role(false));
		let tariff = Tariff {
			tou: 250_000,
			fit: 80_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: 250_000,
			surplus: 80_000,
		};
		let limits = tariff.limits().expect("the tariff is sound");
		let terms = Terms {
			tariff,
			limits,
			utility,
			grid,
			scarcity: Default::default(),
			minimum: 1,
			last_round: INTERVAL.saturating_sub(1),
			gate_lead: 60_000,
		};
		pallet_forward_market::IntervalTerms::<Runtime>::insert(INTERVAL, terms);
		pallet_forward_market::TermsPrunedUntil::<Runtime>::put(INTERVAL);
		Self::set_time(<ForwardMarket as IntervalClock>::start(INTERVAL));
		INTERVAL
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		let page = page_of(node);
		pallet_forward_market::PositionPages::<Runtime>::mutate(interval, page, |positions| {
			let first = page.saturating_mul(PAGE_ROWS);
			for other in first..first.saturating_add(PAGE_ROWS) {
				if traded || other != node {
					let energy = MAX_ORDER;
					let cost = Balance::from(u64::MAX);
					let position = Position { bought: energy, sold: energy, cost, revenue: cost };
					positions.set(other, position);
				}
			}
		});
		pallet_ledger::Accounts::<Runtime>::mutate(node, |money| {
			let most: u32 = <Runtime as pallet_ledger::Config>::MaxOpen::get();
			let count = most.saturating_sub(free).min(interval);
			let open = interval.saturating_sub(count)..interval;
			let locks = open.map(|interval| (interval, UNIT)).collect();
			money.locks = BoundedVec::truncate_from(locks);
			money.locked = Balance::from(count).saturating_mul(UNIT);
			money.credit = money.locked;
		});
		if let Some(battery) = TeRegistry::by_index(node).and_then(|node| node.battery) {
			let most: u32 = <Runtime as pallet_ledger::Config>::MaxOpen::get();
			let from = interval.saturating_sub(most);
			let flow = Metered { import: 1, export: 1 };
			let metered = (from..interval).map(|interval| (interval, flow)).collect();
			let metered = BoundedVec::truncate_from(metered);
			let stored = StoredCharge { battery, energy: battery.initial, from, metered };
			pallet_forward_market::StoredCharges::<Runtime>::insert(node, stored);
		}
	}
}

/// Benchmarks there are, and what the runtime stores.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one benchmark.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut batches = Vec::new();
	// What every block touches anyway is not charged to a call.
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
