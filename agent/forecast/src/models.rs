// SPDX-License-Identifier: Apache-2.0

//! The models, and what they say about one series.

use augurs::{Fit, Predict, mstl::MSTLModel};
use serde::{Deserialize, Serialize};

use crate::{series::Series, smoothing::Smoothing, source::Source};

/// Days that MSTL decomposes.
const MSTL_DAYS: usize = 7;

/// Largest ratio to the usual value that the smoothing follows.
const MAX_RATIO: f64 = 10.0;

/// Which model to forecast with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
	/// Seasonal naive: as at the same time yesterday. The baseline.
	Naive,
	/// What is usual at that time of day (the mean of 14 days) times an exponentially smoothed ratio of
	/// what was to what is usual: for generation, the persistence of the clear-sky index.
	Ets,
	/// Decomposition (MSTL) with a daily season; the rest is exponentially smoothed.
	Mstl,
	/// Whichever of these did best on the end of the history, for load and generation apart.
	#[default]
	Auto,
	/// A forecast made elsewhere; where it has no row, `Auto`.
	External,
}

/// One model, ready to forecast one series from any of its positions.
pub(crate) struct Fitted<'a> {
	series: &'a Series,
	source: Source,
	/// Of `Ets`: the smoothed ratio after each position.
	ratios: Vec<Option<f64>>,
}

impl<'a> Fitted<'a> {
	/// Fits a model.
	pub fn new(series: &'a Series, source: Source) -> Self {
		let ratios = if source == Source::Ets { ratios(series) } else { Vec::new() };
		Self { series, source, ratios }
	}

	/// Forecasts of the `leads` positions after `origin`, in Wh, and what each came from: the model, or a
	/// simpler one where it knows too little.
	pub fn forecast(&self, origin: usize, leads: usize) -> Vec<(f64, Source)> {
		let mstl =
			(self.source == Source::Mstl).then(|| mstl(self.series, origin, leads)).flatten();
		let forecast = |lead: usize| {
			let at = origin + lead;
			let own = match self.source {
				Source::Ets => self
					.ratios
					.get(origin)
					.copied()
					.flatten()
					.and_then(|ratio| self.series.usual(origin, at).map(|usual| usual * ratio)),
				Source::Mstl => mstl.as_ref().and_then(|points| points.get(lead - 1).copied()),
				_ => None,
			};
			let naive = || Some((self.series.yesterday(origin, at)?, Source::Naive));
			let last = || (self.series.values.get(origin).copied().unwrap_or(0.0), Source::Last);
			own.filter(|value| value.is_finite())
				.map(|value| (value.max(0.0), self.source))
				.or_else(naive)
				.unwrap_or_else(last)
		};
		(1..=leads).map(forecast).collect()
	}
}

/// The smoothed ratio of what was to what is usual, after each position. Only the smoothing's two
/// parameters are fitted to the whole series; each ratio knows no later values.
fn ratios(series: &Series) -> Vec<Option<f64>> {
	let ratio = |at: usize| {
		let value = series.known.get(at)?.then(|| series.values.get(at).copied()).flatten()?;
		let usual = series.usual(at.checked_sub(1)?, at)?;
		(usual > series.faint).then(|| (value / usual).min(MAX_RATIO))
	};
	let ratios: Vec<Option<f64>> = (0..series.len()).map(ratio).collect();
	let told: Vec<f64> = ratios.iter().flatten().copied().collect();
	let path = Smoothing.level(&told).and_then(|level| level.path()).unwrap_or_default();
	let mut path = path.into_iter();
	let mut now = None;
	let follow = |ratio: Option<f64>| {
		if ratio.is_some() {
			now = path.next();
		}
		now
	};
	ratios.into_iter().map(follow).collect()
}

/// MSTL's forecast, if there are two days to decompose.
fn mstl(series: &Series, origin: usize, leads: usize) -> Option<Vec<f64>> {
	let start = (origin + 1).saturating_sub(MSTL_DAYS * series.period);
	let values = series.values.get(start..=origin)?;
	let size = values.iter().copied().fold(0.0, f64::max);
	if size == 0.0 {
		return Some(vec![0.0; leads]);
	}
	// The decomposition computes with 32 bits.
	let scaled: Vec<f64> = values.iter().map(|value| value / size).collect();
	let fitted = MSTLModel::new(vec![series.period], Smoothing).fit(&scaled).ok()?;
	let points = fitted.predict(leads, None).ok()?.point;
	Some(points.into_iter().map(|point| point * size).collect())
}
