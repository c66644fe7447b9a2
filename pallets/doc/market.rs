// SPDX-License-Identifier: Apache-2.0

impl pallet_forward_market::Config for Runtime {
	type CoveredOthers = ConstU32<16>;
	type Grid = ();
	type History = ConstU32<192>;
	type Locks = Ledger;
	type MaxAhead = ConstU32<32>;
	type MaxFlows = ConstU32<64>;
	type MaxOwnTariffs = ConstU32<32>;
	type MinGateLead = ConstU32<30_000>;
	type MinRoundBlocks = ConstU32<2>;
	type Nodes = Registry;
	type OnTrading = ();
	type OperatorOrigin = EnsureRoot<AccountId>;
	type Time = gridmerit_pallet_support::testing::TestClock;
	type Trust = ();
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = ();
}
