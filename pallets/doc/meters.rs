// SPDX-License-Identifier: Apache-2.0

parameter_types! {
	pub const LaneWeight: Weight = Weight::from_parts(200_000_000_000, u64::MAX);
}

impl pallet_meter_attestation::Config for Runtime {
	type CarryFactor = ConstU64<2>;
	type Clock = ForwardMarket;
	type Closing = ForwardMarket;
	type Conduct = ();
	type Deposit = ();
	type Key = pallet_meter_attestation::MeterKey;
	type LaneWeight = LaneWeight;
	type MaxBatch = ConstU32<128>;
	type MaxCharges = ConstU32<8>;
	type MaxCounts = ConstU64<65_536>;
	type MaxDoubted = ConstU32<4>;
	type MaxKeys = ConstU32<8>;
	type MaxMeters = ConstU32<4>;
	type MaxRevocations = ConstU32<4>;
	type MaxSeries = ConstU32<1_408>;
	type Nodes = Registry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type RegisterTolerance = ConstU64<10>;
	type Settlement = Settlement;
	type Signature = pallet_meter_attestation::MeterSignature;
	type Violations = Registry;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_meter_attestation::Keystore;
	#[cfg(feature = "runtime-benchmarks")]
	type World = ();
}
