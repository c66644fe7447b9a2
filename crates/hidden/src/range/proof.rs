// SPDX-License-Identifier: Apache-2.0

//! A range proof as bytes.

use alloc::vec::Vec;

use curve25519_dalek::{ristretto::CompressedRistretto, scalar::Scalar};

use crate::{
	Error, MAX_VALUES,
	wire::{form, scalar, words},
};

/// The fewest halvings of a proof: 8 bits of one value.
const MIN_ROUNDS: usize = 3;
/// The most: 64 bits of [`MAX_VALUES`] values.
const MAX_ROUNDS: usize = 6 + MAX_VALUES.ilog2() as usize;

/// A range proof: 480 to 928 bytes, all of whose points and scalars are written in the one way there is. That a point
/// is none is seen when the proof is verified, and is then [`Error::BadProof`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeProof(Vec<u8>);

/// Its parts.
pub(super) struct Parts {
	/// A, S, T1, T2.
	pub(super) points: [CompressedRistretto; 4],
	/// t, its blinding, the blinding of both vectors.
	pub(super) scalars: [Scalar; 3],
	/// L and R of each halving.
	pub(super) rounds: Vec<[CompressedRistretto; 2]>,
	/// What is left of both vectors.
	pub(super) last: [Scalar; 2],
}

impl RangeProof {
	/// The proof of bytes.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::PointNotCanonical`], [`Error::Identity`], [`Error::ScalarNotCanonical`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		// Before anything is made that is as long as they are.
		if bytes.len() > 32 * (9 + 2 * MAX_ROUNDS) {
			return Err(Error::WrongLength);
		}
		parts(bytes).map(|_| Self(bytes.into()))
	}

	/// The proof as bytes: the points A, S, T1, T2, three scalars, two points of each halving, two scalars.
	pub fn encode(&self) -> Vec<u8> {
		self.0.clone()
	}

	pub(super) fn bytes(&self) -> &[u8] {
		&self.0
	}

	pub(super) fn parts(&self) -> Result<Parts, Error> {
		parts(&self.0)
	}

	/// Bits times values.
	pub(super) fn covers(&self) -> Option<usize> {
		let rounds = (self.0.len() / 32).checked_sub(9)? / 2;
		1_usize.checked_shl(rounds.try_into().ok()?)
	}
}

fn parts(bytes: &[u8]) -> Result<Parts, Error> {
	let [a, s, t1, t2, t, t_blinding, blinding, rounds @ .., last_a, last_b] = words(bytes)? else {
		return Err(Error::WrongLength);
	};
	let (rounds, []) = rounds.as_chunks() else { return Err(Error::WrongLength) };
	if !(MIN_ROUNDS..=MAX_ROUNDS).contains(&rounds.len()) {
		return Err(Error::WrongLength);
	}
	Ok(Parts {
		points: [form(a)?, form(s)?, form(t1)?, form(t2)?],
		scalars: [scalar(t)?, scalar(t_blinding)?, scalar(blinding)?],
		rounds: rounds.iter().map(|[l, r]| Ok([form(l)?, form(r)?])).collect::<Result<_, _>>()?,
		last: [scalar(last_a)?, scalar(last_b)?],
	})
}
