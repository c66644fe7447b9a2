// SPDX-License-Identifier: Apache-2.0

//! What can go wrong between a client and the chain.

use subxt::error::DispatchError;

/// Why the chain did not say or do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
	/// Nobody answers there.
	#[error("no node answers at {url}: {reason}. Is it running, and is that its --url?")]
	Unreachable {
		/// Where.
		url: String,
		/// What was tried and failed.
		reason: String,
	},
	/// An address at which no node can be.
	#[error("no node answers at {url}: {help}")]
	Address {
		/// What was given.
		url: String,
		/// What to write.
		help: String,
	},
	/// A file is no chain spec that a light client can begin with.
	#[error("{path} {reason}")]
	Spec {
		/// The file.
		path: String,
		/// What is wrong with it, as the end of a sentence.
		reason: String,
	},
	/// A light client finds nobody.
	#[error(
		"no boot node of the spec answers for its chain, for {seconds} s: is one up, can it be reached, and is the spec \
		 that of their chain?"
	)]
	Alone {
		/// How long it has looked.
		seconds: u64,
	},
	/// A light client finds nothing final.
	#[error(
		"in {seconds} s no peer has proved the newest blocks to be final: the spec's checkpoint is wrong or the way from it \
		 long, or the chain finalises nothing; scripts/light-spec.sh makes a new one"
	)]
	Behind {
		/// How long it has waited.
		seconds: u64,
	},
	/// Nobody answers in time.
	#[error("no answer for {seconds} s: no peer that can prove it, or the connection is lost")]
	Silent {
		/// How long it has waited.
		seconds: u64,
	},
	/// Only a node can do it.
	#[error("{method} takes a node of your own: a light client does not do it")]
	NotLight {
		/// What was asked.
		method: String,
	},
	/// The node answers, but the connection was lost or it could not do it.
	#[error("the node: {0}")]
	Node(String),
	/// The node answers this to nobody but who asks on its own machine.
	#[error(
		"the node at {url} does not answer {method}: it does so to who asks on its own machine, at 127.0.0.1; from \
		 another one, through a tunnel (ssh -L)"
	)]
	Guarded {
		/// Where it is.
		url: String,
		/// What was asked.
		method: String,
	},
	/// It serves no chain of this kind.
	#[error("the node runs `{0}`, which is no Gridmerit chain: it has no runtime API MarketApi")]
	NotGridmerit(String),
	/// It has been started again with another chain.
	#[error("the node at {url} serves another chain now than before: start the agent again")]
	OtherChain {
		/// Where.
		url: String,
	},
	/// The runtime has changed since this client was built.
	#[error(
		"the runtime has changed since this agent was built: {what} is different in version {version}; use the \
		 agent built for that version ({reason})"
	)]
	Unknown {
		/// What was read or called.
		what: String,
		/// The version of the runtime.
		version: u32,
		/// How they differ.
		reason: String,
	},
	/// A call was included and failed; or it would, as the chain stands, and was not sent.
	#[error("{call} {} refused: {error}{}{}", would(*sent), explain(docs), unsent(*sent))]
	Refused {
		/// Whether it was sent, and has cost a fee.
		sent: bool,
		/// The call.
		call: String,
		/// The name of the error.
		error: String,
		/// What the chain says about it.
		docs: String,
	},
	/// The transaction did not get into the pool.
	#[error("the node does not take the transaction {call}: {reason}")]
	Rejected {
		/// The call.
		call: String,
		/// What the pool says.
		reason: String,
		/// Whether it says only that it has seen this transaction before.
		seen: bool,
	},
	/// The transaction was taken and is not in a block.
	#[error("the transaction {call} is in no block: {reason}")]
	Lost {
		/// The call.
		call: String,
		/// What became of it.
		reason: String,
	},
}

fn would(sent: bool) -> &'static str {
	if sent { "was" } else { "would be" }
}

fn unsent(sent: bool) -> &'static str {
	if sent { "" } else { " Nothing was sent" }
}

fn explain(docs: &str) -> String {
	if docs.is_empty() { String::new() } else { format!(". {docs}") }
}

/// The name of an error with which a call failed, and what the chain says about it.
pub(crate) fn refusal(error: &DispatchError) -> (String, String) {
	match error {
		DispatchError::Module(module) => match module.details() {
			Ok(details) => {
				(details.variant.name.clone(), details.variant.docs.join(" ").trim().into())
			},
			Err(_) => (module.to_string(), String::new()),
		},
		other => (other.to_string(), String::new()),
	}
}

impl ChainError {
	/// Nobody answers at a node's address.
	pub fn unreachable(url: &str, error: impl std::fmt::Display) -> Self {
		let mut reason = error.to_string();
		// Each layer below says only that it is one.
		for layer in ["RPC error: ", "client error: ", "Error when opening the TCP socket: "] {
			reason = reason.replace(layer, "");
		}
		Self::Unreachable { url: url.into(), reason: reason.trim_end_matches('.').into() }
	}

	/// Refuses an address that is no WebSocket's.
	pub(crate) fn address(url: &str) -> Result<(), Self> {
		let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
		let help = match scheme {
			"ws" | "wss" => return Ok(()),
			"http" => format!("write ws://{rest}"),
			"https" => format!("write wss://{rest}"),
			_ => format!("an address begins with ws:// or wss://, as ws://{rest}"),
		};
		Err(Self::Address { url: url.into(), help })
	}

	/// What kind of error it is, in a word that stays the same.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Unreachable { .. } | Self::Address { .. } => "unreachable",
			Self::Spec { .. } => "spec",
			Self::Alone { .. } | Self::Behind { .. } | Self::Silent { .. } => "silent",
			Self::NotLight { .. } | Self::Guarded { .. } => "not answered",
			Self::Node(_) => "node",
			Self::NotGridmerit(_) | Self::OtherChain { .. } => "other chain",
			Self::Unknown { .. } => "runtime changed",
			Self::Refused { .. } => "refused",
			Self::Rejected { .. } => "rejected",
			Self::Lost { .. } => "lost",
		}
	}

	/// An error of the connection or the node.
	pub(crate) fn node(error: impl std::fmt::Display) -> Self {
		Self::Node(error.to_string())
	}

	/// Whether it may go away by itself: the connection, not what was asked.
	pub fn is_passing(&self) -> bool {
		matches!(
			self,
			Self::Unreachable { .. }
				| Self::Alone { .. }
				| Self::Behind { .. }
				| Self::Silent { .. }
				| Self::Node(_)
				| Self::Lost { .. }
		)
	}
}

impl From<subxt::rpcs::Error> for ChainError {
	fn from(error: subxt::rpcs::Error) -> Self {
		Self::node(error)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_address_is_a_websockets() {
		for (url, help) in [
			("http://127.0.0.1:9944", "write ws://127.0.0.1:9944"),
			("https://node.example", "write wss://node.example"),
			("127.0.0.1:9944", "as ws://127.0.0.1:9944"),
			("nonsense", "no node answers at nonsense: an address begins with ws://"),
		] {
			let error = ChainError::address(url).unwrap_err();
			assert!(error.to_string().contains(help), "{error}");
			assert!(!error.is_passing() && error.kind() == "unreachable");
		}
		assert!(ChainError::address("ws://127.0.0.1:9944").is_ok());
		assert!(ChainError::address("wss://node.example:443").is_ok());
	}

	#[test]
	fn who_does_not_answer_is_told_in_one_layer() {
		let layers = "RPC error: client error: RPC error: client error: Error when opening the TCP socket: Connection refused (os error 111)";
		assert_eq!(
			ChainError::unreachable("ws://a", layers).to_string(),
			"no node answers at ws://a: Connection refused (os error 111). Is it running, and is that its --url?"
		);
	}
}
