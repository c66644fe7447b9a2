// SPDX-License-Identifier: Apache-2.0

//! A runtime with dispatch problems, above registry, ledger and money. Trust, time and who runs the grid are kept in storage,
//! so that a call that fails undoes them too.

use frame_support::{
	PalletId, assert_ok, derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{
		ConstU8, ConstU64, ConstU128, EitherOfDiverse, Footprint, fungible::HoldConsideration,
	},
	weights::WeightMeter,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, Interval, NodeIndex, Planck, Roles, SourceKind};
use gridmerit_pallet_support::{
	GridOperators, IntervalClock, SellerTrust, Trust, TrustView, testing::TestConduct,
};
use gridmerit_trust::Part;
use pallet_te_registry::NodeData;
use sp_core::H256;
use sp_runtime::{BuildStorage, Perbill, traits::Convert};

use crate as pallet_proposals;

/// As wide as the pot's id and that of the congestion rent together.
pub type AccountId = u128;
type Block = frame_system::mocking::MockBlock<Test>;

/// The operator's account, and two that run the grid.
pub const OPERATOR: AccountId = 1;
pub const KEEPER: AccountId = 2;
pub const OTHER_KEEPER: AccountId = 3;
/// An account that is nobody's.
pub const STRANGER: AccountId = 4;
/// Nodes that trade.
pub const ALICE: NodeIndex = 0;
pub const BOB: NodeIndex = 1;
pub const CAROL: NodeIndex = 2;
/// The first index that no node has.
pub const NOBODY: NodeIndex = 6;

/// What every account has.
pub const WEALTH: u64 = 1_000_000_000;
/// Existential deposit.
pub const ED: u64 = 10;
/// The interval that is being delivered.
pub const NOW: Interval = 100;
pub const MAX_PROBLEMS: u32 = 4;
pub const MAX_OF_ASKER: u32 = 3;
pub const MAX_CLAIMS: u32 = 3;
pub const MAX_STATEMENT: u32 = 1_000;
pub const MAX_BODY: u32 = 200;
pub const MAX_WORK: u32 = 60;
pub const MAX_AHEAD: u32 = 20;
pub const MIN_WINDOW: u32 = 2;
pub const MAX_WINDOW: u32 = 50;
pub const KEEP: u32 = 7;
pub const MIN_WAGER: Planck = 500;
pub const MAX_REWARD: Planck = 4_000;
pub const MAX_GAP: u32 = 10_000;
/// What checks may take of a block, unless a test says otherwise.
pub const FULL: Weight = Weight::from_parts(100_000_000, 0);

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
	pub type Proposals = pallet_proposals;
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
	type RuntimeHoldReason = RuntimeHoldReason;
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const PotId: PalletId = PalletId(*b"test/pot");
	pub const ProblemReason: RuntimeHoldReason =
		RuntimeHoldReason::Proposals(pallet_proposals::HoldReason::Problem);
	pub const RewardShare: Perbill = Perbill::from_percent(10);
	pub const SessionShare: Perbill = Perbill::from_percent(50);
	pub const Severity: Part = Part::thousandths(100);
	pub static MaxWeight: Weight = FULL;
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

/// 100 for each thing, and 1 for a byte.
pub struct ByFootprint;
impl Convert<Footprint, u64> for ByFootprint {
	fn convert(footprint: Footprint) -> u64 {
		100 * footprint.count + footprint.size
	}
}

impl pallet_proposals::Config for Test {
	type Clock = World;
	type Conduct = TestConduct;
	type Deposit = HoldConsideration<AccountId, Balances, ProblemReason, ByFootprint>;
	type Grid = World;
	type Keep = ConstU32<KEEP>;
	type Ledger = Ledger;
	type MaxAhead = ConstU32<MAX_AHEAD>;
	type MaxBody = ConstU32<MAX_BODY>;
	type MaxClaims = ConstU32<MAX_CLAIMS>;
	type MaxGap = ConstU32<MAX_GAP>;
	type MaxOfAsker = ConstU32<MAX_OF_ASKER>;
	type MaxProblems = ConstU32<MAX_PROBLEMS>;
	type MaxProposalsWeight = MaxWeight;
	type MaxReward = ConstU128<MAX_REWARD>;
	type MaxStatement = ConstU32<MAX_STATEMENT>;
	type MaxWindow = ConstU32<MAX_WINDOW>;
	type MaxWork = ConstU32<MAX_WORK>;
	type MinWager = ConstU128<MIN_WAGER>;
	type MinWindow = ConstU32<MIN_WINDOW>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureOperator;
	type RewardShare = RewardShare;
	type SessionShare = SessionShare;
	type Severity = Severity;
	type Trust = World;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

#[storage_alias]
type Keepers = StorageMap<World, Twox64Concat, AccountId, ()>;
#[storage_alias]
type Distrusted = StorageMap<World, Twox64Concat, NodeIndex, ()>;
#[storage_alias]
type Time = StorageValue<World, Interval, ValueQuery>;

/// The rest of the chain.
pub struct World;

impl World {
	pub fn set_time(now: Interval) {
		Time::put(now);
	}

	pub fn set_keeper(account: AccountId, keeps: bool) {
		Keepers::set(account, keeps.then_some(()));
	}

	/// From now on a node has no trust.
	pub fn distrust(node: NodeIndex) {
		Distrusted::insert(node, ());
	}

	/// So much can be paid from the congestion rent.
	pub fn set_rent(amount: u64) {
		let account = Ledger::rent_account();
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account, ED + amount));
	}

	/// The next blocks, up to this one.
	pub fn run_to(block: u64) {
		while System::block_number() < block {
			System::set_block_number(System::block_number() + 1);
			Self::poll();
		}
	}

	/// What the hook does in this block; what it consumes.
	pub fn poll() -> Weight {
		let mut meter = WeightMeter::new();
		<Proposals as Hooks<u64>>::on_poll(System::block_number(), &mut meter);
		meter.consumed()
	}
}

impl GridOperators<AccountId> for World {
	fn is_grid_operator(account: &AccountId) -> bool {
		Keepers::contains_key(account)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_grid_operator(account: &AccountId) {
		Keepers::insert(account, ());
	}
}

impl Trust for World {
	fn trust(node: NodeIndex) -> TrustView {
		let trusted = !Distrusted::contains_key(node);
		TrustView {
			effective: if trusted { Part::billionths(1) } else { Part::ZERO },
			..TrustView::default()
		}
	}

	fn seller(_: NodeIndex) -> SellerTrust {
		SellerTrust::default()
	}
}

impl IntervalClock for World {
	fn now() -> Interval {
		Time::get()
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * 900_000
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = pallet_te_registry::NextIndex::<Test>::get();
		let account = account_of(node);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account, consumer()));
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account, WEALTH));
		(node, account)
	}

	fn pay(account: &AccountId) {
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), *account, WEALTH));
	}
}

fn consumer() -> NodeData {
	NodeData {
		customer: H256::zero(),
		roles: Roles { consumer: true, ..Default::default() },
		bus: 1,
		limits: EnergyLimits { generation: 0, consumption: 1_000 },
		source: SourceKind::None,
		battery: None,
	}
}

/// The account of a node.
pub fn account_of(node: NodeIndex) -> AccountId {
	100 + AccountId::from(node)
}

/// Block 1, everybody wealthy, no rent, the pot with its existential deposit.
pub fn externalities() -> sp_io::TestExternalities {
	let nodes = (0..NOBODY).map(|node| (account_of(node), consumer())).collect();
	let wealthy = (0..NOBODY).map(account_of).chain([KEEPER, OTHER_KEEPER, STRANGER]);
	let wealthy = wealthy.map(|account| (account, WEALTH));
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: wealthy.chain([(Ledger::pot_account(), ED)]).collect(),
			..Default::default()
		},
		registry: pallet_te_registry::GenesisConfig { nodes, ..Default::default() },
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	MaxWeight::set(FULL);
	externalities.execute_with(|| {
		System::set_block_number(1);
		World::set_time(NOW);
		for keeper in [KEEPER, OTHER_KEEPER] {
			World::set_keeper(keeper, true);
		}
	});
	externalities
}

/// All that must hold.
pub fn try_state() {
	Proposals::do_try_state().unwrap();
	Ledger::do_try_state().unwrap();
	Registry::do_try_state().unwrap();
}

/// Runs `test`, and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		try_state();
	});
}
