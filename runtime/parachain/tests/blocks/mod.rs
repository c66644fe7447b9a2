// SPDX-License-Identifier: Apache-2.0

//! A parachain's blocks as a collator builds them and the relay chain's validators check them: the runtime's Wasm, a state
//! in memory, and the proof of what was touched.

use std::sync::OnceLock;

use codec::{Decode, Encode};
use cumulus_pallet_parachain_system::parachain_inherent::{
	BasicParachainInherentData, InboundMessagesData,
};
use cumulus_primitives_core::{
	ParaId, ParachainBlockData, PersistedValidationData,
	relay_chain::{BlockNumber as RelayNumber, Hash as RelayHash, HeadData},
};
use cumulus_primitives_proof_size_hostfunction::storage_proof_size;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use gridmerit_parachain_runtime::{
	AccountId, Block, Checks, Header, Nonce, Runtime, RuntimeCall, RuntimeGenesisConfig,
	SignedPayload, TxExtension, UncheckedExtrinsic, WASM_BINARY,
	genesis_config_presets::{PARA_ID, get_preset},
	units::SLOT_MILLIS,
};
use polkadot_parachain_primitives::primitives::{BlockData, ValidationParams, ValidationResult};
use sc_executor::WasmExecutor;
use sp_consensus_aura::{AURA_ENGINE_ID, Slot};
use sp_core::{
	Pair as _,
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, MultiAddress, StateVersion,
	generic::Era,
	traits::{BlakeTwo256, Hash as _, Header as _},
};
use sp_state_machine::{
	BasicExternalities, InMemoryBackend, OverlayedChanges, StateMachine, TrieBackendBuilder,
};
use sp_trie::{CompactProof, StorageProof, proof_size_extension::ProofSizeExt, recorder::Recorder};

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
	pub relay_number: RelayNumber,
	pub relay_root: RelayHash,
	/// What came of its transactions.
	pub results: Vec<ApplyExtrinsicResult>,
	/// What the block says that it takes, in bytes of proof.
	pub charged: u64,
}

impl Collation {
	/// Bytes of the proof as it travels.
	pub fn proof_bytes(&self) -> usize {
		self.compact().encoded_size()
	}

	fn compact(&self) -> CompactProof {
		self.proof.clone().into_compact_proof::<BlakeTwo256>(*self.parent.state_root()).unwrap()
	}

	/// Executes the block on its proof alone, as validators of the relay chain do; its header.
	pub fn validate(&self) -> Result<Header, String> {
		let proof = self.proof.clone().into_compact_proof::<BlakeTwo256>(*self.parent.state_root());
		let proof = proof.map_err(|error| error.to_string())?;
		let data = ParachainBlockData::<Block>::new(vec![self.block.clone()], proof, None);
		let params = ValidationParams {
			parent_head: polkadot_parachain_primitives::primitives::HeadData(self.parent.encode()),
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
	genesis: sp_core::H256,
}

impl Chain {
	/// Begins with a preset.
	pub fn new(preset: &str) -> Self {
		let patch = get_preset(&preset.into()).expect("the preset exists");
		let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
		merge(&mut config, serde_json::from_slice(&patch).unwrap());
		let config: RuntimeGenesisConfig = serde_json::from_value(config).unwrap();
		let mut storage = config.build_storage().unwrap();
		storage.top.insert(sp_core::storage::well_known_keys::CODE.to_vec(), wasm().to_vec());
		let state = InMemoryBackend::from((storage, StateVersion::V1));
		let head = Header::new(
			0,
			Default::default(),
			*state.root(),
			Default::default(),
			Default::default(),
		);
		Self { state, genesis: head.hash(), head }
	}

	/// The state, to look at.
	pub fn look<R>(&self, at: impl FnOnce() -> R) -> R {
		let mut changes = OverlayedChanges::default();
		let mut chain = sp_state_machine::Ext::new(&mut changes, &self.state, None);
		sp_externalities::set_and_run_with_externalities(&mut chain, at)
	}

	/// A call signed by a well-known account.
	pub fn signed(
		&self,
		from: Sr25519Keyring,
		nonce: Nonce,
		call: RuntimeCall,
	) -> UncheckedExtrinsic {
		let extension = |nonce| -> TxExtension {
			let checks: Checks = (
				frame_system::AuthorizeCall::new(),
				frame_system::CheckNonZeroSender::new(),
				frame_system::CheckSpecVersion::new(),
				frame_system::CheckTxVersion::new(),
				frame_system::CheckGenesis::new(),
				frame_system::CheckMortality::from(Era::Immortal),
				frame_system::CheckNonce::from(nonce),
				frame_system::CheckWeight::new(),
				pallet_transaction_payment::ChargeTransactionPayment::from(0),
				frame_metadata_hash_extension::CheckMetadataHash::new(false),
			);
			TxExtension::new(checks)
		};
		let payload = self.look(|| SignedPayload::new(call.clone(), extension(nonce)).unwrap());
		let signature = payload.using_encoded(|bytes| from.sign(bytes));
		let account: AccountId = from.to_account_id();
		UncheckedExtrinsic::new_signed(
			call,
			MultiAddress::Id(account),
			signature.into(),
			extension(nonce),
		)
	}

	/// Builds the block of a slot.
	pub fn build(&mut self, slot: u64, transactions: Vec<UncheckedExtrinsic>) -> Collation {
		let parent = self.head.clone();
		let digest = Digest {
			logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(slot).encode())],
		};
		let opened = Header::new(
			parent.number() + 1,
			Default::default(),
			Default::default(),
			parent.hash(),
			digest,
		);
		let (relay_root, relay) = relay(slot, &parent);
		let relay_number = slot as RelayNumber;
		let time = pallet_timestamp::Call::<Runtime>::set { now: slot * SLOT_MILLIS };
		let relay = cumulus_pallet_parachain_system::Call::<Runtime>::set_validation_data {
			data: BasicParachainInherentData {
				validation_data: PersistedValidationData {
					parent_head: HeadData(parent.encode()),
					relay_parent_number: relay_number,
					relay_parent_storage_root: relay_root,
					max_pov_size: gridmerit_parachain_runtime::chain::MAX_PROOF_SIZE as u32,
				},
				relay_chain_state: relay,
				relay_parent_descendants: vec![],
				collator_peer_id: None,
			},
			inbound_messages_data: InboundMessagesData::new(Default::default(), Default::default()),
		};
		let inherents = [RuntimeCall::from(time), relay.into()].map(UncheckedExtrinsic::new_bare);

		let recorder = Recorder::<BlakeTwo256>::default();
		let mut changes = OverlayedChanges::default();
		let charged;
		let mut results = Vec::new();
		let mut kept = inherents.to_vec();
		let header: Header;
		{
			let state =
				TrieBackendBuilder::wrap(&self.state).with_recorder(recorder.clone()).build();
			let mut call = |method: &str, data: Vec<u8>| {
				let mut extensions = sp_externalities::Extensions::new();
				extensions.register(ProofSizeExt::new(recorder.clone()));
				let (fetcher, hash) = code();
				let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
				let context = CallContext::Onchain { import: false };
				let mut machine = StateMachine::new(
					&state,
					&mut changes,
					executor(),
					method,
					&data,
					&mut extensions,
					&code,
					context,
				);
				machine.execute().unwrap_or_else(|error| panic!("{method}: {error}"))
			};
			call("Core_initialize_block", opened.encode());
			for inherent in &inherents {
				let result = call("BlockBuilder_apply_extrinsic", inherent.encode());
				let result = ApplyExtrinsicResult::decode(&mut &result[..]).unwrap();
				assert_eq!(result, Ok(Ok(())));
			}
			for transaction in transactions {
				let result = call("BlockBuilder_apply_extrinsic", transaction.encode());
				let result = ApplyExtrinsicResult::decode(&mut &result[..]).unwrap();
				if result.is_ok() {
					kept.push(transaction);
				}
				results.push(result);
			}
			let built = call("BlockBuilder_finalize_block", vec![]);
			header = Header::decode(&mut &built[..]).unwrap();
			let mut ext = sp_state_machine::Ext::new(&mut changes, &state, None);
			charged = sp_externalities::set_and_run_with_externalities(&mut ext, || {
				gridmerit_parachain_runtime::System::block_weight().total().proof_size()
			});
		}
		let proof = recorder.drain_storage_proof();
		let drained = changes.drain_storage_changes(&self.state, StateVersion::V1).unwrap();
		self.state.apply_transaction(drained.transaction_storage_root, drained.transaction);
		assert_eq!(self.state.root(), header.state_root());
		let seal = Sr25519Keyring::Alice.pair().sign(header.hash().as_ref());
		let mut sealed = header;
		sealed.digest_mut().push(DigestItem::Seal(AURA_ENGINE_ID, seal.encode()));
		self.head = sealed.clone();
		let block = Block::new(sealed, kept);
		Collation { parent, block, proof, relay_number, relay_root, results, charged }
	}
}

/// What the relay chain says in a slot: the block before is included.
fn relay(slot: u64, parent: &Header) -> (RelayHash, StorageProof) {
	let relay = RelayStateSproofBuilder {
		para_id: ParaId::from(PARA_ID),
		current_slot: slot.into(),
		included_para_head: Some(HeadData(parent.encode())),
		..Default::default()
	};
	relay.into_state_root_and_proof()
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
