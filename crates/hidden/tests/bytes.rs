// SPDX-License-Identifier: Apache-2.0

//! No bytes make a decoder or a verifier panic, and what is let in is written as it was read.
//! `GRIDMERIT_HIDDEN_CASES` is how many are tried.

#![cfg(feature = "range")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Seeded, context};
use gridmerit_hidden::{
	Bits, Blinding, Call, Commitment, Context, EqualSums, EqualSumsProof, Generators, InRange,
	MaskPublic, MaskSecret, OneOf, OneOfProof, Opening, Range, RangeProof, sift, verify_batch,
};
use rand_core::RngCore;

/// Honest bytes of all kinds, to change.
struct Honest {
	generators: Generators,
	opening: Opening,
	commitment: Commitment,
	range: Range,
	set: Vec<u64>,
	kinds: Vec<Vec<u8>>,
}

impl Honest {
	fn new(rng: &mut Seeded) -> Self {
		let generators = Generators::new(Bits::Sixteen, 2).unwrap();
		let opening = Opening::random(2_000, rng);
		let commitment = opening.commitment();
		let mut honest = Self {
			generators,
			opening,
			commitment,
			range: Range::within(1_000, 3_000).unwrap(),
			set: vec![1_000, 2_000, 3_000],
			kinds: Vec::new(),
		};
		let in_range = honest.in_range().prove(
			&honest.generators,
			core::slice::from_ref(&honest.opening),
			rng,
		);
		honest.kinds = vec![
			commitment.encode().to_vec(),
			context(Call::Usage).encode().to_vec(),
			honest.balance().prove(&honest.opening.blinding, rng).unwrap().encode().to_vec(),
			honest.one_of().prove(&honest.opening, rng).unwrap().encode(),
			in_range.unwrap().encode(),
		];
		honest
	}

	fn balance(&self) -> EqualSums<'_> {
		let left = core::slice::from_ref(&self.commitment);
		EqualSums { context: context(Call::Balance), left, right: &[], public: 2_000 }
	}

	fn one_of(&self) -> OneOf<'_> {
		OneOf { context: context(Call::Usage), commitment: self.commitment, set: &self.set }
	}

	fn in_range(&self) -> InRange<'_> {
		let commitments = core::slice::from_ref(&self.commitment);
		InRange { context: context(Call::Usage), commitments, range: self.range }
	}

	/// Shows bytes to everything that reads bytes; how many let them in, and how many took them for a proof.
	fn show(&self, bytes: &[u8]) -> (usize, usize) {
		let (mut read, mut proven) = (0, 0);
		if let Ok(commitment) = Commitment::decode(bytes) {
			assert_eq!(commitment.encode(), bytes);
			assert_eq!(Commitment::decode_sum(bytes), Ok(commitment));
			read += 1;
		}
		if let Ok(context) = Context::decode(bytes) {
			assert_eq!(context.encode(), bytes);
			read += 1;
		}
		if let Ok(blinding) = Blinding::decode(bytes) {
			assert_eq!(blinding.encode(), bytes);
			read += 1;
		}
		if let Ok(key) = MaskPublic::decode(bytes) {
			assert_eq!(key.encode(), bytes);
			read += 1;
		}
		if let Ok(secret) = MaskSecret::decode(bytes) {
			assert_eq!(secret.encode(), bytes);
			read += 1;
		}
		if let Ok(proof) = EqualSumsProof::decode(bytes) {
			assert_eq!(proof.encode(), bytes);
			read += 1;
			proven += usize::from(self.balance().verify(&proof).is_ok());
		}
		if let Ok(proof) = OneOfProof::decode(bytes) {
			assert_eq!(proof.encode(), bytes);
			read += 1;
			proven += usize::from(self.one_of().verify(&proof).is_ok());
		}
		if let Ok(proof) = RangeProof::decode(bytes) {
			assert_eq!(proof.encode(), bytes);
			read += 1;
			let alone = self.in_range().verify(&self.generators, &proof);
			let batch = [(self.in_range(), &proof); 2];
			assert_eq!(verify_batch(&self.generators, &batch), alone);
			assert_eq!(sift(&self.generators, &batch), [alone; 2]);
			proven += usize::from(alone.is_ok());
		}
		(read, proven)
	}
}

fn cases() -> usize {
	std::env::var("GRIDMERIT_HIDDEN_CASES").map_or(4_000, |cases| cases.parse().unwrap())
}

#[test]
fn random_bytes_are_refused_or_read_and_prove_nothing() {
	let rng = &mut Seeded::new(1);
	let honest = Honest::new(rng);
	// Lengths of all kinds, and beside them.
	let lengths = [0, 1, 31, 32, 33, 45, 63, 64, 65, 128, 192, 480, 544, 608, 609, 928, 960, 5_000];
	let mut read = 0;
	for _ in 0..cases() {
		let mut bytes = vec![0; lengths[rng.below(lengths.len())]];
		rng.fill_bytes(&mut bytes);
		// So that scalars are below the order and points in form, more often than by chance.
		if rng.below(2) == 0 {
			for word in bytes.chunks_mut(32) {
				word[0] &= 0xfe;
				if let Some(last) = word.get_mut(31) {
					*last &= 0x0f;
				}
			}
		}
		let (more, proven) = honest.show(&bytes);
		assert_eq!(proven, 0);
		read += more;
	}
	assert!(read > cases() / 20, "too few were let in to say anything: {read}");
}

#[test]
fn changed_bytes_are_refused_or_prove_nothing() {
	let rng = &mut Seeded::new(2);
	let honest = Honest::new(rng);
	for (bytes, proofs) in honest.kinds.iter().zip([0, 0, 1, 1, 1]) {
		assert_eq!(honest.show(bytes).1, proofs);
	}
	let mut read = 0;
	for _ in 0..cases() {
		let right = &honest.kinds[rng.below(honest.kinds.len())];
		let mut bytes = right.clone();
		for _ in 0..1 + rng.below(3) {
			let (one, two) = (rng.below(bytes.len().max(1)), rng.below(bytes.len().max(1)));
			match rng.below(6) {
				0 => bytes.truncate(one),
				1 => bytes.extend_from_within(one.min(two)..one.max(two)),
				2 => bytes.swap(one, two),
				3 => bytes[one..].rotate_left(1),
				4 => bytes[one] = rng.next_u32() as u8,
				_ => bytes[one] ^= 1 << rng.below(8),
			}
			if bytes.is_empty() {
				break;
			}
		}
		let (more, proven) = honest.show(&bytes);
		assert!(proven == 0 || bytes == *right, "another proof of the same is taken");
		read += more;
	}
	assert!(read > cases() / 20, "too few were let in to say anything: {read}");
}
