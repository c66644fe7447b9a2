// SPDX-License-Identifier: Apache-2.0

//! Money paid in.

use super::*;

#[test]
fn a_deposit_is_credit() {
	run(|| {
		assert_ok!(Ledger::deposit(by(ALICE), 300));
		assert_eq!(events(), [Event::Deposited { node: ALICE, amount: 300 }]);
		deposit(ALICE, 40);
		deposit(BOB, 1);
		assert_eq!(money(ALICE), (340, 0, 0, 0));
		assert_eq!(money(BOB), (1, 0, 0, 0));
		assert_eq!((balance(ALICE), pot()), (WEALTH - 340, 341));
	});
}

#[test]
fn boundary_of_what_an_account_can_give() {
	run(|| {
		let most = WEALTH - ED;
		for amount in [most + 1, WEALTH, WEALTH + 1, u64::MAX] {
			assert_noop!(Ledger::deposit(by(ALICE), amount), Error::<Test>::InsufficientFunds);
		}
		// The account lives on.
		deposit(ALICE, most);
		assert_eq!((balance(ALICE), money(ALICE).0), (ED, most));
		assert_noop!(Ledger::deposit(by(ALICE), 1), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn what_is_on_hold_or_frozen_is_not_for_the_pot() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	run(|| {
		Balances::set_lock(*b"elsewher", &account_of(ALICE), 400_000, WithdrawReasons::all());
		assert_noop!(Ledger::deposit(by(ALICE), 600_001), Error::<Test>::InsufficientFunds);
		deposit(ALICE, 600_000);
	});
}

#[test]
fn fails_for_strangers_and_for_nothing() {
	run(|| {
		let stranger = Origin::signed(STRANGER);
		assert_noop!(Ledger::deposit(stranger, 5), Error::<Test>::NotRegistered);
		assert_noop!(Ledger::deposit(by(ALICE), 0), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn a_deposit_pays_the_debt_first() {
	run(|| {
		in_debt(ALICE);
		events();
		deposit(ALICE, 150);
		let paid = |amount, left| paid(ALICE, UTILITY, amount, left);
		assert_eq!(events(), [Event::Deposited { node: ALICE, amount: 150 }, paid(150, 50)]);
		assert_eq!(money(ALICE), (0, 0, 50, 0));
		assert_eq!(money(UTILITY), (150, 0, 0, 50));
		deposit(ALICE, 51);
		assert_eq!(events(), [Event::Deposited { node: ALICE, amount: 51 }, paid(50, 0)]);
		assert_eq!(money(ALICE), (1, 0, 0, 0));
		assert_eq!(money(UTILITY), (200, 0, 0, 0));
		assert_eq!(Debts::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_deposit_pays_no_debt_with_what_is_locked() {
	run(|| {
		lock(ALICE, INTERVAL, 700);
		in_debt(ALICE);
		deposit(ALICE, 10);
		assert_eq!(money(ALICE), (700, 700, 190, 0));
		assert_eq!(money(UTILITY), (10, 0, 0, 190));
	});
}

#[test]
fn one_of_several_debts_is_paid_and_the_others_collected() {
	run(|| {
		// The utility of the next interval is another.
		in_debt(ALICE);
		charge(INTERVAL, ALICE, CAROL, 400);
		assert_eq!(money(ALICE), (0, 0, 600, 0));
		deposit(ALICE, 600);
		let (to_utility, to_carol) =
			(Debts::<Test>::get(ALICE, UTILITY), Debts::<Test>::get(ALICE, CAROL));
		assert!((to_utility, to_carol) == (0, 400) || (to_utility, to_carol) == (200, 0));
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::InDebt);
		let left = if to_carol > 0 { CAROL } else { UTILITY };
		assert_ok!(Ledger::collect(by(left), ALICE, left));
		assert_eq!(money(ALICE), (0, 0, 0, 0));
		assert_eq!((money(UTILITY).0, money(CAROL).0), (200, 400));
	});
}
