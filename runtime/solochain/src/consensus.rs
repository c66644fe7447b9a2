// SPDX-License-Identifier: Apache-2.0

//! Who builds and finalises blocks, and what becomes of those who cheat.

use crate::{
	AccountId, Babe, Balances, Runtime, RuntimeCall, RuntimeEvent, Session, SessionKeys,
	TeRegistry, TrustStaking, UncheckedExtrinsic, Validators,
	randomness::EndOfEpoch,
	units::{BuildersPalletId, HOURS, SLOT_MILLIS, deposit},
	validators::{self, OffencesOnce},
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Get},
};
use frame_system::EnsureRoot;
use pallet_session::disabling::UpToLimitDisablingStrategy;
use pallet_validators::Offender;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// Slots in a BABE epoch, and so in a session, unless a chain begins with another number: one hour. It can never
/// change on a live chain.
pub const EPOCH_SLOTS: u64 = HOURS as u64;
/// Probability that a slot has a primary author: BABE's parameter c.
pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);

/// A week of sessions.
const REPORT_SESSIONS: u32 = 7 * 24;

parameter_types! {
	/// Sessions after which an equivocation can no longer be reported.
	pub const ReportSessions: u32 = REPORT_SESSIONS;
	/// The same in blocks: how long a report may wait in the pool.
	pub ReportLongevity: u64 = u64::from(REPORT_SESSIONS).saturating_mul(SessionSlots::get());
	/// Held for a validator's keys: two 32-byte keys under one account.
	pub const SessionKeyDeposit: crate::Balance = deposit(1, 96);
}

/// Slots of a session, and so of a BABE epoch: an hour, unless the chain began with a length of its own.
pub struct SessionSlots;

impl Get<u64> for SessionSlots {
	fn get() -> u64 {
		pallet_validators::SessionSlots::<Runtime>::get().unwrap_or(EPOCH_SLOTS)
	}
}

/// Most validators that consensus messages and weights are sized for. With more, an hour of 600 slots would not have
/// blocks enough, if a third of them is dark, to tell who is absent.
type MaxAuthorities = ConstU32<50>;

impl pallet_timestamp::Config for Runtime {
	type MinimumPeriod = ConstU64<{ SLOT_MILLIS / 2 }>;
	type Moment = u64;
	type OnTimestampSet = Babe;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_babe::Config for Runtime {
	type DisabledValidators = Session;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type EpochDuration = SessionSlots;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, OffencesOnce, Validators, ReportLongevity>;
	type ExpectedBlockTime = ConstU64<SLOT_MILLIS>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	type WeightInfo = validators::Equivocations;
}

impl pallet_grandpa::Config for Runtime {
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, OffencesOnce, Validators, ReportLongevity>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	// The set changes with every session, and a report needs the entry of the set before.
	type MaxSetIdSessionEntries = ConstU64<{ REPORT_SESSIONS as u64 + 2 }>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = validators::Equivocations;
}

impl pallet_authorship::Config for Runtime {
	type EventHandler = ();
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
}

impl pallet_session::Config for Runtime {
	type Currency = Balances;
	// Up to a third, and nobody is let go for another's offence.
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type KeyDeposit = SessionKeyDeposit;
	type Keys = SessionKeys;
	type NextSessionRotation = Babe;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = validators::ElectedValidators;
	type ShouldEndSession = EndOfEpoch;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl pallet_offences::Config for Runtime {
	type IdentificationTuple = Offender<AccountId>;
	type OnOffenceHandler = Validators;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_validators::Config for Runtime {
	// Of those who run well one in 3,000 builds none of so many.
	type AbsenceBlocks = ConstU32<8>;
	// A day.
	type AbsenceBar = ConstU32<24>;
	type Conduct = TrustStaking;
	type Currency = Balances;
	// As long as it can be reported.
	type EquivocationBar = ConstU32<REPORT_SESSIONS>;
	type FindAuthor = Babe;
	type MaxCandidates = ConstU32<1_000>;
	type MaxValidators = MaxAuthorities;
	// Four are the fewest of which one may fail.
	type MinValidators = ConstU32<4>;
	type Nodes = TeRegistry;
	type OperatorOrigin = EnsureRoot<AccountId>;
	type PalletId = BuildersPalletId;
	type ReportSessions = ReportSessions;
	type Rewards = TrustStaking;
	// As long as those of trust.
	type RulesNotice = ConstU32<REPORT_SESSIONS>;
	type Sessions = validators::SessionsAndKeys;
	type Trust = TrustStaking;
	type WeightInfo = pallet_validators::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

// Validators report equivocations without a signature: nobody should pay to report a cheat.
impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> frame_system::offchain::CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
