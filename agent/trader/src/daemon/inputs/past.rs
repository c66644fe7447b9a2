// SPDX-License-Identifier: Apache-2.0

//! How much is known of a node's past, and how old that is.

use gridmerit_client::units::clock;
use gridmerit_energy::Interval;
use gridmerit_forecast::History;
use serde::Serialize;

use super::{DAY, InputError};
use crate::rulebook::ForecastRules;

/// What there is of the past to forecast from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Past {
	/// How many intervals are known.
	intervals: usize,
	/// The first one.
	first: Option<Interval>,
	/// The last one.
	last: Option<Interval>,
	/// How many intervals have ended since.
	behind: Interval,
	/// Length of an interval, in milliseconds.
	interval_ms: u32,
	/// The time zone that habits follow; UTC if none.
	zone: Option<String>,
}

impl Past {
	/// Of a history, when an interval is being delivered.
	pub fn new(history: &History, now: Interval, interval_ms: u32) -> Self {
		let last = history.last();
		Self {
			intervals: history.rows().len(),
			first: history.rows().first().map(|row| row.interval),
			last,
			behind: last.map_or(0, |last| now.saturating_sub(last).saturating_sub(1)),
			interval_ms,
			zone: history.zone().and_then(|zone| zone.iana_name()).map(Into::into),
		}
	}

	/// Refuses to forecast from less than the rulebook asks for. Who forecasts elsewhere needs no past.
	pub fn check(&self, rules: &ForecastRules, period: u32) -> Result<(), InputError> {
		let days = rules.min_history_days;
		let wanted = period.saturating_mul(days);
		if rules.is_own() && self.intervals < wanted as usize {
			let unit = if days == 1 { "day" } else { "days" };
			let wanted = format!("{wanted} in all ({days} {unit})");
			return Err(InputError::Short { is: self.size(), wanted });
		}
		Ok(())
	}

	/// What the user should know of forecasts that rest on it: that there is little, or that it is old.
	pub fn notice(&self, rules: &ForecastRules) -> Option<String> {
		let day = (DAY / u64::from(self.interval_ms.max(1))).try_into().unwrap_or(Interval::MAX);
		if self.behind >= day {
			return Some(format!("{}: forecasts look as much farther ahead", self.age()));
		}
		let few = rules.is_own() && self.intervals < day as usize;
		few.then(|| {
			let size = self.size();
			format!(
				"the history has {size}, less than a day: forecasts are little more than guesses"
			)
		})
	}

	/// When it ends, in words.
	pub fn age(&self) -> String {
		let Some(last) = self.last else { return "the history is empty".into() };
		let ms = u64::from(self.interval_ms);
		let end = (u64::from(last).saturating_add(1)).saturating_mul(ms);
		let hours = u64::from(self.behind).saturating_mul(ms) / 3_600_000;
		let ago = match hours {
			0..=47 => format!("{hours} h"),
			_ => format!("{} days", hours / 24),
		};
		format!("the history ends {ago} ago, at {} UTC", clock(end))
	}

	fn size(&self) -> String {
		match self.intervals {
			1 => "1 interval".into(),
			many => format!("{many} intervals"),
		}
	}
}
