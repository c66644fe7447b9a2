// SPDX-License-Identifier: Apache-2.0

//! A runtime with the pot; nodes, terms, positions and time are what a test says.

use core::{
	cell::{Cell, RefCell},
	time::Duration,
};
use std::collections::{BTreeMap, BTreeSet};

use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, UnixTime},
};
use gridmerit_primitives::{
	EnergyLimits, Interval, IntervalTerms, MAX_ORDER, NodeIndex, NodeView, Position, Positions,
	Roles, Scarcity, Tariff, TeNodes, Terms,
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

parameter_types! {
	pub const PotId: PalletId = PalletId(*b"test/pot");
}

parameter_types! {
	/// A test sets it if it needs more.
	pub static FeeReserve: u64 = 0;
}

impl pallet_settlement::Config for Test {
	type FeeReserve = FeeReserve;
	type Currency = Balances;
	type MaxOpen = ConstU32<MAX_OPEN>;
	type Nodes = Market;
	type PalletId = PotId;
	type Positions = Market;
	type Terms = Market;
	type Time = Market;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

thread_local! {
	static NODES: RefCell<BTreeMap<NodeIndex, AccountId>> = const { RefCell::new(BTreeMap::new()) };
	static TERMS: RefCell<BTreeMap<Interval, Terms>> = const { RefCell::new(BTreeMap::new()) };
	static POSITIONS: RefCell<BTreeMap<(Interval, NodeIndex), Position>> =
		const { RefCell::new(BTreeMap::new()) };
	static CLEARS: RefCell<BTreeSet<Interval>> = const { RefCell::new(BTreeSet::new()) };
	static NOW: Cell<u64> = const { Cell::new(0) };
}

/// The rest of the market.
pub struct Market;

impl Market {
	/// Lets an account act for a node.
	pub fn set_account(node: NodeIndex, account: AccountId) {
		NODES.with_borrow_mut(|nodes| nodes.insert(node, account));
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

	/// From now on another utility stands behind an interval.
	pub fn set_utility(interval: Interval, utility: NodeIndex) {
		TERMS.with_borrow_mut(|all| all.get_mut(&interval).unwrap().utility = utility);
	}

	pub fn set_position(interval: Interval, node: NodeIndex, position: Position) {
		POSITIONS.with_borrow_mut(|positions| positions.insert((interval, node), position));
	}

	/// Whether a clearing of the interval is under way.
	pub fn set_clears(interval: Interval, clears: bool) {
		CLEARS.with_borrow_mut(
			|all| if clears { all.insert(interval) } else { all.remove(&interval) },
		);
	}

	pub fn set_now(now: u64) {
		NOW.set(now);
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let node = NODES.with_borrow(|nodes| {
			nodes.iter().find(|(_, other)| *other == account).map(|(node, _)| *node)
		});
		Self::by_index(node?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		let known = NODES.with_borrow(|nodes| nodes.contains_key(&index));
		known.then_some(NodeView {
			index,
			suspended: false,
			roles: Roles { prosumer: true, ..Default::default() },
			limits: EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER },
		})
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		NODES.with_borrow(|nodes| nodes.get(&index).copied())
	}
}

impl IntervalTerms for Market {
	fn terms(interval: Interval) -> Option<Terms> {
		TERMS.with_borrow(|terms| terms.get(&interval).copied())
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * LENGTH
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

impl UnixTime for Market {
	fn now() -> Duration {
		Duration::from_millis(NOW.get())
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_primitives::BenchmarkWorld<AccountId> for Market {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = NODES.with_borrow(|nodes| nodes.len() as NodeIndex);
		let account = account_of(node);
		Self::set_account(node, account);
		pallet_balances::Pallet::<Test>::force_set_balance(
			RuntimeOrigin::root(),
			account,
			WEALTH * WEALTH,
		)
		.unwrap();
		(node, account)
	}

	fn open_interval() -> Interval {
		Self::set_now(Self::start(INTERVAL));
		INTERVAL
	}

	fn set_time(now: u64) {
		Self::set_now(now);
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		use gridmerit_primitives::Pot;
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
