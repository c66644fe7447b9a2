// SPDX-License-Identifier: Apache-2.0

//! What owners of lines are paid for, and how much.

use gridmerit_energy::{Interval, Planck, Wh};
use gridmerit_pallet_support::Bus;

/// What the owner of a line asks for.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Terms {
	/// How much for a kWh that neighbours send over the line, in either direction, in planck.
	#[codec(compact)]
	pub price: Planck,
	/// The most for one interval, in planck.
	#[codec(compact)]
	pub most: Planck,
	/// The first interval that is not paid for any more.
	#[codec(compact)]
	pub until: Interval,
}

impl Terms {
	/// What an interval is paid with in which the line carried so much, in planck, rounded down.
	pub fn pay(&self, energy: Wh) -> Planck {
		let Self { price, most, .. } = *self;
		// What is beyond 128 bits is beyond `most`, too.
		Planck::from(energy).checked_mul(price).map_or(most, |pay| (pay / 1_000).min(most))
	}
}

/// What the owner of a line has offered.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Offer<AccountId> {
	/// Who.
	pub owner: AccountId,
	/// What it asks for.
	pub terms: Terms,
}

/// What was agreed.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Contract<AccountId> {
	/// The bus that hangs on the line.
	pub bus: Bus,
	/// Who is paid, as long as it owns the line and is trusted to keep it.
	pub owner: AccountId,
	/// For how much.
	pub terms: Terms,
	/// The first interval that is not claimed.
	#[codec(compact)]
	pub next: Interval,
}
