// SPDX-License-Identifier: Apache-2.0

//! The chain, seen from outside: a node's RPC through subxt. What it says is decoded by its own metadata, so
//! that an agent meets a newer runtime with a clear error or none at all.

mod calls;
mod error;
mod key;
mod sealing;
mod spent;
mod transact;
mod view;

pub use calls::{
	Call, Post, cancel, cancel_all, deliver, deliver_one, deposit, post_demand, post_offers,
	post_schedule, settle_with,
};
pub use error::ChainError;
pub use key::{Key, KeyError, Trader};
pub use sealing::{SLOT, Sealing};
pub use spent::Spent;
pub use subxt::utils::AccountId32;
pub use transact::{Included, Signed};
pub use view::{Round, View};

use spent::{Clock, Timed};
use std::sync::Arc;

use subxt::{
	OnlineClient, SubstrateConfig,
	backend::{BlockRef, LegacyBackend},
	rpcs::{RpcClient, client::RpcParams},
	utils::H256,
};

/// A node of a Gridmerit chain.
#[derive(Clone)]
pub struct Chain {
	url: String,
	rpc: RpcClient,
	api: OnlineClient<SubstrateConfig>,
	clock: Arc<Clock>,
}

impl Chain {
	/// Connects to a node.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		let unreachable = |reason: String| ChainError::Unreachable { url: url.into(), reason };
		let client = RpcClient::from_insecure_url(url).await;
		let client = client.map_err(|error| unreachable(error.to_string()))?;
		let clock = Arc::new(Clock::default());
		let rpc = RpcClient::new(Timed::new(client, clock.clone()));
		let backend = LegacyBackend::builder().build(rpc.clone());
		let api = OnlineClient::from_backend(Arc::new(backend))
			.await
			.map_err(|error| unreachable(error.to_string()))?;
		let chain = Self { url: url.into(), rpc, api, clock };
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

	/// The chain after a block.
	pub async fn at(&self, block: H256) -> Result<View, ChainError> {
		let at = self.api.at_block(BlockRef::from_hash(block)).await;
		at.map(View::new).map_err(ChainError::node)
	}

	/// How long it has been waited for the node until now.
	pub fn spent(&self) -> Spent {
		self.clock.spent()
	}

	/// Calls an RPC method.
	async fn request<Answer: serde::de::DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> Result<Answer, ChainError> {
		self.rpc.request(method, params).await.map_err(ChainError::from)
	}
}
