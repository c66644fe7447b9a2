// SPDX-License-Identifier: Apache-2.0

//! The bytes that are signed.

use core::ops::Deref;

use crate::{Genesis, Interval, NodeIndex};

/// The longest key in bytes, its scheme included.
pub const MAX_KEY: usize = 34;
/// The longest serial number in bytes.
pub const MAX_SERIAL: usize = 32;
/// The longest payload in bytes.
pub const MAX_PAYLOAD: usize = 161;

const CONSENT: &[u8] = b"gridmerit:consent:v1";
const CERTIFICATE: &[u8] = b"gridmerit:certificate:v1";

/// Bytes to be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload {
	bytes: [u8; MAX_PAYLOAD],
	length: usize,
}

impl Payload {
	pub(crate) const fn new() -> Self {
		Self { bytes: [0; MAX_PAYLOAD], length: 0 }
	}

	/// Appends a field. What does not fit any more is cut; no field of a valid length is.
	pub(crate) fn with(mut self, field: &[u8]) -> Self {
		let room = self.bytes.iter_mut().skip(self.length);
		let written = room.zip(field).map(|(place, byte)| *place = *byte).count();
		self.length = self.length.saturating_add(written);
		self
	}
}

impl Deref for Payload {
	type Target = [u8];

	fn deref(&self) -> &[u8] {
		self.bytes.get(..self.length).unwrap_or_default()
	}
}

impl AsRef<[u8]> for Payload {
	fn as_ref(&self) -> &[u8] {
		self
	}
}

/// What a meter signs to be bound to a node of the chain with this genesis. `key` is its key, scheme first,
/// at most [`MAX_KEY`] bytes. `bindings` is how often it has been bound before, so that a consent counts
/// once.
pub fn consent(genesis: &Genesis, key: &[u8], node: NodeIndex, bindings: u32) -> Payload {
	Payload::new()
		.with(CONSENT)
		.with(genesis)
		.with(key)
		.with(&node.to_le_bytes())
		.with(&bindings.to_le_bytes())
}

/// What a manufacturer signs: this is the key of the device with this serial number, for intervals from
/// `from` on. It holds on every chain. The serial number has at most [`MAX_SERIAL`] bytes.
pub fn certificate(key: &[u8], from: Interval, serial: &[u8]) -> Payload {
	Payload::new().with(CERTIFICATE).with(key).with(&from.to_le_bytes()).with(serial)
}
