// SPDX-License-Identifier: Apache-2.0

//! A runtime with emissions. Nodes, time and authorities are kept in storage, so that a call that fails undoes them too.

use frame_support::{
	derive_impl,
	pallet_prelude::*,
	parameter_types, storage_alias,
	traits::{ConstU32, EitherOfDiverse, Hooks},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_carbon::Footprint;
use gridmerit_energy::{EnergyLimits, Interval, NodeIndex, Roles, Wh};
use gridmerit_pallet_support::{
	CertificateAuthorities, CertificateRole, IntensityPublishers, IntervalClock, NodeView, TeNodes,
};
use sp_runtime::BuildStorage;

use crate as pallet_carbon;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The market operator's account.
pub const OPERATOR: AccountId = 1;
/// Whom the operator trusts.
pub const ISSUER: AccountId = 2;
pub const OTHER_ISSUER: AccountId = 3;
pub const AUDITOR: AccountId = 4;
pub const PUBLISHER: AccountId = 5;
/// An account that acts for no node.
pub const STRANGER: AccountId = 6;

/// Nodes: two plants, two that only use energy, and one on the next page.
pub const ROOF: NodeIndex = 1;
pub const TURBINE: NodeIndex = 2;
pub const ANNA: NodeIndex = 3;
pub const BEN: NodeIndex = 4;
pub const FAR: NodeIndex = 130;
/// No node has this index.
pub const NOBODY: NodeIndex = 9;

/// The interval that is being delivered at first.
pub const NOW: Interval = 1_000;
pub const NOTICE: u32 = 4;
pub const MAX_TERM: u32 = 500;
pub const MAX_AGE: u32 = 20;
pub const MAX_BATCH: u32 = 8;
pub const MAX_ACTS: u32 = 3;
pub const ACT_PERIOD: u32 = 10;
pub const REMEMBERED: u32 = 200;
pub const DEFAULT: Footprint =
	Footprint { operating: 1_200_000, embodied: 200_000, travel: 50_000 };

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
	pub type Carbon = pallet_carbon;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

parameter_types! {
	pub const DefaultFootprint: Footprint = DEFAULT;
	pub const MaxCarbonWeight: Weight = Weight::from_parts(10_000_000, u64::MAX);
}

impl pallet_carbon::Config for Test {
	type ActPeriod = ConstU32<ACT_PERIOD>;
	type Authorities = Market;
	type Clock = Market;
	type DefaultFootprint = DefaultFootprint;
	type MaxActs = ConstU32<MAX_ACTS>;
	type MaxAge = ConstU32<MAX_AGE>;
	type MaxBatch = ConstU32<MAX_BATCH>;
	type MaxCarbonWeight = MaxCarbonWeight;
	type MaxTerm = ConstU32<MAX_TERM>;
	type Nodes = Market;
	type Notice = ConstU32<NOTICE>;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type Remembered = ConstU32<REMEMBERED>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = Market;
}

/// What somebody is trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Role {
	Issuer,
	Auditor,
	Publisher,
}

/// What nodes may feed in.
#[storage_alias]
type Registered = StorageMap<Market, Twox64Concat, NodeIndex, Wh>;
#[storage_alias]
type Time = StorageValue<Market, Interval, ValueQuery>;
#[storage_alias]
type Trusted = StorageMap<Market, Twox64Concat, AccountId, Role>;

/// The rest of the market.
pub struct Market;

impl Market {
	pub fn account(node: NodeIndex) -> AccountId {
		1_000 + AccountId::from(node)
	}

	/// A node may feed in so much.
	pub fn set_node(node: NodeIndex, generation: Option<Wh>) {
		Registered::set(node, generation);
	}

	pub fn pass(intervals: u32) {
		Time::mutate(|now| *now += intervals);
	}

	pub fn set_role(account: AccountId, role: Option<Role>) {
		Trusted::set(account, role);
	}
}

impl TeNodes<AccountId> for Market {
	fn by_account(account: &AccountId) -> Option<NodeView> {
		Self::by_index(NodeIndex::try_from((*account).checked_sub(1_000)?).ok()?)
	}

	fn by_index(index: NodeIndex) -> Option<NodeView> {
		let generation = Registered::get(index)?;
		let roles = Roles { prosumer: true, ..Default::default() };
		let limits = EnergyLimits { generation, consumption: 5_000 };
		Some(NodeView { index, suspended: false, roles, bus: 7, limits, battery: None })
	}

	fn account_of(index: NodeIndex) -> Option<AccountId> {
		Registered::contains_key(index).then(|| Self::account(index))
	}

	fn customer_of(_: NodeIndex) -> Option<[u8; 32]> {
		None
	}

	fn end() -> NodeIndex {
		FAR + 1
	}
}

impl IntervalClock for Market {
	fn now() -> Interval {
		Time::get()
	}

	fn start(interval: Interval) -> u64 {
		u64::from(interval) * 900_000
	}
}

impl CertificateAuthorities<AccountId> for Market {
	fn role(account: &AccountId) -> Option<CertificateRole> {
		match Trusted::get(account)? {
			Role::Issuer => Some(CertificateRole::Issuer),
			Role::Auditor => Some(CertificateRole::Auditor),
			Role::Publisher => None,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trust(account: &AccountId, role: CertificateRole) {
		let role = match role {
			CertificateRole::Issuer => Role::Issuer,
			CertificateRole::Auditor => Role::Auditor,
		};
		Self::set_role(*account, Some(role));
	}
}

impl IntensityPublishers<AccountId> for Market {
	fn publishes(account: &AccountId) -> bool {
		Trusted::get(account) == Some(Role::Publisher)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trust_publisher(account: &AccountId) {
		Self::set_role(*account, Some(Role::Publisher));
	}
}

#[cfg(feature = "runtime-benchmarks")]
#[storage_alias]
type NextNode = StorageValue<Market, NodeIndex, ValueQuery>;

#[cfg(feature = "runtime-benchmarks")]
impl gridmerit_pallet_support::BenchmarkWorld<AccountId> for Market {
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		let node = FAR + 1 + NextNode::mutate(|next| core::mem::replace(next, *next + 1));
		Self::set_node(node, Some(5_000));
		(node, Self::account(node))
	}

	fn set_time(now: u64) {
		Time::put(u32::try_from(now / 900_000).unwrap());
	}
}

/// Block 1, with nodes and authorities.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| {
		System::set_block_number(1);
		Time::put(NOW);
		for (node, generation) in [(ROOF, 5_000), (TURBINE, 5_000), (FAR, 1), (ANNA, 0), (BEN, 0)] {
			Market::set_node(node, Some(generation));
		}
		for issuer in [ISSUER, OTHER_ISSUER] {
			Market::set_role(issuer, Some(Role::Issuer));
		}
		Market::set_role(AUDITOR, Some(Role::Auditor));
		Market::set_role(PUBLISHER, Some(Role::Publisher));
	});
	externalities
}

/// What a block has left, it uses; how much that was.
pub fn idle(weight: Weight) -> Weight {
	Carbon::on_idle(System::block_number(), weight)
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Carbon::do_try_state().unwrap();
	});
}
