// SPDX-License-Identifier: Apache-2.0

//! Which intervals there are, and when they begin by the clocks on the wall.

use gridmerit_client::times::{self, TimeError};
use jiff::{
	Timestamp, Zoned,
	civil::Date,
	tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

/// Milliseconds of a minute.
pub const MINUTE: u64 = 60_000;
/// Most days at a time.
pub const MAX_DAYS: u16 = 7;

/// Intervals of one length, one after the other, the first at midnight in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
	/// The zone, by its IANA name.
	pub zone: String,
	/// When slot 0 begins, in milliseconds since 1970.
	pub start: u64,
	/// How long a slot is, in milliseconds.
	pub slot_ms: u64,
	/// How many slots there are.
	pub slots: u16,
}

/// Why there is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
	/// No such zone or day.
	#[error(transparent)]
	Time(#[from] TimeError),
	/// Too few or too many days.
	#[error("{0} days: from 1 to {MAX_DAYS} at a time")]
	Days(u16),
	/// An interval has no such length.
	#[error("intervals of {0} minutes: write 60, 30, 20, 15, 10 or 5")]
	Minutes(u16),
	/// The days are before 1970 or after all time.
	#[error("{0} is out of range: write a day between 1970 and 2100")]
	Range(Date),
	/// Midnight lies within an interval.
	#[error(
		"midnight of {zone} is not at the beginning of an interval of {minutes} minutes, which begin by UTC: choose \
		 a shorter one"
	)]
	Uneven {
		/// Where.
		zone: String,
		/// Of which length.
		minutes: u64,
	},
}

/// A calendar as a file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
	date: String,
	zone: String,
	minutes: u16,
	days: u16,
}

impl TryFrom<Written> for Calendar {
	type Error = CalendarError;

	fn try_from(written: Written) -> Result<Self, CalendarError> {
		let (zone, date) = (times::zone(&written.zone)?, times::day(&written.date)?);
		Self::of_days(date, &zone, &written.zone, written.minutes, written.days)
	}
}

impl Calendar {
	/// So many days in intervals of so many minutes. A day on which clocks are changed has fewer or more of them.
	pub(crate) fn of_days(
		date: Date,
		zone: &TimeZone,
		name: &str,
		minutes: u16,
		days: u16,
	) -> Result<Self, CalendarError> {
		if ![60, 30, 20, 15, 10, 5].contains(&minutes) {
			return Err(CalendarError::Minutes(minutes));
		}
		Self::of_slots(date, zone, name, u64::from(minutes) * MINUTE, days)
	}

	/// So many days in intervals of so many milliseconds.
	pub(crate) fn of_slots(
		date: Date,
		zone: &TimeZone,
		name: &str,
		slot_ms: u64,
		days: u16,
	) -> Result<Self, CalendarError> {
		if !(1..=MAX_DAYS).contains(&days) {
			return Err(CalendarError::Days(days));
		}
		let at = |days: u16| -> Option<u64> {
			let day = date.checked_add(jiff::Span::new().days(i64::from(days))).ok()?;
			let midnight = zone.to_zoned(day.at(0, 0, 0, 0)).ok()?.timestamp();
			let near = (1970..=2100).contains(&day.year());
			u64::try_from(midnight.as_millisecond()).ok().filter(|_| near)
		};
		let (start, end) = at(0).zip(at(days)).ok_or(CalendarError::Range(date))?;
		if slot_ms == 0 || !start.is_multiple_of(slot_ms) || !end.is_multiple_of(slot_ms) {
			return Err(CalendarError::Uneven { zone: name.into(), minutes: slot_ms / MINUTE });
		}
		let slots = u16::try_from(end.saturating_sub(start) / slot_ms).unwrap_or(u16::MAX);
		Ok(Self { zone: name.into(), start, slot_ms, slots })
	}

	/// How many minutes a slot has.
	pub fn minutes(&self) -> u64 {
		self.slot_ms / MINUTE
	}

	/// What is as long as a slot: `hour`, `quarter hour`, `interval`.
	pub fn word(&self) -> &'static str {
		match self.minutes() {
			60 => "hour",
			30 => "half hour",
			15 => "quarter hour",
			_ => "interval",
		}
	}

	/// When a slot begins, in milliseconds since 1970; that of the one after the last is the end.
	pub fn begin(&self, slot: u16) -> u64 {
		self.start.saturating_add(self.slot_ms.saturating_mul(slot.into()))
	}

	/// The chain's number of the interval that slot 0 is.
	pub fn first_interval(&self) -> i64 {
		i64::try_from(self.start.checked_div(self.slot_ms).unwrap_or_default()).unwrap_or_default()
	}

	/// When a slot begins, by the clocks of the zone; by UTC if nobody knows the zone any more.
	pub(crate) fn local(&self, slot: u16) -> Zoned {
		let instant = i64::try_from(self.begin(slot)).unwrap_or(i64::MAX);
		let instant = Timestamp::from_millisecond(instant).unwrap_or(Timestamp::MAX);
		instant.to_zoned(times::zone(&self.zone).unwrap_or(TimeZone::UTC))
	}

	/// The minute of the day in which a slot begins.
	pub(crate) fn minute(&self, slot: u16) -> u16 {
		let time = self.local(slot);
		u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
	}

	/// How many minutes the zone is ahead of UTC when a slot begins.
	pub(crate) fn offset(&self, slot: u16) -> i16 {
		let offset: Offset = self.local(slot).offset();
		i16::try_from(offset.seconds() / 60).unwrap_or_default()
	}

	/// When a slot begins, as `14:00`; with more than one day as `18 Jun 14:00`.
	pub fn clock(&self, slot: u16) -> String {
		let form = if self.is_one_day() { "%H:%M" } else { "%-d %b %H:%M" };
		self.local(slot).strftime(form).to_string()
	}

	/// The day or the days, as `27 June 2018` or `16 June 2025 to 22 June 2025`.
	pub fn dates(&self) -> String {
		let day = |slot| self.local(slot).strftime("%-d %B %Y").to_string();
		let (first, last) = (day(0), day(self.slots.saturating_sub(1)));
		if first == last { first } else { format!("{first} to {last}") }
	}

	/// Whether all slots are of one day.
	pub fn is_one_day(&self) -> bool {
		self.local(0).date() == self.local(self.slots.saturating_sub(1)).date()
	}
}
