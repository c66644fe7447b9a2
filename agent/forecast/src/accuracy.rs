// SPDX-License-Identifier: Apache-2.0

//! How good forecasts are: rolling-origin evaluation.

use std::collections::BTreeMap;

use gridmerit_energy::{Interval, Wh};
use serde::{Deserialize, Serialize};

use crate::{
	estimate::Forecast,
	exogenous::Exogenous,
	forecaster::{ForecastError, Forecaster},
	history::History,
	models::Model,
	probabilities::Probabilities,
	row::Row,
};

/// What is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
	/// Energy used.
	Load,
	/// Energy generated.
	Generation,
	/// Generation less load.
	Net,
}

/// How good forecasts of a quantity with a lead were. Energy in Wh.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
	/// What was forecast.
	pub quantity: Quantity,
	/// How many intervals ahead.
	pub lead: u32,
	/// How many forecasts.
	pub count: u32,
	/// Mean absolute error.
	pub mae: f64,
	/// Root of the mean squared error.
	pub rmse: f64,
	/// Mean of forecast less actual: positive if too much was expected.
	pub bias: f64,
	/// MAE over the mean absolute error of "as at the same time yesterday" on all of the history before
	/// the intervals evaluated (Hyndman & Koehler 2006); none if that never errs.
	pub mase: Option<f64>,
	/// Of the quantiles, in order of their probabilities; empty for point forecasts.
	pub quantiles: Vec<QuantileScore>,
}

/// How good a quantile was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantileScore {
	/// Its probability.
	pub probability: f64,
	/// Mean pinball loss, in Wh: the lower the better.
	pub pinball: f64,
	/// Share of actual values at or below it: should be its probability.
	pub coverage: f64,
}

/// How good a model's forecasts were, by quantity and lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
	/// Who forecast.
	pub name: String,
	/// The scores.
	pub scores: Vec<Score>,
}

/// A forecast of an interval and what came.
struct Case {
	forecast: f64,
	actual: f64,
	quantiles: Vec<f64>,
}

/// Cases by quantity and lead.
type Cases = BTreeMap<(Quantity, u32), Vec<Case>>;

/// Forecasts each of `targets` that the history has with leads 1 to `leads`, each time as if the history
/// ended that long before, and compares. The model is calibrated anew at the first origin of each day.
pub fn evaluate(
	history: &History,
	model: Model,
	leads: u32,
	targets: std::ops::Range<Interval>,
	probabilities: &Probabilities,
	exogenous: &Exogenous,
) -> Result<Accuracy, ForecastError> {
	let mut cases = Cases::new();
	let mut calibrated: Option<(Interval, Forecaster)> = None;
	let first = targets.start.saturating_sub(leads);
	for row in history.rows() {
		let origin = row.interval;
		if origin < first || origin.saturating_add(1) >= targets.end {
			continue;
		}
		let past = history.until(origin);
		let day = origin / history.period();
		let forecaster = match calibrated.take() {
			Some((of, forecaster)) if of == day => forecaster,
			_ => Forecaster::calibrate(&past, model, leads)?,
		};
		let wanted = (1..=leads)
			.filter_map(|lead| origin.checked_add(lead))
			.filter(|interval| targets.contains(interval) && history.get(*interval).is_some());
		for forecast in forecaster.forecast(&past, wanted, probabilities, exogenous)? {
			if let Some(actual) = history.get(forecast.interval) {
				add(&mut cases, &forecast, actual);
			}
		}
		calibrated = Some((day, forecaster));
	}
	let naive = naive_errors(history, targets.start);
	let scores = cases.iter().map(|(of, cases)| score(*of, cases, &naive, probabilities)).collect();
	Ok(Accuracy { name: format!("{model:?}").to_lowercase(), scores })
}

/// Compares point forecasts made elsewhere, each with the lead it was made with, with a history. Those of
/// intervals that the history does not have are left out.
pub fn evaluate_points(
	history: &History,
	name: &str,
	points: impl IntoIterator<Item = (u32, Row)>,
) -> Accuracy {
	let mut cases = Cases::new();
	let mut first = Interval::MAX;
	for (lead, row) in points {
		let Some(actual) = history.get(row.interval) else { continue };
		first = first.min(row.interval);
		for (quantity, forecast) in quantities(&row) {
			let actual = value(quantity, actual);
			let case = Case { forecast, actual, quantiles: Vec::new() };
			cases.entry((quantity, lead)).or_default().push(case);
		}
	}
	let naive = naive_errors(history, first);
	let none = Probabilities::default();
	let scores = cases.iter().map(|(of, cases)| score(*of, cases, &naive, &none)).collect();
	Accuracy { name: name.into(), scores }
}

fn value(quantity: Quantity, row: &Row) -> f64 {
	match quantity {
		Quantity::Load => row.load_wh as f64,
		Quantity::Generation => row.generation_wh as f64,
		Quantity::Net => row.generation_wh as f64 - row.load_wh as f64,
	}
}

fn quantities(row: &Row) -> [(Quantity, f64); 3] {
	[Quantity::Load, Quantity::Generation, Quantity::Net].map(|of| (of, value(of, row)))
}

fn add(cases: &mut Cases, forecast: &Forecast, actual: &Row) {
	let whole = |values: &[Wh]| values.iter().map(|value| *value as f64).collect();
	let Forecast { load, generation, net, lead, .. } = forecast;
	let of = |quantity| match quantity {
		Quantity::Load => (load.mean as f64, whole(&load.quantiles)),
		Quantity::Generation => (generation.mean as f64, whole(&generation.quantiles)),
		Quantity::Net => {
			(net.mean as f64, net.quantiles.iter().map(|value| *value as f64).collect())
		},
	};
	for (quantity, actual) in quantities(actual) {
		let (forecast, quantiles) = of(quantity);
		let case = Case { forecast, actual, quantiles };
		cases.entry((quantity, *lead)).or_default().push(case);
	}
}

/// Mean absolute errors of "as at the same time yesterday" before an interval.
fn naive_errors(history: &History, before: Interval) -> BTreeMap<Quantity, f64> {
	let mut errors: BTreeMap<Quantity, Vec<f64>> = BTreeMap::new();
	for row in history.rows().iter().take_while(|row| row.interval < before) {
		let Some(yesterday) =
			row.interval.checked_sub(history.period()).and_then(|interval| history.get(interval))
		else {
			continue;
		};
		for (quantity, now) in quantities(row) {
			errors.entry(quantity).or_default().push((now - value(quantity, yesterday)).abs());
		}
	}
	errors.into_iter().map(|(quantity, errors)| (quantity, mean(errors.into_iter()))).collect()
}

/// Mean of values; 0 of none.
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
	let count = values.len().max(1) as f64;
	values.sum::<f64>() / count
}

fn score(
	(quantity, lead): (Quantity, u32),
	cases: &[Case],
	naive: &BTreeMap<Quantity, f64>,
	probabilities: &Probabilities,
) -> Score {
	let off = || cases.iter().map(|case| case.forecast - case.actual);
	let mae = mean(off().map(f64::abs));
	let of_quantile = |(index, probability): (usize, f64)| {
		let pairs: Vec<(f64, f64)> = cases
			.iter()
			.filter_map(|case| Some((*case.quantiles.get(index)?, case.actual)))
			.collect();
		let pinball = |(quantile, actual): &(f64, f64)| {
			let above = actual - quantile;
			(probability * above).max((probability - 1.0) * above)
		};
		let covered = |(quantile, actual): &(f64, f64)| f64::from(u8::from(actual <= quantile));
		(!pairs.is_empty()).then(|| QuantileScore {
			probability,
			pinball: mean(pairs.iter().map(pinball)),
			coverage: mean(pairs.iter().map(covered)),
		})
	};
	Score {
		quantity,
		lead,
		count: cases.len() as u32,
		mae,
		rmse: mean(off().map(|off| off * off)).sqrt(),
		bias: mean(off()),
		mase: naive.get(&quantity).filter(|naive| **naive > 0.0).map(|naive| mae / naive),
		quantiles: probabilities.iter().enumerate().filter_map(of_quantile).collect(),
	}
}
