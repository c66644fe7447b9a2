// SPDX-License-Identifier: Apache-2.0

//! Tests of forecasts.

mod any;
mod clock;
mod habits;
mod input;
mod models;
mod scores;

use gridmerit_energy::MAX_METERED;
use gridmerit_energy::{Interval, Wh};

use super::{
	synthetic::{KnownDay, histories},
	*,
};

const MODELS: [Model; 5] = [Model::Naive, Model::Ets, Model::Mstl, Model::Auto, Model::External];

fn row(interval: Interval, load_wh: Wh, generation_wh: Wh) -> Row {
	Row { interval, load_wh, generation_wh }
}

/// Load and generation of a time of day with a sun from 6 to 18 h.
fn shape(interval: Interval) -> (f64, f64) {
	let hour = f64::from(interval % 24);
	let sun = (std::f64::consts::PI * (hour - 5.0) / 14.0).sin().max(0.0);
	(
		1000.0 + 400.0 * (hour / 4.0).sin(),
		if (6.0..18.0).contains(&hour) { 3000.0 * sun } else { 0.0 },
	)
}

/// A history with `of(interval)` as factors on the shape's load and generation.
fn shaped(days: u32, of: impl Fn(u32) -> (f64, f64)) -> History {
	let rows = (0..days * 24).map(|interval| {
		let ((load, generation), (a, b)) = (shape(interval), of(interval));
		row(interval, (load * a) as Wh, (generation * b) as Wh)
	});
	History::from_rows(24, rows).unwrap()
}

fn noisy(days: u32, seed: u64) -> History {
	let day = |i| shape(i);
	let day = KnownDay {
		load: (0..24).map(|i| day(i).0 as Wh).collect(),
		generation: (0..24).map(|i| day(i).1 as Wh).collect(),
	};
	histories(&[day], 24, days, 0, seed).unwrap().pop().unwrap()
}

/// Calibrates and forecasts at once.
fn forecast(
	history: &History,
	model: Model,
	wanted: &[Interval],
	probabilities: &Probabilities,
	exogenous: &Exogenous,
) -> Result<Vec<Forecast>, ForecastError> {
	Forecaster::calibrate(history, model, wanted.len() as u32)?.forecast(
		history,
		wanted.iter().copied(),
		probabilities,
		exogenous,
	)
}

fn ahead(history: &History, model: Model, leads: u32) -> Vec<Forecast> {
	let last = history.last().unwrap();
	let wanted: Vec<u32> = (last + 1..=last + leads).collect();
	forecast(history, model, &wanted, &Probabilities::default(), &Exogenous::default()).unwrap()
}
