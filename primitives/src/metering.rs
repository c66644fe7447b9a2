// SPDX-License-Identifier: Apache-2.0

//! What meters report, what exactly they and their manufacturers sign, and who must report.
//!
//! A signed payload begins with an ASCII tag that names its kind and version, so no signature can be taken
//! for one of another kind. What concerns one chain has its genesis hash next. Integers are little-endian
//! and of fixed width; a key is the byte of its scheme (0 ed25519, 1 sr25519, 2 ECDSA) and the key. An
//! ECDSA signature is over the BLAKE2b-256 hash of the payload, the others over the payload itself.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::{pallet_prelude::*, traits::ConstU32};
use sp_core::H256;

use crate::{Interval, NodeIndex, Wh};

/// Index of a meter. Indices are given out in turn and never reused.
pub type MeterIndex = u32;

/// What a manufacturer calls a device: what is printed on it.
pub type Serial = BoundedVec<u8, ConstU32<32>>;

/// The most energy of one interval that a reading can state: 2^40 Wh.
pub const MAX_METERED: Wh = crate::MAX_ORDER;

const READING: &[u8] = b"gridmerit:reading:v1";
const CONSENT: &[u8] = b"gridmerit:consent:v1";
const CERTIFICATE: &[u8] = b"gridmerit:certificate:v1";

/// What a meter states about one delivery interval.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Reading {
	/// The delivery interval.
	#[codec(compact)]
	pub interval: Interval,
	/// Counts the meter's readings: larger than in all its readings of earlier intervals.
	#[codec(compact)]
	pub counter: u64,
	/// All energy ever drawn from the grid when the interval ended, in Wh.
	#[codec(compact)]
	pub import_register: Wh,
	/// All energy ever fed in when the interval ended, in Wh.
	#[codec(compact)]
	pub export_register: Wh,
	/// Energy drawn from the grid in the interval, in Wh.
	#[codec(compact)]
	pub import: Wh,
	/// Energy fed into the grid in the interval, in Wh.
	#[codec(compact)]
	pub export: Wh,
}

impl Reading {
	/// What the meter with this key signs for the chain with this genesis.
	pub fn payload(&self, genesis: H256, key: &impl Encode) -> Vec<u8> {
		let mut payload = Vec::with_capacity(130);
		payload.extend_from_slice(READING);
		payload.extend_from_slice(genesis.as_bytes());
		key.encode_to(&mut payload);
		payload.extend_from_slice(&self.interval.to_le_bytes());
		for value in
			[self.counter, self.import_register, self.export_register, self.import, self.export]
		{
			payload.extend_from_slice(&value.to_le_bytes());
		}
		payload
	}
}

/// What a meter signs to be bound to a node of the chain with this genesis. `bindings` is how often it has
/// been bound before, so that a consent counts once.
pub fn consent_payload(
	genesis: H256,
	key: &impl Encode,
	node: NodeIndex,
	bindings: u32,
) -> Vec<u8> {
	let mut payload = Vec::with_capacity(94);
	payload.extend_from_slice(CONSENT);
	payload.extend_from_slice(genesis.as_bytes());
	key.encode_to(&mut payload);
	payload.extend_from_slice(&node.to_le_bytes());
	payload.extend_from_slice(&bindings.to_le_bytes());
	payload
}

/// What a manufacturer signs: this is the key of the device with this serial number, for intervals from
/// `from` on. It holds on every chain.
pub fn certificate_payload(key: &impl Encode, from: Interval, serial: &[u8]) -> Vec<u8> {
	let mut payload = Vec::with_capacity(94);
	payload.extend_from_slice(CERTIFICATE);
	key.encode_to(&mut payload);
	payload.extend_from_slice(&from.to_le_bytes());
	payload.extend_from_slice(serial);
	payload
}

/// Knows who must report.
pub trait Meters {
	/// Whether a node owes a reading for an interval: it had a settlement meter then.
	fn owes_reading(interval: Interval, node: NodeIndex) -> bool;
	/// Whether a node has a settlement meter, or owes readings of one that it had.
	fn is_metered(node: NodeIndex) -> bool;
}

impl Meters for () {
	fn owes_reading(_: Interval, _: NodeIndex) -> bool {
		false
	}

	fn is_metered(_: NodeIndex) -> bool {
		false
	}
}

/// Why a node's interval cannot be settled with a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettleable {
	/// There is no node with this index.
	UnknownNode,
	/// The interval is not known: it has never opened, or the market began later.
	UnknownInterval,
	/// The interval is not over.
	NotOver,
	/// Trading in the interval is not finished.
	NotFinal,
	/// The utility does not settle with itself.
	IsUtility,
	/// It is settled with a reading already.
	Settled,
	/// Its dispute window has ended.
	Closed,
}

/// Settles what was traded with what was metered.
pub trait Settlement {
	/// Whether a node's interval can be settled with a reading now.
	fn check(interval: Interval, node: NodeIndex) -> Result<(), Unsettleable>;
	/// Settles a node's interval with a reading, or settles it anew if that was provisional. Whether it was
	/// more work than the first settlement of a node within its limits, without battery and debts. Changes
	/// nothing if it fails.
	fn settle(
		interval: Interval,
		node: NodeIndex,
		metered: crate::Metered,
	) -> Result<bool, DispatchError>;
	/// Settles a node's interval anew at the worst case, provisionally, as its reading does not count
	/// any more; whether there was anything to reopen.
	fn reopen(interval: Interval, node: NodeIndex) -> bool;
	/// Charges what a node drew from `first` to `last` in intervals without a reading, as far as these were
	/// not settled with as much, at the dearest time-of-use price of all.
	fn charge_unexplained(node: NodeIndex, first: Interval, last: Interval, drawn: Wh);
	/// All intervals before this one are settled for good.
	fn settled_before() -> Interval;
	/// The most intervals from the first that is not settled for good to the last that is over, unless the
	/// chain was halted.
	fn window() -> u32;
}
