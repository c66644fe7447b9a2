// SPDX-License-Identifier: Apache-2.0

//! Prints the paper's day on rated lines, an hour with its orders and how it cleared in each line, as JSON:
//! `highs/compare.py` solves the same as a linear program. `scripts/grid.sh` runs both.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a program for the tests")]

#[path = "../tests/support/ieee33.rs"]
mod ieee33;

use gridmerit_grid::{certificate, clear, rent, verify};
use ieee33::{Counted, Hour, Scenario};
use serde_json::{Value, json};

const RATINGS: [u64; 5] = [100, 90, 80, 60, 50];

fn main() {
	let scenario = Scenario::read();
	for (name, counted) in [("members", Counted::Members), ("everybody", Counted::Everybody)] {
		let peaks = scenario.peaks(counted);
		for percent in RATINGS {
			for number in scenario.hours() {
				let hour = scenario.rated(number, percent, &peaks, counted);
				let free = scenario.hour(number, scenario.free());
				println!(
					"{}",
					json!({
						"counted": name, "percent": percent, "hour": number,
						"rated": row(&hour), "free": row(&free),
					})
				);
			}
		}
	}
}

/// The statement of an hour, and its outcome.
fn row(hour: &Hour) -> Value {
	let feeder = hour.feeder();
	let (book, rules) = (hour.located(&feeder), &hour.rules);
	let outcome = clear(&feeder, book, rules).unwrap();
	verify(&feeder, book, rules, &outcome).unwrap();
	let certificate = certificate(&feeder, book, rules, &outcome).unwrap();
	assert_eq!(certificate.gap(), Some(0));
	let zones = outcome.zone_of_each_bus(&feeder).unwrap();
	let prices: Vec<_> = zones.iter().map(|zone| outcome.zones[usize::from(*zone)].price).collect();
	let lines: Vec<_> =
		hour.lines.iter().map(|line| json!([line.parent, line.import, line.export])).collect();
	let demands = hour.demands.iter().zip(&hour.buyers).zip(&outcome.bought);
	let demands: Vec<_> =
		demands.map(|((row, bus), bought)| json!([bus, row.quantity, bought])).collect();
	let offers = hour.offers.iter().zip(&hour.sellers).zip(&outcome.sold);
	let offers: Vec<_> =
		offers.map(|((row, bus), sold)| json!([bus, row.capacity, row.ask, sold])).collect();
	json!({
		"tou": rules.limits.tou(), "cap": rules.limits.cap(),
		"lines": lines, "demands": demands, "offers": offers,
		"zones": outcome.zones.len(), "prices": prices, "cost": certificate.cost as u64,
		"paid": outcome.zones.iter().map(|zone| zone.paid()).sum::<u128>() as u64,
		"rent": rent(&outcome.zones).unwrap() as u64,
		"lacking": outcome.flows.iter().map(|flow| flow.lacking).sum::<u64>(),
	})
}
