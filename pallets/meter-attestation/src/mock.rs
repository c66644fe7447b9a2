// SPDX-License-Identifier: Apache-2.0

//! A runtime with meters, and a market that keeps in storage what it was told, so that `assert_noop!` sees it
//! and a call that fails undoes it.

use codec::{Decode, Encode};
use frame_support::{
	derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU64, EitherOfDiverse, Footprint, fungible::HoldConsideration},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{EnergyLimits, Interval, Metered, NodeIndex, Roles, Wh};
use gridmerit_pallet_support::{
	ClosedIntervals, IntervalClock, NodeReferences, NodeView, ReadingDuty, Settlement, TeNodes,
	Unsettleable, ViolationKind, ViolationSink, testing::TestConduct,
};
use sp_core::{Pair, ecdsa, ed25519, sr25519};
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::{BuildStorage, traits::Convert};

use crate::{self as pallet_meter_attestation, MeterKey, MeterSignature, MetersOfNode};

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
/// The current interval in the beginning.
pub const NOW: Interval = 100;
/// Most intervals in the dispute window.
pub const WINDOW: u32 = 6;
/// The most that a node may draw in an interval, unless another limit is set.
pub const LIMIT: Wh = gridmerit_statements::MAX_METERED;
/// How many Wh a meter may lose when its power fails.
pub const TOLERANCE: Wh = 2;
/// By how much a counter may grow in an interval.
pub const COUNTS: u64 = 1_000;

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
	pub const LaneWeight: Weight = Weight::from_parts(1_000_000_000, u64::MAX / 8);
	pub const DepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Attestation(pallet_meter_attestation::HoldReason::Meter);
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
	type CarryFactor = ConstU64<2>;
	type Clock = Market;
	type Closing = Market;
	type Conduct = TestConduct;
	type Deposit = HoldConsideration<AccountId, Balances, DepositReason, FlatDeposit>;
	type Key = MeterKey;
	type LaneWeight = LaneWeight;
	type MaxBatch = ConstU32<10>;
	type MaxCharges = ConstU32<3>;
	type MaxCounts = ConstU64<COUNTS>;
	type MaxDoubted = ConstU32<2>;
	type MaxKeys = ConstU32<2>;
	type MaxMeters = ConstU32<4>;
	type MaxRevocations = ConstU32<2>;
	type MaxSeries = ConstU32<{ WINDOW + 2 }>;
	type Nodes = Market;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type RegisterTolerance = ConstU64<TOLERANCE>;
	type Settlement = Market;
	type Signature = MeterSignature;
	type Violations = Market;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// How a node's interval is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Settled {
	/// With a reading.
	With(Metered),
	/// With a reading of a spare meter.
	BySpare(Metered),
	/// Provisionally.
	Provisionally,
}

/// A charge for unaccounted-for energy: of whom, from when to when, how much.
pub type Charge = (NodeIndex, Interval, Interval, Wh);

#[storage_alias]
type Now = StorageValue<Market, u64, ValueQuery>;
#[storage_alias]
type ClosedUntil = StorageValue<Market, Interval, ValueQuery>;
#[storage_alias]
type NodeCount = StorageValue<Market, NodeIndex, ValueQuery>;
#[storage_alias]
type Limit = StorageValue<Market, Wh>;
#[storage_alias]
type Holds = StorageMap<Market, Twox64Concat, NodeIndex, u32, ValueQuery>;
#[storage_alias]
type Duties = StorageMap<Market, Twox64Concat, NodeIndex, ReadingDuty, ValueQuery>;
#[storage_alias]
type Settlements =
	StorageDoubleMap<Market, Twox64Concat, Interval, Twox64Concat, NodeIndex, Settled>;
#[storage_alias]
type Lookups = StorageValue<Market, u32, ValueQuery>;
/// Why intervals cannot be settled, by place in [`REFUSALS`].
#[storage_alias]
type Refusals = StorageMap<Market, Twox64Concat, Interval, u8>;
#[storage_alias]
type Fails = StorageValue<Market, bool, ValueQuery>;
#[storage_alias]
type Charges = StorageValue<Market, Vec<Charge>, ValueQuery>;
#[storage_alias]
type Reopened = StorageValue<Market, Vec<(Interval, NodeIndex)>, ValueQuery>;
#[storage_alias]
type Violations = StorageValue<Market, Vec<(NodeIndex, ViolationKind)>, ValueQuery>;

/// All reasons.
pub const REFUSALS: [Unsettleable; 7] = [
	Unsettleable::UnknownNode,
	Unsettleable::UnknownInterval,
	Unsettleable::NotOver,
	Unsettleable::NotFinal,
	Unsettleable::IsUtility,
	Unsettleable::Settled,
	Unsettleable::Closed,
];

/// The rest of the market.
pub struct Market;

impl Market {
	/// From now on this is the current interval.
	pub fn set_now(interval: Interval) {
		Now::put(Self::start(interval));
	}

	/// All before this interval is settled for good.
	pub fn close_before(interval: Interval) {
		ClosedUntil::put(interval);
	}

	/// From now on nodes may draw and feed in so much.
	pub fn set_limit(limit: Wh) {
		Limit::put(limit);
	}

	/// An interval cannot be settled, or can again.
	pub fn refuse(interval: Interval, why: Option<Unsettleable>) {
		let place = why.and_then(|why| REFUSALS.iter().position(|other| *other == why));
		Refusals::set(interval, place.map(|place| place as u8));
	}

	/// No settlement succeeds, or any again.
	pub fn set_fails(fails: bool) {
		Fails::put(fails);
	}

	/// Settles an interval because nothing was heard.
	pub fn settle_silence(interval: Interval, node: NodeIndex) {
		Settlements::insert(interval, node, Settled::Provisionally);
	}

	/// How a node's interval is settled.
	pub fn settled(interval: Interval, node: NodeIndex) -> Option<Settled> {
		Settlements::get(interval, node)
	}

	/// Whether a node owes a reading, as it was told.
	pub fn owes_reading(interval: Interval, node: NodeIndex) -> bool {
		Duties::get(node).owes(interval)
	}

	/// Whether a node will ever owe a reading or has owed one that is remembered, as it was told.
	pub fn is_metered(node: NodeIndex) -> bool {
		!Duties::get(node).spans.is_empty()
	}

	/// Whether a node is kept from leaving.
	pub fn is_held(node: NodeIndex) -> bool {
		Holds::get(node) > 0
	}

	/// Forgets and returns the charges for unaccounted-for energy.
	pub fn charged() -> Vec<Charge> {
		Charges::take()
	}

	/// Forgets and returns what was reopened.
	pub fn reopened() -> Vec<(Interval, NodeIndex)> {
		Reopened::take()
	}

	/// Forgets and returns the violations.
	pub fn violations() -> Vec<(NodeIndex, ViolationKind)> {
		Violations::take()
	}

	/// Forgets and returns how often it was looked up what a reading can settle.
	pub fn lookups() -> u32 {
		Lookups::take()
	}

	fn find(interval: Interval, node: NodeIndex) -> Result<(), Unsettleable> {
		if let Some(why) = Refusals::get(interval) {
			return Err(REFUSALS[usize::from(why)]);
		}
		match Self::settled(interval, node) {
			Some(Settled::With(_)) => Err(Unsettleable::Settled),
			_ if interval < ClosedUntil::get() => Err(Unsettleable::Closed),
			_ if interval >= Self::now() => Err(Unsettleable::NotOver),
			_ => Ok(()),
		}
	}

	/// Has settlement know another duty of a node than it was told.
	pub fn set_duty_unheard(node: NodeIndex, duty: ReadingDuty) {
		Duties::insert(node, duty);
	}

	/// The market was told what the pallet knows: who has meters, and who owes readings.
	pub fn check() {
		for node in 0..NOBODY {
			let row = MetersOfNode::<Test>::get(node);
			assert_eq!(Holds::get(node), u32::from(!row.meters.is_empty()), "held once if bound");
			let duty = Duties::get(node);
			assert_eq!(duty, row.duty(), "the duty that follows from the meters");
			for interval in NOW - 10..NOW + 40 {
				assert_eq!(duty.owes(interval), row.settles(interval).is_some());
			}
		}
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		let node = u64::checked_sub(*account, account_of(0))?;
		Self::by_index(node.try_into().ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		(index < NodeCount::get()).then_some(NodeView {
			index,
			suspended: false,
			roles: Roles { prosumer: true, ..Default::default() },
			bus: 0,
			limits: {
				let limit = Limit::get().unwrap_or(LIMIT);
				EnergyLimits { generation: limit, consumption: limit }
			},
			battery: None,
		})
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Self::by_index(index).map(|_| account_of(index))
	}

	fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
		Self::by_index(index).map(|_| sp_io::hashing::blake2_256(&index.to_le_bytes()))
	}

	fn end() -> NodeIndex {
		NodeCount::get()
	}
}

impl NodeReferences for Market {
	fn hold(node: NodeIndex) {
		Holds::mutate(node, |count| *count += 1);
	}

	fn release(node: NodeIndex) {
		Holds::mutate(node, |count| *count -= 1);
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Interval::try_from(Now::get() / LENGTH).unwrap()
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * LENGTH
	}
}

impl ClosedIntervals for Market {
	fn closed_until() -> Interval {
		ClosedUntil::get()
	}

	fn close_until(interval: Interval) {
		ClosedUntil::put(interval);
	}

	fn need_from(_: Interval) {}
}

impl Settlement for Market {
	type Shared = ();
	/// Whether it is one for a spare meter comes last.
	type Case = (Interval, NodeIndex, bool);

	fn case(_: &mut (), interval: Interval, node: NodeIndex) -> Result<Self::Case, Unsettleable> {
		Lookups::mutate(|count| *count += 1);
		Self::find(interval, node).map(|()| (interval, node, false))
	}

	fn spare_case(_: &mut (), interval: Interval, node: NodeIndex) -> Option<Self::Case> {
		let silent = Self::settled(interval, node) == Some(Settled::Provisionally);
		(silent && Self::find(interval, node).is_ok()).then_some((interval, node, true))
	}

	/// A correction is dear.
	fn settle(_: &mut (), case: Self::Case, metered: Metered) -> Result<bool, DispatchError> {
		let (interval, node, spare) = case;
		assert_eq!(Self::find(interval, node), Ok(()), "looked up before");
		if Fails::get() {
			return Err(DispatchError::Unavailable);
		}
		let before = Self::settled(interval, node);
		let settled = if spare { Settled::BySpare(metered) } else { Settled::With(metered) };
		Settlements::insert(interval, node, settled);
		Ok(before.is_some())
	}

	fn store(_: &mut ()) {}

	fn reopen(interval: Interval, node: NodeIndex) -> bool {
		Reopened::append((interval, node));
		assert!(interval >= ClosedUntil::get(), "nothing is reopened that is settled for good");
		let settled = matches!(Self::settled(interval, node), Some(Settled::With(_)));
		if settled {
			Self::settle_silence(interval, node);
		}
		settled
	}

	fn reopen_spare(interval: Interval, node: NodeIndex) -> bool {
		assert!(interval >= ClosedUntil::get(), "nothing is reopened that is settled for good");
		let settled = matches!(Self::settled(interval, node), Some(Settled::BySpare(_)));
		if settled {
			Self::settle_silence(interval, node);
		}
		settled
	}

	fn charge_unaccounted(node: NodeIndex, first: Interval, last: Interval, drawn: Wh) {
		assert!(first <= last && drawn > 0);
		Charges::append((node, first, last, drawn));
	}

	fn looked_at() -> u32 {
		WINDOW + 1
	}

	fn window() -> u32 {
		WINDOW
	}

	fn max_window() -> u32 {
		WINDOW
	}

	fn reopenable() -> u32 {
		WINDOW
	}

	fn set_duty(node: NodeIndex, duty: ReadingDuty) {
		assert_ne!(Duties::get(node), duty, "only what is new is told");
		Duties::insert(node, duty);
	}

	fn duty(node: NodeIndex) -> ReadingDuty {
		Duties::get(node)
	}
}

impl ViolationSink for Market {
	fn report(node: NodeIndex, kind: ViolationKind) {
		Violations::append((node, kind));
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = NodeCount::get();
		NodeCount::put(node + 1);
		let root = RuntimeOrigin::root();
		Balances::force_set_balance(root, account_of(node), WEALTH).unwrap();
		(node, account_of(node))
	}

	fn open_interval() -> Interval {
		Self::set_now(NOW);
		NOW
	}

	fn set_time(now: u64) {
		Now::put(now);
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

/// Block 1, all accounts wealthy, interval 100 is current, everything before interval 96 settled for good.
pub fn externalities() -> sp_io::TestExternalities {
	externalities_with(Default::default())
}

/// The same with manufacturers and meters.
pub fn externalities_with(
	attestation: pallet_meter_attestation::GenesisConfig<Test>,
) -> sp_io::TestExternalities {
	let mut externalities = sp_io::TestExternalities::from(market().build_storage().unwrap());
	externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	externalities.execute_with(|| {
		System::set_block_number(1);
		Market::set_now(NOW);
		Market::close_before(NOW - 4);
		NodeCount::put(NOBODY);
		attestation.build();
		System::reset_events();
	});
	externalities
}

fn market() -> RuntimeGenesisConfig {
	let accounts = (1..10).chain((0..NOBODY).map(account_of));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|account| (account, WEALTH)).collect(),
			..Default::default()
		},
		..Default::default()
	}
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Attestation::do_try_state().unwrap();
		Market::check();
	});
}
