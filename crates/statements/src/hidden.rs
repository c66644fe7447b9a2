// SPDX-License-Identifier: Apache-2.0

//! What a meter states without showing its registers.

use crate::{Genesis, Interval, Payload};

const HIDDEN: &[u8] = b"gridmerit:hidden:v1";

/// What a meter states about its registers when a delivery interval ended, as commitments over ristretto255. What was
/// used between two of them is the difference of both, and needs no proof that it is right. No chain takes it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenReading {
	/// The delivery interval.
	pub interval: Interval,
	/// Counts the meter's readings, as in a [`Reading`](crate::Reading).
	pub counter: u64,
	/// Commitment to all energy ever drawn from the grid, in Wh.
	pub import_register: [u8; 32],
	/// Commitment to all energy ever fed in, in Wh.
	pub export_register: [u8; 32],
}

impl HiddenReading {
	/// What the meter with this key signs for the chain with this genesis. The key has its scheme first, and at most
	/// [`MAX_KEY`](crate::MAX_KEY) bytes.
	pub fn payload(&self, genesis: &Genesis, key: &[u8]) -> Payload {
		hidden_subject(genesis, key, self.interval, self.counter)
			.with(&self.import_register)
			.with(&self.export_register)
	}
}

/// What the payload of a hidden reading begins with, before the commitments: it names the reading, and blindings are
/// derived for it.
pub fn hidden_subject(genesis: &Genesis, key: &[u8], interval: Interval, counter: u64) -> Payload {
	Payload::new()
		.with(HIDDEN)
		.with(genesis)
		.with(key)
		.with(&interval.to_le_bytes())
		.with(&counter.to_le_bytes())
}
