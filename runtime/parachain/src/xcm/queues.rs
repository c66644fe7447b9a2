// SPDX-License-Identifier: Apache-2.0

//! Messages on their way in and out.

use super::{arrival::Arrival, executor::Executor, fees::Delivery};
use crate::{
	AccountId, MessageQueue, MultiBlockMigrations, ParachainSystem, PolkadotXcm, Runtime,
	RuntimeCall, RuntimeEvent, XcmpQueue,
	chain::{MaxIdleMessageWeight, MaxMessageWeight},
};
use cumulus_primitives_core::{AggregateMessageOrigin, ParaId};
use cumulus_primitives_utility::ParentAsUmp;
use frame_support::{
	migrations::MultiStepMigrator,
	parameter_types,
	traits::{ConstU32, EnqueueWithOrigin, QueueFootprint, QueuePausedQuery, TransformOrigin},
};
use frame_system::EnsureRoot;
use pallet_message_queue::OnQueueChanged;
use sp_runtime::traits::Convert;
use staging_xcm_builder::{ProcessXcmMessage, WithUniqueTopic};

/// Other parachains that this one has a channel with: if it has more, messages of all to come in may not fit into a block.
pub const MAX_CHANNELS: u32 = 4;

/// Sends messages: to the relay chain, which only the operator can, and to other parachains.
pub type Router = WithUniqueTopic<(ParentAsUmp<ParachainSystem, PolkadotXcm, ()>, XcmpQueue)>;

/// Where messages of other parachains wait.
type FromSiblings = TransformOrigin<MessageQueue, AggregateMessageOrigin, ParaId, AsSibling>;

/// Where messages of the relay chain wait.
pub type FromRelay = EnqueueWithOrigin<MessageQueue, Parent>;

parameter_types! {
	pub const Parent: AggregateMessageOrigin = AggregateMessageOrigin::Parent;
}

/// Tells the queues of other parachains from that of the relay chain.
pub struct AsSibling;

impl Convert<ParaId, AggregateMessageOrigin> for AsSibling {
	fn convert(sibling: ParaId) -> AggregateMessageOrigin {
		AggregateMessageOrigin::Sibling(sibling)
	}
}

impl OnQueueChanged<AggregateMessageOrigin> for AsSibling {
	fn on_queue_changed(queue: AggregateMessageOrigin, footprint: QueueFootprint) {
		if let AggregateMessageOrigin::Sibling(sibling) = queue {
			XcmpQueue::on_queue_changed(sibling, footprint);
		}
	}
}

/// While state is half migrated no message moves money. And the operator can hold those of other parachains up.
pub struct Paused;

impl QueuePausedQuery<AggregateMessageOrigin> for Paused {
	fn is_paused(queue: &AggregateMessageOrigin) -> bool {
		let held_up = match queue {
			AggregateMessageOrigin::Sibling(sibling) => XcmpQueue::is_paused(sibling),
			_ => false,
		};
		held_up || MultiBlockMigrations::ongoing()
	}
}

impl cumulus_pallet_xcmp_queue::Config for Runtime {
	type ChannelInfo = ParachainSystem;
	type ControllerOrigin = EnsureRoot<AccountId>;
	type ControllerOriginConverter = ();
	type MaxActiveOutboundChannels = ConstU32<MAX_CHANNELS>;
	type MaxInboundSuspended = ConstU32<MAX_CHANNELS>;
	// Whoever sends proves the page that the message joins. A transfer has some 200 bytes.
	type MaxPageSize = ConstU32<{ 16 * 1024 }>;
	type PriceForSiblingDelivery = Delivery;
	type RuntimeEvent = RuntimeEvent;
	type VersionWrapper = PolkadotXcm;
	type WeightInfo = Arrival;
	type XcmpQueue = FromSiblings;
}

impl pallet_message_queue::Config for Runtime {
	// As large as the pages that its weights were measured with.
	type HeapSize = ConstU32<{ 64 * 1024 }>;
	type IdleMaxServiceWeight = MaxIdleMessageWeight;
	type MaxStale = ConstU32<8>;
	type MessageProcessor = ProcessXcmMessage<AggregateMessageOrigin, Executor, RuntimeCall>;
	type QueueChangeHandler = AsSibling;
	type QueuePausedQuery = Paused;
	type RuntimeEvent = RuntimeEvent;
	type ServiceWeight = MaxMessageWeight;
	type Size = u32;
	type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
}
