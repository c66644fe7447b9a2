// SPDX-License-Identifier: Apache-2.0

//! The file of test vectors.

use gridmerit_meter::{Claim, MultiSignature, MultiSigner};
use serde::{Deserialize, Serialize};

/// All vectors, with the keys that they use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vectors {
	/// The version of the layout.
	pub layout: String,
	/// What the fields are.
	pub about: Vec<String>,
	/// The keys; everybody knows their secrets.
	pub keys: Vec<Key>,
	/// The vectors.
	pub vectors: Vec<Vector>,
}

impl Vectors {
	/// As JSON, a line for each key and vector.
	pub fn to_json(&self) -> Result<String, serde_json::Error> {
		fn lines<T: Serialize>(rows: &[T]) -> Result<String, serde_json::Error> {
			let rows: Result<Vec<_>, _> = rows.iter().map(serde_json::to_string).collect();
			Ok(format!("[\n  {}\n ]", rows?.join(",\n  ")))
		}
		let layout = serde_json::to_string(&self.layout)?;
		let (about, keys) = (lines(&self.about)?, lines(&self.keys)?);
		let vectors = lines(&self.vectors)?;
		Ok(format!(
			"{{\n \"layout\": {layout},\n \"about\": {about},\n \"keys\": {keys},\n \"vectors\": {vectors}\n}}"
		))
	}
}

/// A key for tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
	/// The secret, as everywhere in Substrate.
	pub suri: String,
	/// The same as 32 bytes in hex.
	pub seed: String,
	/// The public key.
	pub signer: MultiSigner,
}

/// A signature of a claim, right or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vector {
	/// What is special about it.
	pub name: String,
	/// What is said to have been signed.
	#[serde(flatten)]
	pub claim: Claim,
	/// Who is said to have signed.
	pub signer: MultiSigner,
	/// The claim's bytes, in hex.
	pub payload: String,
	/// What the signing function takes, in hex.
	pub message: String,
	/// The signature.
	pub signature: MultiSignature,
	/// Whether it must verify.
	pub valid: bool,
}
