// SPDX-License-Identifier: Apache-2.0

//! How a node's intervals are settled, with the proof: the part of the chain's state that says so, and the header of
//! the block whose state it is. Whoever has both can check it without a chain; only whether the block is one of the
//! chain's a chain has to say.

use codec::{Compact, Decode, Encode};
use gridmerit_energy::{
	Basis, FeedInRight, Interval, Invoice, Metered, NodeIndex, PAGE_ROWS, Planck, Position, Terms,
	Wh,
};
use smoldot::trie::proof_decode::{Config, DecodedTrieProof, decode_and_verify_proof};
use sp_crypto_hashing::{blake2_256, twox_64, twox_128};
use subxt::{config::substrate::SubstrateHeader, rpcs::client::RpcParams, utils::H256};

use crate::{chain::Chain, error::ChainError, view::View};

/// Most intervals that one proof is asked for: some 300 kB.
pub const MOST_PROVEN: usize = 96;

/// What proves how intervals of a node are settled.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Proof {
	/// The header of the block after which it is so, in SCALE.
	pub header: Vec<u8>,
	/// Nodes of the state's trie.
	pub nodes: Vec<Vec<u8>>,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
	/// No header.
	#[error("the block's header cannot be read")]
	Header,
	/// The nodes do not belong together.
	#[error("the parts of the state do not hang together: {0}")]
	Nodes(String),
	/// They are not of this block.
	#[error("the parts of the state are not those of the block")]
	Incomplete,
	/// A value that this client cannot read.
	#[error(
		"{0} cannot be read: it is altered, or the runtime has changed since this agent was built"
	)]
	Value(&'static str),
	/// A node that settles nothing.
	#[error("it proves that interval {0} is not settled")]
	NotSettled(Interval),
}

/// A proof whose parts hang together, and with the header.
pub struct Proven {
	block: H256,
	number: u64,
	root: [u8; 32],
	state: DecodedTrieProof<Vec<u8>>,
}

/// `pallet_settlement::Settled`, as it is stored.
#[derive(Decode)]
struct Settled {
	basis: Basis,
	above_limit: bool,
	import: Compact<Wh>,
	export: Compact<Wh>,
	_held: Compact<Planck>,
}

/// A page of nodes, by slot.
type Page<Row> = Vec<(u8, Row)>;

fn key(pallet: &str, entry: &str, parts: &[u32]) -> Vec<u8> {
	let mut key = [twox_128(pallet.as_bytes()), twox_128(entry.as_bytes())].concat();
	for part in parts {
		let part = part.to_le_bytes();
		key.extend(twox_64(&part));
		key.extend(part);
	}
	key
}

/// Where the chain keeps what an invoice follows from.
fn keys(node: NodeIndex, interval: Interval) -> [Vec<u8>; 4] {
	let page = node / PAGE_ROWS;
	[
		key("Settlement", "SettledPages", &[interval, page]),
		key("ForwardMarket", "PositionPages", &[interval, page]),
		key("ForwardMarket", "Rights", &[interval, page]),
		key("ForwardMarket", "IntervalTerms", &[interval]),
	]
}

fn closed_until_key() -> Vec<u8> {
	key("ForwardMarket", "ClosedUntil", &[])
}

/// A value of which nothing is left over.
fn whole<Value: Decode>(what: &'static str, mut bytes: &[u8]) -> Result<Value, ProofError> {
	let value = Value::decode(&mut bytes).map_err(|_| ProofError::Value(what))?;
	if bytes.is_empty() { Ok(value) } else { Err(ProofError::Value(what)) }
}

/// A node's row of a page.
fn row<Row>(page: Page<Row>, node: NodeIndex) -> Option<Row> {
	page.into_iter().find(|(slot, _)| u32::from(*slot) == node % PAGE_ROWS).map(|(_, row)| row)
}

impl Proof {
	/// Checks that the parts hang together and belong to the header. What they say is asked of the answer.
	pub fn check(&self) -> Result<Proven, ProofError> {
		let header: SubstrateHeader<H256> =
			whole("the header", &self.header).map_err(|_| ProofError::Header)?;
		let state = decode_and_verify_proof(Config { proof: self.nodes.encode() })
			.map_err(|error| ProofError::Nodes(error.to_string()))?;
		let block = H256(blake2_256(&self.header));
		Ok(Proven { block, number: header.number, root: header.state_root.0, state })
	}
}

impl Proven {
	/// The hash of the block.
	pub fn block(&self) -> H256 {
		self.block
	}

	/// Its height.
	pub fn number(&self) -> u64 {
		self.number
	}

	fn value(&self, key: &[u8]) -> Result<Option<&[u8]>, ProofError> {
		let value = self.state.storage_value(&self.root, key);
		Ok(value.map_err(|_| ProofError::Incomplete)?.map(|(value, _)| value))
	}

	/// All intervals before this one were closed.
	pub fn closed_until(&self) -> Result<Interval, ProofError> {
		let value = self.value(&closed_until_key())?;
		value.map_or(Ok(0), |bytes| whole("ForwardMarket.ClosedUntil", bytes))
	}

	/// A node's row of a page, if there are both.
	fn row<Row: Decode>(
		&self,
		key: &[u8],
		what: &'static str,
		node: NodeIndex,
	) -> Result<Option<Row>, ProofError> {
		let page: Option<Page<Row>> = self.value(key)?.map(|page| whole(what, page)).transpose()?;
		Ok(page.and_then(|page| row(page, node)))
	}

	/// How an interval of a node was settled.
	pub fn invoice(&self, node: NodeIndex, interval: Interval) -> Result<Invoice, ProofError> {
		let [settled, positions, rights, terms] = keys(node, interval);
		let nothing = ProofError::NotSettled(interval);
		let page = self.value(&settled)?.ok_or_else(|| nothing.clone())?;
		let page: Page<Settled> = whole("Settlement.SettledPages", page)?;
		let Settled { basis, above_limit, import, export, .. } =
			row(page, node).ok_or_else(|| nothing.clone())?;
		let position: Option<Position> =
			self.row(&positions, "ForwardMarket.PositionPages", node)?;
		let right: Option<FeedInRight> = self.row(&rights, "ForwardMarket.Rights", node)?;
		let traded = (position.unwrap_or_default(), right);
		let terms = self.value(&terms)?.ok_or(nothing)?;
		let terms: Terms = whole("ForwardMarket.IntervalTerms", terms)?;
		let metered = Metered { import: import.0, export: export.0 };
		Ok(Invoice::with_right(basis, metered, above_limit, traded, terms.tariff))
	}
}

#[derive(serde::Deserialize)]
struct ReadProof {
	proof: Vec<String>,
}

impl Chain {
	/// What proves how some intervals of a node are settled after a block: [`MOST_PROVEN`] of them at most. A light
	/// client checks such proofs and keeps none.
	pub async fn prove(
		&self,
		view: &View,
		node: NodeIndex,
		intervals: &[Interval],
	) -> Result<Proof, ChainError> {
		if self.is_light() {
			return Err(ChainError::NotLight { method: "state_getReadProof".into() });
		}
		let header =
			view.patience.wait(async { view.at.block_header().await.map_err(ChainError::node) });
		let header = header.await?.encode();
		let keys = intervals.iter().take(MOST_PROVEN).flat_map(|of| keys(node, *of));
		let keys: Vec<_> =
			keys.chain([closed_until_key()]).map(|key| gridmerit_meter::to_hex(&key)).collect();
		let mut params = RpcParams::new();
		params.push(keys)?;
		params.push(view.hash())?;
		let ReadProof { proof } = self.request("state_getReadProof", params).await?;
		let nodes = proof.iter().map(|node| gridmerit_meter::parse_hex(node));
		let nodes = nodes.collect::<Result<_, _>>().map_err(ChainError::node)?;
		Ok(Proof { header, nodes })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_are_those_of_the_chain() {
		// As polkadot.js has them.
		let hex = gridmerit_meter::to_hex(&key("System", "Number", &[]));
		assert_eq!(hex, "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac");
		let map = key("A", "B", &[1]);
		assert_eq!(map.len(), 32 + 8 + 4);
		assert_eq!(map[40..], 1_u32.to_le_bytes());
	}

	#[test]
	fn what_proves_nothing_is_said() {
		let none = Proof { header: vec![], nodes: vec![] };
		assert_eq!(none.check().err(), Some(ProofError::Header));
		let mut header = [0_u8; 32 + 1 + 32 + 32 + 1].to_vec();
		let empty = Proof { header: header.clone(), nodes: vec![] }.check().unwrap();
		assert_eq!(empty.number(), 0);
		assert_eq!(empty.block(), H256(blake2_256(&header)));
		assert_eq!(empty.invoice(0, 0), Err(ProofError::Incomplete));
		assert_eq!(empty.closed_until(), Err(ProofError::Incomplete));
		header.push(0);
		assert_eq!(Proof { header, nodes: vec![] }.check().err(), Some(ProofError::Header));
	}
}
