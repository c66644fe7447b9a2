// SPDX-License-Identifier: Apache-2.0

//! Bytes, numbers, keys and signatures in JSON, as polkadot.js takes and shows them.

use std::fmt;

use gridmerit_energy::{Reading, Serial};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sp_core::{H256, ecdsa, ed25519, sr25519};
use sp_runtime::{MultiSignature, MultiSigner};

/// Why a text is no bytes in hex.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexError {
	/// It does not begin with 0x.
	#[error("does not begin with 0x")]
	Prefix,
	/// It holds something that is no hex digit.
	#[error("has something other than hex digits after 0x")]
	Digit,
	/// A digit is missing.
	#[error("has an odd number of hex digits")]
	Odd,
	/// It has another length than it must have.
	#[error("is {0} bytes long and must be {1}")]
	Length(usize, usize),
}

/// Bytes as `0x…`.
pub fn to_hex(bytes: &[u8]) -> String {
	sp_core::bytes::to_hex(bytes, false)
}

/// The bytes of `0x…`, in upper or lower case.
pub fn parse_hex(text: &str) -> Result<Vec<u8>, HexError> {
	let digits = text.strip_prefix("0x").ok_or(HexError::Prefix)?;
	if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
		return Err(HexError::Digit);
	}
	if digits.len() % 2 == 1 {
		return Err(HexError::Odd);
	}
	sp_core::bytes::from_hex(text).map_err(|_| HexError::Digit)
}

/// The 32 bytes of a hash.
pub fn parse_hash(text: &str) -> Result<H256, HexError> {
	sized(&parse_hex(text)?).map(H256)
}

/// So many bytes and no others.
pub(crate) fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], HexError> {
	bytes.try_into().map_err(|_| HexError::Length(bytes.len(), N))
}

/// Bytes that are written as `0x…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hex(pub Vec<u8>);

impl Serialize for Hex {
	fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
		to.serialize_str(&to_hex(&self.0))
	}
}

impl<'de> Deserialize<'de> for Hex {
	fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
		let text = String::deserialize(from)?;
		parse_hex(&text).map(Hex).map_err(de::Error::custom)
	}
}

/// A key or a signature with the name of its scheme. polkadot.js writes that with a small letter.
#[derive(Serialize, Deserialize)]
enum Tagged {
	#[serde(alias = "ed25519")]
	Ed25519(Hex),
	#[serde(alias = "sr25519")]
	Sr25519(Hex),
	#[serde(alias = "ecdsa")]
	Ecdsa(Hex),
}

const NO_SUCH_SCHEME: &str = "a meter's scheme is ed25519, sr25519 or ECDSA";

pub(crate) mod hash {
	use super::*;

	pub fn serialize<S: Serializer>(hash: &H256, to: S) -> Result<S::Ok, S::Error> {
		to.serialize_str(&to_hex(hash.as_bytes()))
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<H256, D::Error> {
		let Hex(bytes) = Hex::deserialize(from)?;
		sized(&bytes).map(H256).map_err(de::Error::custom)
	}
}

pub(crate) mod signer {
	use super::*;

	pub fn serialize<S: Serializer>(signer: &MultiSigner, to: S) -> Result<S::Ok, S::Error> {
		match signer {
			MultiSigner::Ed25519(key) => Tagged::Ed25519(Hex(key.0.into())),
			MultiSigner::Sr25519(key) => Tagged::Sr25519(Hex(key.0.into())),
			MultiSigner::Ecdsa(key) => Tagged::Ecdsa(Hex(key.0.into())),
			MultiSigner::Eth(_) => return Err(serde::ser::Error::custom(NO_SUCH_SCHEME)),
		}
		.serialize(to)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<MultiSigner, D::Error> {
		match Tagged::deserialize(from)? {
			Tagged::Ed25519(Hex(key)) => {
				sized(&key).map(|key| ed25519::Public::from_raw(key).into())
			},
			Tagged::Sr25519(Hex(key)) => {
				sized(&key).map(|key| sr25519::Public::from_raw(key).into())
			},
			Tagged::Ecdsa(Hex(key)) => sized(&key).map(|key| ecdsa::Public::from_raw(key).into()),
		}
		.map_err(de::Error::custom)
	}
}

pub(crate) mod signature {
	use super::*;

	pub fn serialize<S: Serializer>(signature: &MultiSignature, to: S) -> Result<S::Ok, S::Error> {
		match signature {
			MultiSignature::Ed25519(bytes) => Tagged::Ed25519(Hex(bytes.0.into())),
			MultiSignature::Sr25519(bytes) => Tagged::Sr25519(Hex(bytes.0.into())),
			MultiSignature::Ecdsa(bytes) => Tagged::Ecdsa(Hex(bytes.0.into())),
			MultiSignature::Eth(_) => return Err(serde::ser::Error::custom(NO_SUCH_SCHEME)),
		}
		.serialize(to)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<MultiSignature, D::Error> {
		match Tagged::deserialize(from)? {
			Tagged::Ed25519(Hex(bytes)) => {
				sized(&bytes).map(|bytes| ed25519::Signature::from_raw(bytes).into())
			},
			Tagged::Sr25519(Hex(bytes)) => {
				sized(&bytes).map(|bytes| sr25519::Signature::from_raw(bytes).into())
			},
			Tagged::Ecdsa(Hex(bytes)) => {
				sized(&bytes).map(|bytes| ecdsa::Signature::from_raw(bytes).into())
			},
		}
		.map_err(de::Error::custom)
	}
}

pub(crate) mod serial {
	use super::*;

	pub fn serialize<S: Serializer>(serial: &Serial, to: S) -> Result<S::Ok, S::Error> {
		to.serialize_str(&to_hex(serial))
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Serial, D::Error> {
		let Hex(bytes) = Hex::deserialize(from)?;
		let long = bytes.len();
		Serial::try_from(bytes).map_err(|_| {
			de::Error::custom(format!(
				"is {long} bytes long and must be at most {}",
				Serial::bound()
			))
		})
	}
}

/// A number of 64 bits, which JavaScript cannot hold: a string of its digits.
pub(crate) mod number {
	use super::*;

	pub fn serialize<S: Serializer>(number: &u64, to: S) -> Result<S::Ok, S::Error> {
		to.collect_str(number)
	}

	/// A number, a string of its digits, or `0x…` as polkadot.js shows what is large.
	pub fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<u64>>(from: D) -> Result<T, D::Error> {
		struct Visitor;

		impl de::Visitor<'_> for Visitor {
			type Value = u64;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("a whole number, or a string of its digits")
			}

			fn visit_u64<E: de::Error>(self, value: u64) -> Result<u64, E> {
				Ok(value)
			}

			fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
				let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |hex| (hex, 16));
				// The standard library would take a sign.
				Some(digits)
					.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
					.and_then(|digits| u64::from_str_radix(digits, radix).ok())
					.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
			}
		}

		let number = from.deserialize_any(Visitor)?;
		T::try_from(number).map_err(|_| de::Error::custom(format!("{number} is too large")))
	}
}

/// A reading in JSON.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Reading", rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReadingFields {
	#[serde(deserialize_with = "number::deserialize")]
	interval: u32,
	#[serde(with = "number")]
	counter: u64,
	#[serde(with = "number")]
	import_register: u64,
	#[serde(with = "number")]
	export_register: u64,
	#[serde(with = "number")]
	import: u64,
	#[serde(with = "number")]
	export: u64,
}
