// SPDX-License-Identifier: Apache-2.0

//! Proofs that an amount is one of a few.

#![expect(clippy::arithmetic_side_effects, reason = "of points and scalars, which do not overflow")]

use alloc::vec::Vec;

use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::VartimeMultiscalarMul,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroize;

use crate::{
	Commitment, Context, Error, MAX_SET, Opening,
	commitment::blinding_base,
	wire::{challenge, nonces, random_scalar, scalar, words},
};

/// That a commitment is to one of a few amounts. For many a range proof is smaller.
#[derive(Clone, Copy, Debug)]
pub struct OneOf<'a> {
	/// Where the proof counts.
	pub context: Context,
	/// The commitment.
	pub commitment: Commitment,
	/// The amounts, in Wh or planck: 2 to [`MAX_SET`], ascending.
	pub set: &'a [u64],
}

/// A proof of [`OneOf`]: a challenge and a response for each value of the set, 64 bytes a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOfProof(Vec<(Scalar, Scalar)>);

impl OneOf<'_> {
	/// Proves it. The time that it takes does not depend on which amount it is.
	///
	/// # Errors
	///
	/// [`Error::SetTooSmall`], [`Error::SetTooLarge`], [`Error::SetNotAscending`]; [`Error::WrongOpening`];
	/// [`Error::Untrue`] if the amount is not in the set.
	pub fn prove(
		&self,
		opening: &Opening,
		rng: &mut (impl CryptoRng + RngCore),
	) -> Result<OneOfProof, Error> {
		let mut transcript = self.transcript()?;
		self.commitment.check(opening)?;
		let is_in =
			self.set.iter().fold(Choice::from(0), |is, amount| is | amount.ct_eq(&opening.amount));
		if !bool::from(is_in) {
			return Err(Error::Untrue);
		}
		let base = blinding_base();
		let mut nonces = nonces(&transcript, [&opening.blinding], rng);
		let mut nonce = random_scalar(&mut nonces);
		let honest = base * nonce;

		// For all but the true amount: a challenge and a response chosen first, and what they answer made to fit.
		let mut others = Scalar::ZERO;
		let mut parts = Vec::with_capacity(self.set.len());
		for (amount, difference) in self.differences() {
			let is_it = amount.ct_eq(&opening.amount);
			let challenge = random_scalar(&mut nonces);
			let response = random_scalar(&mut nonces);
			let made = base * response - difference * challenge;
			let first = RistrettoPoint::conditional_select(&made, &honest, is_it);
			append(&mut transcript, &first.compress());
			others += Scalar::conditional_select(&challenge, &Scalar::ZERO, is_it);
			parts.push((is_it, challenge, response));
		}
		let own = challenge(&mut transcript, b"challenge") - others;
		let answer = nonce + own * opening.blinding.0;
		nonce.zeroize();
		let select = |(is_it, challenge, response)| {
			(
				Scalar::conditional_select(&challenge, &own, is_it),
				Scalar::conditional_select(&response, &answer, is_it),
			)
		};
		Ok(OneOfProof(parts.into_iter().map(select).collect()))
	}

	/// Checks a proof.
	///
	/// # Errors
	///
	/// [`Error::SetTooSmall`], [`Error::SetTooLarge`], [`Error::SetNotAscending`]; [`Error::WrongLength`] if the proof is
	/// for another number of amounts; [`Error::BadProof`].
	pub fn verify(&self, proof: &OneOfProof) -> Result<(), Error> {
		let mut transcript = self.transcript()?;
		if proof.0.len() != self.set.len() {
			return Err(Error::WrongLength);
		}
		let base = blinding_base();
		for ((_, difference), (challenge, response)) in self.differences().zip(&proof.0) {
			let first = RistrettoPoint::vartime_multiscalar_mul(
				[*response, -challenge],
				[base, difference],
			);
			append(&mut transcript, &first.compress());
		}
		let sum: Scalar = proof.0.iter().map(|(challenge, _)| challenge).sum();
		if sum == challenge(&mut transcript, b"challenge") { Ok(()) } else { Err(Error::BadProof) }
	}

	/// Of each amount of the set, the commitment without it: of the true one it is a multiple of H.
	fn differences(&self) -> impl Iterator<Item = (u64, RistrettoPoint)> {
		self.set
			.iter()
			.map(|amount| (*amount, self.commitment.minus(&Commitment::public(*amount)).0))
	}

	fn transcript(&self) -> Result<Transcript, Error> {
		match self.set.len() {
			0 | 1 => return Err(Error::SetTooSmall),
			values if values > MAX_SET => return Err(Error::SetTooLarge),
			_ => {},
		}
		if !self.set.is_sorted_by(|one, next| one < next) {
			return Err(Error::SetNotAscending);
		}
		let mut transcript = self.context.transcript(b"one of");
		transcript.append_u64(b"values", self.set.len() as u64);
		for amount in self.set {
			transcript.append_u64(b"value", *amount);
		}
		transcript.append_message(b"commitment", &self.commitment.encode());
		Ok(transcript)
	}
}

fn append(transcript: &mut Transcript, first: &CompressedRistretto) {
	transcript.append_message(b"first", first.as_bytes());
}

impl OneOfProof {
	/// The proof as bytes: for each amount of the set a challenge and a response.
	pub fn encode(&self) -> Vec<u8> {
		self.0
			.iter()
			.flat_map(|(challenge, response)| [challenge.to_bytes(), response.to_bytes()])
			.flatten()
			.collect()
	}

	/// The proof of bytes.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::SetTooSmall`], [`Error::SetTooLarge`], [`Error::ScalarNotCanonical`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let (pairs, []) = words(bytes)?.as_chunks() else { return Err(Error::WrongLength) };
		match pairs.len() {
			0 | 1 => return Err(Error::SetTooSmall),
			values if values > MAX_SET => return Err(Error::SetTooLarge),
			_ => {},
		}
		pairs
			.iter()
			.map(|[challenge, response]| Ok((scalar(challenge)?, scalar(response)?)))
			.collect::<Result<_, _>>()
			.map(Self)
	}
}
