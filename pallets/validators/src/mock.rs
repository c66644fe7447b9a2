// SPDX-License-Identifier: Apache-2.0

//! A runtime with TE nodes and their builders. Trust, sessions and rewards are kept in storage, so that a call that fails
//! undoes them too.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use core::cell::Cell;
use frame_support::traits::fungible::Mutate;
use frame_support::{
	PalletId, derive_impl,
	migrations::MultiStepMigrator,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU8, ConstU64, FindAuthor, Hooks, tokens::Preservation::Preserve},
};
use frame_system::EnsureRoot;
use gridmerit_energy::{EnergyLimits, NodeIndex, Planck, Roles, SourceKind};
use gridmerit_pallet_support::{
	NodeRewards, SellerTrust, SessionIndex, TeNodes, Trust, TrustView, testing::TestConduct,
};
use gridmerit_trust::{Part, SeatRules};
use pallet_te_registry::NodeData;
use sp_core::{H256, crypto::KeyTypeId};
use sp_runtime::{ArithmeticError, BuildStorage, DigestItem, Perbill};
use sp_staking::offence::{Offence as _, OffenceDetails, OffenceSeverity, OnOffenceHandler};

use crate as pallet_validators;
use crate::{Absence, Offender, Sessions};

pub type AccountId = u64;
/// Half of what planck are counted in.
pub type Balance = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The first index that no node has.
pub const NOBODY: NodeIndex = 30;
pub const MIN: u32 = 4;
pub const MAX: u32 = 12;
pub const CANDIDATES: u32 = 14;
/// Sessions.
pub const BAR: SessionIndex = 3;
pub const LONG_BAR: SessionIndex = 6;
pub const KEPT: SessionIndex = 4;
pub const NOTICE: SessionIndex = 2;
/// Blocks that each must have had to build.
pub const ENOUGH: u32 = 2;
/// Existential deposit.
pub const ED: Balance = 1_000;
/// What every account has.
pub const WEALTH: Balance = 1_000_000;
/// The type of the keys.
pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"test");
/// Rules of the genesis.
pub const RULES: SeatRules = SeatRules {
	seats: 7,
	least: 4,
	minimum: Part::thousandths(200),
	hysteresis: Part::thousandths(100),
};

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
	pub type Validators = pallet_validators;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<Balance>;
	type Block = Block;
	type MultiBlockMigrator = Migrating;
}

thread_local! {
	static MIGRATING: Cell<bool> = const { Cell::new(false) };
}

/// A migration that is under way as long as a test says so.
pub struct Migrating;

impl Migrating {
	pub fn set(migrating: bool) {
		MIGRATING.set(migrating);
	}
}

impl MultiStepMigrator for Migrating {
	fn ongoing() -> bool {
		MIGRATING.get()
	}

	fn step() -> Weight {
		Weight::zero()
	}
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<ED>;
}

parameter_types! {
	pub const PotId: PalletId = PalletId(*b"bld__pot");
}

impl pallet_te_registry::Config for Test {
	type Deposit = ();
	type MaxNodes = ConstU32<1_000>;
	type MaxWork = ConstU8<0>;
	type OnRemove = Validators;
	type OnSuspend = ();
	type OperatorOrigin = EnsureRoot<AccountId>;
	type WeightInfo = ();
}

impl pallet_validators::Config for Test {
	type AbsenceBar = ConstU32<BAR>;
	type AbsenceBlocks = ConstU32<ENOUGH>;
	type Conduct = TestConduct;
	type Currency = Balances;
	type EquivocationBar = ConstU32<LONG_BAR>;
	type FindAuthor = Mock;
	type MaxCandidates = ConstU32<CANDIDATES>;
	type MaxValidators = ConstU32<MAX>;
	type MinValidators = ConstU32<MIN>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type PalletId = PotId;
	type ReportSessions = ConstU32<KEPT>;
	type Rewards = Mock;
	type RulesNotice = ConstU32<NOTICE>;
	type Sessions = Mock;
	type Trust = Mock;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

#[storage_alias]
type Session = StorageValue<Mock, SessionIndex, ValueQuery>;
#[storage_alias]
type InOffice = StorageValue<Mock, Vec<AccountId>, ValueQuery>;
#[storage_alias]
type Queued = StorageValue<Mock, Vec<AccountId>, ValueQuery>;
#[storage_alias]
type Keys = StorageMap<Mock, Twox64Concat, AccountId, u64>;
#[storage_alias]
type Disabled = StorageValue<Mock, Vec<AccountId>, ValueQuery>;
#[storage_alias]
type Trusted = StorageMap<Mock, Twox64Concat, NodeIndex, Part, ValueQuery>;
#[storage_alias]
type Unpayable = StorageMap<Mock, Twox64Concat, NodeIndex, ()>;

/// Sessions, a third of whose validators at most is disabled; trust as it is set; and rewards paid at once.
pub struct Mock;

impl Mock {
	pub fn disabled() -> Vec<NodeIndex> {
		Disabled::get().into_iter().map(node_of).collect()
	}

	/// Gives an account its first key.
	pub fn set_keys(account: AccountId) {
		Keys::insert(account, account);
	}

	/// Gives an account another key.
	pub fn set_key(account: AccountId, key: u64) {
		Keys::insert(account, key);
	}

	pub fn disabled_accounts() -> Vec<AccountId> {
		Disabled::get()
	}

	pub fn set_trust(node: NodeIndex, thousandths: u32) {
		Trusted::insert(node, Part::thousandths(thousandths));
	}

	/// What the node cannot be paid.
	pub fn set_unpayable(node: NodeIndex) {
		Unpayable::insert(node, ());
	}

	pub fn queued() -> Vec<AccountId> {
		Queued::get()
	}

	/// The session ends, as in `pallet-session`.
	pub fn rotate() {
		let ended = Session::get();
		Validators::session_ends(ended);
		InOffice::put(Queued::get());
		Disabled::kill();
		Session::put(ended + 1);
		TestConduct::set_session(ended + 1);
		Validators::session_begins(ended + 1);
		Queued::put(Validators::plan(ended + 2));
	}
}

impl Sessions<AccountId> for Mock {
	type Keys = u64;

	fn current() -> SessionIndex {
		Session::get()
	}

	fn in_office() -> Vec<AccountId> {
		InOffice::get()
	}

	fn disabled() -> Vec<AccountId> {
		Disabled::get()
	}

	fn keys_of(account: &AccountId) -> Option<u64> {
		Keys::get(account)
	}

	fn is_among(keys: &u64, key_type: KeyTypeId, key: &[u8]) -> bool {
		key_type == KEY_TYPE && keys.to_le_bytes() == key
	}

	fn release_keys(account: &AccountId) -> DispatchResult {
		Keys::take(account).map(|_| ()).ok_or(DispatchError::Other("no keys"))
	}

	fn disable(validator: &AccountId, _: OffenceSeverity) {
		let in_office = InOffice::get();
		Disabled::mutate(|disabled| {
			let known = disabled.contains(validator) || !in_office.contains(validator);
			if !known && disabled.len() < in_office.len().saturating_sub(1) / 3 {
				disabled.push(*validator);
			}
		});
	}

	fn report_absent(offence: Absence<Offender<AccountId>>) {
		assert_eq!(offence.session_index(), offence.slot());
		assert!(offence.validator_set_count() as usize >= offence.offenders().len());
		offend(offence.offenders(), offence.slash_fraction(1), None);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId) {
		Self::set_keys(*account);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]) {
		InOffice::put(validators.to_vec());
		Queued::put(validators.to_vec());
	}
}

/// As `pallet-offences` tells of it.
pub fn offend(offenders: Vec<Offender<AccountId>>, fraction: Perbill, reporter: Option<AccountId>) {
	let fractions = vec![fraction; offenders.len()];
	let reporters: Vec<_> = reporter.into_iter().collect();
	let details: Vec<_> = offenders
		.into_iter()
		.map(|offender| OffenceDetails { offender, reporters: reporters.clone() })
		.collect();
	assert_eq!(Validators::on_offence(&details, &fractions, 0), Weight::zero());
}

impl Trust for Mock {
	fn trust(node: NodeIndex) -> TrustView {
		let active = Registry::by_index(node).is_some_and(|node| !node.suspended);
		let effective = if active { Trusted::get(node) } else { Part::ZERO };
		TrustView { effective, ..Default::default() }
	}

	fn seller(_: NodeIndex) -> SellerTrust {
		SellerTrust::default()
	}
}

impl NodeRewards<AccountId> for Mock {
	fn reward(payer: &AccountId, node: NodeIndex, amount: Planck) -> DispatchResult {
		ensure!(!Unpayable::contains_key(node), DispatchError::Unavailable);
		let amount = amount.try_into().map_err(|_| ArithmeticError::Overflow)?;
		Balances::transfer(payer, &account_of(node), amount, Preserve)?;
		Ok(())
	}
}

const ENGINE: [u8; 4] = *b"test";

impl FindAuthor<u32> for Mock {
	fn find_author<'a, I: IntoIterator<Item = ([u8; 4], &'a [u8])>>(digests: I) -> Option<u32> {
		let mut of_ours = digests.into_iter().filter(|(engine, _)| *engine == ENGINE);
		of_ours.next().and_then(|(_, mut author)| u32::decode(&mut author).ok())
	}
}

/// A block by who sits in a place, if anybody.
pub fn block_by(place: Option<u32>) {
	let number = System::block_number() + 1;
	System::reset_events();
	let item = place.map(|place| DigestItem::PreRuntime(ENGINE, place.encode()));
	let digest = sp_runtime::Digest { logs: item.into_iter().collect() };
	System::initialize(&number, &H256::zero(), &digest);
	Validators::on_initialize(number);
}

pub fn prosumer(customer: u8) -> NodeData {
	NodeData {
		customer: H256::repeat_byte(customer),
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

/// The node that an account has at first.
pub fn node_of(account: AccountId) -> NodeIndex {
	(account - 100) as NodeIndex
}

/// The rest of the chain.
#[cfg(feature = "runtime-benchmarks")]
pub struct World;

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for World {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		use frame_support::assert_ok;
		let node = pallet_te_registry::NextIndex::<Test>::get();
		let account = account_of(node);
		assert_ok!(Registry::admit(RuntimeOrigin::root(), account, prosumer(node as u8)));
		Balances::set_balance(&account, WEALTH);
		(node, account)
	}

	fn trust(node: NodeIndex) {
		Mock::set_trust(node, 500);
	}
}

/// A chain that was begun by so many nodes, 0 the first, each of trust 0.5. Every node has a customer of its own.
pub fn genesis(founders: u32) -> sp_io::TestExternalities {
	let nodes = (0..NOBODY).map(|node| (account_of(node), prosumer(node as u8))).collect();
	let wealthy = (0..NOBODY).map(|node| (account_of(node), WEALTH));
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: wealthy.chain([(Validators::pot_account(), ED)]).collect(),
			..Default::default()
		},
		registry: pallet_te_registry::GenesisConfig { nodes, ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.expect("a sound genesis");
	let mut chain = sp_io::TestExternalities::from(storage);
	chain.execute_with(|| {
		System::set_block_number(1);
		for node in 0..founders {
			Mock::set_keys(account_of(node));
			Mock::set_trust(node, 500);
		}
		let validators: Vec<_> = (0..founders).map(account_of).collect();
		InOffice::put(&validators);
		Queued::put(validators);
		pallet_validators::GenesisConfig::<Test> { rules: RULES, ..Default::default() }.build();
	});
	chain
}

#[cfg(feature = "runtime-benchmarks")]
pub fn externalities() -> sp_io::TestExternalities {
	genesis(0)
}
