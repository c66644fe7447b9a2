// SPDX-License-Identifier: Apache-2.0

//! Positions are written when orders fill, and pruned when their interval is.

use super::*;

/// What a fill of so much at 100 comes to.
fn bought(energy: Wh) -> Position {
	Position { cost: Planck::from(energy) * 100, ..position(energy, 0) }
}

#[test]
fn they_are_written_for_those_who_get_something() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 2, 100)]));
		assert_ok!(demand(2, &[(T + 2, 50)]));
		assert_ok!(offer(3, &[(T + 2, 70, 90)]));
		assert_ok!(offer(200, &[(T + 2, 10, 90)]));
		close();
		let left = fill(T + 2, 0, |node, _| match node {
			1 => (40, 100),
			3 => (70, 100),
			_ => (0, 0),
		});
		assert!(left);
		let positions = ForwardMarket::positions(T + 2, 0);
		let rows: Vec<_> = positions.rows(0).map(|(node, row)| (node, *row)).collect();
		assert_eq!(rows, [(1, bought(40)), (3, position(0, 70))]);
		// What is left of the orders stays; another page is another matter.
		assert_eq!(order(1, T + 2), Some(Order::Demand { quantity: 60, limit: None }));
		assert_eq!(order(2, T + 2), Some(Order::Demand { quantity: 50, limit: None }));
		assert_eq!(order(3, T + 2), None);
		assert!(!PositionPages::<Test>::contains_key(T + 2, 1));
		assert_eq!(ForwardMarket::all_positions(), [(T + 2, 0, positions)]);
	});
}

#[test]
fn they_add_up_over_rounds_and_sides() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 3, 100)]));
		close();
		clear(|_, _, _| (30, 100));
		assert_ok!(offer(1, &[(T + 3, 50, 110)]));
		close();
		clear(|_, _, _| (20, 120));
		let expected = Position { sold: 20, revenue: 20 * 120, ..bought(30) };
		assert_eq!(ForwardMarket::position(T + 3, 1), expected);
		assert_eq!(ForwardMarket::positions_of(1, 0, Interval::MAX), []);
		assert_eq!(ForwardMarket::positions_of(1, T, T + 9), [(T + 3, expected)]);
		assert_eq!(ForwardMarket::positions_of(2, T, T + 9), []);
	});
}

/// Without a fill nothing is written, and the orders are what they were.
#[test]
fn orders_that_get_nothing_leave_them_untouched() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10)]));
		close();
		for (interval, stays) in [(T + 1, false), (T + 2, true)] {
			assert_eq!(fill(interval, 0, |_, _| (0, 0)), stays);
			assert!(Orders::<Test>::contains_key(interval, 0));
			let page = ForwardMarket::page(interval, 0);
			assert_eq!(ForwardMarket::fill(interval, 0, page, None), stays);
		}
		assert_eq!(PositionPages::<Test>::iter_keys().count(), 0);
	});
}

/// A position may be written in the last round of an interval, where no order trades any more.
#[test]
fn what_fills_in_the_last_round_counts() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		close();
		assert!(!fill(T + 1, 0, |_, _| (4, 100)));
		assert_eq!(ForwardMarket::position(T + 1, 1), bought(4));
		assert_eq!(order(1, T + 1), Some(Order::Demand { quantity: 6, limit: None }));
	});
}

#[test]
fn boundary_of_the_range_that_is_read() {
	run_round(|| {
		World::set_position(T, 1, position(1, 0));
		let far = gridmerit_energy::MAX_RANGE - 1;
		assert_eq!(ForwardMarket::positions_of(1, T - far, T), [(T, position(1, 0))]);
		assert_eq!(ForwardMarket::positions_of(1, T - far - 1, T), []);
		assert_eq!(ForwardMarket::positions_of(1, T + 1, T), []);
	});
}

#[test]
fn boundary_of_what_is_final() {
	run_round(|| {
		assert!(ForwardMarket::is_final(T + 1) && ForwardMarket::is_final(T + 5));
		close();
		for (interval, is_final) in [(T, true), (T + 1, false), (T + 4, false), (T + 5, true)] {
			assert_eq!(ForwardMarket::is_final(interval), is_final);
		}
		clear(|_, _, _| (0, 0));
		assert!(ForwardMarket::is_final(T + 1));
	});
}

/// A page in each step, when the terms are gone.
#[test]
fn they_are_pruned_page_by_page_after_the_terms() {
	run_round(|| {
		for account in [1, 200] {
			assert_ok!(demand(account, &[(T + 1, 10), (T + 2, 10)]));
		}
		close();
		clear(|_, _, _| (10, 100));
		World::set_now(start(T + 40));
		ForwardMarket::closed_round();
		clear(|_, _, _| (0, 0));
		let prune = |steps| ForwardMarket::on_idle(1, Weight::from_parts(steps, 0)).ref_time();
		let left = || PositionPages::<Test>::iter_keys().count();
		prune(999);
		assert_eq!((left(), PositionsPrunedUntil::<Test>::get()), (4, T));
		World::settle_before(T + 2);
		// The books and the terms of T and T + 1, the end of T.
		assert_eq!((prune(5), left(), PositionsPrunedUntil::<Test>::get()), (5, 4, T + 1));
		for (steps, pages, until) in [(1, 3, T + 1), (1, 2, T + 1), (1, 2, T + 2)] {
			prune(steps);
			assert_eq!((left(), PositionsPrunedUntil::<Test>::get()), (pages, until));
			World::check();
		}
		// There is nothing more to do.
		assert_eq!(prune(9), 1);
		ForwardMarket::close_until(T + 1);
		assert_eq!(ForwardMarket::closed_until(), T + 2);
	});
}
