// SPDX-License-Identifier: Apache-2.0

//! The local electricity market.

use crate::{
	AccountId, Authorities, Balance, Balances, Certificates, Clearing, Committees, ForwardMarket,
	Grid, Ledger, MeterAttestation, Runtime, RuntimeHoldReason, Settlement, TeRegistry, Timestamp,
	TrustStaking, chain,
	configs::system::MAX_BLOCK_WEIGHT,
	units::{MILLIUNIT, MarketPalletId, SLOT_MILLIS, deposit},
};
use frame_support::{
	parameter_types,
	traits::{ConstU8, ConstU32, ConstU64, LinearStoragePrice, fungible::HoldConsideration},
	weights::Weight,
};
use frame_system::EnsureRoot;
use sp_runtime::Perbill;

parameter_types! {
	pub const NodeDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::TeRegistry(pallet_te_registry::HoldReason::Node);
	pub const MeterDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::MeterAttestation(pallet_meter_attestation::HoldReason::Meter);
	pub const AuthorityDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Authorities(pallet_authorities::HoldReason::Authority);
	pub const ReportDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Authorities(pallet_authorities::HoldReason::Report);
	// `units::deposit`, taken apart for a footprint.
	pub const DepositPerItem: Balance = deposit(1, 0);
	pub const DepositPerByte: Balance = deposit(0, 1);
	/// Enough for some hundred transactions.
	pub const FeeReserve: Balance = 10 * MILLIUNIT;
	/// Half of what a line is built for: below it somebody else has to agree.
	pub const FreeShare: Perbill = Perbill::from_percent(50);
	/// A fifth of a block for readings without a fee, some 300; the quarter that is kept for the operational class
	/// has that much and room for the operator.
	pub const LaneWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(5);
}

// The operator acts through Sudo.
pub(super) type Operator = EnsureRoot<AccountId>;

/// A deposit that grows with the storage it is for.
type StorageDeposit<Reason> = HoldConsideration<
	AccountId,
	Balances,
	Reason,
	LinearStoragePrice<DepositPerItem, DepositPerByte, Balance>,
>;

/// All intervals that can be open ahead, and as many that wait for their settlement.
type MaxOpen = ConstU32<256>;

impl pallet_te_registry::Config for Runtime {
	type Deposit = StorageDeposit<NodeDepositReason>;
	type MaxNodes = chain::MaxNodes;
	// An hour of one core.
	type MaxWork = ConstU8<32>;
	type OnRemove = (
		TrustStaking,
		(
			Committees,
			(ForwardMarket, (Settlement, (Certificates, (chain::Builders, chain::Carbon)))),
		),
	);
	type OnSuspend = (Committees, ForwardMarket);
	type OperatorOrigin = Operator;
	type WeightInfo = chain::weights::TeRegistry;
}

impl pallet_ledger::Config for Runtime {
	type Currency = Balances;
	type FeeReserve = FeeReserve;
	type MaxOpen = MaxOpen;
	type Nodes = TeRegistry;
	type OperatorOrigin = Operator;
	type PalletId = MarketPalletId;
	type WeightInfo = chain::weights::Ledger;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

impl pallet_forward_market::Config for Runtime {
	// Four windows an hour, as many that wait for their reading, ten rounds that 30 blocks may take on a chain
	// that builds blocks on demand, and some to spare.
	type CoveredOthers = ConstU32<24>;
	type Grid = Grid;
	// Two weeks of quarters of an hour.
	type History = ConstU32<1_344>;
	type Locks = Ledger;
	// A day of quarters of an hour, and some lead.
	type MaxAhead = ConstU32<128>;
	// As many intervals as a node can have something open in.
	type MaxFlows = MaxOpen;
	// Four days of quarters of an hour.
	type MaxOwnTariffs = ConstU32<384>;
	// Five slots.
	type MinGateLead = ConstU32<30_000>;
	// One to see that it is open, one to post in.
	type MinRoundBlocks = ConstU32<2>;
	type Nodes = TeRegistry;
	type OnTrading = Grid;
	type OperatorOrigin = Operator;
	type Time = Timestamp;
	type Trust = TrustStaking;
	type WeightInfo = chain::weights::ForwardMarket;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

impl pallet_grid::Config for Runtime {
	type Committees = Committees;
	type FreeShare = FreeShare;
	// A week of quarters of an hour.
	type MaxAhead = ConstU32<672>;
	type MaxChange = chain::MaxChangedLines;
	type MaxLines = chain::MaxLines;
	// A day of quarters of an hour, and so is the notice.
	type MaxRange = ConstU32<96>;
	type Notice = ConstU32<96>;
	type OperatorOrigin = Operator;
	type Time = Timestamp;
	type WeightInfo = chain::weights::Grid;
}

impl pallet_clearing::Config for Runtime {
	type Books = ForwardMarket;
	type Choosers = ForwardMarket;
	type Grid = Grid;
	type Labels = TeRegistry;
	type MaxClearingWeight = chain::MaxClearingWeight;
	type Mechanism = pallet_clearing::OnGrid;
	type WeightInfo = chain::weights::Clearing;
}

impl pallet_settlement::Config for Runtime {
	type BlockMillis = ConstU64<SLOT_MILLIS>;
	type Conduct = TrustStaking;
	// An hour of quarters.
	type Deadline = ConstU32<4>;
	// A day of quarters of an hour.
	type DisputeWindow = ConstU32<96>;
	type Ledger = Ledger;
	type Market = ForwardMarket;
	type MaxDisputeWindow = chain::MaxDisputeWindow;
	type MaxLookedAt = chain::MaxLookedAt;
	type MaxNodes = chain::MaxNodes;
	type MaxSettlementWeight = chain::MaxSettlementWeight;
	// Three minutes.
	type MinBlocks = ConstU32<30>;
	type Nodes = TeRegistry;
	type OperatorOrigin = Operator;
	type Violations = TeRegistry;
	type WeightInfo = chain::weights::Settlement;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

impl pallet_transmission::Config for Runtime {
	type Clearing = Clearing;
	type Ledger = Ledger;
	type Lines = Grid;
	type Market = ForwardMarket;
	// A day of quarters of an hour.
	type MaxClaim = ConstU32<96>;
	// A year of them.
	type MaxTerm = ConstU32<35_040>;
	type OperatorOrigin = Operator;
	type WeightInfo = chain::weights::Transmission;
}

impl pallet_meter_attestation::Config for Runtime {
	// A fuse lets through somewhat more than it is for.
	type CarryFactor = ConstU64<2>;
	type Clock = ForwardMarket;
	type Closing = ForwardMarket;
	type Conduct = TrustStaking;
	type Deposit = StorageDeposit<MeterDepositReason>;
	type Key = pallet_meter_attestation::MeterKey;
	type LaneWeight = LaneWeight;
	type MaxBatch = chain::MaxBatch;
	type MaxCharges = chain::MaxCharges;
	// More than one a second in an interval of a quarter of an hour.
	type MaxCounts = ConstU64<65_536>;
	type MaxDoubted = ConstU32<4>;
	type MaxKeys = ConstU32<8>;
	type MaxMeters = ConstU32<8>;
	type MaxRevocations = ConstU32<8>;
	type MaxSeries = chain::MaxSeries;
	type Nodes = TeRegistry;
	type OperatorOrigin = Operator;
	type RegisterTolerance = ConstU64<10>;
	type Settlement = Settlement;
	type Signature = pallet_meter_attestation::MeterSignature;
	type Violations = TeRegistry;
	type WeightInfo = chain::weights::MeterAttestation;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_meter_attestation::Keystore;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

impl pallet_authorities::Config for Runtime {
	type AuthorityDeposit = StorageDeposit<AuthorityDepositReason>;
	type Clock = ForwardMarket;
	type Grid = Grid;
	type MaxReports = ConstU32<8>;
	type Meters = MeterAttestation;
	type Nodes = TeRegistry;
	type OperatorOrigin = Operator;
	type ReportDeposit = StorageDeposit<ReportDepositReason>;
	// A day of quarters of an hour.
	type ReportPeriod = ConstU32<96>;
	type WeightInfo = chain::weights::Authorities;
}

impl pallet_certificates::Config for Runtime {
	// A day of quarters of an hour, and so is the notice.
	type AuditPeriod = ConstU32<96>;
	type Authorities = Authorities;
	type Carbon = chain::Carbon;
	type Clearing = Clearing;
	// 400 MW for a quarter of an hour.
	type DefaultCap = ConstU64<100_000_000>;
	type Ledger = Ledger;
	type Market = ForwardMarket;
	type MaxAudits = ConstU32<8>;
	type MaxCertificateWeight = chain::MaxCertificateWeight;
	type MaxRange = ConstU32<96>;
	// Five years of quarters of an hour.
	type MaxTerm = ConstU32<175_200>;
	type Meters = MeterAttestation;
	type Nodes = TeRegistry;
	type Notice = ConstU32<96>;
	type OperatorOrigin = Operator;
	type Settlement = Settlement;
	// A year of them.
	type Validity = ConstU32<35_040>;
	type WeightInfo = chain::weights::Certificates;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}
