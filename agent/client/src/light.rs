// SPDX-License-Identifier: Apache-2.0

//! A chain without a node to trust: a light client (smoldot) in this program asks any nodes, and checks what they say by
//! proofs. All is read as of the last final block: who builds a block signs it alone, and may put anything into it, but
//! two thirds of all builders sign that it is final.

use std::{
	path::Path,
	sync::Arc,
	time::{Duration, Instant},
};

use serde::Deserialize;
use subxt::{
	OnlineClient,
	lightclient::LightClient,
	rpcs::{RpcClient, client::RpcParams},
};
use tokio::time::{sleep, timeout};

use crate::{
	chain::{Access, Chain, in_time},
	error::ChainError,
};

/// How long a light client looks for a first peer.
const ALONE: Duration = Duration::from_secs(30);
/// How long it may take to find the newest final block.
const BEHIND: Duration = Duration::from_secs(120);
/// How often a light client is begun before it is given up.
const TRIES: usize = 3;
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

	/// smoldot-light 1.3 may end if a peer goes at the wrong moment, of which it has most when it begins
	/// (paritytech/smoldot#3312): so it gets more than one try.
	async fn begin(spec: &Arc<SpecFile>, say: &(dyn Fn(usize) + Sync)) -> Result<Self, ChainError> {
		let (began, mut tries) = (Instant::now(), TRIES);
		loop {
			tries = tries.saturating_sub(1);
			match Self::attempt(spec.clone(), began, say).await {
				Err(ChainError::Node(_) | ChainError::Silent { .. }) if tries > 0 => {},
				begun => return begun,
			}
		}
	}

	async fn attempt(
		spec: Arc<SpecFile>,
		began: Instant,
		say: &(dyn Fn(usize) + Sync),
	) -> Result<Self, ChainError> {
		let (_, rpc) = LightClient::relay_chain(spec.text.as_str())
			.map_err(|error| spec.unfit(format!("does not do for a light client: {error}")))?;
		let rpc = RpcClient::new(rpc);
		catch_up(&rpc, began, say).await?;
		// It asks by chainHead_v1. By the older methods smoldot would fetch the runtime for each block that is looked at.
		let api = in_time(async {
			let api = OnlineClient::from_rpc_client(rpc.clone()).await;
			api.map_err(ChainError::node)
		});
		Self { access: Access::Light(spec), api: api.await?, rpc }.of_a_market().await
	}

	/// The same chain once there are peers again; through another light client, if this one has ended.
	pub(crate) async fn light_again(&self, spec: &Arc<SpecFile>) -> Result<Self, ChainError> {
		let alive = async {
			catch_up(&self.rpc, Instant::now(), &|_| ()).await?;
			self.last_final().await
		};
		match alive.await {
			Ok(_) => Ok(self.clone()),
			Err(ChainError::Node(_) | ChainError::Silent { .. }) => {
				Self::begin(spec, &|_| ()).await
			},
			Err(error) => Err(error),
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

/// Waits until a light client has peers, and knows the newest final block and its runtime.
async fn catch_up(
	rpc: &RpcClient,
	began: Instant,
	say: &(dyn Fn(usize) + Sync),
) -> Result<(), ChainError> {
	let mut met = false;
	loop {
		// It does not answer while it is busy with what its peers have sent.
		let health = rpc.request("system_health", RpcParams::new());
		let answer = timeout(BEHIND.saturating_sub(began.elapsed()), health).await;
		let seconds = began.elapsed().as_secs();
		let Ok(answer) = answer else { return Err(ChainError::Behind { seconds }) };
		let Health { peers, is_syncing } = answer?;
		if peers > 0 && !is_syncing {
			return Ok(());
		}
		met |= peers > 0;
		if !met && began.elapsed() > ALONE {
			return Err(ChainError::Alone { seconds });
		}
		say(peers);
		sleep(LOOK).await;
	}
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
