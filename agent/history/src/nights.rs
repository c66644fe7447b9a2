// SPDX-License-Identifier: Apache-2.0

//! From the clock on the wall to instants, through both nights of the clock change.

use std::collections::BTreeMap;

use jiff::{
	civil::DateTime,
	tz::{AmbiguousOffset, TimeZone},
};

use crate::{
	forms::Moment,
	mapping::{say, zone_name},
	problem::{Place, Problems},
};

/// A line's time, before it is known which instant that is.
#[derive(Clone, Debug)]
pub(crate) struct Stamped {
	pub place: Place,
	pub moment: Moment,
	/// Lines of one register, or all lines: times of others say nothing about them.
	pub key: usize,
	/// Whether nothing was measured, so that it does not matter when.
	pub blank: bool,
}

/// The instant of each, in milliseconds since 1970. In the hour that comes twice, the first line of a time
/// is the earlier one. Of a time that comes twice and is there once nobody knows which it is; a time that the
/// clock skips is none. Both are refused, unless nothing was measured then.
///
/// `shift` is taken off the clock's time before, and added to the instant.
pub(crate) fn resolve(
	lines: &[Stamped],
	zone: &TimeZone,
	shift: i64,
	problems: &mut Problems,
) -> Vec<Option<i64>> {
	let mut all: BTreeMap<(usize, DateTime), usize> = BTreeMap::new();
	for line in lines {
		if let Some(time) = local(line, shift) {
			*all.entry((line.key, time)).or_default() += 1;
		}
	}
	let mut seen: BTreeMap<(usize, DateTime), usize> = BTreeMap::new();
	let mut instant = |line: &Stamped| {
		let Some(time) = local(line, shift) else {
			return match line.moment {
				Moment::At(millis) => Some(millis),
				_ => None,
			};
		};
		let offset = match zone.to_ambiguous_timestamp(time).offset() {
			AmbiguousOffset::Unambiguous { offset } => offset,
			AmbiguousOffset::Gap { .. } => {
				if !line.blank {
					problems.add(line.place.clone(), skipped(time, zone));
				}
				return None;
			},
			AmbiguousOffset::Fold { before, after } => {
				let key = (line.key, time);
				let nth = seen.entry(key).or_default();
				*nth += 1;
				match (all.get(&key), *nth) {
					(Some(2), 1) => before,
					(Some(2), _) => after,
					(times, _) => {
						if !line.blank {
							problems.add(line.place.clone(), twice(time, zone, times.copied()));
						}
						return None;
					},
				}
			},
		};
		let instant = offset.to_timestamp(time).ok()?;
		Some(instant.as_millisecond() + shift)
	};
	lines.iter().map(&mut instant).collect()
}

/// What the clock said, less the shift.
fn local(line: &Stamped, shift: i64) -> Option<DateTime> {
	match line.moment {
		Moment::Local(time) => time.checked_sub(jiff::SignedDuration::from_millis(shift)).ok(),
		_ => None,
	}
}

fn skipped(time: DateTime, zone: &TimeZone) -> String {
	format!(
		"{} is a time that the clock in {} skips; if the file keeps winter time all year, write its offset: {}",
		time.strftime("%Y-%m-%d %H:%M"),
		zone_name(zone),
		say("zone", "+01:00"),
	)
}

fn twice(time: DateTime, zone: &TimeZone, lines: Option<usize>) -> String {
	let there = match lines {
		Some(1) | None => {
			"once, and nothing says which it is; leave the line out, or write it with its offset"
				.into()
		},
		Some(lines) => format!("{lines} times; leave out what is too much"),
	};
	format!(
		"{} comes twice that night in {}, and here {there}",
		time.strftime("%Y-%m-%d %H:%M"),
		zone_name(zone),
	)
}
