// SPDX-License-Identifier: Apache-2.0

//! Habits follow the clock on the wall.

use gridmerit_history::zone;
use proptest::prelude::*;

use super::*;
use crate::{clock::Clock, clock_change::clock_changes, series::Series};

/// Quarters of an hour a day.
const QUARTERS: u32 = 96;

/// The first quarter of an hour of 1 March 2016, 00:00 UTC.
const MARCH: Interval = 1_456_790_400 / 900;

/// The same of 1 October 2016.
const OCTOBER: Interval = 1_475_280_000 / 900;

/// Zones with and without changes, of whole and of broken hours.
const ZONES: [&str; 8] = [
	"Europe/Berlin",
	"America/New_York",
	"Australia/Lord_Howe",
	"Asia/Kathmandu",
	"Africa/Casablanca",
	"Pacific/Apia",
	"America/St_Johns",
	"UTC",
];

fn berlin(first: Interval) -> Clock {
	Clock::new(Some(&zone("Europe/Berlin").unwrap()), QUARTERS, first, 50 * 96)
}

/// The position of a day of the month and a time in UTC, of a clock that begins on the first.
fn at(day: usize, hour: usize) -> usize {
	(day - 1) * 96 + hour * 4
}

#[test]
fn a_day_of_92_and_one_of_100_quarters() {
	// On 27 March 2016 at 01:00 UTC two o'clock became three.
	let clock = berlin(MARCH);
	let slot = |day, hour| clock.slot(at(day, hour)) / 4;
	assert_eq!((slot(27, 0), slot(27, 1), slot(27, 2)), (1, 3, 4));
	assert_eq!(clock.changes().collect::<Vec<_>>()[0], (at(27, 1) as i64, 4));
	// Seven o'clock was at 06:00 UTC the day before, 23 hours ago.
	assert_eq!(clock.before(at(27, 5), 1), Some(at(26, 6)));
	assert_eq!(clock.before(at(28, 5), 2), Some(at(26, 6)));
	// Half past two did not come: half past three is where it would have been.
	assert_eq!(clock.before(at(28, 0) + 2, 1), Some(at(27, 1) + 2));
	assert_eq!(clock.after(at(26, 1) + 2), Some(at(27, 1) + 2));

	// On 30 October at 01:00 UTC three o'clock became two again.
	let clock = berlin(OCTOBER);
	let slot = |day, hour| clock.slot(at(day, hour)) / 4;
	assert_eq!((slot(30, 0), slot(30, 1), slot(30, 2)), (2, 2, 3));
	assert_eq!(clock.before(at(30, 6), 1), Some(at(29, 5)));
	// Both halves past two had the same half past two the day before; the day after has the first of them.
	let twice = [at(30, 0) + 2, at(30, 1) + 2];
	assert_eq!(twice.map(|at| clock.before(at, 1)), [Some(at(29, 0) + 2); 2]);
	assert_eq!(clock.before(at(31, 1) + 2, 1), Some(at(30, 0) + 2));
	assert_eq!(clock.before(at(1, 5), 1), None);
}

/// A load that follows the clock of Berlin, exactly, and a sun that does not.
fn habits(first: Interval, days: u32) -> History {
	let clock = berlin(first);
	let rows = (0..days * QUARTERS).map(|position| {
		let slot = clock.slot(position as usize) as u64;
		let load = if (28..32).contains(&slot) { 900 } else { 100 + slot };
		let sun = u64::from(position % QUARTERS).abs_diff(48);
		row(first + position, load, 40_u64.saturating_sub(sun) * 25)
	});
	History::from_rows(QUARTERS, rows).unwrap()
}

#[test]
fn breakfast_is_at_seven_after_a_change_of_the_clocks() {
	for (first, day) in [(MARCH, 27), (OCTOBER, 30)] {
		let whole = habits(first, 40);
		let local = whole.clone().in_zone(Some(zone("Europe/Berlin").unwrap()));
		// From midnight UTC before the change a day ahead, and on the three days after it.
		for (after, leads) in [(0, QUARTERS), (1, 40), (2, 40), (3, 40)] {
			let day = day + after;
			let origin = first + (day - 1) * QUARTERS - 1;
			for model in [Model::Naive, Model::Ets, Model::Mstl, Model::Auto] {
				let off = |history: &History| -> Wh {
					let forecasts = ahead(&history.until(origin), model, leads);
					let actual = |forecast: &Forecast| history.get(forecast.interval).unwrap();
					for forecast in &forecasts {
						let sun = actual(forecast).generation_wh;
						assert!(
							forecast.generation.mean.abs_diff(sun) <= 1,
							"{model:?} {forecast:?}"
						);
					}
					let off =
						|forecast: &Forecast| forecast.load.mean.abs_diff(actual(forecast).load_wh);
					forecasts.iter().map(off).max().unwrap()
				};
				// The hour that was left out has left no habit behind.
				assert!(off(&local) <= 4, "{model:?} {day}: {}", off(&local));
				if after == 0 {
					assert!(off(&whole) >= 400, "{model:?} {day}: {}", off(&whole));
				}
			}
		}
	}
}

#[test]
fn gaps_are_filled_by_the_clock_too() {
	let local = habits(MARCH, 30).in_zone(Some(zone("Europe/Berlin").unwrap()));
	// The day of the change, from two o'clock in the morning on.
	let gap = MARCH + 26 * QUARTERS + 4..MARCH + 27 * QUARTERS;
	let rows = local.rows().iter().filter(|row| !gap.contains(&row.interval)).copied();
	let holed = History::from_rows(QUARTERS, rows).unwrap();
	let off = |history: &History| {
		let series = |history: &History| {
			Series::new(history, history.zone(), |row| row.load_wh).unwrap().values
		};
		let (filled, whole) = (series(history), series(&local));
		filled.iter().zip(whole).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
	};
	assert!(off(&holed.clone().in_zone(local.zone().cloned())) < 1.0);
	assert!(off(&holed) >= 400.0);
}

#[test]
fn a_change_is_judged_by_the_weeks_around_it() {
	let history = habits(MARCH, 40).in_zone(Some(zone("Europe/Berlin").unwrap()));
	let changes = clock_changes(&history, Model::Naive, 2).unwrap();
	let [change] = &changes[..] else { panic!("{changes:?}") };
	assert_eq!((change.time, change.forward), (1_459_040_400, 3_600));
	assert_eq!(change.interval, MARCH + at(27, 1) as u32);
	assert!(change.local.before < 0.1 && change.local.after < 0.1, "{change:?}");
	assert!(change.utc.before < 0.1 && change.utc.after > 5.0, "{change:?}");
	// The hour that did not come is no error.
	assert!(change.unchanged.after < 0.1, "{change:?}");
	assert!(clock_changes(&history.clone().in_zone(None), Model::Naive, 2).unwrap().is_empty());
	// Without a whole week after it there is nothing to compare.
	let early = history.until(change.interval + 5 * QUARTERS);
	assert!(clock_changes(&early, Model::Naive, 2).unwrap().is_empty());
}

proptest! {
	#[test]
	fn a_time_is_found_again(
		name in prop::sample::select(&ZONES[..]),
		period in prop_oneof![Just(24u32), Just(96), Just(288), Just(7)],
		// From 1970 to 2037.
		day in 0..24_500u32,
		position in 0..3_000usize,
		days in 1..15usize,
	) {
		let clock = Clock::new(Some(&zone(name).unwrap()), period, day * period, 3_000);
		let again = clock.at(clock.local(position)).unwrap();
		prop_assert!(again <= position && clock.local(again) == clock.local(position));
		// A day has 22 to 26 hours, but where a country has crossed the date line.
		if let Some(before) = clock.before(position, days).filter(|_| name != "Pacific/Apia") {
			let apart = (position - before) as f64 / f64::from(period) * 24.0;
			prop_assert!((apart - 24.0 * days as f64).abs() <= 2.0 + 24.0 / f64::from(period), "{apart}");
		}
	}
}

proptest! {
	// Each tries the models on all of a history.
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn forecasts_are_sound_in_any_zone(
		name in prop::sample::select(&ZONES[..]),
		first in 0..2_000_000u32,
		model in prop::sample::select(&MODELS[..]),
		length in 1..200u32,
	) {
		let rows = (0..length).map(|at| row(first + at, u64::from(at * 7919 % 1000), u64::from(at % 24) * 9));
		let history = History::from_rows(24, rows).unwrap().in_zone(Some(zone(name).unwrap()));
		let most = history.rows().iter().map(|row| row.load_wh).max().unwrap();
		for forecast in ahead(&history, model, 30) {
			prop_assert!(forecast.load.quantiles.is_sorted());
			if model == Model::Naive || model == Model::Ets {
				prop_assert!(forecast.load.mean <= most, "{forecast:?}");
			}
		}
		let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
		let scores =
			crate::accuracy::evaluate(&history, model, 2, first..u32::MAX, &probabilities, &exogenous).unwrap();
		prop_assert!(scores.scores.iter().all(|score| score.mae.is_finite()));
	}
}
