// SPDX-License-Identifier: Apache-2.0

//! What the archive notes of an interval.

use codec::{Decode, Encode};
use gridmerit_energy::{Interval, Invoice};
use sp_crypto_hashing::blake2_256;

/// How an interval was settled when the archive looked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Record {
	/// The hash of the record before; zeros for the first one.
	pub before: [u8; 32],
	/// The interval.
	pub interval: Interval,
	/// How it was settled.
	pub invoice: Invoice,
	/// Whether it was settled for good.
	pub closed: bool,
	/// The place of the proof.
	pub proof: u64,
	/// The hash of the proof.
	pub proof_hash: [u8; 32],
	/// The hash of the block after which it was so: that of the proof.
	pub block: [u8; 32],
	/// When it was noted, by the chain's time, in milliseconds since 1970.
	pub noted: u64,
}

impl Record {
	/// A record of which nothing is left over.
	pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
		Self::decode(&mut bytes).ok().filter(|_| bytes.is_empty())
	}
}

/// By what the next record names a record, and each record its proof.
pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
	blake2_256(bytes)
}
