// SPDX-License-Identifier: Apache-2.0

//! The three signature schemes that meters have. Keys and signatures are encoded as `MultiSigner` and
//! `MultiSignature` encode theirs; those cannot be stored in bounded space, and take a key of one scheme
//! for one of another.

use serde::{Deserialize, Serialize};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::traits::{IdentifyAccount, Lazy, Verify};

/// A public key.
#[frame_support::stored]
#[derive(Copy, Serialize, Deserialize)]
#[scale_info(capture_docs = "always")]
pub enum MeterKey {
	/// Of Ed25519.
	Ed25519(ed25519::Public),
	/// Of Schnorrkel on Ristretto.
	Sr25519(sr25519::Public),
	/// Of ECDSA on secp256k1.
	Ecdsa(ecdsa::Public),
}

impl IdentifyAccount for MeterKey {
	type AccountId = Self;

	fn into_account(self) -> Self {
		self
	}
}

/// A signature.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub enum MeterSignature {
	/// Of Ed25519.
	Ed25519(ed25519::Signature),
	/// Of Schnorrkel on Ristretto.
	Sr25519(sr25519::Signature),
	/// Of ECDSA on secp256k1, over the BLAKE2b-256 hash of what is signed.
	Ecdsa(ecdsa::Signature),
}

impl Verify for MeterSignature {
	type Signer = MeterKey;

	fn verify<L: Lazy<[u8]>>(&self, message: L, signer: &MeterKey) -> bool {
		match (self, signer) {
			(Self::Ed25519(signature), MeterKey::Ed25519(key)) => signature.verify(message, key),
			(Self::Sr25519(signature), MeterKey::Sr25519(key)) => signature.verify(message, key),
			(Self::Ecdsa(signature), MeterKey::Ecdsa(key)) => signature.verify(message, key),
			_ => false,
		}
	}
}
