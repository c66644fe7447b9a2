// SPDX-License-Identifier: Apache-2.0

//! Intervals that are settled for good.

use super::*;
use crate::Error;
use gridmerit_pallet_support::SettledIntervals;

/// Alice is silent in `INTERVAL`.
fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		deposit(ALICE, 100_000);
		at(INTERVAL + DEADLINE + 1);
		enough_blocks();
		assert_eq!(money(RESERVE), (4_000, 4_000, 0, 0));
		events();
		test();
	});
}

/// The first interval in which `INTERVAL` can be closed.
const OVER: Interval = INTERVAL + WINDOW + 1;

fn closed() -> Vec<Interval> {
	let closed = |event| match event {
		RuntimeEvent::Settlement(Event::IntervalClosed { interval }) => Some(interval),
		_ => None,
	};
	events().into_iter().filter_map(closed).collect()
}

#[test]
fn boundary_of_the_dispute_window() {
	market(|| {
		at_end_of(OVER - 1);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL);
		at(OVER);
		assert_eq!((Market::closed_until(), closed()), (INTERVAL, Vec::<Interval>::new()));
		assert_eq!(check(INTERVAL, ALICE), Ok(()));
		block();
		assert_eq!((Market::closed_until(), closed()), (INTERVAL + 1, vec![INTERVAL]));
		assert_eq!(check(INTERVAL, ALICE), Err(Unsettleable::Closed));
		assert!(try_settle(INTERVAL, ALICE, metered(1, 0)).is_err());
	});
}

#[test]
fn a_reading_in_the_last_block_of_the_window_counts() {
	market(|| {
		at_end_of(OVER - 1);
		enough_blocks();
		settle(INTERVAL, ALICE, metered(5, 0));
		at(OVER);
		block();
		assert_eq!(Market::closed_until(), INTERVAL + 1);
		assert!(!Settlement::reopen(INTERVAL, ALICE));
		let invoice = Settlement::invoice(INTERVAL, ALICE).unwrap();
		assert_eq!((invoice.basis, invoice.charged), (Basis::Reading, 1_000));
	});
}

#[test]
fn what_was_held_is_the_utilitys() {
	market(|| {
		deposit(BOB, 1_000);
		settle(INTERVAL, BOB, metered(3, 0));
		settle(INTERVAL + 1, BOB, metered(2, 0));
		assert_eq!((held(INTERVAL), money(UTILITY)), (600, (1_000, 1_000, 0, 0)));
		at(OVER);
		enough_blocks();
		assert_eq!((held(INTERVAL), money(UTILITY)), (0, (1_000, 400, 0, 0)));
		let sheet = Settlement::balance_sheet(INTERVAL, 0).unwrap();
		assert_eq!((sheet.closed, sheet.held, sheet.totals.without_reading), (true, 0, 1));
		assert_eq!((sheet.utility_net, sheet.reserve_net), (600, 4_000));
		assert_noop!(Ledger::withdraw(by(UTILITY), 601), pallet_ledger::Error::<Test>::NotFree);
		assert_ok!(Ledger::withdraw(by(UTILITY), 600));
		// It stays what the node was charged, and nobody calls it provisional any more.
		let statement = Settlement::statement(ALICE, INTERVAL, INTERVAL + 1);
		let standing = (statement.provisional, statement.disputable, statement.settled_for_good);
		assert_eq!((standing, statement.closed_until), ((1, 0, 1), INTERVAL + 1));
		assert_eq!(Settlement::invoice(INTERVAL, ALICE).unwrap().basis, Basis::Silence);
	});
}

#[test]
fn intervals_close_in_turn_and_none_before_silence_is_settled() {
	market(|| {
		let mut before = Market::closed_until();
		// As little as a step takes, so that closing catches up with silence.
		let limit = Weights::steps(1, 1, 1, 0);
		at(INTERVAL + 12);
		for _ in 0..200 {
			block_within(limit);
			let (now, silent) = (Market::closed_until(), ProvisionalUntil::<Test>::get().interval);
			assert!(before <= now && now <= silent);
			check_state();
			before = now;
		}
		assert_eq!(before, INTERVAL + 12 - WINDOW);
		assert_eq!(closed(), (INTERVAL..before).collect::<Vec<_>>());
	});
}

#[test]
fn what_has_to_wait_for_the_market_has_a_whole_window_then() {
	market(|| {
		Market::set_clears(INTERVAL + 3, true);
		at(INTERVAL + 40);
		(0..5).for_each(|_| enough_blocks());
		assert_eq!(Market::closed_until(), INTERVAL + 3);
		Market::set_clears(INTERVAL + 3, false);
		for interval in INTERVAL + 41..=INTERVAL + 40 + WINDOW {
			at(interval);
			enough_blocks();
			assert_eq!(Market::closed_until(), INTERVAL + 3);
		}
		at(INTERVAL + 41 + WINDOW);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 41);
	});
}

#[test]
fn boundary_of_what_closing_may_cost() {
	market(|| {
		at(OVER + 1);
		let look = Weights::steps(1, 0, 0, 0);
		// Silence first: it has to be settled.
		enough_blocks();
		assert_eq!(closed(), [INTERVAL, INTERVAL + 1]);
		let all = Weights::steps(1, 2, 6, 0);
		at(OVER + 3);
		blocks(MIN_BLOCKS);
		assert_eq!(closed(), [INTERVAL + 2, INTERVAL + 3]);
		at(OVER + 5);
		blocks(MIN_BLOCKS - 1);
		assert_eq!(closed(), [INTERVAL + 4, INTERVAL + 5]);
		at(OVER + 6);
		let close = Weights::steps(0, 0, 0, 1);
		assert_eq!(block_within(look + close - Weight::from_parts(1, 0)), look);
		assert_eq!(closed(), Vec::<Interval>::new());
		assert_eq!(block_within(look + close), look + close);
		assert_eq!(closed(), [INTERVAL + 6]);
		assert!(block_within(Weight::MAX).all_lte(all + close));
	});
}

#[test]
fn no_more_intervals_are_open_than_the_window_says() {
	use gridmerit_pallet_support::Settlement as Window;
	market(|| {
		let mut most = 0;
		for interval in OVER..OVER + 20 {
			at(interval);
			for _ in 0..2 * MIN_BLOCKS {
				block();
				most = most.max(Market::now() - Market::closed_until());
			}
		}
		assert_eq!(most, WINDOW);
		// As long again if something is reopened just before it ends.
		for interval in OVER + 20..OVER + 60 {
			at(interval);
			blocks(1);
			let first = Market::closed_until();
			settle(Market::now() - 1, ALICE, metered(1, 0));
			if Market::now() - first >= WINDOW {
				Settlement::reopen(first, ALICE);
			}
			blocks(2 * MIN_BLOCKS);
			most = most.max(Market::now() - Market::closed_until());
		}
		assert!(WINDOW < most && most <= <Settlement as Window>::window());
	});
}

/// The owner has a whole window after its reading was struck out, and nobody can make it longer.
#[test]
fn a_reopened_interval_has_a_window_of_its_own() {
	market(|| {
		at_end_of(OVER - 1);
		settle(INTERVAL, ALICE, metered(5, 0));
		// The last moment at which that is possible.
		assert!(Settlement::reopen(INTERVAL, ALICE));
		assert_eq!(Settlement::invoice(INTERVAL, ALICE).unwrap().basis, Basis::Revoked);
		for interval in OVER..OVER + WINDOW - 1 {
			at(interval);
			enough_blocks();
			assert_eq!(Market::closed_until(), INTERVAL);
		}
		// It can answer until the end, and what it answers is not struck out once more.
		settle(INTERVAL, ALICE, metered(5, 0));
		assert!(!Settlement::reopen(INTERVAL, ALICE));
		let invoice = Settlement::invoice(INTERVAL, ALICE).unwrap();
		assert_eq!((invoice.basis, invoice.charged), (Basis::Reading, 1_000));
		at(OVER + WINDOW - 1);
		block();
		assert!(Market::closed_until() > INTERVAL);
		assert_eq!(Reopened::<Test>::iter().count(), 0);
	});
}

/// What is open only because one before it was reopened cannot be reopened in turn: that would have no end.
#[test]
fn what_waits_for_another_interval_is_not_reopened_after_its_own_window() {
	market(|| {
		at_end_of(OVER - 1);
		settle(INTERVAL, ALICE, metered(5, 0));
		settle(INTERVAL + 1, ALICE, metered(5, 0));
		assert!(Settlement::reopen(INTERVAL, ALICE));
		at(OVER + 1);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL);
		assert!(!Settlement::reopen(INTERVAL + 1, ALICE));
		// A reading that is late still counts.
		settle(INTERVAL, ALICE, metered(5, 0));
	});
}

#[test]
fn the_dispute_window_is_a_rule_for_what_is_not_over() {
	market(|| {
		assert_noop!(Settlement::set_dispute_window(by(ALICE), 7), DispatchError::BadOrigin);
		// A quarter of an hour has 150 blocks: two intervals, one for blocks, one to close in.
		for bad in [0, DEADLINE + 1, 2 * WINDOW + 1] {
			assert_noop!(
				Settlement::set_dispute_window(Origin::signed(OPERATOR), bad),
				Error::<Test>::BadDisputeWindow
			);
		}
		let from = Market::now();
		System::reset_events();
		assert_ok!(Settlement::set_dispute_window(Origin::signed(OPERATOR), DEADLINE + 2));
		let set = Event::DisputeWindowSet { from, window: DEADLINE + 2 };
		assert_eq!(events(), [set.into()]);
		for interval in 0..from {
			assert_eq!(Settlement::dispute_window(interval), WINDOW);
		}
		assert_eq!(Settlement::dispute_window(from), DEADLINE + 2);
		// Once more in the same interval, and longer in later ones.
		assert_ok!(Settlement::set_dispute_window(Origin::signed(OPERATOR), DEADLINE + 3));
		for longer in 1..3 {
			at(from + longer);
			assert_ok!(Settlement::set_dispute_window(Origin::signed(OPERATOR), 2 * WINDOW));
		}
		at(from + 3);
		assert_noop!(
			Settlement::set_dispute_window(Origin::signed(OPERATOR), 2 * WINDOW),
			Error::<Test>::TooManyWindows
		);
		assert_eq!(Settlement::dispute_window(from), DEADLINE + 3);
		assert_eq!(Settlement::dispute_window(from + 9), 2 * WINDOW);
		// What was over keeps its window, and what came then has its own.
		at(from + DEADLINE + 4);
		enough_blocks();
		assert_eq!(Market::closed_until(), from + 1);
		at(OVER + 20);
		enough_blocks();
		assert_eq!(Market::closed_until(), OVER + 20 - 2 * WINDOW);
		assert_ok!(Settlement::set_dispute_window(Origin::signed(OPERATOR), WINDOW));
		assert_eq!(DisputeWindows::<Test>::get().len(), 2);
	});
}

#[test]
fn what_is_settled_is_told_by_page_with_its_basis() {
	market(|| {
		settle(INTERVAL, BOB, metered(0, 3));
		at_end_of(OVER - 1);
		enough_blocks();
		at(OVER);
		block();
		let told = Settlement::settled(INTERVAL, page_of(BOB));
		let of =
			|node| told.iter().find(|row| row.node == node).map(|row| (row.basis, row.metered));
		assert_eq!(of(BOB), Some((Basis::Reading, metered(0, 3))));
		// What was made up for who was silent is marked.
		assert_eq!(of(ALICE).map(|(basis, _)| basis), Some(Basis::Silence));
		assert!(told.is_sorted_by(|a, b| a.node < b.node));
		for row in &told {
			assert_eq!(Settlement::settled_node(INTERVAL, row.node), Some(*row));
		}
		// Nobody else has a reading.
		let unread = |interval, page| {
			Settlement::settled(interval, page).iter().all(|row| !row.basis.is_metered())
		};
		assert!(unread(INTERVAL, page_of(BOB) + 1) && unread(INTERVAL + 1, page_of(BOB)));
	});
}
