// SPDX-License-Identifier: Apache-2.0

//! Which moment a telegram belongs to.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use gridmerit_telegram::MeterTime;

use crate::keeper::Millis;

/// Whose clock decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Clock {
	/// The meter's, and this computer's must agree; where the meter has none, this computer's.
	Both,
	/// The meter's alone, whatever time it is here: for recordings.
	Meter,
	/// This computer's, whatever the meter says.
	System,
}

/// When something came, on this computer's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
	/// The one that is set.
	pub system: Millis,
	/// The one that is not, from some beginning.
	pub steady: Duration,
}

impl Arrival {
	/// Now.
	pub fn now(beginning: Instant) -> Self {
		let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
		Self {
			system: system.as_millis().try_into().unwrap_or(Millis::MAX),
			steady: beginning.elapsed(),
		}
	}
}

/// Why a telegram belongs to no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
	/// Two clocks do not agree.
	#[error(
		"the meter's clock is {} s {} this computer's: one of the two is wrong. See whether this computer's is set (NTP); \
		 --clock-tolerance allows more",
		.0.unsigned_abs() / 1_000,
		if *.0 > 0 { "ahead of" } else { "behind" }
	)]
	Differ(Millis),
	/// The meter gives no time, and nothing else does.
	#[error("the telegram has no time of its own; --clock system takes that of its arrival")]
	None,
}

/// The moment at which a meter read its registers.
pub fn moment(
	time: Option<MeterTime>,
	arrival: Arrival,
	clock: Clock,
	tolerance: Millis,
) -> Result<Millis, ClockFault> {
	let by_meter = match time {
		Some(MeterTime::Utc(at)) => Some(at),
		Some(MeterTime::Uptime(_)) | None => None,
	};
	match (clock, by_meter) {
		(Clock::System, _) | (Clock::Both, None) => Ok(arrival.system),
		(Clock::Meter, Some(at)) => Ok(at),
		(Clock::Meter, None) => Err(ClockFault::None),
		(Clock::Both, Some(at)) => {
			let ahead = at.saturating_sub(arrival.system);
			if ahead.saturating_abs() > tolerance { Err(ClockFault::Differ(ahead)) } else { Ok(at) }
		},
	}
}
