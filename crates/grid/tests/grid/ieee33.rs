// SPDX-License-Identifier: Apache-2.0

//! The paper's day on its feeder, with lines rated at a part of the most that each carries without limits.

use gridmerit_grid::{Line, certificate, clear, rent, verify};
use gridmerit_market::Wh;
use serde_json::{Value, json};

use crate::{
	cases::Case,
	markets::Market,
	optimality::least_cost,
	scenario::{Counted, Hour, Scenario},
};

/// What a day comes to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Day {
	/// Hours in which not all buses have the same price.
	separate: u32,
	/// Most zones of an hour.
	zones: usize,
	/// Energy that neighbours trade, in kWh.
	traded: u64,
	/// What the dispatch costs more than without limits, in parts per million of eq. (1a).
	dearer_ppm: u128,
	/// Rent, in parts per million of what buyers pay.
	rent_ppm: u128,
	/// Firm demand beyond what the lines can carry, in kWh.
	lacking: u64,
}

/// The day with lines rated at so many per cent of their peaks.
fn day(scenario: &Scenario, percent: u64, counted: Counted) -> Day {
	let peaks = scenario.peaks(counted);
	let mut day = Day::default();
	let (mut traded, mut lacking, mut paid, mut rents) = (0, 0, 0, 0);
	let (mut cost, mut least) = (0, 0);
	for number in scenario.hours() {
		let hour = scenario.rated(number, percent, &peaks, counted);
		let feeder = hour.feeder();
		let (book, rules) = (hour.located(&feeder), &hour.rules);
		let outcome = clear(&feeder, book, rules).unwrap();
		assert_eq!(verify(&feeder, book, rules, &outcome), Ok(()), "hour {number}");
		let proven = certificate(&feeder, book, rules, &outcome).unwrap();
		assert_eq!(proven.gap(), Some(0), "hour {number}");
		let by_program = least_cost(&case(&hour));
		assert!((by_program - proven.cost as f64).abs() < 0.5, "hour {number}: {by_program}");

		let mut prices: Vec<_> = outcome.zones.iter().filter_map(|zone| zone.price).collect();
		prices.dedup();
		day.separate += u32::from(prices.len() > 1);
		day.zones = day.zones.max(outcome.zones.len());
		traded += outcome.sold.iter().sum::<Wh>();
		lacking += outcome.flows.iter().map(|flow| flow.lacking).sum::<Wh>();
		rents += rent(&outcome.zones).unwrap();
		paid += outcome.zones.iter().map(|zone| zone.paid()).sum::<u128>();
		cost += proven.cost;
		let free = scenario.hour(number, scenario.free());
		let feeder = free.feeder();
		let book = free.located(&feeder);
		let outcome = clear(&feeder, book, rules).unwrap();
		least += certificate(&feeder, book, rules, &outcome).unwrap().cost;
	}
	day.traded = traded / 1_000;
	day.lacking = lacking / 1_000;
	day.rent_ppm = rents * 1_000_000 / paid;
	day.dearer_ppm = (cost - least) * 1_000_000 / least;
	day
}

/// An hour for the reference.
fn case(hour: &Hour) -> Case {
	let Hour { demands, offers, buyers, sellers, lines, rules } = hour.clone();
	Case { market: Market { demands, offers, rules, alpha_ppm: 0 }, lines, buyers, sellers }
}

#[test]
fn without_limits_the_day_is_that_of_the_market() {
	let scenario = Scenario::read();
	let mut traded = 0;
	for number in scenario.hours() {
		let hour = scenario.hour(number, scenario.free());
		let feeder = hour.feeder();
		let book = hour.located(&feeder);
		let outcome = clear(&feeder, book, &hour.rules).unwrap();
		assert_eq!(outcome.zones.len(), 1);
		let without = gridmerit_market::clear(book.book(), &hour.rules);
		assert_eq!(outcome.zones[0].price, without.clearing.price);
		traded += without.clearing.traded;
	}
	assert_eq!(traded, 8_374_126);
}

/// What a chain's lines are rated by, which `lines.py` has computed without this crate.
#[test]
fn the_peaks_are_those_of_the_scenario() {
	let scenario = Scenario::read();
	let file = Scenario::file("lines.json");
	let row = |(line, peak): (Line, Wh)| json!({"parent": line.parent, "peak_wh": peak});
	let peaks = scenario.peaks(Counted::Members);
	let rows: Vec<_> = scenario.free().into_iter().zip(peaks).map(row).collect();
	assert_eq!(Value::Array(rows), file);
}

/// `scripts/grid.sh` has the same figures from the solver HiGHS.
#[test]
fn the_papers_day_with_rated_lines() {
	let scenario = Scenario::read();
	let expected = |separate, zones, traded, dearer_ppm, rent_ppm, lacking| Day {
		separate,
		zones,
		traded,
		dearer_ppm,
		rent_ppm,
		lacking,
	};
	for (counted, percent, expected) in [
		(Counted::Members, 100, expected(1, 2, 8_374, 0, 802, 0)),
		(Counted::Members, 90, expected(5, 5, 8_333, 601, 18_014, 466)),
		(Counted::Members, 80, expected(6, 5, 8_292, 1_584, 23_066, 1_184)),
		(Counted::Members, 60, expected(8, 7, 7_888, 7_057, 47_797, 3_276)),
		(Counted::Members, 50, expected(9, 10, 7_445, 11_596, 61_040, 4_752)),
		(Counted::Everybody, 100, expected(1, 2, 8_374, 0, 802, 0)),
		(Counted::Everybody, 90, expected(5, 2, 8_358, 323, 5_293, 779)),
		(Counted::Everybody, 80, expected(8, 3, 8_316, 1_017, 17_715, 2_076)),
		(Counted::Everybody, 60, expected(8, 7, 7_355, 13_188, 85_013, 6_269)),
		(Counted::Everybody, 50, expected(9, 9, 5_828, 31_118, 111_974, 9_619)),
	] {
		assert_eq!(day(&scenario, percent, counted), expected, "{counted:?}, {percent} %");
	}
}
