// What is different about a chain that stands alone: text that `common/tests/support` takes in.

use gridmerit_energy::NodeIndex;
use gridmerit_runtime::{
	Babe, Checks, Header, Runtime, RuntimeCall, Session, SessionKeys, System, TxExtension,
	UncheckedExtrinsic, consensus::EPOCH_SLOTS,
};
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, PrimaryPreDigest, SecondaryPlainPreDigest},
	make_vrf_sign_data,
};
use sp_core::crypto::VrfSecret;
use sp_io::TestExternalities;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{ApplyExtrinsicResult, Digest, DigestItem};

use super::{build_block, build_block_with};

/// What its host knows beside: nothing.
pub fn prepare(_chain: &mut TestExternalities) {}

/// Digest of a block that the first authority builds.
pub fn first_digest(slot: u64) -> Digest {
	pre_digest(0, slot)
}

/// What a block says beside the time: nothing.
pub fn inherents(_slot: u64, _parent: Option<&Header>) -> Vec<RuntimeCall> {
	vec![]
}

/// The slot in which the session after that of a slot begins.
pub fn next_session(slot: u64) -> u64 {
	let since = slot - *Babe::genesis_slot();
	slot + EPOCH_SLOTS - since % EPOCH_SLOTS
}

/// The running session.
pub fn session() -> u32 {
	Session::current_index()
}

/// Nodes that are held because they stand as builders, or claim to have a dispatch.
pub fn standing() -> impl Iterator<Item = NodeIndex> {
	let candidates = pallet_validators::Candidates::<Runtime>::get();
	let claims = pallet_proposals::Claims::<Runtime>::iter_values();
	let claims = claims.flat_map(|claims| claims.into_iter().map(|claim| claim.node));
	candidates.into_iter().map(|candidate| candidate.node).chain(claims)
}

/// The checks with what gives back weight.
pub fn around(checks: Checks) -> TxExtension {
	(checks, frame_system::WeightReclaim::new())
}

/// Keys that Bob builds blocks with.
pub fn keys_of_bob() -> SessionKeys {
	SessionKeys {
		babe: Sr25519Keyring::Bob.public().into(),
		grandpa: Ed25519Keyring::Bob.public().into(),
	}
}

/// Digest of a block that authority `index` builds in `slot`.
pub fn pre_digest(index: u32, slot: u64) -> Digest {
	let claim = SecondaryPlainPreDigest { authority_index: index, slot: slot.into() };
	Digest { logs: vec![DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim))] }
}

/// Digest of a block whose slot authority `index`, a well-known account, has won. It adds to the randomness.
pub fn primary_digest(index: u32, slot: u64) -> Digest {
	let first = System::block_number() == 0;
	let epoch = if !first && slot < *Babe::current_epoch_start() + EPOCH_SLOTS {
		Babe::current_epoch()
	} else {
		Babe::next_epoch()
	};
	let begin = if first { slot } else { *Babe::genesis_slot() };
	let signed = make_vrf_sign_data(&epoch.randomness, slot.into(), (slot - begin) / EPOCH_SLOTS);
	let author = Sr25519Keyring::iter().nth(index as usize).unwrap();
	let claim = PrimaryPreDigest {
		authority_index: index,
		slot: slot.into(),
		vrf_signature: author.pair().vrf_sign(&signed),
	};
	Digest { logs: vec![DigestItem::babe_pre_digest(PreDigest::Primary(claim))] }
}

/// Digest of a block that adds to what nobody knows, by the first authority.
pub fn random_digest(slot: u64) -> Digest {
	primary_digest(0, slot)
}

/// Builds the block of `slot` as the authority `author`.
pub fn build_block_by(
	author: u32,
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	build_block_with(pre_digest(author, slot), slot, before, extrinsics)
}

/// Builds the first block of each of the next `count` sessions, beginning at `slot`.
pub fn build_sessions(slot: u64, count: u64) -> u64 {
	for session in 1..=count {
		build_block(slot + session * EPOCH_SLOTS, vec![]);
	}
	slot + count * EPOCH_SLOTS
}
