// SPDX-License-Identifier: Apache-2.0

//! A runtime with the registry and money for deposits.

use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU8, ConstU32, EitherOfDiverse, Footprint, fungible::HoldConsideration},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use gridmerit_energy::{Battery, EnergyLimits, NodeIndex, Roles, SourceKind};
use gridmerit_pallet_support::{OnRemove, OnSuspend};
use sp_core::H256;
use sp_runtime::{BuildStorage, traits::Convert};

use crate::{self as pallet_te_registry, NodeData};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The operator's account.
pub const OPERATOR: AccountId = 1;
/// What an applicant deposits.
pub const DEPOSIT: u64 = 100;
/// The hash of the chain's first block.
pub const GENESIS: H256 = H256::repeat_byte(3);

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
		RuntimeHoldReason::Registry(pallet_te_registry::HoldReason::Node);
	/// Nodes whose orders were cancelled.
	pub storage Cancelled: Vec<NodeIndex> = Vec::new();
	/// Nodes that have left.
	pub storage Left: Vec<NodeIndex> = Vec::new();
}

frame_support::ord_parameter_types! {
	pub const OperatorAccount: AccountId = OPERATOR;
}

/// The same deposit for everybody.
pub struct FlatDeposit;
impl Convert<Footprint, u64> for FlatDeposit {
	fn convert(_: Footprint) -> u64 {
		DEPOSIT
	}
}

/// Notes whose orders are cancelled.
pub struct Orders;
impl OnSuspend for Orders {
	fn suspended(node: NodeIndex) {
		let mut cancelled = Cancelled::get();
		cancelled.push(node);
		Cancelled::set(&cancelled);
	}

	fn weight() -> Weight {
		Weight::from_parts(5, 0)
	}
}

impl OnRemove for Orders {
	fn removed(node: NodeIndex) {
		assert!(!pallet_te_registry::Nodes::<Test>::contains_key(node), "it has left");
		Left::set(&[Left::get(), vec![node]].concat());
	}

	fn weight() -> Weight {
		Weight::from_parts(3, 0)
	}
}

impl pallet_te_registry::Config for Test {
	type Deposit = HoldConsideration<AccountId, Balances, DepositReason, FlatDeposit>;
	type MaxNodes = ConstU32<5>;
	type MaxWork = ConstU8<32>;
	type OnRemove = (Orders, ());
	type OnSuspend = Orders;
	type OperatorOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureSignedBy<OperatorAccount, AccountId>>;
	type WeightInfo = ();
}

/// A prosumer with solar panels.
pub fn prosumer() -> NodeData {
	NodeData {
		customer: H256::repeat_byte(7),
		roles: Roles { prosumer: true, ..Default::default() },
		bus: 18,
		limits: EnergyLimits { generation: 5_000, consumption: 10_000 },
		source: SourceKind::Solar,
		battery: None,
	}
}

/// A battery that has lost a tenth when it gives back what it was charged with.
pub const BATTERY: Battery =
	Battery { capacity: 10_000, power: 5_000, efficiency_ppm: 900_000, initial: 2_000 };

/// A battery with a meter of its own.
pub fn storage() -> NodeData {
	NodeData {
		roles: Roles { storage: true, ..Default::default() },
		source: SourceKind::Storage,
		battery: Some(BATTERY),
		..prosumer()
	}
}

/// Block 1, accounts 1 to 19 with 1,000 each.
pub fn externalities() -> sp_io::TestExternalities {
	let balances = (1..20).map(|account| (account, 1_000)).collect();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		..Default::default()
	};
	let mut externalities = sp_io::TestExternalities::from(storage.build_storage().unwrap());
	externalities.execute_with(|| {
		System::set_block_number(1);
		frame_system::BlockHash::<Test>::insert(0, GENESIS);
	});
	externalities
}

/// Runs `test` and checks the state after it.
pub fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Registry::do_try_state().unwrap();
	});
}
