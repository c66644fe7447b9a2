// SPDX-License-Identifier: Apache-2.0

//! How much energy is certified, and what became of it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Wh;
use scale_info::TypeInfo;

/// What certificates there were of a source, and what became of them, in Wh.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Sums {
	/// Issued. What a battery hands on is issued anew, and was stored before.
	#[codec(compact)]
	pub issued: u128,
	/// Held by somebody, who can transfer or cancel it.
	#[codec(compact)]
	pub held: u128,
	/// Cancelled for what somebody has used.
	#[codec(compact)]
	pub cancelled: u128,
	/// Used up for what batteries were charged with.
	#[codec(compact)]
	pub stored: u128,
	/// Held when its time was over.
	#[codec(compact)]
	pub expired: u128,
}

impl Sums {
	/// Whether nothing was issued that is not accounted for, or the other way round.
	pub fn is_sound(&self) -> bool {
		let parts = [self.held, self.cancelled, self.stored, self.expired];
		parts.into_iter().try_fold(0_u128, u128::checked_add) == Some(self.issued)
	}

	/// With those of others.
	pub fn with(&self, other: &Self) -> Self {
		Self {
			issued: self.issued.saturating_add(other.issued),
			held: self.held.saturating_add(other.held),
			cancelled: self.cancelled.saturating_add(other.cancelled),
			stored: self.stored.saturating_add(other.stored),
			expired: self.expired.saturating_add(other.expired),
		}
	}

	/// So much is issued, and held.
	pub fn issue(&mut self, energy: Wh) {
		self.issued = self.issued.saturating_add(energy.into());
		self.held = self.held.saturating_add(energy.into());
	}

	/// So much of what is held is used up for what a battery was charged with.
	pub fn store(&mut self, energy: Wh) {
		let moved = self.take(energy);
		self.stored = self.stored.saturating_add(moved);
	}

	/// So much of what is held is cancelled.
	pub fn cancel(&mut self, energy: Wh) {
		let moved = self.take(energy);
		self.cancelled = self.cancelled.saturating_add(moved);
	}

	/// So much of what is held has expired.
	pub fn expire(&mut self, energy: Wh) {
		let moved = self.take(energy);
		self.expired = self.expired.saturating_add(moved);
	}

	fn take(&mut self, energy: Wh) -> u128 {
		let moved = u128::from(energy).min(self.held);
		self.held = self.held.saturating_sub(moved);
		moved
	}
}

/// What a node has drawn, and for how much of that certificates are cancelled, in Wh.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Consumed {
	/// Drawn, as its meter has said of what is settled for good.
	#[codec(compact)]
	pub drawn: Wh,
	/// Certificates that are cancelled for it.
	#[codec(compact)]
	pub cancelled: Wh,
}

impl Consumed {
	/// What of it has no certificate.
	pub fn open(&self) -> Wh {
		self.drawn.saturating_sub(self.cancelled)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_issued_is_accounted_for() {
		let mut sums = Sums::default();
		assert!(sums.is_sound());
		sums.issue(100);
		sums.cancel(30);
		sums.store(20);
		sums.expire(10);
		assert_eq!(sums, Sums { issued: 100, held: 40, cancelled: 30, stored: 20, expired: 10 });
		assert!(sums.is_sound());
		// No more than is held.
		sums.cancel(41);
		assert_eq!((sums.held, sums.cancelled), (0, 70));
		assert!(sums.is_sound());
		let twice = sums.with(&sums);
		assert_eq!((twice.issued, twice.expired), (200, 20));
		assert!(twice.is_sound());
		assert!(!Sums { held: 1, ..sums }.is_sound());
		assert!(!Sums { held: u128::MAX, ..sums }.is_sound());
	}

	#[test]
	fn what_has_no_certificate_is_open() {
		let consumed = |drawn, cancelled| Consumed { drawn, cancelled }.open();
		assert_eq!([consumed(7, 0), consumed(7, 7), consumed(7, 9)], [7, 0, 0]);
	}
}
