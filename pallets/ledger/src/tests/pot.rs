// SPDX-License-Identifier: Apache-2.0

//! The account in which everything lies.

use super::*;

#[test]
fn a_gift_to_the_pot_is_nobodys_and_harms_nobody() {
	run(|| {
		deposit(ALICE, 5);
		assert_ok!(Balances::transfer_keep_alive(by(BOB), Ledger::pot(), 1));
		Ledger::do_try_state().unwrap();
		assert_eq!((pot(), money(ALICE).0, money(BOB).0), (6, 5, 0));
		assert_noop!(Ledger::withdraw(by(ALICE), 6), Error::<Test>::NotFree);
		assert_ok!(Ledger::withdraw(by(ALICE), 5));
		assert_eq!(pot(), 1);
	});
}

#[test]
fn clients_see_what_a_node_has_and_to_whom_it_owes() {
	run(|| {
		deposit(BOB, 10);
		post(&[owing(BOB, ALICE, 12), owing(BOB, CAROL, 5)]);
		let mut debts = Ledger::debts_of(BOB);
		debts.sort_unstable();
		assert_eq!(debts, [(ALICE, 2), (CAROL, 5)]);
		assert_eq!(Ledger::debts_of(ALICE), []);
		let expected = Account { credit: 10, claims: 2, ..Default::default() };
		assert_eq!(Ledger::account(ALICE), expected);
		assert_eq!(Ledger::account(NOBODY), Account::default());
		assert_eq!(Ledger::pot(), Ledger::pot_account());
	});
}
