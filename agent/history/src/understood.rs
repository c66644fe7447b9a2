// SPDX-License-Identifier: Apache-2.0

//! What was understood of a file, so that a factor of 4 or an hour is seen at once.

use std::collections::BTreeMap;

use gridmerit_energy::{Interval, Wh};
use jiff::{
	Timestamp,
	civil::{Date, Time},
	tz::TimeZone,
};
use serde::Serialize;

use crate::{mapping::zone_name, row::Row};

/// Milliseconds of an hour and of a day.
const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// Zeros as long as this are worth a word: of what is used, and of the sun in winter. In milliseconds.
const LONG_LOAD: u64 = DAY;
const LONG_GENERATION: u64 = 2 * DAY;

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct How {
	/// The format.
	pub format: String,
	/// The column of times, and what they were taken for.
	pub time: String,
	/// The columns of load; none if nothing measures it: it is 0 then.
	pub load: Option<String>,
	/// The columns of generation, likewise.
	pub generation: Option<String>,
	/// How long the period of a line is, in seconds.
	pub resolution_s: u64,
	/// How long an interval is, in seconds.
	pub interval_s: u64,
	/// What was taken for granted, left out, or is odd.
	pub notes: Vec<String>,
}

/// What a history is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
	/// Of which times are shown.
	pub zone: String,
	/// How many intervals there are.
	pub intervals: usize,
	/// The first and the last interval, from when to when.
	pub first: Option<Span>,
	/// The last interval.
	pub last: Option<Span>,
	/// All that was used.
	pub load: Sum,
	/// All that was generated.
	pub generation: Sum,
	/// Intervals that are missing, from the first to the last.
	pub missing: u64,
	/// Where they are missing.
	pub gaps: Vec<Span>,
	/// Days that are longer or shorter than others, because the clock changes.
	pub odd_days: Vec<OddDay>,
	/// Where nothing was used for a day or more.
	pub zero_load: Vec<Span>,
	/// Where nothing was generated for two days or more.
	pub zero_generation: Vec<Span>,
}

/// Intervals that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
	/// The first of them.
	pub interval: Interval,
	/// How many.
	pub intervals: u64,
	/// When the first begins, in local time.
	pub from: String,
	/// When the last is over, in local time.
	pub to: String,
}

/// Energy over all of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
	/// In all, in Wh.
	pub total_wh: u128,
	/// On average over what is known, in Wh.
	pub per_day_wh: u64,
	/// The highest average power of an interval, in W.
	pub peak_w: u64,
	/// When that was, in local time.
	pub peak_at: Option<String>,
	/// The time of day, on the wall, by which half of it has flowed on an average day: of the sun it is around
	/// noon. An hour off shows a wrong zone, but not of a file in local time, where noon is noon in each.
	pub half_by: Option<String>,
}

/// A day that has not as many intervals as others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OddDay {
	/// The day.
	pub date: String,
	/// How many intervals it has, by the clock in its zone.
	pub intervals: u64,
	/// How many of them are known.
	pub known: u64,
}

impl Summary {
	/// Looks at rows, which are in order.
	pub fn new(rows: &[Row], interval_ms: u32, zone: &TimeZone) -> Self {
		let look = Look { rows, length: u64::from(interval_ms.max(1)), zone };
		let gaps = look.gaps();
		Self {
			zone: zone_name(zone),
			intervals: rows.len(),
			first: rows.first().map(|row| look.span(row.interval, 1)),
			last: rows.last().map(|row| look.span(row.interval, 1)),
			load: look.sum(|row| row.load_wh),
			generation: look.sum(|row| row.generation_wh),
			missing: gaps.iter().map(|gap| gap.intervals).sum(),
			gaps,
			odd_days: look.odd_days(),
			zero_load: look.zeros(LONG_LOAD, |row| row.load_wh),
			zero_generation: look.zeros(LONG_GENERATION, |row| row.generation_wh),
		}
	}

	/// All in one line, for a log.
	pub fn line(&self) -> String {
		let (Some(first), Some(last)) = (&self.first, &self.last) else {
			return "no intervals".into();
		};
		let kwh = |wh: u64| format!("{}.{} kWh", wh / 1_000, wh % 1_000 / 100);
		format!(
			"{} intervals from {} to {} ({}), {} missing; {} used and {} generated a day, at most {} W and {} W",
			self.intervals,
			first.from,
			last.to,
			self.zone,
			self.missing,
			kwh(self.load.per_day_wh),
			kwh(self.generation.per_day_wh),
			self.load.peak_w,
			self.generation.peak_w,
		)
	}
}

struct Look<'r> {
	rows: &'r [Row],
	length: u64,
	zone: &'r TimeZone,
}

impl Look<'_> {
	fn instant(&self, interval: u64) -> Timestamp {
		let millis = i64::try_from(interval.saturating_mul(self.length)).unwrap_or(i64::MAX);
		Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
	}

	/// A time on the wall; with its offset, because an hour may come twice.
	fn clock(&self, interval: u64) -> String {
		let time = self.instant(interval).to_zoned(self.zone.clone());
		time.strftime("%Y-%m-%d %H:%M %:z").to_string()
	}

	fn span(&self, interval: Interval, intervals: u64) -> Span {
		let begin = u64::from(interval);
		let from = self.clock(begin);
		Span { interval, intervals, from, to: self.clock(begin.saturating_add(intervals)) }
	}

	fn sum(&self, of: fn(&Row) -> Wh) -> Sum {
		let total_wh: u128 = self.rows.iter().map(|row| u128::from(of(row))).sum();
		let known = u128::try_from(self.rows.len()).unwrap_or(u128::MAX) * u128::from(self.length);
		let per_day = (total_wh * u128::from(DAY)).checked_div(known).unwrap_or(0);
		// The first of several.
		let peak = self.rows.iter().rev().max_by_key(|row| of(row)).filter(|row| of(row) > 0);
		let power = |row: &Row| of(row).saturating_mul(HOUR) / self.length;
		Sum {
			total_wh,
			per_day_wh: u64::try_from(per_day).unwrap_or(u64::MAX),
			peak_w: peak.map_or(0, power),
			peak_at: peak.map(|row| self.clock(row.interval.into())),
			half_by: self.half_by(of, total_wh),
		}
	}

	/// When half of a sum has flowed, by the time of day.
	fn half_by(&self, of: fn(&Row) -> Wh, total_wh: u128) -> Option<String> {
		let mut by_time: BTreeMap<Time, u128> = BTreeMap::new();
		for row in self.rows {
			// At the end of its interval it has flowed.
			let end = self.instant(u64::from(row.interval).saturating_add(1));
			*by_time.entry(self.zone.to_datetime(end).time()).or_default() += u128::from(of(row));
		}
		// Midnight is the end of a day, not its beginning.
		let midnight = by_time.remove(&Time::midnight()).map(|energy| (Time::midnight(), energy));
		let mut flowed = 0;
		let mut half = |(time, energy): (Time, u128)| {
			flowed += energy;
			(flowed > 0 && flowed * 2 >= total_wh).then(|| time.strftime("%H:%M").to_string())
		};
		by_time.into_iter().chain(midnight).find_map(&mut half)
	}

	fn gaps(&self) -> Vec<Span> {
		let pairs = self.rows.iter().zip(self.rows.iter().skip(1));
		pairs
			.filter_map(|(before, after)| {
				let next = before.interval.saturating_add(1);
				let missing = u64::from(after.interval.saturating_sub(next));
				(missing > 0).then(|| self.span(next, missing))
			})
			.collect()
	}

	/// Runs of zeros of at least so many milliseconds, if it is not zero everywhere. A gap ends a run.
	fn zeros(&self, long: u64, of: fn(&Row) -> Wh) -> Vec<Span> {
		if self.rows.iter().all(|row| of(row) == 0) {
			return Vec::new();
		}
		let mut runs: Vec<(Interval, u64)> = Vec::new();
		for row in self.rows.iter().filter(|row| of(row) == 0) {
			match runs.last_mut() {
				Some((first, count)) if u64::from(*first) + *count == u64::from(row.interval) => {
					*count += 1
				},
				_ => runs.push((row.interval, 1)),
			}
		}
		let is_long = |(_, count): &(Interval, u64)| count.saturating_mul(self.length) >= long;
		runs.into_iter().filter(is_long).map(|(first, count)| self.span(first, count)).collect()
	}

	fn odd_days(&self) -> Vec<OddDay> {
		let usual = DAY / self.length;
		let mut days: Vec<(Date, u64)> = Vec::new();
		for row in self.rows {
			let date = self.zone.to_datetime(self.instant(row.interval.into())).date();
			match days.last_mut() {
				Some((last, count)) if *last == date => *count += 1,
				_ => days.push((date, 1)),
			}
		}
		let odd = |(date, known): (Date, u64)| {
			let midnight = |date: Date| {
				Some(date.to_zoned(self.zone.clone()).ok()?.timestamp().as_millisecond())
			};
			let length = midnight(date.tomorrow().ok()?)? - midnight(date)?;
			let intervals = u64::try_from(length).ok()? / self.length;
			(intervals != usual).then(|| OddDay { date: date.to_string(), intervals, known })
		};
		days.into_iter().filter_map(odd).collect()
	}
}
