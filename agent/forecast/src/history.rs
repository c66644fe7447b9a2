// SPDX-License-Identifier: Apache-2.0

//! What a TE node used and generated.

use jiff::tz::TimeZone;

use crate::row::Row;
use gridmerit_energy::{Interval, MAX_METERED, Wh};

/// Most intervals of a day: one in five minutes.
const MAX_PERIOD: u32 = 288;

/// Why a history is refused.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
	/// No such day.
	#[error("a day of {0} intervals: give 2 to {MAX_PERIOD}, as 24 or 96")]
	Period(u32),
	/// An interval does not come after the one before.
	#[error("interval {interval} does not come after {last}; give each once, in order")]
	Order {
		/// The interval.
		interval: Interval,
		/// The one before.
		last: Interval,
	},
	/// More than a meter can say.
	#[error("interval {interval}: {energy} Wh is more than {MAX_METERED}")]
	Energy {
		/// The interval.
		interval: Interval,
		/// Its load or generation, in Wh.
		energy: Wh,
	},
}

/// Load and generation of past intervals, in strictly ascending order. Intervals may be missing: the
/// models see there what was at the same time of the nearest earlier day, or else of the nearest later
/// one, or else the value before the gap; no forecast is measured by what was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
	period: u32,
	zone: Option<TimeZone>,
	rows: Vec<Row>,
}

impl History {
	/// A history without rows; `period` is the number of intervals a day (24 or 96).
	pub fn new(period: u32) -> Result<Self, HistoryError> {
		if !(2..=MAX_PERIOD).contains(&period) {
			return Err(HistoryError::Period(period));
		}
		Ok(Self { period, zone: None, rows: Vec::new() })
	}

	/// The same, of people who live by the clock of a time zone: their habits follow it when it is changed.
	pub fn in_zone(mut self, zone: Option<TimeZone>) -> Self {
		self.zone = zone;
		self
	}

	/// The time zone that its habits follow; without one, UTC.
	pub fn zone(&self) -> Option<&TimeZone> {
		self.zone.as_ref()
	}

	/// A history of rows.
	pub fn from_rows(
		period: u32,
		rows: impl IntoIterator<Item = Row>,
	) -> Result<Self, HistoryError> {
		let mut history = Self::new(period)?;
		rows.into_iter().try_for_each(|row| history.push(row))?;
		Ok(history)
	}

	/// Adds the next interval.
	pub fn push(&mut self, row: Row) -> Result<(), HistoryError> {
		let Row { interval, load_wh, generation_wh } = row;
		let energy = load_wh.max(generation_wh);
		if energy > MAX_METERED {
			return Err(HistoryError::Energy { interval, energy });
		}
		if let Some(last) = self.last().filter(|last| interval <= *last) {
			return Err(HistoryError::Order { interval, last });
		}
		self.rows.push(row);
		Ok(())
	}

	/// The same days with rows of other numbers, in strictly ascending order, which no zone explains.
	pub(crate) fn renumbered(&self, rows: Vec<Row>) -> Self {
		Self { period: self.period, zone: None, rows }
	}

	/// Intervals a day.
	pub fn period(&self) -> u32 {
		self.period
	}

	/// Its rows.
	pub fn rows(&self) -> &[Row] {
		&self.rows
	}

	/// Its last interval.
	pub fn last(&self) -> Option<Interval> {
		self.rows.last().map(|row| row.interval)
	}

	/// The row of an interval.
	pub fn get(&self, interval: Interval) -> Option<&Row> {
		let at = self.rows.binary_search_by_key(&interval, |row| row.interval).ok()?;
		self.rows.get(at)
	}

	/// What was known at the end of an interval.
	pub fn until(&self, interval: Interval) -> Self {
		let rows = self.rows.iter().take_while(|row| row.interval <= interval).copied().collect();
		Self { period: self.period, zone: self.zone.clone(), rows }
	}
}
