// SPDX-License-Identifier: Apache-2.0

//! A chain in memory: real blocks through `Executive`, from a named preset.

// Every test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]
// A test that cannot be set up has failed.
#![allow(clippy::unwrap_used)]

pub mod market;
pub mod meters;
pub mod settling;

use std::collections::BTreeMap;

use codec::Encode;
use frame_support::traits::{TryState, TryStateSelect};
use gridmerit_energy::NodeIndex;
use gridmerit_runtime::{
	AccountId, AllPalletsWithSystem, Babe, Balance, Executive, ForwardMarket, Hash, Header, Nonce,
	Runtime, RuntimeCall, RuntimeGenesisConfig, SignedPayload, System, TxExtension,
	UncheckedExtrinsic,
	genesis_config_presets::get_preset,
	units::{EPOCH_SLOTS, SLOT_MILLIS},
};
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, PrimaryPreDigest, SecondaryPlainPreDigest},
	make_vrf_sign_data,
};
use sp_core::crypto::VrfSecret;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, MultiAddress, generic::Era,
};

/// First slot of every test chain.
pub const FIRST_SLOT: u64 = 1_000;

/// Runs `test` on the chain of a preset, and afterwards every pallet's `try_state` and what they say together.
pub fn on_chain(preset: &str, test: impl FnOnce()) {
	genesis(preset).execute_with(|| {
		test();
		try_state();
	});
}

pub fn genesis(preset: &str) -> TestExternalities {
	let patch = get_preset(&preset.into()).expect("the preset exists");
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	merge(&mut config, serde_json::from_slice(&patch).unwrap());
	let config: RuntimeGenesisConfig = serde_json::from_value(config).unwrap();
	let mut chain = TestExternalities::from(config.build_storage().unwrap());
	chain.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	chain
}

fn merge(into: &mut serde_json::Value, patch: serde_json::Value) {
	match (into, patch) {
		(serde_json::Value::Object(into), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(into.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(into, value) => *into = value,
	}
}

pub fn try_state() {
	AllPalletsWithSystem::try_state(System::block_number(), TryStateSelect::All).unwrap();
	check_references();
}

/// Whether nodes are held just as often as the pallets above have a reason to: none of them sees all.
fn check_references() {
	let (held, reasons) = references();
	assert_eq!(held, reasons);
}

/// How often nodes are held, and how many reasons to hold them the pallets above have.
pub fn references() -> (BTreeMap<NodeIndex, u32>, BTreeMap<NodeIndex, u32>) {
	let mut reasons = ForwardMarket::held_nodes();
	// The reserve is no node.
	let accounts = pallet_ledger::Accounts::<Runtime>::iter_keys();
	let accounts = accounts.filter(|node| *node != gridmerit_energy::RESERVE);
	let deposits = pallet_ledger::StandingRequired::<Runtime>::iter_keys();
	let metered = pallet_meter_attestation::MetersOfNode::<Runtime>::iter_keys();
	let bonded = pallet_trust_staking::Stakes::<Runtime>::iter_keys();
	let candidates = pallet_validators::Candidates::<Runtime>::get();
	let standing = candidates.into_iter().map(|candidate| candidate.node);
	for node in accounts.chain(deposits).chain(metered).chain(bonded).chain(standing) {
		*reasons.entry(node).or_default() += 1;
	}
	(pallet_te_registry::References::<Runtime>::iter().collect(), reasons)
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

/// Builds the block of `slot` with `extrinsics` in it, as the first authority.
pub fn build_block(slot: u64, extrinsics: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
	build_block_by(0, slot, || (), extrinsics)
}

/// The same, when something has been done before them.
pub fn build_block_after(
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	build_block_by(0, slot, before, extrinsics)
}

/// The same as the authority `author`.
pub fn build_block_by(
	author: u32,
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	build_block_with(pre_digest(author, slot), slot, before, extrinsics)
}

/// Builds the block of `slot` by the digest of its author.
pub fn build_block_with(
	digest: Digest,
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	let parent = System::block_number();
	let header = Header {
		// Nobody looks parents up here; only genesis is part of what is signed.
		parent_hash: if parent == 0 {
			System::block_hash(0)
		} else {
			Hash::from_low_u64_be(parent.into())
		},
		number: parent + 1,
		state_root: Default::default(),
		extrinsics_root: Default::default(),
		digest,
	};
	Executive::initialize_block(&header);
	let time = pallet_timestamp::Call::set { now: slot * SLOT_MILLIS };
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(time.into())).unwrap().unwrap();
	before();
	let results = extrinsics.into_iter().map(Executive::apply_extrinsic).collect();
	Executive::finalize_block();
	results
}

/// Builds the first block of each of the next `count` sessions, beginning at `slot`.
pub fn build_sessions(slot: u64, count: u64) -> u64 {
	for session in 1..=count {
		build_block(slot + session * EPOCH_SLOTS, vec![]);
	}
	slot + count * EPOCH_SLOTS
}

fn extension(nonce: Nonce, tip: Balance) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(tip),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

/// `call` signed by a well-known account.
pub fn signed(from: Sr25519Keyring, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
	tipped(from, nonce, call, 0)
}

/// The same with a tip.
pub fn tipped(
	from: Sr25519Keyring,
	nonce: Nonce,
	call: RuntimeCall,
	tip: Balance,
) -> UncheckedExtrinsic {
	let extension = extension(nonce, tip);
	let payload = SignedPayload::new(call.clone(), extension.clone()).unwrap();
	let signature = payload.using_encoded(|bytes| from.sign(bytes));
	UncheckedExtrinsic::new_signed(
		call,
		MultiAddress::Id(from.to_account_id()),
		signature.into(),
		extension,
	)
}

/// `call` that authorises itself, by nobody.
pub fn authorized(call: RuntimeCall) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_transaction(call, extension(0, 0))
}

/// Call that sends `value` to a well-known account.
pub fn transfer(to: &AccountId, value: Balance) -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death { dest: MultiAddress::Id(to.clone()), value }.into()
}
