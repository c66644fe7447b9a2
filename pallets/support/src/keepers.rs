// SPDX-License-Identifier: Apache-2.0

//! What those above tell the grid: who keeps it, and which intervals it must leave as they are.

use core::ops::Range;
use frame_support::weights::Weight;
use gridmerit_energy::Interval;

/// What somebody may do about the grid.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum GridRole {
	/// Proposes lines, their ratings and limits, and agrees to limits that owners propose.
	GridOperator,
	/// Sets the limits of its own lines.
	LineOwner,
}

/// Told who keeps the grid.
pub trait GridKeepers<AccountId> {
	/// From now on an account keeps the grid in this role, or in none.
	fn set_keeper(account: &AccountId, role: Option<GridRole>);
	/// The most that [`Self::set_keeper`] may cost.
	fn weight() -> Weight;
}

/// Without a grid there is nothing to keep.
impl<AccountId> GridKeepers<AccountId> for () {
	fn set_keeper(_: &AccountId, _: Option<GridRole>) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Told which intervals are traded.
pub trait OnTrading {
	/// A round has opened. What lies before these intervals has cleared for the last time, and of what follows no window
	/// has opened. An interval lasts `interval_ms` milliseconds.
	fn trading(intervals: Range<Interval>, interval_ms: u32);
	/// The most that [`Self::trading`] may cost.
	fn weight() -> Weight;
}

/// Nobody is told.
impl OnTrading for () {
	fn trading(_: Range<Interval>, _: u32) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}
