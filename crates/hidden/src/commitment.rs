// SPDX-License-Identifier: Apache-2.0

//! Amounts that are fixed and not seen.

#![expect(clippy::arithmetic_side_effects, reason = "of points and scalars, which do not overflow")]

use core::fmt;

use curve25519_dalek::{
	constants::RISTRETTO_BASEPOINT_POINT,
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::{Identity, MultiscalarMul},
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroize;

use crate::{Error, wire};

/// H, the base of blindings: SHA3-512 of the encoding of B, hashed to the group, as `bulletproofs` has it. Nobody knows
/// its logarithm to the base B.
const BLINDING_BASE: CompressedRistretto = CompressedRistretto([
	0x8c, 0x92, 0x40, 0xb4, 0x56, 0xa9, 0xe6, 0xdc, 0x65, 0xc3, 0x77, 0xa1, 0x04, 0x8d, 0x74, 0x5f,
	0x94, 0xa0, 0x8c, 0xdb, 0x7f, 0x44, 0xcb, 0xcd, 0x7b, 0x46, 0xf3, 0x40, 0x48, 0x87, 0x11, 0x34,
]);

/// B, the base of amounts: the base point of ristretto255.
pub(crate) const BASE: RistrettoPoint = RISTRETTO_BASEPOINT_POINT;

/// H as a point.
pub(crate) fn blinding_base() -> RistrettoPoint {
	// A test decompresses it; the identity would let no proof verify.
	BLINDING_BASE.decompress().unwrap_or_else(RistrettoPoint::identity)
}

/// What hides an amount: a scalar that only its owner knows. Who learns it finds the amount by trying. It is erased
/// when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Blinding(pub(crate) Scalar);

impl Blinding {
	/// A new one.
	pub fn random(rng: &mut (impl CryptoRng + RngCore)) -> Self {
		Self(wire::random_scalar(rng))
	}

	/// The blinding of a thing, derived from a secret of 32 random bytes: a device that keeps one secret can make all of
	/// its blindings again. `what` must name one amount only: two amounts with one blinding show their difference.
	pub fn derive(secret: &[u8; 32], what: &[u8]) -> Self {
		let mut transcript = Transcript::new(b"gridmerit:blinding:v1");
		transcript.append_message(b"secret", secret);
		transcript.append_message(b"what", what);
		Self(wire::challenge(&mut transcript, b"blinding"))
	}

	/// The blinding as bytes. They are a secret.
	pub fn encode(&self) -> [u8; 32] {
		self.0.to_bytes()
	}

	/// The blinding of bytes as [`encode`](Self::encode) writes them.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::ScalarNotCanonical`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let bytes = bytes.try_into().map_err(|_| Error::WrongLength)?;
		wire::scalar(bytes).map(Self)
	}

	/// The blinding of a sum.
	#[must_use]
	pub fn plus(&self, other: &Self) -> Self {
		Self(self.0 + other.0)
	}

	/// The blinding of a difference.
	#[must_use]
	pub fn minus(&self, other: &Self) -> Self {
		Self(self.0 - other.0)
	}

	/// The blinding of what is taken from a public amount.
	#[must_use]
	pub fn negated(&self) -> Self {
		Self(-self.0)
	}

	/// The blinding of a multiple.
	#[must_use]
	pub fn times(&self, factor: u64) -> Self {
		Self(self.0 * Scalar::from(factor))
	}

	/// The sum of blindings; zero of none.
	pub fn sum<'a>(blindings: impl IntoIterator<Item = &'a Self>) -> Self {
		Self(blindings.into_iter().map(|blinding| blinding.0).sum())
	}
}

impl Drop for Blinding {
	fn drop(&mut self) {
		self.0.zeroize();
	}
}

impl fmt::Debug for Blinding {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Blinding(..)")
	}
}

/// What opens a commitment: the amount, in Wh or planck, and its blinding. Both are secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
	/// The amount, in Wh or planck.
	pub amount: u64,
	/// What hides it.
	pub blinding: Blinding,
}

impl Opening {
	/// An amount with a new blinding.
	pub fn random(amount: u64, rng: &mut (impl CryptoRng + RngCore)) -> Self {
		Self { amount, blinding: Blinding::random(rng) }
	}

	/// What it opens.
	pub fn commitment(&self) -> Commitment {
		Commitment::new(self.amount, &self.blinding)
	}

	/// What opens the sum of both commitments.
	///
	/// # Errors
	///
	/// [`Error::Overflow`].
	pub fn plus(&self, other: &Self) -> Result<Self, Error> {
		let amount = self.amount.checked_add(other.amount).ok_or(Error::Overflow)?;
		Ok(Self { amount, blinding: self.blinding.plus(&other.blinding) })
	}

	/// What opens the difference of both commitments.
	///
	/// # Errors
	///
	/// [`Error::Overflow`] if it is negative.
	pub fn minus(&self, other: &Self) -> Result<Self, Error> {
		let amount = self.amount.checked_sub(other.amount).ok_or(Error::Overflow)?;
		Ok(Self { amount, blinding: self.blinding.minus(&other.blinding) })
	}

	/// What opens a multiple of the commitment: of energy, at a price per Wh, what it costs.
	///
	/// # Errors
	///
	/// [`Error::Overflow`].
	pub fn times(&self, factor: u64) -> Result<Self, Error> {
		let amount = self.amount.checked_mul(factor).ok_or(Error::Overflow)?;
		Ok(Self { amount, blinding: self.blinding.times(factor) })
	}
}

impl Drop for Opening {
	fn drop(&mut self) {
		self.amount.zeroize();
	}
}

impl fmt::Debug for Opening {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Opening(..)")
	}
}

/// A Pedersen commitment `amount * B + blinding * H` over ristretto255: it hides the amount from everybody for ever, and
/// its owner cannot change it later, as long as nobody computes discrete logarithms.
///
/// Commitments add up as their amounts do, modulo the order of the group, about 2^252: a sum of 64-bit amounts does not
/// wrap around, a difference may stand for a negative amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub(crate) RistrettoPoint);

impl Commitment {
	/// The number of its bytes.
	pub const LEN: usize = 32;

	/// Commits to an amount, in Wh or planck. The time that it takes does not depend on them.
	pub fn new(amount: u64, blinding: &Blinding) -> Self {
		let scalars = [Scalar::from(amount), blinding.0];
		Self(RistrettoPoint::multiscalar_mul(scalars, [BASE, blinding_base()]))
	}

	/// An amount that everybody knows, as a commitment with the blinding zero. Of zero it is the identity.
	pub fn public(amount: u64) -> Self {
		Self(RistrettoPoint::mul_base(&Scalar::from(amount)))
	}

	/// The commitment as bytes: the canonical encoding of the point.
	pub fn encode(&self) -> [u8; 32] {
		self.0.compress().to_bytes()
	}

	/// A commitment that somebody else made.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::PointNotCanonical`], [`Error::NotAPoint`]; [`Error::Identity`], which is zero
	/// hidden by zero.
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let bytes = bytes.try_into().map_err(|_| Error::WrongLength)?;
		wire::point(bytes).map(Self)
	}

	/// A sum that one has computed and stored oneself: the identity is the sum of nothing, and is let in. The rest is as
	/// for [`decode`](Self::decode).
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::PointNotCanonical`], [`Error::NotAPoint`].
	pub fn decode_sum(bytes: &[u8]) -> Result<Self, Error> {
		match Self::decode(bytes) {
			Err(Error::Identity) => Ok(Self(RistrettoPoint::identity())),
			other => other,
		}
	}

	/// The commitment to the sum of both amounts.
	#[must_use]
	pub fn plus(&self, other: &Self) -> Self {
		Self(self.0 + other.0)
	}

	/// The commitment to the difference of both amounts.
	#[must_use]
	pub fn minus(&self, other: &Self) -> Self {
		Self(self.0 - other.0)
	}

	/// The commitment to a multiple of the amount: of energy, at a public price per Wh, what it costs.
	#[must_use]
	pub fn times(&self, factor: u64) -> Self {
		Self(self.0 * Scalar::from(factor))
	}

	/// The commitment to the sum of the amounts; the identity of none.
	pub fn sum<'a>(commitments: impl IntoIterator<Item = &'a Self>) -> Self {
		Self(commitments.into_iter().map(|commitment| commitment.0).sum())
	}

	/// Whether it is the identity.
	pub fn is_identity(&self) -> bool {
		self.0 == RistrettoPoint::identity()
	}

	/// Checks what somebody says that it commits to.
	///
	/// # Errors
	///
	/// [`Error::WrongOpening`].
	pub fn check(&self, opening: &Opening) -> Result<(), Error> {
		if opening.commitment() == *self { Ok(()) } else { Err(Error::WrongOpening) }
	}
}
