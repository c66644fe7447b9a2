// SPDX-License-Identifier: Apache-2.0

//! Settlements that are pruned.

use super::*;

const PAGES: [NodeIndex; 3] = [ALICE, 130, 300];

/// Three pages of settlements in each of four intervals, the first two of which are to be pruned.
fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		for node in PAGES {
			Market::set_account(node, account_of(node));
		}
		for interval in INTERVAL..INTERVAL + 4 {
			at(interval + 1);
			for node in PAGES {
				settle(interval, node, metered(0, 0));
			}
		}
		at(INTERVAL + 20);
		(0..4).for_each(|_| enough_blocks());
		assert!(Market::closed_until() > INTERVAL + 4);
		test();
	});
}

fn pages(interval: Interval) -> usize {
	SettledPages::<Test>::iter_prefix(interval).count()
}

fn idle(steps: u64) -> u64 {
	let spent = Settlement::on_idle(System::block_number(), Weight::from_parts(7 * steps + 6, 0));
	check_state();
	assert_eq!(spent.ref_time() % 7, 0);
	spent.ref_time() / 7
}

#[test]
fn only_what_is_not_to_be_remembered_goes() {
	market(|| {
		// A look.
		assert_eq!(idle(100), 1);
		Market::set_remembered_from(INTERVAL + 2);
		assert_eq!(Settlement::invoice(INTERVAL, ALICE), None);
		// Each page and the end of each interval, and a look.
		assert_eq!(idle(100), 2 * 4 + 1);
		assert_eq!((INTERVAL..INTERVAL + 4).map(pages).collect::<Vec<_>>(), [0, 0, 3, 3]);
		assert_eq!(PrunedUntil::<Test>::get(), INTERVAL + 2);
		assert!(Settlement::invoice(INTERVAL + 2, ALICE).is_some());
		// The sums stay.
		assert_eq!(Settlement::totals(ALICE).intervals, 4);
		assert_eq!(idle(100), 1);
	});
}

#[test]
fn it_goes_on_where_it_stopped() {
	for steps in 1..6 {
		market(|| {
			Market::set_remembered_from(INTERVAL + 2);
			let (mut left, mut calls) = (6, 0);
			while PrunedUntil::<Test>::get() < INTERVAL + 2 {
				assert!(idle(steps) <= steps);
				let now = pages(INTERVAL) + pages(INTERVAL + 1);
				assert!(now <= left && left - now <= steps as usize);
				left = now;
				calls += 1;
				assert!(calls < 20);
			}
			assert_eq!((INTERVAL..INTERVAL + 4).map(pages).collect::<Vec<_>>(), [0, 0, 3, 3]);
		});
	}
}

#[test]
fn nothing_is_done_without_weight_or_before_the_market_begins() {
	market(|| {
		Market::set_remembered_from(INTERVAL + 2);
		assert_eq!(idle(0), 0);
		assert_eq!(pages(INTERVAL), 3);
	});
	run(|| {
		settle(INTERVAL, ALICE, metered(0, 0));
		assert_eq!(idle(9), 1);
		assert_eq!((pages(INTERVAL), PrunedUntil::<Test>::get()), (1, 0));
	});
}
