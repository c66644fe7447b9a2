// SPDX-License-Identifier: Apache-2.0

//! A runtime with meters, and a market that remembers what it was told.

use core::{
	cell::{Cell, RefCell},
	time::Duration,
};
use std::collections::BTreeMap;

use frame_support::{
	derive_impl,
	pallet_prelude::DispatchError,
	parameter_types,
	traits::{ConstU32, EitherOfDiverse, Footprint, fungible::HoldConsideration},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, Interval, Metered, NodeIndex, Roles, Terms, Wh};
use gridmerit_pallet_support::{
	IntervalTerms, NodeView, Settlement, TeNodes, Unsettleable, ViolationKind, ViolationSink,
};
use sp_core::{Pair, ecdsa, ed25519, sr25519};
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::{BuildStorage, traits::Convert};

use crate::{self as pallet_meter_attestation, MeterKey, MeterSignature};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The operator's account.
pub const OPERATOR: AccountId = 1;
/// An account that acts for no node.
pub const STRANGER: AccountId = 2;
/// Nodes, and the first index that no node has.
pub const ALICE: NodeIndex = 0;
pub const BOB: NodeIndex = 1;
pub const NOBODY: NodeIndex = 4;
/// What everybody deposits.
pub const DEPOSIT: u64 = 100;
/// What every account has.
pub const WEALTH: u64 = 1_000_000;
/// Length of an interval in milliseconds.
pub const LENGTH: u64 = 900_000;
/// The interval at hand in the beginning.
pub const NOW: Interval = 100;
/// Most intervals in the dispute window.
pub const WINDOW: u32 = 6;
/// The most that a node may draw in an interval.
pub const LIMIT: Wh = 20;

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
	pub type Attestation = pallet_meter_attestation;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type Block = Block;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const DepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Attestation(pallet_meter_attestation::HoldReason::Entry);
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

/// The same deposit for everything.
pub struct FlatDeposit;
impl Convert<Footprint, u64> for FlatDeposit {
	fn convert(_: Footprint) -> u64 {
		DEPOSIT
	}
}

impl pallet_meter_attestation::Config for Test {
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_meter_attestation::Keystore;
	type Deposit = HoldConsideration<AccountId, Balances, DepositReason, FlatDeposit>;
	type Key = MeterKey;
	type MaxBatch = ConstU32<10>;
	type MaxCharges = ConstU32<3>;
	type MaxKeys = ConstU32<2>;
	type MaxMarks = ConstU32<2>;
	type MaxMeters = ConstU32<3>;
	type MaxSeries = ConstU32<{ WINDOW + 2 }>;
	type Nodes = Market;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type Settlement = Market;
	type Signature = MeterSignature;
	type Terms = Market;
	type Violations = Market;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// How a node's interval is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
	/// With a reading.
	With(Metered),
	/// Provisionally.
	Provisionally,
}

thread_local! {
	static TIME: Cell<u64> = const { Cell::new(0) };
	static OPEN: Cell<Interval> = const { Cell::new(0) };
	static NODES: Cell<NodeIndex> = const { Cell::new(0) };
	static SETTLED: RefCell<BTreeMap<(Interval, NodeIndex), Settled>> =
		const { RefCell::new(BTreeMap::new()) };
	static REFUSED: RefCell<BTreeMap<Interval, Unsettleable>> =
		const { RefCell::new(BTreeMap::new()) };
	static FAILS: Cell<bool> = const { Cell::new(false) };
	static CHARGED: RefCell<Vec<(NodeIndex, Interval, Interval, Wh)>> =
		const { RefCell::new(Vec::new()) };
	static REOPENED: RefCell<Vec<(Interval, NodeIndex)>> = const { RefCell::new(Vec::new()) };
	static VIOLATIONS: RefCell<Vec<(NodeIndex, ViolationKind)>> =
		const { RefCell::new(Vec::new()) };
}

/// The rest of the market.
pub struct Market;

impl Market {
	/// From now on this is the interval at hand.
	pub fn set_now(interval: Interval) {
		TIME.set(Self::start(interval));
	}

	/// All before this interval is settled for good.
	pub fn settle_before(interval: Interval) {
		OPEN.set(interval);
	}

	/// An interval cannot be settled, or can again.
	pub fn refuse(interval: Interval, why: Option<Unsettleable>) {
		REFUSED.with_borrow_mut(|refused| match why {
			Some(why) => refused.insert(interval, why),
			None => refused.remove(&interval),
		});
	}

	/// No settlement succeeds, or any again.
	pub fn set_fails(fails: bool) {
		FAILS.set(fails);
	}

	/// Settles an interval because nothing was heard.
	pub fn settle_silence(interval: Interval, node: NodeIndex) {
		SETTLED.with_borrow_mut(|settled| settled.insert((interval, node), Settled::Provisionally));
	}

	/// How a node's interval is settled.
	pub fn settled(interval: Interval, node: NodeIndex) -> Option<Settled> {
		SETTLED.with_borrow(|settled| settled.get(&(interval, node)).copied())
	}

	/// Forgets and returns the charges for unexplained energy.
	pub fn charged() -> Vec<(NodeIndex, Interval, Interval, Wh)> {
		CHARGED.take()
	}

	/// Forgets and returns what was reopened.
	pub fn reopened() -> Vec<(Interval, NodeIndex)> {
		REOPENED.take()
	}

	/// Forgets and returns the violations.
	pub fn violations() -> Vec<(NodeIndex, ViolationKind)> {
		VIOLATIONS.take()
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let node = account.checked_sub(account_of(0))?;
		Self::by_index(node.try_into().ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		(index < NODES.get()).then_some(NodeView {
			index,
			suspended: false,
			roles: Roles { prosumer: true, ..Default::default() },
			limits: EnergyLimits { generation: LIMIT, consumption: LIMIT },
			battery: None,
		})
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Self::by_index(index).map(|_| account_of(index))
	}

	fn end() -> NodeIndex {
		NODES.get()
	}
}

impl IntervalTerms for Market {
	fn terms(_: Interval) -> Option<Terms> {
		None
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * LENGTH
	}

	fn never_opens(_: Interval) -> bool {
		false
	}

	fn now() -> Interval {
		let time = Duration::from_millis(TIME.get());
		Interval::try_from(time.as_millis() as u64 / LENGTH).unwrap()
	}

	fn remembered_from() -> Interval {
		OPEN.get()
	}
}

impl Settlement for Market {
	fn check(interval: Interval, node: NodeIndex) -> Result<(), Unsettleable> {
		if let Some(why) = REFUSED.with_borrow(|refused| refused.get(&interval).copied()) {
			return Err(why);
		}
		match Self::settled(interval, node) {
			Some(Settled::With(_)) => Err(Unsettleable::Settled),
			_ if interval < OPEN.get() => Err(Unsettleable::Closed),
			_ if interval >= Self::now() => Err(Unsettleable::NotOver),
			_ => Ok(()),
		}
	}

	/// A correction is dear.
	fn settle(
		interval: Interval,
		node: NodeIndex,
		metered: Metered,
	) -> Result<bool, DispatchError> {
		assert_eq!(Self::check(interval, node), Ok(()), "checked before");
		if FAILS.get() {
			return Err(DispatchError::Unavailable);
		}
		let settled = Settled::With(metered);
		let before = SETTLED.with_borrow_mut(|rows| rows.insert((interval, node), settled));
		Ok(before.is_some())
	}

	fn reopen(interval: Interval, node: NodeIndex) -> bool {
		REOPENED.with_borrow_mut(|reopened| reopened.push((interval, node)));
		assert!(interval >= OPEN.get(), "nothing is reopened that is settled for good");
		SETTLED.with_borrow_mut(|settled| match settled.get_mut(&(interval, node)) {
			Some(settled @ Settled::With(_)) => {
				*settled = Settled::Provisionally;
				true
			},
			_ => false,
		})
	}

	fn charge_unexplained(node: NodeIndex, first: Interval, last: Interval, drawn: Wh) {
		assert!(first <= last && drawn > 0);
		CHARGED.with_borrow_mut(|charged| charged.push((node, first, last, drawn)));
	}

	fn settled_before() -> Interval {
		OPEN.get()
	}

	fn window() -> u32 {
		WINDOW
	}
}

impl ViolationSink for Market {
	fn report(node: NodeIndex, kind: ViolationKind) {
		VIOLATIONS.with_borrow_mut(|violations| violations.push((node, kind)));
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = NODES.get();
		NODES.set(node + 1);
		let root = RuntimeOrigin::root();
		Balances::force_set_balance(root, account_of(node), WEALTH).unwrap();
		(node, account_of(node))
	}

	fn open_interval() -> Interval {
		Self::set_now(NOW);
		NOW
	}

	fn set_time(now: u64) {
		TIME.set(now);
	}

	fn crowd(_: NodeIndex, _: Interval, _: bool, _: u32) {}
}

/// The account of a node.
pub const fn account_of(node: NodeIndex) -> AccountId {
	100 + node as u64
}

/// A secret key of one of the three schemes.
#[derive(Clone)]
pub enum Secret {
	Ed25519(Box<ed25519::Pair>),
	Sr25519(Box<sr25519::Pair>),
	Ecdsa(Box<ecdsa::Pair>),
}

impl Secret {
	/// A secret for each number; the schemes take turns.
	pub fn new(number: u8) -> Self {
		let seed = [number; 32];
		match number % 3 {
			0 => Self::Ed25519(Box::new(ed25519::Pair::from_seed(&seed))),
			1 => Self::Sr25519(Box::new(sr25519::Pair::from_seed(&seed))),
			_ => Self::Ecdsa(Box::new(ecdsa::Pair::from_seed(&seed))),
		}
	}

	pub fn key(&self) -> MeterKey {
		match self {
			Self::Ed25519(pair) => MeterKey::Ed25519(pair.public()),
			Self::Sr25519(pair) => MeterKey::Sr25519(pair.public()),
			Self::Ecdsa(pair) => MeterKey::Ecdsa(pair.public()),
		}
	}

	pub fn sign(&self, payload: &[u8]) -> MeterSignature {
		match self {
			Self::Ed25519(pair) => MeterSignature::Ed25519(pair.sign(payload)),
			Self::Sr25519(pair) => MeterSignature::Sr25519(pair.sign(payload)),
			Self::Ecdsa(pair) => MeterSignature::Ecdsa(pair.sign(payload)),
		}
	}
}

/// Block 1, all accounts wealthy, interval 100 at hand, everything before interval 96 settled for good.
pub fn externalities() -> sp_io::TestExternalities {
	SETTLED.take();
	REFUSED.take();
	CHARGED.take();
	REOPENED.take();
	VIOLATIONS.take();
	Market::set_fails(false);
	Market::set_now(NOW);
	Market::settle_before(NOW - 4);
	NODES.set(NOBODY);

	let accounts = (1..10).chain((0..NOBODY).map(account_of));
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|account| (account, WEALTH)).collect(),
			..Default::default()
		},
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Attestation::do_try_state().unwrap();
	});
}
