// SPDX-License-Identifier: Apache-2.0

//! A node's chain: the connection to it, and its blocks.

use std::sync::Arc;

use subxt::{
	OnlineClient, SubstrateConfig,
	backend::{BlockRef, LegacyBackend},
	rpcs::{RpcClient, client::RpcParams},
	utils::H256,
};

use crate::{error::ChainError, view::View};

/// A node of a Gridmerit chain.
#[derive(Clone)]
pub struct Chain {
	pub(crate) url: String,
	pub(crate) rpc: RpcClient,
	api: OnlineClient<SubstrateConfig>,
}

impl Chain {
	/// Connects to a node.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		let rpc = RpcClient::from_insecure_url(url).await;
		let rpc = rpc.map_err(|error| ChainError::unreachable(url, error))?;
		Self::over(url, rpc).await
	}

	/// The chain of a node that an RPC client is connected to: one that measures, for example. After a loss of
	/// the connection, [`Self::again`] connects to `url` with a plain one.
	pub async fn over(url: &str, rpc: RpcClient) -> Result<Self, ChainError> {
		let backend = LegacyBackend::builder().build(rpc.clone());
		let api = OnlineClient::from_backend(Arc::new(backend))
			.await
			.map_err(|error| ChainError::unreachable(url, error))?;
		let chain = Self { url: url.into(), rpc, api };
		if !chain.best().await?.has_market() {
			return Err(ChainError::NotGridmerit(chain.name().await?));
		}
		Ok(chain)
	}

	/// Connects to the node again, once the connection is lost. Fails if it serves another chain now.
	pub async fn again(&self) -> Result<Self, ChainError> {
		let chain = Self::connect(&self.url).await?;
		if chain.genesis() != self.genesis() {
			return Err(ChainError::OtherChain { url: self.url.clone() });
		}
		Ok(chain)
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> H256 {
		self.api.genesis_hash()
	}

	/// What the chain is called.
	pub async fn name(&self) -> Result<String, ChainError> {
		self.request("system_chain", RpcParams::new()).await
	}

	/// The chain after its best block. Fails if the node has been started with another chain.
	pub async fn best(&self) -> Result<View, ChainError> {
		let mut first = RpcParams::new();
		first.push(0_u32)?;
		let genesis: Option<H256> = self.request("chain_getBlockHash", first).await?;
		if genesis != Some(self.genesis()) {
			return Err(ChainError::OtherChain { url: self.url.clone() });
		}
		let best: H256 = self.request("chain_getBlockHash", RpcParams::new()).await?;
		self.at(best).await
	}

	/// The chain after its last final block.
	pub async fn last_final(&self) -> Result<View, ChainError> {
		let block: H256 = self.request("chain_getFinalizedHead", RpcParams::new()).await?;
		self.at(block).await
	}

	/// The chain after a block.
	pub async fn at(&self, block: H256) -> Result<View, ChainError> {
		let at = self.api.at_block(BlockRef::from_hash(block)).await;
		at.map(View::new).map_err(ChainError::node)
	}

	/// Calls an RPC method.
	pub(crate) async fn request<Answer: serde::de::DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> Result<Answer, ChainError> {
		self.rpc.request(method, params).await.map_err(ChainError::from)
	}
}
