// SPDX-License-Identifier: Apache-2.0

//! No transaction for less than it has to gain; what the rulebook forbids is taken back all the same.

use super::*;

/// What is posted if a change has to gain so much, in UNIT.
fn posted(known: &Known, rules: &str, min_gain: &str) -> Vec<(Interval, Option<Order>)> {
	let rulebook = rulebook(&format!("{rules}\n[run]\nmin_gain_unit = {min_gain}"));
	let decision = known.decide(&rulebook).unwrap();
	changes(&known.node, &decision.wishes, &rulebook.run)
}

#[test]
fn what_gains_too_little_stays_as_it_is() {
	// 1 kWh more is offered at 0.135 instead of the feed-in tariff's 0.08.
	let known = Known::new(&[3_000]).open(10, Position::default(), sell(2_000, 135_000));
	assert_eq!(posted(&known, "", "0.055"), [(10, sell(3_000, 135_000))]);
	assert_eq!(posted(&known, "", "0.0550001"), []);
	assert_eq!(posted(&known, "", "0"), [(10, sell(3_000, 135_000))]);
	// All that one transaction changes counts together.
	let two = Known::new(&[3_000, 3_000]).open(10, Position::default(), sell(2_000, 135_000));
	let both = [(10, sell(3_000, 135_000)), (11, sell(3_000, 135_000))];
	assert_eq!(posted(&two, "", "0.22"), both);
	assert_eq!(posted(&two, "", "0.2200001"), []);
}

#[test]
fn what_would_cost_is_taken_back() {
	// What is not there any more would be missing: at 0.2, sold for 0.135.
	let known = Known::new(&[0]).open(10, Position::default(), sell(2_000, 135_000));
	assert_eq!(posted(&known, "", "0.13"), [(10, None)]);
	assert_eq!(posted(&known, "", "0.1300001"), []);
}

#[test]
fn what_the_rulebook_forbids_needs_no_gain() {
	let open = |order| Known::new(&[-3_000]).open(10, Position::default(), order);
	let much = "1000";
	// More than is allowed; dearer than is allowed.
	assert_eq!(posted(&open(buy(3_000)), "[limits]\nmax_buy_wh = 1_000", much), [(10, buy(1_000))]);
	let fixed = "[demand]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.15";
	assert_eq!(posted(&open(buy(3_000)), fixed, much), [(10, buy_up_to(3_000, 150_000))]);
	assert_eq!(posted(&open(buy_up_to(3_000, 120_000)), fixed, much), []);
	let offers = Known::new(&[3_000]).open(10, Position::default(), sell(3_000, 110_000));
	let asks = "[ask]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.12";
	assert_eq!(posted(&offers, asks, much), [(10, sell(3_000, 120_000))]);
}

/// A demand that waits for a better price is worth what it would save at that.
#[test]
fn what_waits_for_a_price_gains_at_that_price() {
	let known = Known::new(&[-1_000]);
	let fixed = "[demand]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.1";
	// 0.2 from the utility; 0.1 and the fee of 0.005 from neighbours.
	assert_eq!(posted(&known, fixed, "0.095"), [(10, buy_up_to(1_000, 100_000))]);
	assert_eq!(posted(&known, fixed, "0.0950001"), []);
	let there = known.open(10, Position::default(), buy_up_to(900, 100_000));
	assert_eq!(posted(&there, fixed, "0.0095"), [(10, buy_up_to(1_000, 100_000))]);
	assert_eq!(posted(&there, fixed, "0.0096"), []);
}

/// An outlook beyond all bounds stops no other interval.
#[test]
fn what_cannot_be_planned_with_is_left_as_it_is() {
	let mut known = Known::new(&[-100, i64::MIN, -300]);
	let decision = known.decide(&rulebook("")).unwrap();
	let wishes: Vec<_> = decision.wishes.iter().map(|wish| (wish.interval, wish.order)).collect();
	assert_eq!(wishes, [(10, buy(100)), (12, buy(300))]);
	let said = "left as it is: the load of interval 11 is above 2^40 Wh; is the unit right?";
	assert_eq!(decision.notes, [said]);
	known.expected.retain(|interval, _| *interval == 11);
	assert!(matches!(known.decide(&rulebook("")), Err(PlanError::Energy { interval: 11, .. })));
}
