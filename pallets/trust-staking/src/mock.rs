// SPDX-License-Identifier: Apache-2.0

//! A runtime with trust, above the registry, the ledger and money. Sessions, randomness and time are kept in storage,
//! so that a call that fails undoes them too.

use frame_support::{
	PalletId, assert_ok, derive_impl, ord_parameter_types, parameter_types, storage_alias,
	traits::{ConstU8, ConstU32, ConstU64, ConstU128, EitherOfDiverse, Hooks, Randomness},
	weights::{Weight, WeightMeter},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, NodeIndex, Planck, Roles, SourceKind};
use gridmerit_pallet_support::testing::TestClock;
use pallet_te_registry::NodeData;
use sp_core::H256;
use sp_runtime::BuildStorage;

use crate as pallet_trust_staking;

pub type AccountId = u64;
/// Half of what planck are counted in.
pub type Balance = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// Nodes.
pub const UTILITY: NodeIndex = 0;
pub const ALICE: NodeIndex = 2;
pub const BOB: NodeIndex = 3;
pub const CAROL: NodeIndex = 4;
/// The first index that no node has. The second page has begun.
pub const NOBODY: NodeIndex = 140;
/// Accounts that act for no node.
pub const DAVE: AccountId = 1;
pub const ERIN: AccountId = 2;
pub const FRANK: AccountId = 3;
/// The operator's account.
pub const OPERATOR: AccountId = 4;
/// The treasury's.
pub const TREASURY: AccountId = 5;

/// A unit of money.
pub const UNIT: Planck = 1_000_000_000;
/// What every account has.
pub const WEALTH: Planck = 10_000 * UNIT;
/// What the account of rewards has beside the existential deposit.
pub const REWARDS: Planck = 10 * UNIT;
/// Existential deposit.
pub const ED: Planck = 1_000;
/// The least that a backer bonds.
pub const MIN_BACKING: Planck = UNIT;
/// Sessions.
pub const REPORT: u32 = 3;
pub const DISPUTE: u32 = 2;
pub const UNBONDING: u32 = 6;
pub const NOTICE: u32 = 2;
pub const COMMISSION_NOTICE: u32 = 3;
/// A day.
pub const DAY: u64 = 86_400_000;

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
	pub type TrustStaking = pallet_trust_staking;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<Balance>;
	type Block = Block;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<{ ED as Balance }>;
}

ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const LedgerPot: PalletId = PalletId(*b"test/pot");
	// Accounts of eight bytes see the first four of these.
	pub const BondsId: PalletId = PalletId(*b"bond/pot");
	pub const RewardsId: PalletId = PalletId(*b"rwrd/pot");
	pub const Treasury: AccountId = TREASURY;
	/// A test sets it if it needs less.
	pub storage MaxTrustWeight: Weight = Weight::MAX;
	/// The running session.
	pub storage CurrentSession: u32 = 10;
}

type EnsureOperator =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;

impl pallet_te_registry::Config for Test {
	type Deposit = ();
	type MaxNodes = ConstU32<1_000>;
	type MaxWork = ConstU8<0>;
	type OnRemove = TrustStaking;
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
	type PalletId = LedgerPot;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

#[storage_alias]
type Random = StorageValue<Mock, (H256, u32)>;

/// What is random, and in which session it was made.
pub struct Mock;

impl Mock {
	pub fn set_random(random: H256, made: u32) {
		Random::put((random, made));
	}
}

impl Randomness<H256, u32> for Mock {
	fn random(_: &[u8]) -> (H256, u32) {
		Random::get().unwrap_or_default()
	}
}

impl pallet_trust_staking::Config for Test {
	type CommissionNotice = ConstU32<COMMISSION_NOTICE>;
	type Currency = Balances;
	type DisputeWindow = ConstU32<DISPUTE>;
	type HistoryLength = ConstU32<4>;
	type Ledger = Ledger;
	type MaxBackers = ConstU32<3>;
	type MaxTrustWeight = MaxTrustWeight;
	type MaxUnbondings = ConstU32<3>;
	type MinBacking = ConstU128<MIN_BACKING>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type PalletId = BondsId;
	type Randomness = Mock;
	type ReportWindow = ConstU32<REPORT>;
	type RewardsId = RewardsId;
	type RulesNotice = ConstU32<NOTICE>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Session = CurrentSession;
	type Time = TestClock;
	type Treasury = Treasury;
	type UnbondingSessions = ConstU32<UNBONDING>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

fn prosumer() -> NodeData {
	NodeData {
		customer: H256::zero(),
		roles: Roles { prosumer: true, ..Default::default() },
		bus: 1,
		limits: EnergyLimits { generation: 1_000_000, consumption: 1_000_000 },
		source: SourceKind::Solar,
		battery: None,
	}
}

/// The account of a node, unless a test gave it to another.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + u64::from(node)
}

/// An amount of planck as a balance.
pub fn balance(planck: Planck) -> Balance {
	planck.try_into().unwrap()
}

/// The hook of a block, with so much weight.
pub fn poll(weight: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(weight);
	TrustStaking::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// A later session begins, and all that is to be done is.
pub fn next_sessions(count: u32) {
	for _ in 0..count {
		CurrentSession::set(&(CurrentSession::get() + 1));
		poll(Weight::MAX);
		TrustStaking::on_idle(System::block_number(), Weight::MAX);
	}
}

/// The rest of the chain.
#[cfg(feature = "runtime-benchmarks")]
pub struct World;

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = pallet_te_registry::NextIndex::<Test>::get();
		let account = account_of(node);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account, prosumer()));
		let rich = balance(100 * WEALTH);
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account, rich));
		(node, account)
	}
}

/// All nodes and others wealthy, the pots with their existential deposits.
pub fn genesis() -> RuntimeGenesisConfig {
	let nodes = (0..NOBODY).map(|node| (account_of(node), prosumer())).collect();
	let wealthy = (0..NOBODY).map(|node| (account_of(node), WEALTH));
	let others = [DAVE, ERIN, FRANK].map(|account| (account, WEALTH));
	let pots = [
		(TREASURY, ED),
		(Ledger::pot_account(), ED),
		(TrustStaking::pot_account(), ED),
		(TrustStaking::reward_account(), ED + REWARDS),
	];
	let all = wealthy.chain(others).chain(pots);
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: all.map(|(account, planck)| (account, balance(planck))).collect(),
			..Default::default()
		},
		registry: pallet_te_registry::GenesisConfig { nodes, ..Default::default() },
		..Default::default()
	}
}

/// Block 1 of session 10 on day 1,000, after [`genesis`].
pub fn externalities() -> sp_io::TestExternalities {
	let mut externalities = sp_io::TestExternalities::from(genesis().build_storage().unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		TestClock::set(1_000 * DAY);
		poll(Weight::MAX);
		assert_ok!(TrustStaking::do_try_state());
	});
	externalities
}

/// Everything is sound.
pub fn check() {
	TrustStaking::do_try_state().unwrap();
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
