// SPDX-License-Identifier: Apache-2.0

//! Whether a payload was signed, and what went wrong if it was not.

use k256::ecdsa::{self, RecoveryId, signature::hazmat::PrehashVerifier};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

use crate::{
	key::SR25519_CONTEXT,
	signer::{MultiSignature, MultiSigner, Scheme},
	values::payload_hash,
};

/// Why a signature is not that of a payload by a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
	/// The signature is of another scheme than the key.
	#[error("the signature is {signature} and the key {key}")]
	Scheme {
		/// The key's.
		key: Scheme,
		/// The signature's.
		signature: Scheme,
	},
	/// Right but for how the payload was given to the signing function.
	#[error("the key has signed {0}, not what docs/meter.md asks for")]
	Wrapped(&'static str),
	/// Right but for its last byte.
	#[error("its last byte is {found} and must be {expected}: the recovery id of ECDSA")]
	RecoveryId {
		/// What it is.
		found: u8,
		/// What it must be.
		expected: u8,
	},
	/// Something else.
	#[error("the signature is not that of this key over this payload")]
	Other,
}

const WRAPPED: &str = "the payload between <Bytes> and </Bytes>, as wallets do";

/// Whether a key has signed a payload, as a chain checks it.
pub fn verify(
	signer: &MultiSigner,
	payload: &[u8],
	signature: &MultiSignature,
) -> Result<(), Mismatch> {
	match (signer, signature) {
		(MultiSigner::Ed25519(key), MultiSignature::Ed25519(signature)) => {
			verify_message(payload, |message| ed25519(key, message, signature))
		},
		(MultiSigner::Sr25519(key), MultiSignature::Sr25519(signature)) => {
			verify_message(payload, |message| sr25519(key, message, signature))
		},
		(MultiSigner::Ecdsa(key), MultiSignature::Ecdsa(signature)) => {
			verify_hash(payload, key, signature)
		},
		_ => Err(Mismatch::Scheme { key: signer.scheme(), signature: signature.scheme() }),
	}
}

/// What makers of meters get wrong is told apart.
fn verify_message(payload: &[u8], is_of: impl Fn(&[u8]) -> bool) -> Result<(), Mismatch> {
	if is_of(payload) {
		Ok(())
	} else if is_of(&wrapped(payload)) {
		Err(Mismatch::Wrapped(WRAPPED))
	} else if is_of(&payload_hash(payload)) {
		Err(Mismatch::Wrapped("the payload's hash"))
	} else {
		Err(Mismatch::Other)
	}
}

/// The same for ECDSA, which signs a hash.
fn verify_hash(payload: &[u8], key: &[u8; 33], signature: &[u8; 65]) -> Result<(), Mismatch> {
	let [numbers @ .., last] = signature;
	// Ethereum adds 27 to it, and chains take that too.
	let found = last.checked_sub(27).unwrap_or(*last);
	let hash = payload_hash(payload);
	match recovery_id(key, &hash, numbers) {
		Some(expected) if expected == found => return Ok(()),
		Some(expected) => return Err(Mismatch::RecoveryId { found: *last, expected }),
		None => {},
	}
	for (hash, mistake) in [
		(payload_hash(&wrapped(payload)), WRAPPED),
		(payload_hash(&hash), "the hash of the payload's hash"),
		(Sha256::digest(hash).into(), "the SHA-256 hash of the payload's hash"),
		(Sha256::digest(payload).into(), "the payload's SHA-256 hash"),
		(Keccak256::digest(payload).into(), "the payload's Keccak-256 hash"),
	] {
		if recovery_id(key, &hash, numbers) == Some(found) {
			return Err(Mismatch::Wrapped(mistake));
		}
	}
	Err(Mismatch::Other)
}

fn wrapped(payload: &[u8]) -> Vec<u8> {
	[b"<Bytes>", payload, b"</Bytes>"].concat()
}

/// By the rules of ZIP 215, as chains of Substrate check it.
fn ed25519(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
	let Ok(key) = ed25519_zebra::VerificationKey::try_from(*key) else { return false };
	key.verify(&ed25519_zebra::Signature::from(*signature), message).is_ok()
}

fn sr25519(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
	let Ok(key) = schnorrkel::PublicKey::from_bytes(key) else { return false };
	let Ok(signature) = schnorrkel::Signature::from_bytes(signature) else { return false };
	key.verify_simple(SR25519_CONTEXT, message, &signature).is_ok()
}

/// A compressed point of secp256k1.
pub(crate) fn point(key: &[u8; 33]) -> Option<ecdsa::VerifyingKey> {
	// Another way to compress a point begins with 5; chains do not know it.
	matches!(key, [2 | 3, ..]).then(|| ecdsa::VerifyingKey::from_sec1_bytes(key).ok()).flatten()
}

/// The recovery id that belongs to a key's signature r, s of a hash; none if the key has not signed it.
fn recovery_id(key: &[u8; 33], hash: &[u8; 32], numbers: &[u8; 64]) -> Option<u8> {
	let key = point(key)?;
	let signature = ecdsa::Signature::from_slice(numbers).ok()?;
	// Chains take s and its negative, the library the lower one alone. Who negates s negates the point of the
	// nonce, whose parity is the lowest bit of the id.
	let lower = signature.normalize_s();
	let signature = lower.unwrap_or(signature);
	key.verify_prehash(hash, &signature).ok()?;
	let id = RecoveryId::trial_recovery_from_prehash(&key, hash, &signature).ok()?;
	Some(id.to_byte() ^ u8::from(lower.is_some()))
}
