// SPDX-License-Identifier: Apache-2.0

//! Points and scalars as bytes, in the one encoding that each has; and challenges.

use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::IsIdentity,
};
use merlin::{Transcript, TranscriptRng};
use rand_core::{CryptoRng, RngCore};

use crate::{Blinding, Error};

/// 32 bytes in the form of a point that is not the identity. Whether they are one takes a decompression.
pub(crate) fn form(bytes: &[u8; 32]) -> Result<CompressedRistretto, Error> {
	// The encoding is of an even number below 2^255 - 19, little-endian.
	let [first, middle @ .., last] = bytes;
	let too_large = *last > 0x7f
		|| (*last == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xed);
	if too_large || first & 1 == 1 {
		return Err(Error::PointNotCanonical);
	}
	let point = CompressedRistretto(*bytes);
	if point.is_identity() { Err(Error::Identity) } else { Ok(point) }
}

/// A point that is not the identity.
pub(crate) fn point(bytes: &[u8; 32]) -> Result<RistrettoPoint, Error> {
	form(bytes)?.decompress().ok_or(Error::NotAPoint)
}

/// A scalar below the order of the group.
pub(crate) fn scalar(bytes: &[u8; 32]) -> Result<Scalar, Error> {
	Option::from(Scalar::from_canonical_bytes(*bytes)).ok_or(Error::ScalarNotCanonical)
}

/// Bytes cut into words of 32.
pub(crate) fn words(bytes: &[u8]) -> Result<&[[u8; 32]], Error> {
	match bytes.as_chunks() {
		(words, []) => Ok(words),
		_ => Err(Error::WrongLength),
	}
}

/// A scalar that a transcript decides.
pub(crate) fn challenge(transcript: &mut Transcript, label: &'static [u8]) -> Scalar {
	let mut wide = [0; 64];
	transcript.challenge_bytes(label, &mut wide);
	Scalar::from_bytes_mod_order_wide(&wide)
}

/// Nonces of what is proven, of the blindings and of fresh randomness: a source of randomness that repeats itself
/// repeats nonces for the same statement only, and who knows it knows no nonce.
pub(crate) fn nonces<'a>(
	transcript: &Transcript,
	secrets: impl IntoIterator<Item = &'a Blinding>,
	rng: &mut (impl CryptoRng + RngCore),
) -> TranscriptRng {
	let mut nonces = transcript.build_rng();
	for secret in secrets {
		nonces = nonces.rekey_with_witness_bytes(b"secret", secret.0.as_bytes());
	}
	nonces.finalize(rng)
}

/// A uniform scalar.
pub(crate) fn random_scalar(rng: &mut (impl CryptoRng + RngCore)) -> Scalar {
	let mut wide = [0; 64];
	rng.fill_bytes(&mut wide);
	Scalar::from_bytes_mod_order_wide(&wide)
}
