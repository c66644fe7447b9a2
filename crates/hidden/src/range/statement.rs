// SPDX-License-Identifier: Apache-2.0

//! What a range proof is about; proving it, and verifying it alone.

use alloc::vec::Vec;

use bulletproofs::PedersenGens;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroize;

use super::{Generators, RangeProof, batch::Weights};
use crate::{Commitment, Context, Error, MAX_VALUES, Opening, wire::nonces};

/// The number of bits of a range proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bits {
	/// 8.
	Eight,
	/// 16.
	Sixteen,
	/// 32.
	ThirtyTwo,
	/// 64.
	SixtyFour,
}

impl Bits {
	/// All that there are, the fewest first.
	pub const ALL: [Self; 4] = [Self::Eight, Self::Sixteen, Self::ThirtyTwo, Self::SixtyFour];

	/// How many.
	pub const fn number(self) -> usize {
		match self {
			Self::Eight => 8,
			Self::Sixteen => 16,
			Self::ThirtyTwo => 32,
			Self::SixtyFour => 64,
		}
	}

	/// So many bits.
	///
	/// # Errors
	///
	/// [`Error::BadBits`].
	pub fn from_number(number: usize) -> Result<Self, Error> {
		Self::ALL.into_iter().find(|bits| bits.number() == number).ok_or(Error::BadBits)
	}

	/// The largest number that has so many.
	pub const fn largest(self) -> u64 {
		match self {
			Self::Eight => u8::MAX as u64,
			Self::Sixteen => u16::MAX as u64,
			Self::ThirtyTwo => u32::MAX as u64,
			Self::SixtyFour => u64::MAX,
		}
	}

	/// The fewest that hold a number.
	fn of(number: u64) -> Self {
		Self::ALL.into_iter().find(|bits| number <= bits.largest()).unwrap_or(Self::SixtyFour)
	}
}

/// Where amounts are. The number of bits follows from the bounds, and is not for who proves to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
	lo: u64,
	hi: u64,
	bits: Bits,
	sides: Sides,
}

/// Both bounds of a range, or none where it has so many bits.
pub(super) type Ends = Option<[Commitment; 2]>;

/// What is proven of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sides {
	/// It has so many bits.
	One,
	/// It has so many bits above the lower bound, and below the upper one.
	Two,
}

impl Range {
	/// From 0 to 2^bits - 1. One value of a proof.
	pub const fn bits(bits: Bits) -> Self {
		Self { lo: 0, hi: bits.largest(), bits, sides: Sides::One }
	}

	/// From `lo` to `hi`, both included. Two values of a proof.
	///
	/// # Errors
	///
	/// [`Error::EmptyRange`].
	pub fn within(lo: u64, hi: u64) -> Result<Self, Error> {
		let width = hi.checked_sub(lo).ok_or(Error::EmptyRange)?;
		Ok(Self { lo, hi, bits: Bits::of(width), sides: Sides::Two })
	}

	/// The lowest amount.
	pub const fn lo(&self) -> u64 {
		self.lo
	}

	/// The highest amount.
	pub const fn hi(&self) -> u64 {
		self.hi
	}

	/// How many values of a proof a commitment takes.
	pub const fn values(&self) -> usize {
		match self.sides {
			Sides::One => 1,
			Sides::Two => 2,
		}
	}

	/// The bits of each of them.
	pub const fn width(&self) -> Bits {
		self.bits
	}

	/// Both bounds as points, where both are proven.
	pub(super) fn ends(&self) -> Ends {
		match self.sides {
			Sides::One => None,
			Sides::Two => Some([Commitment::public(self.lo), Commitment::public(self.hi)]),
		}
	}
}

/// That the amounts of commitments are all in one range: one proof of all, smaller than one for each. Who proves it
/// knows all amounts.
#[derive(Clone, Copy, Debug)]
pub struct InRange<'a> {
	/// Where the proof counts.
	pub context: Context,
	/// 1, 2, 4 or 8 commitments; of a range without a lower bound 16, too.
	pub commitments: &'a [Commitment],
	/// Where their amounts are.
	pub range: Range,
}

impl InRange<'_> {
	/// Proves it.
	///
	/// # Errors
	///
	/// [`Error::BadCount`], [`Error::TooFewGenerators`]; [`Error::WrongOpening`] if the openings are not those of the
	/// commitments, in their order; [`Error::Untrue`] if an amount is not in the range.
	pub fn prove(
		&self,
		generators: &Generators,
		openings: &[Opening],
		rng: &mut (impl CryptoRng + RngCore),
	) -> Result<RangeProof, Error> {
		let (bits, values) = self.shape()?;
		generators.suffice(bits, values)?;
		if openings.len() != self.commitments.len() {
			return Err(Error::WrongOpening);
		}
		let (mut amounts, mut blindings) = (Vec::with_capacity(values), Vec::with_capacity(values));
		for (commitment, opening) in self.commitments.iter().zip(openings) {
			commitment.check(opening)?;
			let above = opening.amount.checked_sub(self.range.lo).ok_or(Error::Untrue)?;
			let below = self.range.hi.checked_sub(opening.amount).ok_or(Error::Untrue)?;
			amounts.push(above);
			blindings.push(opening.blinding.0);
			if self.range.sides == Sides::Two {
				amounts.push(below);
				blindings.push(opening.blinding.negated().0);
			}
		}
		let mut transcript = self.transcript();
		let secrets = openings.iter().map(|opening| &opening.blinding);
		let mut nonces = nonces(&transcript, secrets, rng);
		let proven = bulletproofs::RangeProof::prove_multiple_with_rng(
			&generators.theirs,
			&PedersenGens::default(),
			&mut transcript,
			&amounts,
			&blindings,
			bits.number(),
			&mut nonces,
		);
		amounts.zeroize();
		blindings.zeroize();
		// Shape and openings are right, so only a source of randomness that gives zeros can be the reason.
		let (proof, _) = proven.map_err(|_| Error::Untrue)?;
		RangeProof::decode(&proof.to_bytes())
	}

	/// Checks a proof, alone, by the verifier of the maintained crate.
	///
	/// # Errors
	///
	/// [`Error::BadCount`], [`Error::TooFewGenerators`]; [`Error::WrongLength`] if the proof is of other bits or another
	/// number of values; [`Error::BadProof`].
	pub fn verify(&self, generators: &Generators, proof: &RangeProof) -> Result<(), Error> {
		let (bits, _) = self.fits(generators, proof)?;
		let theirs =
			bulletproofs::RangeProof::from_bytes(proof.bytes()).map_err(|_| Error::BadProof)?;
		let points: Vec<CompressedRistretto> =
			self.points(&self.range.ends()).iter().map(RistrettoPoint::compress).collect();
		theirs
			.verify_multiple_with_rng(
				&generators.theirs,
				&PedersenGens::default(),
				&mut self.transcript(),
				&points,
				bits.number(),
				// It joins two equations by a random number, and a constant would let forged proofs pass.
				&mut Weights::of([(&self.transcript(), proof)]),
			)
			.map_err(|_| Error::BadProof)
	}

	/// Bits and values, if proof and generators are for as many.
	pub(super) fn fits(
		&self,
		generators: &Generators,
		proof: &RangeProof,
	) -> Result<(Bits, usize), Error> {
		let (bits, values) = self.shape()?;
		generators.suffice(bits, values)?;
		if proof.covers() == bits.number().checked_mul(values) {
			Ok((bits, values))
		} else {
			Err(Error::WrongLength)
		}
	}

	/// Bits and values of the proof.
	fn shape(&self) -> Result<(Bits, usize), Error> {
		let values =
			self.commitments.len().checked_mul(self.range.values()).ok_or(Error::BadCount)?;
		if values.is_power_of_two() && values <= MAX_VALUES {
			Ok((self.range.bits, values))
		} else {
			Err(Error::BadCount)
		}
	}

	/// What the proof shows to be numbers of so many bits. `ends` are those of the range.
	pub(super) fn points(&self, ends: &Ends) -> Vec<RistrettoPoint> {
		self.commitments
			.iter()
			.flat_map(|commitment| match ends {
				None => [Some(commitment.0), None],
				Some([lo, hi]) => [Some(commitment.minus(lo).0), Some(hi.minus(commitment).0)],
			})
			.flatten()
			.collect()
	}

	/// What the proof is bound to. The protocol itself appends the points.
	pub(super) fn transcript(&self) -> Transcript {
		let mut transcript = self.context.transcript(b"range");
		transcript.append_u64(b"lo", self.range.lo);
		transcript.append_u64(b"hi", self.range.hi);
		transcript.append_u64(b"bits", self.range.bits.number() as u64);
		transcript.append_u64(b"sides", self.range.values() as u64);
		transcript.append_u64(b"commitments", self.commitments.len() as u64);
		for commitment in self.commitments {
			transcript.append_message(b"commitment", &commitment.encode());
		}
		transcript
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::commitment::{BASE, blinding_base};

	#[test]
	fn both_bases_are_those_of_the_maintained_crate() {
		let theirs = PedersenGens::default();
		assert_eq!((BASE, blinding_base()), (theirs.B, theirs.B_blinding));
	}

	#[test]
	fn bits_follow_from_the_width() {
		for (lo, hi, bits) in [
			(1_000, 3_000, Bits::Sixteen),
			(0, 0, Bits::Eight),
			(5, 260, Bits::Eight),
			(5, 261, Bits::Sixteen),
			(1 << 40, (1 << 40) + 65_536, Bits::ThirtyTwo),
			(0, u64::MAX, Bits::SixtyFour),
		] {
			assert_eq!(Range::within(lo, hi).unwrap().width(), bits);
		}
		assert_eq!(Range::within(2, 1), Err(Error::EmptyRange));
		assert_eq!(Bits::from_number(24), Err(Error::BadBits));
	}
}
