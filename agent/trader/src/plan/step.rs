// SPDX-License-Identifier: Apache-2.0

//! What a plan says: steps and what they cost.

use gridmerit_energy::{Interval, Wh};
use serde::Serialize;

use super::note::Note;

/// What to do in the open intervals, and what that comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
	/// The intervals, in ascending order.
	pub steps: Vec<PlannedInterval>,
	/// What it costs with the market, trades of the past included.
	pub market: Cost,
	/// What it would cost with the utility alone: nothing is traded or ever was, and the battery is used
	/// as is best then.
	pub utility: Cost,
	/// What it would cost with the utility alone and an idle battery.
	pub utility_idle: Cost,
	/// What the owner should know: what could not be met, above all.
	pub notes: Vec<Note>,
}

impl Plan {
	/// What the market saves against the utility alone, with the battery used as is best either way, in
	/// planck. Negative only if trades of the past were bad, or if no meter proves what is traded.
	pub fn saving(&self) -> i128 {
		self.utility.total() - self.market.total()
	}
}

/// What to do in an interval; energy in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlannedInterval {
	/// The delivery interval.
	pub interval: Interval,
	/// To demand from neighbours on top of the position. Where the expected price is above the node's limit it is
	/// not counted on: the utility is to sell it.
	pub buy: Wh,
	/// To offer to neighbours on top of the position; 0 if anything is to be bought.
	pub sell: Wh,
	/// What the battery draws.
	pub charge: Wh,
	/// What the battery gives; 0 if it is charged.
	pub discharge: Wh,
	/// Expected to be bought from the utility.
	pub from_utility: Wh,
	/// Expected to be sold to the utility.
	pub to_utility: Wh,
	/// What was sold and can neither be delivered nor bought back.
	pub undelivered: Wh,
	/// What the battery holds when the interval ends; 0 without one.
	pub level: Wh,
}

/// What a plan is expected to cost, in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
	/// Paid, less what is earned: neighbours, service fees, utility.
	pub paid: i128,
	/// What the battery's wear costs.
	pub wear: i128,
	/// What the battery gains in value: what it holds at the end beyond what it holds now.
	pub stored: i128,
}

impl Cost {
	/// Paid and worn, less what is stored.
	pub fn total(&self) -> i128 {
		self.paid + self.wear - self.stored
	}
}
