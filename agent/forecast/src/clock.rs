// SPDX-License-Identifier: Apache-2.0

//! The time of day that habits follow: that of the sun, or that of the clock on the wall.

use gridmerit_energy::Interval;
use jiff::{Timestamp, tz::TimeZone};

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// Days behind the end of a history whose time of day is asked for.
const DAYS_BEHIND: i64 = 9;

/// Local time by position in a series, in intervals since the beginning of 1970. On most days it runs with the
/// positions; where the clocks are changed it jumps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clock {
	period: i64,
	/// From which position on the local time is how much more than the position, ascending.
	shifts: Vec<(i64, i64)>,
}

impl Clock {
	/// Of `length` positions and those that can be forecast from them, of which `first` is the first one's
	/// interval. Without a zone, UTC.
	pub fn new(zone: Option<&TimeZone>, period: u32, first: Interval, length: usize) -> Self {
		let (period, first) = (i64::from(period), i64::from(first));
		let begin = Timestamp::from_second(first * DAY_S / period).unwrap_or(Timestamp::UNIX_EPOCH);
		let offset =
			|seconds: i32| first + (i64::from(seconds) * period + DAY_S / 2).div_euclid(DAY_S);
		let Some(zone) = zone else { return Self { period, shifts: vec![(0, first)] } };
		let mut shifts = vec![(0, offset(zone.to_offset(begin).seconds()))];
		let end = length as i64 + DAYS_BEHIND * period;
		for change in zone.following(begin) {
			let at = (change.timestamp().as_second() * period).div_euclid(DAY_S) - first;
			if at > end {
				break;
			}
			shifts.push((at, offset(change.offset().seconds())));
		}
		Self { period, shifts }
	}

	/// The positions from which on the clocks are changed, and by how many intervals they are put forward.
	pub fn changes(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
		let pairs = self.shifts.iter().zip(self.shifts.iter().skip(1));
		pairs.map(|((_, before), (at, after))| (*at, after - before))
	}

	/// Local time of a position.
	pub fn local(&self, at: usize) -> i64 {
		let at = at as i64;
		let after = self.shifts.partition_point(|(from, _)| *from <= at);
		let shift = self.shifts.get(after.saturating_sub(1)).map_or(0, |(_, shift)| *shift);
		at + shift
	}

	/// Time of day of a position, in intervals since midnight.
	pub fn slot(&self, at: usize) -> usize {
		self.local(at).rem_euclid(self.period) as usize
	}

	/// The position at a local time: the first of two if the hour came twice, and if it was left out the one
	/// that an unchanged clock would have shown. None before the first position.
	pub fn at(&self, local: i64) -> Option<usize> {
		let mut unchanged = None;
		for (index, (from, shift)) in self.shifts.iter().enumerate() {
			let at = local - shift;
			let end = self.shifts.get(index + 1).map_or(i64::MAX, |(end, _)| *end);
			if at < end {
				let at = if at < *from { unchanged.unwrap_or(at) } else { at };
				return usize::try_from(at).ok();
			}
			unchanged = Some(at);
		}
		None
	}

	/// The position so many days before another at the same local time; none before the first position.
	pub fn before(&self, at: usize, days: usize) -> Option<usize> {
		self.at(self.local(at) - days as i64 * self.period)
	}

	/// The position a day after another at the same local time.
	pub fn after(&self, at: usize) -> Option<usize> {
		self.at(self.local(at) + self.period)
	}
}
