// SPDX-License-Identifier: Apache-2.0

//! Without a meter nothing is posted, unless the rulebook says so.

use super::*;

#[test]
fn intervals_that_no_meter_settles_are_left_out() {
	let mut known = Known::new(&[-100, 200, -300]);
	known.meters = vec![meter(11)];
	let decision = known.decide(&rulebook("")).unwrap();
	let intervals: Vec<_> = decision.wishes.iter().map(|wish| wish.interval).collect();
	assert_eq!(intervals, [11, 12]);
	let said = "no meter settles 1 of the 3 open intervals: nothing is posted there";
	assert_eq!(decision.notes, [said]);
	known.meters = vec![];
	assert!(matches!(known.decide(&rulebook("")), Err(PlanError::Empty)));
}

#[test]
fn who_wants_to_trade_without_a_meter_is_told_the_loss() {
	let mut known = Known::new(&[1_000]);
	let saved = known.decide(&rulebook("")).unwrap().plan.saving();
	assert!(saved > 0);
	known.meters = vec![];
	let decision = known.decide(&rulebook("[run]\nunmetered = true")).unwrap();
	assert_eq!(decision.wishes[0].order, sell(1_000, 135_000));
	// Each Wh is sold for 135,000 and missing for 200,000.
	assert_eq!(decision.plan.saving(), -1_000 * 65_000);
	assert_eq!(decision.wishes[0].gain, -1_000 * 65_000);
	assert_eq!(decision.notes, [""; 0]);
}

#[test]
fn a_meter_proves_while_it_settles_and_counts() {
	let spans = |from, to, revoked| {
		let meter =
			NodeMeter { settles_from: from, settles_to: to, revoked_from: revoked, ..meter(0) };
		(5..10)
			.filter(|interval| proven(std::slice::from_ref(&meter), *interval))
			.collect::<Vec<_>>()
	};
	assert_eq!(spans(Some(7), None, None), [7, 8, 9]);
	assert_eq!(spans(Some(0), Some(6), None), [5, 6]);
	assert_eq!(spans(Some(6), None, Some(8)), [6, 7]);
	assert_eq!(spans(None, None, None), [0; 0]);
	assert!(!proven(&[], 5));
}
