// SPDX-License-Identifier: Apache-2.0

//! Builds blocks one after the other as commands arrive.

use super::{author::Author, clock::Clock};
use crate::{
	consensus::BabeImport,
	service::{Client, SelectChain, TransactionPool},
};
use futures::{Stream, StreamExt, channel::oneshot};
use gridmerit_runtime::Hash;
use sc_client_api::{BlockBackend, Finalizer};
use sc_consensus_manual_seal::{
	CreatedBlock, EngineCommand, Error, FinalizeBlockParams, SealBlockParams, finalize_block,
	rpc::send_result, seal_block,
};
use sc_transaction_pool_api::{ChainEvent, MaintainedTransactionPool as _, TransactionPool as _};
use sp_blockchain::HeaderBackend;
use std::{marker::PhantomData, sync::Arc, time::Duration};

/// Longest wait for the pool to catch up with a new block.
const POOL_PATIENCE: Duration = Duration::from_secs(5);

/// Extrinsics that the block's author puts into every block: the timestamp.
const INHERENT_EXTRINSICS: usize = 1;

/// What the engine is asked to do.
pub enum Command {
	/// One of manual seal's RPC calls.
	Rpc(EngineCommand<Hash>),
	/// A jump of the clock.
	Jump(Jump),
	/// A transaction has arrived.
	Transaction,
	/// The interval has passed.
	Tick,
}

/// A block `slots` after the last one.
pub struct Jump {
	pub slots: u64,
	pub reply: oneshot::Sender<Result<Jumped, Error>>,
}

/// Where a jump has led.
pub struct Jumped {
	pub hash: Hash,
	pub slot: u64,
	pub millis: u64,
}

pub struct Engine {
	pub client: Arc<Client>,
	pub pool: Arc<TransactionPool>,
	pub select_chain: SelectChain,
	pub proposer: sc_basic_authorship::ProposerFactory<TransactionPool, Client>,
	pub block_import: BabeImport<Arc<Client>, Clock>,
	pub author: Author,
	pub clock: Clock,
}

impl Engine {
	/// Builds the first block of a chain that has none, before the node's tasks run.
	pub async fn begin(&mut self) -> Result<(), Error> {
		if self.client.info().best_number > 0 {
			return Ok(());
		}
		let CreatedBlock { hash, .. } = self.seal(1, None, true).await?;
		// Else the pool would wait for who tells it of blocks.
		self.pool.maintain(ChainEvent::NewBestBlock { hash, tree_route: None }).await;
		Ok(())
	}

	/// Runs until the node stops.
	pub async fn run(mut self, mut commands: impl Stream<Item = Command> + Unpin) {
		while let Some(command) = commands.next().await {
			match command {
				Command::Rpc(EngineCommand::SealNewBlock {
					create_empty,
					finalize,
					parent_hash,
					mut sender,
				}) => {
					let result = if create_empty || self.has_transactions().await {
						self.seal(1, parent_hash, finalize).await
					} else {
						Err(Error::EmptyTransactionPool)
					};
					send_result(&mut sender, result);
				},
				Command::Rpc(EngineCommand::FinalizeBlock { hash, sender, justification: _ }) => {
					finalize_block(FinalizeBlockParams {
						hash,
						sender,
						justification: None,
						finalizer: self.client.clone(),
						_phantom: PhantomData,
					})
					.await;
				},
				Command::Jump(Jump { slots, reply }) => {
					// Whoever asked may have gone; the block stands all the same.
					let _ = reply.send(self.jump(slots).await);
				},
				Command::Transaction => self.seal_transactions().await,
				Command::Tick => {
					self.seal_and_log().await;
				},
			}
		}
	}

	/// Builds blocks until the pool is empty: one notification may stand for more transactions than a
	/// block holds. The first block of an epoch takes none; one that no block takes ends it too.
	async fn seal_transactions(&mut self) {
		let mut empty_blocks = 0;
		while empty_blocks < 2 && self.has_transactions().await {
			empty_blocks = if self.seal_and_log().await { 0 } else { empty_blocks + 1 };
		}
	}

	async fn has_transactions(&self) -> bool {
		let head = self.client.info().best_hash;
		self.pool.ready_at_with_timeout(head, POOL_PATIENCE).await.next().is_some()
	}

	async fn jump(&mut self, slots: u64) -> Result<Jumped, Error> {
		if self.client.info().best_number == 0 {
			return Err(Error::StringError(
				"the clock starts with the first block: create one before jumping".into(),
			));
		}
		let block = self.seal(slots, None, true).await?;
		Ok(Jumped { hash: block.hash, slot: self.clock.slot(), millis: self.clock.millis() })
	}

	/// Builds the next block: whether it holds a transaction.
	async fn seal_and_log(&mut self) -> bool {
		match self.seal(1, None, true).await {
			Ok(block) => self.client.block_body(block.hash).is_ok_and(|body| {
				body.is_some_and(|extrinsics| extrinsics.len() > INHERENT_EXTRINSICS)
			}),
			Err(error) => {
				log::error!("Could not seal a block: {error}");
				false
			},
		}
	}

	/// Builds a block `slots` after the last one. A block that fails does not move the clock.
	async fn seal(
		&mut self,
		slots: u64,
		parent_hash: Option<Hash>,
		finalize: bool,
	) -> Result<CreatedBlock<Hash>, Error> {
		if let Some(parent) = parent_hash
			&& self.client.number(parent)?.is_some_and(|n| n < self.client.info().finalized_number)
		{
			return Err(Error::StringError(format!(
				"block {parent} is older than the last final block, and nothing is built on it"
			)));
		}
		let (sender, receiver) = oneshot::channel();
		let last = self.clock.slot();
		self.clock.set(last + slots);
		seal_block(SealBlockParams {
			// Manual seal's own test for an empty block counts inherents that are no extrinsics.
			create_empty: true,
			// Finality follows import: BABE looks the finalised header up in the database.
			finalize: false,
			parent_hash,
			sender: Some(sender),
			pool: self.pool.clone(),
			client: self.client.clone(),
			env: &mut self.proposer,
			select_chain: &self.select_chain,
			consensus_data_provider: Some(&self.author),
			block_import: &mut self.block_import,
			create_inherent_data_providers: &self.clock,
		})
		.await;
		let result = receiver.await.map_err(Error::from).and_then(|result| result);
		match &result {
			Ok(block) if finalize => self.client.finalize_block(block.hash, None, true)?,
			Ok(_) => {},
			Err(_) => self.clock.set(last),
		}
		result
	}
}
