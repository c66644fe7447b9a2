// SPDX-License-Identifier: Apache-2.0

//! Signed claims, as they are handed on: JSON whose fields polkadot.js takes.

use gridmerit_statements::{Interval, MAX_METERED, MeterIndex, NodeIndex, Reading, Wh};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
	claim::Claim,
	encoding::{self, ReadingFields},
	key::Keypair,
	signer::{MultiSignature, MultiSigner, signer_text},
	values::{H256, Serial},
	verify::{Mismatch, verify},
};

/// A reading as a meter sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedReading {
	/// The meter's index on the chain; it is not signed, its key is.
	#[serde(deserialize_with = "encoding::number::deserialize")]
	pub meter: MeterIndex,
	/// What it states.
	#[serde(with = "ReadingFields")]
	pub reading: Reading,
	/// The meter's signature.
	pub signature: MultiSignature,
}

/// A meter's consent to being bound to a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
	/// The meter's key.
	pub key: MultiSigner,
	/// The node.
	#[serde(deserialize_with = "encoding::number::deserialize")]
	pub node: NodeIndex,
	/// How often the meter has been bound before.
	#[serde(deserialize_with = "encoding::number::deserialize")]
	pub bindings: u32,
	/// The meter's signature.
	pub signature: MultiSignature,
}

/// A manufacturer's certificate of a meter's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
	/// The meter's key.
	pub key: MultiSigner,
	/// The first interval for which it is the device's key.
	#[serde(deserialize_with = "encoding::number::deserialize")]
	pub from: Interval,
	/// What is printed on the device.
	pub serial: Serial,
	/// The manufacturer's signature.
	pub signature: MultiSignature,
}

/// Why a signed claim does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
	/// Its signature is not the one it should be.
	#[error(transparent)]
	Signature(#[from] Mismatch),
	/// It concerns another meter, or the same secret in another scheme: whose key it has.
	#[error("key: it concerns another meter's key, {0}")]
	OtherKey(String),
	/// A reading states more energy in an interval than a reading can.
	#[error("{field}: {energy} Wh is more than a reading can state, {MAX_METERED} Wh")]
	TooMuch {
		/// The field's name.
		field: &'static str,
		/// What it states.
		energy: Wh,
	},
	/// A register is below what flowed in the interval alone.
	#[error("{field}: {register} Wh is less than the {energy} Wh of the interval alone")]
	Register {
		/// The field's name.
		field: &'static str,
		/// What it shows.
		register: Wh,
		/// What flowed.
		energy: Wh,
	},
}

/// Whether a reading can be true: within what it can state, registers not below the interval's energy.
pub fn check_reading(reading: &Reading) -> Result<(), Refused> {
	let Reading { import, export, import_register, export_register, .. } = *reading;
	check_energy(import, export)?;
	for (field, register, energy) in
		[("importRegister", import_register, import), ("exportRegister", export_register, export)]
	{
		if register < energy {
			return Err(Refused::Register { field, register, energy });
		}
	}
	Ok(())
}

/// Whether a reading can state so much energy in an interval.
pub(crate) fn check_energy(import: Wh, export: Wh) -> Result<(), Refused> {
	for (field, energy) in [("import", import), ("export", export)] {
		if energy > MAX_METERED {
			return Err(Refused::TooMuch { field, energy });
		}
	}
	Ok(())
}

impl SignedReading {
	/// Whether it can be true, and the meter with this key has signed it for the chain with this genesis.
	pub fn verify(&self, genesis: H256, key: &MultiSigner) -> Result<(), Refused> {
		check_reading(&self.reading)?;
		Ok(verify(key, &self.reading.payload(&genesis.0, &key.key_bytes()), &self.signature)?)
	}
}

impl Consent {
	/// What it says.
	pub fn claim(&self, genesis: H256) -> Claim {
		let Self { key, node, bindings, .. } = self.clone();
		Claim::Consent { genesis, key, node, bindings }
	}

	/// Whether it is of the meter with this key, for the chain with this genesis.
	pub fn verify(&self, genesis: H256, key: &MultiSigner) -> Result<(), Refused> {
		if *key != self.key {
			return Err(Refused::OtherKey(signer_text(&self.key)));
		}
		Ok(verify(key, &self.claim(genesis).payload(), &self.signature)?)
	}
}

impl Certificate {
	/// What it says.
	pub fn claim(&self) -> Claim {
		let Self { key, from, serial, .. } = self.clone();
		Claim::Certificate { key, from, serial }
	}

	/// Whether the manufacturer with this key has signed it.
	pub fn verify(&self, manufacturer: &MultiSigner) -> Result<(), Refused> {
		Ok(verify(manufacturer, &self.claim().payload(), &self.signature)?)
	}
}

/// A manufacturer says that this is the key of the device with this serial number, from an interval on.
pub fn certify(
	manufacturer: &Keypair,
	key: MultiSigner,
	from: Interval,
	serial: Serial,
) -> Certificate {
	let payload = gridmerit_statements::certificate(&key.key_bytes(), from, &serial);
	Certificate { signature: manufacturer.sign(&payload), key, from, serial }
}

/// A meter, bound so often before, consents to being bound to a node.
pub fn consent(meter: &Keypair, genesis: H256, node: NodeIndex, bindings: u32) -> Consent {
	let key = meter.signer();
	let payload = gridmerit_statements::consent(&genesis.0, &key.key_bytes(), node, bindings);
	Consent { signature: meter.sign(&payload), key, node, bindings }
}

/// Signs a reading, whatever it states; `meter` is the index under which a chain knows the key.
pub fn sign_reading(
	key: &Keypair,
	genesis: H256,
	meter: MeterIndex,
	reading: Reading,
) -> SignedReading {
	let signature = key.sign(&reading.payload(&genesis.0, &key.signer().key_bytes()));
	SignedReading { meter, reading, signature }
}

/// Reads a signed claim or a state from JSON; an error names its field.
pub fn read_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, String> {
	let mut json = serde_json::Deserializer::from_slice(text);
	let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
		let path = error.path().to_string();
		// The path to no field is a dot, that to one without a name ends in a question mark.
		match path.trim_end_matches(['.', '?']) {
			"" => error.inner().to_string(),
			field => format!("{field}: {}", error.inner()),
		}
	})?;
	json.end().map_err(|error| error.to_string())?;
	Ok(value)
}
