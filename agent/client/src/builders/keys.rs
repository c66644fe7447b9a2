// SPDX-License-Identifier: Apache-2.0

//! Session keys: a node makes them and keeps the secrets, an account sets them.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use subxt::{
	dynamic::Value,
	ext::scale_value::scale,
	rpcs::{Error, UserError, client::RpcParams, methods::legacy::Bytes},
	utils::AccountId32,
};

use crate::{
	calls::{Call, call},
	chain::{Access, Chain},
	error::ChainError,
	view::View,
};

/// The error code of a method that there is not, or that may only be called from the node's own machine.
const NO_METHOD: i32 = -32_601;

/// Session keys as a node has made them: `author_rotateKeysWithOwner`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKeys {
	/// The public keys, encoded.
	pub keys: Bytes,
	/// That they belong to the account that they were made for.
	pub proof: Bytes,
}

/// Whether a node could build blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
	/// It looks for the newest block still.
	pub is_syncing: bool,
	/// How many others it is connected with.
	pub peers: usize,
	/// It knows of others that it should be connected with.
	pub expects_peers: bool,
	/// It was started as a validator.
	pub builds: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SystemHealth {
	peers: usize,
	is_syncing: bool,
	should_have_peers: bool,
}

impl Chain {
	/// How the node does.
	pub async fn health(&self) -> Result<Health, ChainError> {
		let SystemHealth { peers, is_syncing, should_have_peers: expects_peers } =
			self.request("system_health", RpcParams::new()).await?;
		let roles: Vec<String> = self.request("system_nodeRoles", RpcParams::new()).await?;
		let builds = roles.iter().any(|role| role == "Authority");
		Ok(Health { is_syncing, peers, expects_peers, builds })
	}

	/// Has the node make session keys for an account, and keep their secrets. It does so for who asks on its own
	/// machine.
	pub async fn make_keys(&self, account: &AccountId32) -> Result<NewKeys, ChainError> {
		let owner = Bytes(account.0.to_vec());
		self.ask_own("author_rotateKeysWithOwner", owner).await
	}

	/// Whether the node has the secrets of session keys. It says so to who asks on its own machine.
	pub async fn has_keys(&self, keys: &[u8]) -> Result<bool, ChainError> {
		self.ask_own("author_hasSessionKeys", Bytes(keys.to_vec())).await
	}

	async fn ask_own<Answer: DeserializeOwned>(
		&self,
		method: &str,
		bytes: Bytes,
	) -> Result<Answer, ChainError> {
		let method = method.to_string();
		let Access::Node(url) = &self.access else { return Err(ChainError::NotLight { method }) };
		let mut params = RpcParams::new();
		params.push(bytes)?;
		self.rpc.request(&method, params).await.map_err(|error| match error {
			Error::User(UserError { code: NO_METHOD, .. }) => {
				ChainError::Guarded { url: url.clone(), method }
			},
			other => other.into(),
		})
	}
}

impl View {
	/// Sets the sender's session keys.
	pub fn set_keys(&self, made: &NewKeys) -> Result<Call, ChainError> {
		let unknown = |error: &dyn std::fmt::Display| self.unknown("Session.set_keys", error);
		let metadata = self.at.metadata_ref();
		let ty = metadata
			.pallet_by_name("Session")
			.and_then(|pallet| pallet.call_variant_by_name("set_keys"))
			.and_then(|call| call.fields.iter().find(|field| field.name.as_deref() == Some("keys")))
			.ok_or_else(|| unknown(&"it is not there"))?
			.ty
			.id;
		let mut bytes = made.keys.0.as_slice();
		let keys = scale::decode_as_type(&mut bytes, ty, metadata.types())
			.map_err(|error| unknown(&error))?;
		if !bytes.is_empty() {
			return Err(unknown(&"the node has made more keys than the chain takes"));
		}
		let proof = Value::from_bytes(&made.proof.0);
		Ok(call("Session", "set_keys", vec![("keys", keys.remove_context()), ("proof", proof)]))
	}
}
