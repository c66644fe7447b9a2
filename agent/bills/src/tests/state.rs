// SPDX-License-Identifier: Apache-2.0

//! A chain's state with settlements in it, and its proof.

use codec::{Compact, Encode};
use gridmerit_client::proof::Proof;
use gridmerit_energy::{Interval, Invoice, Limits, Terms};
use sp_core::Blake2Hasher;
use sp_crypto_hashing::{twox_64, twox_128};
use sp_trie::{LayoutV1, MemoryDB, TrieDBMutBuilder, TrieMut};

use super::TARIFF;

fn key(pallet: &str, entry: &str, parts: &[u32]) -> Vec<u8> {
	let mut key = [twox_128(pallet.as_bytes()), twox_128(entry.as_bytes())].concat();
	for part in parts {
		key.extend(twox_64(&part.to_le_bytes()));
		key.extend(part.to_le_bytes());
	}
	key
}

/// What the chain stores of a node's settled intervals after a block, all of it as a proof.
pub fn proof(number: u64, node: u32, settled: &[(Interval, Invoice)], closed: Interval) -> Proof {
	let limits: Limits = TARIFF.limits().unwrap();
	let terms = Terms {
		tariff: TARIFF,
		limits,
		utility: 0,
		grid: 0,
		minimum: 1,
		last_round: 0,
		gate_lead: 60_000,
	};
	let (page, slot) = (node / 128, (node % 128) as u8);
	let mut entries = vec![(key("ForwardMarket", "ClosedUntil", &[]), closed.encode())];
	for (interval, invoice) in settled {
		let row = (
			(slot, invoice.basis, invoice.above_limit),
			(Compact(invoice.metered.import), Compact(invoice.metered.export), Compact(7_u128)),
		);
		// A neighbour's row is before it.
		let other =
			((0_u8, invoice.basis, false), (Compact(1_u64), Compact(2_u64), Compact(3_u128)));
		entries.push((
			key("Settlement", "SettledPages", &[*interval, page]),
			vec![other, row].encode(),
		));
		if invoice.position != Default::default() {
			let positions = vec![(slot, invoice.position)].encode();
			entries.push((key("ForwardMarket", "PositionPages", &[*interval, page]), positions));
		}
		entries.push((key("ForwardMarket", "IntervalTerms", &[*interval]), terms.encode()));
	}
	let (mut nodes, mut root) = (MemoryDB::<Blake2Hasher>::default(), Default::default());
	{
		let mut trie =
			TrieDBMutBuilder::<LayoutV1<Blake2Hasher>>::new(&mut nodes, &mut root).build();
		for (key, value) in &entries {
			trie.insert(key, value).unwrap();
		}
	}
	let header = ([7_u8; 32], Compact(number), root, [8_u8; 32], Compact(0_u32)).encode();
	let nodes = nodes.drain().into_values().filter(|(_, count)| *count > 0).map(|(node, _)| node);
	Proof { header, nodes: nodes.collect() }
}
