// SPDX-License-Identifier: Apache-2.0

//! What is usual, what is new, and what does not last.

use super::*;

/// Quarters of an hour a day.
const QUARTERS: u32 = 96;

/// A home with breakfast from six to eight and evenings from six to nine, on busy and quiet days.
fn home(days: u32) -> Vec<Row> {
	let busy = [100, 130, 75, 120, 95, 70, 125, 110, 80, 130, 90, 115, 70, 105];
	let of = |at: u32| {
		let hour = at % QUARTERS / 4;
		let usual = if [6, 7, 18, 19, 20].contains(&hour) { 500 } else { 100 };
		let load =
			usual * busy[(at / QUARTERS) as usize % busy.len()] / 100 + u64::from(at * 37 % 9);
		row(at, load, 0)
	};
	(0..days * QUARTERS).map(of).collect()
}

#[test]
fn a_dryer_in_a_quiet_quarter_is_no_forecast_of_a_busy_one() {
	// Case A1: for three quarters of an hour before breakfast 900 Wh come on top; also after a short past.
	for days in [28, 7, 3] {
		let mut rows = home(days);
		rows.truncate((days - 1) as usize * 96 + 23);
		let length = rows.len();
		rows[length - 3..].iter_mut().for_each(|row| row.load_wh += 900);
		let history = History::from_rows(QUARTERS, rows).unwrap();
		for model in [Model::Ets, Model::Auto] {
			for forecast in &ahead(&history, model, 5)[1..] {
				// Usual are 350 to 650, with the dryer 1,250 to 1,550.
				assert!(
					(300..=1_550).contains(&forecast.load.mean),
					"{days} {model:?} {forecast:?}"
				);
			}
		}
	}
}

#[test]
fn what_lasts_is_believed() {
	// A week of holidays: a fifth of what is usual, from one midnight on.
	let mut rows = home(31);
	rows.iter_mut().skip(28 * 96).for_each(|row| row.load_wh /= 5);
	let history = History::from_rows(QUARTERS, rows).unwrap();
	let evening = 29 * QUARTERS + 18 * 4;
	let forecast = &ahead(&history.until(evening - 1), Model::Auto, 1)[0];
	assert!(forecast.load.mean < 250, "{forecast:?}");
}

/// A sun that clouds cover more or less, on each day and in each hour: what a plant makes of it, and one of which
/// there is a part at each time.
fn sun(days: u32, factor: impl Fn(u32) -> f64) -> (History, History) {
	let whole = noisy(days, 12);
	let changed = whole.rows().iter().map(|row| {
		let generation_wh = (row.generation_wh as f64 * factor(row.interval)) as Wh;
		Row { generation_wh, ..*row }
	});
	let changed = History::from_rows(24, changed).unwrap();
	(whole, changed)
}

/// Mean absolute error of generation, one to four hours ahead, in some days of a history.
fn off(history: &History, model: Model, days: std::ops::Range<u32>) -> f64 {
	let targets = days.start * 24..days.end * 24;
	let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
	let accuracy =
		accuracy::evaluate(history, model, 4, targets, &probabilities, &exogenous).unwrap();
	let generation =
		accuracy.scores.iter().filter(|score| score.quantity == accuracy::Quantity::Generation);
	generation.map(|score| score.mae).sum::<f64>() / 4.0
}

#[test]
fn a_new_plant_is_learned_within_two_days() {
	// Built at noon of day 20, beside one as large or where there was none: from day 23 on it is forecast about as
	// well as one that has always been there, of which more than three days tell what is usual.
	for (before, most) in [(0.5, 1.15), (0.0, 1.6)] {
		let (always, built) = sun(28, |at| if at < 20 * 24 + 12 { before } else { 1.0 });
		for model in [Model::Ets, Model::Auto] {
			let (new, old) = (off(&built, model, 23..27), off(&always, model, 23..27));
			assert!(new < most * old, "{before} {model:?}: {new} {old}");
			let naive = off(&built, Model::Naive, 23..27);
			assert!(new < 0.9 * naive, "{before} {model:?}: {new} {naive}");
		}
		// What was forecast before anything of it was known does not choose the model.
		let (auto, habits) = (off(&built, Model::Auto, 22..25), off(&built, Model::Ets, 22..25));
		assert!(auto < 1.1 * habits, "{before}: {auto} {habits}");
		// Its noons are not nights.
		let first = &ahead(&built.until(22 * 24 + 11), Model::Auto, 1)[0];
		let actual = built.get(first.interval).unwrap().generation_wh;
		assert!(first.generation.mean > actual / 2, "{first:?} {actual}");
		assert!(first.generation.quantiles[2] > first.generation.mean);
	}
}

#[test]
fn near_and_far_have_their_own_model() {
	// A load that stays on for some hours and begins at any time: what is on tells about the next hour, and
	// nothing about tomorrow.
	let mut rng = fastrand::Rng::with_seed(7);
	let mut on = false;
	let rows: Vec<Row> = (0..28 * 24)
		.map(|at| {
			on ^= rng.f64() < 0.15;
			row(at, if on { 2_000 } else { 200 }, 0)
		})
		.collect();
	let history = History::from_rows(24, rows).unwrap();
	let forecasts = ahead(&history, Model::Auto, 20);
	let now = history.rows().last().unwrap().load_wh;
	let (near, far) = (forecasts[0].load.mean, forecasts[19].load.mean);
	assert!(near.abs_diff(now) < 700, "{near} {now}");
	assert!((600..1_600).contains(&far), "{far}");
}
