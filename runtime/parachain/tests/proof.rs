// SPDX-License-Identifier: Apache-2.0

//! Blocks of the runtime's Wasm, executed on nothing but their proof: what the relay chain's validators do.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

// The text that both runtimes are tested with calls the runtime so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

mod blocks;
mod messages;
#[path = "../../common/tests/support/mod.rs"]
mod support;

use blocks::{Chain, Collation};
use codec::Encode;
use frame_support::traits::fungible::Inspect as _;
use gridmerit_energy::Order;
use gridmerit_runtime::{Balances, Runtime, RuntimeCall, units::UNIT};
use messages::{SIBLING, account, home, out, page, sibling, sovereign, token};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve};
use sp_runtime::traits::Header as _;
use support::{
	FIRST_SLOT,
	market::{buys, gate_slot, post, round, sells},
	open_channel, send_from, transfer,
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

/// Blocks in which the token goes out to another parachain, and comes home.
fn move_token() -> (Collation, Collation) {
	let mut chain = Chain::new("development");
	open_channel(SIBLING);
	chain.build(FIRST_SLOT, vec![]);
	let calls: Vec<_> =
		(0..20).map(|nonce| chain.signed(Bob, nonce, out(sibling(), token(UNIT)).into())).collect();
	let out = chain.build(FIRST_SLOT + 1, calls);
	assert!(out.results.iter().all(|result| *result == Ok(Ok(()))), "{:?}", out.results);
	assert_eq!(chain.look(|| Balances::total_balance(&sovereign())), 20 * UNIT);
	send_from(SIBLING, page(&vec![home(UNIT, account(Charlie)); 20]));
	let home = chain.build(FIRST_SLOT + 2, vec![]);
	assert_eq!(chain.look(|| Balances::total_balance(&sovereign())), 0);
	(out, home)
}

#[test]
fn a_block_with_messages_of_other_chains_is_valid_on_its_proof_alone() {
	let (out, home) = move_token();
	for collation in [out, home] {
		assert_eq!(collation.validate(), Ok(collation.block.header.clone()));
	}
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
	let (out, home) = move_token();
	println!("| block | proof, bytes | charged | whole block, bytes |");
	for (name, collation) in [
		("empty", &empty),
		("100 transfers", &paying),
		("16 orders", &posting),
		("clears them", &clearing),
		("20 transfers to another parachain", &out),
		("20 transfers home", &home),
	] {
		let (proof, charged) = (collation.proof_bytes(), collation.charged);
		println!("| {name} | {proof} | {charged} | {} |", collation.block.encoded_size() + proof);
		assert!(proof as u64 <= charged, "{name}: {proof} bytes, and {charged} were charged");
	}
}
