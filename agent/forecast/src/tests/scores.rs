// SPDX-License-Identifier: Apache-2.0

//! How good forecasts are, and on what made-up past.

use super::*;
use crate::accuracy::{Accuracy, Quantity, Score, evaluate, evaluate_points};

#[test]
fn scores_are_what_they_say() {
	let rows = (0..8).map(|i| row(i, [10, 20, 30, 40, 12, 26, 30, 44][i as usize], 0));
	let history = History::from_rows(4, rows).unwrap();
	let points = [(2, row(6, 33, 0)), (2, row(7, 40, 0)), (2, row(99, 1, 1)), (1, row(7, 44, 0))];
	let accuracy = evaluate_points(&history, "mine", points);
	let score = |quantity, lead| {
		let of = |score: &&Score| score.quantity == quantity && score.lead == lead;
		accuracy.scores.iter().find(of).unwrap().clone()
	};
	let load = score(Quantity::Load, 2);
	assert_eq!((load.count, load.mae, load.bias), (2, 3.5, -0.5));
	assert_eq!(load.rmse, 12.5f64.sqrt());
	// The naive forecast was off by 2 and 6 before.
	assert_eq!(load.mase, Some(3.5 / 4.0));
	assert_eq!(score(Quantity::Net, 2).bias, 0.5);
	assert_eq!((score(Quantity::Load, 1).mae, score(Quantity::Generation, 1).mase), (0.0, None));
	let json = serde_json::to_string(&accuracy).unwrap();
	assert_eq!(serde_json::from_str::<Accuracy>(&json).unwrap(), accuracy);
}

#[test]
fn quantile_scores_are_what_they_say() {
	// Without errors to learn from, from nothing to twice as much may come.
	let rows = (0..8).map(|i| row(i, [10, 20, 30, 40, 12, 18, 30, 44][i as usize] * 100, 0));
	let history = History::from_rows(4, rows).unwrap();
	let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
	let accuracy = evaluate(&history, Model::Naive, 1, 4..8, &probabilities, &exogenous).unwrap();
	let load = &accuracy.scores[0];
	assert_eq!((load.count, load.mae, load.bias), (4, 200.0, -100.0));
	let quantiles: Vec<Vec<Wh>> = (4..8)
		.map(|at| ahead(&history.until(at - 1), Model::Naive, 1)[0].load.quantiles.clone())
		.collect();
	let actual = [1_200.0, 1_800.0, 3_000.0, 4_400.0];
	for (index, score) in load.quantiles.iter().enumerate() {
		let off = quantiles.iter().zip(actual).map(|(of, actual)| actual - of[index] as f64);
		let p = score.probability;
		let pinball = off.map(|off| (p * off).max((p - 1.0) * off)).sum::<f64>() / 4.0;
		assert!((score.pinball - pinball).abs() < 1e-9, "{score:?} {pinball}");
	}
	// Yesterday's 1,000 2,000 3,000 4,000, less 80 % of them or of the median, and more.
	let coverage: Vec<f64> = load.quantiles.iter().map(|score| score.coverage).collect();
	assert_eq!((coverage[0], coverage[2]), (0.0, 1.0));
}

#[test]
fn models_beat_the_baseline_and_quantiles_cover() {
	let history = noisy(35, 33);
	let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
	let of = |model| {
		let targets = 27 * 24..34 * 24;
		evaluate(&history, model, 4, targets, &probabilities, &exogenous).unwrap()
	};
	let naive = of(Model::Naive);
	for model in [Model::Ets, Model::Mstl, Model::Auto] {
		let accuracy = of(model);
		for (score, naive) in accuracy.scores.iter().zip(&naive.scores) {
			assert_eq!(score.count, 168);
			assert!(score.mae < naive.mae, "{model:?} {score:?} {naive:?}");
			// Generation is exactly nothing half of the time.
			if score.quantity != Quantity::Generation {
				let inside = score.quantiles[2].coverage - score.quantiles[0].coverage;
				assert!((0.7..0.9).contains(&inside), "{model:?} {score:?}");
			}
		}
	}
}

#[test]
fn synthetic_histories_end_with_the_known_day() {
	let day = KnownDay { load: (100..124).collect(), generation: (0..24).collect() };
	let make = |seed| histories(&[day.clone(), day.clone()], 24, 28, 1000, seed).unwrap();
	let made = make(33);
	assert_eq!(made, make(33));
	assert_ne!(made, make(34));
	assert_ne!(made[0], made[1]);
	for (slot, row) in made[0].rows()[27 * 24..].iter().enumerate() {
		assert_eq!((row.load_wh, row.generation_wh), (100 + slot as Wh, slot as Wh));
	}
	assert!(
		made[0]
			.rows()
			.iter()
			.filter(|row| (row.interval - 1000) % 24 == 0)
			.all(|row| row.generation_wh == 0)
	);
	let load =
		|day: usize| made[0].rows()[day * 24..][..24].iter().map(|row| row.load_wh).sum::<Wh>();
	// Day 27 is a Wednesday, so 23 and 24 are the weekend.
	assert!(load(23) < load(22) && load(24) < load(25));
	assert_eq!(histories(&[day], 24, 28, u32::MAX - 5, 1).unwrap()[0].rows().len(), 6);
}
