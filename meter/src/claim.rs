// SPDX-License-Identifier: Apache-2.0

//! What can be signed.

use gridmerit_statements::{Interval, NodeIndex, Payload, Reading};
use serde::{Deserialize, Serialize};

use crate::{
	encoding::{self, ReadingFields},
	signer::MultiSigner,
	values::{H256, Serial},
};

/// What a meter or a manufacturer claims, before it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Claim {
	/// A meter's reading.
	Reading {
		/// The hash of the chain's first block.
		genesis: H256,
		/// The meter's key.
		key: MultiSigner,
		/// What it states.
		#[serde(with = "ReadingFields")]
		reading: Reading,
	},
	/// A meter's consent to being bound to a node.
	Consent {
		/// The hash of the chain's first block.
		genesis: H256,
		/// The meter's key.
		key: MultiSigner,
		/// The node.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		node: NodeIndex,
		/// How often the meter has been bound before.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		bindings: u32,
	},
	/// A manufacturer's certificate of a meter's key.
	Certificate {
		/// The meter's key.
		key: MultiSigner,
		/// The first interval for which it is the device's key.
		#[serde(deserialize_with = "encoding::number::deserialize")]
		from: Interval,
		/// What is printed on the device.
		serial: Serial,
	},
}

impl Claim {
	/// The bytes that are signed.
	pub fn payload(&self) -> Payload {
		match self {
			Self::Reading { genesis, key, reading } => {
				reading.payload(&genesis.0, &key.key_bytes())
			},
			Self::Consent { genesis, key, node, bindings } => {
				gridmerit_statements::consent(&genesis.0, &key.key_bytes(), *node, *bindings)
			},
			Self::Certificate { key, from, serial } => {
				gridmerit_statements::certificate(&key.key_bytes(), *from, serial)
			},
		}
	}
}
