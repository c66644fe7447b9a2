// SPDX-License-Identifier: Apache-2.0

//! Intervals that are settled for good.

use super::*;

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
		Market::set_now(Market::start(OVER) - 1);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL);
		at(OVER);
		blocks(MIN_BLOCKS);
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
		at(OVER);
		blocks(MIN_BLOCKS);
		settle(INTERVAL, ALICE, metered(5, 0));
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
		let sheet = Settlement::balance_sheet(INTERVAL).unwrap();
		assert_eq!((sheet.closed, sheet.held, sheet.totals.without_reading), (true, 0, 1));
		assert_eq!((sheet.utility_net, sheet.reserve_net), (600, 4_000));
		assert_noop!(Ledger::withdraw(by(UTILITY), 601), Error::<Test>::NotFree);
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
	market(|| {
		Market::set_clears(INTERVAL + 2, true);
		at(INTERVAL + 40);
		(0..5).for_each(|_| enough_blocks());
		assert_eq!(Market::closed_until(), INTERVAL + 2);
		Market::set_clears(INTERVAL + 2, false);
		// Not all at once: there must be time for the readings of all.
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 3 + 16);
		(0..2).for_each(|_| enough_blocks());
		assert_eq!(Market::closed_until(), INTERVAL + 40 - WINDOW);
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
		at(OVER + 3);
		Market::set_clears(OVER + 1 - DEADLINE, true);
		for _ in 0..2 * MIN_BLOCKS {
			block_within(look + Weights::steps(0, 0, 0, 1) - Weight::from_parts(1, 0));
		}
		assert_eq!(closed(), Vec::<Interval>::new());
		assert_eq!(
			block_within(look + Weights::steps(0, 0, 0, 1)),
			look + Weights::steps(0, 0, 0, 1)
		);
		assert_eq!(closed(), [INTERVAL + 2]);
		assert_eq!(
			block_within(look + Weights::steps(0, 0, 0, 9)),
			look + Weights::steps(0, 0, 0, 1)
		);
		assert_eq!(closed(), [INTERVAL + 3]);
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
		assert!(most <= <Settlement as Window>::window());
		assert_eq!(most, WINDOW + 1);
	});
}
