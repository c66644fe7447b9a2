// SPDX-License-Identifier: Apache-2.0

//! What is usual at a time of day, and how much of what was unusual lately goes on.
//!
//! A forecast is the usual value (the mean of 14 days), and two deviations from it that may go on: how far off
//! the last hours were, and how far off yesterday was at that time. How much of each goes on is fitted to the
//! past, for each lead (ridge regression with two weights within 0 and 1): in a home that keeps no hours none
//! does and the mean remains, under a steady sky or in a week of holidays nearly all of it does.
//!
//! How far off the last hours were is a ratio, since a cloud takes a share of whatever the sun gives. Alone it
//! is fragile: 900 Wh of a dryer in a quarter of an hour with 100 Wh are a ratio of 10, and would make the 500 Wh
//! of breakfast 5,000. So it is compared on top of a base of a part of the median, by which quiet intervals say
//! little; ratios above the highest twentieth of the past count as that, so that only what lasts is believed;
//! and nothing is forecast above the most that was ever measured. Downwards a ratio has its bound at nothing.

use crate::{series::Series, smoothing::Smoothing};

/// Part of the median that ratios are taken on top of.
const BASE: f64 = 0.3;

/// Share of the ratios that count as they are; higher ones count as the highest of these.
const BELIEVED: f64 = 0.95;

/// Part of each regressor's sum of squares that is added to it, so that two that are alike share the weight.
const RIDGE: f64 = 0.01;

/// How much of a deviation goes on, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Weights {
	/// Of that of the last hours.
	level: f64,
	/// Of yesterday's.
	yesterday: f64,
}

/// The habits that a series shows.
pub(crate) struct Habits<'a> {
	series: &'a Series,
	/// What ratios are taken on top of, in Wh.
	base: f64,
	/// After each position: by how much values exceed the usual ones lately, as a share of them and the base.
	levels: Vec<f64>,
	/// The most that was measured up to each position.
	most: Vec<f64>,
	/// By lead, up to a day.
	weights: Vec<Weights>,
}

/// A position and what its value is compared with.
#[derive(Clone, Copy)]
struct Day {
	usual: f64,
	yesterday: f64,
}

impl<'a> Habits<'a> {
	/// Learns the habits of a series, for leads of up to `leads` intervals. Only the parameters are fitted to all
	/// of it; what is said of a position knows no later values.
	pub fn new(series: &'a Series, leads: usize) -> Self {
		let base = BASE * series.median;
		let day = |at: usize| {
			let origin = at.checked_sub(1)?;
			let (usual, yesterday) = (series.usual(origin, at)?, series.yesterday(origin, at)?);
			Some(Day { usual, yesterday })
		};
		let days: Vec<Option<Day>> = (0..series.len()).map(day).collect();
		let levels = levels(series, base, &days);
		let mut most = 0.0_f64;
		let highest = |value: &f64| {
			most = most.max(*value);
			most
		};
		let most = series.values.iter().map(highest).collect();
		let mut habits = Self { series, base, levels, most, weights: Vec::new() };
		habits.weights =
			(1..=leads.min(series.period)).map(|lead| habits.weigh(lead, &days)).collect();
		habits
	}

	/// What deviations come to at a position, in Wh: the level and yesterday's.
	fn deviations(&self, origin: usize, day: Day) -> (f64, f64) {
		let level = self.levels.get(origin).copied().unwrap_or(0.0);
		(level * (day.usual + self.base), day.yesterday - day.usual)
	}

	/// How much of deviations went on, `lead` intervals later.
	fn weigh(&self, lead: usize, days: &[Option<Day>]) -> Weights {
		let (mut xx, mut xy, mut yy, mut xz, mut yz) = (0.0, 0.0, 0.0, 0.0, 0.0);
		for (at, day) in days.iter().enumerate().skip(self.series.period + lead) {
			let known = self.series.known.get(at).copied().unwrap_or(false);
			let (Some(day), true) = (day.filter(|day| day.usual > 0.0), known) else { continue };
			let (x, y) = self.deviations(at - lead, day);
			let z = self.series.values.get(at).copied().unwrap_or(0.0) - day.usual;
			(xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
			(xz, yz) = (xz + x * z, yz + y * z);
		}
		let (xx, yy) = (xx * (1.0 + RIDGE), yy * (1.0 + RIDGE));
		// Where one has no weight, or none that makes sense, the other one is fitted alone.
		let alone = |product: f64, square: f64| {
			if square > 0.0 { (product / square).clamp(0.0, 1.0) } else { 0.0 }
		};
		let determinant = xx * yy - xy * xy;
		let level = (xz * yy - yz * xy) / determinant;
		let yesterday = (yz * xx - xz * xy) / determinant;
		if !(level.is_finite() && level > 0.0) {
			Weights { level: 0.0, yesterday: alone(yz, yy) }
		} else if !(yesterday.is_finite() && yesterday > 0.0) {
			Weights { level: alone(xz, xx), yesterday: 0.0 }
		} else {
			Weights { level: level.min(1.0), yesterday: yesterday.min(1.0) }
		}
	}

	/// What is expected at a position, as known at `origin`; none if no earlier day is known.
	pub fn forecast(&self, origin: usize, at: usize) -> Option<f64> {
		let (usual, yesterday) =
			(self.series.usual(origin, at)?, self.series.yesterday(origin, at)?);
		if usual == 0.0 {
			return Some(0.0);
		}
		let lead = at.saturating_sub(origin).max(1);
		let weights = self.weights.get(lead - 1).or(self.weights.last());
		let Weights { level, yesterday: back } = weights.copied().unwrap_or_default();
		let (lately, day_before) = self.deviations(origin, Day { usual, yesterday });
		let most = self.most.get(origin).copied().unwrap_or(0.0);
		Some((usual + level * lately + back * day_before).clamp(0.0, most))
	}
}

/// The smoothed deviation after each position.
fn levels(series: &Series, base: f64, days: &[Option<Day>]) -> Vec<f64> {
	let ratio = |(at, day): (usize, &Option<Day>)| {
		let usual = day.map(|day| day.usual).filter(|usual| *usual > series.faint())?;
		let value = series.known.get(at)?.then(|| series.values.get(at).copied()).flatten()?;
		Some((value + base) / (usual + base) - 1.0)
	};
	let mut ratios: Vec<Option<f64>> = days.iter().enumerate().map(ratio).collect();
	let mut sorted: Vec<f64> = ratios.iter().flatten().copied().collect();
	sorted.sort_by(f64::total_cmp);
	let highest = (BELIEVED * sorted.len().saturating_sub(1) as f64) as usize;
	let bound = sorted.get(highest).copied().unwrap_or(0.0).max(0.0);
	ratios.iter_mut().flatten().for_each(|ratio| *ratio = ratio.min(bound));
	let told: Vec<f64> = ratios.iter().flatten().copied().collect();
	let path = Smoothing.level(&told).and_then(|level| level.path()).unwrap_or_default();
	let mut path = path.into_iter();
	let mut now = 0.0;
	let follow = |ratio: Option<f64>| {
		if ratio.is_some() {
			now = path.next().filter(|level| level.is_finite()).unwrap_or(0.0);
		}
		now
	};
	ratios.into_iter().map(follow).collect()
}
