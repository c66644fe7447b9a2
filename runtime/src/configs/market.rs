// SPDX-License-Identifier: Apache-2.0

//! The local electricity market.

use crate::{AccountId, Balance, Balances, Runtime, RuntimeHoldReason, units::deposit};
use frame_support::{
	parameter_types,
	traits::{ConstU32, LinearStoragePrice, fungible::HoldConsideration},
};
use frame_system::EnsureRoot;

parameter_types! {
	pub const NodeDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::TeRegistry(pallet_te_registry::HoldReason::Node);
	// `units::deposit`, taken apart for a footprint.
	pub const DepositPerItem: Balance = deposit(1, 0);
	pub const DepositPerByte: Balance = deposit(0, 1);
}

impl pallet_te_registry::Config for Runtime {
	// Nothing can be open yet: the market's pallets join in here.
	type Business = ();
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		NodeDepositReason,
		LinearStoragePrice<DepositPerItem, DepositPerByte, Balance>,
	>;
	// What a book has places for: 1,024 pages of 128 orders.
	type MaxNodes = ConstU32<131_072>;
	// The operator acts through Sudo.
	type OperatorOrigin = EnsureRoot<AccountId>;
	type WeightInfo = pallet_te_registry::weights::SubstrateWeight<Runtime>;
}
