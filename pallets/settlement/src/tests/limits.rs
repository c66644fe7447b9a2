// SPDX-License-Identifier: Apache-2.0

//! Readings above a node's limits.

use super::*;

fn market(test: impl FnOnce()) {
	run(|| {
		Market::set_limits(ALICE, 10, 20);
		deposit(UTILITY, 10_000);
		deposit(ALICE, 10_000);
		test();
	});
}

#[test]
fn boundary_of_what_is_fed_in() {
	for (export, counts, above_limit) in
		[(9, 9, false), (10, 10, false), (11, 10, true), (1_000_000, 10, true)]
	{
		market(|| {
			let invoice = settle(INTERVAL, ALICE, metered(0, export));
			assert_eq!((invoice.metered, invoice.above_limit), (metered(0, counts), above_limit));
			assert_eq!(
				(invoice.credited, money(ALICE).0),
				(u128::from(60 * counts), 10_000 + 60 * counts)
			);
			let violation = (ALICE, ViolationKind::LimitExceeded);
			assert_eq!(Market::violations(), vec![violation; above_limit.into()]);
		});
	}
}

#[test]
fn boundary_of_what_is_drawn() {
	for (import, above_limit) in [(19, false), (20, false), (21, true), (40, true)] {
		market(|| {
			let invoice = settle(INTERVAL, ALICE, metered(import, 0));
			assert_eq!((invoice.metered, invoice.above_limit), (metered(import, 0), above_limit));
			assert_eq!(
				(invoice.charged, money(ALICE).0),
				(u128::from(200 * import), 10_000 - 200 * import)
			);
			let violation = (ALICE, ViolationKind::LimitExceeded);
			assert_eq!(Market::violations(), vec![violation; above_limit.into()]);
		});
	}
}

#[test]
fn both_at_once_are_one_violation() {
	market(|| {
		// 21 drawn and 10 of 12 fed in.
		let invoice = settle(INTERVAL, ALICE, metered(21, 12));
		assert_eq!((invoice.charged, invoice.above_limit), (2_200, true));
		assert_eq!(Market::violations(), [(ALICE, ViolationKind::LimitExceeded)]);
	});
}

#[test]
fn what_was_promised_is_delivered_whatever_the_limit_has_become() {
	// Its limit was larger when it sold 15 Wh.
	for (fed_in, counts, above_limit) in [(14, 14, false), (15, 15, false), (16, 15, true)] {
		market(|| {
			trade(INTERVAL, ALICE, sold(15, 100));
			let invoice = settle(INTERVAL, ALICE, metered(0, fed_in));
			assert_eq!((invoice.metered.export, invoice.above_limit), (counts, above_limit));
		});
	}
}
