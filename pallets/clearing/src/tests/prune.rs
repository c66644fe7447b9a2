// SPDX-License-Identifier: Apache-2.0

//! History is pruned in idle time.

use super::*;
use frame_support::traits::Hooks;

fn idle(limit: Weight) -> u64 {
	let used = Clear::on_idle(System::block_number(), limit);
	assert!(used.all_lte(limit));
	used.ref_time() / Simple::prune().ref_time()
}

fn steps(number: u64) -> Weight {
	Simple::prune() * number
}

/// Entries of the intervals, however they are kept.
fn entries(interval: Interval) -> [usize; 4] {
	[
		Transactions::<Test>::iter_prefix((interval,)).count(),
		Curves::<Test>::iter_prefix(interval).count(),
		Pivotal::<Test>::iter_prefix(interval).count(),
		Results::<Test>::iter_prefix(interval).count(),
	]
}

/// Three rounds; in each the first two windows clear, on two pages.
fn clear_three_rounds() {
	for _ in 0..3 {
		for interval in [Market::round() + 1, Market::round() + 2] {
			for node in 0..150 {
				let order = if node % 2 == 0 { offer(9, 90_000) } else { demand(9) };
				Market::post(interval, node, order);
			}
		}
		clear_round(Pace::Whole);
	}
	let intervals = (2_001..=2_004).map(entries).collect::<Vec<_>>();
	assert_eq!(intervals, [[1; 4], [2; 4], [2; 4], [1; 4]]);
	assert_eq!(PrunedUntil::<Test>::get(), Some(FIRST_ROUND));
}

#[test]
fn before_the_first_round_there_is_nothing_to_prune() {
	run(|| {
		Market::remember_from(9_000);
		assert_eq!(idle(Weight::MAX), 1);
		assert_eq!(PrunedUntil::<Test>::get(), None);
	});
}

#[test]
fn what_is_remembered_stays() {
	run(|| {
		clear_three_rounds();
		for from in [1, FIRST_ROUND] {
			Market::remember_from(from);
			assert_eq!(idle(Weight::MAX), 1);
			assert_eq!(PrunedUntil::<Test>::get(), Some(FIRST_ROUND));
		}
		// The interval of the first round itself never cleared.
		Market::remember_from(FIRST_ROUND + 1);
		assert_eq!(idle(Weight::MAX), 2);
		assert_eq!(entries(FIRST_ROUND + 1), [1; 4]);
	});
}

#[test]
fn what_is_not_remembered_goes() {
	run(|| {
		clear_three_rounds();
		let kept = (entries(2_003), entries(2_004));
		Market::remember_from(2_003);
		Clear::do_try_state().unwrap();
		// For each interval a step more than it has entries; and one that finds nothing.
		assert_eq!(idle(Weight::MAX), 1 + (4 + 1) + (8 + 1) + 1);
		assert_eq!(PrunedUntil::<Test>::get(), Some(2_003));
		for interval in 0..2_003 {
			assert_eq!(entries(interval), [0; 4]);
		}
		assert_eq!((entries(2_003), entries(2_004)), kept);
		assert!(Clear::transactions_of(1, 0, 2_002).0.is_empty());
	});
}

#[test]
fn it_goes_no_faster_than_the_weight_allows() {
	run(|| {
		clear_three_rounds();
		Market::remember_from(2_003);
		assert_eq!(idle(Weight::zero()), 0);
		assert_eq!(idle(steps(1) - weight(1)), 0);
		let all = || entries(2_001).iter().chain(&entries(2_002)).sum::<usize>();
		assert_eq!(idle(steps(1)), 1);
		assert_eq!((all(), PrunedUntil::<Test>::get()), (12, Some(2_001)));
		// A meter that runs out after an entry, at the end of an interval, and before the next one.
		let mut blocks = 0;
		while PrunedUntil::<Test>::get() != Some(2_003) {
			let (before, interval) = (all(), PrunedUntil::<Test>::get());
			assert_eq!(idle(steps(2) + weight(24_999)), 2);
			Clear::do_try_state().unwrap();
			assert!(all() < before || PrunedUntil::<Test>::get() > interval);
			blocks += 1;
		}
		assert_eq!((all(), blocks), (0, 7));
	});
}

/// A round that clears just now is not in the way, nor are forgotten terms in the way of the check.
#[test]
fn it_goes_on_while_a_round_clears() {
	run(|| {
		clear_three_rounds();
		Market::remember_from(2_002);
		for node in 0..150 {
			let order = if node % 2 == 0 { offer(9, 90_000) } else { demand(9) };
			Market::post(2_005, node, order);
		}
		let before = Before::now();
		Market::close();
		while Market::is_closed() {
			poll_once();
			idle(steps(1));
			Clear::do_try_state().unwrap();
		}
		assert_eq!(PrunedUntil::<Test>::get(), Some(2_002));
		before.check();
	});
}
