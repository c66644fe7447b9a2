// SPDX-License-Identifier: Apache-2.0

//! A node with an account here cannot leave.

use super::*;
use pallet_te_registry::Error as RegistryError;

#[test]
fn a_node_with_money_has_an_account() {
	run(|| {
		assert!(!has_money(ALICE));
		deposit(ALICE, 5);
		assert!(has_money(ALICE));
		assert_ok!(Ledger::withdraw(by(ALICE), 5));
		assert!(!has_money(ALICE));
		// An order that costs nothing is something open all the same.
		lock(ALICE, INTERVAL, 0);
		assert!(has_money(ALICE));
		lock(ALICE, INTERVAL, None);
		assert!(!has_money(ALICE));
		// A claim is money, and a debt keeps a node here.
		utility_in_debt(ALICE);
		assert!(has_money(ALICE) && has_money(UTILITY));
	});
}

#[test]
fn it_leaves_when_nothing_of_it_is_left() {
	run(|| {
		let remove = || Registry::remove(Origin::root(), ALICE);
		let held = DispatchError::from(RegistryError::<Test>::BusinessOpen);
		deposit(ALICE, 5);
		assert_noop!(remove(), held);
		deposit(ALICE, 5);
		post(&[owing(ALICE, BOB, 15)]);
		assert_noop!(remove(), held);
		deposit(ALICE, 5);
		lock(ALICE, INTERVAL, 0);
		assert_noop!(remove(), held);
		assert!(Ledger::unlock(ALICE, INTERVAL));
		assert_ok!(remove());
	});
}

#[test]
fn what_is_paid_on_at_once_leaves_no_account() {
	run(|| {
		deposit(ALICE, 5);
		post(&[covered(ALICE, BOB, 5), covered(BOB, CAROL, 5)]);
		assert!(!has_money(ALICE) && !has_money(BOB) && has_money(CAROL));
		// Nothing moves.
		post(&[covered(ALICE, BOB, 0), owing(BOB, ALICE, 0)]);
		assert!(!has_money(ALICE) && !has_money(BOB));
	});
}
