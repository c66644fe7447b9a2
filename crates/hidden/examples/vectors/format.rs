// SPDX-License-Identifier: Apache-2.0

//! How test vectors are written. Numbers of 64 bits are strings: not every language has them.

use gridmerit_hidden::{
	Bits, Call, Commitment, Context, EqualSums, EqualSumsProof, Error, Generators, InRange, OneOf,
	OneOfProof, Range, RangeProof,
};
use serde::{Deserialize, Serialize};

/// A file of vectors.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct File<T> {
	pub layout: String,
	pub about: Vec<String>,
	pub vectors: Vec<T>,
}

impl<T: Serialize> File<T> {
	/// A vector a line.
	pub fn to_json(&self) -> serde_json::Result<String> {
		let lines = |lines: Vec<String>| lines.join(",\n  ");
		let about = self.about.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
		let vectors = self.vectors.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
		Ok(format!(
			"{{\n \"layout\": {},\n \"about\": [\n  {}\n ],\n \"vectors\": [\n  {}\n ]\n}}\n",
			serde_json::to_string(&self.layout)?,
			lines(about),
			lines(vectors)
		))
	}
}

/// Bytes in hexadecimal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hex(pub Vec<u8>);

impl TryFrom<String> for Hex {
	type Error = hex::FromHexError;

	fn try_from(text: String) -> Result<Self, Self::Error> {
		hex::decode(text).map(Self)
	}
}

impl From<Hex> for String {
	fn from(bytes: Hex) -> Self {
		hex::encode(bytes.0)
	}
}

impl From<Vec<u8>> for Hex {
	fn from(bytes: Vec<u8>) -> Self {
		Self(bytes)
	}
}

impl<const N: usize> From<[u8; N]> for Hex {
	fn from(bytes: [u8; N]) -> Self {
		Self(bytes.into())
	}
}

/// A 64-bit number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub String);

impl From<u64> for Number {
	fn from(number: u64) -> Self {
		Self(number.to_string())
	}
}

impl Number {
	pub fn value(&self) -> u64 {
		self.0.parse().unwrap_or_else(|error| panic!("{}: {error}", self.0))
	}
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Where {
	pub genesis: Hex,
	pub agreement: u32,
	pub cycle: u32,
	pub node: u32,
	pub call: u8,
}

impl From<Context> for Where {
	fn from(context: Context) -> Self {
		Self {
			genesis: context.genesis.into(),
			agreement: context.agreement,
			cycle: context.cycle,
			node: context.node,
			call: context.call as u8,
		}
	}
}

impl Where {
	pub fn context(&self) -> Result<Context, Error> {
		Ok(Context {
			genesis: self.genesis.0.as_slice().try_into().map_err(|_| Error::WrongLength)?,
			agreement: self.agreement,
			cycle: self.cycle,
			node: self.node,
			call: Call::from_number(self.call)?,
		})
	}
}

fn commitments(bytes: &[Hex]) -> Result<Vec<Commitment>, Error> {
	bytes.iter().map(|bytes| Commitment::decode(&bytes.0)).collect()
}

fn name(result: Result<(), Error>) -> String {
	result.map_or_else(|error| format!("{error:?}"), |()| "Ok".into())
}

/// Bytes that are read as a commitment or a blinding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
	pub name: String,
	pub kind: String,
	pub bytes: Hex,
	pub verdict: String,
}

impl Read {
	pub fn verdict(&self) -> String {
		name(match self.kind.as_str() {
			"point" => Commitment::decode(&self.bytes.0).map(|_| ()),
			"scalar" => gridmerit_hidden::Blinding::decode(&self.bytes.0).map(|_| ()),
			other => panic!("no kind {other}"),
		})
	}
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committed {
	pub name: String,
	pub amount: Number,
	pub blinding: Hex,
	pub commitment: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summed {
	pub name: String,
	pub plus: Vec<Hex>,
	pub minus: Vec<Hex>,
	pub times: Number,
	pub result: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
	pub name: String,
	pub secret: Hex,
	pub what: Hex,
	pub blinding: Hex,
}

/// What a meter signs about its registers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Registered {
	pub name: String,
	pub secret: Hex,
	pub genesis: Hex,
	pub key: Hex,
	pub interval: u32,
	pub counter: Number,
	pub import_register: Number,
	pub export_register: Number,
	pub payload: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
	pub name: String,
	pub context: Where,
	pub secrets: Vec<Hex>,
	pub publics: Vec<Hex>,
	pub sides: Vec<String>,
	pub blindings: Vec<Hex>,
	pub shares: Vec<Hex>,
	pub sum: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balanced {
	pub name: String,
	pub context: Where,
	pub left: Vec<Hex>,
	pub right: Vec<Hex>,
	pub public: Number,
	pub proof: Hex,
	pub verdict: String,
}

impl Balanced {
	pub fn verdict(&self) -> String {
		let verdict = || {
			let (left, right) = (commitments(&self.left)?, commitments(&self.right)?);
			let proof = EqualSumsProof::decode(&self.proof.0)?;
			let (context, public) = (self.context.context()?, self.public.value());
			EqualSums { context, left: &left, right: &right, public }.verify(&proof)
		};
		name(verdict())
	}
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InSet {
	pub name: String,
	pub context: Where,
	pub commitment: Hex,
	pub set: Vec<Number>,
	pub proof: Hex,
	pub verdict: String,
}

impl InSet {
	pub fn verdict(&self) -> String {
		let verdict = || {
			let set: Vec<u64> = self.set.iter().map(Number::value).collect();
			let proof = OneOfProof::decode(&self.proof.0)?;
			let commitment = Commitment::decode(&self.commitment.0)?;
			OneOf { context: self.context.context()?, commitment, set: &set }.verify(&proof)
		};
		name(verdict())
	}
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranged {
	pub name: String,
	pub context: Where,
	pub commitments: Vec<Hex>,
	pub lo: Number,
	pub hi: Number,
	pub bits: usize,
	pub sides: usize,
	pub proof: Hex,
	pub verdict: String,
}

impl Ranged {
	/// Read and verified, alone and as a batch of itself.
	pub fn verdict(&self, generators: &Generators) -> String {
		let verdict = || {
			let commitments = commitments(&self.commitments)?;
			let proof = RangeProof::decode(&self.proof.0)?;
			let range = match self.sides {
				1 => Range::bits(Bits::from_number(self.bits)?),
				_ => Range::within(self.lo.value(), self.hi.value())?,
			};
			let context = self.context.context()?;
			let statement = InRange { context, commitments: &commitments, range };
			let alone = statement.verify(generators, &proof);
			assert_eq!(
				gridmerit_hidden::verify_batch(generators, &[(statement, &proof); 2]),
				alone,
				"{}",
				self.name
			);
			alone
		};
		name(verdict())
	}
}
