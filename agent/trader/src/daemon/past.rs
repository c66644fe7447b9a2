// SPDX-License-Identifier: Apache-2.0

//! Whether there is a past to forecast from.

use gridmerit_client::times::Zone;
use gridmerit_energy::Interval;
use gridmerit_history::Summary;

use super::{Daemon, inputs::Gathered};

/// That a history goes on after the interval `now` of the chain, which no past does: its times are by other clocks.
pub(super) fn ahead(summary: &Summary, now: Interval, interval_ms: u32) -> Option<String> {
	let last = summary.last.as_ref().filter(|last| last.interval > now)?;
	let hours =
		u64::from(last.interval.abs_diff(now)).saturating_mul(interval_ms.into()) / 3_600_000;
	let chain = Zone::from(jiff::tz::TimeZone::UTC)
		.exactly(u64::from(now).saturating_mul(interval_ms.into()));
	Some(format!(
		"warning: the history ends at {}, more than {hours} h after the time of the chain ({chain}): is `zone` that of the \
		 file? What is later than now is passed over, and the rest may be as far off",
		last.to
	))
}

impl Daemon<'_> {
	/// Says that forecasts rest on little, or on what is old, once until that changes.
	pub(super) fn look_at_past(&mut self, gathered: &Gathered) {
		let past = gathered.past.as_ref();
		let notice = past.and_then(|past| past.notice(&self.rulebook.forecast));
		if let Some(text) = notice.as_ref().filter(|text| self.past.as_ref() != Some(text)) {
			(self.say)(text);
		}
		self.past = notice;
	}
}

#[cfg(test)]
mod tests {
	use gridmerit_history::Row;
	use jiff::tz::TimeZone;

	use super::*;

	#[test]
	fn a_history_that_goes_on_after_the_chain_is_told_of() {
		let rows: Vec<Row> =
			(100..=120).map(|interval| Row { interval, load_wh: 1, generation_wh: 0 }).collect();
		let summary = Summary::new(&rows, 900_000, &TimeZone::UTC);
		// The interval at hand may be in it.
		assert_eq!(ahead(&summary, 120, 900_000), None);
		let said = ahead(&summary, 96, 900_000).unwrap();
		assert!(said.contains("ends at 1970-01-02 06:15 +00:00, more than 6 h after"), "{said}");
		assert!(said.contains("(1970-01-02T00:00+00:00): is `zone` that of the file?"), "{said}");
	}
}
