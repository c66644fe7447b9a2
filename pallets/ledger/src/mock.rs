// SPDX-License-Identifier: Apache-2.0

//! A runtime with the ledger, above the registry and money.

use frame_support::{
	PalletId, assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU8, ConstU32, ConstU64, EitherOfDiverse},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, Interval, NodeIndex, Roles, SourceKind, Wh};
use pallet_te_registry::NodeData;
use sp_core::H256;
use sp_runtime::BuildStorage;

use crate as pallet_ledger;

/// As wide as the pot's id and that of the congestion rent together.
pub type AccountId = u128;
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
/// The interval of most tests.
pub const INTERVAL: Interval = 10;
/// Most intervals with something open.
pub const MAX_OPEN: u32 = 4;
/// The most that a node may draw or feed in, unless a test says otherwise.
pub const LIMIT: Wh = 1_000;

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
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId;
	type Block = Block;
	type Lookup = sp_runtime::traits::IdentityLookup<AccountId>;
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
	pub storage FeeReserve: u64 = 0;
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
	type FeeReserve = FeeReserve;
	type MaxOpen = ConstU32<MAX_OPEN>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type PalletId = PotId;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

fn prosumer(generation: Wh, consumption: Wh) -> NodeData {
	NodeData {
		customer: H256::zero(),
		roles: Roles { prosumer: true, ..Default::default() },
		bus: 1,
		limits: EnergyLimits { generation, consumption },
		source: SourceKind::Solar,
		battery: None,
	}
}

/// Changes the limits of a node.
pub fn set_limits(node: NodeIndex, generation: Wh, consumption: Wh) {
	let data = prosumer(generation, consumption);
	assert_ok!(Registry::change(RuntimeOrigin::root(), node, data));
}

/// The account of a node, unless a test gave it to another.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + AccountId::from(node)
}

/// The rest of the chain.
#[cfg(feature = "runtime-benchmarks")]
pub struct World;

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		use gridmerit_energy::MAX_ORDER;
		let node = pallet_te_registry::NextIndex::<Test>::get();
		let account = account_of(node);
		let data = prosumer(MAX_ORDER, MAX_ORDER);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account, data));
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account, WEALTH * WEALTH));
		(node, account)
	}
}

/// Block 1, all nodes and a stranger wealthy, the pot with its existential deposit.
pub fn externalities() -> sp_io::TestExternalities {
	let nodes = (0..NOBODY).map(|node| (account_of(node), prosumer(LIMIT, LIMIT))).collect();
	let wealthy = (0..NOBODY).map(|node| (account_of(node), WEALTH));
	let others = [(STRANGER, WEALTH), (Ledger::pot_account(), ED)];
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: wealthy.chain(others).collect(),
			..Default::default()
		},
		registry: pallet_te_registry::GenesisConfig { nodes, ..Default::default() },
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
		Ledger::do_try_state().unwrap();
		Registry::do_try_state().unwrap();
		assert_eq!(Balances::total_issuance(), issued);
	});
}
