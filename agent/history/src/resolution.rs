// SPDX-License-Identifier: Apache-2.0

//! How long the period of a line is.

use std::collections::BTreeMap;

use crate::{periods::HOUR, problem::Problems, table::Entry};

const MINUTE: i64 = 60_000;

/// The length of all periods, in milliseconds: the distance that most lines have. None, with a problem, if
/// it does not say when energy was used, or if there is no such distance.
pub(crate) fn resolution(
	entries: &[&Entry],
	named_minutes: Option<u32>,
	problems: &mut Problems,
) -> Option<i64> {
	let first = entries.first()?;
	let mut refuse = |reason: String| {
		problems.add(first.stamped.place.clone(), reason);
		None
	};
	let named = named_minutes.map(|minutes| i64::from(minutes) * MINUTE);
	let mut last: BTreeMap<usize, i64> = BTreeMap::new();
	let mut distances: BTreeMap<i64, usize> = BTreeMap::new();
	for entry in entries {
		let at = entry.stamped.moment.naive();
		if let Some(before) = last.insert(entry.stamped.key, at).filter(|before| at > *before) {
			*distances.entry(at.saturating_sub(before)).or_default() += 1;
		}
	}
	let all: usize = distances.values().sum();
	// Of equally frequent ones the shortest: the others may be gaps.
	let most = distances.iter().max_by_key(|(distance, times)| (**times, -**distance));
	let length = match (most, named) {
		(None, None) => {
			return refuse(
				"a single line does not tell how long its period is; write --resolution-minutes 15 (in a \
				 rulebook resolution_minutes = 15)"
					.into(),
			);
		},
		(None, Some(named)) => named,
		(Some((distance, times)), None) if times.saturating_mul(2) < all => {
			return refuse(format!(
				"lines are not the same time apart ({} in {times} of {all} cases); export quarters or hours",
				length_words(*distance)
			));
		},
		(Some((distance, _)), None) => *distance,
		(Some(_), Some(named)) if distances.keys().any(|distance| distance % named != 0) => {
			let (distance, _) = most.unwrap_or((&0, &0));
			return refuse(format!(
				"lines are {} apart, which {} does not fit; leave resolution_minutes out",
				length_words(*distance),
				length_words(named)
			));
		},
		(Some((distance, times)), Some(named))
			if *distance != named && times.saturating_mul(2) > all =>
		{
			return refuse(format!(
				"most lines are {} apart, not {}; leave resolution_minutes out",
				length_words(*distance),
				length_words(named)
			));
		},
		(Some(_), Some(named)) => named,
	};
	if length > HOUR {
		return refuse(format!(
			"lines are {} apart, which does not say when energy was used; export hours or quarters",
			length_words(length)
		));
	}
	if HOUR % length.max(1) != 0 || length < 1_000 {
		return refuse(format!(
			"lines are {} apart, of which no hour is made; export quarters or hours",
			length_words(length)
		));
	}
	Some(length)
}

/// A length of time in words.
pub(crate) fn length_words(millis: i64) -> String {
	let (count, unit) = match millis {
		_ if millis % HOUR == 0 => (millis / HOUR, "hour"),
		_ if millis % MINUTE == 0 => (millis / MINUTE, "minute"),
		_ if millis % 1_000 == 0 => (millis / 1_000, "second"),
		_ => (millis, "millisecond"),
	};
	format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
