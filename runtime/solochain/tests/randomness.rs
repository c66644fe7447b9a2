// SPDX-License-Identifier: Apache-2.0

//! What is random, since when nobody could know it, and who is drawn by it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../common/tests/support/mod.rs"]
mod support;

use codec::Encode;
use frame_support::traits::Randomness;
use gridmerit_pallet_support::{SessionIndex, TrustDraw};
use gridmerit_runtime::{
	Babe, Hash, Runtime, Session, TrustStaking, consensus::EPOCH_SLOTS, randomness::LastSession,
};
use pallet_babe::{AuthorVrfRandomness, NextRandomness, UnderConstruction};
use sp_io::hashing::blake2_256;
use support::{FIRST_SLOT, build_block, build_block_with, on_chain, primary_digest};

type Output = [u8; 32];

/// Builds a primary block as an authority; what it puts out.
fn won(author: u32, slot: u64) -> Output {
	build_block_with(primary_digest(author, slot), slot, || (), vec![]);
	AuthorVrfRandomness::<Runtime>::get().unwrap()
}

/// Builds a session's primary blocks in a row, by the authorities in turn; what they put out.
fn session(start: u64, blocks: u64) -> Vec<Output> {
	(0..blocks).map(|block| won((block % 4) as u32, start + block)).collect()
}

fn next() -> Output {
	NextRandomness::<Runtime>::get()
}

fn made() -> SessionIndex {
	LastSession::random(b"subject").1
}

/// What the randomness becomes when an epoch begins, of what it was and what was put out.
fn expected(before: Output, outputs: &[Output]) -> Output {
	let mut hashed = (before, Babe::epoch_index() + 1).encode();
	hashed.extend(outputs.concat());
	blake2_256(&hashed)
}

/// In sessions of one block, of some, and of more than fill a segment of BABE's; and over epochs that are skipped.
#[test]
fn all_outputs_of_a_session_and_no_others_are_in_the_next_randomness() {
	on_chain("local_testnet", || {
		let mut start = FIRST_SLOT;
		let mut outputs = session(start, 1);
		let sessions = [(1, 1), (3, 1), (257, 1), (5, 4), (1, 2), (1, 1)];
		for (number, (blocks, epochs)) in sessions.into_iter().enumerate() {
			let before = next();
			start += epochs * EPOCH_SLOTS;
			let first = won(1, start);
			assert_eq!(Session::current_index(), number as u32 + 1);
			assert_eq!(next(), expected(before, &outputs), "session {number}");
			outputs = [vec![first], session(start + 1, blocks - 1)].concat();
			let kept = UnderConstruction::<Runtime>::iter().flat_map(|(_, kept)| kept);
			assert_eq!(kept.count(), outputs.len());
		}
	});
}

#[test]
fn it_is_of_the_last_session_and_of_none_in_the_first_two() {
	on_chain("local_testnet", || {
		let mut start = FIRST_SLOT;
		for (session, epochs) in [(0, 0), (1, 1), (2, 1), (3, 5), (4, 1)] {
			start += epochs * EPOCH_SLOTS;
			won(2, start);
			assert_eq!(Session::current_index(), session);
			let (random, last) = LastSession::random(b"subject");
			assert_eq!(last, session.saturating_sub(1));
			// It stays for the session.
			won(1, start + 1);
			assert_eq!(LastSession::random(b"subject"), (random, last));
			assert_ne!(LastSession::random(b"another").0, random);
		}
	});
}

#[test]
fn nobody_is_to_rely_on_a_session_without_primary_blocks() {
	on_chain("local_testnet", || {
		for session in 0..3 {
			won(0, FIRST_SLOT + session * EPOCH_SLOTS);
		}
		let slot = FIRST_SLOT + 3 * EPOCH_SLOTS;
		build_block(slot, vec![]);
		build_block(slot + 1, vec![]);
		assert_eq!(made(), 2);
		won(0, slot + EPOCH_SLOTS);
		// Known since session 3 began.
		assert_eq!(made(), 0);
		won(0, slot + 2 * EPOCH_SLOTS);
		assert_eq!(made(), 4);
	});
}

/// Sessions of the chain, the last block of each by one of two authorities. The randomness after each, and who is drawn.
fn drawn(last: u32) -> Vec<(Hash, Option<Vec<u32>>)> {
	let mut seen = Vec::new();
	on_chain("local_testnet", || {
		let candidates: Vec<_> = (0..40).map(|node| (node, 1 + u64::from(node))).collect();
		for session in 0..6 {
			let start = FIRST_SLOT + session * EPOCH_SLOTS;
			won(0, start);
			let draw = |fixed| TrustStaking::draw(b"committee", fixed, &candidates, 9);
			let fixed = (session as SessionIndex).saturating_sub(2);
			seen.push((LastSession::random(b"committee").0, draw(fixed)));
			// Those of the last session are known, and those of this one nearly.
			assert_eq!(draw(fixed + 1), None);
			assert_eq!(draw(session as SessionIndex), None);
			won(last, start + 1);
		}
	});
	seen
}

#[test]
fn draws_follow_the_randomness_and_there_are_none_in_the_first_two_sessions() {
	let (one, two) = (drawn(1), drawn(2));
	for chain in [&one, &two] {
		let committees: Vec<_> = chain.iter().map(|(_, drawn)| drawn.clone()).collect();
		assert_eq!(committees[..2], [None, None]);
		for (place, committee) in committees.iter().enumerate().skip(2) {
			assert_eq!(committee.as_ref().unwrap().len(), 9);
			assert!(!committees[..place].contains(committee), "drawn anew in each session");
		}
	}
	// The same up to the first blocks that differ, and never after.
	assert_eq!(one[0], two[0]);
	for (one, two) in one.iter().zip(&two).skip(2) {
		assert!(one.0 != two.0 && one.1 != two.1);
	}
	// On every machine, and each time.
	assert_eq!(drawn(1), one);
}
