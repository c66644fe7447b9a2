// SPDX-License-Identifier: Apache-2.0

//! How a message is executed.

use super::{
	fees::{BackToSender, DeliveryShared, Trader},
	locations::{AccountOf, OfToken, Siblings, UniversalLocation},
	program::Program,
	queues::Router,
};
use crate::{AccountId, Balances, PolkadotXcm, RuntimeCall};
use frame_support::traits::{ConstU32, Nothing};
use staging_xcm_builder::{
	AllowKnownQueryResponses, AllowTopLevelPaidExecutionFrom, FrameTransactionalProcessor,
	FungibleAdapter, TakeWeightCredit, TrailingSetTopicAsId,
};

/// Moves the token, and no other asset.
pub type Assets = FungibleAdapter<Balances, OfToken, AccountOf, AccountId, ()>;

/// Whose messages are executed: those of calls on this chain, which have paid as transactions; those of other parachains,
/// if they begin with a payment; answers to what this chain has asked, of whom it has asked. So none of the relay chain,
/// which commands nothing here, and none for nothing.
///
/// `polkadotXcm.forceSuspension` is not asked: messages would be lost by it. `xcmpQueue.suspendXcmExecution` lets them wait.
pub type Barrier = TrailingSetTopicAsId<(
	TakeWeightCredit,
	AllowTopLevelPaidExecutionFrom<Siblings>,
	AllowKnownQueryResponses<PolkadotXcm>,
)>;

/// What a message can do. No location is an origin of calls, and no call may be made: other chains have no power here but
/// over what they have on their accounts.
pub struct Powers;

impl staging_xcm_executor::Config for Powers {
	type Aliasers = Nothing;
	type AssetExchanger = ();
	type AssetLocker = ();
	type AssetTransactor = Assets;
	type AssetTrap = BackToSender;
	type Barrier = Barrier;
	type CallDispatcher = RuntimeCall;
	type FeeManager = DeliveryShared;
	type HrmpChannelAcceptedHandler = ();
	type HrmpChannelClosingHandler = ();
	type HrmpNewChannelOpenRequestHandler = ();
	// No chain is the reserve of an asset that this one takes, and none can teleport.
	type IsReserve = ();
	type IsTeleporter = ();
	// The token.
	type MaxAssetsIntoHolding = ConstU32<1>;
	type MessageExporter = ();
	type OriginConverter = ();
	type PalletInstancesInfo = ();
	type ResponseHandler = PolkadotXcm;
	type RuntimeCall = RuntimeCall;
	type SafeCallFilter = Nothing;
	type SubscriptionService = ();
	type Trader = Trader;
	type TransactionalProcessor = FrameTransactionalProcessor;
	type UniversalAliases = Nothing;
	type UniversalLocation = UniversalLocation;
	type Weigher = Program;
	type XcmEventEmitter = PolkadotXcm;
	type XcmRecorder = PolkadotXcm;
	type XcmSender = Router;
}

/// Executes messages.
pub type Executor = staging_xcm_executor::XcmExecutor<Powers>;
