// SPDX-License-Identifier: Apache-2.0

//! What the clearing takes of a block, and what it makes of it.

use super::*;
use codec::MaxEncodedLen;
use gridmerit_pallet_support::PageSet;
use proptest::{collection::vec, prelude::*};

fn units(consumed: Weight) -> u64 {
	assert_eq!(consumed.ref_time(), consumed.proof_size());
	consumed.ref_time()
}

/// Two sellers and two buyers on three pages, in two windows.
fn post_some() {
	for interval in [FIRST_ROUND + 1, FIRST_ROUND + 3] {
		Market::post(interval, 3, offer(50, 70_000));
		Market::post(interval, 130, demand(20));
		Market::post(interval, 300, offer(50, 80_000));
		Market::post(interval, 301, demand(60));
	}
}

#[test]
fn a_round_without_orders_costs_next_to_nothing() {
	run(|| {
		Market::close();
		let consumed = poll(Weight::MAX);
		assert_eq!(consumed, Simple::poll().saturating_add(opening()));
		assert_eq!(events(), [Event::RoundCleared { round: FIRST_ROUND }]);
		assert_eq!(Market::round(), FIRST_ROUND + 1);
		assert_eq!(Market::pages(), PageSet::default());
		assert_eq!(Results::<Test>::iter().count(), 0);
	});
}

#[test]
fn while_the_gate_is_open_a_block_costs_a_look() {
	run(|| {
		post_some();
		assert_eq!(poll(Weight::MAX), Simple::poll());
		assert!(events().is_empty());
		assert!(!Cursor::<Test>::exists());
	});
}

#[test]
fn every_step_costs_what_it_does() {
	run(|| {
		post_some();
		Market::close();
		let poll_units = units(Simple::poll());
		let mut used = Vec::new();
		while Market::is_closed() {
			used.push(units(poll_once()) - poll_units);
		}
		let (turn, end_pass) = (20_000, 20_500);
		let (count, load, assign, fill) = (21_000, 22_000, 23_000, 24_000);
		let of_interval: Vec<u64> = [
			vec![turn],
			vec![count + 1, count + 1, count + 2, end_pass],
			// Each block loads both sides again and goes on to the next page of one side.
			vec![
				// Seller 3 and no buyer on page 0: the buyers go on to page 1, then to page 2.
				load + 1 + load + 1 + load + 1,
				load + 1 + load + 1 + load + 2,
				// Seller 3 is used up: on to page 1, where nobody sells, and to page 2.
				load + 1 + load + 2 + load + 1,
				load + 1 + load + 2 + load + 2,
				// Seller 300 sells the rest; the sellers, then the buyers, find no further page.
				load + 2 + load + 2 + load,
				load + load + 2 + load,
				load + load + assign,
			],
			vec![fill + 1, fill + 1, fill + 2, turn],
		]
		.concat();
		// The second and the fourth window are empty: a pass, and nothing to clear.
		let empty = vec![turn, count, count, count, end_pass];
		let expected =
			[of_interval.clone(), empty.clone(), of_interval, empty, vec![units(opening())]]
				.concat();
		assert_eq!(used, expected);
	});
}

#[test]
fn a_block_that_is_too_full_is_left_alone() {
	run(|| {
		post_some();
		Market::close();
		// Not even a look.
		assert_eq!(poll(Weight::zero()), Weight::zero());
		assert_eq!(poll(weight(6)), Weight::zero());
		assert!(!Cursor::<Test>::exists());
		// A look, but no step; in either dimension.
		let poll_units = units(Simple::poll());
		for limit in [
			Simple::poll(),
			weight(poll_units + 19_999),
			Weight::from_parts(u64::MAX, poll_units + 19_999),
			Weight::from_parts(poll_units + 19_999, u64::MAX),
		] {
			assert_eq!(poll(limit), Simple::poll());
			let cursor = Cursor::<Test>::get().unwrap();
			assert_eq!(cursor.interval, FIRST_ROUND + 1);
			assert!(matches!(cursor.stage, Stage::Begin));
			Clear::do_try_state().unwrap();
		}
		assert!(events().is_empty());
		// And it goes on as if nothing had been.
		let before = Before::now();
		clear_round(Pace::Steps);
		before.check();
	});
}

#[test]
fn the_least_block_gets_on_and_ends() {
	run(|| {
		post_some();
		MaxClearingWeight::set(&Clear::largest_step());
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
		let before = Before::now();
		Market::close();
		let mut blocks = 0;
		while Market::is_closed() {
			let used = poll(Weight::MAX);
			assert!(used.all_lte(Clear::largest_step()) && used.all_gt(Simple::poll()));
			blocks += 1;
		}
		before.check();
		assert!(blocks > 10);
	});
}

#[test]
#[should_panic = "a step of the clearing does not fit into MaxClearingWeight"]
fn a_runtime_that_could_never_clear_is_refused() {
	run(|| {
		let least = Clear::largest_step();
		MaxClearingWeight::set(&least.saturating_sub(weight(1)));
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]

	#[test]
	fn neither_the_meter_nor_the_maximum_is_exceeded(
		maximum in (0..500_000_u64, 0..500_000_u64),
		limits in vec((0..500_000_u64, 0..500_000_u64), 1..60),
	) {
		run(|| {
			post_some();
			let maximum = Weight::from_parts(maximum.0, maximum.1);
			MaxClearingWeight::set(&maximum);
			let before = Before::now();
			Market::close();
			for (time, proof) in limits {
				let limit = Weight::from_parts(time, proof);
				let used = poll(limit);
				assert!(used.all_lte(limit) && used.all_lte(maximum));
				Clear::do_try_state().unwrap();
			}
			if Market::is_closed() {
				MaxClearingWeight::set(&Weight::MAX);
				poll(Weight::MAX);
			}
			let opened = Market::round() - FIRST_ROUND;
			assert!(opened >= 1);
			if opened == 1 {
				before.check();
			}
		});
	}
}

#[test]
fn a_stopped_clearing_does_nothing_and_goes_on_later() {
	let steps = {
		let mut steps = 0;
		run(|| {
			post_some();
			steps = clear_round(Pace::Steps);
		});
		steps
	};
	for stop in 0..steps {
		run(|| {
			post_some();
			let before = Before::now();
			Market::close();
			(0..stop).for_each(|_| {
				poll_once();
			});
			let cursor = Cursor::<Test>::get();
			Market::pause(true);
			for _ in 0..3 {
				assert_eq!(poll(Weight::MAX), Simple::poll());
				assert_eq!(Cursor::<Test>::get(), cursor);
			}
			Market::pause(false);
			poll(Weight::MAX);
			before.check();
		});
	}
}

#[test]
fn the_next_round_opens_when_the_market_is_ready() {
	run(|| {
		post_some();
		Market::suspend(3);
		let before = Before::now();
		assert_eq!(clear_round(Pace::Steps), 2 * 16 + 2 * 5 + 4);
		before.check();
		assert_eq!(Market::round(), FIRST_ROUND + 1);
	});
}

#[test]
fn void_intervals_are_passed_over() {
	run(|| {
		post_some();
		Market::close_late(FIRST_ROUND + 2);
		poll(Weight::MAX);
		// Nothing trades in the first window, and its orders are nobody's any more.
		assert!(!Results::<Test>::contains_key(FIRST_ROUND + 1, FIRST_ROUND));
		assert!(Results::<Test>::contains_key(FIRST_ROUND + 3, FIRST_ROUND));
		assert_eq!(ForwardMarket::position(FIRST_ROUND + 1, 3), Position::default());
	});
	// All of them, so long did the chain stand still; with and without orders.
	for orders in [true, false] {
		run(|| {
			if orders {
				post_some();
			}
			Market::close_late(FIRST_ROUND + 50);
			Market::suspend(1);
			poll_once();
			assert!(Cursor::<Test>::exists());
			Clear::do_try_state().unwrap();
			poll_once();
			assert_eq!(events(), [Event::RoundCleared { round: FIRST_ROUND }]);
			assert_eq!(Results::<Test>::iter().count(), 0);
		});
	}
}

#[test]
fn an_interval_that_is_not_open_is_passed_over() {
	run(|| {
		post_some();
		Market::remember_from(FIRST_ROUND + 2);
		clear_round(Pace::Steps);
		assert!(!Results::<Test>::contains_key(FIRST_ROUND + 1, FIRST_ROUND));
		assert!(Results::<Test>::contains_key(FIRST_ROUND + 3, FIRST_ROUND));
	});
}

#[test]
fn what_is_stored_between_blocks_is_small() {
	let most = RoundCursor::<MeritOrderStage>::max_encoded_len();
	assert!(most < 24 * 1024, "{most} bytes");
}
