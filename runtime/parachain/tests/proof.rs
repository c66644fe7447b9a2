// SPDX-License-Identifier: Apache-2.0

//! Blocks of the runtime's Wasm, executed on nothing but their proof: what the relay chain's validators do.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

// The text that both runtimes are tested with calls the runtime so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

mod blocks;
mod messages;
#[path = "../../common/tests/support/mod.rs"]
mod support;

use blocks::{
	Chain, Collation,
	town::{PAGES, START, by_node, fill_book, fill_series, on_page, read, town},
};
use frame_support::{
	traits::{Get, fungible::Inspect as _},
	weights::constants::WEIGHT_REF_TIME_PER_SECOND,
};
use gridmerit_energy::Order;
use gridmerit_runtime::{
	Balances, Runtime, RuntimeCall, chain::MAX_PROOF_SIZE, configs::system::MAX_BLOCK_WEIGHT,
	units::UNIT,
};
use messages::{SIBLING, account, home, out, page, sibling, sovereign, token};
use pallet_clearing::Results;
use pallet_forward_market::CurrentRound;
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve};
use sp_runtime::{traits::Header as _, transaction_validity::InvalidTransaction};
use support::{
	FIRST_SLOT,
	market::{INTERVAL_SLOTS, buys, gate_slot, post, round, sells},
	meters::deliver,
	open_channel, send_from,
	settling::refused,
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

/// Seconds that this thread has run, or 0 where the system does not tell: other load of the machine does not count.
fn on_cpu() -> f64 {
	let known = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
	let nanos = known.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok());
	nanos.unwrap_or(0) as f64 / 1e9
}

/// Checks what a block is charged against what it takes, and prints both; a block that is executed on its proof alone takes a
/// share of the time that it is charged which only this machine knows.
fn weigh(name: &str, collation: &Collation) {
	let (proof, charged) = (collation.proof_bytes() as u64, collation.charged);
	let began = on_cpu();
	assert_eq!(collation.validate(), Ok(collation.block.header.clone()), "{name}");
	let took = on_cpu() - began;
	let declared = charged.ref_time() as f64 / WEIGHT_REF_TIME_PER_SECOND as f64;
	let (whole, calls) = (collation.bytes() as u64, collation.block.extrinsics.len() - 2);
	println!(
		"| {name} | {calls} | {proof} | {} | {whole} | {:.1} % | {declared:.3} s | {:.0} % |",
		charged.proof_size(),
		100.0 * whole as f64 / MAX_PROOF_SIZE as f64,
		100.0 * took / declared,
	);
	assert!(whole <= charged.proof_size(), "{name}: {whole} bytes, and {charged} was charged");
	assert!(charged.all_lte(MAX_BLOCK_WEIGHT), "{name}: {charged}");
}

/// With `--nocapture` it prints the table of docs/parachain.md.
#[test]
fn a_block_is_no_larger_than_what_was_charged_for_it() {
	let (posting, clearing) = trade();
	let mut chain = Chain::new("development");
	let empty = chain.build(FIRST_SLOT, vec![]);
	let transfers: Vec<_> = (0..100)
		.map(|nonce| chain.signed(Bob, nonce, transfer(&Charlie.to_account_id(), UNIT)))
		.collect();
	let paying = chain.build(FIRST_SLOT + 1, transfers);
	let (out, home) = move_token();
	// The Wasm is compiled by now.
	println!(
		"| block | transactions | proof | charged | all | of 10 MiB | compute charged | executed in |"
	);
	weigh("empty", &empty);
	weigh("100 transfers", &paying);
	weigh("16 orders of four nodes", &posting);
	weigh("clears them", &clearing);
	weigh("20 transfers of the token to another parachain", &out);
	weigh("20 transfers home", &home);
}

#[test]
fn the_largest_blocks_of_a_large_chain_are_no_larger_than_what_was_charged() {
	let mut chain = town();
	weigh("first of 5,120 nodes", &chain.build(START, vec![]));
	let open = chain.look(CurrentRound::<Runtime>::get).unwrap();
	let (round, ahead) = (open.number, open.first..=open.last);
	assert_eq!(ahead.clone().count(), 128, "all that there can be");
	let all: Vec<_> = ahead.clone().map(|interval| (interval, buys(1_000))).collect();
	let offers: Vec<_> = ahead.clone().map(|interval| (interval, sells(1_000, 100_000))).collect();

	// One posts in all intervals, another as well, as far from it as can be.
	let posts = [(on_page(0), all.clone()), (on_page(PAGES - 1), offers)]
		.map(|(node, orders)| by_node(&chain, node, 0, post(round, &orders)));
	let block = chain.build(START + 1, posts.to_vec());
	assert_eq!(block.results, vec![Ok(Ok(())); 2]);
	weigh("two nodes post in 128 intervals each", &block);
	let cancel = pallet_forward_market::Call::cancel_all {}.into();
	let block = chain.build(START + 2, vec![by_node(&chain, on_page(0), 1, cancel)]);
	assert_eq!(block.results, [Ok(Ok(()))]);
	weigh("one cancels them all", &block);

	// As much as fits, by as many nodes as there are.
	let four: Vec<_> = ahead.take(4).map(|interval| (interval, buys(1_000))).collect();
	let posts: Vec<_> = (0..PAGES * 128)
		.step_by(3)
		.filter(|node| *node >= 6 && node % 128 != 64)
		.map(|node| by_node(&chain, node, 0, post(round, &four)))
		.collect();
	let block = chain.build(START + 3, posts);
	let (last, taken) = block.results.split_last().unwrap();
	assert!(taken.iter().all(|result| *result == Ok(Ok(()))));
	assert_eq!(*last, Err(InvalidTransaction::ExhaustsResources.into()), "{}", taken.len());
	weigh("full of postings of four orders", &block);

	// Everybody has an order in the next interval, and all of that clears.
	let interval = fill_book(&mut chain);
	let mut slot = chain.look(gate_slot);
	let result = |chain: &Chain| chain.look(|| Results::<Runtime>::get(interval, round));
	let mut blocks = 0;
	while result(&chain).is_none() {
		blocks += 1;
		assert!(blocks < 20, "it does not clear");
		let block = chain.build(slot, vec![]);
		weigh(&format!("clears 5,120 orders, block {blocks}"), &block);
		slot += 1;
	}
	assert!(result(&chain).unwrap().traded > 1_000_000);
}

#[test]
fn a_full_batch_of_readings_with_long_series_is_no_larger_than_what_was_charged() {
	let mut chain = town();
	chain.build(START, vec![]);
	let interval = chain.look(CurrentRound::<Runtime>::get).unwrap().first;
	// It is traded in no other round.
	for _ in chain.look(round)..interval {
		let gate = chain.look(gate_slot);
		(gate..gate + 6).for_each(|slot| drop(chain.build(slot, vec![])));
	}
	assert_eq!(chain.look(round), interval);
	// So that it is over.
	let over = (u64::from(interval) + 1) * INTERVAL_SLOTS;
	fill_series(&mut chain, interval);
	chain.build(over, vec![]);
	chain.build(over + 1, vec![]);
	let most: u32 = <Runtime as pallet_meter_attestation::Config>::MaxBatch::get();
	let readings: Vec<_> = (0..most).map(|page| read(&chain, page, interval)).collect();
	let batch = chain.signed(Bob, 0, deliver(readings));
	let block = chain.build(over + 2, vec![batch]);
	assert_eq!(block.results, [Ok(Ok(()))]);
	let refused = chain.look(|| (0..most).find_map(refused));
	assert_eq!(refused, None);
	weigh("a full batch of readings, each on a page of its own", &block);
}
