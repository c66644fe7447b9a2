// SPDX-License-Identifier: Apache-2.0

//! Green Button: the Energy Services Provider Interface (ESPI, NAESB REQ.21), XML that utilities of North
//! America give to their customers.

mod feed;

use std::collections::{BTreeMap, BTreeSet};

use feed::{Entry, Reading, ReadingType};

use crate::{
	periods::HOUR,
	place::{Nano, Period},
	problem::{Place, Problems},
	resolution::length_words,
};

/// Wh, in units of measurement.
const WATT_HOURS: i64 = 72;
/// What was used since the reading before, in behaviours.
const DELTA: i64 = 4;
/// Directions.
const FORWARD: i64 = 1;
const NET: i64 = 4;
const REVERSE: i64 = 19;

/// What a feed says.
pub(crate) struct Said {
	pub periods: Vec<Period>,
	/// The length of the first period, in milliseconds.
	pub resolution: i64,
	pub load: Option<String>,
	pub generation: Option<String>,
	pub notes: Vec<String>,
}

/// Reads a feed; none if there is no use in going on.
pub(crate) fn read(text: &str, interval_ms: u32, problems: &mut Problems) -> Option<Said> {
	let entries = feed::entries(text, problems)?;
	let mut notes = BTreeSet::new();
	let mut periods: BTreeMap<i64, Period> = BTreeMap::new();
	let mut directions = BTreeSet::new();
	let step_of = |length: i64| length.min(i64::from(interval_ms.max(1)));
	for entry in entries.iter().filter(|entry| !entry.readings.is_empty()) {
		let Some(kind) = entry.type_of_readings(&entries, problems) else { continue };
		let Some(direction) = counted(kind, &mut notes) else { continue };
		for reading in &entry.readings {
			let place = Place { line: reading.line, cell: None };
			let Some((start, length)) = span(reading, &mut notes, problems) else { continue };
			if start.rem_euclid(step_of(length)) != 0 || HOUR % length != 0 {
				let step = length_words(step_of(length));
				problems
					.add(place, format!("start {} is not on the grid of {step}", start / 1_000));
				continue;
			}
			let energy = match energy(reading, kind, direction) {
				Ok(energy) => energy,
				Err(reason) => {
					problems.add(place, reason);
					continue;
				},
			};
			directions.insert(direction);
			let empty = || Period {
				start,
				end: start + length,
				load: None,
				generation: None,
				place: place.clone(),
			};
			let period = periods.entry(start).or_insert_with(empty);
			let same_length = period.end == start + length;
			let known = match direction {
				REVERSE => period.generation,
				_ => period.load,
			};
			let now = match direction {
				REVERSE => energy,
				_ => energy.map(|energy| energy.max(0)),
			};
			if !same_length || known.is_some() && known != now {
				let reason =
					format!("is there before with other values, on line {}", period.place.line);
				problems.add(place, reason);
				continue;
			}
			match (direction, energy) {
				(_, None) => {},
				(REVERSE, Some(energy)) => period.generation = Some(energy),
				(NET, Some(energy)) => {
					(period.load, period.generation) =
						(Some(energy.max(0)), Some((-energy).max(0)));
				},
				(_, Some(energy)) => period.load = Some(energy),
			}
		}
	}
	let mut periods: Vec<_> = periods.into_values().collect();
	for (before, after) in periods
		.iter()
		.zip(periods.iter().skip(1))
		.filter(|(before, after)| before.end > after.start)
	{
		let reason = format!("overlaps with the reading on line {}", before.place.line);
		problems.add(after.place.clone(), reason);
	}
	let Some(resolution) = periods.first().map(|period| period.end - period.start) else {
		if problems.is_empty() {
			let all = notes.into_iter().collect::<Vec<_>>().join("; ");
			problems.add(
				Place { line: 1, cell: None },
				format!("holds no energy of hours or less. {all}"),
			);
		}
		return None;
	};
	let measures = |all: &[i64]| all.iter().any(|direction| directions.contains(direction));
	let (load, generation) = (measures(&[FORWARD, NET]), measures(&[REVERSE, NET]));
	for period in &mut periods {
		if period.load.is_some() && !generation {
			period.generation = Some(0);
		}
		if period.generation.is_some() && !load {
			period.load = Some(0);
		}
	}
	let said = |measured: bool, text: &str| measured.then(|| text.to_string());
	Some(Said {
		periods,
		resolution,
		load: said(load, "flow direction 1 or net"),
		generation: said(generation, "flow direction 19 or net"),
		notes: notes.into_iter().collect(),
	})
}

/// The direction of a type of readings; none if it does not count, which is noted.
fn counted(kind: &ReadingType, notes: &mut BTreeSet<String>) -> Option<i64> {
	if kind.unit != Some(WATT_HOURS) {
		let unit = kind.unit.map_or("none".into(), |unit| unit.to_string());
		notes.insert(format!(
			"readings with unit of measurement {unit} are left out: Wh is {WATT_HOURS}"
		));
		return None;
	}
	if let Some(behaviour) = kind.accumulation.filter(|behaviour| *behaviour != DELTA) {
		notes.insert(format!(
			"readings with accumulation {behaviour} are left out: energy of periods is {DELTA}"
		));
		return None;
	}
	match kind.direction {
		Some(direction @ (FORWARD | NET | REVERSE)) => Some(direction),
		None => {
			notes.insert("no flow direction is given: taken as drawn".into());
			Some(FORWARD)
		},
		Some(other) => {
			notes.insert(format!(
				"readings with flow direction {other} are left out: drawn is 1, fed in 19, net 4"
			));
			None
		},
	}
}

/// When a reading begins and how long it is, in milliseconds.
fn span(
	reading: &Reading,
	notes: &mut BTreeSet<String>,
	problems: &mut Problems,
) -> Option<(i64, i64)> {
	let place = Place { line: reading.line, cell: None };
	// Further ahead there are no intervals.
	let millis = |seconds: Option<i64>| {
		seconds.filter(|seconds| (0..1 << 40).contains(seconds)).map(|seconds| seconds * 1_000)
	};
	let (Some(start), Some(length @ 1..)) = (millis(reading.start), millis(reading.duration))
	else {
		problems
			.add(place, "a reading needs a timePeriod with start and duration, in whole seconds");
		return None;
	};
	if length > HOUR {
		notes.insert(
			"readings of more than an hour are left out: they do not say when energy was used"
				.into(),
		);
		return None;
	}
	Some((start, length))
}

/// The energy of a reading; none if it is blank.
fn energy(reading: &Reading, kind: &ReadingType, direction: i64) -> Result<Option<Nano>, String> {
	let text = reading.value.trim();
	if text.is_empty() {
		return Ok(None);
	}
	let value: i64 = text
		.parse()
		.map_err(|_| format!("value `{}` is no whole number", crate::problem::shown(text)))?;
	if value < 0 && direction != NET {
		return Err(format!("value {value} is negative, which nothing drawn or fed in can be"));
	}
	let power = kind.power_of_ten.unwrap_or(0);
	let exponent = u32::try_from(power.saturating_add(9)).ok().filter(|exponent| *exponent <= 18);
	let exponent =
		exponent.ok_or_else(|| format!("powerOfTenMultiplier {power} is not within -9 and 9"))?;
	Ok(Some(Nano::from(value) * 10_i128.pow(exponent)))
}

impl Entry {
	/// The type of an entry's readings: by links, or the only one that there is.
	fn type_of_readings<'e>(
		&self,
		all: &'e [Self],
		problems: &mut Problems,
	) -> Option<&'e ReadingType> {
		let mut kinds = all.iter().filter_map(|entry| Some((entry, entry.kind.as_ref()?)));
		let meter = all.iter().find(|meter| {
			meter.is_meter_reading && self.ups.iter().any(|up| meter.related.contains(up))
		});
		let linked = meter.and_then(|meter| {
			kinds.clone().find(|(kind, _)| kind.own.iter().any(|own| meter.related.contains(own)))
		});
		let only = |mut kinds: Vec<(&'e Self, &'e ReadingType)>| match kinds.len() {
			1 => kinds.pop(),
			_ => None,
		};
		let found = linked.or_else(|| only(kinds.by_ref().collect()));
		if found.is_none() {
			let line = self.readings.first().map_or(1, |reading| reading.line);
			let reason =
				"nothing says which ReadingType these readings have; links of the feed are missing";
			problems.add(Place { line, cell: None }, reason);
		}
		found.map(|(_, kind)| kind)
	}
}
