// SPDX-License-Identifier: Apache-2.0

//! A chain's state with settlements in it, and proofs of it as a node gives them.

use std::{collections::BTreeSet, ops::Range};

use codec::{Compact, Encode};
use gridmerit_client::proof::Proof;
use gridmerit_energy::{Interval, Invoice, PAGE_ROWS, Terms};
use sp_core::{Blake2Hasher, H256};
use sp_crypto_hashing::{twox_64, twox_128};
use sp_trie::{LayoutV1, MemoryDB, Recorder, Trie, TrieDBBuilder, TrieDBMutBuilder, TrieMut};

type Layout = LayoutV1<Blake2Hasher>;

fn key(pallet: &str, entry: &str, parts: &[u32]) -> Vec<u8> {
	let mut key = [twox_128(pallet.as_bytes()), twox_128(entry.as_bytes())].concat();
	for part in parts {
		key.extend(twox_64(&part.to_le_bytes()));
		key.extend(part.to_le_bytes());
	}
	key
}

fn closed_until() -> Vec<u8> {
	key("ForwardMarket", "ClosedUntil", &[])
}

/// Where the chain keeps what an invoice follows from.
fn keys(page: u32, interval: Interval) -> [Vec<u8>; 4] {
	[
		key("Settlement", "SettledPages", &[interval, page]),
		key("ForwardMarket", "PositionPages", &[interval, page]),
		key("ForwardMarket", "Rights", &[interval, page]),
		key("ForwardMarket", "IntervalTerms", &[interval]),
	]
}

/// What a chain stores of the page of a node.
pub struct State {
	node: u32,
	/// The slots of the page that settle: the node's and its neighbours'.
	slots: Vec<u8>,
	nodes: MemoryDB<Blake2Hasher>,
	root: H256,
}

impl State {
	/// Nothing is settled yet of a node and so many neighbours.
	pub fn new(node: u32, neighbours: u8) -> Self {
		let own = (node % PAGE_ROWS) as u8;
		let others = (0..PAGE_ROWS as u8).filter(|slot| *slot != own).take(neighbours.into());
		let mut slots: Vec<_> = others.chain([own]).collect();
		slots.sort_unstable();
		Self { node, slots, nodes: MemoryDB::default(), root: H256::default() }
	}

	fn write(&mut self, entries: impl IntoIterator<Item = (Vec<u8>, Option<Vec<u8>>)>) {
		let Self { nodes, root, .. } = self;
		let mut trie = match root.is_zero() {
			true => TrieDBMutBuilder::<Layout>::new(nodes, root).build(),
			false => TrieDBMutBuilder::<Layout>::from_existing(nodes, root).build(),
		};
		for (key, value) in entries {
			match value {
				Some(value) => trie.insert(&key, &value).unwrap(),
				None => trie.remove(&key).unwrap(),
			};
		}
	}

	/// Settles an interval of the node, and of its neighbours likewise.
	pub fn settle(&mut self, interval: Interval, invoice: &Invoice) {
		let [settled, positions, rights, terms] = keys(self.node / PAGE_ROWS, interval);
		let tariff = invoice.tariff;
		let conditions = Terms {
			tariff,
			limits: tariff.limits().unwrap(),
			utility: 0,
			grid: 0,
			minimum: 1,
			last_round: 0,
			gate_lead: 60_000,
		};
		let metered = invoice.metered;
		let row = |slot: &u8| {
			let money = Compact(invoice.charged);
			let metered = (Compact(metered.import), Compact(metered.export), money);
			((*slot, invoice.basis, invoice.above_limit), metered)
		};
		let rows: Vec<_> = self.slots.iter().map(row).collect();
		let traded = invoice.position != Default::default();
		let limited = invoice
			.right
			.map(|right| self.slots.iter().map(|slot| (*slot, right)).collect::<Vec<_>>().encode());
		let sold: Vec<_> = self.slots.iter().map(|slot| (*slot, invoice.position)).collect();
		self.write([
			(settled, Some(rows.encode())),
			(positions, traded.then(|| sold.encode())),
			(rights, limited),
			(terms, Some(conditions.encode())),
		]);
	}

	/// All intervals before one are final.
	pub fn close(&mut self, until: Interval) {
		self.write([(closed_until(), Some(until.encode()))]);
	}

	/// Forgets how intervals were settled.
	pub fn forget(&mut self, intervals: Range<Interval>) {
		let page = self.node / PAGE_ROWS;
		self.write(intervals.flat_map(|at| keys(page, at)).map(|key| (key, None)));
	}

	/// What proves how some intervals are settled after a block.
	pub fn prove(&self, number: u64, intervals: &[Interval]) -> Proof {
		let page = self.node / PAGE_ROWS;
		let mut recorder = Recorder::<Layout>::new();
		{
			let trie = TrieDBBuilder::<Layout>::new(&self.nodes, &self.root)
				.with_recorder(&mut recorder)
				.build();
			let asked = intervals.iter().flat_map(|at| keys(page, *at));
			for key in asked.chain([closed_until()]) {
				trie.get(&key).unwrap();
			}
		}
		// What a node has come by twice is in a proof once.
		let nodes: BTreeSet<_> = recorder.drain().into_iter().map(|record| record.data).collect();
		let header = ([7_u8; 32], Compact(number), self.root, [8_u8; 32], Compact(0_u32)).encode();
		Proof { header, nodes: nodes.into_iter().collect() }
	}
}
