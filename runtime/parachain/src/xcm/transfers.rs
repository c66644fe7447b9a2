// SPDX-License-Identifier: Apache-2.0

//! The calls of accounts, which send the token out, and of the operator, which can have this chain say anything.

use super::{
	executor::Executor,
	locations::{AccountOf, OfToken, OnlyToken, Relay, UniversalLocation},
	program::{INSTRUCTION, MAX_INSTRUCTIONS, Program},
	queues::{MAX_CHANNELS, Router},
};
use crate::{AccountId, Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin};
use frame_support::{
	traits::{ConstU32, Disabled, Nothing},
	weights::Weight,
};
use frame_system::EnsureRoot;
use staging_xcm_builder::{EnsureXcmOrigin, SignedToAccountId32};

/// Version of messages to a chain of which nobody knows what it understands: the oldest that is still spoken.
pub const SAFE_VERSION: u32 = 4;

impl pallet_xcm::Config for Runtime {
	type AdminOrigin = EnsureRoot<AccountId>;
	type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
	type AuthorizedAliasConsideration = Disabled;
	type Currency = Balances;
	type CurrencyMatcher = OfToken;
	type ExecuteXcmOrigin =
		EnsureXcmOrigin<RuntimeOrigin, SignedToAccountId32<RuntimeOrigin, AccountId, Relay>>;
	type MaxLockers = ConstU32<0>;
	type MaxRemoteLockConsumers = ConstU32<0>;
	type RemoteLockConsumerIdentifier = ();
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	// Of no account: root alone is left, and what it sends is this chain's own word.
	type SendXcmOrigin = EnsureXcmOrigin<RuntimeOrigin, ()>;
	type SovereignAccountOf = AccountOf;
	type TrustedLockers = ();
	type UniversalLocation = UniversalLocation;
	type Weigher = Program;
	type WeightInfo = Bounds;
	type XcmExecuteFilter = Nothing;
	type XcmExecutor = Executor;
	type XcmReserveTransferFilter = OnlyToken;
	type XcmRouter = Router;
	type XcmTeleportFilter = Nothing;

	const VERSION_DISCOVERY_QUEUE_SIZE: u32 = MAX_CHANNELS;
}

/// What each call takes at most. The SDK has no weights of this pallet that were measured.
pub struct Bounds;

/// A message put on its way: the page that it joins (16 KiB), the channels and what they cost, the versions; and the
/// sender's account and those that share fees.
const SEND: Weight = Weight::from_parts(1_500_000_000, 48 * 1024);
/// Some entries of a few hundred bytes, read and written.
const RECORD: Weight = Weight::from_parts(500_000_000, 16 * 1024);
/// A byte of a message decoded.
const BYTE: Weight = Weight::from_parts(50_000, 0);

impl Bounds {
	fn program() -> Weight {
		INSTRUCTION.saturating_mul(MAX_INSTRUCTIONS as u64)
	}

	fn decode(bytes: u32) -> Weight {
		RECORD.saturating_add(BYTE.saturating_mul(bytes.into()))
	}
}

impl pallet_xcm::WeightInfo for Bounds {
	fn send() -> Weight {
		SEND
	}

	fn teleport_assets() -> Weight {
		SEND.saturating_add(INSTRUCTION)
	}

	// Here it is one instruction: a transfer to the other chain's account.
	fn reserve_transfer_assets() -> Weight {
		SEND.saturating_add(INSTRUCTION)
	}

	fn transfer_assets() -> Weight {
		SEND.saturating_add(INSTRUCTION)
	}

	fn execute() -> Weight {
		RECORD
	}

	fn force_xcm_version() -> Weight {
		RECORD
	}

	fn force_default_xcm_version() -> Weight {
		RECORD
	}

	fn force_subscribe_version_notify() -> Weight {
		SEND.saturating_add(RECORD)
	}

	fn force_unsubscribe_version_notify() -> Weight {
		SEND.saturating_add(RECORD)
	}

	fn force_suspension() -> Weight {
		RECORD
	}

	fn migrate_supported_version() -> Weight {
		RECORD
	}

	fn migrate_version_notifiers() -> Weight {
		RECORD
	}

	fn already_notified_target() -> Weight {
		RECORD
	}

	fn notify_current_targets() -> Weight {
		SEND.saturating_add(RECORD)
	}

	fn notify_target_migration_fail() -> Weight {
		RECORD
	}

	fn migrate_version_notify_targets() -> Weight {
		RECORD
	}

	fn migrate_and_notify_old_targets() -> Weight {
		SEND.saturating_add(RECORD)
	}

	fn new_query() -> Weight {
		RECORD
	}

	fn take_response() -> Weight {
		RECORD
	}

	fn claim_assets(_: u32) -> Weight {
		Self::program()
	}

	fn add_authorized_alias() -> Weight {
		RECORD
	}

	fn remove_authorized_alias() -> Weight {
		RECORD
	}

	fn weigh_message(bytes: u32) -> Weight {
		Self::decode(bytes)
	}

	fn decode_xcm(bytes: u32) -> Weight {
		Self::decode(bytes)
	}
}
