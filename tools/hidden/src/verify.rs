// SPDX-License-Identifier: Apache-2.0

//! Checks what `prove` printed.

use std::path::{Path, PathBuf};

use gridmerit_hidden::{
	Bits, Commitment, Context, EqualSums, EqualSumsProof, Error as Fault, Generators, InRange,
	MAX_BATCH, MAX_VALUES, OneOf, OneOfProof, Range, RangeProof, sift,
};

use crate::{
	error::Error,
	json::{Number, Proven, commitments, read},
};

/// A range proof that waits for the batch, and which file it is.
struct Waiting {
	place: usize,
	context: Context,
	commitments: Vec<Commitment>,
	range: Range,
	proof: RangeProof,
}

/// What becomes of each file, a line each.
pub fn files(paths: &[PathBuf]) -> Result<String, Error> {
	let mut verdicts = Vec::with_capacity(paths.len());
	let mut waiting = Vec::new();
	for (place, path) in paths.iter().enumerate() {
		let proven = read(path)?;
		match check(place, path, &proven)? {
			Ok(more) => {
				verdicts.push(Ok(()));
				waiting.extend(more);
			},
			Err(fault) => verdicts.push(Err(fault)),
		}
	}
	for batch in waiting.chunks(MAX_BATCH) {
		for (one, verdict) in batch.iter().zip(ranges(batch)?) {
			if let Some(slot) = verdicts.get_mut(one.place) {
				*slot = verdict;
			}
		}
	}

	let lines: Vec<_> = paths
		.iter()
		.zip(&verdicts)
		.map(|(path, verdict)| match verdict {
			Ok(()) => format!("{}: right", path.display()),
			Err(fault) => format!("{}: {fault}", path.display()),
		})
		.collect();
	let text = lines.join("\n");
	match verdicts.iter().filter(|verdict| verdict.is_err()).count() {
		0 => Ok(text),
		count => Err(Error::Wrong { count, text }),
	}
}

/// The verdict on a set or a balance; a range proof waits.
fn check(
	place: usize,
	path: &Path,
	proven: &Proven,
) -> Result<Result<Option<Waiting>, Fault>, Error> {
	if let Proven::Range { lo, hi, bits, sides, .. } = proven
		&& let Ok(range) = range(*lo, *hi, *bits, *sides)
		&& (range.lo(), range.hi(), range.width().number(), range.values())
			!= (lo.0, hi.0, *bits, *sides)
	{
		return Err(Error::OtherBits(path.into()));
	}
	Ok(verdict(place, proven))
}

fn range(lo: Number, hi: Number, bits: usize, sides: usize) -> Result<Range, Fault> {
	if sides == 1 { Bits::from_number(bits).map(Range::bits) } else { Range::within(lo.0, hi.0) }
}

fn verdict(place: usize, proven: &Proven) -> Result<Option<Waiting>, Fault> {
	match proven {
		Proven::Range { context, commitments: points, lo, hi, bits, sides, proof } => {
			Ok(Some(Waiting {
				place,
				context: context.context()?,
				commitments: commitments(points)?,
				range: range(*lo, *hi, *bits, *sides)?,
				proof: RangeProof::decode(&proof.0)?,
			}))
		},
		Proven::Set { context, commitment, set, proof } => {
			let set: Vec<u64> = set.iter().map(|value| value.0).collect();
			let commitment = Commitment::decode(&commitment.0)?;
			OneOf { context: context.context()?, commitment, set: &set }
				.verify(&OneOfProof::decode(&proof.0)?)
				.map(|()| None)
		},
		Proven::Sums { context, left, right, public, proof } => {
			let (left, right) = (commitments(left)?, commitments(right)?);
			let context = context.context()?;
			EqualSums { context, left: &left, right: &right, public: public.0 }
				.verify(&EqualSumsProof::decode(&proof.0)?)
				.map(|()| None)
		},
	}
}

/// The verdicts on range proofs, with bases for the largest that is in order.
fn ranges(batch: &[Waiting]) -> Result<Vec<Result<(), Fault>>, Fault> {
	let values = |one: &Waiting| one.commitments.len().saturating_mul(one.range.values());
	let bits = batch.iter().map(|one| one.range.width()).max().unwrap_or(Bits::Eight);
	let most = batch.iter().map(values).filter(|values| *values <= MAX_VALUES).max().unwrap_or(1);
	let generators = Generators::new(bits, most.max(1))?;
	let batch: Vec<_> = batch
		.iter()
		.map(|one| {
			let statement =
				InRange { context: one.context, commitments: &one.commitments, range: one.range };
			(statement, &one.proof)
		})
		.collect();
	Ok(sift(&generators, &batch))
}
