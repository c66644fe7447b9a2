// SPDX-License-Identifier: Apache-2.0

//! What a forecast says.

use gridmerit_energy::{Interval, MAX_METERED as MAX_ENERGY, Wh};
use serde::{Deserialize, Serialize};

use crate::{
	errors::{ENOUGH, Pair, doubts, quantile},
	probabilities::Probabilities,
	row::Row,
	series::Series,
	source::Source,
};

/// An expected value and quantiles at the probabilities asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate<T> {
	/// What the model expects, in Wh.
	pub mean: T,
	/// One quantile per probability, ascending, in Wh.
	pub quantiles: Vec<T>,
}

/// What an interval will bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
	/// The interval.
	pub interval: Interval,
	/// How many intervals after the last known one it is.
	pub lead: u32,
	/// Energy used, in Wh.
	pub load: Estimate<Wh>,
	/// Energy generated, in Wh.
	pub generation: Estimate<Wh>,
	/// Generation less load, in Wh. A quantile is not the difference of theirs.
	pub net: Estimate<i64>,
	/// What the load's forecast came from.
	pub load_source: Source,
	/// What the generation's forecast came from.
	pub generation_source: Source,
	/// How many past errors the quantiles rest on. Below 20, what is missing of them is assumed: that anything from
	/// nothing to twice as much may come. Of a forecast made elsewhere without a past there are no quantiles.
	pub errors: u32,
}

impl Forecast {
	/// A forecast made elsewhere, of whose errors nothing is known.
	pub(crate) fn sure(interval: Interval, row: &Row) -> Self {
		let signed = |energy: Wh| i64::try_from(energy).unwrap_or(i64::MAX);
		let net = signed(row.generation_wh).saturating_sub(signed(row.load_wh));
		Self {
			interval,
			lead: 0,
			load: Estimate { mean: row.load_wh, quantiles: vec![] },
			generation: Estimate { mean: row.generation_wh, quantiles: vec![] },
			net: Estimate { mean: net, quantiles: vec![] },
			load_source: Source::External,
			generation_source: Source::External,
			errors: 0,
		}
	}
}

/// A forecast of load or generation.
pub(crate) struct Part {
	/// In Wh.
	point: f64,
	/// What errors are multiplied with, in Wh.
	scale: f64,
	/// What is usual at any time of day, in Wh.
	median: f64,
	source: Source,
}

impl Part {
	/// A model's point at a position, as known at an origin, with errors like those `of` a model.
	pub fn new(
		(point, source): (f64, Source),
		series: &Series,
		(origin, at): (usize, usize),
		of: Source,
	) -> Self {
		let point = point.clamp(0.0, MAX_ENERGY as f64);
		Self { point, scale: series.scale(origin, at, of), median: series.median, source }
	}

	/// Takes a point that was forecast elsewhere.
	pub fn replace(&mut self, energy: Wh) {
		(self.point, self.source) = (energy.min(MAX_ENERGY) as f64, Source::External);
	}

	/// Multiplies the point and its spread.
	pub fn multiply(&mut self, factor: f64) {
		self.point = (self.point * factor).min(MAX_ENERGY as f64);
		self.scale *= factor;
		self.median *= factor;
	}

	/// What it comes to with a relative error.
	fn with(&self, error: f64) -> f64 {
		(self.point + error * self.scale).clamp(0.0, MAX_ENERGY as f64)
	}

	/// What it comes to with an error that nobody has seen: from nothing to twice as much.
	fn doubted(&self, error: f64) -> f64 {
		(self.point + error * self.point.max(self.median)).clamp(0.0, MAX_ENERGY as f64)
	}
}

/// What is expected of an interval, before errors.
pub(crate) struct Expected {
	/// Of load.
	pub load: Part,
	/// Of generation.
	pub generation: Part,
	/// Whether there is never generation at that time of day.
	pub dark: bool,
}

impl Expected {
	/// Spreads what is expected by past errors.
	pub fn forecast(
		&self,
		interval: Interval,
		lead: u32,
		errors: &[Pair],
		probabilities: &Probabilities,
	) -> Forecast {
		let lit = |energy: f64| if self.dark { 0.0 } else { energy };
		let seen =
			|pair: &Pair| (self.load.with(pair.load), lit(self.generation.with(pair.generation)));
		let doubted = |(load, generation): (f64, f64)| {
			(self.load.doubted(load), lit(self.generation.doubted(generation)))
		};
		let missing = ENOUGH.saturating_sub(errors.len());
		let may_come: Vec<(f64, f64)> =
			errors.iter().map(seen).chain(doubts(missing).map(doubted)).collect();
		let quantiles = |of: fn(&(f64, f64)) -> f64, mean: f64| -> Vec<f64> {
			let mut sample: Vec<f64> = may_come.iter().map(of).collect();
			sample.sort_by(f64::total_cmp);
			probabilities.iter().map(|p| quantile(&sample, p).unwrap_or(mean).round()).collect()
		};
		let estimate = |of: fn(&(f64, f64)) -> f64, mean: f64| Estimate {
			mean: mean.round() as Wh,
			quantiles: quantiles(of, mean).into_iter().map(|value| value as Wh).collect(),
		};
		let (load, generation) = (self.load.point.round(), self.generation.point.round());
		let net = quantiles(|(load, generation)| generation - load, generation - load);
		Forecast {
			interval,
			lead,
			load: estimate(|(load, _)| *load, load),
			generation: estimate(|(_, generation)| *generation, generation),
			net: Estimate {
				mean: (generation - load) as i64,
				quantiles: net.into_iter().map(|value| value as i64).collect(),
			},
			load_source: self.load.source,
			generation_source: self.generation.source,
			errors: errors.len() as u32,
		}
	}
}
