// SPDX-License-Identifier: Apache-2.0

//! A runtime with the pot; nodes, terms, positions and time are what a test says.

use core::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use frame_support::{
	PalletId, derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU32, ConstU64, EitherOfDiverse},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{
	Battery, EnergyLimits, Interval, NodeIndex, Position, Roles, Scarcity, Tariff, Terms, Wh,
};
use gridmerit_pallet_support::{
	IntervalTerms, Meters, NodeView, Positions, TeNodes, ViolationKind, ViolationSink,
};
use sp_runtime::BuildStorage;

use crate as pallet_settlement;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The utility.
pub const UTILITY: NodeIndex = 0;
/// The grid account, where it is not the utility or a node that trades.
pub const GRID: NodeIndex = 1;
/// Nodes that trade.
pub const ALICE: NodeIndex = 2;
pub const BOB: NodeIndex = 3;
pub const CAROL: NodeIndex = 4;
/// The first index that no node has.
pub const NOBODY: NodeIndex = 8;
/// An account that acts for no node.
pub const STRANGER: AccountId = 1;
/// The operator's account.
pub const OPERATOR: AccountId = 2;

/// What every account has.
pub const WEALTH: u64 = 1_000_000;
/// Existential deposit.
pub const ED: u64 = 10;
/// Length of an interval in milliseconds.
pub const LENGTH: u64 = 900_000;
/// The interval of most tests. It is over, and the next one too, but no more.
pub const INTERVAL: Interval = 10;
/// Most intervals with something open.
pub const MAX_OPEN: u32 = 4;
/// The most that a node may draw or feed in, unless a test says otherwise.
pub const LIMIT: Wh = 1_000;
/// Intervals until a node is silent.
pub const DEADLINE: u32 = 2;
/// Intervals until an interval is settled for good.
pub const WINDOW: u32 = 5;
/// Blocks that there must be before.
pub const MIN_BLOCKS: u32 = 3;

/// The tariff of most tests; the cap is 180.
pub const TARIFF: Tariff =
	Tariff { tou: 200, fit: 60, alpha_ppm: 900_000, fee: 5, shortfall: 250, surplus: 40 };

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
	pub type Settlement = pallet_settlement;
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
	/// A test sets it if it needs more.
	pub static FeeReserve: u64 = 0;
	/// A test sets it if it allows less.
	pub static MaxSettlementWeight: Weight = Weight::MAX;
}

impl pallet_settlement::Config for Test {
	type Currency = Balances;
	type Deadline = ConstU32<DEADLINE>;
	type DisputeWindow = ConstU32<WINDOW>;
	type FeeReserve = FeeReserve;
	type MaxOpen = ConstU32<MAX_OPEN>;
	type MaxSettlementWeight = MaxSettlementWeight;
	type Meters = Market;
	type MinBlocks = ConstU32<MIN_BLOCKS>;
	type MinDisputeBlocks = ConstU32<MIN_BLOCKS>;
	type Nodes = Market;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type PalletId = PotId;
	type Positions = Market;
	type Terms = Market;
	type Violations = Market;
	type WeightInfo = Weights;
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// Weights that tell what was counted.
pub struct Weights;

impl Weights {
	/// What so many steps of these kinds cost: looks, nodes settled, pages or intervals passed, intervals closed.
	pub fn steps(polls: u64, silent: u64, skipped: u64, closed: u64) -> Weight {
		Weight::from_parts(polls + 1_000 * silent + 100 * skipped + 500 * closed, 0)
	}

	/// What so many nodes cost that have nothing to settle. It is so near to a silent node that a limit of
	/// some of those is one of as many steps, and so odd that no others add up to it.
	pub fn idle_nodes(nodes: u64) -> Weight {
		Weight::from_parts(990 * nodes, 0)
	}
}

impl pallet_settlement::WeightInfo for Weights {
	fn deposit() -> Weight {
		Weight::from_parts(10, 0)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(11, 0)
	}
	fn collect() -> Weight {
		Weight::from_parts(12, 0)
	}
	fn set_standing_price() -> Weight {
		Weight::from_parts(13, 0)
	}
	fn poll() -> Weight {
		Self::steps(1, 0, 0, 0)
	}
	fn silence() -> Weight {
		Self::steps(0, 1, 0, 0)
	}
	fn idle() -> Weight {
		Self::idle_nodes(1)
	}
	fn skip() -> Weight {
		Self::steps(0, 0, 1, 0)
	}
	fn close() -> Weight {
		Self::steps(0, 0, 0, 1)
	}
	fn prune() -> Weight {
		Weight::from_parts(7, 0)
	}
}

thread_local! {
	static NODES: RefCell<BTreeMap<NodeIndex, Node>> = const { RefCell::new(BTreeMap::new()) };
	static TERMS: RefCell<BTreeMap<Interval, Terms>> = const { RefCell::new(BTreeMap::new()) };
	static POSITIONS: RefCell<BTreeMap<(Interval, NodeIndex), Position>> =
		const { RefCell::new(BTreeMap::new()) };
	static CLEARS: RefCell<BTreeSet<Interval>> = const { RefCell::new(BTreeSet::new()) };
	static METERED: RefCell<BTreeMap<NodeIndex, Interval>> = const { RefCell::new(BTreeMap::new()) };
	static VIOLATIONS: RefCell<Vec<(NodeIndex, ViolationKind)>> = const { RefCell::new(Vec::new()) };
	static NEVER_OPENS: RefCell<BTreeSet<Interval>> = const { RefCell::new(BTreeSet::new()) };
	static NOW: Cell<u64> = const { Cell::new(0) };
	static REMEMBERED_FROM: Cell<Interval> = const { Cell::new(0) };
}

struct Node {
	account: AccountId,
	limits: EnergyLimits,
	battery: Option<Battery>,
}

/// The rest of the market.
pub struct Market;

impl Market {
	/// Lets an account act for a node.
	pub fn set_account(node: NodeIndex, account: AccountId) {
		NODES.with_borrow_mut(|nodes| {
			let limits = EnergyLimits { generation: LIMIT, consumption: LIMIT };
			let new = || Node { account, limits, battery: None };
			nodes.entry(node).or_insert_with(new).account = account;
		});
	}

	fn change(node: NodeIndex, change: impl FnOnce(&mut Node)) {
		NODES.with_borrow_mut(|nodes| change(nodes.get_mut(&node).unwrap()));
	}

	pub fn set_limits(node: NodeIndex, generation: Wh, consumption: Wh) {
		Self::change(node, |node| node.limits = EnergyLimits { generation, consumption });
	}

	pub fn set_battery(node: NodeIndex, battery: Battery) {
		Self::change(node, |node| node.battery = Some(battery));
	}

	/// A node leaves.
	pub fn remove(node: NodeIndex) {
		NODES.with_borrow_mut(|nodes| nodes.remove(&node));
	}

	/// From an interval on a node owes readings; or none any more.
	pub fn set_metered(node: NodeIndex, from: impl Into<Option<Interval>>) {
		METERED.with_borrow_mut(|metered| match from.into() {
			Some(from) => metered.insert(node, from),
			None => metered.remove(&node),
		});
	}

	/// The violations so far, which are forgotten.
	pub fn violations() -> Vec<(NodeIndex, ViolationKind)> {
		VIOLATIONS.take()
	}

	pub fn set_terms(interval: Interval, tariff: Tariff, grid: NodeIndex) {
		let terms = Terms {
			tariff,
			utility: UTILITY,
			grid,
			scarcity: Scarcity::Cap,
			minimum: 1,
			last_round: interval - 1,
			gate_lead: 60_000,
		};
		TERMS.with_borrow_mut(|all| all.insert(interval, terms));
	}

	/// An interval that has not opened yet.
	pub fn remove_terms(interval: Interval) {
		TERMS.with_borrow_mut(|all| all.remove(&interval));
	}

	/// From now on another utility stands behind an interval.
	pub fn set_utility(interval: Interval, utility: NodeIndex) {
		TERMS.with_borrow_mut(|all| all.get_mut(&interval).unwrap().utility = utility);
	}

	pub fn set_position(interval: Interval, node: NodeIndex, position: Position) {
		POSITIONS.with_borrow_mut(|positions| positions.insert((interval, node), position));
	}

	/// From now on an interval has no terms, for good.
	pub fn set_never_opens(interval: Interval) {
		TERMS.with_borrow_mut(|all| all.remove(&interval));
		NEVER_OPENS.with_borrow_mut(|all| all.insert(interval));
	}

	/// Whether a clearing of the interval is under way.
	pub fn set_clears(interval: Interval, clears: bool) {
		CLEARS.with_borrow_mut(
			|all| if clears { all.insert(interval) } else { all.remove(&interval) },
		);
	}

	/// Sets the time, in milliseconds.
	pub fn set_now(now: u64) {
		NOW.set(now);
	}

	/// What is before this interval is forgotten, terms and positions with it.
	pub fn set_remembered_from(from: Interval) {
		REMEMBERED_FROM.set(from);
		TERMS.with_borrow_mut(|terms| terms.retain(|interval, _| *interval >= from));
		POSITIONS.with_borrow_mut(|positions| positions.retain(|(of, _), _| *of >= from));
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let node = NODES.with_borrow(|nodes| {
			nodes.iter().find(|(_, node)| node.account == *account).map(|(index, _)| *index)
		});
		Self::by_index(node?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		let view = |node: &Node| NodeView {
			index,
			suspended: false,
			roles: Roles { prosumer: true, ..Default::default() },
			limits: node.limits,
			battery: node.battery,
		};
		NODES.with_borrow(|nodes| nodes.get(&index).map(view))
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		NODES.with_borrow(|nodes| nodes.get(&index).map(|node| node.account))
	}

	fn end() -> NodeIndex {
		NODES.with_borrow(|nodes| nodes.keys().max().map_or(0, |last| last + 1))
	}
}

impl Meters for Market {
	fn owes_reading(interval: Interval, node: NodeIndex) -> bool {
		METERED.with_borrow(|metered| metered.get(&node).is_some_and(|from| *from <= interval))
	}

	fn is_metered(node: NodeIndex) -> bool {
		METERED.with_borrow(|metered| metered.contains_key(&node))
	}
}

impl ViolationSink for Market {
	fn report(node: NodeIndex, kind: ViolationKind) {
		VIOLATIONS.with_borrow_mut(|violations| violations.push((node, kind)));
	}
}

impl IntervalTerms for Market {
	fn terms(interval: Interval) -> Option<Terms> {
		TERMS.with_borrow(|terms| terms.get(&interval).copied())
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * LENGTH
	}

	fn never_opens(interval: Interval) -> bool {
		NEVER_OPENS.with_borrow(|all| all.contains(&interval))
	}

	fn now() -> Interval {
		(NOW.get() / LENGTH) as Interval
	}

	fn remembered_from() -> Interval {
		REMEMBERED_FROM.get()
	}
}

impl Positions for Market {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		POSITIONS
			.with_borrow(|positions| positions.get(&(interval, node)).copied().unwrap_or_default())
	}

	fn is_final(interval: Interval) -> bool {
		CLEARS.with_borrow(|clears| !clears.contains(&interval))
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		use gridmerit_energy::MAX_ORDER;
		let node = <Self as TeNodes<_>>::end();
		let account = account_of(node);
		Self::set_account(node, account);
		Self::set_limits(node, MAX_ORDER, MAX_ORDER);
		if roles.storage {
			let (capacity, power, efficiency_ppm) = (MAX_ORDER, MAX_ORDER, 900_000);
			Self::set_battery(node, Battery { capacity, power, efficiency_ppm, initial: 0 });
		}
		pallet_balances::Pallet::<Test>::force_set_balance(
			RuntimeOrigin::root(),
			account,
			WEALTH * WEALTH,
		)
		.unwrap();
		(node, account)
	}

	fn meter(node: NodeIndex) {
		Self::set_metered(node, 0);
	}

	fn open_interval() -> Interval {
		Self::set_now(Self::start(INTERVAL));
		Self::set_remembered_from(INTERVAL);
		INTERVAL
	}

	fn set_time(now: u64) {
		Self::set_now(now);
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		use gridmerit_pallet_support::Pot;
		if traded {
			let position = Position::default().buy(10, 100, TARIFF.fee).unwrap();
			Self::set_position(interval, node, position.sell(30, 120).unwrap());
		}
		let account = Self::account_of(node).unwrap();
		for back in 1..=MAX_OPEN - free {
			Settlement::lock(node, &account, &[(interval - back, Some(1))]).unwrap();
		}
	}
}

/// The account of a node, unless a test gave it to another.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + u64::from(node)
}

/// Block 1, all nodes and a stranger wealthy, the pot with its existential deposit; intervals 9 to 12 with
/// terms, the first three of them over.
pub fn externalities() -> sp_io::TestExternalities {
	NODES.take();
	TERMS.take();
	POSITIONS.take();
	CLEARS.take();
	NEVER_OPENS.take();
	METERED.take();
	VIOLATIONS.take();
	REMEMBERED_FROM.take();
	FeeReserve::set(0);
	MaxSettlementWeight::set(Weight::MAX);
	for node in 0..NOBODY {
		Market::set_account(node, account_of(node));
	}
	for interval in INTERVAL - 1..INTERVAL + 3 {
		Market::set_terms(interval, TARIFF, GRID);
	}
	Market::set_now(u64::from(INTERVAL + 2) * LENGTH);

	let nodes = (0..NOBODY).map(|node| (account_of(node), WEALTH));
	let others = [(STRANGER, WEALTH), (Settlement::pot_account(), ED)];
	let balances = nodes.chain(others).collect();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs `test` and checks the state after it: sound, and no money made or lost.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		let issued = Balances::total_issuance();
		test();
		Settlement::do_try_state().unwrap();
		assert_eq!(Balances::total_issuance(), issued);
	});
}
