// SPDX-License-Identifier: Apache-2.0

//! What an owner should know of a plan.

use std::fmt;

use gridmerit_client::units::{kwh, unit};
use gridmerit_energy::{Interval, Planck, Wh};
use serde::{Serialize, Serializer};

/// What an owner should know of a plan; its text says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
	/// The battery holds less than its reserve, and is refilled.
	Refill {
		/// What it holds, in Wh.
		charge: Wh,
		/// What it is to keep, in Wh.
		reserve: Wh,
		/// What it holds when the plan ends, in Wh.
		level: Wh,
	},
	/// What was sold can neither be delivered nor bought back.
	Undelivered {
		/// In which interval.
		interval: Interval,
		/// How much, in Wh.
		energy: Wh,
	},
	/// The plan may not be the best.
	CutShort {
		/// By how much it is worse at most, in planck.
		most: Planck,
	},
}

impl fmt::Display for Note {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match *self {
			Self::Refill { charge, reserve, level } => {
				let (has, wanted, then) = (kwh(charge), kwh(reserve), kwh(level));
				write!(f, "the battery holds {has}, less than its reserve of {wanted}: ")?;
				match reserve.saturating_sub(level) {
					0 => write!(f, "it is refilled"),
					_ if level <= charge => write!(f, "in these intervals it cannot be refilled"),
					missing => write!(f, "it is charged to {then}, {} stay missing", kwh(missing)),
				}
			},
			Self::Undelivered { interval, energy } => write!(
				f,
				"interval {interval}: {} that were sold can neither be delivered nor bought back",
				kwh(energy)
			),
			Self::CutShort { most } => {
				write!(f, "plan cut short: at most {} from the best", unit(most))
			},
		}
	}
}

impl Serialize for Note {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}
