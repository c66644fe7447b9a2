// SPDX-License-Identifier: Apache-2.0

//! Shares of a sum of blindings, so that a balance is proven and nobody hands its blinding out.
//!
//! Each two parties of a balance agree on a mask (Diffie-Hellman over ristretto255), which one adds and the other
//! takes off. What each hands out looks random, and the sum of all is the sum of the blindings.

#![expect(clippy::arithmetic_side_effects, reason = "of points and scalars, which do not overflow")]

use core::fmt;

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroize;

use crate::{Blinding, Context, Error, MAX_TERMS, wire};

/// The side of equal sums on which somebody's commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumSide {
	/// Its blinding is added.
	Left,
	/// Its blinding is taken off.
	Right,
}

/// A key with which masks are agreed upon. It is erased when it is dropped.
#[derive(Clone)]
pub struct MaskSecret(Scalar);

/// What others need of a [`MaskSecret`]. Who hands out another's in its place learns the mask, so parties sign it, as
/// they sign the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaskPublic {
	point: RistrettoPoint,
	bytes: [u8; 32],
}

impl MaskSecret {
	/// A new one.
	pub fn random(rng: &mut (impl CryptoRng + RngCore)) -> Self {
		Self(wire::random_scalar(rng))
	}

	/// The secret as bytes.
	pub fn encode(&self) -> [u8; 32] {
		self.0.to_bytes()
	}

	/// The secret of bytes as [`encode`](Self::encode) writes them.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::ScalarNotCanonical`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let bytes = bytes.try_into().map_err(|_| Error::WrongLength)?;
		wire::scalar(bytes).map(Self)
	}

	/// What others need of it.
	pub fn public(&self) -> MaskPublic {
		let point = RistrettoPoint::mul_base(&self.0);
		MaskPublic { point, bytes: point.compress().to_bytes() }
	}

	/// What this party hands out for a balance: its blinding, or minus it on the right, with the masks that it has with
	/// all others. The sum of all shares is what [`EqualSums::prove`](crate::EqualSums::prove) needs. `context` is that of
	/// the balance: all parties take the same, and no two balances have one context, as the difference of two shares
	/// with the same masks is one of blindings.
	///
	/// As long as one other party keeps its secret, a share says nothing. What all shares together say is the sum: who
	/// knows all other blindings knows the last one.
	///
	/// # Errors
	///
	/// [`Error::Alone`] without others; [`Error::TooManyTerms`]; [`Error::SameParty`] if a key comes twice, or is one's own.
	pub fn share(
		&self,
		context: &Context,
		others: &[MaskPublic],
		blinding: &Blinding,
		side: SumSide,
	) -> Result<Blinding, Error> {
		if others.is_empty() {
			return Err(Error::Alone);
		}
		if others.len() >= MAX_TERMS {
			return Err(Error::TooManyTerms);
		}
		let own = self.public();
		let mut share = match side {
			SumSide::Left => blinding.0,
			SumSide::Right => -blinding.0,
		};
		let mut rest = others;
		while let Some((other, later)) = rest.split_first() {
			if other.bytes == own.bytes || later.iter().any(|next| next.bytes == other.bytes) {
				return Err(Error::SameParty);
			}
			let (first, second, sign) = if own.bytes < other.bytes {
				(own.bytes, other.bytes, Scalar::ONE)
			} else {
				(other.bytes, own.bytes, -Scalar::ONE)
			};
			let shared = (other.point * self.0).compress();
			let mut transcript: Transcript = context.transcript(b"mask");
			transcript.append_message(b"first", &first);
			transcript.append_message(b"second", &second);
			transcript.append_message(b"shared", shared.as_bytes());
			share += sign * wire::challenge(&mut transcript, b"mask");
			rest = later;
		}
		Ok(Blinding(share))
	}
}

impl Drop for MaskSecret {
	fn drop(&mut self) {
		self.0.zeroize();
	}
}

impl fmt::Debug for MaskSecret {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("MaskSecret(..)")
	}
}

impl MaskPublic {
	/// The key as bytes: the canonical encoding of a point.
	pub fn encode(&self) -> [u8; 32] {
		self.bytes
	}

	/// The key of bytes.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::PointNotCanonical`], [`Error::NotAPoint`], [`Error::Identity`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let bytes: &[u8; 32] = bytes.try_into().map_err(|_| Error::WrongLength)?;
		Ok(Self { point: wire::point(bytes)?, bytes: *bytes })
	}
}
