// SPDX-License-Identifier: Apache-2.0

//! Claims slots and signs sealed blocks, so that any BABE node accepts them once their time has come.

use crate::service::{Client, refusal};
use gridmerit_runtime::{Header, opaque::Block};
use sc_consensus::BlockImportParams;
use sc_consensus_babe::{
	BabeIntermediate, BabeLink, CompatibleDigestItem, Epoch, INTERMEDIATE_KEY, authorship,
	find_pre_digest,
};
use sc_consensus_epochs::{SharedEpochChanges, ViableEpochDescriptor, descendent_query};
use sc_consensus_manual_seal::{ConsensusDataProvider, Error};
use sc_service::error::Error as ServiceError;
use sp_api::{ProvideRuntimeApi, StorageProof};
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::{
	AuthorityId, BabeApi, BabeConfiguration, KEY_TYPE, inherents::BabeInherentData,
};
use sp_consensus_slots::Slot;
use sp_core::{ByteArray, crypto::Ss58Codec};
use sp_inherents::InherentData;
use sp_keyring::Sr25519Keyring;
use sp_keystore::KeystorePtr;
use sp_runtime::{Digest, DigestItem};
use std::sync::Arc;

/// Acts for all of the chain's authorities.
pub struct Author {
	client: Arc<Client>,
	keystore: KeystorePtr,
	epoch_changes: SharedEpochChanges<Block, Epoch>,
	config: BabeConfiguration,
}

type EpochDescriptor = ViableEpochDescriptor<gridmerit_runtime::Hash, u32, Epoch>;

impl Author {
	/// Takes the well-known keys of development authorities into the keystore; any others must be
	/// there already, since a slot belongs to one authority and every slot is to have its block.
	pub fn new(
		client: Arc<Client>,
		keystore: KeystorePtr,
		link: &BabeLink<Block>,
	) -> Result<Self, ServiceError> {
		let head = client.info().best_hash;
		let epoch = client.runtime_api().current_epoch(head).map_err(refusal)?;
		for (authority, _) in epoch.authorities {
			let known =
				Sr25519Keyring::iter().find(|key| authority == AuthorityId::from(key.public()));
			if let Some(key) = known {
				keystore.sr25519_generate_new(KEY_TYPE, Some(&key.to_seed())).map_err(refusal)?;
			}
			if !has_key(&keystore, &authority) {
				return Err(refusal(format!(
					"--sealing builds the blocks of all authorities, and the key of authority {} is \
					 not in this node's keystore",
					authority.to_ss58check()
				)));
			}
		}
		Ok(Self {
			client,
			keystore,
			epoch_changes: link.epoch_changes().clone(),
			config: link.config().clone(),
		})
	}

	fn epoch(&self, parent: &Header, slot: Slot) -> Result<(EpochDescriptor, Epoch), Error> {
		let changes = self.epoch_changes.shared_data();
		let descriptor = changes
			.epoch_descriptor_for_child_of(
				descendent_query(&*self.client),
				&parent.hash(),
				parent.number,
				slot,
			)
			.map_err(|error| Error::StringError(format!("epoch of slot {slot}: {error}")))?
			.ok_or_else(|| Error::StringError(format!("slot {slot} is in no known epoch")))?;
		let epoch = changes
			.viable_epoch(&descriptor, |slot| Epoch::genesis(&self.config, slot))
			.ok_or_else(|| Error::StringError(format!("slot {slot} is in no known epoch")))?
			.as_ref()
			.clone();
		Ok((descriptor, epoch))
	}
}

fn has_key(keystore: &KeystorePtr, authority: &AuthorityId) -> bool {
	keystore.has_keys(&[(authority.to_raw_vec(), KEY_TYPE)])
}

impl ConsensusDataProvider<Block> for Author {
	fn create_digest(&self, parent: &Header, inherents: &InherentData) -> Result<Digest, Error> {
		let slot = inherents
			.babe_inherent_data()?
			.ok_or_else(|| Error::StringError("the inherents name no slot".into()))?;
		let (_, epoch) = self.epoch(parent, slot)?;
		let (pre_digest, _) =
			authorship::claim_slot(slot, &epoch, &self.keystore).ok_or_else(|| {
				Error::StringError(format!(
					"slot {slot} belongs to an authority whose key is not in this node's keystore"
				))
			})?;
		Ok(Digest { logs: vec![DigestItem::babe_pre_digest(pre_digest)] })
	}

	fn append_block_import(
		&self,
		parent: &Header,
		params: &mut BlockImportParams<Block>,
		_: &InherentData,
		_: StorageProof,
	) -> Result<(), Error> {
		let pre_digest = find_pre_digest::<Block>(&params.header)
			.map_err(|error| Error::StringError(error.to_string()))?;
		let (epoch_descriptor, epoch) = self.epoch(parent, pre_digest.slot())?;
		let signature = epoch
			.authorities
			.get(pre_digest.authority_index() as usize)
			.and_then(|(author, _)| {
				let hash = params.header.hash();
				self.keystore.sr25519_sign(KEY_TYPE, author.as_ref(), hash.as_ref()).ok().flatten()
			})
			.ok_or_else(|| Error::StringError("the block's author cannot sign it".into()))?;
		params.post_digests.push(DigestItem::babe_seal(signature.into()));
		params
			.insert_intermediate(INTERMEDIATE_KEY, BabeIntermediate::<Block> { epoch_descriptor });
		Ok(())
	}
}
