// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::NextRules;
use gridmerit_trust::{Part, SeatRules};

fn set(rules: SeatRules) -> DispatchResult {
	Validators::set_seat_rules(RuntimeOrigin::root(), rules)
}

#[test]
fn rules_hold_after_their_notice() {
	run(7, || {
		let rules = SeatRules { seats: 5, ..RULES };
		assert_ok!(set(rules));
		assert_eq!(last_event(), Event::SeatRulesSet { from: NOTICE, rules });
		all_serve();
		assert_eq!((Rules::<Test>::get(), seats(1).len()), (RULES, 7));
		all_serve();
		assert_eq!((Rules::<Test>::get(), seats(1).len()), (rules, 5));
		assert!(events().contains(&Event::SeatRulesEnacted));
		assert_eq!(NextRules::<Test>::get(), None);
	});
}

#[test]
fn what_is_set_last_holds() {
	run(4, || {
		assert_ok!(set(SeatRules { seats: 5, ..RULES }));
		all_serve();
		let last = SeatRules { seats: 6, ..RULES };
		assert_ok!(set(last));
		all_serve();
		assert_eq!(Rules::<Test>::get(), RULES);
		all_serve();
		assert_eq!(Rules::<Test>::get(), last);
	});
}

#[test]
fn fails_with_what_is_not_sound() {
	run(4, || {
		let more = Part::billionths(1);
		for (rules, error) in [
			(SeatRules { least: 3, ..RULES }, Error::<Test>::LeastTooFew),
			(SeatRules { seats: 4, least: 5, ..RULES }, Error::TooFewSeats),
			(SeatRules { seats: MAX + 1, ..RULES }, Error::TooManySeats),
			(SeatRules { minimum: Part::ZERO, ..RULES }, Error::NoMinimum),
			(
				SeatRules { hysteresis: Part::thousandths(500).plus(more), ..RULES },
				Error::HysteresisTooWide,
			),
		] {
			assert_noop!(set(rules), error);
		}
		let widest =
			SeatRules { seats: MAX, least: MAX, minimum: more, hysteresis: Part::thousandths(500) };
		assert_ok!(set(widest));
		let by_one = Validators::set_seat_rules(RuntimeOrigin::signed(account_of(0)), RULES);
		assert_eq!(by_one, Err(DispatchError::BadOrigin));
	});
}
