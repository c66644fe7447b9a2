// SPDX-License-Identifier: Apache-2.0

//! Bytes and numbers in JSON, as polkadot.js takes and shows them.

use std::fmt;

use gridmerit_statements::Reading;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
	format!("0x{}", hex::encode(bytes))
}

/// The bytes of `0x…`, in upper or lower case.
pub fn parse_hex(text: &str) -> Result<Vec<u8>, HexError> {
	let digits = text.strip_prefix("0x").ok_or(HexError::Prefix)?;
	if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
		return Err(HexError::Digit);
	}
	hex::decode(digits).map_err(|_| HexError::Odd)
}

/// So many bytes and no others.
pub(crate) fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], HexError> {
	bytes.try_into().map_err(|_| HexError::Length(bytes.len(), N))
}

/// Bytes that are written as `0x…`.
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
