// SPDX-License-Identifier: Apache-2.0

//! A chain without a node to trust: a light client (smoldot) in this program asks any nodes, and checks what they say by
//! proofs. All is read as of the last final block: who builds a block signs it alone, and may put anything into it, but
//! two thirds of all builders sign that it is final.

use std::{
	path::Path,
	sync::Arc,
	time::{Duration, Instant},
};

use serde::{Deserialize, de::DeserializeOwned};
use subxt::{
	OnlineClient,
	lightclient::LightClient,
	rpcs::{RpcClient, client::RpcParams},
	utils::H256,
};
use tokio::time::{sleep, timeout};

use crate::{
	chain::{Access, Chain},
	error::ChainError,
	patience::Patience,
};

/// How long a light client looks for a first peer.
const ALONE: Duration = Duration::from_secs(30);
/// How long it may take to find the newest final block.
const BEHIND: Duration = Duration::from_secs(120);
/// How many blocks the last final one may be behind the best: two or three are usual.
const LAG: u64 = 16;
/// How long one may be silent about itself.
const MUTE: Duration = Duration::from_secs(15);
/// How often it is asked how far it is.
const LOOK: Duration = Duration::from_millis(200);

/// What has to be right about a chain spec beyond what smoldot looks at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
	#[serde(default)]
	boot_nodes: Vec<String>,
	#[serde(alias = "relay_chain")]
	relay_chain: Option<String>,
}

#[derive(Deserialize)]
struct Header {
	number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Health {
	peers: usize,
	is_syncing: bool,
}

/// A file with a chain spec.
#[derive(Debug)]
pub(crate) struct SpecFile {
	path: String,
	text: String,
}

impl SpecFile {
	fn unfit(&self, reason: String) -> ChainError {
		ChainError::Spec { path: self.path.clone(), reason }
	}
}

impl Chain {
	/// The chain of a spec, through a light client that runs until the program ends. The spec is raw, or one of some
	/// kB with a checkpoint (`docs/light-clients.md`). Until the newest final block is found, `say` is told several
	/// times a second how many peers there are.
	pub async fn light(spec: &Path, say: &(dyn Fn(usize) + Sync)) -> Result<Self, ChainError> {
		let mut file = SpecFile { path: spec.display().to_string(), text: String::new() };
		file.text = std::fs::read_to_string(spec)
			.map_err(|error| file.unfit(format!("cannot be read: {error}")))?;
		check(&file.text).map_err(|reason| file.unfit(reason))?;
		Self::begin(&Arc::new(file), say).await
	}

	/// smoldot-light 1.3 ends or falls silent if a peer goes at the wrong moment, of which it has most when it begins
	/// (paritytech/smoldot#3312). So another is begun, as long as there is time.
	async fn begin(spec: &Arc<SpecFile>, say: &(dyn Fn(usize) + Sync)) -> Result<Self, ChainError> {
		let mut search = Search::begin();
		let attempts = async {
			loop {
				match Self::attempt(spec.clone(), &mut search, say).await {
					Err(ChainError::Node(_) | ChainError::Silent { .. }) => search.goes_on()?,
					begun => return begun,
				}
				sleep(LOOK).await;
			}
		};
		let behind = ChainError::Behind { seconds: BEHIND.as_secs() };
		timeout(BEHIND, attempts).await.unwrap_or(Err(behind))
	}

	async fn attempt(
		spec: Arc<SpecFile>,
		search: &mut Search,
		say: &(dyn Fn(usize) + Sync),
	) -> Result<Self, ChainError> {
		let (_, rpc) = LightClient::relay_chain(spec.text.as_str())
			.map_err(|error| spec.unfit(format!("does not do for a light client: {error}")))?;
		let rpc = RpcClient::new(rpc);
		catch_up(&rpc, search, say).await?;
		// It asks by chainHead_v1. By the older methods smoldot would fetch the runtime for each block that is looked at.
		let api = Patience::USUAL.wait(async {
			let api = OnlineClient::from_rpc_client(rpc.clone()).await;
			api.map_err(ChainError::node)
		});
		Self { access: Access::Light(spec), api: api.await?, rpc, patience: Patience::USUAL }
			.of_a_market()
			.await
	}

	/// The same chain once there are peers again; through another light client, if this one has ended.
	pub(crate) async fn light_again(&self, spec: &Arc<SpecFile>) -> Result<Self, ChainError> {
		let alive = async {
			catch_up(&self.rpc, &mut Search::begin(), &|_| ()).await?;
			self.last_final().await
		};
		match timeout(BEHIND, alive).await {
			Ok(Ok(_)) => Ok(self.clone()),
			Ok(Err(error @ ChainError::Alone { .. })) => Err(error),
			_ => Self::begin(spec, &|_| ()).await,
		}
	}
}

/// A spec that a light client could never begin with.
fn check(text: &str) -> Result<(), String> {
	let Spec { boot_nodes, relay_chain } =
		serde_json::from_str(text).map_err(|error| format!("is no chain spec: {error}"))?;
	if let Some(relay) = relay_chain {
		return Err(format!(
			"is that of a parachain of {relay}: its finality is the relay chain's, which is not followed; use --url"
		));
	}
	if boot_nodes.is_empty() {
		return Err(
			"names no boot node, so there is nobody to ask: scripts/light-spec.sh --bootnode"
				.into(),
		);
	}
	Ok(())
}

/// A search for peers.
struct Search {
	began: Instant,
	/// Whether it has met one.
	met: bool,
}

impl Search {
	fn begin() -> Self {
		Self { began: Instant::now(), met: false }
	}

	/// Fails if it has met nobody for too long.
	fn goes_on(&self) -> Result<(), ChainError> {
		let seconds = self.began.elapsed().as_secs();
		if self.met || seconds < ALONE.as_secs() {
			Ok(())
		} else {
			Err(ChainError::Alone { seconds })
		}
	}
}

/// Waits until a light client has peers, and knows the newest final block and its runtime.
async fn catch_up(
	rpc: &RpcClient,
	search: &mut Search,
	say: &(dyn Fn(usize) + Sync),
) -> Result<(), ChainError> {
	loop {
		let Health { peers, is_syncing } = ask(rpc, "system_health", RpcParams::new()).await?;
		if peers > 0 && !is_syncing && lag(rpc).await? <= LAG {
			return Ok(());
		}
		search.met |= peers > 0;
		search.goes_on()?;
		say(peers);
		sleep(LOOK).await;
	}
}

/// How many blocks the last final one is behind the best. A client that believes in the wrong authorities follows the
/// chain by who builds it, and takes its checkpoint for the last final block.
async fn lag(rpc: &RpcClient) -> Result<u64, ChainError> {
	let mut numbers = Vec::new();
	let last: H256 = ask(rpc, "chain_getFinalizedHead", RpcParams::new()).await?;
	for block in [Some(last), None] {
		let mut of = RpcParams::new();
		of.push(block)?;
		let Header { number } = ask(rpc, "chain_getHeader", of).await?;
		let digits = number.trim_start_matches("0x");
		numbers.push(u64::from_str_radix(digits, 16).map_err(ChainError::node)?);
	}
	Ok(numbers.pop().zip(numbers.pop()).map_or(0, |(best, last)| best.saturating_sub(last)))
}

/// What a light client says of itself, if it is not silent.
async fn ask<Answer: DeserializeOwned>(
	rpc: &RpcClient,
	method: &str,
	params: RpcParams,
) -> Result<Answer, ChainError> {
	let answer = timeout(MUTE, rpc.request(method, params)).await;
	Ok(answer.map_err(|_| ChainError::Silent { seconds: MUTE.as_secs() })??)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_a_spec_lacks_is_said() {
		let peer = r#""bootNodes":["/ip4/127.0.0.1/tcp/1/p2p/x"]"#;
		assert_eq!(check(&format!("{{{peer}}}")), Ok(()));
		let relay = format!(r#"{{{peer},"relay_chain":"polkadot"}}"#);
		let relay_too = format!(r#"{{{peer},"relayChain":"polkadot"}}"#);
		for (text, reason) in [
			("", "is no chain spec"),
			("[]", "is no chain spec"),
			("{}", "names no boot node"),
			(r#"{"bootNodes":[]}"#, "names no boot node"),
			(&relay, "is that of a parachain of polkadot"),
			(&relay_too, "is that of a parachain of polkadot"),
		] {
			let said = check(text).unwrap_err();
			assert!(said.contains(reason), "{text}: {said}");
		}
	}
}
