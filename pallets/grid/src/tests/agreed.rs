// SPDX-License-Identifier: Apache-2.0

//! Limits that two agreed to: one changes them no more. And what becomes of those that one set alone.

use super::*;

/// A line that carries 700 Wh besides: two agree that neighbours have 300.
fn agreed(when: When) {
	assert_ok!(both_agree(OWNER, OPERATOR, limit(1, when, both(300))));
}

#[test]
fn what_two_agreed_to_one_changes_neither_up_nor_down() {
	run(|| {
		agreed(When::From(0));
		for account in [OWNER, OPERATOR] {
			for when in [When::From(0), When::From(NOW + AHEAD), only(FREE, FREE), only(110, 117)] {
				for limits in [NONE, Some(both(1_000)), Some(both(500))] {
					assert_noop!(set(account, 1, when, limits), Error::<Test>::LimitsAgreed);
				}
				assert_noop!(set(account, 1, when, both(299)), Error::<Test>::NeedsAgreement);
			}
		}
		assert!(Grid::line(1, FREE).unwrap().agreed);
		assert_eq!(limits(u32::MAX)[0], (300, 300));
		// Two do, in single intervals and from then on; or they leave it to one again.
		assert_ok!(both_agree(OWNER, OPERATOR, limit(1, only(109, 109), both(1_000))));
		assert_ok!(both_agree(OWNER, DSO, limit(1, When::From(0), NONE)));
		let seen = |interval| limits(interval)[0].0;
		assert_eq!([seen(108), seen(109), seen(AFTER_NOTICE)], [300, 1_000, 1_000]);
		assert_ok!(set(OWNER, 1, When::From(AFTER_NOTICE), both(600)));
		assert_eq!(seen(AFTER_NOTICE), 600);
	});
}

#[test]
fn limits_of_the_genesis_count_as_agreed() {
	run(|| {
		assert!(Grid::line(2, FREE).unwrap().agreed);
		assert_noop!(set(OWNER, 2, When::From(0), NONE), Error::<Test>::LimitsAgreed);
		assert_noop!(set(OWNER, 2, only(110, 110), both(900)), Error::<Test>::LimitsAgreed);
		// Without limits there is nothing to agree to.
		assert!(!Grid::line(1, FREE).unwrap().agreed);
		assert_ok!(set(OWNER, 1, When::From(0), both(900)));
	});
}

#[test]
fn a_single_interval_that_two_agreed_to_is_theirs() {
	run(|| {
		agreed(only(112, 113));
		for across in [only(112, 112), only(113, 120), only(105, 112)] {
			for limits in [NONE, Some(both(1_000))] {
				assert_noop!(set(OWNER, 1, across, limits), Error::<Test>::LimitsAgreed);
			}
		}
		// Around it the line is its owner's, and a default is for those around.
		assert_ok!(set(OWNER, 1, only(105, 111), both(900)));
		assert_ok!(set(OWNER, 1, When::From(0), both(800)));
		assert_ok!(set(OPERATOR, 1, When::From(0), both(700)));
		agreed(When::From(115));
		let seen: Vec<_> = (110..=115).map(|interval| limits(interval)[0].0).collect();
		assert_eq!(seen, [700, 700, 300, 300, 700, 300]);
		assert_ok!(both_agree(OWNER, OPERATOR, limit(1, only(112, 112), NONE)));
		assert_eq!(limits(112)[0], (700, 700));
	});
}

#[test]
fn a_default_that_two_agreed_to_for_later_stays() {
	run(|| {
		agreed(When::From(120));
		// To set one now would be in its place.
		assert_noop!(set(OWNER, 1, When::From(0), both(900)), Error::<Test>::LimitsAgreed);
		assert_noop!(set(OPERATOR, 1, When::From(0), NONE), Error::<Test>::LimitsAgreed);
		// Until then single intervals are still free, and it ends what they have from then on.
		assert_ok!(set(OWNER, 1, only(113, 119), both(900)));
		assert_noop!(set(OWNER, 1, only(114, 120), both(900)), Error::<Test>::LimitsAgreed);
	});
}

#[test]
fn what_one_set_before_does_not_evade_what_two_agree_to() {
	run(|| {
		assert_ok!(set(OWNER, 1, only(118, 122), both(1_000)));
		agreed(When::From(120));
		let seen = || (118..=122).map(|interval| limits(interval)[0].0).collect::<Vec<_>>();
		assert_eq!(seen(), [1_000, 1_000, 300, 300, 300]);
		// Nor does it come back when they leave the line to one again.
		assert_ok!(both_agree(OWNER, OPERATOR, limit(1, When::From(121), NONE)));
		assert_ok!(set(OWNER, 1, When::From(121), both(600)));
		assert_eq!(seen(), [1_000, 1_000, 300, 600, 600]);
		assert_ok!(set(OWNER, 1, only(122, 122), both(700)));
		assert_eq!(seen(), [1_000, 1_000, 300, 600, 700]);
	});
}

#[test]
fn one_alone_never_leaves_less_than_half_of_a_rating_that_rises() {
	run(|| {
		// Out of service, 0 is all of it; then it is rated anew, and has another owner.
		assert_ok!(build(0, vec![line(1, 0, 0), line(3, 2, 10)]));
		assert_ok!(set(OWNER, 1, When::From(AFTER_NOTICE), both(0)));
		assert_ok!(set(OWNER, 1, only(AFTER_NOTICE, AFTER_NOTICE + 5), both(0)));
		assert_ok!(set(OWNER, 3, only(AFTER_NOTICE, AFTER_NOTICE + 5), both(5)));
		let rated = LineData { owner: OTHER_OWNER, ..line(1, 0, 999) };
		assert_ok!(build(AFTER_NOTICE + 2, vec![rated, line(3, 2, 2_000)]));
		let seen = |bus: usize, interval| limits(interval)[bus - 1];
		assert_eq!(seen(1, AFTER_NOTICE + 1), (0, 0));
		assert_eq!(seen(3, AFTER_NOTICE + 1), (5, 5));
		for interval in [AFTER_NOTICE + 2, AFTER_NOTICE + 5] {
			assert_eq!(seen(1, interval), (500, 500));
			assert_eq!(seen(3, interval), (1_000, 1_000));
		}
		assert_eq!(seen(1, u32::MAX), (500, 500));
		// What two agreed to stays as it is.
		assert_ok!(both_agree(DSO, OPERATOR, limit(1, When::From(AFTER_NOTICE), both(0))));
		assert_eq!(seen(1, u32::MAX), (0, 0));
	});
}

#[test]
fn an_outage_is_shown_at_once_where_the_operator_agrees() {
	run(|| {
		assert_ok!(set(OWNER, 1, only(FREE, FREE + 3), both(900)));
		for (proposer, when) in [
			(OWNER, only(FREE, FREE + 1)),
			(DSO, only(FREE + 2, FREE + 2)),
			(OTHER_DSO, When::From(FREE + 5)),
			// From now on is from the first interval that nobody trades.
			(DSO, When::From(0)),
		] {
			let change = limit(1, when, both(0));
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			System::reset_events();
			assert_ok!(Grid::agree(by(OPERATOR), proposer, change));
			let when = if when == When::From(0) { When::From(FREE) } else { when };
			let set = Event::LimitsSet { bus: 1, when, limits: Some(both(0)), agreed: true };
			assert_eq!(events(), [set, Event::Agreed { proposer, by: Agreement::Operator }]);
			let first = match when {
				When::From(first) | When::Only { first, .. } => first,
			};
			assert_eq!(
				(limits(first - 1)[0].0 > 0, limits(first)[0]),
				(first - 1 != FREE + 1, (0, 0))
			);
		}
		assert_eq!(limits(FREE - 1)[0], (1_000, 1_000));
		// Not for what is traded; and a grid operator's word is noticed before it counts.
		let traded = limit(1, only(FREE - 1, FREE), both(0));
		assert_noop!(Grid::propose(by(DSO), traded), Error::<Test>::LimitsFixed);
		assert_ok!(both_agree(OWNER, DSO, limit(1, When::From(0), both(1))));
		assert_eq!(limits(AFTER_NOTICE - 1)[0], (0, 0));
		assert_eq!(limits(AFTER_NOTICE)[0], (1, 1));
	});
}

#[test]
fn fails_to_agree_to_limits_of_who_keeps_the_grid_no_more() {
	run(|| {
		for proposer in [OWNER, DSO] {
			let change = limit(1, When::From(0), both(0));
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			Grid::set_keeper(&proposer, None);
			let agree = Grid::agree(by(OPERATOR), proposer, change);
			assert_noop!(agree, Error::<Test>::NoProposal);
		}
		let change = limit(9, When::From(0), both(0));
		assert_noop!(Grid::propose(by(OTHER_DSO), change), Error::<Test>::UnknownLine);
	});
}

#[test]
fn a_default_of_the_operator_ends_what_one_alone_set() {
	run(|| {
		assert_ok!(set(OWNER, 1, When::From(0), both(500)));
		for first in (FREE..=NOW + AHEAD).step_by(8) {
			assert_ok!(set(OWNER, 1, only(first, (first + 7).min(NOW + AHEAD)), both(600)));
		}
		agreed(only(120, 120));
		Market::next_round();
		assert_ok!(set(OPERATOR, 1, When::From(0), NONE));
		// But not in what is traded, nor what two agreed to.
		assert_eq!(limits(FREE)[0], (600, 600));
		for interval in FREE + 1..NOW + 2 * AHEAD {
			let left = if interval == 120 { 300 } else { 1_000 };
			assert_eq!(limits(interval)[0], (left, left), "interval {interval}");
		}
		// From then on it is its owner's again.
		assert_ok!(set(OWNER, 1, only(110, 110), both(700)));
		assert_eq!((limits(110)[0], limits(111)[0]), ((700, 700), (1_000, 1_000)));
		// From later on: only that.
		assert_ok!(set(OWNER, 1, only(111, 114), both(700)));
		assert_ok!(set(OPERATOR, 1, When::From(113), both(900)));
		let seen: Vec<_> = (110..=114).map(|interval| limits(interval)[0].0).collect();
		assert_eq!(seen, [700, 700, 700, 900, 900]);
	});
}

#[test]
fn boundary_of_changes_that_the_operator_makes() {
	run(|| {
		let most = <MaxDefaults as frame_support::traits::Get<u32>>::get();
		// Nothing is set at first.
		for later in 0..most {
			assert_ok!(set(OPERATOR, 1, When::From(FREE + later), both(900)));
		}
		let after = |later| set(OPERATOR, 1, When::From(FREE + later), both(800));
		assert_noop!(after(most), Error::<Test>::TooManyChanges);
		// In the place of the last, and of all.
		assert_ok!(after(most - 1));
		assert_ok!(after(0));
		assert_eq!(limits(u32::MAX)[0], (800, 800));
	});
}

#[test]
fn as_many_lines_as_clear_and_no_more() {
	use frame_support::traits::Hooks;
	let sound = |lines| {
		MaxLines::set(lines);
		let sound = std::panic::catch_unwind(<Grid as Hooks<u64>>::integrity_test).is_ok();
		MaxLines::set(200);
		sound
	};
	let most = gridmerit_pallet_support::MAX_BUSES - 1;
	assert_eq!((sound(most), sound(most + 1), sound(16_383)), (true, false, false));
}
