// What is different about a parachain: text that `common/tests/support` takes in.

use std::{cell::RefCell, collections::BTreeMap};

use codec::Encode;
use cumulus_pallet_parachain_system::parachain_inherent::{
	BasicParachainInherentData, InboundHrmpMessages, InboundMessagesCollection, InboundMessagesData,
};
use cumulus_primitives_core::{
	AbridgedHrmpChannel, InboundDownwardMessage, InboundHrmpMessage, ParaId, PersistedValidationData,
	relay_chain::HeadData,
};
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use gridmerit_energy::NodeIndex;
use gridmerit_runtime::{
	Checks, Header, Runtime, RuntimeCall, Session, SessionKeys, TxExtension,
	genesis_config_presets::PARA_ID, units::HOURS,
};
use sp_consensus_aura::{AURA_ENGINE_ID, Slot};
use sp_core::H256;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	Digest, DigestItem,
	traits::{BlakeTwo256, Hash as _},
};
use sp_trie::{ProofSizeProvider, StorageProof, proof_size_extension::ProofSizeExt};

/// Most bytes that a channel holds at once, as on the relay chains there are.
pub const MAX_CHANNEL_BYTES: u32 = 102_400;

/// A host that records the proof of a block. Here nothing is new to it, so that all that a transaction declares of the
/// proof is given back after it; `proof.rs` has blocks with proofs.
struct NothingNew;

impl ProofSizeProvider for NothingNew {
	fn estimate_encoded_size(&self) -> usize {
		0
	}
}

/// What its host knows beside. Nothing has been sent to it.
pub fn prepare(chain: &mut TestExternalities) {
	QUEUES.take();
	chain.register_extension(ProofSizeExt::new(NothingNew));
}

/// Digest of a block that a collator builds in its slot.
pub fn first_digest(slot: u64) -> Digest {
	Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(slot).encode())] }
}

/// The same: what nobody knows is of the relay chain.
pub fn random_digest(slot: u64) -> Digest {
	first_digest(slot)
}

/// A queue of the relay chain: the hash that all its messages are chained to, and those that nobody has fetched.
#[derive(Default)]
struct Queue {
	head: H256,
	waiting: Vec<Vec<u8>>,
}

impl Queue {
	/// Takes the messages, sent in a block of the relay chain.
	fn take(&mut self, sent_at: u32) -> Vec<Vec<u8>> {
		for message in &self.waiting {
			let link = (self.head, sent_at, BlakeTwo256::hash_of(message));
			self.head = BlakeTwo256::hash_of(&link);
		}
		core::mem::take(&mut self.waiting)
	}
}

#[derive(Default)]
struct Queues {
	/// Its own messages to the chain.
	own: Queue,
	/// Those of other parachains that have a channel.
	channels: BTreeMap<ParaId, Queue>,
}

thread_local! {
	static QUEUES: RefCell<Queues> = RefCell::default();
}

/// Opens channels to and from another parachain.
pub fn open_channel(sibling: u32) {
	QUEUES.with_borrow_mut(|queues| queues.channels.insert(sibling.into(), Queue::default()));
}

/// Has another parachain send a message, of the bytes of a page, that the next block finds.
pub fn send_from(sibling: u32, page: Vec<u8>) {
	QUEUES.with_borrow_mut(|queues| {
		queues.channels.get_mut(&sibling.into()).unwrap().waiting.push(page)
	});
}

/// Has the relay chain send a message.
pub fn send_down(message: Vec<u8>) {
	QUEUES.with_borrow_mut(|queues| queues.own.waiting.push(message));
}

/// What has been sent and not yet fetched, from the relay chain's block of a slot.
fn arrivals(sent_at: u32) -> InboundMessagesData {
	QUEUES.with_borrow_mut(|queues| {
		let down = queues.own.take(sent_at).into_iter();
		let down = down.map(|msg| InboundDownwardMessage { sent_at, msg }).collect();
		let across = queues.channels.iter_mut().map(|(sibling, queue)| {
			let pages = queue.take(sent_at).into_iter();
			(*sibling, pages.map(|data| InboundHrmpMessage { sent_at, data }).collect())
		});
		let across = InboundHrmpMessages::from_map(across.collect());
		InboundMessagesData::new(
			InboundMessagesCollection::new(down).into_abridged(&mut usize::MAX.clone()),
			across.into_abridged(&mut usize::MAX.clone()),
		)
	})
}

/// What a block says beside the time: the relay chain's view of it. The block before is included.
pub fn inherents(slot: u64, parent: Option<&Header>) -> Vec<RuntimeCall> {
	let inbound_messages_data = arrivals(slot as u32);
	let parent = parent.map(Encode::encode).unwrap_or_default();
	let (relay_parent_storage_root, relay_chain_state) = relay(slot, &parent);
	let data = BasicParachainInherentData {
		validation_data: PersistedValidationData {
			parent_head: HeadData(parent),
			relay_parent_number: slot as u32,
			relay_parent_storage_root,
			max_pov_size: gridmerit_runtime::chain::MAX_PROOF_SIZE as u32,
		},
		relay_chain_state,
		relay_parent_descendants: vec![],
		collator_peer_id: None,
	};
	let call = cumulus_pallet_parachain_system::Call::<Runtime>::set_validation_data {
		data,
		inbound_messages_data,
	};
	vec![call.into()]
}

/// The relay chain's state and its proof in a slot, which is its block's number, too. A block of this chain is included.
/// The relay chain's epochs take an hour.
pub fn relay(slot: u64, included: &[u8]) -> (H256, StorageProof) {
	let mut relay = RelayStateSproofBuilder {
		para_id: ParaId::from(PARA_ID),
		current_slot: slot.into(),
		included_para_head: Some(HeadData(included.to_vec())),
		randomness: H256::from_low_u64_be(1 + slot / u64::from(HOURS)),
		..Default::default()
	};
	QUEUES.with_borrow(|queues| {
		relay.dmq_mqc_head = Some(queues.own.head);
		for (sibling, queue) in &queues.channels {
			let channel = AbridgedHrmpChannel {
				max_capacity: 1_000,
				max_total_size: MAX_CHANNEL_BYTES,
				max_message_size: MAX_CHANNEL_BYTES,
				msg_count: 0,
				total_size: 0,
				mqc_head: None,
			};
			*relay.upsert_outbound_channel(*sibling) = channel.clone();
			*relay.upsert_inbound_channel(*sibling) =
				AbridgedHrmpChannel { mqc_head: Some(queue.head), ..channel };
		}
	});
	relay.into_state_root_and_proof()
}

/// The slot in which the session after that of a slot begins.
pub fn next_session(slot: u64) -> u64 {
	(slot / u64::from(HOURS) + 1) * u64::from(HOURS)
}

/// The running session.
pub fn session() -> u32 {
	Session::current_index()
}

/// Nodes that are held because they stand as builders: none, collators are no nodes.
pub fn standing() -> impl Iterator<Item = NodeIndex> {
	core::iter::empty()
}

/// The checks within what gives back weight.
pub fn around(checks: Checks) -> TxExtension {
	TxExtension::new(checks)
}

/// Keys that Bob builds blocks with.
pub fn keys_of_bob() -> SessionKeys {
	SessionKeys { aura: Sr25519Keyring::Bob.public().into() }
}
