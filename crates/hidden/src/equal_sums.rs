// SPDX-License-Identifier: Apache-2.0

//! Schnorr proofs that hidden sums are equal.

#![expect(clippy::arithmetic_side_effects, reason = "of points and scalars, which do not overflow")]

use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::VartimeMultiscalarMul,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroize;

use crate::{
	Blinding, Commitment, Context, Error, MAX_TERMS,
	commitment::blinding_base,
	wire::{challenge, form, nonces, random_scalar, scalar, words},
};

/// That the amounts on the left add up to those on the right and a public amount: what was used to what was supplied, or
/// what was supplied to what was used and what lines lost.
#[derive(Clone, Copy, Debug)]
pub struct EqualSums<'a> {
	/// Where the proof counts.
	pub context: Context,
	/// Commitments whose amounts add up to the rest.
	pub left: &'a [Commitment],
	/// Commitments on the other side.
	pub right: &'a [Commitment],
	/// An amount on the right that everybody knows, in Wh or planck.
	pub public: u64,
}

impl EqualSums<'_> {
	/// Left minus right: a commitment to zero if the sides are equal.
	pub fn difference(&self) -> Commitment {
		Commitment::sum(self.left)
			.minus(&Commitment::sum(self.right))
			.minus(&Commitment::public(self.public))
	}

	/// Proves it. `rest` is the sum of the blindings on the left minus those on the right. Who knows it and none of the
	/// blindings learns no amount from it: see [`MaskSecret::share`](crate::MaskSecret::share).
	///
	/// # Errors
	///
	/// [`Error::NoTerms`], [`Error::TooManyTerms`]; [`Error::Untrue`] if the sides differ or `rest` is another number.
	pub fn prove(
		&self,
		rest: &Blinding,
		rng: &mut (impl CryptoRng + RngCore),
	) -> Result<EqualSumsProof, Error> {
		let mut transcript = self.transcript()?;
		let base = blinding_base();
		if base * rest.0 != self.difference().0 {
			return Err(Error::Untrue);
		}
		let mut nonce = random_scalar(&mut nonces(&transcript, [rest], rng));
		let first = (base * nonce).compress();
		let response = nonce + first_challenge(&mut transcript, &first) * rest.0;
		nonce.zeroize();
		Ok(EqualSumsProof { first, response })
	}

	/// Checks a proof.
	///
	/// # Errors
	///
	/// [`Error::NoTerms`], [`Error::TooManyTerms`], [`Error::BadProof`].
	pub fn verify(&self, proof: &EqualSumsProof) -> Result<(), Error> {
		let mut transcript = self.transcript()?;
		let challenge = first_challenge(&mut transcript, &proof.first);
		let first = RistrettoPoint::vartime_multiscalar_mul(
			[proof.response, -challenge],
			[blinding_base(), self.difference().0],
		);
		if first.compress() == proof.first { Ok(()) } else { Err(Error::BadProof) }
	}

	fn transcript(&self) -> Result<Transcript, Error> {
		match self.left.len().saturating_add(self.right.len()) {
			0 => return Err(Error::NoTerms),
			terms if terms > MAX_TERMS => return Err(Error::TooManyTerms),
			_ => {},
		}
		let mut transcript = self.context.transcript(b"equal sums");
		for (label, side) in [(b"left".as_slice(), self.left), (b"right", self.right)] {
			transcript.append_u64(label, side.len() as u64);
			for commitment in side {
				transcript.append_message(b"commitment", &commitment.encode());
			}
		}
		transcript.append_u64(b"public", self.public);
		Ok(transcript)
	}
}

fn first_challenge(transcript: &mut Transcript, first: &CompressedRistretto) -> Scalar {
	transcript.append_message(b"first", first.as_bytes());
	challenge(transcript, b"challenge")
}

/// A proof of a [`EqualSums`]: 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EqualSumsProof {
	/// Nonce times H.
	first: CompressedRistretto,
	/// Nonce plus challenge times blinding.
	response: Scalar,
}

impl EqualSumsProof {
	/// The number of its bytes.
	pub const LEN: usize = 64;

	/// The proof as bytes: a point and a scalar.
	pub fn encode(&self) -> [u8; Self::LEN] {
		let mut bytes = [0; Self::LEN];
		let fields = self.first.as_bytes().iter().chain(self.response.as_bytes());
		for (to, from) in bytes.iter_mut().zip(fields) {
			*to = *from;
		}
		bytes
	}

	/// The proof of bytes.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::PointNotCanonical`], [`Error::Identity`], [`Error::ScalarNotCanonical`]. That the
	/// point is none is seen when the proof is verified, and is then [`Error::BadProof`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let [first, response] = words(bytes)? else { return Err(Error::WrongLength) };
		Ok(Self { first: form(first)?, response: scalar(response)? })
	}
}
