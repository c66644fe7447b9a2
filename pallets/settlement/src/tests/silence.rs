// SPDX-License-Identifier: Apache-2.0

//! Nodes that are not settled when the deadline is over.

use super::*;

/// Alice owes readings and draws at most 20 Wh.
fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		deposit(ALICE, 100_000);
		events();
		test();
	});
}

fn basis(interval: Interval, node: NodeIndex) -> Option<Basis> {
	Settlement::invoice(interval, node).map(|invoice| invoice.basis)
}

/// The first interval in which `INTERVAL` is late.
const LATE: Interval = INTERVAL + DEADLINE + 1;

#[test]
fn nothing_happens_before_the_market_begins() {
	run(|| {
		at(LATE + 5);
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 0, 0));
		enough_blocks();
		assert_eq!((ProvisionalUntil::<Test>::get(), events()), (SilenceCursor::default(), vec![]));
	});
}

#[test]
fn a_market_begins_with_what_is_remembered() {
	run(|| {
		Market::set_remembered_from(INTERVAL);
		at(INTERVAL);
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 0, 0));
		assert_eq!(ProvisionalUntil::<Test>::get(), SilenceCursor { interval: INTERVAL, node: 0 });
		assert_eq!((Market::closed_until(), PrunedUntil::<Test>::get()), (INTERVAL, INTERVAL));
	});
	// In the midst of an interval that nobody can trade.
	run(|| {
		Market::set_remembered_from(INTERVAL - 2);
		at(INTERVAL - 2);
		block();
		assert_eq!(
			ProvisionalUntil::<Test>::get(),
			SilenceCursor { interval: INTERVAL - 1, node: 0 }
		);
		assert_eq!(Market::closed_until(), INTERVAL - 1);
		assert_eq!(PrunedUntil::<Test>::get(), INTERVAL - 2);
	});
}

#[test]
fn boundary_of_the_deadline() {
	market(|| {
		at_end_of(LATE - 1);
		enough_blocks();
		assert_eq!(basis(INTERVAL, ALICE), None);
		at(LATE);
		blocks(MIN_BLOCKS);
		assert_eq!((basis(INTERVAL, ALICE), events()), (None, vec![]));
		block();
		assert_eq!(basis(INTERVAL, ALICE), Some(Basis::Silence));
		let invoice = Settlement::invoice(INTERVAL, ALICE).unwrap();
		assert_eq!(events(), [settled(ALICE, INTERVAL, invoice)]);
		assert_eq!(Market::violations(), [(ALICE, ViolationKind::Silence)]);
		assert_eq!(
			ProvisionalUntil::<Test>::get(),
			SilenceCursor { interval: INTERVAL + 1, node: 0 }
		);
		// Once, and only this interval.
		enough_blocks();
		assert_eq!((money(ALICE), money(RESERVE)), ((96_000, 0, 0, 0), (4_000, 4_000, 0, 0)));
		assert_eq!((basis(INTERVAL + 1, ALICE), Market::violations()), (None, vec![]));
	});
}

#[test]
fn a_reading_in_time_is_final() {
	market(|| {
		at(LATE);
		blocks(MIN_BLOCKS);
		let invoice = settle(INTERVAL, ALICE, metered(3, 0));
		enough_blocks();
		assert_eq!(Settlement::invoice(INTERVAL, ALICE), Some(invoice));
		assert_eq!(Market::violations(), []);
		assert_eq!(ProvisionalUntil::<Test>::get().interval, INTERVAL + 1);
	});
}

/// A halt is nobody's silence: what passed in it waits as long as everything, from its end on.
#[test]
fn a_chain_that_was_halted_makes_nobody_late() {
	market(|| {
		let back = INTERVAL + 20;
		for interval in INTERVAL..back + 9 {
			Market::set_terms(interval, TARIFF, GRID);
		}
		at_end_of(INTERVAL);
		// No block until then.
		Market::set_now(Market::start(back));
		enough_blocks();
		for interval in back + 1..back + DEADLINE {
			at(interval);
			enough_blocks();
		}
		at_end_of(back + DEADLINE - 1);
		enough_blocks();
		assert_eq!(
			(Market::violations(), ProvisionalUntil::<Test>::get().interval),
			(vec![], INTERVAL)
		);
		for interval in INTERVAL..back {
			settle(interval, ALICE, metered(1, 0));
		}
		at(back + DEADLINE);
		enough_blocks();
		assert_eq!(ProvisionalUntil::<Test>::get().interval, back);
		assert_eq!(Market::violations(), []);
		assert_eq!(money(ALICE).0, 100_000 - 20 * 200);
		// Nothing of it is closed before its window.
		for interval in back + DEADLINE + 1..back + WINDOW {
			at(interval);
			enough_blocks();
			assert_eq!(Market::closed_until(), INTERVAL);
		}
		at(back + WINDOW);
		enough_blocks();
		assert_eq!(Market::closed_until(), back);
		// From now on deadlines are as ever.
		assert_eq!(basis(back + WINDOW - DEADLINE - 1, ALICE), Some(Basis::Silence));
	});
}

#[test]
fn blocks_are_counted_for_each_interval() {
	market(|| {
		at(LATE);
		blocks(2);
		at(LATE + 1);
		blocks(2);
		assert_eq!(
			(basis(INTERVAL, ALICE), basis(INTERVAL + 1, ALICE)),
			(Some(Basis::Silence), None)
		);
		blocks(MIN_BLOCKS - 1);
		assert_eq!(basis(INTERVAL + 1, ALICE), None);
		block();
		assert_eq!(basis(INTERVAL + 1, ALICE), Some(Basis::Silence));
	});
}

#[test]
fn whoever_has_no_meter_pays_for_what_it_traded() {
	market(|| {
		trade(INTERVAL, BOB, bought(10, 100));
		trade(INTERVAL, CAROL, sold(10, 100));
		deposit(UTILITY, 1_000);
		at(LATE);
		enough_blocks();
		// What Bob bought is not used, and what Carol sold not delivered.
		for (node, imbalance) in [
			(BOB, Imbalance::Sold { energy: 10, revenue: 400 }),
			(CAROL, Imbalance::Bought { energy: 10, cost: 2_500 }),
		] {
			let invoice = Settlement::invoice(INTERVAL, node).unwrap();
			assert_eq!((invoice.basis, invoice.metered), (Basis::Unmetered, metered(0, 0)));
			assert_eq!(invoice.imbalance, imbalance);
			assert_eq!(check(INTERVAL, node), Ok(()));
			assert!(!Settlement::reopen(INTERVAL, node));
		}
		assert_eq!((money(BOB), money(CAROL)), ((400, 0, 0, 0), (0, 0, 0, 0)));
		// What the utility was paid for all this is held back.
		assert_eq!((money(UTILITY), held(INTERVAL)), ((3_100, 2_500, 0, 0), 2_500));
		assert_eq!(Market::violations(), [(ALICE, ViolationKind::Silence)]);
		assert_eq!(basis(INTERVAL, GRID), None);
	});
}

#[test]
fn a_meter_counts_from_when_it_was_bound() {
	market(|| {
		Market::set_metered(BOB, INTERVAL + 1);
		Market::set_limits(BOB, 1, 1);
		trade(INTERVAL, BOB, bought(10, 100));
		at(LATE + 1);
		enough_blocks();
		assert_eq!(basis(INTERVAL, BOB), Some(Basis::Unmetered));
		assert_eq!(basis(INTERVAL + 1, BOB), Some(Basis::Silence));
	});
}

#[test]
fn what_an_expired_order_locks_is_freed() {
	market(|| {
		Market::set_metered(ALICE, None);
		lock(BOB, INTERVAL, 300);
		lock(BOB, INTERVAL + 1, 50);
		lock(CAROL, INTERVAL, 0);
		at(LATE);
		blocks(MIN_BLOCKS);
		events();
		// To free a lock is to settle something. The pages are looked up, the page and the end are passed.
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 2, 3, 0));
		assert_eq!(events(), [freed(BOB, 50), freed(CAROL, 0)]);
		assert_eq!(Ledger::locks(BOB), [(INTERVAL + 1, 50)]);
		assert!(!has_money(CAROL));
		assert_eq!(Settlement::balance_sheet(INTERVAL, 0).unwrap().totals, Totals::default());
		assert_ok!(Ledger::withdraw(by(BOB), 300));
	});
}

#[test]
fn the_utility_and_who_has_left_are_passed_over() {
	market(|| {
		Market::set_metered(UTILITY, 0);
		Market::set_metered(CAROL, 0);
		Market::remove(CAROL);
		at(LATE);
		blocks(MIN_BLOCKS);
		// The utility, whose order may have expired, Alice, and one that has left and owes a reading; the pages, the
		// page and the end of the interval. Whoever has nothing to settle costs nothing.
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 3, 3, 0));
		assert_eq!(Market::violations(), [(ALICE, ViolationKind::Silence)]);
		assert_eq!(Settlement::balance_sheet(INTERVAL, 0).unwrap().totals.intervals, 1);
		// Where another is the utility, it is a node like others.
		Market::set_utility(INTERVAL + 1, CAROL);
		Market::set_account(CAROL, account_of(CAROL));
		at(LATE + 1);
		enough_blocks();
		assert_eq!(basis(INTERVAL + 1, UTILITY), Some(Basis::Silence));
		assert_eq!(basis(INTERVAL + 1, CAROL), None);
	});
}

#[test]
fn an_interval_that_still_clears_waits_and_then_there_is_time_for_readings() {
	market(|| {
		Market::set_clears(INTERVAL, true);
		at(LATE + 1);
		enough_blocks();
		assert_eq!(ProvisionalUntil::<Test>::get(), SilenceCursor { interval: INTERVAL, node: 0 });
		assert_eq!(check(INTERVAL, ALICE), Err(Unsettleable::NotFinal));
		Market::set_clears(INTERVAL, false);
		for interval in LATE + 2..LATE + 2 + DEADLINE {
			at(interval);
			enough_blocks();
			assert_eq!(Market::violations(), []);
		}
		// Nobody could send a reading before, so it is not late now.
		settle(INTERVAL, ALICE, metered(1, 0));
		at(LATE + 2 + DEADLINE);
		enough_blocks();
		assert_eq!(basis(INTERVAL + 1, ALICE), Some(Basis::Silence));
		let silent = LATE + 1 - INTERVAL;
		assert_eq!(Market::violations().len() as u32, silent);
	});
}

#[test]
fn an_interval_that_gets_its_terms_late_waits_and_is_not_skipped() {
	market(|| {
		let next = INTERVAL + 3;
		at(INTERVAL + 2);
		// The market stands still: nothing opens any more.
		assert_eq!(Market::terms(next + 2), None);
		pass_to(INTERVAL + 20);
		(0..4).for_each(|_| enough_blocks());
		assert_eq!(ProvisionalUntil::<Test>::get(), SilenceCursor { interval: next + 2, node: 0 });
		assert_eq!(Market::closed_until(), next + 2);
		assert_eq!(check(next + 2, ALICE), Err(Unsettleable::UnknownInterval));
		// It goes on, and what was skipped gets terms.
		Market::violations();
		for interval in INTERVAL + 21..=INTERVAL + 20 + DEADLINE {
			at(interval);
			enough_blocks();
		}
		settle(next + 2, ALICE, metered(1, 0));
		assert_eq!(Market::violations(), []);
		at(INTERVAL + 21 + DEADLINE);
		enough_blocks();
		for interval in next + 3..=INTERVAL + 20 {
			assert_eq!(basis(interval, ALICE), Some(Basis::Silence));
		}
		// What is overdue is not closed in the same breath: it can be corrected.
		at(INTERVAL + 20 + WINDOW);
		enough_blocks();
		assert_eq!(Market::closed_until(), next + 2);
		settle(next + 3, ALICE, metered(1, 0));
		at(INTERVAL + 21 + WINDOW);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 21);
	});
}

/// Everything but when a deadline was seen.
fn state() -> impl PartialEq + core::fmt::Debug {
	let mut pages: Vec<_> = SettledPages::<Test>::iter().collect();
	pages.sort_by_key(|(interval, page, _)| (*interval, *page));
	let mut accounts: Vec<_> = Accounts::<Test>::iter().collect();
	accounts.sort_by_key(|(node, _)| *node);
	let mut debts: Vec<_> = Debts::<Test>::iter().collect();
	debts.sort();
	let mut totals: Vec<_> = TotalsOf::<Test>::iter().collect();
	totals.sort_by_key(|(node, _)| *node);
	let mut held: Vec<_> = Held::<Test>::iter().collect();
	held.sort();
	let progress = (ProvisionalUntil::<Test>::get(), Market::closed_until());
	(pages, accounts, debts, totals, held, progress)
}

/// A market with nodes on three pages; some have readings.
fn large(limit: Weight) -> (impl PartialEq + core::fmt::Debug, Vec<(NodeIndex, ViolationKind)>) {
	let mut found = None;
	market(|| {
		for node in [127, 128, 129, 200, 300] {
			Market::set_account(node, account_of(node));
			let stranger = Origin::signed(STRANGER);
			assert_ok!(Balances::transfer_keep_alive(stranger, account_of(node), 100_000));
			Market::set_metered(node, INTERVAL + node % 2);
			Market::set_limits(node, 10, 10);
		}
		trade(INTERVAL, BOB, bought(10, 100));
		trade(INTERVAL, 300, sold(10, 100));
		lock(CAROL, INTERVAL + 1, 70);
		at(LATE + 1);
		settle(INTERVAL, 128, metered(1, 0));
		settle(INTERVAL, 200, metered(1, 0));
		settle(INTERVAL + 1, 129, metered(1, 0));
		for _ in 0..700 {
			let spent = block_within(limit);
			assert!(spent.all_lte(limit));
		}
		assert_eq!(
			ProvisionalUntil::<Test>::get(),
			SilenceCursor { interval: INTERVAL + 2, node: 0 }
		);
		found = Some((state(), Market::violations()));
	});
	found.unwrap()
}

#[test]
fn a_step_at_a_time_comes_to_the_same() {
	let all = large(Weight::MAX);
	let step = Weights::steps(1, 1, 1, 0);
	for limit in [step, step + Weights::steps(0, 1, 0, 0), Weights::steps(1, 7, 3, 0)] {
		let found = large(limit);
		assert!(found == all, "{limit:?}");
	}
}

#[test]
fn boundary_of_what_polling_may_cost() {
	market(|| {
		Market::set_metered(BOB, INTERVAL);
		at(LATE);
		let look = Weights::steps(1, 0, 0, 0);
		let step = Weights::steps(1, 1, 1, 0);
		let cursor = |interval, node| {
			assert_eq!(ProvisionalUntil::<Test>::get(), SilenceCursor { interval, node });
		};
		assert_eq!(block_within(Weight::zero()), Weight::zero());
		assert_eq!(Deadlines::<Test>::get(), Elapsed::default());
		assert_eq!(block_within(look), look);
		for _ in 0..2 * MIN_BLOCKS {
			assert_eq!(block_within(step - Weight::from_parts(1, 0)), look);
		}
		cursor(INTERVAL, 0);
		// There has to be room for a page and a silent node, while to look up the pages costs what it costs.
		assert_eq!(block_within(step), Weights::steps(1, 0, 1, 0));
		cursor(INTERVAL, 0);
		// No more than the pallet itself allows.
		MaxSettlementWeight::set(&look);
		assert_eq!(block_within(Weight::MAX), look);
		MaxSettlementWeight::set(&step);
		assert_eq!(block_within(Weight::MAX), step);
		cursor(INTERVAL, ALICE + 1);
		assert_eq!(block_within(Weight::MAX), step);
		cursor(INTERVAL, BOB + 1);
		// Nobody is left on the page, and no page.
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 1, 0));
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 1, 0));
		cursor(INTERVAL + 1, 0);
		assert_eq!(SweptPages::<Test>::get(), None);
	});
}

#[test]
fn the_sweep_costs_by_who_can_owe_and_not_by_every_index_that_was_given_out() {
	market(|| {
		at(LATE);
		for node in NOBODY..900 {
			Market::set_account(node, account_of(node));
		}
		// Metered ones on the third and the sixth page.
		Market::set_metered(300, INTERVAL);
		Market::set_metered(700, INTERVAL);
		settle(INTERVAL, ALICE, metered(0, 0));
		settle(INTERVAL, 300, metered(0, 0));
		settle(INTERVAL, 700, metered(0, 0));
		blocks(MIN_BLOCKS);
		// The pages are looked up; three pages; the end.
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 5, 0));
	});
}

#[test]
fn a_full_page_is_passed_in_one_step() {
	market(|| {
		at(LATE);
		for node in 0..300 {
			Market::set_account(node, account_of(node));
			if node != UTILITY {
				Market::set_metered(node, INTERVAL);
				settle(INTERVAL, node, metered(0, 0));
			}
		}
		blocks(MIN_BLOCKS);
		// Pages are looked up, two full ones and the last, the end.
		assert_eq!(block_within(Weight::MAX), Weights::steps(1, 0, 5, 0));
	});
}

#[test]
fn a_silent_node_that_has_nothing_is_in_arrears() {
	market(|| {
		assert_ok!(Ledger::withdraw(by(ALICE), 100_000));
		lock(ALICE, INTERVAL, 300);
		lock(ALICE, INTERVAL + 4, 500);
		at(LATE);
		enough_blocks();
		assert_eq!((money(ALICE), money(RESERVE)), ((500, 500, 3_700, 0), (300, 300, 0, 3_700)));
		assert!(Ledger::in_arrears(ALICE));
	});
}

/// As it is a fault of the chain, nothing else is held up by it.
#[test]
#[should_panic(expected = "a silent node is not settled")]
fn fails_loudly_if_a_silent_node_is_not_covered() {
	market(|| {
		Market::set_position(INTERVAL, BOB, bought(10, 100));
		at(LATE);
		enough_blocks();
	});
}

#[test]
fn limits_of_the_pallet_fit_each_other() {
	run(Settlement::integrity_test);
}

#[test]
#[should_panic(expected = "a step would never fit")]
fn fails_if_a_step_would_never_fit() {
	run(|| {
		MaxSettlementWeight::set(&Weights::steps(0, 1, 1, 0));
		Settlement::integrity_test();
	});
}

/// Say the rules were set before there was a tariff.
#[test]
fn an_interval_that_never_opens_is_passed_over() {
	market(|| {
		trade(INTERVAL + 2, BOB, bought(10, 100));
		at(LATE + 2);
		Market::set_never_opens(INTERVAL + 1);
		enough_blocks();
		assert_eq!(basis(INTERVAL + 1, BOB), None);
		assert_eq!(basis(INTERVAL + 2, BOB), Some(Basis::Unmetered));
		assert_eq!(ProvisionalUntil::<Test>::get().interval, INTERVAL + 3);
	});
}
