// SPDX-License-Identifier: Apache-2.0

//! `set_limits`.

use super::*;

#[test]
fn a_default_holds_for_intervals_that_have_not_opened() {
	run(|| {
		let before = limits(NOW);
		assert_ok!(set(OWNER, 1, When::From(0), Limits { import: 700, export: 600 }));
		let set_to = Some(Limits { import: 700, export: 600 });
		let when = When::From(FREE);
		let event = Event::LimitsSet { bus: 1, when, limits: set_to, agreed: false };
		assert_eq!(events(), [event]);
		for interval in TRADED {
			assert_eq!(limits(interval), before);
		}
		assert_eq!(limits(FREE), [(700, 600), (900, 800), (1_000, 1_000)]);
		assert_eq!(limits(u32::MAX)[0], (700, 600));
		assert_eq!(Grid::first_changes(), (FREE, AFTER_NOTICE));

		// Later, and taken back before it holds.
		assert_ok!(set(OWNER, 1, When::From(FREE + 5), both(500)));
		assert_eq!(limits(FREE + 4)[0], (700, 600));
		assert_eq!(limits(FREE + 5)[0], (500, 500));
		assert_ok!(set(OWNER, 1, When::From(FREE + 2), NONE));
		assert_eq!(limits(FREE + 1)[0], (700, 600));
		assert_eq!(limits(FREE + 5)[0], (1_000, 1_000));
	});
}

#[test]
fn intervals_have_limits_of_their_own_in_the_place_of_the_default() {
	run(|| {
		assert_ok!(set(OWNER, 1, When::From(0), both(700)));
		System::reset_events();
		assert_ok!(set(OWNER, 1, only(110, 112), Limits { import: 500, export: 1_000 }));
		let own = Some(Limits { import: 500, export: 1_000 });
		let when = only(110, 112);
		assert_eq!(events(), [Event::LimitsSet { bus: 1, when, limits: own, agreed: false }]);
		assert_eq!(limits(109)[0], (700, 700));
		for interval in 110..=112 {
			assert_eq!(limits(interval)[0], (500, 1_000));
			let view = Grid::line(1, interval).unwrap();
			assert_eq!((Some(view.limits), view.agreed), (own, false));
		}
		assert_eq!(limits(113)[0], (700, 700));
		// Its owner's default does not replace them, and one can be taken back.
		assert_ok!(set(OWNER, 1, When::From(0), both(555)));
		assert_ok!(set(OWNER, 1, only(111, 111), NONE));
		let seen: Vec<_> = (109..=112).map(|interval| limits(interval)[0]).collect();
		assert_eq!(seen, [(555, 555), (500, 1_000), (555, 555), (500, 1_000)]);
		assert_eq!(OwnLimits::<Test>::iter().count(), 2);
	});
}

#[test]
fn fails_once_the_first_window_has_opened() {
	run(|| {
		for first in [0, NOW, TRADED.start, FREE - 1] {
			assert_noop!(set(OWNER, 1, only(first, first), both(800)), Error::<Test>::LimitsFixed);
		}
		assert_ok!(set(OWNER, 1, only(FREE, FREE), both(800)));
		Market::next_round();
		assert_noop!(set(OWNER, 1, only(FREE, FREE), both(900)), Error::<Test>::LimitsFixed);
		assert_noop!(set(OWNER, 1, only(FREE, FREE), NONE), Error::<Test>::LimitsFixed);
		assert_eq!(limits(FREE)[0], (800, 800));
		// Where nothing opens, what has begun is fixed all the same.
		Market::trade(200..200);
		assert_noop!(set(OWNER, 1, only(199, 200), both(900)), Error::<Test>::LimitsFixed);
		assert_ok!(set(OWNER, 1, only(200, 200), both(900)));
	});
}

#[test]
fn fails_for_a_line_that_is_not_there_or_anothers() {
	run(|| {
		for bus in [0, 4, u16::MAX] {
			assert_noop!(set(OWNER, bus, When::From(0), NONE), Error::<Test>::UnknownLine);
			assert_noop!(set(OPERATOR, bus, When::From(0), NONE), Error::<Test>::UnknownLine);
		}
		for account in [OTHER_OWNER, DSO, STRANGER] {
			assert_noop!(set(account, 1, When::From(0), NONE), Error::<Test>::NotYourLine);
		}
		Grid::set_keeper(&OWNER, None);
		assert_noop!(set(OWNER, 1, When::From(0), NONE), Error::<Test>::NotAKeeper);
		// The market's operator stands in, within the same bounds.
		assert_ok!(set(OPERATOR, 1, When::From(0), both(500)));
		assert_noop!(set(OPERATOR, 1, When::From(0), both(499)), Error::<Test>::NeedsAgreement);
	});
}

#[test]
fn boundary_of_the_rating_and_of_the_share_that_is_free() {
	run(|| {
		for when in [When::From(0), only(110, 110)] {
			for (import, export) in [(1_000, 500), (500, 1_000), (500, 500)] {
				assert_ok!(set(OWNER, 1, when, Limits { import, export }));
			}
			for (import, export) in [(1_001, 500), (500, 1_001), (u64::MAX, u64::MAX)] {
				let limits = Limits { import, export };
				assert_noop!(set(OWNER, 1, when, limits), Error::<Test>::AboveRating);
			}
			for (import, export) in [(499, 1_000), (1_000, 499), (0, 0)] {
				let limits = Limits { import, export };
				assert_noop!(set(OWNER, 1, when, limits), Error::<Test>::NeedsAgreement);
			}
		}
		// Half of an odd rating is rounded up.
		assert_ok!(build(0, vec![line(1, 0, 7)]));
		let from = When::From(AFTER_NOTICE);
		assert_noop!(set(OWNER, 1, from, both(3)), Error::<Test>::NeedsAgreement);
		assert_ok!(set(OWNER, 1, from, both(4)));
		// No step below it is a step from which to go on.
		assert_noop!(set(OWNER, 1, from, both(2)), Error::<Test>::NeedsAgreement);
	});
}

#[test]
fn boundary_of_ranges() {
	run(|| {
		assert_noop!(set(OWNER, 1, only(111, 110), NONE), Error::<Test>::EmptyRange);
		assert_noop!(set(OWNER, 1, only(110, 118), NONE), Error::<Test>::RangeTooLong);
		assert_noop!(set(OWNER, 1, only(0, u32::MAX), NONE), Error::<Test>::RangeTooLong);
		assert_ok!(set(OWNER, 1, only(110, 117), both(600)));
		let furthest = NOW + AHEAD;
		assert_ok!(set(OWNER, 1, only(furthest, furthest), both(600)));
		let beyond = only(furthest, furthest + 1);
		assert_noop!(set(OWNER, 1, beyond, both(600)), Error::<Test>::TooFarAhead);
		let beyond = When::From(furthest + 1);
		assert_noop!(set(OWNER, 1, beyond, both(600)), Error::<Test>::TooFarAhead);
		assert_ok!(set(OWNER, 1, When::From(furthest), both(600)));
	});
}

#[test]
fn boundary_of_changes_that_wait() {
	run(|| {
		for round in 0..3 {
			assert_ok!(set(OWNER, 1, When::From(0), both(600 + round)));
			Market::next_round();
		}
		// The first of all holds in an interval that is traded: it cannot go.
		assert_ok!(set(OWNER, 1, When::From(0), both(700)));
		Market::next_round();
		assert_noop!(set(OWNER, 1, When::From(0), both(800)), Error::<Test>::TooManyChanges);
		assert_eq!(limits(FREE)[0], (600, 600));
		// When the next has followed it in all of them, it can.
		Market::next_round();
		Market::next_round();
		assert_ok!(set(OWNER, 1, When::From(0), both(800)));
	});
}

#[test]
fn a_rating_that_falls_later_limits_what_was_set_before() {
	run(|| {
		assert_ok!(set(OWNER, 1, only(AFTER_NOTICE, AFTER_NOTICE), both(900)));
		assert_ok!(build(0, vec![line(1, 0, 300)]));
		assert_eq!(limits(AFTER_NOTICE - 1)[0], (1_000, 1_000));
		assert_eq!(limits(AFTER_NOTICE)[0], (300, 300));
		assert_eq!(limits(AFTER_NOTICE + 1)[0], (300, 300));
		// Until then a limit may be as high as it was, then not.
		assert_ok!(set(OWNER, 1, only(AFTER_NOTICE - 1, AFTER_NOTICE - 1), both(900)));
		let across = only(AFTER_NOTICE - 1, AFTER_NOTICE);
		assert_noop!(set(OWNER, 1, across, both(900)), Error::<Test>::AboveRating);
	});
}

#[test]
fn before_the_market_begins_only_a_default_can_be_set() {
	with_lines(three()).execute_with(|| {
		let set = |when| Grid::set_limits(Origin::root(), 1, when, Some(both(600)));
		assert_noop!(set(only(5, 5)), Error::<Test>::NotTrading);
		assert_ok!(set(When::From(0)));
		Market::trade(TRADED);
		assert_eq!(limits(TRADED.start)[0], (600, 600));
		Grid::do_try_state().unwrap();
	});
}

#[test]
fn time_goes_on_where_no_round_opens() {
	run(|| {
		let (_, noticed) = Grid::first_changes();
		assert_eq!(noticed, AFTER_NOTICE);
		// The market is told nothing, say because it is paused: a notice is not shorter for that.
		gridmerit_pallet_support::testing::TestClock::set(500 * 900_000);
		assert_eq!(Grid::first_changes(), (501, 500 + NOTICE));
	});
}
