// SPDX-License-Identifier: Apache-2.0

//! From values with times to what was measured from when to when.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::{
	columns::Quantity,
	forms::Form,
	mapping::{Direction, Mapping, Stamp, say, zone_name},
	place::{Nano, Period},
	problem::{Place, Problems, shown},
	resolution::{length_words, resolution},
	starts::{stamp, starts},
	table::{Entry, Table, Value},
};

/// Milliseconds of an hour.
pub(crate) const HOUR: i64 = 3_600_000;

/// Periods in order, and what is said about how they were found.
pub(crate) struct Measured {
	pub periods: Vec<Period>,
	/// In milliseconds.
	pub resolution: i64,
	/// What the times were taken for.
	pub time: String,
	/// Of which people are shown times.
	pub zone: TimeZone,
	pub notes: Vec<String>,
}

/// Says of every value from when to when it was measured.
pub(crate) fn measured(
	table: &Table,
	mapping: &Mapping,
	interval_ms: u32,
	problems: &mut Problems,
) -> Option<Measured> {
	let mut notes = table.notes.clone();
	let mut entries: Vec<&Entry> = table.entries.iter().collect();
	let is_local = matches!(table.form, Form::Local(..));
	let utc = table.columns.is_utc().then_some(TimeZone::UTC).filter(|_| is_local);
	let Some(zone) = utc.clone().or(mapping.zone.clone()).or((!is_local).then_some(TimeZone::UTC))
	else {
		if let Some(first) = entries.first() {
			let zone = say("zone", "Europe/Berlin");
			let reason =
				format!("is the clock's time, but nothing says where; write {zone} or the like");
			problems.add(first.stamped.place.clone(), reason);
		}
		return None;
	};
	if utc.is_some() && mapping.zone.is_some() {
		notes.push("the column's name says UTC, so the zone is not used to read it".into());
	}
	let naive = |entry: &Entry| entry.stamped.moment.naive();
	let ends = entries.first().zip(entries.last());
	if ends.is_some_and(|(first, last)| naive(first) > naive(last)) {
		entries.reverse();
		notes.push("the newest line came first: turned round".into());
	}
	let is_interval = table.form == Form::Interval;
	let resolution = match is_interval {
		true => i64::from(interval_ms),
		false => resolution(&entries, mapping.resolution_minutes, problems)?,
	};
	let stamp = stamp(table, &entries, mapping, &zone, resolution, problems, &mut notes)?;
	let starts = starts(&entries, &zone, stamp, resolution, problems, &mut notes);
	let mut placed = Placed {
		table,
		mapping,
		resolution,
		step: resolution.min(i64::from(interval_ms)),
		periods: BTreeMap::new(),
		readings: BTreeMap::new(),
	};
	let repeated = placed.all(&entries, &starts, problems);
	if repeated > 0 {
		notes.push(format!("{repeated} lines are there twice with the same values: taken once"));
	}
	let what = match (mapping.counter, stamp, is_interval) {
		(_, _, true) => String::new(),
		(true, ..) => ", when the counter was read".into(),
		(_, Stamp::Start, _) => ", at the start of each period".into(),
		(_, Stamp::End, _) => ", at the end of each period".into(),
	};
	let place = if is_local { format!(", in {}", zone_name(&zone)) } else { String::new() };
	let column = table.columns.name(table.columns.time);
	let time = format!("`{column}`: {}{place}{what}", table.form.words());
	let zone = mapping.zone.clone().unwrap_or(zone);
	Some(Measured { periods: placed.finish(problems), resolution, time, zone, notes })
}

struct Placed<'t> {
	table: &'t Table,
	mapping: &'t Mapping,
	resolution: i64,
	/// What starts are multiples of.
	step: i64,
	periods: BTreeMap<i64, Period>,
	/// The last reading of each series' counter, and when.
	readings: BTreeMap<usize, (i64, i128)>,
}

impl Placed<'_> {
	/// Places all lines; gives how many were repetitions.
	fn all(
		&mut self,
		entries: &[&Entry],
		starts: &[Option<i64>],
		problems: &mut Problems,
	) -> usize {
		let mut seen: BTreeMap<(usize, i64), &Entry> = BTreeMap::new();
		let mut last: BTreeMap<usize, i64> = BTreeMap::new();
		let mut repeated = 0_usize;
		for (entry, start) in entries.iter().copied().zip(starts) {
			let Some(start) = *start else { continue };
			let (key, place) = (entry.stamped.key, &entry.stamped.place);
			if start.rem_euclid(self.step) != 0 {
				let step = length_words(self.step);
				problems.add(
					place.clone(),
					format!("is not on the grid of {step}; round the times, or export {step}"),
				);
				continue;
			}
			if let Some(before) = seen.get(&(key, start)) {
				if before.values == entry.values {
					repeated += 1;
				} else {
					let line = before.stamped.place.line;
					problems.add(
						place.clone(),
						format!(
							"is there before, with other values, on line {line}; keep one of the two"
						),
					);
				}
				continue;
			}
			if last.get(&key).is_some_and(|last| start < *last) {
				problems
					.add(place.clone(), "is earlier than the line before; sort the lines by time");
				continue;
			}
			seen.insert((key, start), entry);
			last.insert(key, start);
			for (series, value) in &entry.values {
				self.value(*series, start, *value, place, problems);
			}
		}
		repeated
	}

	fn value(
		&mut self,
		series: usize,
		start: i64,
		value: Option<Value>,
		place: &Place,
		problems: &mut Problems,
	) {
		let (start, energy) = match (self.mapping.counter, value) {
			(false, value) => (start, value.map(|value| nano(value, self.resolution))),
			(true, None) => return,
			(true, Some(Value { amount, .. })) => {
				let before = self.readings.insert(series, (start, amount));
				let Some((at, reading)) = before.filter(|(at, _)| start - at == self.resolution)
				else {
					return;
				};
				if amount < reading
					&& self
						.table
						.columns
						.series
						.get(series)
						.is_some_and(|series| series.quantity != Quantity::Net)
				{
					let reason = "is less than the reading before; was the meter replaced? Then give each its own file";
					problems.add(place.clone(), reason);
					return;
				}
				(
					at,
					Some(nano(
						Value { amount: amount - reading, is_power: false },
						self.resolution,
					)),
				)
			},
		};
		let empty = || Period {
			start,
			end: start + self.resolution,
			load: None,
			generation: None,
			place: place.clone(),
		};
		let period = self.periods.entry(start).or_insert_with(empty);
		let (Some(energy), Some(series)) = (energy, self.table.columns.series.get(series)) else {
			return;
		};
		let add = |to: &mut Option<Nano>, energy: Nano| *to = Some(to.unwrap_or(0) + energy);
		match series.quantity {
			Quantity::Load => add(&mut period.load, energy),
			Quantity::Generation => add(&mut period.generation, energy),
			Quantity::Net => {
				let fed_in = self.mapping.net_positive == Some(Direction::FedIn);
				let drawn = if fed_in { -energy } else { energy };
				add(&mut period.load, drawn.max(0));
				add(&mut period.generation, (-drawn).max(0));
			},
		}
	}

	/// The periods in order. What no column measures is nothing, not missing; a blank line is missing as a whole.
	fn finish(self, problems: &mut Problems) -> Vec<Period> {
		let measures = |quantity| {
			let all = &self.table.columns.series;
			all.iter().any(|series| [quantity, Quantity::Net].contains(&series.quantity))
		};
		let (load, generation) = (measures(Quantity::Load), measures(Quantity::Generation));
		let mut over = i64::MIN;
		let mut periods = Vec::with_capacity(self.periods.len());
		for mut period in self.periods.into_values() {
			if period.start < over {
				let length = length_words(self.resolution);
				let reason = format!(
					"is less than {length} behind the line before, whose period is that long"
				);
				problems.add(period.place.clone(), reason);
			}
			over = period.end;
			if period.load.is_some() && !generation {
				period.generation = Some(0);
			}
			if period.generation.is_some() && !load {
				period.load = Some(0);
			}
			periods.push(period);
		}
		periods
	}
}

/// Energy of a value that holds over a period, in billionths of a Wh.
fn nano(value: Value, resolution: i64) -> Nano {
	match value.is_power {
		true => value.amount * i128::from(resolution) / i128::from(HOUR) / 1_000,
		// Half a billionth is rounded up: binary fractions end like that.
		false => (value.amount + 500).div_euclid(1_000),
	}
}

/// What is said of the columns of a quantity.
pub(crate) fn columns_of(table: &Table, mapping: &Mapping, quantity: Quantity) -> Option<String> {
	let mut said = Vec::new();
	for series in &table.columns.series {
		if series.quantity != quantity && series.quantity != Quantity::Net {
			continue;
		}
		let name = match &series.register {
			Some(register) => shown(register),
			None => table.columns.name(series.cell),
		};
		let unit = mapping
			.unit
			.or(series.unit)
			.map_or_else(String::new, |unit| format!(" in {}", unit.symbol()));
		let net = if series.quantity == Quantity::Net { ", by its sign" } else { "" };
		said.push(format!("`{name}`{unit}{net}"));
	}
	(!said.is_empty()).then(|| said.join(" and "))
}
