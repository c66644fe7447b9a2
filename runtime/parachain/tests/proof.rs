// SPDX-License-Identifier: Apache-2.0

//! Blocks of the runtime's Wasm, executed on nothing but their proof: what the relay chain's validators do.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

// The text that both runtimes are tested with calls the runtime so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

mod blocks;
#[path = "../../common/tests/support/mod.rs"]
mod support;

use blocks::{Chain, Collation};
use codec::Encode;
use gridmerit_energy::Order;
use gridmerit_runtime::{Runtime, RuntimeCall, units::UNIT};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve};
use sp_runtime::traits::Header as _;
use support::{
	FIRST_SLOT,
	market::{buys, gate_slot, post, round, sells},
	transfer,
};

/// The call that posts an order for each of four windows.
fn post_four(round: u32, order: Option<Order>) -> RuntimeCall {
	let orders: Vec<_> = (1..=4).map(|lead| (round + lead, order)).collect();
	post(round, &orders)
}

/// A chain whose neighbours trade, and the blocks in which they post and in which that clears.
fn trade() -> (Collation, Collation) {
	let mut chain = Chain::new("development");
	chain.build(FIRST_SLOT, vec![]);
	let round = chain.look(round);
	let (demand, offer) = (buys(1_000), sells(2_000, 100_000));
	let all = [(Bob, demand), (Charlie, offer), (Dave, offer), (Eve, demand)];
	let posted = all.map(|(who, order)| chain.signed(who, 0, post_four(round, order)));
	let posting = chain.build(FIRST_SLOT + 1, posted.to_vec());
	let gate = chain.look(gate_slot);
	let clearing = chain.build(gate, vec![]);
	let result = chain.look(|| pallet_clearing::Results::<Runtime>::get(round + 1, round));
	assert_eq!(result.unwrap().traded, 2_000);
	(posting, clearing)
}

#[test]
fn a_block_is_valid_on_its_proof_alone_and_on_no_other() {
	let (posting, clearing) = trade();
	assert!(posting.results.iter().all(|result| *result == Ok(Ok(()))), "{:?}", posting.results);
	for collation in [&posting, &clearing] {
		assert_eq!(collation.validate(), Ok(collation.block.header.clone()));
	}

	// Each node of the proof is needed.
	let nodes: Vec<Vec<u8>> = clearing.proof.iter_nodes().cloned().collect();
	for missing in [1, nodes.len() / 2, nodes.len() - 1] {
		let some = nodes.iter().enumerate().filter(|(place, _)| *place != missing);
		let proof = sp_trie::StorageProof::new(some.map(|(_, node)| node.clone()));
		assert!(
			Collation { proof, ..clearing.clone() }.validate().is_err(),
			"without node {missing}"
		);
	}
	// Another parent, of the same state.
	let mut parent = clearing.parent.clone();
	parent.digest_mut().logs.clear();
	assert!(Collation { parent, ..clearing.clone() }.validate().is_err());
	// A state that did not come out.
	let mut block = clearing.block.clone();
	block.header.set_state_root(Default::default());
	assert!(Collation { block, ..clearing.clone() }.validate().is_err());
	// Another relay chain.
	assert!(Collation { relay_root: Default::default(), ..clearing.clone() }.validate().is_err());
	// A transaction that was left out.
	let mut block = posting.block.clone();
	block.extrinsics.pop();
	assert!(Collation { block, ..posting.clone() }.validate().is_err());
}

#[test]
fn a_proof_is_no_larger_than_what_was_charged_for_it() {
	let (posting, clearing) = trade();
	let mut chain = Chain::new("development");
	let empty = chain.build(FIRST_SLOT, vec![]);
	let transfers: Vec<_> = (0..100)
		.map(|nonce| chain.signed(Bob, nonce, transfer(&Charlie.to_account_id(), UNIT)))
		.collect();
	let paying = chain.build(FIRST_SLOT + 1, transfers);
	println!("| block | proof, bytes | charged | whole block, bytes |");
	for (name, collation) in [
		("empty", &empty),
		("100 transfers", &paying),
		("16 orders", &posting),
		("clears them", &clearing),
	] {
		let (proof, charged) = (collation.proof_bytes(), collation.charged);
		println!("| {name} | {proof} | {charged} | {} |", collation.block.encoded_size() + proof);
		assert!(proof as u64 <= charged, "{name}: {proof} bytes, and {charged} were charged");
	}
}
