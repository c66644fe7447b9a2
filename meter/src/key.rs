// SPDX-License-Identifier: Apache-2.0

//! Keys of meters and manufacturers.

use std::{fmt, str::FromStr};

use sp_core::{
	Pair,
	crypto::{ExposeSecret, SecretStringError, SecretUri},
	ecdsa, ed25519, sr25519,
};
use sp_runtime::{MultiSignature, MultiSigner};

use crate::encoding::{self, HexError, parse_hex, sized, to_hex};

/// How a meter signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
	/// Ed25519.
	Ed25519,
	/// Schnorr signatures on Ristretto, as Substrate accounts use them; randomised.
	Sr25519,
	/// ECDSA on secp256k1, over the BLAKE2b-256 hash of what is signed.
	Ecdsa,
}

impl Scheme {
	/// Every scheme, in the order of its byte in a payload.
	pub const ALL: [Self; 3] = [Self::Ed25519, Self::Sr25519, Self::Ecdsa];

	/// Its name in lower case.
	pub fn name(self) -> &'static str {
		match self {
			Self::Ed25519 => "ed25519",
			Self::Sr25519 => "sr25519",
			Self::Ecdsa => "ecdsa",
		}
	}

	/// The scheme of a key, if meters may have it.
	pub fn of(signer: &MultiSigner) -> Option<Self> {
		match signer {
			MultiSigner::Ed25519(_) => Some(Self::Ed25519),
			MultiSigner::Sr25519(_) => Some(Self::Sr25519),
			MultiSigner::Ecdsa(_) => Some(Self::Ecdsa),
			MultiSigner::Eth(_) => None,
		}
	}

	/// The scheme of a signature, if meters may have it.
	pub fn of_signature(signature: &MultiSignature) -> Option<Self> {
		match signature {
			MultiSignature::Ed25519(_) => Some(Self::Ed25519),
			MultiSignature::Sr25519(_) => Some(Self::Sr25519),
			MultiSignature::Ecdsa(_) => Some(Self::Ecdsa),
			MultiSignature::Eth(_) => None,
		}
	}
}

impl fmt::Display for Scheme {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.name())
	}
}

impl FromStr for Scheme {
	type Err = KeyError;

	fn from_str(name: &str) -> Result<Self, KeyError> {
		let known = Self::ALL.into_iter().find(|scheme| scheme.name() == name);
		known.ok_or_else(|| KeyError::Scheme(name.into()))
	}
}

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
}

/// A key with its secret.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a program holds few keys")]
pub enum Keypair {
	/// Of Ed25519.
	Ed25519(ed25519::Pair),
	/// Of sr25519.
	Sr25519(sr25519::Pair),
	/// Of ECDSA.
	Ecdsa(ecdsa::Pair),
}

impl Keypair {
	/// The key of a secret, written as everywhere in Substrate: a phrase or a seed in hex, the development
	/// phrase if there is neither, then a path and, after three slashes, a password.
	pub fn from_suri(scheme: Scheme, suri: &str) -> Result<Self, KeyError> {
		if suri.is_empty() {
			return Err(KeyError::Empty);
		}
		let uri = SecretUri::from_str(suri).map_err(|_| KeyError::Format)?;
		if uri.phrase.expose_secret().starts_with("0x") {
			// Substrate panics on a seed that is no key.
			let seed = parse_hex(uri.phrase.expose_secret()).map_err(|_| KeyError::Seed)?;
			let seed: [u8; 32] = sized(&seed).map_err(|_| KeyError::Seed)?;
			if scheme == Scheme::Ecdsa {
				ecdsa::Pair::from_seed_slice(&seed).map_err(|_| KeyError::Seed)?;
			}
		}
		match scheme {
			Scheme::Ed25519 => ed25519::Pair::from_string(suri, None).map(Self::Ed25519),
			Scheme::Sr25519 => sr25519::Pair::from_string(suri, None).map(Self::Sr25519),
			Scheme::Ecdsa => ecdsa::Pair::from_string(suri, None).map(Self::Ecdsa),
		}
		.map_err(|error| match error {
			SecretStringError::InvalidPhrase => KeyError::Phrase,
			SecretStringError::InvalidPath => KeyError::Path,
			SecretStringError::InvalidSeed | SecretStringError::InvalidSeedLength => KeyError::Seed,
			SecretStringError::InvalidFormat(_) | SecretStringError::InvalidPassword => {
				KeyError::Format
			},
		})
	}

	/// A new key, and the phrase of 12 words that is its secret.
	pub fn generate(scheme: Scheme) -> (Self, String) {
		match scheme {
			Scheme::Ed25519 => {
				let (pair, phrase, _) = ed25519::Pair::generate_with_phrase(None);
				(Self::Ed25519(pair), phrase)
			},
			Scheme::Sr25519 => {
				let (pair, phrase, _) = sr25519::Pair::generate_with_phrase(None);
				(Self::Sr25519(pair), phrase)
			},
			Scheme::Ecdsa => {
				let (pair, phrase, _) = ecdsa::Pair::generate_with_phrase(None);
				(Self::Ecdsa(pair), phrase)
			},
		}
	}

	/// How it signs.
	pub fn scheme(&self) -> Scheme {
		match self {
			Self::Ed25519(_) => Scheme::Ed25519,
			Self::Sr25519(_) => Scheme::Sr25519,
			Self::Ecdsa(_) => Scheme::Ecdsa,
		}
	}

	/// The public key.
	pub fn signer(&self) -> MultiSigner {
		match self {
			Self::Ed25519(pair) => pair.public().into(),
			Self::Sr25519(pair) => pair.public().into(),
			Self::Ecdsa(pair) => pair.public().into(),
		}
	}

	/// Signs a payload; ECDSA signs its hash.
	pub fn sign(&self, payload: &[u8]) -> MultiSignature {
		match self {
			Self::Ed25519(pair) => pair.sign(payload).into(),
			Self::Sr25519(pair) => pair.sign(payload).into(),
			Self::Ecdsa(pair) => pair.sign(payload).into(),
		}
	}
}

/// Without the secret.
impl fmt::Debug for Keypair {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Keypair({})", signer_text(&self.signer()))
	}
}

/// A public key as one word: `sr25519:0x…`.
pub fn signer_text(signer: &MultiSigner) -> String {
	match signer {
		MultiSigner::Ed25519(key) => format!("ed25519:{}", to_hex(&key.0)),
		MultiSigner::Sr25519(key) => format!("sr25519:{}", to_hex(&key.0)),
		MultiSigner::Ecdsa(key) => format!("ecdsa:{}", to_hex(&key.0)),
		MultiSigner::Eth(key) => format!("eth:{}", to_hex(&key.0)),
	}
}

/// A public key, written as one word or in JSON.
pub fn parse_signer(text: &str) -> Result<MultiSigner, KeyError> {
	let signer = if text.starts_with('{') {
		let mut json = serde_json::Deserializer::from_str(text);
		encoding::signer::deserialize(&mut json)
			.and_then(|signer| json.end().map(|()| signer))
			.map_err(|error| KeyError::Json(error.to_string()))?
	} else {
		let (scheme, key) = text.split_once(':').ok_or(KeyError::Public)?;
		let scheme = Scheme::from_str(scheme)?;
		let key = parse_hex(key).map_err(KeyError::Bytes)?;
		match scheme {
			Scheme::Ed25519 => sized(&key).map(|key| ed25519::Public::from_raw(key).into()),
			Scheme::Sr25519 => sized(&key).map(|key| sr25519::Public::from_raw(key).into()),
			Scheme::Ecdsa => sized(&key).map(|key| ecdsa::Public::from_raw(key).into()),
		}
		.map_err(KeyError::Bytes)?
	};
	match &signer {
		MultiSigner::Ecdsa(key) if ecdsa::Public::from_full(&key.0).is_err() => {
			Err(KeyError::Point)
		},
		_ => Ok(signer),
	}
}
