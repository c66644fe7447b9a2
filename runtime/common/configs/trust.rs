// SPDX-License-Identifier: Apache-2.0

//! Trust: bonds, how long they are at risk, and what rewards them.

use crate::{
	Balance, Balances, Ledger, Runtime, RuntimeHoldReason, Session, TeRegistry, Timestamp, chain,
	configs::market::Operator,
	units::{BackingPalletId, RewardsPalletId, TreasuryAccount, UNIT},
};
use frame_support::traits::{ConstU32, ConstU128, Get};
use gridmerit_pallet_support::SessionIndex;

/// Sessions of a day.
const DAY: SessionIndex = 24;

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
	// Three weeks.
	type UnbondingSessions = ConstU32<{ 21 * DAY }>;
	type WeightInfo = chain::weights::TrustStaking;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}
