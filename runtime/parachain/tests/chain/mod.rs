// What is different about a parachain: text that `common/tests/support` takes in.

use codec::Encode;
use cumulus_pallet_parachain_system::parachain_inherent::{
	BasicParachainInherentData, InboundMessagesData,
};
use cumulus_primitives_core::{ParaId, PersistedValidationData, relay_chain::HeadData};
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
use sp_runtime::{Digest, DigestItem};
use sp_trie::{ProofSizeProvider, StorageProof, proof_size_extension::ProofSizeExt};

/// A host that records the proof of a block. Here nothing is new to it, so that all that a transaction declares of the
/// proof is given back after it; `proof.rs` has blocks with proofs.
struct NothingNew;

impl ProofSizeProvider for NothingNew {
	fn estimate_encoded_size(&self) -> usize {
		0
	}
}

/// What its host knows beside.
pub fn prepare(chain: &mut TestExternalities) {
	chain.register_extension(ProofSizeExt::new(NothingNew));
}

/// Digest of a block that a collator builds in its slot.
pub fn first_digest(slot: u64) -> Digest {
	Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(slot).encode())] }
}

/// What a block says beside the time: the relay chain's view of it. The block before is included.
pub fn inherents(slot: u64, parent: Option<&Header>) -> Vec<RuntimeCall> {
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
	let inbound_messages_data =
		InboundMessagesData::new(Default::default(), Default::default());
	let call = cumulus_pallet_parachain_system::Call::<Runtime>::set_validation_data {
		data,
		inbound_messages_data,
	};
	vec![call.into()]
}

/// The relay chain's state and its proof in a slot, which is its block's number, too. A block of this chain is included.
/// The relay chain's epochs take an hour.
pub fn relay(slot: u64, included: &[u8]) -> (H256, StorageProof) {
	let relay = RelayStateSproofBuilder {
		para_id: ParaId::from(PARA_ID),
		current_slot: slot.into(),
		included_para_head: Some(HeadData(included.to_vec())),
		randomness: H256::from_low_u64_be(1 + slot / u64::from(HOURS)),
		..Default::default()
	};
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
