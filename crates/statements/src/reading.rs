// SPDX-License-Identifier: Apache-2.0

//! What a meter states.

use crate::{Genesis, Interval, Payload, Wh};

/// The most energy of one interval that a reading can state: 2^40 Wh.
pub const MAX_METERED: Wh = 1 << 40;

const READING: &[u8] = b"gridmerit:reading:v1";

/// What a meter states about one delivery interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(
		codec::Encode,
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
#[cfg_attr(feature = "scale", scale_info(capture_docs = "always"))]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Reading {
	/// The delivery interval.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub interval: Interval,
	/// Counts the meter's readings: larger than in all its readings of earlier intervals with the same key.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub counter: u64,
	/// All energy ever drawn from the grid when the interval ended, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub import_register: Wh,
	/// All energy ever fed in when the interval ended, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub export_register: Wh,
	/// Energy drawn from the grid in the interval, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub import: Wh,
	/// Energy fed into the grid in the interval, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub export: Wh,
}

impl Reading {
	/// What the meter with this key signs for the chain with this genesis. The key has its scheme first, and
	/// at most [`MAX_KEY`](crate::MAX_KEY) bytes.
	pub fn payload(&self, genesis: &Genesis, key: &[u8]) -> Payload {
		[self.counter, self.import_register, self.export_register, self.import, self.export]
			.iter()
			.fold(
				Payload::new()
					.with(READING)
					.with(genesis)
					.with(key)
					.with(&self.interval.to_le_bytes()),
				|payload, value| payload.with(&value.to_le_bytes()),
			)
	}
}
