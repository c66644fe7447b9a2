// SPDX-License-Identifier: Apache-2.0

//! Models tried on the past.

use gridmerit_energy::Wh;

use crate::{
	errors::Pair, history::History, models::Fitted, row::Row, series::Series, source::Source,
};

/// Load and generation of a history.
pub(crate) struct Both {
	pub load: Series,
	pub generation: Series,
}

impl Both {
	/// The end of a history; none if it has no rows.
	pub fn new(history: &History) -> Option<Self> {
		let series = |of: fn(&Row) -> Wh| Series::new(history, of);
		Some(Self {
			load: series(|row| row.load_wh)?,
			generation: series(|row| row.generation_wh)?,
		})
	}

	/// The errors of a load's and a generation's forecast made at `origin`.
	pub fn pair(
		&self,
		origin: usize,
		at: usize,
		(load, load_source): (f64, Source),
		(generation, generation_source): (f64, Source),
	) -> Option<Pair> {
		let relative = |series: &Series, forecast: f64, source: Source| {
			let off = series.values.get(at)? - forecast;
			let scale = series.scale(origin, at, source);
			Some(if scale > 0.0 { off / scale } else { 0.0 })
		};
		self.load.known.get(at)?.then_some(())?;
		Some(Pair {
			slot: self.load.slot(at),
			dark: self.generation.dark(origin, at),
			load: relative(&self.load, load, load_source)?,
			generation: relative(&self.generation, generation, generation_source)?,
		})
	}
}

/// Forecasts of one model at the origins it was tried from.
pub(crate) struct Trial {
	/// Which model.
	pub source: Source,
	points: Vec<Vec<(f64, Source)>>,
}

impl Trial {
	/// Forecasts from `origins`, with leads of 1 to `leads`.
	pub fn new(series: &Series, source: Source, origins: &[usize], leads: usize) -> Self {
		let fitted = Fitted::new(series, source);
		let points = origins.iter().map(|origin| fitted.forecast(*origin, leads)).collect();
		Self { source, points }
	}

	/// The forecast made at the `index`th origin.
	pub fn point(&self, index: usize, lead: usize) -> Option<(f64, Source)> {
		let (point, _) = self.points.get(index)?.get(lead - 1)?;
		Some((*point, self.source))
	}

	/// Sum of absolute errors, in Wh.
	pub fn loss(&self, series: &Series, origins: &[usize]) -> f64 {
		let of_origin = |(points, origin): (&Vec<(f64, Source)>, &usize)| {
			let off = |(lead, (point, _)): (usize, &(f64, Source))| {
				let at = origin + lead + 1;
				let known = series.known.get(at).copied().unwrap_or(false);
				series.values.get(at).filter(|_| known).map_or(0.0, |value| (value - point).abs())
			};
			points.iter().enumerate().map(off).sum::<f64>()
		};
		self.points.iter().zip(origins).map(of_origin).sum()
	}
}
