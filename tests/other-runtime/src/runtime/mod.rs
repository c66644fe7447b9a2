// SPDX-License-Identifier: Apache-2.0

//! The chain of a cooperative. It names nothing of this crate but its two pallets and `Balance`.

// `frame_support::runtime` expands to items without docs.
#![allow(missing_docs)]

#[cfg(feature = "runtime-benchmarks")]
mod world;

use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
	weights::{
		Weight,
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
	},
};
use frame_system::EnsureSignedBy;
use sp_runtime::{
	AccountId32, MultiSignature, generic,
	traits::{BlakeTwo256, IdentityLookup},
};

#[cfg(feature = "runtime-benchmarks")]
pub use world::World;

use crate::{Balance, members, till};

pub type AccountId = AccountId32;
pub type Header = generic::Header<u32, BlakeTwo256>;
/// What is checked around every transaction. Nothing pays for it: members have their accounts from the board.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
);
pub type Transaction =
	generic::UncheckedExtrinsic<AccountId, RuntimeCall, MultiSignature, TxExtension>;
pub type Block = generic::Block<Header, Transaction>;
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

#[frame_support::runtime]
mod chain {
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
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	// Before the market, which needs its utility at genesis.
	#[runtime::pallet_index(3)]
	pub type Members = members;
	#[runtime::pallet_index(4)]
	pub type Till = till;
	#[runtime::pallet_index(5)]
	pub type ForwardMarket = pallet_forward_market;
	#[runtime::pallet_index(6)]
	pub type Clearing = pallet_clearing;
}

parameter_types! {
	pub const ExistentialDeposit: Balance = 1_000;
	/// A quarter of a second.
	pub const MaxClearingWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND / 4, u64::MAX);
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type Block = Block;
	type DbWeight = RocksDbWeight;
	type Lookup = IdentityLookup<AccountId>;
}

impl pallet_timestamp::Config for Runtime {
	type MinimumPeriod = ConstU64<1>;
	type Moment = u64;
	type OnTimestampSet = ();
	type WeightInfo = ();
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
}

impl members::Config for Runtime {}

/// In how many intervals a member can have something open.
type MaxOpen = ConstU32<32>;

impl till::Config for Runtime {
	type Currency = Balances;
	type Market = ForwardMarket;
	type MaxOpen = MaxOpen;
	type Members = Members;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_forward_market::Config for Runtime {
	type CoveredOthers = ConstU32<8>;
	type Grid = ();
	// A day of quarters of an hour.
	type History = ConstU32<96>;
	type Locks = Till;
	type MaxAhead = ConstU32<16>;
	type MaxFlows = MaxOpen;
	type MaxOwnTariffs = ConstU32<16>;
	type MinGateLead = ConstU32<10_000>;
	type MinRoundBlocks = ConstU32<1>;
	type Nodes = Members;
	type OnTrading = ();
	type OperatorOrigin = EnsureSignedBy<Members, AccountId>;
	type Time = Timestamp;
	type Trust = ();
	type WeightInfo = pallet_forward_market::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type World = World;
}

impl pallet_clearing::Config for Runtime {
	type Books = ForwardMarket;
	// They prefer each other by name; nothing else is known of them.
	type Choosers = ForwardMarket;
	type Grid = ();
	type Labels = ();
	type MaxClearingWeight = MaxClearingWeight;
	type Mechanism = pallet_clearing::MeritOrder;
	type WeightInfo = pallet_clearing::weights::SubstrateWeight<Runtime>;
}
