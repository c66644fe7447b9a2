// SPDX-License-Identifier: Apache-2.0

//! What has been published, interval by interval.

use gridmerit_market::Tariff;

use super::{BeyondBounds, Day, TariffBounds};
use crate::Interval;

/// The tariffs of the intervals that have not opened, as they were published. Lists are in ascending order; an entry
/// holds from its interval on, until the next.
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
	/// Length of an interval in milliseconds.
	pub interval_ms: u32,
	/// The last interval that has opened, and its tariff if it has one.
	pub opened: Option<(Interval, Option<Tariff>)>,
	/// The days' tariffs.
	pub days: &'a [(Interval, Day<'a>)],
	/// Tariffs of single intervals.
	pub own: &'a [(Interval, Tariff)],
	/// The bounds.
	pub bounds: &'a [(Interval, TariffBounds)],
}

/// What holds in an interval.
fn at<V>(entries: &[(Interval, V)], interval: Interval) -> Option<&V> {
	entries.iter().rev().find(|(from, _)| *from <= interval).map(|(_, value)| value)
}

/// Entries with the interval after their last, as far as they hold in `first` or later.
fn spans<V>(
	entries: &[(Interval, V)],
	first: Interval,
) -> impl Iterator<Item = (Interval, Interval, &V)> {
	let ends = entries.iter().skip(1).map(|(from, _)| *from).chain([Interval::MAX]);
	let spans = entries.iter().zip(ends).map(|((from, value), end)| (*from, end, value));
	spans.filter(move |(_, end, _)| first < *end)
}

impl Timeline<'_> {
	fn start_of(&self, interval: Interval) -> u64 {
		u64::from(interval).saturating_mul(self.interval_ms.into())
	}

	/// The first interval that neither has opened nor has begun, if `now` is the current one, and for how many from it
	/// on what is published stays as it is; none before the market begins. An interval that was reached without a
	/// tariff, and opens when it gets one, has the first bounds that are remembered.
	pub fn next(&self, now: Interval) -> Option<(Interval, u32)> {
		let (last, _) = self.opened?;
		let next = last.max(now).saturating_add(1);
		let bounds = at(self.bounds, next).or(self.bounds.first().map(|(_, bounds)| bounds));
		Some((next, bounds.map_or(0, |bounds| bounds.notice.into())))
	}

	/// The first interval for which rules and a daily tariff that are published now can hold.
	pub fn first_free(&self, now: Interval) -> Interval {
		self.next(now).map_or(0, |(next, notice)| next.saturating_add(notice))
	}

	/// From when on a daily tariff holds that is published now. The first one of all changes nothing that anybody was
	/// promised.
	pub fn tariff_from(&self, now: Interval) -> Interval {
		match (self.opened, self.days.last()) {
			(Some(_), None) => now.saturating_add(1),
			(_, last) => self.first_free(now).max(last.map_or(0, |(from, _)| *from)),
		}
	}

	/// The tariff that an interval is to have, if it has not opened.
	pub fn tariff(&self, interval: Interval) -> Option<Tariff> {
		let own = self.own.binary_search_by_key(&interval, |(own, _)| *own).ok();
		if let Some((_, tariff)) = own.and_then(|place| self.own.get(place)) {
			return Some(*tariff);
		}
		at(self.days, interval)?.tariff_at(self.start_of(interval))
	}

	/// Whether the tariff of one interval is within the bounds, with those before and after it.
	pub fn check_interval(&self, interval: Interval) -> Result<(), BeyondBounds> {
		if let (Some(bounds), Some(tariff)) = (at(self.bounds, interval), self.tariff(interval)) {
			bounds.check_ceiling(&tariff)?;
		}
		self.check_step(interval)?;
		self.check_step(interval.saturating_add(1))
	}

	/// Whether everything from an interval on is within the bounds.
	pub fn check_from(&self, first: Interval) -> Result<(), BeyondBounds> {
		for (from, end, day) in spans(self.days, first) {
			for (_, _, bounds) in
				spans(self.bounds, first.max(from)).filter(|(from, _, _)| *from < end)
			{
				for band in day.bands {
					bounds.check_ceiling(&band.tariff)?;
				}
				// The first band comes after the last.
				let next = day.bands.iter().cycle().skip(1);
				for (band, next) in day.bands.iter().zip(next) {
					bounds.check_change(&band.tariff, &next.tariff)?;
				}
			}
			self.check_step(first.max(from))?;
			// Where clocks are changed other bands meet.
			for change in day.changes {
				let interval = change.from.div_ceil(u64::from(self.interval_ms).max(1));
				let interval = Interval::try_from(interval).unwrap_or(Interval::MAX);
				if first.max(from) < interval && interval < end {
					self.check_step(interval)?;
				}
			}
		}
		for (interval, _) in self.own.iter().filter(|(interval, _)| first <= *interval) {
			self.check_interval(*interval)?;
		}
		Ok(())
	}

	/// Whether the tariff changes no more than it may when an interval follows the one before.
	fn check_step(&self, interval: Interval) -> Result<(), BeyondBounds> {
		let last = self.opened.map_or(0, |(last, _)| last);
		let Some(before) = interval.checked_sub(1).filter(|before| *before >= last) else {
			return Ok(());
		};
		let before = match self.opened {
			Some((last, tariff)) if last == before => tariff,
			_ => self.tariff(before),
		};
		match (at(self.bounds, interval), before, self.tariff(interval)) {
			(Some(bounds), Some(before), Some(after)) => bounds.check_change(&before, &after),
			_ => Ok(()),
		}
	}
}
