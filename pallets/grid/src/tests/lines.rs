// SPDX-License-Identifier: Apache-2.0

//! Lines that are proposed and agreed to.

use super::*;

#[test]
fn lines_change_after_the_notice_and_not_before() {
	run(|| {
		let before = Grid::lines(NOW);
		// Bus 3 hangs on bus 1 from then on, and there is a fourth.
		let data = vec![line(3, 1, 2_000), line(4, 3, 50)];
		let change = lines(0, data.clone());
		assert_ok!(Grid::propose(by(DSO), change.clone()));
		assert_eq!(events(), [Event::Proposed { proposer: DSO, change: change.clone() }]);
		assert_eq!(Proposals::<Test>::get(DSO), Some(change.clone()));
		assert_eq!(Grid::lines(u32::MAX), before);
		assert_ok!(Grid::agree(by(OPERATOR), DSO, change));
		let event = Event::LinesSet { from: AFTER_NOTICE, lines: data.try_into().unwrap() };
		assert_eq!(events(), [event, Event::Agreed { proposer: DSO, by: Agreement::Operator }]);
		assert_eq!(Proposals::<Test>::get(DSO), None);
		for interval in NOW..AFTER_NOTICE {
			assert_eq!((Grid::buses(interval), Grid::lines(interval)), (4, before.clone()));
			assert_eq!(Grid::line(4, interval), None);
		}
		assert_eq!(Grid::buses(AFTER_NOTICE), 5);
		let feeder = Grid::feeder(AFTER_NOTICE).unwrap();
		assert_eq!(feeder.line(3), Some(Line { parent: 1, import: 2_000, export: 2_000 }));
		assert_eq!(feeder.line(4), Some(Line { parent: 3, import: 50, export: 50 }));
		// The owner of bus 3 is another one at once.
		assert_noop!(set(OTHER_OWNER, 3, When::From(0), NONE), Error::<Test>::NotYourLine);
		assert_ok!(set(OWNER, 3, When::From(0), both(600)));
		// What is not built yet has no limits.
		assert_noop!(set(OWNER, 4, When::From(0), NONE), Error::<Test>::UnknownLine);
		assert_ok!(set(OWNER, 4, When::From(AFTER_NOTICE), both(25)));
	});
}

#[test]
fn changes_hold_in_the_order_in_which_they_were_agreed_to() {
	run(|| {
		assert_ok!(build(AFTER_NOTICE + 5, vec![line(4, 3, 10)]));
		// An earlier one waits for it: only the tree after both is new.
		assert_ok!(build(0, vec![line(4, 0, 20)]));
		assert_eq!(Grid::buses(AFTER_NOTICE + 4), 4);
		let fourth = Line { parent: 0, import: 20, export: 20 };
		assert_eq!(Grid::lines(AFTER_NOTICE + 5)[3], fourth);
		assert_eq!(Sizes::<Test>::get().into_inner(), [(0, 3), (AFTER_NOTICE + 5, 4)]);
	});
}

#[test]
fn boundary_of_changes_of_the_grid_that_wait() {
	run(|| {
		for later in 0..3 {
			assert_ok!(build(AFTER_NOTICE + later, vec![line(1, 0, 900 + u64::from(later))]));
		}
		let fourth = || build(AFTER_NOTICE + 3, vec![line(2, 0, 1)]);
		assert_noop!(fourth(), Error::<Test>::TooManyChanges);
		Market::trade(AFTER_NOTICE..AFTER_NOTICE + 4);
		assert_ok!(fourth());
		assert_eq!(limits(AFTER_NOTICE)[0], (900, 900));
	});
}

#[test]
fn a_line_out_of_service_carries_nothing() {
	run(|| {
		assert_ok!(build(0, vec![line(2, 1, 0)]));
		assert_eq!(limits(AFTER_NOTICE), [(1_000, 1_000), (0, 0), (1_000, 1_000)]);
		assert_noop!(set(OWNER, 2, When::From(AFTER_NOTICE), both(1)), Error::<Test>::AboveRating);
	});
}

#[test]
fn fails_for_what_is_no_tree() {
	run(|| {
		let refuse = |data: Vec<_>, error: Error<Test>| {
			assert_noop!(build(0, data), error);
		};
		refuse(vec![], Error::NoLines);
		refuse(vec![line(0, 0, 1)], Error::NotAscending);
		refuse(vec![line(2, 1, 1), line(2, 1, 1)], Error::NotAscending);
		refuse(vec![line(2, 1, 1), line(1, 0, 1)], Error::NotAscending);
		refuse(vec![line(5, 0, 1)], Error::BusesSkipped);
		refuse(vec![line(4, 0, 1), line(6, 0, 1)], Error::BusesSkipped);
		refuse(vec![line(4, 5, 1)], Error::UnknownParent);
		refuse(vec![line(4, u16::MAX, 1)], Error::UnknownParent);
		refuse(vec![line(1, 1, 1)], Error::NoWayToSubstation);
		refuse(vec![line(1, 3, 1)], Error::NoWayToSubstation);
		refuse(vec![line(1, 0, Line::NO_LIMIT + 1)], Error::RatingTooHigh);
		let beyond = NOW + AHEAD + 1;
		assert_noop!(build(beyond, vec![line(1, 0, 1)]), Error::<Test>::TooFarAhead);
		assert_ok!(build(beyond - 1, vec![line(1, 0, Line::NO_LIMIT)]));
	});
}

#[test]
fn boundary_of_lines() {
	run(|| {
		let more = |buses: core::ops::RangeInclusive<u16>| {
			build(0, buses.map(|bus| line(bus, bus - 1, 10)).collect())
		};
		assert_ok!(more(4..=150));
		assert_noop!(more(151..=201), Error::<Test>::TooManyLines);
		assert_ok!(more(151..=200));
		assert_noop!(more(201..=201), Error::<Test>::TooManyLines);
		assert_eq!(Grid::buses(AFTER_NOTICE), 201);
		assert_eq!(Grid::feeder(AFTER_NOTICE).unwrap().buses(), 201);
		// Limits of the second page.
		assert_ok!(set(OWNER, 200, only(AFTER_NOTICE, AFTER_NOTICE), both(5)));
		assert_eq!(limits(AFTER_NOTICE)[198..], [(10, 10), (5, 5)]);
		assert_eq!(Lines::<Test>::get(page_of(200)).len(), 73);
	});
}
