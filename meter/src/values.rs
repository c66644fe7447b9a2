// SPDX-License-Identifier: Apache-2.0

//! Hashes and serial numbers.

use std::{fmt, ops::Deref};

use blake2::{Blake2b, Digest, digest::consts::U32};
use gridmerit_statements::{MAX_SERIAL, Wh};
use serde::{Deserialize, Serialize};

use crate::encoding::{Hex, HexError, parse_hex, sized, to_hex};

/// An amount of energy or a register's reading, from a command line. Devices show decimals; the chain counts whole Wh.
pub fn watt_hours(text: &str) -> Result<Wh, NotWhole> {
	text.parse().map_err(|_| NotWhole)
}

/// A text is no number of Wh that a reading could state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
	"not a whole number of Wh: 1 kWh are 1000. Of a register with decimals take the whole Wh, and of an interval the \
	 difference of two such registers"
)]
pub struct NotWhole;

/// A hash of 32 bytes: that of a chain's first block tells one chain from another. `0x…` in JSON and
/// wherever it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Hex", into = "Hex")]
pub struct H256(pub [u8; 32]);

impl From<[u8; 32]> for H256 {
	fn from(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl TryFrom<Hex> for H256 {
	type Error = HexError;

	fn try_from(Hex(bytes): Hex) -> Result<Self, HexError> {
		sized(&bytes).map(Self)
	}
}

impl From<H256> for Hex {
	fn from(hash: H256) -> Self {
		Self(hash.0.into())
	}
}

impl fmt::Display for H256 {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&to_hex(&self.0))
	}
}

impl fmt::Debug for H256 {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

/// The 32 bytes of a hash.
pub fn parse_hash(text: &str) -> Result<H256, HexError> {
	sized(&parse_hex(text)?).map(H256)
}

/// The BLAKE2b-256 hash of a payload: what an ECDSA key signs.
pub fn payload_hash(payload: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(payload).into()
}

/// What is printed on a device, at most 32 bytes. `0x…` in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Hex", into = "Hex")]
pub struct Serial(Vec<u8>);

/// A serial number is longer than 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is {0} bytes long and must be at most {MAX_SERIAL}")]
pub struct SerialTooLong(pub usize);

impl TryFrom<Vec<u8>> for Serial {
	type Error = SerialTooLong;

	fn try_from(bytes: Vec<u8>) -> Result<Self, SerialTooLong> {
		match bytes.len() {
			0..=MAX_SERIAL => Ok(Self(bytes)),
			length => Err(SerialTooLong(length)),
		}
	}
}

impl TryFrom<Hex> for Serial {
	type Error = SerialTooLong;

	fn try_from(Hex(bytes): Hex) -> Result<Self, SerialTooLong> {
		bytes.try_into()
	}
}

impl From<Serial> for Hex {
	fn from(serial: Serial) -> Self {
		Self(serial.0)
	}
}

impl Deref for Serial {
	type Target = [u8];

	fn deref(&self) -> &[u8] {
		&self.0
	}
}
