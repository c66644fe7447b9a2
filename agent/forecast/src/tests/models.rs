// SPDX-License-Identifier: Apache-2.0

//! What the models say, and with what certainty.

use super::*;
use crate::{
	errors::{Errors, Pair, quantile},
	models::Fitted,
	series::Series,
};

#[test]
fn quantiles_interpolate() {
	let sample = [1.0, 2.0, 3.0, 4.0];
	let at = [0.1, 0.2, 0.5, 0.7, 0.95].map(|p| quantile(&sample, p).unwrap());
	for (value, want) in at.into_iter().zip([1.0, 1.0, 2.5, 3.5, 4.0]) {
		assert!((value - want).abs() < 1e-9, "{value} {want}");
	}
	assert_eq!(quantile(&[], 0.5), None);
	assert!(Probabilities::try_from(vec![0.1, 0.1]).is_err());
	assert!(Probabilities::try_from(vec![f64::NAN]).is_err());
	assert!(Probabilities::try_from(vec![0.0, 0.5]).is_err());
	assert_eq!(serde_json::to_string(&Probabilities::default()).unwrap(), "[0.1,0.5,0.9]");
}

#[test]
fn errors_are_of_about_the_same_time() {
	let pair = |slot| Pair { slot, dark: slot < 6, load: slot as f64, generation: 0.0 };
	let errors = Errors::new(vec![(0..24).flat_map(|slot| [pair(slot); 4]).collect()]);
	let slots = |slot, dark| -> Vec<usize> {
		let mut slots: Vec<usize> =
			errors.about(9, slot, dark, 24).iter().map(|pair| pair.slot).collect();
		slots.sort_unstable();
		slots.dedup();
		slots
	};
	assert_eq!(slots(12, false), [9, 10, 11, 12, 13, 14, 15]);
	// By day there are only 16 within three hours of 6 h; one more hour makes 20.
	assert_eq!(slots(6, false), [6, 7, 8, 9, 10]);
	assert_eq!(slots(0, true), [0, 1, 2, 3, 4]);
}

#[test]
fn a_day_that_repeats_is_forecast_exactly() {
	let history = shaped(28, |_| (1.0, 1.0));
	for model in [Model::Naive, Model::Ets, Model::Mstl, Model::Auto] {
		for forecast in ahead(&history, model, 30) {
			let (load, generation) = shape(forecast.interval);
			assert!(forecast.load.mean.abs_diff(load as Wh) <= 1, "{model:?} {forecast:?}");
			assert!(
				forecast.generation.mean.abs_diff(generation as Wh) <= 1,
				"{model:?} {forecast:?}"
			);
			for quantile in &forecast.load.quantiles {
				assert!(quantile.abs_diff(forecast.load.mean) <= 1, "{model:?} {forecast:?}");
			}
			assert!(forecast.errors >= 20);
		}
	}
}

#[test]
fn ets_follows_a_cloudy_day() {
	// Noon of a day with 40 % of the usual sun.
	let clear = |i: u32| if i / 24 == 27 { 0.4 } else { 1.0 - 0.01 * f64::from(i * 7 % 5) };
	let history = shaped(28, |i| (1.0, clear(i))).until(27 * 24 + 12);
	let next = |model| ahead(&history, model, 1)[0].clone();
	let sun = shape(13).1;
	let (ets, naive) = (next(Model::Ets), next(Model::Naive));
	assert!((0.35..0.5).contains(&(ets.generation.mean as f64 / sun)), "{ets:?}");
	assert!(naive.generation.mean as f64 / sun > 0.9, "{naive:?}");
	assert_eq!((ets.generation_source, naive.generation_source), (Source::Ets, Source::Naive));
}

#[test]
fn nights_are_dark() {
	let history = noisy(28, 5);
	for model in MODELS {
		for forecast in ahead(&history, model, 48) {
			let dark = shape(forecast.interval).1 == 0.0;
			let none = Estimate { mean: 0, quantiles: vec![0; 3] };
			assert_eq!(forecast.generation == none, dark, "{model:?} {forecast:?}");
		}
	}
}

#[test]
fn the_net_keeps_correlation() {
	// A generator that runs for the load: both vary together, the net hardly.
	let mut rng = fastrand::Rng::with_seed(1);
	let rows = (0..28 * 24).map(|interval| {
		let varied = rng.u64(500..1500);
		row(interval, 1000 + varied, 2000 + varied)
	});
	let history = History::from_rows(24, rows.collect::<Vec<_>>()).unwrap();
	for model in [Model::Naive, Model::Ets, Model::Mstl] {
		let forecast = &ahead(&history, model, 2)[1];
		let wide = forecast.load.quantiles[2] - forecast.load.quantiles[0];
		let net = forecast.net.quantiles[2] - forecast.net.quantiles[0];
		assert!(wide > 600, "{model:?} {forecast:?}");
		assert!((net as u64) < wide / 2, "{model:?} {forecast:?}");
	}
}

#[test]
fn short_histories_fall_back_and_say_so() {
	let history = shaped(28, |_| (1.0, 1.0));
	for model in [Model::Naive, Model::Ets, Model::Mstl, Model::Auto] {
		let first = &ahead(&history.until(0), model, 1)[0];
		assert_eq!((first.load_source, first.errors), (Source::Last, 0));
		assert_eq!(first.load.mean, history.rows()[0].load_wh);
		// One value says nothing of how far the next may be off.
		let [low, middle, high] = first.load.quantiles[..] else { panic!("three") };
		let mean = first.load.mean as f64;
		let near = |wh: Wh, share: f64| (wh as f64 / mean - share).abs() < 0.1;
		assert!(near(low, 0.2) && near(middle, 1.0) && near(high, 1.8), "{first:?}");
	}
	let auto = &ahead(&history.until(30), Model::Auto, 1)[0];
	assert_eq!((auto.load_source, auto.generation_source), (Source::Naive, Source::Naive));
	assert_eq!(ahead(&history.until(30), Model::Mstl, 1)[0].load_source, Source::Naive);
	assert_eq!(ahead(&history.until(100), Model::Mstl, 1)[0].load_source, Source::Mstl);
	assert_eq!(ahead(&history.until(100), Model::Ets, 1)[0].load_source, Source::Ets);
}

#[test]
fn requests_out_of_reach_are_refused() {
	let history = shaped(3, |_| (1.0, 1.0));
	let ask = |history: &History, interval| {
		let exogenous = Exogenous::default();
		forecast(history, Model::Auto, &[interval], &Probabilities::default(), &exogenous)
	};
	assert_eq!(ask(&history, 71), Err(ForecastError::Past { interval: 71, last: 71 }));
	assert!(ask(&history, 71 + 168).is_ok());
	assert_eq!(ask(&history, 240), Err(ForecastError::Far { interval: 240, last: 71 }));
	assert!(matches!(ask(&history, u32::MAX), Err(ForecastError::Far { .. })));
	assert_eq!(ask(&History::new(24).unwrap(), 1), Err(ForecastError::Empty));
	let forecaster = Forecaster::calibrate(&history, Model::Naive, 4).unwrap();
	let quarters = History::from_rows(96, [row(1, 1, 1)]).unwrap();
	let got = forecaster.forecast(&quarters, [2], &Probabilities::default(), &Exogenous::default());
	assert_eq!(got, Err(ForecastError::Period { history: 96, calibrated: 24 }));
}

#[test]
fn a_forecast_knows_no_future() {
	let history = noisy(20, 2);
	let origin = 15 * 24 + 10;
	let series = |history: &History| Series::new(history, None, |row| row.generation_wh).unwrap();
	let (whole, past) = (series(&history), series(&history.until(origin as u32)));
	for source in [Source::Naive, Source::Mstl] {
		let of = |series| Fitted::new(series, source, 30).forecast(origin, 30);
		assert_eq!(of(&whole), of(&past), "{source:?}");
	}
	// The parameters are fitted to all of it, nothing else.
	let of = |series| Fitted::new(series, Source::Ets, 8).forecast(origin, 8);
	for ((whole, _), (past, _)) in of(&whole).into_iter().zip(of(&past)) {
		assert!((whole - past).abs() <= 0.1 * past + 1.0, "{whole} {past}");
	}
}
