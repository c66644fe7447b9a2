// SPDX-License-Identifier: Apache-2.0

//! The models, and what they say about one series.

use augurs::{Fit, Predict, mstl::MSTLModel};
use serde::{Deserialize, Serialize};

use crate::{habits::Habits, series::Series, smoothing::Smoothing, source::Source};

/// Days that MSTL decomposes.
const MSTL_DAYS: usize = 7;

/// Which model to forecast with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
	/// Seasonal naive: as at the same time yesterday. The baseline.
	Naive,
	/// What is usual at that time of day (the mean of 14 days), with as much of what was unusual in the last
	/// hours, exponentially smoothed, and a day before as went on in the past.
	Ets,
	/// Decomposition (MSTL) with a daily season; the rest is exponentially smoothed.
	Mstl,
	/// Whichever of these did best on the end of the history, for load and generation and for near and far
	/// intervals apart.
	#[default]
	Auto,
	/// A forecast made elsewhere; where it has no row, `Auto`.
	External,
}

/// One model, ready to forecast one series from any of its positions.
pub(crate) struct Fitted<'a> {
	series: &'a Series,
	source: Source,
	/// Of `Ets`.
	habits: Option<Habits<'a>>,
}

impl<'a> Fitted<'a> {
	/// Fits a model, for leads of up to `leads` intervals.
	pub fn new(series: &'a Series, source: Source, leads: usize) -> Self {
		let habits = (source == Source::Ets).then(|| Habits::new(series, leads));
		Self { series, source, habits }
	}

	/// Forecasts of the `leads` positions after `origin`, in Wh, and what each came from: the model, or a
	/// simpler one where it knows too little.
	pub fn forecast(&self, origin: usize, leads: usize) -> Vec<(f64, Source)> {
		let mstl =
			(self.source == Source::Mstl).then(|| mstl(self.series, origin, leads)).flatten();
		let forecast = |lead: usize| {
			let at = origin + lead;
			let own = match (&self.habits, &mstl) {
				(Some(habits), _) => habits.forecast(origin, at),
				(_, Some(points)) => self
					.series
					.ahead(origin, at)
					.and_then(|ahead| points.get(ahead.checked_sub(1)?).copied()),
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

/// MSTL's forecast by a clock that is never changed, if there are two days to decompose.
fn mstl(series: &Series, origin: usize, leads: usize) -> Option<Vec<f64>> {
	let values = series.steady(origin, MSTL_DAYS * series.period);
	// Where an hour was left out, that clock is an hour ahead.
	let leads = leads + series.period.div_ceil(12);
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
