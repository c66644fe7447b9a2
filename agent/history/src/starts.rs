// SPDX-License-Identifier: Apache-2.0

//! When periods begin.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
	forms::Moment,
	mapping::{Mapping, Stamp, say},
	names::Role,
	nights,
	periods::HOUR,
	problem::Problems,
	table::{Entry, Table},
};

/// Which end of its period a time is: as named, by the column's name, or the start, unless days look as if
/// they ended at midnight.
pub(crate) fn stamp(
	table: &Table,
	entries: &[&Entry],
	mapping: &Mapping,
	zone: &TimeZone,
	resolution: i64,
	problems: &mut Problems,
	notes: &mut Vec<String>,
) -> Option<Stamp> {
	let by_name = match table.columns.role {
		Role::Start => Some(Stamp::Start),
		Role::End => Some(Stamp::End),
		_ => None,
	};
	// A number is of an interval as a whole, a reading of an instant.
	if table.columns.role == Role::Interval || mapping.counter {
		return Some(Stamp::Start);
	}
	if let Some(stamp) = mapping.stamp.or(by_name) {
		return Some(stamp);
	}
	let of_day = |entry: &Entry| {
		let millis = match entry.stamped.moment {
			Moment::At(millis) => {
				let at = Timestamp::from_millisecond(millis).unwrap_or_default();
				Moment::Local(zone.to_datetime(at)).naive()
			},
			moment => moment.naive(),
		};
		millis.rem_euclid(24 * HOUR)
	};
	let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
		return Some(Stamp::Start);
	};
	if of_day(first) == resolution && of_day(last) == 0 {
		let reason = format!(
			"the file begins one period after midnight and ends at midnight, as if times were those of the end; write \
			 {}, or \"start\"",
			say("stamp", "end")
		);
		problems.add(first.stamped.place.clone(), reason);
		return None;
	}
	notes.push(format!(
		"times are taken for the start of a period; if they are its end, write {}",
		say("stamp", "end")
	));
	Some(Stamp::Start)
}

/// When each line's period begins.
pub(crate) fn starts(
	entries: &[&Entry],
	zone: &TimeZone,
	stamp: Stamp,
	resolution: i64,
	problems: &mut Problems,
	notes: &mut Vec<String>,
) -> Vec<Option<i64>> {
	let lines: Vec<_> = entries.iter().map(|entry| entry.stamped.clone()).collect();
	let back = if stamp == Stamp::End { resolution } else { 0 };
	let mut wrong = Problems::default();
	let mut instants = nights::resolve(&lines, zone, 0, &mut wrong);
	if back > 0 && !wrong.is_empty() {
		// Some write the clock's time of the start and a period, even where the clock changes in between.
		let mut still_wrong = Problems::default();
		let by_start = nights::resolve(&lines, zone, back, &mut still_wrong);
		if still_wrong.is_empty() {
			notes.push("at the clock change, ends are the start on the clock and a period".into());
			(instants, wrong) = (by_start, still_wrong);
		}
	}
	problems.append(wrong);
	instants.into_iter().map(|instant| Some(instant? - back)).collect()
}
