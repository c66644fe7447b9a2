// SPDX-License-Identifier: Apache-2.0

//! The state of a live chain, or of a file in which it was kept.

use std::{path::PathBuf, time::Duration};

use codec::Decode;
use frame_remote_externalities::{
	Builder, Mode, OfflineConfig, OnlineConfig, RemoteExternalities, SnapshotConfig,
};
use gridmerit_runtime::{Hash, opaque::Block};
use jsonrpsee::{
	core::client::{ClientT, Error as RpcError},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sp_core::Bytes;

use crate::{describe, runtimes};

/// The state of a chain at a block.
pub type State = RemoteExternalities<Block>;

/// A node.
pub struct Node {
	url: String,
	client: WsClient,
}

impl Node {
	/// Connects to a node's RPC.
	pub async fn connect(url: &str) -> Result<Self, String> {
		if !url.starts_with("ws://") && !url.starts_with("wss://") {
			return Err(format!("`{url}` is no URL of a WebSocket: ws://ADDRESS:PORT"));
		}
		let client = WsClientBuilder::default()
			.connection_timeout(Duration::from_secs(20))
			.request_timeout(Duration::from_secs(60))
			.max_response_size(u32::MAX)
			.build(url)
			.await
			.map_err(|error| format!("no node answers at {url}: {}", cause(&error)))?;
		Ok(Self { url: url.into(), client })
	}

	async fn ask<T: DeserializeOwned>(
		&self,
		method: &str,
		params: Vec<Value>,
	) -> Result<T, String> {
		let answer = if params.is_empty() {
			self.client.request(method, rpc_params![]).await
		} else {
			self.client.request(method, params).await
		};
		answer.map_err(|error: RpcError| {
			format!("the node at {} refuses {method}: {}", self.url, cause(&error))
		})
	}

	/// What the runtime of its chain calls itself, at a block or at the last one.
	async fn runtime(&self, at: Option<Hash>) -> Result<String, String> {
		let params = at.into_iter().map(|at| json!(at)).collect();
		let version: Value = self.ask("state_getRuntimeVersion", params).await?;
		let name = version.get("specName").and_then(Value::as_str);
		Ok(name.ok_or(format!("the runtime at {} has no name", self.url))?.into())
	}

	/// The block that is meant: a number, a hash, or the last one that is final.
	async fn block(&self, at: Option<&str>) -> Result<Hash, String> {
		let Some(at) = at else { return self.ask("chain_getFinalizedHead", vec![]).await };
		let unknown = || format!("the node at {} knows no block {at}", self.url);
		if let Ok(number) = at.parse::<u32>() {
			let hash: Option<Hash> = self.ask("chain_getBlockHash", vec![json!(number)]).await?;
			return hash.ok_or_else(unknown);
		}
		let hash: Hash = at
			.strip_prefix("0x")
			.and_then(|hex| hex.parse().ok())
			.ok_or(format!("`{at}` is neither a block's number nor its hash"))?;
		let header: Option<Value> = self.ask("chain_getHeader", vec![json!(hash)]).await?;
		header.map(|_| hash).ok_or_else(unknown)
	}

	/// The metadata of its runtime.
	pub async fn metadata(&self) -> Result<Vec<u8>, String> {
		let version = Bytes(codec::Encode::encode(&describe::METADATA));
		let params = vec![json!("Metadata_metadata_at_version"), json!(version)];
		let answer: Bytes = self.ask("state_call", params).await?;
		describe::opaque(&answer).ok_or(format!("the runtime at {} has old metadata", self.url))
	}
}

/// Why something failed, without what only a developer of the RPC library wants to know.
fn cause(error: &RpcError) -> String {
	match error {
		RpcError::Call(error) => match error.data() {
			Some(data) => format!("{}: {}", error.message(), data.get().trim_matches('"')),
			None => error.message().into(),
		},
		RpcError::Transport(error) => error.to_string(),
		other => other.to_string(),
	}
}

/// Where a state comes from.
pub struct Source {
	/// A node's RPC.
	pub url: Option<String>,
	/// A block's number or hash.
	pub at: Option<String>,
	/// A file in which the state is kept, or is to be kept.
	pub snapshot: Option<PathBuf>,
	/// Whether the state need not be the one whose root the block's header has.
	pub unverified: bool,
}

impl Source {
	/// Fetches the state.
	pub async fn load(self) -> Result<State, String> {
		match (&self.snapshot, &self.url) {
			(Some(file), None) => Self::read(file.clone()).await,
			(Some(file), Some(_)) if file.exists() => Err(format!(
				"{} is there already: give it without --url, or name another file",
				file.display()
			)),
			(_, Some(url)) => self.fetch(url).await,
			(None, None) => Err("give the --url of a node, or a --snapshot".into()),
		}
	}

	async fn read(path: PathBuf) -> Result<State, String> {
		let name = path.display().to_string();
		std::fs::metadata(&path).map_err(|error| format!("cannot read {name}: {error}"))?;
		let mode = Mode::Offline(OfflineConfig { state_snapshot: SnapshotConfig { path } });
		let state = Builder::<Block>::new().mode(mode).build().await;
		state.map_err(|error| format!("{name} is no snapshot of a chain's state: {error}"))
	}

	async fn fetch(&self, url: &str) -> Result<State, String> {
		let node = Node::connect(url).await?;
		// Of another chain, blocks would not even decode.
		runtimes::by_name(&node.runtime(None).await?)?;
		let hash = node.block(self.at.as_deref()).await?;
		// What scrapes would ask again and again for a state that the node has forgotten.
		node.runtime(Some(hash)).await.map_err(|error| {
			format!(
				"the state of block {hash:?} cannot be had, it may be pruned (an archive node has all): {error}"
			)
		})?;
		let state_snapshot = self.snapshot.clone().map(|path| SnapshotConfig { path });
		let online = OnlineConfig {
			at: Some(hash),
			transport_uris: vec![url.into()],
			state_snapshot,
			disable_root_check: self.unverified,
			..Default::default()
		};
		let state = Builder::<Block>::new().mode(Mode::Online(online)).build().await;
		state.map_err(|error| format!("the state at {url} cannot be fetched: {error}"))
	}
}

/// Decodes what a file of ours holds.
pub fn decode<T: Decode>(bytes: &[u8]) -> Option<T> {
	T::decode(&mut &*bytes).ok()
}
