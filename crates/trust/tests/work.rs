// SPDX-License-Identifier: Apache-2.0

//! Proofs of work over an identity.

#![allow(clippy::unwrap_used)] // A test that cannot be set up has failed.

use blake2::{Blake2b, Digest, digest::consts::U32};
use gridmerit_trust::{MAX_ID, Search, Work};
use std::cell::Cell;

fn blake2_256(bytes: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(bytes).into()
}

#[test]
fn the_hash_is_of_the_identity_and_the_nonce() {
	let id = [7; 32];
	let seen = Cell::new(vec![]);
	let hash = |bytes: &[u8]| {
		seen.set(bytes.to_vec());
		[0; 32]
	};
	assert!(Work { bits: 1 }.is_done(hash, &id, 0x0102));
	let mut message = id.to_vec();
	message.extend([2, 1, 0, 0, 0, 0, 0, 0]);
	assert_eq!(seen.take(), message);
}

#[test]
fn boundary_bits() {
	let mut zeros = [0xff; 32];
	zeros[..2].copy_from_slice(&[0, 0b0001_0000]);
	let done = |bits, hash: [u8; 32]| Work { bits }.is_done(move |_: &[u8]| hash, &[1], 0);
	assert!(done(11, zeros) && !done(12, zeros));
	assert!(done(0, [0xff; 32]) && !done(1, [0xff; 32]));
	assert!(done(255, [0; 32]));
	let mut last = [0; 32];
	last[31] = 1;
	assert!(done(255, last));
	last[31] = 2;
	assert!(!done(255, last) && done(254, last));
}

#[test]
fn boundary_identities() {
	let hash = |_: &[u8]| [0; 32];
	let work = Work { bits: 8 };
	assert!(work.is_done(hash, &[], 0));
	assert!(work.is_done(hash, &[1; MAX_ID], 0));
	assert!(!work.is_done(hash, &[1; MAX_ID + 1], 0));
	assert_eq!(Search::new(work, &[1; MAX_ID + 1], 0), None);
	// No work is no condition.
	assert!(Work::default().is_done(hash, &[1; MAX_ID + 1], 0));
}

#[test]
fn a_search_finds_the_first_nonce_in_steps() {
	let (work, id) = (Work { bits: 12 }, [9; 32]);
	let first = (0..).find(|nonce| work.is_done(blake2_256, &id, *nonce)).unwrap();
	let mut search = Search::new(work, &id, 0).unwrap();
	let found = (0..1_000).find_map(|_| search.step(blake2_256, 100)).unwrap();
	assert_eq!(found, first);
	assert_eq!(search.next, first + 1);
	// It is of this identity and this difficulty.
	assert!(!work.is_done(blake2_256, &[8; 32], found));
	assert!(!Work { bits: 30 }.is_done(blake2_256, &id, found));
	// What another implementation must find, as Python's hashlib does.
	assert_eq!(found, 94);
}

#[test]
fn difficulty_doubles_with_each_bit() {
	let tries = |bits| {
		let found = (0..200_u64).map(|n| {
			let mut search = Search::new(Work { bits }, &n.to_le_bytes(), 0).unwrap();
			search.step(blake2_256, u32::MAX).unwrap() + 1
		});
		found.sum::<u64>() as f64 / 200.0
	};
	// The mean of 200 searches is within a quarter of 2^bits, 3.5 standard deviations.
	for bits in [4, 6, 8] {
		let mean = tries(bits);
		let expected = f64::from(1 << bits);
		assert!((mean / expected - 1.0).abs() < 0.25, "{bits} bits: {mean}");
	}
}
