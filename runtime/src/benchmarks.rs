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
	BenchmarkWorld, IntervalClock, NodeReferences, PAGE_ROWS, TeNodes, page_of,
};
use pallet_forward_market::StoredCharge;
use pallet_ledger::{AccountOf, Accounts};

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
		let most: u32 = <Runtime as pallet_ledger::Config>::MaxOpen::get();
		open_account(node, interval, most.saturating_sub(free).min(interval));
		if let Some(battery) = TeRegistry::by_index(node).and_then(|node| node.battery) {
			let from = interval.saturating_sub(most);
			let flow = Metered { import: 1, export: 1 };
			let metered = (from..interval).map(|interval| (interval, flow)).collect();
			let metered = BoundedVec::truncate_from(metered);
			let stored = StoredCharge { battery, energy: battery.initial, from, metered };
			pallet_forward_market::StoredCharges::<Runtime>::insert(node, stored);
		}
	}
}

/// Locks money of a node in so many intervals before one, and nothing in others. An account holds its node.
fn open_account(node: NodeIndex, interval: Interval, count: u32) {
	let before = Accounts::<Runtime>::get(node);
	let locks = interval.saturating_sub(count)..interval;
	let locks = BoundedVec::truncate_from(locks.map(|interval| (interval, UNIT)).collect());
	let locked = Balance::from(count).saturating_mul(UNIT).saturating_add(before.withheld);
	let after = AccountOf::<Runtime> { locks, locked, credit: locked, ..before.clone() };
	let (existed, exists) = (before != Default::default(), after != Default::default());
	if exists {
		Accounts::<Runtime>::insert(node, after);
	} else {
		Accounts::<Runtime>::remove(node);
	}
	match (existed, exists) {
		(false, true) => TeRegistry::hold(node),
		(true, false) => TeRegistry::release(node),
		_ => {},
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

#[cfg(all(test, feature = "try-runtime"))]
mod tests {
	use super::*;
	use crate::{RuntimeGenesisConfig, System};
	use gridmerit_pallet_support::IntervalTerms;
	use pallet_forward_market::{PositionPages, StoredCharges};
	use pallet_te_registry::References;
	use sp_runtime::BuildStorage;

	const STORAGE: Roles = Roles {
		consumer: false,
		prosumer: false,
		storage: true,
		utility: false,
		line_owner: false,
	};

	fn on_chain(test: impl FnOnce()) {
		let storage = RuntimeGenesisConfig::default().build_storage();
		sp_io::TestExternalities::from(storage.expect("a chain without a market")).execute_with(
			|| {
				System::set_block_number(1);
				test();
				assert_eq!(TeRegistry::do_try_state(), Ok(()));
				assert_eq!(Ledger::do_try_state(), Ok(()));
			},
		);
	}

	#[test]
	fn an_open_interval_is_the_present_one_and_the_oldest() {
		on_chain(|| {
			let interval = World::open_interval();
			assert_eq!(ForwardMarket::now(), interval);
			assert_eq!(ForwardMarket::remembered_from(), interval);
			let terms = ForwardMarket::terms(interval).expect("it has opened");
			assert_eq!(terms.tariff.limits(), Ok(terms.limits));
			assert_ne!(terms.utility, terms.grid);
			assert!(TeRegistry::by_index(terms.utility).is_some_and(|node| node.roles.utility));
			assert!(TeRegistry::by_index(terms.grid).is_some());
		});
	}

	#[test]
	fn a_crowd_fills_what_a_node_shares_and_what_it_has_open() {
		on_chain(|| {
			let interval = World::open_interval();
			let (node, _) = World::node(STORAGE);
			let most: u32 = <Runtime as pallet_ledger::Config>::MaxOpen::get();
			let positions = || PositionPages::<Runtime>::get(interval, page_of(node));
			World::crowd(node, interval, false, 1);
			assert_eq!(positions().len(), PAGE_ROWS - 1);
			assert!(positions().get(node).is_none());
			World::crowd(node, interval, true, 1);
			assert_eq!(positions().len(), PAGE_ROWS);
			assert!(positions().is_sound());
			let money = Ledger::account(node);
			assert_eq!(money.locks.len() as u32, most - 1);
			assert_eq!((money.credit, money.debts), (Balance::from(most - 1) * UNIT, 0));
			assert_eq!(References::<Runtime>::get(node), Some(1));
			let charge = StoredCharges::<Runtime>::get(node).expect("it has a battery");
			assert_eq!(charge.metered.len() as u32, most);
			// An account with nothing in it holds nobody.
			World::crowd(node, interval, true, most);
			assert!(!Accounts::<Runtime>::contains_key(node));
			assert_eq!(References::<Runtime>::get(node), None);
		});
	}
}
