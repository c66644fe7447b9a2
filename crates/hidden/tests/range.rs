// SPDX-License-Identifier: Apache-2.0

//! Range proofs, one at a time.

#![cfg(feature = "range")]

mod common;

use common::{Seeded, context, other_contexts};
use gridmerit_hidden::{
	Bits, Call, Commitment, Error, Generators, InRange, MAX_VALUES, Opening, Range, RangeProof,
};

struct Made {
	commitments: Vec<Commitment>,
	openings: Vec<Opening>,
	range: Range,
}

impl Made {
	fn new(amounts: &[u64], range: Range, rng: &mut Seeded) -> Self {
		let openings: Vec<_> = amounts.iter().map(|amount| Opening::random(*amount, rng)).collect();
		Self { commitments: openings.iter().map(Opening::commitment).collect(), openings, range }
	}

	fn statement(&self) -> InRange<'_> {
		InRange { context: context(Call::Usage), commitments: &self.commitments, range: self.range }
	}
}

/// Each shape has the length that the layout says, its ends are in the range, and what is beyond is not.
#[test]
fn both_ends_are_in_the_range_and_nothing_beyond() {
	let rng = &mut Seeded::new(1);
	let generators = Generators::new(Bits::SixtyFour, 4).unwrap();
	let within = |lo, hi| Range::within(lo, hi).unwrap();
	for (range, count, length) in [
		(Range::bits(Bits::Eight), 1, 480),
		(Range::bits(Bits::Sixteen), 1, 544),
		(Range::bits(Bits::ThirtyTwo), 1, 608),
		(Range::bits(Bits::SixtyFour), 1, 672),
		(Range::bits(Bits::Sixteen), 4, 672),
		(within(1_000, 3_000), 1, 608),
		(within(1_000, 3_000), 2, 672),
		(within(7, 7), 1, 544),
		(within(1, u64::MAX), 1, 736),
	] {
		for amount in [range.lo(), range.hi()] {
			let made = Made::new(&vec![amount; count], range, rng);
			let proof = made.statement().prove(&generators, &made.openings, rng).unwrap();
			assert_eq!(proof.encode().len(), length);
			assert_eq!(RangeProof::decode(&proof.encode()), Ok(proof.clone()));
			assert_eq!(made.statement().verify(&generators, &proof), Ok(()));
		}
		for beyond in [range.lo().checked_sub(1), range.hi().checked_add(1)].into_iter().flatten() {
			let mut amounts = vec![range.lo(); count];
			amounts[count - 1] = beyond;
			let made = Made::new(&amounts, range, rng);
			let refused = made.statement().prove(&generators, &made.openings, rng);
			assert_eq!(refused, Err(Error::Untrue), "{beyond}");
		}
	}
}

/// A proof of an amount in the range is none of one beside it, by whatever it is moved.
#[test]
fn a_moved_commitment_is_not_in_the_range() {
	let rng = &mut Seeded::new(2);
	let generators = Generators::new(Bits::Sixteen, 2).unwrap();
	let made = Made::new(&[3_000], Range::within(1_000, 3_000).unwrap(), rng);
	let proof = made.statement().prove(&generators, &made.openings, rng).unwrap();
	for moved in [
		made.commitments[0].plus(&Commitment::public(1)),
		made.commitments[0].minus(&Commitment::public(2_001)),
		made.commitments[0].times(2),
		Commitment::public(2_000),
	] {
		let statement = InRange { commitments: &[moved], ..made.statement() };
		assert_eq!(statement.verify(&generators, &proof), Err(Error::BadProof));
	}
	let narrower = InRange { range: Range::within(1_000, 2_999).unwrap(), ..made.statement() };
	assert_eq!(narrower.verify(&generators, &proof), Err(Error::BadProof));
	let wider = InRange { range: Range::within(999, 3_000).unwrap(), ..made.statement() };
	assert_eq!(wider.verify(&generators, &proof), Err(Error::BadProof));
}

#[test]
fn a_proof_counts_in_its_context_only() {
	let rng = &mut Seeded::new(3);
	let generators = Generators::new(Bits::Eight, 1).unwrap();
	let made = Made::new(&[32], Range::bits(Bits::Eight), rng);
	let proof = made.statement().prove(&generators, &made.openings, rng).unwrap();
	for context in other_contexts(made.statement().context) {
		let elsewhere = InRange { context, ..made.statement() };
		assert_eq!(elsewhere.verify(&generators, &proof), Err(Error::BadProof));
	}
}

#[test]
fn boundary_of_counts_and_generators() {
	let rng = &mut Seeded::new(4);
	let generators = Generators::new(Bits::Eight, MAX_VALUES).unwrap();
	let made = Made::new(&[1; MAX_VALUES], Range::bits(Bits::Eight), rng);
	let proof = made.statement().prove(&generators, &made.openings, rng).unwrap();
	assert_eq!(made.statement().verify(&generators, &proof), Ok(()));
	for count in [0, 3, 17] {
		let made = Made::new(&vec![1; count], Range::bits(Bits::Eight), rng);
		let statement = made.statement();
		assert_eq!(statement.prove(&generators, &made.openings, rng), Err(Error::BadCount));
		assert_eq!(statement.verify(&generators, &proof), Err(Error::BadCount));
	}
	let within = InRange { range: Range::within(0, 9).unwrap(), ..made.statement() };
	assert_eq!(within.verify(&generators, &proof), Err(Error::BadCount));

	let fewer = InRange { commitments: &made.commitments[..8], ..made.statement() };
	assert_eq!(fewer.verify(&generators, &proof), Err(Error::WrongLength));
	let small = Generators::new(Bits::Eight, 8).unwrap();
	assert_eq!(made.statement().verify(&small, &proof), Err(Error::TooFewGenerators));
	let more_bits = InRange { range: Range::bits(Bits::Sixteen), ..made.statement() };
	assert_eq!(more_bits.verify(&generators, &proof), Err(Error::TooFewGenerators));

	let mut swapped = made.openings.clone();
	swapped.swap(0, 1);
	assert_eq!(made.statement().prove(&generators, &swapped, rng), Err(Error::WrongOpening));
	assert_eq!(made.statement().prove(&generators, &swapped[1..], rng), Err(Error::WrongOpening));
}

#[test]
fn a_proof_has_one_encoding() {
	let rng = &mut Seeded::new(5);
	let generators = Generators::new(Bits::Eight, 1).unwrap();
	let made = Made::new(&[5], Range::bits(Bits::Eight), rng);
	let bytes = made.statement().prove(&generators, &made.openings, rng).unwrap().encode();
	let with = |word: usize, value: &[u8; 32]| {
		let mut bytes = bytes.clone();
		bytes[32 * word..32 * word + 32].copy_from_slice(value);
		RangeProof::decode(&bytes)
	};
	let words = bytes.len() / 32;
	for word in 0..words {
		let is_scalar = (4..7).contains(&word) || word >= words - 2;
		let (large, zero) = if is_scalar {
			(Err(Error::ScalarNotCanonical), None)
		} else {
			(Err(Error::PointNotCanonical), Some(Error::Identity))
		};
		assert_eq!(with(word, &[0xff; 32]), large, "{word}");
		assert_eq!(with(word, &[0; 32]).err(), zero, "{word}");
	}
	for length in [0, 32, 31, 416, 448, 479, 481, 512, 960, 992, 1 << 20] {
		let mut other = bytes.clone();
		other.resize(length, 0);
		assert_eq!(RangeProof::decode(&other), Err(Error::WrongLength), "{length}");
	}
	// A point that is none is seen when the proof is verified.
	let mut none = [0xff; 32];
	(none[0], none[31]) = (0xec, 0x7f);
	let proof = with(0, &none).unwrap();
	assert_eq!(made.statement().verify(&generators, &proof), Err(Error::BadProof));
}
