// SPDX-License-Identifier: Apache-2.0

use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{ConstU8, ConstU32, ConstU64, ConstU128},
	weights::Weight,
};
use frame_system::EnsureRoot;

/// Half of the width of planck, which the pallets count in.
type Balance = u64;
type AccountId = sp_runtime::AccountId32;

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type Block = frame_system::mocking::MockBlock<Self>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU64<1_000>;
}
