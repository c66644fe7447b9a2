// SPDX-License-Identifier: Apache-2.0

//! What a battery of an island can do in an interval.

use gridmerit_market::{NodeIndex, Price, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;

/// A battery in one interval: what it would feed in, at which price, and what it would draw.
///
/// Energy is as its meter counts it: what it feeds in leaves it in full, and losses are on what it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Storage {
	/// Whose it is.
	pub node: NodeIndex,
	/// What it holds when the interval begins, in Wh.
	pub charge: Wh,
	/// What of that it must keep, in Wh: no clearing takes it.
	pub critical_reserve: Wh,
	/// The most that it feeds in within the interval, by its power, in Wh.
	pub output: Wh,
	/// The least that it wants for it, in planck per Wh.
	pub ask: Price,
	/// The most that it draws within the interval, by its power and by the room that it has left, in Wh; 0 if it is not to
	/// be charged.
	pub input: Wh,
	/// The most that it pays for it, in planck per Wh, below its ask.
	pub bid: Price,
}

impl Storage {
	/// What it can feed in: up to its power, and never what is below its critical reserve.
	pub fn available(&self) -> Wh {
		self.output.min(self.charge.saturating_sub(self.critical_reserve))
	}
}
