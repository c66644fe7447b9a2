// SPDX-License-Identifier: Apache-2.0

//! Files: an opening, and statements with their proofs, in the form of the test vectors. Bytes are hexadecimal, numbers
//! of 64 bits are strings.

use std::{
	fs::File,
	io::Read as _,
	path::{Path, PathBuf},
};

use gridmerit_hidden::{Blinding, Call, Commitment, Context, Opening};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::Error;

/// No file that is right is longer.
const MAX_FILE: u64 = 1 << 20;

/// Bytes in hexadecimal, with 0x in front or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hex(pub Vec<u8>);

impl TryFrom<String> for Hex {
	type Error = hex::FromHexError;

	fn try_from(text: String) -> Result<Self, Self::Error> {
		hex::decode(text.strip_prefix("0x").unwrap_or(&text)).map(Self)
	}
}

impl From<Hex> for String {
	fn from(bytes: Hex) -> Self {
		hex::encode(bytes.0)
	}
}

/// A number of 64 bits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(pub u64);

impl TryFrom<String> for Number {
	type Error = std::num::ParseIntError;

	fn try_from(text: String) -> Result<Self, Self::Error> {
		text.parse().map(Self)
	}
}

impl From<Number> for String {
	fn from(number: Number) -> Self {
		number.0.to_string()
	}
}

/// An amount with what hides it: a secret.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningFile {
	amount: Number,
	blinding: Hex,
	commitment: Hex,
}

impl From<&Opening> for OpeningFile {
	fn from(opening: &Opening) -> Self {
		Self {
			amount: Number(opening.amount),
			blinding: Hex(opening.blinding.encode().into()),
			commitment: Hex(opening.commitment().encode().into()),
		}
	}
}

/// The opening in a file.
pub fn opening(path: &Path) -> Result<Opening, Error> {
	let file: OpeningFile = read(path)?;
	let inside = |fault| Error::In { path: path.into(), fault };
	let blinding = Blinding::decode(&file.blinding.0).map_err(inside)?;
	let opening = Opening { amount: file.amount.0, blinding };
	if opening.commitment().encode().as_slice() == file.commitment.0 {
		Ok(opening)
	} else {
		Err(Error::OtherCommitment(path.into()))
	}
}

/// The openings in files.
pub fn openings(paths: &[PathBuf]) -> Result<Vec<Opening>, Error> {
	paths.iter().map(|path| opening(path)).collect()
}

/// Where a proof counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Where {
	genesis: Hex,
	agreement: u32,
	cycle: u32,
	node: u32,
	call: u8,
}

impl From<Context> for Where {
	fn from(context: Context) -> Self {
		Self {
			genesis: Hex(context.genesis.into()),
			agreement: context.agreement,
			cycle: context.cycle,
			node: context.node,
			call: context.call as u8,
		}
	}
}

impl Where {
	pub fn context(&self) -> Result<Context, gridmerit_hidden::Error> {
		let genesis = self.genesis.0.as_slice().try_into();
		Ok(Context {
			genesis: genesis.map_err(|_| gridmerit_hidden::Error::WrongLength)?,
			agreement: self.agreement,
			cycle: self.cycle,
			node: self.node,
			call: Call::from_number(self.call)?,
		})
	}
}

/// A statement with its proof: what others may see.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Proven {
	Range {
		context: Where,
		commitments: Vec<Hex>,
		lo: Number,
		hi: Number,
		bits: usize,
		sides: usize,
		proof: Hex,
	},
	Set {
		context: Where,
		commitment: Hex,
		set: Vec<Number>,
		proof: Hex,
	},
	Sums {
		context: Where,
		left: Vec<Hex>,
		right: Vec<Hex>,
		public: Number,
		proof: Hex,
	},
}

pub fn points(commitments: &[Commitment]) -> Vec<Hex> {
	commitments.iter().map(|commitment| Hex(commitment.encode().into())).collect()
}

pub fn commitments(points: &[Hex]) -> Result<Vec<Commitment>, gridmerit_hidden::Error> {
	points.iter().map(|point| Commitment::decode(&point.0)).collect()
}

/// 32 bytes in hexadecimal.
pub fn bytes_32(text: &str) -> Result<[u8; 32], String> {
	let bytes = Hex::try_from(text.to_string()).map_err(|error| error.to_string())?.0;
	let length = bytes.len();
	bytes.try_into().map_err(|_| format!("{length} bytes, not 32"))
}

pub fn text(path: &Path) -> Result<String, Error> {
	let fault = |fault| Error::Read { path: path.into(), fault };
	let mut text = String::new();
	File::open(path).map_err(fault)?.take(MAX_FILE).read_to_string(&mut text).map_err(fault)?;
	Ok(text)
}

pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
	let text = text(path)?;
	let mut json = serde_json::Deserializer::from_str(&text);
	serde_path_to_error::deserialize(&mut json)
		.map_err(|fault| Error::Json { path: path.into(), fault })
}

pub fn print<T: Serialize>(value: &T) -> Result<String, Error> {
	serde_json::to_string_pretty(value).map_err(Error::Print)
}
