// SPDX-License-Identifier: Apache-2.0

//! Dispatches that are proposed with wagers, and checked. Only here: a check reads a statement of 64 kB and what an offence
//! touches, for which the hooks of a parachain have no room left in a proof.

use crate::{
	AccountId, Balance, Balances, ForwardMarket, Grid, Ledger, Runtime, RuntimeHoldReason,
	TeRegistry, TrustStaking, chain,
	configs::{
		market::{DepositPerByte, DepositPerItem},
		system::MAX_BLOCK_WEIGHT,
	},
	units::{HOURS, MILLIUNIT, UNIT},
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU128, LinearStoragePrice, fungible::HoldConsideration},
	weights::Weight,
};
use frame_system::EnsureRoot;
use gridmerit_trust::Part;
use sp_runtime::Perbill;

parameter_types! {
	pub const ProblemDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Proposals(pallet_proposals::HoldReason::Problem);
	/// A tenth of what it is better.
	pub const RewardShare: Perbill = Perbill::from_percent(10);
	/// A hundredth of the congestion rent in a session of an hour.
	pub const SessionShare: Perbill = Perbill::from_percent(1);
	/// A tenth of the severest: with half of a bond for that, a twentieth of it.
	pub const Severity: Part = Part::thousandths(100);
	/// A thirty-second of a block, for eight of the largest checks.
	pub const MaxProposalsWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(32);
}

impl pallet_proposals::Config for Runtime {
	type Clock = ForwardMarket;
	type Conduct = TrustStaking;
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		ProblemDepositReason,
		LinearStoragePrice<DepositPerItem, DepositPerByte, Balance>,
	>;
	type Grid = Grid;
	type Keep = ConstU32<HOURS>;
	type Ledger = Ledger;
	// A week of quarters of an hour.
	type MaxAhead = ConstU32<672>;
	// A thousand buses, all named.
	type MaxBody = ConstU32<16_384>;
	type MaxClaims = ConstU32<8>;
	// A hundredth of the bound.
	type MaxGap = ConstU32<10_000>;
	type MaxOfAsker = ConstU32<16>;
	type MaxProblems = ConstU32<32>;
	type MaxProposalsWeight = MaxProposalsWeight;
	type MaxReward = ConstU128<{ 10 * UNIT }>;
	// Some five thousand orders.
	type MaxStatement = ConstU32<65_536>;
	// Four hours.
	type MaxWindow = ConstU32<{ 4 * HOURS }>;
	type MaxWork = ConstU32<20_000>;
	// Fifty times what it costs to check the largest problem.
	type MinWager = ConstU128<{ 50 * MILLIUNIT }>;
	// Five minutes: to solve, and to land in a block.
	type MinWindow = ConstU32<50>;
	type Nodes = TeRegistry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type RewardShare = RewardShare;
	type SessionShare = SessionShare;
	type Severity = Severity;
	type Trust = TrustStaking;
	type WeightInfo = chain::weights::Proposals;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}
