// SPDX-License-Identifier: Apache-2.0

//! What can be signed, and whether it was.

use codec::Encode;
use gridmerit_energy::{Interval, NodeIndex, Reading, Serial};
use gridmerit_statements::{certificate_payload, consent_payload};
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_io::hashing::{blake2_256, keccak_256, sha2_256};
use sp_runtime::{
	MultiSignature, MultiSigner,
	traits::{IdentifyAccount, Verify},
};

use crate::{
	encoding::{self, ReadingFields},
	key::Scheme,
};

/// Something that a meter or a manufacturer signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Statement {
	/// A meter's reading.
	Reading {
		/// The hash of the chain's first block.
		#[serde(with = "encoding::hash")]
		genesis: H256,
		/// The meter's key.
		#[serde(with = "encoding::signer")]
		key: MultiSigner,
		/// What it states.
		#[serde(with = "ReadingFields")]
		reading: Reading,
	},
	/// A meter's consent to being bound to a node.
	Consent {
		/// The hash of the chain's first block.
		#[serde(with = "encoding::hash")]
		genesis: H256,
		/// The meter's key.
		#[serde(with = "encoding::signer")]
		key: MultiSigner,
		/// The node.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		node: NodeIndex,
		/// How often the meter has been bound before.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		bindings: u32,
	},
	/// A manufacturer's certificate of a meter's key.
	Certificate {
		/// The meter's key.
		#[serde(with = "encoding::signer")]
		key: MultiSigner,
		/// The first interval for which it is the device's key.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		from: Interval,
		/// What is printed on the device.
		#[serde(with = "encoding::serial")]
		serial: Serial,
	},
}

impl Statement {
	/// The bytes that are signed.
	pub fn payload(&self) -> Vec<u8> {
		match self {
			Self::Reading { genesis, key, reading } => reading.payload(*genesis, key),
			Self::Consent { genesis, key, node, bindings } => {
				consent_payload(*genesis, key, *node, *bindings)
			},
			Self::Certificate { key, from, serial } => certificate_payload(key, *from, serial),
		}
	}
}

/// Why a signature is not that of a payload by a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
	/// Meters may not have a key or a signature of this scheme.
	#[error("a meter's scheme is ed25519, sr25519 or ECDSA")]
	UnknownScheme,
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

/// Whether a key has signed a payload, as a chain checks it.
pub fn verify(
	signer: &MultiSigner,
	payload: &[u8],
	signature: &MultiSignature,
) -> Result<(), Mismatch> {
	let key = Scheme::of(signer).ok_or(Mismatch::UnknownScheme)?;
	let signed = Scheme::of_signature(signature).ok_or(Mismatch::UnknownScheme)?;
	// An account is the same whether its 32 bytes are those of an ed25519 or of an sr25519 key.
	if key != signed {
		return Err(Mismatch::Scheme { key, signature: signed });
	}
	let account = signer.clone().into_account();
	let is_of = |signature: &MultiSignature, message: &[u8]| signature.verify(message, &account);
	if is_of(signature, payload) {
		return Ok(());
	}

	// What makers of meters get wrong.
	let wrapped = [b"<Bytes>", payload, b"</Bytes>"].concat();
	if is_of(signature, &wrapped) {
		return Err(Mismatch::Wrapped("the payload between <Bytes> and </Bytes>, as wallets do"));
	}
	let MultiSignature::Ecdsa(ecdsa) = signature else {
		let hashed = is_of(signature, &blake2_256(payload));
		return Err(if hashed { Mismatch::Wrapped("the payload's hash") } else { Mismatch::Other });
	};
	for (hash, mistake) in [
		(blake2_256(&blake2_256(payload)), "the hash of the payload's hash"),
		(sha2_256(&blake2_256(payload)), "the SHA-256 hash of the payload's hash"),
		(sha2_256(payload), "the payload's SHA-256 hash"),
		(keccak_256(payload), "the payload's Keccak-256 hash"),
	] {
		if ecdsa.recover_prehashed(&hash).is_some_and(|by| signer.encode().ends_with(&by.0)) {
			return Err(Mismatch::Wrapped(mistake));
		}
	}
	let mut other = *ecdsa;
	let [.., found] = ecdsa.0;
	for expected in 0..4 {
		let [.., last] = &mut other.0;
		*last = expected;
		if is_of(&other.into(), payload) {
			return Err(Mismatch::RecoveryId { found, expected });
		}
	}
	Err(Mismatch::Other)
}
