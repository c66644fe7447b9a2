// SPDX-License-Identifier: Apache-2.0

//! Errors that forecasts made in the past, and the spread that they give to new ones.
//!
//! An error is kept as what load and generation were wrong by in the same interval, each relative to what
//! was usual then. Applied together to a new forecast they give a sample of what may come; quantiles of
//! the sample ascend, none is negative, and the net's keep the correlation of load and generation.

/// Fewest errors to take quantiles from. If there are fewer, doubts stand in for the rest.
pub(crate) const ENOUGH: usize = 20;

/// An error that a forecast made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
	/// Time of day of the interval.
	pub slot: usize,
	/// Whether generation was always nothing at that time.
	pub dark: bool,
	/// What load exceeded its forecast by, as a share of the usual load.
	pub load: f64,
	/// What generation exceeded its forecast by, as a share of the usual generation.
	pub generation: f64,
}

/// The errors of forecasts, by lead.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Errors(Vec<Vec<Pair>>);

impl Errors {
	/// Of the leads 1, 2, ….
	pub fn new(by_lead: Vec<Vec<Pair>>) -> Self {
		Self(by_lead)
	}

	/// Errors to expect of a forecast with a lead (beyond the longest: those of the longest) at a time of
	/// day, `period` of which make a day: those made within an eighth of a day of that time, or the 20
	/// nearest if these are fewer. Night says nothing about generation by day.
	pub fn about(&self, lead: usize, slot: usize, dark: bool, period: usize) -> Vec<Pair> {
		let Some(pairs) = self.0.get(lead.saturating_sub(1)).or(self.0.last()) else {
			return Vec::new();
		};
		let apart = |pair: &Pair| {
			let apart = pair.slot.abs_diff(slot);
			apart.min(period.saturating_sub(apart))
		};
		let mut alike: Vec<Pair> = pairs.iter().filter(|pair| pair.dark == dark).copied().collect();
		alike.sort_by_key(apart);
		let close = alike.partition_point(|pair| apart(pair) <= period / 8);
		alike.truncate(close.max(ENOUGH));
		alike
	}
}

/// The step that spreads the second of two errors evenly beside the first: the golden section.
const GOLDEN: f64 = 0.618_033_988_749_895;

/// As many errors of load and of generation as stand for not knowing: each evenly between -1, nothing comes, and
/// 1, twice as much comes, and the one says nothing about the other.
pub(crate) fn doubts(count: usize) -> impl Iterator<Item = (f64, f64)> {
	(0..count).map(move |index| {
		let even = (index as f64 + 0.5) / count as f64;
		let other = (index as f64 * GOLDEN).fract();
		(2.0 * even - 1.0, 2.0 * other - 1.0)
	})
}

/// Quantile of an ascending sample at probability `p`, at plotting positions i / (n + 1): never more
/// certain than the sample.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
	let position =
		(p * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, sorted.len().checked_sub(1)? as f64);
	let below = *sorted.get(position.floor() as usize)?;
	let above = *sorted.get(position.ceil() as usize)?;
	Some(below + (above - below) * position.fract())
}
