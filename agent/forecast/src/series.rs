// SPDX-License-Identifier: Apache-2.0

//! A history's load or generation as the models want it: one value per interval, without gaps.

use gridmerit_energy::Interval;
use jiff::tz::TimeZone;

use crate::{clock::Clock, history::History, row::Row, source::Source};

/// Days of a history that the models look at.
const DAYS: usize = 28;

/// Days that what is usual at a time of day is the mean of.
const USUAL_DAYS: usize = 14;

/// Share of the median below which a value says nothing about the day it is of.
const FAINT: f64 = 0.1;

/// The end of a history, by position: 0 is `first`.
#[derive(Clone, Debug)]
pub(crate) struct Series {
	/// The interval of the first position.
	pub first: Interval,
	/// Intervals a day.
	pub period: usize,
	/// The time of day that it follows.
	pub clock: Clock,
	/// Energy per interval, in Wh.
	pub values: Vec<f64>,
	/// Whether it was measured, not filled in.
	pub known: Vec<bool>,
	/// The median of what is more than nothing, in Wh.
	pub median: f64,
	/// The position of the first value above nothing, if there was nothing for a day or more before: a plant
	/// that was built. What was before says nothing about it.
	begun: Option<usize>,
}

impl Series {
	/// The last 28 days of what `of` takes from a history's rows; none if it has no rows. `zone` is where its
	/// habits live; what follows the sun has none.
	pub fn new(
		history: &History,
		zone: Option<&TimeZone>,
		of: impl Fn(&Row) -> u64,
	) -> Option<Self> {
		let period = history.period() as usize;
		let last = history.last()?;
		let oldest = last.saturating_sub((DAYS * period - 1) as u32);
		let start = history.rows().partition_point(|row| row.interval < oldest);
		let rows = history.rows().get(start..)?;
		let first = rows.first()?.interval;
		let mut measured = vec![None; (last - first) as usize + 1];
		for row in rows {
			if let Some(value) = measured.get_mut((row.interval - first) as usize) {
				*value = Some(of(row) as f64);
			}
		}
		let mut positive: Vec<f64> =
			measured.iter().flatten().copied().filter(|value| *value > 0.0).collect();
		positive.sort_by(f64::total_cmp);
		let median = positive.get(positive.len() / 2).copied().unwrap_or(0.0);
		let known = measured.iter().map(Option::is_some).collect();
		let clock = Clock::new(zone, history.period(), first, measured.len());
		let values = fill(&measured, &clock);
		let begun =
			values.iter().position(|value| *value > 0.0).filter(|position| *position >= period);
		Some(Self { first, period, clock, values, known, median, begun })
	}

	/// Number of intervals.
	pub fn len(&self) -> usize {
		self.values.len()
	}

	/// Time of day of a position.
	pub fn slot(&self, at: usize) -> usize {
		self.clock.slot(at)
	}

	/// Below this, in Wh, a usual value is too small to compare with.
	pub fn faint(&self) -> f64 {
		FAINT * self.median
	}

	/// The measured or filled-in value of a position; none of the future.
	fn value(&self, at: usize) -> Option<f64> {
		self.values.get(at).copied()
	}

	/// The positions at a position's time of day on earlier days, latest first, as known at `origin`.
	fn earlier(&self, origin: usize, at: usize) -> impl Iterator<Item = usize> + '_ {
		let days = at.saturating_sub(origin).div_ceil(self.period).max(1);
		(days..)
			.map_while(move |days| self.clock.before(at, days))
			.skip_while(move |position| *position > origin)
	}

	/// What was at a position's time of day on the last day known at `origin`.
	pub fn yesterday(&self, origin: usize, at: usize) -> Option<f64> {
		self.value(self.earlier(origin, at).next()?)
	}

	/// The first position at which a day of it is known: 0, or a day after the plant was built.
	pub fn settled(&self) -> usize {
		self.begun.map_or(0, |begun| begun + self.period)
	}

	/// What is usual at a position's time of day, as known at `origin`: the mean of up to 14 days.
	pub fn usual(&self, origin: usize, at: usize) -> Option<f64> {
		// Of a plant that has run for a day, the days before it was built do not count.
		let begun = self.begun.filter(|_| origin >= self.settled()).unwrap_or(0);
		let (count, sum) = self
			.earlier(origin, at)
			.take(USUAL_DAYS)
			.take_while(|position| *position >= begun)
			.filter_map(|position| self.value(position))
			.fold((0u32, 0.0), |(n, sum), value| (n + 1, sum + value));
		(count > 0).then(|| sum / f64::from(count))
	}

	/// What an error at a position is measured in, in Wh: the usual value, but not a faint one. MSTL adds its
	/// season, so its errors are as large at dawn as at noon and measured in the median.
	pub fn scale(&self, origin: usize, at: usize, source: Source) -> f64 {
		match source {
			Source::Mstl => self.median,
			_ => self.usual(origin, at).unwrap_or(0.0).max(self.faint()),
		}
	}

	/// Whether there was never anything at a position's time of day, as known at `origin`: night.
	pub fn dark(&self, origin: usize, at: usize) -> bool {
		self.usual(origin, at).is_some_and(|usual| usual == 0.0)
	}

	/// The `count` values that end at a position as a clock that is never changed would have shown them: no
	/// hour is left out or comes twice. Fewer if there are not as many.
	pub fn steady(&self, origin: usize, count: usize) -> Vec<f64> {
		let now = self.clock.local(origin);
		let mut values: Vec<f64> =
			(0..count as i64).map_while(|back| self.value(self.clock.at(now - back)?)).collect();
		values.reverse();
		values
	}

	/// How far a position lies ahead of another by such a clock; none where it has been before.
	pub fn ahead(&self, origin: usize, at: usize) -> Option<usize> {
		usize::try_from(self.clock.local(at) - self.clock.local(origin)).ok()
	}
}

/// Fills what is missing with the value of the nearest earlier day at the same time, or of the nearest
/// later day, or with the value before.
fn fill(measured: &[Option<f64>], clock: &Clock) -> Vec<f64> {
	let mut values = measured.to_vec();
	let mut copy = |at: usize, from: Option<usize>| {
		let value = from.and_then(|from| values.get(from).copied().flatten());
		if let Some(empty) = values.get_mut(at).filter(|empty| empty.is_none()) {
			*empty = value;
		}
	};
	(0..measured.len()).for_each(|at| copy(at, clock.before(at, 1)));
	(0..measured.len()).rev().for_each(|at| copy(at, clock.after(at)));
	// The first interval was measured.
	let mut before = 0.0;
	let or_before = |value: Option<f64>| {
		before = value.unwrap_or(before);
		before
	};
	values.into_iter().map(or_before).collect()
}
