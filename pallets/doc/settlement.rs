// SPDX-License-Identifier: Apache-2.0

parameter_types! {
	pub const MaxSettlementWeight: Weight = Weight::from_parts(250_000_000_000, u64::MAX);
}

impl pallet_settlement::Config for Runtime {
	type BlockMillis = ConstU64<6_000>;
	type Conduct = ();
	type Deadline = ConstU32<4>;
	type DisputeWindow = ConstU32<96>;
	type Ledger = Ledger;
	type Market = ForwardMarket;
	type MaxDisputeWindow = ConstU32<672>;
	type MaxLookedAt = ConstU32<1_347>;
	type MaxNodes = ConstU32<1_000>;
	type MaxSettlementWeight = MaxSettlementWeight;
	type MinBlocks = ConstU32<30>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type Violations = Registry;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type World = ();
}
