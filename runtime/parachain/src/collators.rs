// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks, and how they go to the relay chain, which checks and finalises them.

use crate::{
	AccountId, Aura, AuraId, Balance, Balances, CollatorSelection, ParachainInfo, RelayRandomness,
	Runtime, RuntimeEvent, Session, SessionKeys, XcmpQueue,
	chain::{MaxArrivalWeight, MaxRelayArrivalWeight},
	configs::trust::CurrentSession,
	sessions::HourOfSlots,
	units::{BuildersPalletId, HOURS, SLOT_MILLIS, deposit},
	xcm::queues::FromRelay,
};
use cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64},
};
use frame_system::EnsureRoot;
use pallet_collator_selection::IdentityCollator;
use sp_runtime::traits::OpaqueKeys;

/// Blocks that one block of the relay chain may carry, on average.
const VELOCITY: u32 = 1;
/// Most blocks that may wait for the relay chain: one on its way to be backed, one to be included, one being built.
const CAPACITY: u32 = 3;
/// Slots of the relay chain.
const RELAY_SLOT_MILLIS: u32 = 6_000;
/// Blocks are built on the newest block of the relay chain.
pub const RELAY_PARENT_OFFSET: u32 = 0;

/// Who may build when: as fast as the relay chain, in the slot that its clock says.
pub type ConsensusHook = cumulus_pallet_aura_ext::FixedVelocityConsensusHook<
	Runtime,
	RELAY_SLOT_MILLIS,
	VELOCITY,
	CAPACITY,
>;

/// Those of the operator's own, and candidates.
type MaxCollators = ConstU32<120>;

parameter_types! {
	/// Held for a collator's keys: a 32-byte key under one account.
	pub const SessionKeyDeposit: Balance = deposit(1, 64);
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type ConsensusHook = ConsensusHook;
	type DmpQueue = FromRelay;
	type OnSystemEvent = RelayRandomness;
	type OutboundXcmpMessageSource = XcmpQueue;
	type RelayParentOffset = ConstU32<RELAY_PARENT_OFFSET>;
	type ReservedDmpWeight = MaxRelayArrivalWeight;
	type ReservedXcmpWeight = MaxArrivalWeight;
	type RuntimeEvent = RuntimeEvent;
	// Version 3 of scheduling is being worked on: a chain that turns it on too early stalls.
	type SchedulingSignatureVerifier = ();
	type SelfParaId = ParachainInfo;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
	type XcmpMessageHandler = XcmpQueue;
}

impl staging_parachain_info::Config for Runtime {}

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	type WeightInfo = ();
}

impl pallet_timestamp::Config for Runtime {
	// Blocks of one slot have its time.
	type MinimumPeriod = ConstU64<0>;
	type Moment = u64;
	type OnTimestampSet = Aura;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type AuthorityId = AuraId;
	type DisabledValidators = ();
	type MaxAuthorities = MaxCollators;
	type SlotDuration = ConstU64<SLOT_MILLIS>;
}

impl cumulus_pallet_aura_ext::Config for Runtime {}

impl pallet_authorship::Config for Runtime {
	type EventHandler = CollatorSelection;
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
}

impl pallet_session::Config for Runtime {
	type Currency = Balances;
	type DisablingStrategy = ();
	type KeyDeposit = SessionKeyDeposit;
	type Keys = SessionKeys;
	type NextSessionRotation = HourOfSlots;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = CollatorSelection;
	type ShouldEndSession = HourOfSlots;
	type ValidatorId = AccountId;
	type ValidatorIdOf = IdentityCollator;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

// A collator can leave transactions out, and no more: the relay chain checks its blocks. So it takes no trust, but one
// that is honest among them. They are paid from the account that builders of a solochain are paid from.
impl pallet_collator_selection::Config for Runtime {
	type Currency = Balances;
	// Two sessions.
	type KickThreshold = ConstU32<{ 2 * HOURS }>;
	type MaxCandidates = ConstU32<100>;
	type MaxInvulnerables = ConstU32<20>;
	type MinEligibleCollators = ConstU32<1>;
	type PotId = BuildersPalletId;
	type RuntimeEvent = RuntimeEvent;
	type UpdateOrigin = EnsureRoot<AccountId>;
	type ValidatorId = AccountId;
	type ValidatorIdOf = IdentityCollator;
	type ValidatorRegistration = Session;
	type WeightInfo = pallet_collator_selection::weights::SubstrateWeight<Runtime>;
}

impl pallet_relay_randomness::Config for Runtime {
	type Session = CurrentSession;
	type WeightInfo = crate::weights::RelayRandomness;
}
