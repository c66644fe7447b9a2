// SPDX-License-Identifier: Apache-2.0

//! Schemes, public keys and signatures.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
	encoding::{Hex, HexError, parse_hex, sized, to_hex},
	key::KeyError,
	verify::point,
};

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

	/// Its byte in a payload, and in SCALE.
	pub fn byte(self) -> u8 {
		match self {
			Self::Ed25519 => 0,
			Self::Sr25519 => 1,
			Self::Ecdsa => 2,
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

/// A public key: `{"Sr25519":"0x…"}` in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Tagged", into = "Tagged")]
pub enum MultiSigner {
	/// Of Ed25519.
	Ed25519([u8; 32]),
	/// Of sr25519.
	Sr25519([u8; 32]),
	/// Of ECDSA: a point of secp256k1, compressed.
	Ecdsa([u8; 33]),
}

impl MultiSigner {
	/// Its scheme.
	pub fn scheme(&self) -> Scheme {
		match self {
			Self::Ed25519(_) => Scheme::Ed25519,
			Self::Sr25519(_) => Scheme::Sr25519,
			Self::Ecdsa(_) => Scheme::Ecdsa,
		}
	}

	/// The byte of its scheme, then its own: how a payload holds it.
	pub fn key_bytes(&self) -> Vec<u8> {
		[&[self.scheme().byte()], self.as_ref()].concat()
	}
}

/// Without its scheme.
impl AsRef<[u8]> for MultiSigner {
	fn as_ref(&self) -> &[u8] {
		match self {
			Self::Ed25519(key) | Self::Sr25519(key) => key,
			Self::Ecdsa(key) => key,
		}
	}
}

/// A signature: `{"Sr25519":"0x…"}` in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Tagged", into = "Tagged")]
pub enum MultiSignature {
	/// Of Ed25519.
	Ed25519([u8; 64]),
	/// Of sr25519.
	Sr25519([u8; 64]),
	/// Of ECDSA: r, s and the recovery id.
	Ecdsa([u8; 65]),
}

impl MultiSignature {
	/// Its scheme.
	pub fn scheme(&self) -> Scheme {
		match self {
			Self::Ed25519(_) => Scheme::Ed25519,
			Self::Sr25519(_) => Scheme::Sr25519,
			Self::Ecdsa(_) => Scheme::Ecdsa,
		}
	}
}

/// Without its scheme.
impl AsRef<[u8]> for MultiSignature {
	fn as_ref(&self) -> &[u8] {
		match self {
			Self::Ed25519(bytes) | Self::Sr25519(bytes) => bytes,
			Self::Ecdsa(bytes) => bytes,
		}
	}
}

/// Bytes of any length with the name of a scheme. polkadot.js writes that with a small letter.
#[derive(Serialize, Deserialize)]
enum Tagged {
	#[serde(alias = "ed25519")]
	Ed25519(Hex),
	#[serde(alias = "sr25519")]
	Sr25519(Hex),
	#[serde(alias = "ecdsa")]
	Ecdsa(Hex),
}

impl Tagged {
	fn new(scheme: Scheme, bytes: Vec<u8>) -> Self {
		match scheme {
			Scheme::Ed25519 => Self::Ed25519(Hex(bytes)),
			Scheme::Sr25519 => Self::Sr25519(Hex(bytes)),
			Scheme::Ecdsa => Self::Ecdsa(Hex(bytes)),
		}
	}
}

impl From<MultiSigner> for Tagged {
	fn from(signer: MultiSigner) -> Self {
		Self::new(signer.scheme(), signer.as_ref().into())
	}
}

impl TryFrom<Tagged> for MultiSigner {
	type Error = HexError;

	fn try_from(tagged: Tagged) -> Result<Self, HexError> {
		match tagged {
			Tagged::Ed25519(Hex(key)) => sized(&key).map(Self::Ed25519),
			Tagged::Sr25519(Hex(key)) => sized(&key).map(Self::Sr25519),
			Tagged::Ecdsa(Hex(key)) => sized(&key).map(Self::Ecdsa),
		}
	}
}

impl From<MultiSignature> for Tagged {
	fn from(signature: MultiSignature) -> Self {
		Self::new(signature.scheme(), signature.as_ref().into())
	}
}

impl TryFrom<Tagged> for MultiSignature {
	type Error = HexError;

	fn try_from(tagged: Tagged) -> Result<Self, HexError> {
		match tagged {
			Tagged::Ed25519(Hex(bytes)) => sized(&bytes).map(Self::Ed25519),
			Tagged::Sr25519(Hex(bytes)) => sized(&bytes).map(Self::Sr25519),
			Tagged::Ecdsa(Hex(bytes)) => sized(&bytes).map(Self::Ecdsa),
		}
	}
}

/// A public key as one word: `sr25519:0x…`.
pub fn signer_text(signer: &MultiSigner) -> String {
	format!("{}:{}", signer.scheme(), to_hex(signer.as_ref()))
}

/// What `gridmerit-meter key` prints, as far as it is a public key.
#[derive(Deserialize)]
struct Printed {
	signer: MultiSigner,
}

/// A public key, written as one word, in JSON, or as all that `gridmerit-meter key` prints of it.
pub fn parse_signer(text: &str) -> Result<MultiSigner, KeyError> {
	let signer = if text.starts_with('{') {
		match serde_json::from_str(text) {
			Ok(Printed { signer }) => signer,
			Err(_) => {
				serde_json::from_str(text).map_err(|error| KeyError::Json(error.to_string()))?
			},
		}
	} else {
		let (scheme, key) = text.split_once(':').ok_or(KeyError::Public)?;
		let scheme = Scheme::from_str(scheme)?;
		let key = parse_hex(key).map_err(KeyError::Bytes)?;
		Tagged::new(scheme, key).try_into().map_err(KeyError::Bytes)?
	};
	match &signer {
		MultiSigner::Ecdsa(key) if point(key).is_none() => Err(KeyError::Point),
		_ => Ok(signer),
	}
}
