// SPDX-License-Identifier: Apache-2.0

//! The batch verifier says what the maintained crate says: of honest proofs, of changed ones, of ones that are shown
//! for something else, alone and mixed. `GRIDMERIT_HIDDEN_CASES` is how many cases are tried.

#![cfg(feature = "range")]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Seeded, context};
use gridmerit_hidden::{
	Bits, Call, Commitment, Context, Error, Generators, InRange, MAX_BATCH, Opening, Range,
	RangeProof, sift, verify_batch,
};
use rand_core::RngCore;

/// A statement that owns its commitments, and a proof.
#[derive(Clone)]
struct Case {
	context: Context,
	commitments: Vec<Commitment>,
	range: Range,
	proof: RangeProof,
}

impl Case {
	fn statement(&self) -> InRange<'_> {
		InRange { context: self.context, commitments: &self.commitments, range: self.range }
	}
}

/// Honest proofs of several shapes.
fn honest(generators: &Generators, rng: &mut Seeded) -> Vec<Case> {
	let shapes = [
		(Range::within(1_000, 3_000).unwrap(), 1),
		(Range::within(1_000, 3_000).unwrap(), 1),
		(Range::within(1_000, 3_000).unwrap(), 1),
		(Range::within(0, 255).unwrap(), 1),
		(Range::within(5, 200).unwrap(), 2),
		(Range::bits(Bits::Eight), 1),
		(Range::bits(Bits::Eight), 4),
		(Range::bits(Bits::Sixteen), 2),
		(Range::bits(Bits::ThirtyTwo), 1),
		(Range::bits(Bits::SixtyFour), 1),
	];
	let made = shapes.into_iter().enumerate().map(|(number, (range, count))| {
		let width = range.hi() - range.lo();
		let openings: Vec<_> = (0..count)
			.map(|place| {
				// Both ends are among them.
				let above = match number + place {
					0 => 0,
					1 => width,
					_ => rng.next_u64() % width.saturating_add(1).max(1),
				};
				Opening::random(range.lo() + above, rng)
			})
			.collect();
		let commitments: Vec<_> = openings.iter().map(Opening::commitment).collect();
		let context = Context { node: number as u32, ..context(Call::Usage) };
		let statement = InRange { context, commitments: &commitments, range };
		let proof = statement.prove(generators, &openings, rng).unwrap();
		Case { context, commitments, range, proof }
	});
	made.collect()
}

/// A case that is honest or has something wrong, by chance.
fn changed(cases: &[Case], rng: &mut Seeded) -> Case {
	let mut case = cases[rng.below(cases.len())].clone();
	let other = &cases[rng.below(cases.len())];
	let mut bytes = case.proof.encode();
	let words = bytes.len() / 32;
	match rng.below(10) {
		0 => return case,
		1 => case.context.node ^= 1 << rng.below(4),
		2 => case.context = other.context,
		3 => case.proof = other.proof.clone(),
		4 => case.commitments.clone_from(&other.commitments),
		5 => case.range = other.range,
		6 => case.commitments[0] = case.commitments[0].plus(&Commitment::public(1)),
		// A word of another proof: a point or a scalar that is in order.
		7 => {
			let from = other.proof.encode();
			let (to, place) = (rng.below(words), rng.below(from.len() / 32));
			bytes[32 * to..32 * to + 32].copy_from_slice(&from[32 * place..32 * place + 32]);
		},
		8 => {
			let (one, two) = (rng.below(words), rng.below(words));
			for place in 0..32 {
				bytes.swap(32 * one + place, 32 * two + place);
			}
		},
		_ => {
			let place = rng.below(bytes.len());
			bytes[place] ^= 1 << rng.below(8);
		},
	}
	if let Ok(proof) = RangeProof::decode(&bytes)
		&& bytes.len() == case.proof.encode().len()
		&& bytes != case.proof.encode()
		&& case.proof != other.proof
	{
		case.proof = proof;
	}
	case
}

fn cases() -> usize {
	std::env::var("GRIDMERIT_HIDDEN_CASES").map_or(3_000, |cases| cases.parse().unwrap())
}

#[test]
fn it_agrees_with_the_maintained_crate() {
	let rng = &mut Seeded::new(1);
	let generators = Generators::new(Bits::SixtyFour, 4).unwrap();
	let honest = honest(&generators, rng);
	let (mut right, mut wrong, mut batches, mut tried) = (0, 0, [0, 0], 0);
	while tried < cases() {
		// Mostly honest, so that batches with nothing or little wrong come up.
		let of = 1 + rng.below(6);
		let batch: Vec<Case> = (0..of)
			.map(|_| {
				if rng.below(4) == 0 {
					changed(&honest, rng)
				} else {
					honest[rng.below(honest.len())].clone()
				}
			})
			.collect();
		let batch: Vec<_> = batch.iter().map(|case| (case.statement(), &case.proof)).collect();
		let theirs: Vec<_> =
			batch.iter().map(|(statement, proof)| statement.verify(&generators, proof)).collect();
		for (entry, verdict) in batch.iter().zip(&theirs) {
			let alone = verify_batch(&generators, &[*entry]);
			assert_eq!(alone, *verdict, "one alone");
			if verdict.is_ok() { right += 1 } else { wrong += 1 }
		}
		let all = verify_batch(&generators, &batch).is_ok();
		assert_eq!(all, theirs.iter().all(Result::is_ok), "all together");
		batches[usize::from(all)] += 1;
		if !all {
			assert_eq!(sift(&generators, &batch), theirs);
		}
		tried += batch.len();
	}
	println!("{right} right and {wrong} wrong proofs, {batches:?} wrong and right batches");
	assert!(right > tried / 2 && wrong > tried / 20 && batches.iter().all(|count| *count > 50));
}

#[test]
fn one_bad_proof_spoils_no_other() {
	let rng = &mut Seeded::new(3);
	let generators = Generators::new(Bits::SixtyFour, 4).unwrap();
	let mut cases = honest(&generators, rng);
	cases[4].context.cycle += 1;
	cases[7].proof = cases[6].proof.clone();
	let batch: Vec<_> = cases.iter().map(|case| (case.statement(), &case.proof)).collect();
	let verdicts = sift(&generators, &batch);
	for (place, verdict) in verdicts.iter().enumerate() {
		let expected = match place {
			4 | 7 => Err(Error::BadProof),
			_ => Ok(()),
		};
		assert_eq!(*verdict, expected, "{place}");
	}
}

#[test]
fn boundary_of_a_batch() {
	let rng = &mut Seeded::new(4);
	let generators = Generators::new(Bits::Eight, 1).unwrap();
	assert_eq!(verify_batch(&generators, &[]), Ok(()));
	assert_eq!(sift(&generators, &[]), []);
	let opening = [Opening::random(3, rng)];
	let commitments = [opening[0].commitment()];
	let range = Range::bits(Bits::Eight);
	let statement = InRange { context: context(Call::Attest), commitments: &commitments, range };
	let proof = statement.prove(&generators, &opening, rng).unwrap();
	assert_eq!(verify_batch(&generators, &[(statement, &proof); MAX_BATCH]), Ok(()));
	let too_many = [(statement, &proof); MAX_BATCH + 1];
	assert_eq!(verify_batch(&generators, &too_many), Err(Error::BatchTooLarge));
	assert_eq!(sift(&generators, &too_many), [Err(Error::BatchTooLarge); MAX_BATCH + 1]);
}
