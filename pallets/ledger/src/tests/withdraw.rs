// SPDX-License-Identifier: Apache-2.0

//! Money paid out.

use super::*;

#[test]
fn credit_is_paid_out() {
	run(|| {
		deposit(ALICE, 300);
		deposit(BOB, 7);
		events();
		assert_ok!(Ledger::withdraw(by(ALICE), 100));
		assert_eq!(events(), [Event::Withdrawn { node: ALICE, amount: 100 }]);
		assert_eq!((money(ALICE).0, balance(ALICE), pot()), (200, WEALTH - 200, 207));
		// All of it: nothing of the node is left.
		assert_ok!(Ledger::withdraw(by(ALICE), 200));
		assert!(!Accounts::<Test>::contains_key(ALICE));
		assert_eq!((balance(ALICE), pot()), (WEALTH, 7));
	});
}

#[test]
fn the_last_that_leaves_leaves_the_existential_deposit() {
	run(|| {
		deposit(ALICE, 300);
		assert_ok!(Ledger::withdraw(by(ALICE), 300));
		assert_eq!(Balances::balance(&Ledger::pot()), ED);
	});
}

#[test]
fn a_pot_that_was_not_endowed_keeps_what_would_be_dust() {
	run(|| {
		Balances::set_balance(&Ledger::pot(), 0);
		deposit(ALICE, 300);
		deposit(BOB, ED - 1);
		// If the pot died, Bob's money would be lost.
		assert_noop!(Ledger::withdraw(by(ALICE), 300), TokenError::NotExpendable);
		assert_ok!(Ledger::withdraw(by(ALICE), 299));
		assert_eq!(
			Ledger::do_try_state(),
			Err("the pot does not hold what belongs to the nodes".into())
		);
		Balances::set_balance(&Ledger::pot(), 1 + ED - 1 + ED);
		assert_ok!(Ledger::withdraw(by(ALICE), 1));
		assert_ok!(Ledger::withdraw(by(BOB), ED - 1));
	});
}

#[test]
fn boundary_of_what_is_free() {
	run(|| {
		deposit(ALICE, 300);
		lock(ALICE, INTERVAL, 120);
		for amount in [181, 300, 301, u64::MAX] {
			assert_noop!(Ledger::withdraw(by(ALICE), amount), Error::<Test>::NotFree);
		}
		assert_ok!(Ledger::withdraw(by(ALICE), 180));
		assert_eq!(money(ALICE), (120, 120, 0, 0));
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::NotFree);
		lock(ALICE, INTERVAL, None);
		assert_ok!(Ledger::withdraw(by(ALICE), 120));
	});
}

#[test]
fn fails_for_strangers_for_nothing_and_with_others_money() {
	run(|| {
		deposit(ALICE, 300);
		let stranger = Origin::signed(STRANGER);
		assert_noop!(Ledger::withdraw(stranger, 1), Error::<Test>::NotRegistered);
		assert_noop!(Ledger::withdraw(by(ALICE), 0), Error::<Test>::ZeroAmount);
		assert_noop!(Ledger::withdraw(by(BOB), 1), Error::<Test>::NotFree);
	});
}

#[test]
fn money_belongs_to_the_node_and_not_to_the_account() {
	run(|| {
		deposit(ALICE, 300);
		assert_ok!(Registry::replace_account(Origin::root(), ALICE, STRANGER));
		assert_noop!(Ledger::withdraw(by(ALICE), 300), Error::<Test>::NotRegistered);
		assert_ok!(Ledger::withdraw(Origin::signed(STRANGER), 300));
		assert_eq!(Balances::balance(&STRANGER), WEALTH + 300);
	});
}

#[test]
fn fails_in_debt() {
	run(|| {
		in_debt(ALICE);
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::InDebt);
		deposit(ALICE, 199);
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::InDebt);
		// What a cancelled order frees is not for the node either, until its debt is collected.
		lock(ALICE, INTERVAL, 500);
		lock(ALICE, INTERVAL, None);
		assert_eq!(money(ALICE), (500, 0, 1, 0));
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::InDebt);
		assert_ok!(Ledger::collect(Origin::signed(STRANGER), ALICE, UTILITY));
		assert_ok!(Ledger::withdraw(by(ALICE), 499));
	});
}

#[test]
fn the_utility_cannot_withdraw_while_it_owes() {
	run(|| {
		utility_in_debt(ALICE);
		utility_in_debt(BOB);
		deposit(UTILITY, 500);
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::InDebt);
		for creditor in [ALICE, BOB] {
			// The deposit has paid one of them.
			let _ = Ledger::collect(by(creditor), UTILITY, creditor);
			assert_ok!(Ledger::withdraw(by(creditor), 60));
		}
		assert_ok!(Ledger::withdraw(by(UTILITY), 380));
	});
}

#[test]
fn boundary_of_an_account_that_is_dead() {
	run(|| {
		deposit(ALICE, 300);
		assert_ok!(Balances::transfer_all(by(ALICE), STRANGER, false));
		assert_noop!(Ledger::withdraw(by(ALICE), ED - 1), TokenError::BelowMinimum);
		assert_ok!(Ledger::withdraw(by(ALICE), ED));
		assert_ok!(Ledger::withdraw(by(ALICE), 1));
		assert_eq!(balance(ALICE), ED + 1);
	});
}
