// SPDX-License-Identifier: Apache-2.0

//! Days and clocks of people: a zone, the intervals of its days, and times on its wall. A chain knows milliseconds
//! since 1970 alone. The zones of the IANA database are in this program, in case that the machine has none.

use std::{fmt, str::FromStr};

use gridmerit_energy::Interval;
use jiff::{
	Timestamp, Zoned,
	civil::{Date, DateTime},
	tz::TimeZone,
};

/// A zone by whose clocks times are said and days begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// What is wrong with a zone, a day or a month, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
	/// No such zone.
	#[error("`{0}` is no time zone: write one as Europe/Berlin, or UTC")]
	Zone(String),
	/// No such day.
	#[error("`{0}` is no day: write 2018-06-27")]
	Day(String),
	/// A day that its month does not have.
	#[error("`{text}` is no day: {month} has no day {day}")]
	Missing {
		/// What was written.
		text: String,
		/// The month with its year, in words.
		month: String,
		/// The day.
		day: i8,
	},
	/// No such time.
	#[error("`{0}` is no time: write 2018-06-27, 2018-06-27 14:00 or 2018-06-27T14:00+02:00")]
	Time(String),
	/// No such month.
	#[error("`{0}` is no month: write 2018-06")]
	Month(String),
	/// A day that no chain can have.
	#[error("{0} is beyond the days that a chain can count")]
	Beyond(Date),
	/// Days in the wrong order.
	#[error("{from} is after {to}")]
	Order {
		/// The first day.
		from: Date,
		/// The last one.
		to: Date,
	},
}

impl FromStr for Zone {
	type Err = TimeError;

	fn from_str(name: &str) -> Result<Self, TimeError> {
		zone(name).map(Self)
	}
}

/// The rules of a zone by its IANA name.
pub fn zone(name: &str) -> Result<TimeZone, TimeError> {
	TimeZone::get(name).map_err(|_| TimeError::Zone(name.into()))
}

impl fmt::Display for Zone {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// A machine may keep the rules of its zone without the name.
		f.write_str(self.0.iana_name().unwrap_or("this machine"))
	}
}

impl From<TimeZone> for Zone {
	fn from(zone: TimeZone) -> Self {
		Self(zone)
	}
}

impl Zone {
	/// That of this machine; UTC if it says none.
	pub fn of_machine() -> Self {
		Self(TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()).unwrap_or(TimeZone::UTC))
	}

	fn at(&self, millis: u64) -> Option<Zoned> {
		let time = Timestamp::from_millisecond(i64::try_from(millis).ok()?).ok()?;
		Some(time.to_zoned(self.0.clone()))
	}

	fn said(&self, millis: u64, form: &str) -> String {
		self.at(millis).map_or_else(|| millis.to_string(), |time| time.strftime(form).to_string())
	}

	/// A time to the minute, of milliseconds since 1970: 2018-06-27 02:15. Between the two hours of the night in
	/// which clocks go back it does not tell; see [`Self::exactly`].
	pub fn clock(&self, millis: u64) -> String {
		self.said(millis, "%Y-%m-%d %H:%M")
	}

	/// A time to the minute, with how far the clocks are ahead of UTC: 2018-06-27T02:15+02:00.
	pub fn exactly(&self, millis: u64) -> String {
		self.said(millis, "%Y-%m-%dT%H:%M%:z")
	}

	/// A time to the second: 2018-06-27 02:15:30.
	pub fn stamp(&self, millis: u64) -> String {
		self.said(millis, "%Y-%m-%d %H:%M:%S")
	}

	/// The day on which a time lies.
	pub fn day(&self, millis: u64) -> Option<Date> {
		self.at(millis).map(|time| time.date())
	}

	/// When a day begins, in milliseconds since 1970.
	pub fn begin(&self, day: Date) -> Result<u64, TimeError> {
		let begin = day.to_zoned(self.0.clone()).ok();
		let millis = begin.and_then(|begin| u64::try_from(begin.timestamp().as_millisecond()).ok());
		millis.ok_or(TimeError::Beyond(day))
	}

	/// A time as people write it, in milliseconds since 1970: a day, at which it begins, a day and a time by the clocks
	/// of this zone, or a time with how far its clocks are ahead of UTC.
	pub fn instant(&self, text: &str) -> Result<u64, TimeError> {
		let wrong = || missing_day(text).unwrap_or_else(|| TimeError::Time(text.into()));
		let found = match (text.parse::<Timestamp>(), text.parse::<DateTime>()) {
			(Ok(instant), _) => instant,
			(_, Ok(time)) => self.0.to_timestamp(time).map_err(|_| wrong())?,
			_ => return Err(wrong()),
		};
		u64::try_from(found.as_millisecond()).map_err(|_| wrong())
	}
}

/// A day as people write it: 2018-06-27.
pub fn day(text: &str) -> Result<Date, TimeError> {
	text.parse().map_err(|_| missing_day(text).unwrap_or_else(|| TimeError::Day(text.into())))
}

/// What is wrong with a text that begins with a day, if it is that its month does not have it.
fn missing_day(text: &str) -> Option<TimeError> {
	let written = text.get(..10)?;
	let mut numbers = written.split('-');
	let (year, month) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
	let day = numbers.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
	let month = Date::new(year, month, 1).ok()?;
	let missing = || {
		let month = month.strftime("%B %Y").to_string();
		TimeError::Missing { text: text.into(), month, day }
	};
	(day > month.days_in_month()).then(missing)
}

/// The first and the last day of a month as people write it: 2018-06.
pub fn month(text: &str) -> Result<Days, TimeError> {
	let wrong = || TimeError::Month(text.into());
	// `2018-06-27` would be a day in it, and is another question.
	let (year, month) = text.split_once('-').ok_or_else(wrong)?;
	if year.len() != 4 || month.len() != 2 {
		return Err(wrong());
	}
	let first: Date = format!("{text}-01").parse().map_err(|_| wrong())?;
	Ok(Days { from: first, to: first.last_of_month() })
}

/// Whole days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
	/// The first one.
	pub from: Date,
	/// The last one.
	pub to: Date,
}

impl Days {
	/// The intervals that begin in these days by the clocks of a zone; a day has as many as its clocks give it.
	/// `length` is that of an interval in milliseconds.
	pub fn intervals(&self, zone: &Zone, length: u32) -> Result<(Interval, Interval), TimeError> {
		let Self { from, to } = *self;
		if from > to {
			return Err(TimeError::Order { from, to });
		}
		let after = to.tomorrow().map_err(|_| TimeError::Beyond(to))?;
		let first_from = |day| {
			let begin = zone.begin(day)?.div_ceil(u64::from(length.max(1)));
			Interval::try_from(begin).map_err(|_| TimeError::Beyond(day))
		};
		let (first, end) = (first_from(from)?, first_from(after)?);
		Ok((first, end.saturating_sub(1)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const QUARTER: u32 = 900_000;

	fn days(from: &str, to: &str) -> Days {
		Days { from: day(from).unwrap(), to: day(to).unwrap() }
	}

	fn count(zone: &str, from: &str) -> u32 {
		let (first, last) = days(from, from).intervals(&zone.parse().unwrap(), QUARTER).unwrap();
		last - first + 1
	}

	#[test]
	fn days_have_as_many_intervals_as_their_clocks_give_them() {
		assert_eq!(count("Europe/Berlin", "2018-06-27"), 96);
		assert_eq!(count("Europe/Berlin", "2018-03-25"), 92);
		assert_eq!(count("Europe/Berlin", "2018-10-28"), 100);
		assert_eq!(count("UTC", "2018-10-28"), 96);
		// Clocks that go by half an hour.
		assert_eq!(count("Australia/Lord_Howe", "2018-10-07"), 94);
		// A zone whose clocks jump over midnight: the day begins at one.
		assert_eq!(count("America/Sao_Paulo", "2018-11-04"), 92);
		// Samoa has left this day out.
		assert_eq!(
			days("2011-12-30", "2011-12-30")
				.intervals(&"Pacific/Apia".parse().unwrap(), QUARTER)
				.map(|(first, last)| last.wrapping_sub(first).wrapping_add(1)),
			Ok(0)
		);
	}

	#[test]
	fn days_begin_by_the_clocks_of_their_zone() {
		let berlin: Zone = "Europe/Berlin".parse().unwrap();
		let (first, last) = days("2018-06-27", "2018-07-01").intervals(&berlin, QUARTER).unwrap();
		let start = |interval: Interval| u64::from(interval) * u64::from(QUARTER);
		assert_eq!(berlin.exactly(start(first)), "2018-06-27T00:00+02:00");
		assert_eq!(berlin.exactly(start(last)), "2018-07-01T23:45+02:00");
		assert_eq!(berlin.clock(start(first)), "2018-06-27 00:00");
		assert_eq!(last - first + 1, 5 * 96);
		// Hours that do not begin with a day's begin belong to the day in which they begin.
		let india: Zone = "Asia/Kolkata".parse().unwrap();
		let (first, last) = days("2018-06-27", "2018-06-27").intervals(&india, 3_600_000).unwrap();
		let hour = |interval: Interval| u64::from(interval) * 3_600_000;
		assert_eq!(india.exactly(hour(first)), "2018-06-27T00:30+05:30");
		assert_eq!(india.exactly(hour(last)), "2018-06-27T23:30+05:30");
		// The two hours of a long night are told apart.
		let twice = berlin.begin(day("2018-10-28").unwrap()).unwrap() + 2 * 3_600_000;
		assert_eq!(berlin.exactly(twice), "2018-10-28T02:00+02:00");
		assert_eq!(berlin.exactly(twice + 3_600_000), "2018-10-28T02:00+01:00");
	}

	#[test]
	fn times_are_by_the_clocks_of_a_zone_or_say_which() {
		let berlin: Zone = "Europe/Berlin".parse().unwrap();
		let at = |text: &str| berlin.instant(text).map(|millis| berlin.exactly(millis));
		for text in
			["2018-06-27", "2018-06-27 00:00", "2018-06-26T22:00Z", "2018-06-27T01:00+03:00"]
		{
			assert_eq!(at(text).as_deref(), Ok("2018-06-27T00:00+02:00"), "{text}");
		}
		for wrong in ["b4", "14:00", "27.06.2018", "2018-06-27 25:00", "1969-12-31", ""] {
			assert_eq!(at(wrong), Err(TimeError::Time(wrong.into())), "{wrong}");
		}
	}

	#[test]
	fn what_is_no_zone_day_or_month_is_said() {
		assert_eq!(month("2018-06"), Ok(days("2018-06-01", "2018-06-30")));
		assert_eq!(month("2020-02"), Ok(days("2020-02-01", "2020-02-29")));
		for wrong in ["2018", "2018-13", "2018-6", "2018-06-27", "June", ""] {
			assert_eq!(month(wrong), Err(TimeError::Month(wrong.into())), "{wrong}");
		}
		for wrong in ["27.06.2018", "today", "b4", "2018-06-32", "2018-13-01", ""] {
			assert_eq!(day(wrong), Err(TimeError::Day(wrong.into())), "{wrong}");
		}
		for (wrong, reason) in [
			("2026-02-31", "February 2026 has no day 31"),
			("2018-02-29", "February 2018 has no day 29"),
			("2018-06-31", "June 2018 has no day 31"),
		] {
			let said = format!("`{wrong}` is no day: {reason}");
			assert_eq!(day(wrong).unwrap_err().to_string(), said);
			let said = said.replacen(wrong, &format!("{wrong} 14:00"), 1);
			let zone = Zone(TimeZone::UTC);
			assert_eq!(zone.instant(&format!("{wrong} 14:00")).unwrap_err().to_string(), said);
		}
		assert_eq!("Berlin".parse::<Zone>(), Err(TimeError::Zone("Berlin".into())));
		let utc: Zone = "UTC".parse().unwrap();
		let backwards = days("2018-06-28", "2018-06-27");
		assert!(matches!(backwards.intervals(&utc, QUARTER), Err(TimeError::Order { .. })));
		for beyond in ["1969-12-31", "9999-12-31"] {
			let error = days(beyond, beyond).intervals(&utc, 1_000);
			assert!(matches!(error, Err(TimeError::Beyond(_))), "{beyond}: {error:?}");
		}
		assert_eq!(utc.clock(u64::MAX), u64::MAX.to_string());
		assert_eq!(utc.to_string(), "UTC");
		assert_eq!("Europe/Berlin".parse::<Zone>().unwrap().to_string(), "Europe/Berlin");
		let nameless = Zone(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap());
		assert_eq!(nameless.exactly(1_530_058_500_000), "2018-06-27T02:15+02:00");
		assert_eq!(nameless.to_string(), "this machine");
	}
}
