// SPDX-License-Identifier: Apache-2.0

//! Debts called in.

use super::*;

#[test]
fn a_claim_on_the_utility_is_collected() {
	run(|| {
		utility_in_debt(ALICE);
		utility_in_debt(BOB);
		utility_in_debt(CAROL);
		assert_eq!(money(UTILITY), (0, 0, 180, 0));
		assert_noop!(Ledger::collect(by(ALICE), UTILITY, ALICE), Error::<Test>::NothingToCollect);
		// A deposit pays one of them at once; the others collect what is there.
		deposit(UTILITY, 100);
		let [first, second] = [ALICE, BOB, CAROL]
			.into_iter()
			.filter(|node| money(*node).3 > 0)
			.collect::<Vec<_>>()
			.try_into()
			.unwrap();
		events();
		assert_ok!(Ledger::collect(by(first), UTILITY, first));
		assert_eq!(events(), [paid(UTILITY, first, 40, 20)]);
		assert_eq!((money(first), money(UTILITY)), ((40, 0, 0, 20), (0, 0, 80, 0)));
		assert_noop!(Ledger::collect(by(second), UTILITY, second), Error::<Test>::NothingToCollect);
		// Whoever pays to the utility makes it able to.
		charge(INTERVAL, first, UTILITY, 200);
		assert_eq!(money(first), (0, 0, 140, 0));
		events();
		assert_ok!(Ledger::collect(by(second), UTILITY, second));
		assert_eq!(events(), [paid(UTILITY, second, 40, 20)]);
	});
}

#[test]
fn anybody_may_have_a_debt_paid_but_only_to_its_creditor() {
	run(|| {
		in_debt(ALICE);
		lock(ALICE, INTERVAL, 500);
		lock(ALICE, INTERVAL, 350);
		assert_ok!(Ledger::collect(Origin::signed(STRANGER), ALICE, UTILITY));
		assert_eq!(money(ALICE), (350, 350, 50, 0));
		assert_eq!(money(UTILITY), (150, 0, 0, 50));
		assert_eq!(Balances::balance(&STRANGER), WEALTH);
	});
}

#[test]
fn fails_where_there_is_no_debt_or_nothing_free() {
	run(|| {
		deposit(BOB, 500);
		in_debt(ALICE);
		lock(ALICE, INTERVAL, 500);
		for (debtor, creditor) in [
			// Nothing free.
			(ALICE, UTILITY),
			// No debt: to another, by another, the other way round, to oneself, of nobody.
			(ALICE, BOB),
			(BOB, UTILITY),
			(UTILITY, ALICE),
			(BOB, BOB),
			(NOBODY, UTILITY),
			(BOB, NOBODY),
		] {
			assert_noop!(
				Ledger::collect(by(BOB), debtor, creditor),
				Error::<Test>::NothingToCollect
			);
		}
	});
}
