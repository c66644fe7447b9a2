// SPDX-License-Identifier: Apache-2.0

//! Keys of meters and manufacturers.

use std::fmt;

use bip39::{Language, Mnemonic};
use ed25519_zebra as ed25519;
use k256::ecdsa;
use schnorrkel::{
	ExpansionMode, MiniSecretKey, SecretKey,
	derive::{ChainCode, Derivation},
};

use crate::{
	encoding::HexError,
	signer::{MultiSignature, MultiSigner, Scheme, signer_text},
	suri::{Junction, SecretUri, Seed},
	values::payload_hash,
};

/// Under which sr25519 signs, so that no signature serves another purpose.
pub(crate) const SR25519_CONTEXT: &[u8] = b"substrate";
/// Each with its length in SCALE.
const ED25519_PATH: &[u8] = b"\x2cEd25519HDKD";
const ECDSA_PATH: &[u8] = b"\x34Secp256k1HDKD";
/// Entropy of a phrase of 12 words, in bytes.
const ENTROPY: usize = 16;

/// Why a text is no key. It never says what the text was where that may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
	/// It names no scheme that meters may have.
	#[error("`{0}` is neither ed25519 nor sr25519 nor ecdsa")]
	Scheme(String),
	/// There is no secret.
	#[error("the secret is empty")]
	Empty,
	/// The secret is no words, no seed and no path.
	#[error(
		"the secret is neither a phrase nor 0x and a seed, with a path such as //Meter//1 behind it"
	)]
	Format,
	/// The secret's words are no phrase.
	#[error("the secret is no BIP-39 phrase: 12 to 24 English words, the last one a checksum")]
	Phrase,
	/// The secret's seed has a wrong length, or is no key of its scheme.
	#[error("the secret's seed is not 32 bytes in hex, or is no key")]
	Seed,
	/// The secret's path is not for its scheme.
	#[error("the secret's path has a soft step (/), which only sr25519 has; take hard ones (//)")]
	Path,
	/// Wallets derive different keys for a step of the secret's path.
	#[error(
		"the secret's path has a step that is a number above 2^64 - 1, or one with a plus: not all wallets derive the same \
		 key from it. Take a smaller number without a sign, or put a letter in front"
	)]
	Step,
	/// A public key is not written as it must be.
	#[error(
		"a public key is written as sr25519:0x… or as {{\"Sr25519\":\"0x…\"}}, likewise ed25519 and ecdsa"
	)]
	Public,
	/// A public key's bytes are not what its scheme asks for.
	#[error("the public key {0}")]
	Bytes(HexError),
	/// A public key is on no curve.
	#[error("the public key is no point of secp256k1, compressed")]
	Point,
	/// A public key in JSON is not what it must be.
	#[error("the public key: {0}")]
	Json(String),
	/// The operating system gives no random bytes for a new key.
	#[error("there is no randomness for a new key: {0}")]
	Random(String),
}

/// A key with its secret.
#[derive(Clone)]
pub struct Keypair(Secret);

#[derive(Clone)]
enum Secret {
	Ed25519(ed25519::SigningKey),
	Sr25519(schnorrkel::Keypair),
	Ecdsa(ecdsa::SigningKey),
}

impl Keypair {
	/// The key of a secret, written as everywhere in Substrate: a phrase or a seed in hex, the development
	/// phrase if there is neither, then a path and, after three slashes, a password.
	pub fn from_suri(scheme: Scheme, suri: &str) -> Result<Self, KeyError> {
		if suri.is_empty() {
			return Err(KeyError::Empty);
		}
		let uri = SecretUri::parse(suri)?;
		let seed = uri.seed()?;
		let secret = match scheme {
			Scheme::Ed25519 => Secret::Ed25519(uri.hard_seed(ED25519_PATH, seed)?.into()),
			Scheme::Sr25519 => Secret::Sr25519(sr25519(seed, &uri.path)?),
			Scheme::Ecdsa => {
				// Not every number is a key.
				let key =
					|seed: Seed| ecdsa::SigningKey::from_slice(&seed).map_err(|_| KeyError::Seed);
				key(seed)?;
				Secret::Ecdsa(key(uri.hard_seed(ECDSA_PATH, seed)?)?)
			},
		};
		Ok(Self(secret))
	}

	/// A new key, and the phrase of 12 words that is its secret.
	pub fn generate(scheme: Scheme) -> Result<(Self, String), KeyError> {
		let mut entropy = [0; ENTROPY];
		getrandom::getrandom(&mut entropy).map_err(|error| KeyError::Random(error.to_string()))?;
		let phrase = Mnemonic::from_entropy_in(Language::English, &entropy);
		let phrase = phrase.map_err(|_| KeyError::Phrase)?.to_string();
		Ok((Self::from_suri(scheme, &phrase)?, phrase))
	}

	/// How it signs.
	pub fn scheme(&self) -> Scheme {
		match &self.0 {
			Secret::Ed25519(_) => Scheme::Ed25519,
			Secret::Sr25519(_) => Scheme::Sr25519,
			Secret::Ecdsa(_) => Scheme::Ecdsa,
		}
	}

	/// The public key.
	pub fn signer(&self) -> MultiSigner {
		match &self.0 {
			Secret::Ed25519(key) => {
				MultiSigner::Ed25519(ed25519::VerificationKey::from(key).into())
			},
			Secret::Sr25519(key) => MultiSigner::Sr25519(key.public.to_bytes()),
			Secret::Ecdsa(key) => MultiSigner::Ecdsa(compressed(key.verifying_key())),
		}
	}

	/// Signs a payload; ECDSA signs its hash.
	pub fn sign(&self, payload: &[u8]) -> MultiSignature {
		match &self.0 {
			Secret::Ed25519(key) => MultiSignature::Ed25519(key.sign(payload).into()),
			Secret::Sr25519(key) => {
				MultiSignature::Sr25519(key.sign_simple(SR25519_CONTEXT, payload).to_bytes())
			},
			Secret::Ecdsa(key) => MultiSignature::Ecdsa(sign_hash(key, &payload_hash(payload))),
		}
	}
}

/// Without the secret.
impl fmt::Debug for Keypair {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Keypair({})", signer_text(&self.signer()))
	}
}

/// The sr25519 key at the end of a path.
fn sr25519(seed: Seed, path: &[Junction]) -> Result<schnorrkel::Keypair, KeyError> {
	let expand = |seed: MiniSecretKey| seed.expand(ExpansionMode::Ed25519);
	let top = expand(MiniSecretKey::from_bytes(&seed).map_err(|_| KeyError::Seed)?);
	let key = path.iter().fold(top, |key: SecretKey, junction| match junction {
		Junction::Soft(code) => key.derived_key_simple(ChainCode(*code), []).0,
		Junction::Hard(code) => {
			expand(key.hard_derive_mini_secret_key(Some(ChainCode(*code)), []).0)
		},
	});
	Ok(key.into())
}

/// A point of secp256k1 in 33 bytes.
fn compressed(key: &ecdsa::VerifyingKey) -> [u8; 33] {
	let point = key.to_encoded_point(true);
	// A compressed point is as long as that.
	point.as_bytes().first_chunk().copied().unwrap_or([0; 33])
}

/// r, s and the recovery id.
fn sign_hash(key: &ecdsa::SigningKey, hash: &[u8; 32]) -> [u8; 65] {
	let mut bytes = [0; 65];
	// Only a hash that is too short cannot be signed; zeros are the signature of nothing.
	if let Ok((signature, id)) = key.sign_prehash_recoverable(hash) {
		let signed = signature.to_bytes().into_iter().chain([id.to_byte()]);
		bytes.iter_mut().zip(signed).for_each(|(place, byte)| *place = byte);
	}
	bytes
}
