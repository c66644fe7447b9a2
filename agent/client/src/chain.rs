// SPDX-License-Identifier: Apache-2.0

//! A chain: the connection to it, and its blocks.

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use subxt::{
	OnlineClient, OnlineClientAtBlock, SubstrateConfig,
	backend::{BlockRef, LegacyBackend},
	rpcs::{RpcClient, client::RpcParams},
	utils::H256,
};

use crate::{error::ChainError, light::SpecFile, patience::Patience, view::View};

/// A Gridmerit chain, as a node or a light client sees it.
#[derive(Clone)]
pub struct Chain {
	pub(crate) access: Access,
	pub(crate) rpc: RpcClient,
	pub(crate) api: OnlineClient<SubstrateConfig>,
	pub(crate) patience: Patience,
}

/// A chain's type as nodes say it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kind {
	Known(String),
	Custom {
		#[serde(rename = "Custom")]
		custom: String,
	},
}

/// What answers.
#[derive(Clone)]
pub(crate) enum Access {
	/// A node, at its URL.
	Node(String),
	/// A light client in this program, of this chain spec.
	Light(Arc<SpecFile>),
}

impl Chain {
	/// Connects to a node.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		ChainError::address(url)?;
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
		let access = Access::Node(url.into());
		Self { access, rpc, api, patience: Patience::USUAL }.of_a_market().await
	}

	/// The same, and an answer may take so long.
	pub fn waiting(self, longest: Duration) -> Self {
		Self { patience: Patience(longest), ..self }
	}

	/// Itself, if it is a chain of this kind.
	pub(crate) async fn of_a_market(self) -> Result<Self, ChainError> {
		if !self.best().await?.has_market() {
			return Err(ChainError::NotGridmerit(self.name().await?));
		}
		Ok(self)
	}

	/// Connects to the node again, once the connection is lost. Fails if it serves another chain now. A light
	/// client looks for peers by itself: this waits until it has found some, or begins another if it has ended.
	pub async fn again(&self) -> Result<Self, ChainError> {
		let url = match &self.access {
			Access::Node(url) => url,
			Access::Light(spec) => return self.light_again(spec).await,
		};
		let chain = Self::connect(url).await?;
		if chain.genesis() != self.genesis() {
			return Err(ChainError::OtherChain { url: url.clone() });
		}
		Ok(chain)
	}

	/// Whether a light client answers.
	pub fn is_light(&self) -> bool {
		matches!(self.access, Access::Light(_))
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> H256 {
		self.api.genesis_hash()
	}

	/// What it is for: `Development`, `Local`, `Live`, or a word of the spec's own.
	pub async fn kind(&self) -> Result<String, ChainError> {
		let kind: Kind = self.request("system_chainType", RpcParams::new()).await?;
		Ok(match kind {
			Kind::Known(kind) | Kind::Custom { custom: kind } => kind,
		})
	}

	/// What the chain is called.
	pub async fn name(&self) -> Result<String, ChainError> {
		self.request("system_chain", RpcParams::new()).await
	}

	/// The chain after the newest block that can be relied on: a node's best one, or the last final one of a light
	/// client. Fails if the node has been started with another chain.
	pub async fn best(&self) -> Result<View, ChainError> {
		let Access::Node(url) = &self.access else { return self.last_final().await };
		if self.block_at(0).await? != Some(self.genesis()) {
			return Err(ChainError::OtherChain { url: url.clone() });
		}
		self.newest().await
	}

	/// The chain after the best block.
	pub(crate) async fn newest(&self) -> Result<View, ChainError> {
		let mut newest = RpcParams::new();
		// smoldot takes no answer without parameters for one with none.
		newest.push(Option::<u32>::None)?;
		let best: H256 = self.request("chain_getBlockHash", newest).await?;
		self.at(best).await
	}

	/// The chain after its last final block.
	pub async fn last_final(&self) -> Result<View, ChainError> {
		// A light client keeps this block for as long as the view is there.
		self.view(async { self.api.at_current_block().await.map_err(ChainError::node) }).await
	}

	/// The hash of the chain's block at a height, as the node has it; none if it has none.
	pub async fn block_at(&self, number: u64) -> Result<Option<H256>, ChainError> {
		let mut params = RpcParams::new();
		params.push(number)?;
		self.request("chain_getBlockHash", params).await
	}

	/// The chain after the block of the best chain with this number; none if there is none, and a light client does not
	/// know it.
	pub(crate) async fn at_number(&self, number: u64) -> Result<Option<View>, ChainError> {
		if self.is_light() {
			return Ok(None);
		}
		match self.block_at(number).await? {
			Some(block) => self.at(block).await.map(Some),
			None => Ok(None),
		}
	}

	/// The chain after a block.
	pub async fn at(&self, block: H256) -> Result<View, ChainError> {
		let block = BlockRef::from_hash(block);
		self.view(async { self.api.at_block(block).await.map_err(ChainError::node) }).await
	}

	async fn view(
		&self,
		at: impl Future<Output = Result<OnlineClientAtBlock<SubstrateConfig>, ChainError>>,
	) -> Result<View, ChainError> {
		Ok(View { at: self.patience.wait(at).await?, patience: self.patience })
	}

	/// Calls an RPC method.
	pub(crate) async fn request<Answer: serde::de::DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> Result<Answer, ChainError> {
		self.patience.wait(async { Ok(self.rpc.request(method, params).await?) }).await
	}
}
