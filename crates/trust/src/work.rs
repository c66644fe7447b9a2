// SPDX-License-Identifier: Apache-2.0

//! Proof of work over an identity: what it costs to have many.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The longest identity, in bytes: room for a chain's genesis hash before an account.
pub const MAX_ID: usize = 64;

const NONCE: usize = 8;

/// How much work an identity takes: the hash of the identity and a nonce (eight bytes, the lowest first) must begin
/// with so many zero bits, which takes 2^bits hashes on average. Chains use BLAKE2b-256. 0 asks for nothing.
///
/// The identity should name the chain, its genesis hash say, or work for one chain serves for another.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Work {
	/// Zero bits at the beginning of the hash.
	pub bits: u8,
}

impl Work {
	/// Whether a nonce proves it: one hash. An identity above [`MAX_ID`] has no proof.
	pub fn is_done(&self, hash: impl Fn(&[u8]) -> [u8; 32], id: &[u8], nonce: u64) -> bool {
		self.bits == 0 || message(id).is_some_and(|message| self.try_nonce(&hash, message, nonce))
	}

	fn try_nonce(
		&self,
		hash: &impl Fn(&[u8]) -> [u8; 32],
		(mut bytes, length): ([u8; MAX_ID + NONCE], usize),
		nonce: u64,
	) -> bool {
		let end = length.saturating_add(NONCE);
		if let Some(place) = bytes.get_mut(length..end) {
			place.copy_from_slice(&nonce.to_le_bytes());
		}
		bytes.get(..end).is_some_and(|message| zero_bits(&hash(message)) >= u32::from(self.bits))
	}
}

/// A search for a nonce in steps, so that who searches can show how far it has come and stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
	work: Work,
	message: ([u8; MAX_ID + NONCE], usize),
	/// The nonce to try next.
	pub next: u64,
}

impl Search {
	/// From a nonce on; several searches share the work if they begin far apart. None if the identity is above
	/// [`MAX_ID`].
	pub fn new(work: Work, id: &[u8], first: u64) -> Option<Self> {
		Some(Self { work, message: message(id)?, next: first })
	}

	/// Tries so many nonces, and gives the first that proves the work. After the last nonce the first one follows:
	/// 2^64 of them are more than anybody tries.
	pub fn step(&mut self, hash: impl Fn(&[u8]) -> [u8; 32], tries: u32) -> Option<u64> {
		for _ in 0..tries {
			let nonce = self.next;
			self.next = nonce.wrapping_add(1);
			if self.work.try_nonce(&hash, self.message, nonce) {
				return Some(nonce);
			}
		}
		None
	}
}

fn message(id: &[u8]) -> Option<([u8; MAX_ID + NONCE], usize)> {
	let mut bytes = [0; MAX_ID + NONCE];
	bytes.get_mut(..id.len()).filter(|_| id.len() <= MAX_ID)?.copy_from_slice(id);
	Some((bytes, id.len()))
}

/// How many zero bits a hash begins with.
fn zero_bits(hash: &[u8; 32]) -> u32 {
	let zero = hash.iter().take_while(|byte| **byte == 0).count();
	let next = hash.get(zero).map_or(0, |byte| byte.leading_zeros());
	(zero as u32).saturating_mul(8).saturating_add(next)
}
