// SPDX-License-Identifier: Apache-2.0

//! Whatever the past, a forecast is sound.

use proptest::prelude::*;

use super::*;
use crate::accuracy::evaluate;

/// Rows with steps between intervals and energies of all sizes.
fn rows() -> impl Strategy<Value = Vec<(u32, Wh, Wh)>> {
	let step = prop_oneof![20 => Just(1u32), 1 => 2..60u32, 1 => 100..3_000_000u32];
	let energy =
		|| prop_oneof![3 => Just(0), 3 => 0..2000u64, 1 => 0..=MAX_METERED, 1 => Just(MAX_METERED)];
	prop_oneof![
		prop::collection::vec((step, energy(), energy()), 1..200),
		(energy(), energy(), 1..200usize).prop_map(|(a, b, n)| vec![(1, a, b); n]),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn any_history_gives_sound_forecasts(
		rows in rows(),
		start in 0..1_000_000u32,
		period in prop_oneof![Just(2u32), Just(7), Just(24), Just(96)],
		model in prop::sample::select(&MODELS[..]),
		factor in 0.0..2.0f64,
		given in 0..=MAX_METERED,
	) {
		let mut history = History::new(period).unwrap();
		let mut interval = start;
		for (step, load_wh, generation_wh) in rows {
			interval += step;
			history.push(row(interval, load_wh, generation_wh)).unwrap();
		}
		let text = format!("interval,factor\n{},{factor}\n", interval + 2);
		let exogenous = Exogenous::default()
			.with_factors(Factors::read(text.as_bytes(), "f").unwrap())
			.with_external([row(interval + 3, given, given)]);
		let probabilities = Probabilities::try_from(vec![0.01, 0.3, 0.31, 0.99]).unwrap();
		let wanted: Vec<u32> = (interval + 1..=interval + 9).collect();
		let got = forecast(&history, model, &wanted, &probabilities, &exogenous).unwrap();
		prop_assert_eq!(got.len(), wanted.len());
		for (forecast, interval) in got.iter().zip(wanted) {
			prop_assert_eq!(forecast.interval, interval);
			for estimate in [&forecast.load, &forecast.generation] {
				prop_assert_eq!(estimate.quantiles.len(), 4);
				prop_assert!(estimate.quantiles.is_sorted());
				prop_assert!(estimate.mean <= MAX_METERED && estimate.quantiles[3] <= MAX_METERED);
			}
			prop_assert!(forecast.net.quantiles.is_sorted());
			let net = forecast.generation.mean as i64 - forecast.load.mean as i64;
			prop_assert_eq!(forecast.net.mean, net);
		}
		let targets = history.last().unwrap().saturating_sub(30)..u32::MAX;
		let accuracy = evaluate(&history, model, 2, targets, &probabilities, &exogenous).unwrap();
		for score in accuracy.scores {
			prop_assert!(score.mae.is_finite() && score.rmse >= score.mae * 0.999);
			prop_assert!(score.mase.is_none_or(f64::is_finite));
		}
	}
}
