// SPDX-License-Identifier: Apache-2.0

//! Trust: bonds, how long they are at risk, and what rewards them; committees drawn by it.

use crate::{
	Balance, Balances, Ledger, Runtime, RuntimeHoldReason, Session, TeRegistry, Timestamp,
	TrustStaking, chain,
	configs::{market::Operator, system::MAX_BLOCK_WEIGHT},
	units::{BackingPalletId, RewardsPalletId, TreasuryAccount, UNIT},
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU128, Get},
	weights::Weight,
};
use gridmerit_pallet_support::SessionIndex;

/// Sessions of a day.
const DAY: SessionIndex = 24;

/// How long what is unbonded stays at risk: three weeks.
type UnbondingSessions = ConstU32<{ 21 * DAY }>;

parameter_types! {
	/// A sixty-fourth of a block: once in an hour, for some questions.
	pub const MaxCommitteeWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(64);
}

/// The running session.
pub struct CurrentSession;

impl Get<SessionIndex> for CurrentSession {
	fn get() -> SessionIndex {
		Session::current_index()
	}
}

impl pallet_trust_staking::Config for Runtime {
	// As long as rules.
	type CommissionNotice = ConstU32<{ 7 * DAY }>;
	type Currency = Balances;
	// A day for the operator to look at what is proven, and for a debtor to pay.
	type DisputeWindow = ConstU32<DAY>;
	// A month, if something happens every day.
	type HistoryLength = ConstU32<32>;
	type Ledger = Ledger;
	type MaxBackers = ConstU32<256>;
	type MaxTrustWeight = chain::MaxTrustWeight;
	type MaxUnbondings = ConstU32<16>;
	// To fill all places of a node takes 2,560 UNIT.
	type MinBacking = ConstU128<{ 10 * UNIT as Balance }>;
	type Nodes = TeRegistry;
	type OperatorOrigin = Operator;
	type PalletId = BackingPalletId;
	type Randomness = chain::Randomness;
	// Two of the longest dispute windows of the market, with intervals of a quarter of an hour, and a day.
	type ReportWindow = ConstU32<{ 15 * DAY }>;
	type RewardsId = RewardsPalletId;
	// A week, so that who does not agree can leave the market, though not its bond.
	type RulesNotice = ConstU32<{ 7 * DAY }>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Session = CurrentSession;
	type Time = Timestamp;
	type Treasury = TreasuryAccount;
	type UnbondingSessions = UnbondingSessions;
	type WeightInfo = chain::weights::TrustStaking;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

impl pallet_committees::Config for Runtime {
	type MaxCommitteeWeight = MaxCommitteeWeight;
	// At most 17 kB.
	type MaxPauses = ConstU32<256>;
	type MaxQuestions = ConstU32<16>;
	// At most 10 kB.
	type MaxRoll = ConstU32<512>;
	// Captured with 1.1e-4 where a fifth of the trust is bad.
	type Members = ConstU32<15>;
	type MinRoll = ConstU32<30>;
	type Nodes = TeRegistry;
	// A week.
	type Pause = ConstU32<{ 7 * DAY }>;
	// No longer, or one bond would weigh for two nodes.
	type Service = UnbondingSessions;
	type Session = CurrentSession;
	type Trust = TrustStaking;
	type Voting = ConstU32<DAY>;
	type WeightInfo = chain::weights::Committees;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}
