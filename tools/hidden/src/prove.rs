// SPDX-License-Identifier: Apache-2.0

//! Proofs of what openings in files say.

use std::path::{Path, PathBuf};

use gridmerit_hidden::{
	Bits, Blinding, Commitment, Context, EqualSums, Generators, InRange, OneOf, Opening, Range,
};
use rand_core::OsRng;

use crate::{
	error::Error,
	json::{Hex, Number, Proven, opening, openings, points, print},
};

fn commitments(openings: &[Opening]) -> Vec<Commitment> {
	openings.iter().map(Opening::commitment).collect()
}

pub fn range(
	context: Context,
	bounds: Option<(u64, u64)>,
	bits: Option<usize>,
	paths: &[PathBuf],
) -> Result<String, Error> {
	let range = match (bounds, bits) {
		(Some((lo, hi)), _) => Range::within(lo, hi)?,
		(None, bits) => Range::bits(Bits::from_number(bits.unwrap_or_default())?),
	};
	let openings = openings(paths)?;
	let commitments = commitments(&openings);
	let values = openings.len().saturating_mul(range.values());
	let generators = Generators::new(range.width(), values)?;
	let statement = InRange { context, commitments: &commitments, range };
	let proof = statement.prove(&generators, &openings, &mut OsRng)?;
	print(&Proven::Range {
		context: context.into(),
		commitments: points(&commitments),
		lo: Number(range.lo()),
		hi: Number(range.hi()),
		bits: range.width().number(),
		sides: range.values(),
		proof: Hex(proof.encode()),
	})
}

pub fn set(context: Context, values: &[u64], path: &Path) -> Result<String, Error> {
	let opening = opening(path)?;
	let commitment = opening.commitment();
	let proof = OneOf { context, commitment, set: values }.prove(&opening, &mut OsRng)?;
	print(&Proven::Set {
		context: context.into(),
		commitment: Hex(commitment.encode().into()),
		set: values.iter().copied().map(Number).collect(),
		proof: Hex(proof.encode()),
	})
}

pub fn sums(
	context: Context,
	left: &[PathBuf],
	right: &[PathBuf],
	public: u64,
) -> Result<String, Error> {
	let (left, right) = (openings(left)?, openings(right)?);
	let sum = |side: &[Opening]| Blinding::sum(side.iter().map(|opening| &opening.blinding));
	let rest = sum(&left).minus(&sum(&right));
	let (left, right) = (commitments(&left), commitments(&right));
	let balance = EqualSums { context, left: &left, right: &right, public };
	let proof = balance.prove(&rest, &mut OsRng)?;
	print(&Proven::Sums {
		context: context.into(),
		left: points(&left),
		right: points(&right),
		public: Number(public),
		proof: Hex(proof.encode().into()),
	})
}
