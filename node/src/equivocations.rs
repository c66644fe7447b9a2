// SPDX-License-Identifier: Apache-2.0

//! Reports who builds two blocks for one slot.
//!
//! `sc-consensus-babe` 0.60 means to do it itself. But it looks at headers when their seal has been taken off already,
//! and a proof without the builder's signatures is none: `babe.reportEquivocationUnsigned` fails with
//! `InvalidEquivocationProof`, each time. So this looks at the whole headers, and those reports go nowhere.

use crate::service::Client;
use async_trait::async_trait;
use gridmerit_runtime::{Hash, opaque::Block};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_transaction_pool_api::{
	LocalTransactionPool, OffchainTransactionPoolFactory, error::Error as PoolError,
};
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus::{BlockOrigin, Error as ConsensusError};
use sp_consensus_babe::{
	AuthorityIndex, BabeApi, EquivocationProof, Slot, check_equivocation_proof,
	digests::CompatibleDigestItem,
};
use sp_runtime::traits::Block as BlockT;
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, PoisonError},
};

type Header = <Block as BlockT>::Header;

/// For how many slots it is remembered who built what: a hundred minutes.
const SLOTS: u64 = 1_000;

/// Headers of late, by slot and by who built them.
#[derive(Default)]
struct Seen(BTreeMap<(Slot, AuthorityIndex), Header>);

impl Seen {
	/// Remembers a header, unless there was one before of that slot and builder: then that one, if it is another.
	fn note(&mut self, slot: Slot, author: AuthorityIndex, header: &Header) -> Option<Header> {
		let latest = self.0.last_key_value().map_or(slot, |((latest, _), _)| slot.max(*latest));
		let oldest = latest.saturating_sub(SLOTS);
		self.0 = self.0.split_off(&(oldest, 0));
		if slot < oldest {
			return None;
		}
		let first = self.0.entry((slot, author)).or_insert_with(|| header.clone());
		(first.hash() != header.hash()).then(|| first.clone())
	}
}

/// Import of blocks by `Inner`, which are then looked at.
#[derive(Clone)]
pub struct Watched<Inner> {
	inner: Inner,
	client: Arc<Client>,
	pool: OffchainTransactionPoolFactory<Block>,
	seen: Arc<Mutex<Seen>>,
}

impl<Inner> Watched<Inner> {
	pub fn new(
		inner: Inner,
		client: Arc<Client>,
		pool: OffchainTransactionPoolFactory<Block>,
	) -> Self {
		Self { inner, client, pool, seen: Default::default() }
	}

	/// Reports the builder of a block that is in the database, if it has built another one for the slot.
	fn look(&self, header: Header) -> Result<(), ApiError> {
		let digests = header.digest.logs();
		let Some(digest) = digests.iter().find_map(|log| log.as_babe_pre_digest()) else {
			return Ok(());
		};
		let (slot, author) = (digest.slot(), digest.authority_index());
		let first = {
			let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
			seen.note(slot, author, &header)
		};
		let Some(first_header) = first else { return Ok(()) };

		// In the state after the block, whose session is that of the slot.
		let at = header.hash();
		let api = self.client.runtime_api();
		let epoch = api.current_epoch(at)?;
		let Some((offender, _)) = epoch.authorities.get(author as usize).cloned() else {
			return Ok(());
		};
		let proof = EquivocationProof {
			offender: offender.clone(),
			slot,
			first_header,
			second_header: header,
		};
		// In another epoch the place was somebody else's.
		if !check_equivocation_proof(proof.clone()) {
			return Ok(());
		}
		let Some(owner) = api.generate_key_ownership_proof(at, slot, offender.clone())? else {
			return Ok(());
		};
		let best = self.client.info().best_hash;
		let mut api = self.client.runtime_api();
		api.register_extension(self.pool.offchain_transaction_pool(best));
		log::warn!("{offender} has built two blocks for slot {slot}: it is reported");
		api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner).map(drop)
	}
}

#[async_trait]
impl<Inner> BlockImport<Block> for Watched<Inner>
where
	Inner: BlockImport<Block, Error = ConsensusError> + Send + Sync,
{
	type Error = ConsensusError;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> Result<ImportResult, ConsensusError> {
		self.inner.check_block(block).await
	}

	async fn import_block(
		&self,
		block: BlockImportParams<Block>,
	) -> Result<ImportResult, ConsensusError> {
		// What comes with a synchronisation is old, and often without a state.
		let fresh =
			matches!(block.origin, BlockOrigin::NetworkBroadcast | BlockOrigin::ConsensusBroadcast);
		let header = fresh.then(|| block.post_header());
		let result = self.inner.import_block(block).await?;
		if let (ImportResult::Imported(_), Some(header)) = (&result, header)
			&& let Err(error) = self.look(header)
		{
			log::warn!("Could not look for two blocks of one slot: {error}");
		}
		Ok(result)
	}
}

/// A pool that takes nothing: for BABE's own reports.
struct Nowhere;

impl LocalTransactionPool for Nowhere {
	type Block = Block;
	type Error = PoolError;
	type Hash = Hash;

	fn submit_local(&self, _: Hash, _: <Block as BlockT>::Extrinsic) -> Result<Hash, PoolError> {
		Err(PoolError::ImmediatelyDropped)
	}
}

/// See [`Nowhere`].
pub fn nowhere() -> OffchainTransactionPoolFactory<Block> {
	OffchainTransactionPoolFactory::new(Nowhere)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn header(number: u32) -> Header {
		let hash = Hash::default();
		<Header as sp_runtime::traits::Header>::new(number, hash, hash, hash, Default::default())
	}

	fn note(seen: &mut Seen, slot: u64, author: AuthorityIndex, number: u32) -> Option<Header> {
		seen.note(slot.into(), author, &header(number))
	}

	#[test]
	fn another_block_of_a_slot_is_seen_and_the_same_is_not() {
		let mut seen = Seen::default();
		assert_eq!(note(&mut seen, 7, 0, 1), None);
		assert_eq!(note(&mut seen, 7, 0, 1), None);
		assert_eq!(note(&mut seen, 7, 0, 2), Some(header(1)));
		assert_eq!(note(&mut seen, 7, 1, 2), None, "somebody else's");
		assert_eq!(note(&mut seen, 8, 0, 2), None, "of another slot");
	}

	#[test]
	fn what_is_old_is_forgotten() {
		let mut seen = Seen::default();
		assert_eq!(note(&mut seen, 1, 0, 1), None);
		assert_eq!(note(&mut seen, SLOTS + 1, 0, 2), None);
		assert_eq!(note(&mut seen, 1, 0, 3), Some(header(1)));
		assert_eq!(note(&mut seen, SLOTS + 2, 0, 4), None);
		assert_eq!(note(&mut seen, 1, 0, 3), None);
		assert_eq!(seen.0.len(), 2);
	}
}
