// SPDX-License-Identifier: Apache-2.0

//! A chain in memory: real blocks through `Executive`, from a named preset.

// Every test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]
// A test that cannot be set up has failed.
#![allow(clippy::unwrap_used)]

/// What is different about the chain that is tested.
mod chain {
	include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/chain/mod.rs"));
}
pub mod market;
pub mod meters;
pub mod settling;

use std::{cell::RefCell, collections::BTreeMap};

pub use chain::*;

use codec::Encode;
use frame_support::traits::{TryState, TryStateSelect};
use gridmerit_energy::NodeIndex;
use gridmerit_runtime::{
	AccountId, AllPalletsWithSystem, Balance, Checks, Executive, ForwardMarket, Header, Nonce,
	Runtime, RuntimeCall, RuntimeGenesisConfig, SignedPayload, System, TxExtension,
	UncheckedExtrinsic, genesis_config_presets::get_preset, units::SLOT_MILLIS,
};
use sp_core::{Pair as _, sr25519};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, MultiAddress, generic::Era, traits::Zero,
};

/// First slot of every test chain.
pub const FIRST_SLOT: u64 = 1_000;

thread_local! {
	/// The block before.
	static PARENT: RefCell<Option<Header>> = const { RefCell::new(None) };
}

/// Runs `test` on the chain of a preset, and afterwards every pallet's `try_state` and what they say together.
pub fn on_chain(preset: &str, test: impl FnOnce()) {
	genesis(preset).execute_with(|| {
		test();
		try_state();
	});
}

pub fn genesis(preset: &str) -> TestExternalities {
	begin(&config(preset))
}

/// Before the first block of a chain that begins so.
pub fn begin(config: &RuntimeGenesisConfig) -> TestExternalities {
	let mut chain = TestExternalities::from(config.build_storage().unwrap());
	chain.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	prepare(&mut chain);
	chain
}

/// What a preset begins with.
pub fn config(preset: &str) -> RuntimeGenesisConfig {
	let patch = get_preset(&preset.into()).expect("the preset exists");
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	merge(&mut config, serde_json::from_slice(&patch).unwrap());
	serde_json::from_value(config).unwrap()
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
	// The reserve is no node, nor is congestion rent that waits, nor are subsidies, nor what is wagered.
	let accounts = pallet_ledger::Accounts::<Runtime>::iter_keys();
	let accounts = accounts.filter(|node| !gridmerit_energy::is_no_node(*node));
	let deposits = pallet_ledger::StandingRequired::<Runtime>::iter_keys();
	let metered = pallet_meter_attestation::MetersOfNode::<Runtime>::iter_keys();
	let bonded = pallet_trust_staking::Stakes::<Runtime>::iter_keys();
	for node in accounts.chain(deposits).chain(metered).chain(bonded).chain(standing()) {
		*reasons.entry(node).or_default() += 1;
	}
	(pallet_te_registry::References::<Runtime>::iter().collect(), reasons)
}

/// Builds the block of `slot` with `extrinsics` in it, as the first authority.
pub fn build_block(slot: u64, extrinsics: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
	build_block_with(first_digest(slot), slot, || (), extrinsics)
}

/// The same, when something has been done before them.
pub fn build_block_after(
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	build_block_with(first_digest(slot), slot, before, extrinsics)
}

/// Builds the block of `slot` by the digest of its author.
pub fn build_block_with(
	digest: Digest,
	slot: u64,
	before: impl FnOnce(),
	extrinsics: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
	let number = System::block_number();
	let parent = PARENT.take().filter(|_| !number.is_zero());
	let parent_hash = parent.as_ref().map_or_else(|| System::block_hash(0), Header::hash);
	let header = Header {
		parent_hash,
		number: number + 1,
		state_root: Default::default(),
		extrinsics_root: Default::default(),
		digest,
	};
	Executive::initialize_block(&header);
	let time = pallet_timestamp::Call::set { now: slot * SLOT_MILLIS }.into();
	for inherent in [vec![time], inherents(slot, parent.as_ref())].concat() {
		Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(inherent)).unwrap().unwrap();
	}
	before();
	let results = extrinsics.into_iter().map(Executive::apply_extrinsic).collect();
	PARENT.set(Some(Executive::finalize_block()));
	results
}

fn extension(nonce: Nonce, tip: Balance) -> TxExtension {
	around(checks(nonce, tip))
}

fn checks(nonce: Nonce, tip: Balance) -> Checks {
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
	signed_by(&from.pair(), nonce, call, tip)
}

/// The same by whoever has a key.
pub fn signed_by(
	from: &sr25519::Pair,
	nonce: Nonce,
	call: RuntimeCall,
	tip: Balance,
) -> UncheckedExtrinsic {
	let extension = extension(nonce, tip);
	let payload = SignedPayload::new(call.clone(), extension.clone()).unwrap();
	let signature = payload.using_encoded(|bytes| from.sign(bytes));
	let account = AccountId::from(from.public());
	UncheckedExtrinsic::new_signed(call, MultiAddress::Id(account), signature.into(), extension)
}

/// `call` that authorises itself, by nobody.
pub fn authorized(call: RuntimeCall) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_transaction(call, extension(0, 0))
}

/// Call that sends `value` to a well-known account.
pub fn transfer(to: &AccountId, value: Balance) -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death { dest: MultiAddress::Id(to.clone()), value }.into()
}
