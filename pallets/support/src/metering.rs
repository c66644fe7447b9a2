// SPDX-License-Identifier: Apache-2.0

//! How meters and settlement ask each other: who must report, and what a reading settles.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, Metered, NodeIndex, Wh};

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
	fn settle(interval: Interval, node: NodeIndex, metered: Metered)
	-> Result<bool, DispatchError>;
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
