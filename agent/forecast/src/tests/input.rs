// SPDX-License-Identifier: Apache-2.0

//! What forecasts are made from.

use std::io::repeat;

use super::*;
use crate::series::Series;

#[test]
fn factors_are_read_or_refused_by_line() {
	let of = |text: &str| Factors::read(format!("interval,factor\n{text}").as_bytes(), "f.csv");
	let two = of("7,1\n 9, 0.5\n").unwrap();
	assert_eq!((two.get(7), two.get(8), two.get(9)), (1.0, 1.0, 0.5));
	assert_eq!(of("").unwrap(), Factors::default());
	let text = |result: Result<Factors, TableError>| result.unwrap_err().to_string();
	assert!(text(of("7,1\n-8,1\n")).starts_with("f.csv, line 3: "));
	assert!(text(of("7,1\n8\n")).starts_with("f.csv, line 3: "));
	assert_eq!(
		text(of("7,1\n7,1\n")),
		"f.csv, line 3: interval 7 does not come after 7; sort the rows"
	);
	let other = Factors::read("interval,share\n1,2\n".as_bytes(), "f.csv");
	assert!(matches!(other, Err(TableError::Header { .. })));
	assert!(text(Factors::read(repeat(b'x'), "f.csv")).len() < 200);
	assert!(matches!(
		Factors::from_file(std::path::Path::new("/nowhere")),
		Err(TableError::Open { .. })
	));
	for (factor, good) in [("0", true), ("2", true), ("2.1", false), ("-1", false), ("NaN", false)]
	{
		assert_eq!(of(&format!("5,{factor}\n")).is_ok(), good, "{factor}");
	}
}

#[test]
fn histories_keep_order_and_bounds() {
	assert!(matches!(History::new(1), Err(HistoryError::Period(1))));
	let mut history = History::from_rows(24, [row(5, 10, 0), row(8, 0, 20)]).unwrap();
	assert_eq!(history.rows(), [row(5, 10, 0), row(8, 0, 20)]);
	assert!(matches!(history.push(row(8, 0, 0)), Err(HistoryError::Order { last: 8, .. })));
	assert!(matches!(history.push(row(9, 0, MAX_METERED + 1)), Err(HistoryError::Energy { .. })));
	assert_eq!(history.until(7).rows(), [row(5, 10, 0)]);
	assert_eq!((history.get(8), history.get(6)), (Some(&row(8, 0, 20)), None));
}

#[test]
fn gaps_are_filled_from_the_same_time_of_day() {
	// A day of 4: 1 2 _ 4 | _ 6 _ _ | _ _ _ 16 | 17 18 19 20
	let known = [(0, 1), (1, 2), (3, 4), (5, 6), (11, 16), (12, 17), (13, 18), (14, 19), (15, 20)];
	let rows = known.map(|(interval, load)| row(interval + 100, load, 0));
	let history = History::from_rows(4, rows).unwrap();
	let series = Series::new(&history, None, |row| row.load_wh).unwrap();
	let want = [1, 2, 19, 4, 1, 6, 19, 4, 1, 6, 19, 16, 17, 18, 19, 20].map(f64::from);
	assert_eq!(series.values, want);
	assert_eq!(series.known.iter().filter(|known| **known).count(), known.len());
	assert_eq!(series.slot(2), 102 % 4);
}

#[test]
fn what_is_usual_knows_no_future() {
	let history = History::from_rows(4, (0..16).map(|i| row(i, Wh::from(i), 0))).unwrap();
	let series = Series::new(&history, None, |row| row.load_wh).unwrap();
	assert_eq!(series.usual(7, 8), Some((4.0 + 0.0) / 2.0));
	assert_eq!(series.usual(7, 12), Some((4.0 + 0.0) / 2.0));
	assert_eq!(series.yesterday(7, 15), Some(7.0));
	assert_eq!(series.yesterday(6, 15), Some(3.0));
	assert_eq!(series.usual(2, 3), None);
}

#[test]
fn factors_scale_generation_alone() {
	let history = noisy(28, 9).until(27 * 24 + 9);
	let last = history.last().unwrap();
	let text = format!("interval,factor\n{},0.5\n", last + 1);
	let factors = Factors::read(text.as_bytes(), "f.csv").unwrap();
	let exogenous = Exogenous::default().with_factors(factors);
	let wanted = [last + 1, last + 2];
	let got =
		forecast(&history, Model::Ets, &wanted, &Probabilities::default(), &exogenous).unwrap();
	let plain = ahead(&history, Model::Ets, 2);
	assert_eq!(got[1], plain[1]);
	assert_eq!(got[0].load, plain[0].load);
	let halves = |estimate: &Estimate<Wh>| -> Vec<Wh> {
		[&[estimate.mean][..], &estimate.quantiles].concat().iter().map(|wh| wh / 2).collect()
	};
	let (half, now) = (halves(&plain[0].generation), &got[0].generation);
	for (half, now) in half.iter().zip([&[now.mean][..], &now.quantiles].concat()) {
		assert!(half.abs_diff(now) <= 1, "{half} {now}");
	}
}

#[test]
fn external_forecasts_are_judged_by_their_past() {
	let history = noisy(28, 3).until(27 * 24 + 11);
	let last = history.last().unwrap();
	// It always says 200 Wh too little load; from its past that shows in the quantiles.
	let rows = history.rows().iter().map(|at| row(at.interval, at.load_wh - 200, at.generation_wh));
	let exogenous =
		Exogenous::default().with_external(rows).with_external([row(last + 1, 1000, 2000)]);
	let ask = |exogenous: &Exogenous| {
		let wanted = [last + 1, last + 2];
		forecast(&history, Model::External, &wanted, &Probabilities::default(), exogenous).unwrap()
	};
	let got = ask(&exogenous);
	assert_eq!((got[0].load.mean, got[0].generation.mean, got[0].net.mean), (1000, 2000, 1000));
	assert_eq!(got[0].load_source, Source::External);
	assert!(got[0].load.quantiles.iter().all(|wh| (1100..1400).contains(wh)), "{:?}", got[0]);
	assert_eq!(got[0].generation.quantiles, [2000; 3]);
	assert_eq!(got[1], ahead(&history, Model::Auto, 2)[1]);
	// Without a past it is taken to be as uncertain as the best model.
	let young = ask(&Exogenous::default().with_external([row(last + 1, 1000, 2000)]));
	let [low, _, high] = young[0].generation.quantiles[..] else { panic!("three") };
	assert!(low < 2000 && high > low, "{:?}", young[0]);
}

#[test]
fn what_was_filled_in_judges_no_model() {
	let whole = noisy(28, 4);
	let gap = 14 * 24..25 * 24;
	let rows = whole.rows().iter().filter(|row| !gap.contains(&row.interval)).copied();
	let holed = History::from_rows(24, rows).unwrap();
	// Where days are copies of the day before, the naive forecast never errs.
	assert_ne!(ahead(&holed, Model::Auto, 4)[0].load_source, Source::Naive);
	let errors = |history| ahead(history, Model::Ets, 1)[0].errors;
	// Of 14 nights with 6 hours around midnight, 3 are left.
	assert!(errors(&whole) > 80 && errors(&holed) < 30, "{} {}", errors(&whole), errors(&holed));
}

#[test]
fn external_forecasts_may_know_of_light_at_night() {
	let history = noisy(28, 3);
	let night = history.last().unwrap() + 1;
	let exogenous = Exogenous::default().with_external([row(night, 1000, 500)]);
	let probabilities = Probabilities::default();
	let got = forecast(&history, Model::External, &[night], &probabilities, &exogenous).unwrap();
	assert_eq!(got[0].generation.mean, 500);
	assert!(got[0].generation.quantiles.iter().all(|wh| *wh > 0), "{:?}", got[0]);
}
