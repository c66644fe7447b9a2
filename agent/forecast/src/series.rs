// SPDX-License-Identifier: Apache-2.0

//! A history's load or generation as the models want it: one value per interval, without gaps.

use gridmerit_energy::Interval;

use crate::{history::History, row::Row, source::Source};

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
	/// Energy per interval, in Wh.
	pub values: Vec<f64>,
	/// Whether it was measured, not filled in.
	pub known: Vec<bool>,
	/// Below this, in Wh, a usual value is too small to compare with.
	pub faint: f64,
}

impl Series {
	/// The last 28 days of what `of` takes from a history's rows; none if it has no rows.
	pub fn new(history: &History, of: impl Fn(&Row) -> u64) -> Option<Self> {
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
		let faint = FAINT * positive.get(positive.len() / 2).copied().unwrap_or(0.0);
		let known = measured.iter().map(Option::is_some).collect();
		Some(Self { first, period, values: fill(&measured, period), known, faint })
	}

	/// Number of intervals.
	pub fn len(&self) -> usize {
		self.values.len()
	}

	/// Time of day of a position.
	pub fn slot(&self, at: usize) -> usize {
		(self.first as usize + at) % self.period
	}

	/// The values of up to 14 days at a position's time of day, latest first, as known at `origin`.
	fn earlier(&self, origin: usize, at: usize) -> impl Iterator<Item = f64> + '_ {
		let days = at.saturating_sub(origin).div_ceil(self.period).max(1);
		let value = move |day: usize| self.values.get(at.checked_sub(day * self.period)?).copied();
		(days..days + USUAL_DAYS).map_while(value)
	}

	/// What was at a position's time of day on the last day known at `origin`.
	pub fn yesterday(&self, origin: usize, at: usize) -> Option<f64> {
		self.earlier(origin, at).next()
	}

	/// What is usual at a position's time of day, as known at `origin`: the mean of up to 14 days.
	pub fn usual(&self, origin: usize, at: usize) -> Option<f64> {
		let (count, sum) =
			self.earlier(origin, at).fold((0u32, 0.0), |(n, sum), value| (n + 1, sum + value));
		(count > 0).then(|| sum / f64::from(count))
	}

	/// What an error at a position is measured in, in Wh: the usual value, but not a faint one. MSTL adds its
	/// season, so its errors are as large at dawn as at noon and measured in the median.
	pub fn scale(&self, origin: usize, at: usize, source: Source) -> f64 {
		match source {
			Source::Mstl => self.faint / FAINT,
			_ => self.usual(origin, at).unwrap_or(0.0).max(self.faint),
		}
	}

	/// Whether there was never anything at a position's time of day, as known at `origin`: night.
	pub fn dark(&self, origin: usize, at: usize) -> bool {
		self.usual(origin, at).is_some_and(|usual| usual == 0.0)
	}
}

/// Fills what is missing with the value of the nearest earlier day at the same time, or of the nearest
/// later day, or with the value before.
fn fill(measured: &[Option<f64>], period: usize) -> Vec<f64> {
	let mut values = measured.to_vec();
	for at in period..values.len() {
		if let (None, Some(day_before)) =
			(values.get(at).copied().flatten(), at.checked_sub(period))
		{
			let value = values.get(day_before).copied().flatten();
			if let Some(empty) = values.get_mut(at) {
				*empty = value;
			}
		}
	}
	for at in (0..values.len().saturating_sub(period)).rev() {
		if values.get(at).copied().flatten().is_none() {
			let value = values.get(at + period).copied().flatten();
			if let Some(empty) = values.get_mut(at) {
				*empty = value;
			}
		}
	}
	// The first interval was measured.
	let mut before = 0.0;
	let or_before = |value: Option<f64>| {
		before = value.unwrap_or(before);
		before
	};
	values.into_iter().map(or_before).collect()
}
