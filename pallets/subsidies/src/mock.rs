// SPDX-License-Identifier: Apache-2.0

//! A runtime with subsidies, above the registry, the ledger and money. Time and what was measured are kept in storage, so
//! that a call that fails undoes them too.

use frame_support::{
	PalletId, assert_ok, derive_impl, ord_parameter_types,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU8, ConstU32, ConstU64, ConstU128, EitherOfDiverse, Hooks},
	weights::WeightMeter,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{
	Basis, Battery, EnergyLimits, Interval, Metered, NodeIndex, PageIndex, Planck, Roles,
	SourceKind, Wh,
};
use gridmerit_pallet_support::{
	ClosedIntervals, IntervalClock, IntervalReaders, IntervalTerms, SettledEnergy,
	SettledIntervals, page_of,
};
use pallet_te_registry::NodeData;
use sp_core::H256;
use sp_runtime::BuildStorage;

use crate as pallet_subsidies;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// Nodes: two that generate, one that does not, and a battery.
pub const UTILITY: NodeIndex = 0;
pub const SUNNY: NodeIndex = 1;
pub const WINDY: NodeIndex = 2;
pub const EATER: NodeIndex = 3;
pub const STORE: NodeIndex = 4;
/// Sunny, too, and on the second page.
pub const FAR: NodeIndex = 130;
/// The market operator's account.
pub const OPERATOR: AccountId = 1;
/// Accounts that may found programmes.
pub const SPONSOR: AccountId = 2;
pub const OTHER: AccountId = 3;
/// One that may not.
pub const STRANGER: AccountId = 4;
/// The interval that is being delivered at first: it began at four in the afternoon.
pub const NOW: Interval = 40_000;
/// What accounts have.
pub const WEALTH: u64 = 1_000_000;
pub const ED: u64 = 10;
pub const MAX_PROGRAMMES: u32 = 3;
pub const MAX_TERM: u32 = 400;
pub const MIN_FUND: Planck = 100;
pub const REMEMBERED: u32 = 20;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Registry = pallet_te_registry;
	#[runtime::pallet_index(3)]
	pub type Ledger = pallet_ledger;
	#[runtime::pallet_index(4)]
	pub type Subsidies = pallet_subsidies;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type Block = Block;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<ED>;
}

ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const PotId: PalletId = PalletId(*b"test/pot");
	/// A test sets it if it needs less.
	pub storage MaxSubsidyWeight: Weight = Weight::MAX;
}

type EnsureOperator =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;

impl pallet_te_registry::Config for Test {
	type Deposit = ();
	type MaxNodes = ConstU32<1_000>;
	type MaxWork = ConstU8<0>;
	type OnRemove = ();
	type OnSuspend = ();
	type OperatorOrigin = EnsureOperator;
	type WeightInfo = ();
}

impl pallet_ledger::Config for Test {
	type Currency = Balances;
	type FeeReserve = ConstU64<0>;
	type MaxOpen = ConstU32<4>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type PalletId = PotId;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

impl pallet_subsidies::Config for Test {
	type Ledger = Ledger;
	type Market = Market;
	type MaxProgrammes = ConstU32<MAX_PROGRAMMES>;
	type MaxSponsors = ConstU32<2>;
	type MaxSubsidyWeight = MaxSubsidyWeight;
	type MaxTerm = ConstU32<MAX_TERM>;
	type MinFund = ConstU128<MIN_FUND>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type Remembered = ConstU32<REMEMBERED>;
	type Settlement = Market;
	type Sources = Registry;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

#[storage_alias]
type Exports = StorageDoubleMap<
	Market,
	Twox64Concat,
	Interval,
	Twox64Concat,
	NodeIndex,
	(Basis, Metered),
	OptionQuery,
>;
/// The interval that is being delivered, the first that is not closed, the first that is remembered.
#[storage_alias]
type Time = StorageValue<Market, (Interval, Interval, Interval), ValueQuery>;

/// The rest of the market.
pub struct Market;

impl Market {
	pub fn set_time(now: Interval, closed: Interval, remembered: Interval) {
		Time::put((now, closed, remembered));
	}

	/// All before an interval is settled for good, and it is being delivered.
	pub fn close(interval: Interval) {
		Time::mutate(|time| (time.0, time.1) = (interval, interval));
	}

	/// A meter has measured what a node has fed in.
	pub fn measured_of(interval: Interval, node: NodeIndex, export: Wh) {
		Self::settled_by(interval, node, Basis::Reading, export);
	}

	/// A node's interval is settled with so much fed in.
	pub fn settled_by(interval: Interval, node: NodeIndex, basis: Basis, export: Wh) {
		Exports::insert(interval, node, (basis, Metered { import: 0, export }));
	}
}

impl SettledIntervals for Market {
	fn settled(interval: Interval, page: PageIndex) -> Vec<SettledEnergy> {
		if interval < Self::remembered_from() {
			return Vec::new();
		}
		let row = |(node, (basis, metered))| SettledEnergy { node, basis, metered };
		let mut rows: Vec<_> = Exports::iter_prefix(interval).map(row).collect();
		rows.retain(|row| page_of(row.node) == page);
		rows.sort_by_key(|row| row.node);
		rows
	}

	fn settled_node(interval: Interval, node: NodeIndex) -> Option<SettledEnergy> {
		Self::settled(interval, page_of(node)).into_iter().find(|row| row.node == node)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for(interval: Interval, row: SettledEnergy) {
		Exports::insert(interval, row.node, (row.basis, row.metered));
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Time::get().0
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * 900_000
	}
}

impl ClosedIntervals for Market {
	fn closed_until() -> Interval {
		Time::get().1
	}

	fn close_until(interval: Interval) {
		Time::mutate(|time| time.1 = interval);
	}

	fn need_from(interval: Interval) {
		Time::mutate(|time| time.2 = interval);
	}
}

/// From where on the market is to remember.
#[storage_alias]
pub type Needed = StorageValue<Market, (u8, Option<Interval>), OptionQuery>;

impl IntervalReaders for Market {
	fn note_reader(reader: u8, from: Option<Interval>) {
		Needed::put((reader, from));
	}

	fn note_reader_weight() -> Weight {
		Weight::zero()
	}
}

impl IntervalTerms for Market {
	fn terms(_: Interval) -> Option<gridmerit_energy::Terms> {
		None
	}

	fn never_opens(_: Interval) -> bool {
		false
	}

	fn remembered_from() -> Interval {
		Time::get().2
	}
}

/// A node that generates from a source.
pub fn prosumer(source: SourceKind) -> NodeData {
	NodeData {
		customer: H256::zero(),
		roles: Roles { prosumer: true, ..Default::default() },
		bus: 1,
		limits: EnergyLimits { generation: 1_000_000, consumption: 1_000_000 },
		source,
		battery: None,
	}
}

fn nodes() -> Vec<NodeData> {
	let utility = Roles { utility: true, ..Default::default() };
	let stores = Roles { storage: true, ..Default::default() };
	let battery =
		Battery { capacity: 10_000, power: 10_000, efficiency_ppm: 900_000, initial: 10_000 };
	vec![
		NodeData { roles: utility, ..prosumer(SourceKind::Utility) },
		prosumer(SourceKind::Solar),
		prosumer(SourceKind::Wind),
		prosumer(SourceKind::None),
		// The operator has admitted it as what it is not.
		NodeData { roles: stores, battery: Some(battery), ..prosumer(SourceKind::Solar) },
	]
}

/// The account of a node.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + u64::from(node)
}

/// The hook of a block, with so much weight.
pub fn poll(weight: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(weight);
	Subsidies::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// The rest of the chain.
#[cfg(feature = "runtime-benchmarks")]
pub struct World;

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = pallet_te_registry::NextIndex::<Test>::get();
		let account = account_of(node);
		let data = prosumer(SourceKind::Other);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account, data));
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account, u64::MAX / 1_000));
		(node, account)
	}

	fn next_page() {
		pallet_te_registry::NextIndex::<Test>::mutate(|next| *next = next.next_multiple_of(128));
	}

	fn pay(account: &AccountId) {
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), *account, u64::MAX / 1_000));
	}
}

/// Block 1 of a market that has begun, with nodes on two pages, and two sponsors.
pub fn externalities() -> sp_io::TestExternalities {
	let nodes = (0..).zip(nodes()).map(|(node, data)| (account_of(node), data)).collect();
	let wealthy = [OPERATOR, SPONSOR, OTHER, STRANGER].map(|account| (account, WEALTH));
	let pot = (Ledger::pot_account(), ED);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: wealthy.into_iter().chain([pot]).collect(),
			..Default::default()
		},
		registry: pallet_te_registry::GenesisConfig { nodes, ..Default::default() },
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		Market::set_time(NOW, NOW - 10, NOW - 50);
		pallet_te_registry::NextIndex::<Test>::put(FAR);
		let data = prosumer(SourceKind::Solar);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account_of(FAR), data));
		for account in [SPONSOR, OTHER] {
			assert_ok!(Subsidies::set_sponsor(RuntimeOrigin::root(), account, true));
		}
		System::reset_events();
	});
	externalities
}

/// Everything is sound.
pub fn check() {
	Subsidies::do_try_state().unwrap();
	Ledger::do_try_state().unwrap();
	Registry::do_try_state().unwrap();
}

/// Runs `test` and checks the state after it: sound, and no money made or lost.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		let issued = Balances::total_issuance();
		test();
		check();
		assert_eq!(Balances::total_issuance(), issued);
	});
}
