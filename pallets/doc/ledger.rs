// SPDX-License-Identifier: Apache-2.0

parameter_types! {
	pub const Pot: PalletId = PalletId(*b"town/pot");
}

impl pallet_ledger::Config for Runtime {
	type Currency = Balances;
	type FeeReserve = ConstU64<10_000>;
	type MaxOpen = ConstU32<64>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type PalletId = Pot;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = ();
}
