// SPDX-License-Identifier: Apache-2.0

impl pallet_te_registry::Config for Runtime {
	type Deposit = ();
	type MaxNodes = ConstU32<1_000>;
	type MaxWork = ConstU8<20>;
	type OnRemove = ();
	type OnSuspend = ();
	type OperatorOrigin = EnsureRoot<AccountId>;
	type WeightInfo = ();
}
