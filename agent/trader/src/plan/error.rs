// SPDX-License-Identifier: Apache-2.0

//! Why there is no plan.

use gridmerit_energy::{Interval, TariffError, Wh};

/// Most intervals of a plan: as many as a call of the chain may name.
pub const MAX_INTERVALS: usize = 128;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
	/// There is nothing to plan.
	#[error("no interval is open; ask again when the next round has begun")]
	Empty,
	/// More intervals than a call of the chain may name.
	#[error("{0} intervals are more than {MAX_INTERVALS}; plan for fewer")]
	TooMany(usize),
	/// An interval is named twice.
	#[error("interval {0} is named twice; give one outlook for each")]
	Duplicate(Interval),
	/// Intervals have no length.
	#[error("an interval lasts 0 ms; give the chain's interval length")]
	NoLength,
	/// A tariff that the chain would refuse.
	#[error("the tariff of interval {interval}: {reason}")]
	Tariff {
		/// Whose tariff.
		interval: Interval,
		/// What is wrong with it.
		reason: TariffError,
	},
	/// A price beyond the chain's bound.
	#[error("{what} of interval {interval} is above 2^48 planck per Wh; is the unit right?")]
	Price {
		/// In which interval.
		interval: Interval,
		/// Which price.
		what: &'static str,
	},
	/// An energy beyond the chain's bound.
	#[error("{what} of interval {interval} is above 2^40 Wh; is the unit right?")]
	Energy {
		/// In which interval.
		interval: Interval,
		/// Which energy.
		what: &'static str,
	},
	/// Money that no trade within the bounds can come to.
	#[error("{what} of interval {interval} is above 2^108 planck; is the unit right?")]
	Money {
		/// In which interval.
		interval: Interval,
		/// Which money.
		what: &'static str,
	},
	/// A battery beyond the chain's bound.
	#[error("the battery's capacity of {0} Wh is above 2^40 Wh; is the unit right?")]
	Capacity(Wh),
	/// The battery holds more than it can.
	#[error("the battery holds {charge} Wh, above its capacity of {capacity} Wh; correct one")]
	Charge {
		/// What it holds, in Wh.
		charge: Wh,
		/// What it can hold, in Wh.
		capacity: Wh,
	},
	/// The battery is to keep more than it can hold.
	#[error("a reserve of {reserve} Wh is above the battery's capacity of {capacity} Wh; lower it")]
	Reserve {
		/// What it is to keep, in Wh.
		reserve: Wh,
		/// What it can hold, in Wh.
		capacity: Wh,
	},
	/// The battery gives nothing back, or more than it was charged with.
	#[error("a battery efficiency of {0} ppm; it is in 1 ..= 1000000")]
	Efficiency(u32),
	/// The value of what the battery holds at the end is beyond the chain's bound on prices.
	#[error("the battery's end value is above 2^48 planck per Wh; is the unit right?")]
	EndValue,
	/// What the battery's wear costs is beyond the chain's bound on prices.
	#[error("the battery's wear is above 2^48 planck per Wh; is the unit right?")]
	Wear,
}
