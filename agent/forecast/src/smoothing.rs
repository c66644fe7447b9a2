// SPDX-License-Identifier: Apache-2.0

//! Exponential smoothing as a trend for MSTL and for what is left of a series without its season.
//!
//! It is augurs' ETS(A,N,N) alone. The whole search of `AutoETS` takes 8 ms for a week of hours and 25 ms
//! for a week of quarters, nearly all of it for trends that it then rejects: without its season, a load
//! has no trend that a few intervals could follow. (`AutoETS` itself cannot be told to try this model
//! only: in augurs 0.10 the specification "ANN" has no candidates.)

use std::{borrow::Cow, error::Error};

use augurs::{
	Forecast, ForecastIntervals, Predict,
	ets::model::{ErrorComponent, Model, ModelType, SeasonalComponent, TrendComponent, Unfit},
	mstl::{FittedTrendModel, TrendModel},
};

/// Fewest values to fit to.
const FEWEST: usize = 8;

/// Steps of the optimiser; two parameters need about 60.
const STEPS: usize = 300;

/// Relative spread below which a series is constant; there is nothing to fit, and the optimiser would
/// crawl among denormal numbers.
const CONSTANT: f64 = 1e-4;

type Failure = Box<dyn Error + Send + Sync + 'static>;

/// Fits a level that follows a series.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Smoothing;

/// A level that follows a series.
#[derive(Clone, Debug)]
pub(crate) enum Level {
	/// The series does not move: its length and value.
	Constant(usize, f64),
	/// A fitted model.
	Fitted(Box<Model>),
}

impl Smoothing {
	/// Fits to a series.
	pub fn level(self, values: &[f64]) -> Result<Level, Failure> {
		if values.len() < FEWEST {
			return Err("too few values to fit to".into());
		}
		let least = values.iter().copied().fold(f64::INFINITY, f64::min);
		let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
		let size = least.abs().max(most.abs());
		if !size.is_finite() {
			return Err("values are not finite".into());
		}
		if most - least <= CONSTANT * size {
			return Ok(Level::Constant(values.len(), (least + most) / 2.0));
		}
		let kind = ModelType {
			error: ErrorComponent::Additive,
			trend: TrendComponent::None,
			season: SeasonalComponent::None,
		};
		Ok(Level::Fitted(Box::new(Unfit::new(kind).max_iterations(STEPS).fit(values)?)))
	}
}

impl Level {
	/// The level after each value. Without trend it is the forecast of the next value, and of any later.
	pub fn path(&self) -> Result<Vec<f64>, Failure> {
		match self {
			Self::Constant(length, value) => Ok(vec![*value; *length]),
			Self::Fitted(model) => {
				let mut path = model.predict_in_sample(None)?.point;
				path.extend(model.predict(1, None)?.point);
				path.remove(0);
				Ok(path)
			},
		}
	}
}

impl TrendModel for Smoothing {
	fn name(&self) -> Cow<'_, str> {
		Cow::Borrowed("ETS(A,N,N)")
	}

	fn fit(&self, values: &[f64]) -> Result<Box<dyn FittedTrendModel + Sync + Send>, Failure> {
		Ok(Box::new(self.level(values)?))
	}
}

/// Points of a series that does not move, certain at any level.
fn constant(forecast: &mut Forecast, length: usize, value: f64, level: Option<f64>) {
	forecast.point = vec![value; length];
	forecast.intervals = level.map(|level| ForecastIntervals {
		level,
		lower: forecast.point.clone(),
		upper: forecast.point.clone(),
	});
}

impl FittedTrendModel for Level {
	fn predict_inplace(
		&self,
		horizon: usize,
		level: Option<f64>,
		forecast: &mut Forecast,
	) -> Result<(), Failure> {
		match self {
			Self::Constant(_, value) => constant(forecast, horizon, *value, level),
			Self::Fitted(model) => model.predict_inplace(horizon, level, forecast)?,
		}
		Ok(())
	}

	fn predict_in_sample_inplace(
		&self,
		level: Option<f64>,
		forecast: &mut Forecast,
	) -> Result<(), Failure> {
		match self {
			Self::Constant(length, value) => constant(forecast, *length, *value, level),
			Self::Fitted(model) => model.predict_in_sample_inplace(level, forecast)?,
		}
		Ok(())
	}

	fn training_data_size(&self) -> Option<usize> {
		Some(match self {
			Self::Constant(length, _) => *length,
			Self::Fitted(model) => model.training_data_size(),
		})
	}
}
