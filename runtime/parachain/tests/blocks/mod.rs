// SPDX-License-Identifier: Apache-2.0

//! A parachain's blocks as a collator builds them and the relay chain's validators check them: the runtime's Wasm, a state
//! in memory, and the proof of what was touched.

pub mod town;

use std::sync::OnceLock;

use codec::{Decode, Encode};
use cumulus_primitives_core::ParachainBlockData;
use cumulus_primitives_proof_size_hostfunction::storage_proof_size;
use frame_support::weights::Weight;
use gridmerit_runtime::{
	Block, Header, Nonce, Runtime, RuntimeCall, RuntimeGenesisConfig, System, UncheckedExtrinsic,
	WASM_BINARY, units::SLOT_MILLIS,
};
use polkadot_parachain_primitives::primitives::{
	BlockData, HeadData, ValidationParams, ValidationResult,
};
use sc_executor::WasmExecutor;
use sp_consensus_aura::AURA_ENGINE_ID;
use sp_core::{
	H256, Pair as _,
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, DigestItem, StateVersion,
	traits::{BlakeTwo256, Block as _, Hash as _, Header as _},
};
use sp_state_machine::{
	BasicExternalities, Ext, InMemoryBackend, OverlayedChanges, StateMachine, TrieBackendBuilder,
};
use sp_trie::{StorageProof, proof_size_extension::ProofSizeExt, recorder::Recorder};

use super::support::{config, first_digest, inherents, relay, signed};

type Executor = WasmExecutor<(sp_io::SubstrateHostFunctions, storage_proof_size::HostFunctions)>;

/// Compiles the runtime once.
fn executor() -> &'static Executor {
	static EXECUTOR: OnceLock<Executor> = OnceLock::new();
	EXECUTOR.get_or_init(|| Executor::builder().build())
}

fn wasm() -> &'static [u8] {
	WASM_BINARY.expect("the runtime was built without its Wasm (SKIP_WASM_BUILD)")
}

fn code() -> (WrappedRuntimeCode<'static>, Vec<u8>) {
	(WrappedRuntimeCode(wasm().into()), BlakeTwo256::hash(wasm()).encode())
}

/// What a collator hands to the relay chain.
#[derive(Clone)]
pub struct Collation {
	pub parent: Header,
	pub block: Block,
	pub proof: StorageProof,
	pub relay_number: u32,
	pub relay_root: H256,
	/// What came of its transactions.
	pub results: Vec<ApplyExtrinsicResult>,
	/// What the block says that it takes.
	pub charged: Weight,
}

impl Collation {
	/// Bytes that go to the relay chain: the block and its proof.
	pub fn bytes(&self) -> usize {
		self.block.encoded_size() + self.proof_bytes()
	}

	/// Bytes of the proof as it travels.
	pub fn proof_bytes(&self) -> usize {
		let proof = self.proof.clone().into_compact_proof::<BlakeTwo256>(*self.parent.state_root());
		proof.unwrap().encoded_size()
	}

	/// Executes the block on its proof alone, as validators of the relay chain do; its header.
	pub fn validate(&self) -> Result<Header, String> {
		let proof = self.proof.clone().into_compact_proof::<BlakeTwo256>(*self.parent.state_root());
		let proof = proof.map_err(|error| error.to_string())?;
		let data = ParachainBlockData::<Block>::new(vec![self.block.clone()], proof, None);
		let params = ValidationParams {
			parent_head: HeadData(self.parent.encode()),
			block_data: BlockData(data.encode()),
			relay_parent_number: self.relay_number,
			relay_parent_storage_root: self.relay_root,
		};
		let (fetcher, hash) = code();
		let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
		let mut nothing = BasicExternalities::default();
		let context = CallContext::Onchain { import: true };
		let (result, _) =
			executor().call(&mut nothing, &code, "validate_block", &params.encode(), context);
		let result = result.map_err(|error| error.to_string())?;
		let result =
			ValidationResult::decode(&mut &result[..]).map_err(|error| error.to_string())?;
		Header::decode(&mut &result.head_data.0[..]).map_err(|error| error.to_string())
	}
}

/// A chain of which Alice is the collator.
pub struct Chain {
	state: InMemoryBackend<BlakeTwo256>,
	head: Header,
}

impl Chain {
	/// Begins with a preset.
	pub fn new(preset: &str) -> Self {
		Self::begin(config(preset))
	}

	/// Begins so.
	pub fn begin(config: RuntimeGenesisConfig) -> Self {
		let mut storage = config.build_storage().unwrap();
		storage.top.insert(sp_core::storage::well_known_keys::CODE.to_vec(), wasm().to_vec());
		let state = InMemoryBackend::from((storage, StateVersion::V1));
		let [nothing, no_parent] = [H256::zero(); 2];
		let head = Header::new(0, nothing, *state.root(), no_parent, Default::default());
		Self { state, head }
	}

	/// The state, to look at.
	pub fn look<R>(&self, at: impl FnOnce() -> R) -> R {
		let mut changes = OverlayedChanges::default();
		let mut chain = Ext::new(&mut changes, &self.state, None);
		sp_externalities::set_and_run_with_externalities(&mut chain, at)
	}

	/// Changes the state by hand, as blocks before would have.
	pub fn change<R>(&mut self, how: impl FnOnce() -> R) -> R {
		let mut changes = OverlayedChanges::default();
		let mut chain = Ext::new(&mut changes, &self.state, None);
		let result = sp_externalities::set_and_run_with_externalities(&mut chain, how);
		let drained = changes.drain_storage_changes(&self.state, StateVersion::V1).unwrap();
		self.state.apply_transaction(drained.transaction_storage_root, drained.transaction);
		self.head.set_state_root(*self.state.root());
		result
	}

	/// A call signed by a well-known account.
	pub fn signed(
		&self,
		from: Sr25519Keyring,
		nonce: Nonce,
		call: RuntimeCall,
	) -> UncheckedExtrinsic {
		self.look(|| signed(from, nonce, call))
	}

	/// Builds the block of a slot, with the transactions up to the first that it does not take.
	pub fn build(&mut self, slot: u64, transactions: Vec<UncheckedExtrinsic>) -> Collation {
		let parent = self.head.clone();
		let [unknown, no_root] = [H256::zero(); 2];
		let begun =
			Header::new(parent.number() + 1, unknown, no_root, parent.hash(), first_digest(slot));
		let time = pallet_timestamp::Call::<Runtime>::set { now: slot * SLOT_MILLIS }.into();
		let mut kept: Vec<_> = core::iter::once(time)
			.chain(inherents(slot, Some(&parent)))
			.map(UncheckedExtrinsic::new_bare)
			.collect();
		let (relay_root, _) = relay(slot, &parent.encode());

		let recorder = Recorder::<BlakeTwo256>::default();
		let recorded =
			TrieBackendBuilder::wrap(&self.state).with_recorder(recorder.clone()).build();
		let mut changes = OverlayedChanges::default();
		let call = |changes: &mut OverlayedChanges<BlakeTwo256>, method: &str, data: Vec<u8>| {
			let mut extensions = sp_externalities::Extensions::new();
			extensions.register(ProofSizeExt::new(recorder.clone()));
			let (fetcher, hash) = code();
			let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
			let context = CallContext::Onchain { import: false };
			let mut machine = StateMachine::new(
				&recorded,
				changes,
				executor(),
				method,
				&data,
				&mut extensions,
				&code,
				context,
			);
			machine.execute().unwrap_or_else(|error| panic!("{method}: {error}"))
		};
		call(&mut changes, "Core_initialize_block", begun.encode());
		let apply = |changes: &mut OverlayedChanges<_>, extrinsic: &UncheckedExtrinsic| {
			let result = call(changes, "BlockBuilder_apply_extrinsic", extrinsic.encode());
			ApplyExtrinsicResult::decode(&mut &result[..]).unwrap()
		};
		assert!(kept.iter().all(|inherent| apply(&mut changes, inherent) == Ok(Ok(()))));
		let mut results = Vec::new();
		for transaction in transactions {
			changes.start_transaction();
			let result = apply(&mut changes, &transaction);
			results.push(result);
			if result.is_err() {
				changes.rollback_transaction().unwrap();
				break;
			}
			changes.commit_transaction().unwrap();
			kept.push(transaction);
		}
		let mut header = {
			let built = call(&mut changes, "BlockBuilder_finalize_block", vec![]);
			Header::decode(&mut &built[..]).unwrap()
		};
		let drained = changes.drain_storage_changes(&self.state, StateVersion::V1).unwrap();
		self.state.apply_transaction(drained.transaction_storage_root, drained.transaction);
		assert_eq!(self.state.root(), header.state_root());
		let charged = self.look(|| System::block_weight().total());

		let seal = Sr25519Keyring::Alice.pair().sign(header.hash().as_ref());
		header.digest_mut().push(DigestItem::Seal(AURA_ENGINE_ID, seal.encode()));
		self.head = header.clone();
		let (block, proof) = (Block::new(header, kept), recorder.drain_storage_proof());
		Collation { parent, block, proof, relay_number: slot as u32, relay_root, results, charged }
	}
}
