// SPDX-License-Identifier: Apache-2.0

//! The rest of the chain for the benchmarks of a pallet of the market; migrations in a build for benchmarks.

use crate::{
	AccountId, Balance, Balances, ForwardMarket, Ledger, Runtime, RuntimeOrigin, TeRegistry, chain,
	units::{PotAccount, UNIT},
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_benchmarking::account;
use frame_support::{
	BoundedVec,
	migrations::{SteppedMigrationError, SteppedMigrations},
	traits::{Get, fungible::Mutate},
	weights::WeightMeter,
};
use gridmerit_energy::{
	Basis, Battery, EnergyLimits, Interval, MAX_ORDER, Metered, NodeIndex, Position, Roles,
	SourceKind, Tariff, Terms, payment,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, Entry, IntervalClock, IntervalTerms, Ledger as _, NodeReferences, OnShortfall,
	PAGE_ROWS, PageIndex, Party, Posting, ReadingDuty, TeNodes, page_of,
};
use gridmerit_trust::{Conduct, Discount, MAX_BOND, Part, Tier, Unbonding};
use pallet_forward_market::StoredCharge;
use pallet_ledger::{AccountOf, Accounts};
use pallet_migrations::MockedMigrations;
use pallet_settlement::Settled;
use pallet_trust_staking::{StakeOf, StandingRow};
#[cfg(feature = "try-runtime")]
use sp_runtime::TryRuntimeError;
use sp_runtime::traits::{BlakeTwo256, Hash as _};

/// Defines what `scripts/weights.sh` measures: the pallets of the market, and those given.
macro_rules! define_measured {
	($([$pallet:path, $name:ident])*) => {
		frame_benchmarking::define_benchmarks!(
			$([$pallet, $crate::$name])*
			[pallet_te_registry, $crate::TeRegistry]
			[pallet_ledger, $crate::Ledger]
			[pallet_trust_staking, $crate::TrustStaking]
			[pallet_committees, $crate::Committees]
			[pallet_forward_market, $crate::ForwardMarket]
			[pallet_grid, $crate::Grid]
			[pallet_clearing, $crate::Clearing]
			[pallet_settlement, $crate::Settlement]
			[pallet_meter_attestation, $crate::MeterAttestation]
			[pallet_authorities, $crate::Authorities]
			[pallet_transmission, $crate::Transmission]
			[pallet_certificates, $crate::Certificates]
		);

		/// Benchmarks there are, and what the runtime stores.
		pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
			let mut list = Vec::new();
			list_benchmarks!(list, extra);
			(list, $crate::AllPalletsWithSystem::storage_info())
		}

		/// Runs one benchmark.
		pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
			let mut batches = Vec::new();
			// What every block touches anyway is not charged to a call.
			let whitelist = $crate::AllPalletsWithSystem::whitelisted_storage_keys();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	};
}

pub(crate) use define_measured;

/// Migrations that stay what they are in a build for benchmarks, where `pallet-migrations` would have mocks: other tests run
/// in that build, too, and `gridmerit-upgrade`.
pub struct NotMocked<M>(PhantomData<M>);

impl<M: SteppedMigrations> MockedMigrations for NotMocked<M> {
	fn set_fail_after(_: u32) {}

	fn set_success_after(_: u32) {}
}

impl<M: SteppedMigrations> SteppedMigrations for NotMocked<M> {
	fn len() -> u32 {
		M::len()
	}

	fn nth_id(n: u32) -> Option<Vec<u8>> {
		M::nth_id(n)
	}

	fn nth_max_steps(n: u32) -> Option<Option<u32>> {
		M::nth_max_steps(n)
	}

	fn nth_step(
		n: u32,
		cursor: Option<Vec<u8>>,
		meter: &mut WeightMeter,
	) -> Option<Result<Option<Vec<u8>>, SteppedMigrationError>> {
		M::nth_step(n, cursor, meter)
	}

	fn nth_transactional_step(
		n: u32,
		cursor: Option<Vec<u8>>,
		meter: &mut WeightMeter,
	) -> Option<Result<Option<Vec<u8>>, SteppedMigrationError>> {
		M::nth_transactional_step(n, cursor, meter)
	}

	fn nth_migrating_prefixes(n: u32) -> Option<Option<Vec<Vec<u8>>>> {
		M::nth_migrating_prefixes(n)
	}

	#[cfg(feature = "try-runtime")]
	fn nth_pre_upgrade(n: u32) -> Option<Result<Vec<u8>, TryRuntimeError>> {
		M::nth_pre_upgrade(n)
	}

	#[cfg(feature = "try-runtime")]
	fn nth_post_upgrade(n: u32, state: Vec<u8>) -> Option<Result<(), TryRuntimeError>> {
		M::nth_post_upgrade(n, state)
	}

	fn cursor_max_encoded_len() -> usize {
		M::cursor_max_encoded_len()
	}

	fn identifier_max_encoded_len() -> usize {
		M::identifier_max_encoded_len()
	}
}

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
			// An owner of its own.
			customer: BlakeTwo256::hash_of(&index),
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

	fn next_page() {
		pallet_te_registry::NextIndex::<Runtime>::mutate(|next| {
			*next = next.next_multiple_of(PAGE_ROWS);
		});
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
			curtailed: 0,
		};
		let limits = tariff.limits().expect("the tariff is sound");
		let terms = Terms {
			tariff,
			limits,
			utility,
			grid,
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
			for other in on_page(page) {
				if traded || other != node {
					let energy = MAX_ORDER;
					let cost = Balance::from(u64::MAX);
					let position = Position { bought: energy, sold: energy, cost, revenue: cost };
					positions.set(other, position);
				}
			}
		});
		let spans = alloc::vec![(0, Some(1)), (1, None)];
		let duty = ReadingDuty { spans: BoundedVec::truncate_from(spans) };
		pallet_settlement::Duties::<Runtime>::mutate(page, |duties| {
			for other in on_page(page) {
				if other != node && duties.get(other).is_none() {
					duties.set(other, duty.clone());
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

	fn sell_page(node: NodeIndex, interval: Interval) {
		let terms = ForwardMarket::terms(interval).expect("the interval has opened");
		let page = page_of(node);
		let revenue = payment(MAX_ORDER, terms.tariff.fit);
		let position = Position { sold: MAX_ORDER, revenue, ..Position::default() };
		pallet_forward_market::PositionPages::<Runtime>::mutate(interval, page, |positions| {
			for other in on_page(page) {
				positions.set(other, position);
			}
		});
	}

	fn known(node: NodeIndex, interval: Interval) {
		let terms = ForwardMarket::terms(interval).expect("the interval has opened");
		let group = node / pallet_settlement::TOTALS_GROUP;
		let keys = [node, terms.utility, terms.grid].map(Accounts::<Runtime>::hashed_key_for);
		let keys = keys.into_iter().chain([
			pallet_forward_market::StoredCharges::<Runtime>::hashed_key_for(node),
			pallet_settlement::TotalsOf::<Runtime>::hashed_key_for(group),
			pallet_te_registry::Nodes::<Runtime>::hashed_key_for(node),
		]);
		keys.for_each(|key| frame_benchmarking::benchmarking::add_to_whitelist(key.into()));
	}

	fn draws() {
		chain::make_randomness();
	}

	fn trust(node: NodeIndex) {
		pallet_trust_staking::Rules::<Runtime>::mutate(|rules| {
			rules.discount = Discount { most: Part::ONE, cover: Part::ONE };
			let tier = |from| Tier { from: Part::billionths(from), most: MAX_ORDER };
			let tiers = (0..pallet_trust_staking::MAX_TIERS).map(tier).collect();
			rules.tiers = BoundedVec::truncate_from(tiers);
		});
		let page = page_of(node);
		let params = pallet_trust_staking::Rules::<Runtime>::get().params;
		pallet_trust_staking::StandingPages::<Runtime>::mutate(page, |rows| {
			for other in on_page(page) {
				rows.set(other, StandingRow::new(0, &params));
			}
		});
		Self::bond(node);
	}

	fn bond(node: NodeIndex) {
		let most: u32 = <Runtime as pallet_trust_staking::Config>::MaxUnbondings::get();
		let unbonding = (1..=most).map(|from| Unbonding { from, amount: UNIT });
		let stake = StakeOf::<Runtime> {
			owner: TeRegistry::account_of(node),
			bonded: MAX_BOND,
			unbonding: BoundedVec::truncate_from(unbonding.collect()),
			..Default::default()
		};
		pallet_trust_staking::Stakes::<Runtime>::insert(node, stake);
		let (place, page) = (pallet_trust_staking::Running::<Runtime>::get().place, page_of(node));
		pallet_trust_staking::ConductPages::<Runtime>::mutate(place, page, |rows| {
			for other in on_page(page).filter(|other| *other != node) {
				rows.set(other, Conduct { risk: UNIT, missed: UNIT, ..Default::default() });
			}
		});
	}

	fn pay(account: &AccountId) {
		Balances::set_balance(account, 1_000_000_000 * UNIT);
	}

	fn settle_page(node: NodeIndex, first: Interval, last: Interval) {
		let terms = ForwardMarket::terms(last).expect("the interval has opened");
		let page = page_of(node);
		// Each accounts for a little of what was drawn, with money that is withheld for it.
		let (basis, above_limit, import) = (Basis::Silence, true, 1);
		let held = Balance::from(terms.tariff.tou);
		let settled = Settled { basis, above_limit, import, export: 0, held };
		for interval in first..=last {
			pallet_forward_market::IntervalTerms::<Runtime>::insert(interval, terms);
			pallet_settlement::SettledPages::<Runtime>::mutate(interval, page, |rows| {
				for other in on_page(page) {
					rows.set(other, settled);
				}
			});
		}
		pallet_forward_market::TermsPrunedUntil::<Runtime>::put(first);
		// All of it is closed, and what silence has cost is in the reserve.
		pallet_forward_market::ClosedUntil::<Runtime>::put(last.saturating_add(1));
		let rows = PAGE_ROWS.saturating_mul(last.saturating_sub(first).saturating_add(1));
		let posting = Posting {
			from: Party::Neighbours(last),
			to: Party::RESERVE,
			amount: held.saturating_mul(rows.into()),
			on_shortfall: OnShortfall::Owe,
			withheld: true,
		};
		let posted = Ledger::post(Entry { postings: &[posting], ..Default::default() });
		assert!(posted.is_ok(), "neighbours can always pay");
	}

	fn owe(node: NodeIndex, interval: Interval) {
		let terms = ForwardMarket::terms(interval).expect("the interval has opened");
		let (creditor, _) = Self::node(Roles { utility: true, ..Default::default() });
		for party in [creditor, terms.utility] {
			Self::crowd(party, interval, true, 0);
		}
		for (debtor, creditor) in [(node, creditor), (terms.utility, node)] {
			let (from, to) = (Party::Node(debtor), Party::Node(creditor));
			let on_shortfall = OnShortfall::Owe;
			let posting = Posting { from, to, amount: UNIT, on_shortfall, withheld: false };
			let posted = Ledger::post(Entry { postings: &[posting], ..Default::default() });
			assert!(posted.is_ok(), "what cannot be paid is owed");
		}
		// All of the window at the largest limit costs less.
		let enough = 100_000_000_000 * UNIT;
		Balances::set_balance(&PotAccount::get(), 2 * enough);
		fund(node, enough);
	}
}

/// Credit that comes from nowhere.
fn fund(node: NodeIndex, amount: Balance) {
	pallet_ledger::Holding::<Runtime>::mutate(|holding| *holding = holding.saturating_add(amount));
	Accounts::<Runtime>::mutate(node, |account| {
		account.credit = account.credit.saturating_add(amount);
	});
}

/// All nodes that there can be on a page.
fn on_page(page: PageIndex) -> core::ops::Range<NodeIndex> {
	let first = page.saturating_mul(PAGE_ROWS);
	first..first.saturating_add(PAGE_ROWS)
}

/// Locks money of a node in so many intervals before one, and nothing in others. An account holds its node.
fn open_account(node: NodeIndex, interval: Interval, count: u32) {
	let before = Accounts::<Runtime>::get(node);
	let locks = interval.saturating_sub(count)..interval;
	let locks = BoundedVec::truncate_from(locks.map(|interval| (interval, UNIT)).collect());
	let locked = Balance::from(count).saturating_mul(UNIT).saturating_add(before.withheld);
	let after = AccountOf::<Runtime> { locks, locked, credit: locked, ..before.clone() };
	// What comes from nowhere is paid in.
	pallet_ledger::Holding::<Runtime>::mutate(|holding| {
		*holding = holding.saturating_add(locked).saturating_sub(before.credit);
	});
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

#[cfg(all(test, feature = "try-runtime"))]
mod tests {
	use super::*;
	use crate::{RuntimeGenesisConfig, Settlement, System};
	use gridmerit_pallet_support::Settlement as _;
	use pallet_forward_market::{PositionPages, StoredCharges};
	use pallet_ledger::Debts;
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
			let duties = pallet_settlement::Duties::<Runtime>::get(page_of(node));
			assert_eq!(duties.len(), PAGE_ROWS - 1);
			assert!(duties.get(node).is_none() && duties.is_sound());
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

	#[test]
	fn a_page_that_has_sold_has_something_to_lose() {
		on_chain(|| {
			let interval = World::open_interval();
			let (node, _) = World::node(STORAGE);
			World::sell_page(node, interval);
			let tariff = ForwardMarket::terms(interval).expect("it has opened").tariff;
			let positions = PositionPages::<Runtime>::get(interval, page_of(node));
			assert_eq!(positions.len(), PAGE_ROWS);
			for (_, position) in positions.rows(page_of(node)) {
				assert!(position.exposure(&tariff) > 0 && position.short() > 0);
			}
		});
	}

	#[test]
	fn a_charge_comes_after_a_debt_of_the_utility_and_before_one_of_the_node() {
		on_chain(|| {
			let interval = World::open_interval();
			let (node, _) = World::node(STORAGE);
			World::crowd(node, interval, true, 0);
			let looked_at = Settlement::looked_at();
			let first = interval + 1 - looked_at;
			World::settle_page(node, first, interval);
			World::owe(node, interval);
			assert_eq!(ForwardMarket::remembered_from(), first);
			assert_eq!(Debts::<Runtime>::iter().count(), 2);
			let before = Ledger::account(node).credit;
			let drawn = MAX_ORDER * u64::from(looked_at + 1);
			Settlement::charge_unaccounted(node, first, interval, drawn);
			assert_eq!(Debts::<Runtime>::iter().count(), 0);
			let paid = before - Ledger::account(node).credit;
			// All intervals are looked at, and in each of them its silence was charged for one Wh.
			let looked_at = u64::from(looked_at);
			assert_eq!(paid, payment(drawn - looked_at, 250_000));
			let shown = pallet_settlement::Shown::<Runtime>::get(page_of(node));
			assert_eq!(shown.get(node), Some(&payment(looked_at, 250_000)));
		});
	}
}
