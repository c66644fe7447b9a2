// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;

/// A sound state with something of everything, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		settle(INTERVAL, ALICE, metered(12, 0));
		lock(ALICE, INTERVAL + 1, 70);
		lock(ALICE, INTERVAL + 2, 30);
		Settlement::do_try_state().unwrap();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Settlement::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn change(node: NodeIndex, change: impl FnOnce(&mut AccountOf<Test>)) {
	Accounts::<Test>::mutate(node, change);
}

fn invoice(change: impl FnOnce(&mut Invoice<u64>)) {
	Invoices::<Test>::mutate(INTERVAL, ALICE, |invoice| change(invoice.as_mut().unwrap()));
}

#[test]
fn the_pot_holds_everything() {
	let short = "the pot does not hold what belongs to the nodes";
	broken(|| change(BOB, |account| account.credit += 1), short);
	broken(
		|| {
			Balances::set_balance(&Settlement::pot(), ED + pot() - 1);
		},
		short,
	);
	// A gift to the pot is nobody's, and harms nobody.
	run(|| {
		deposit(ALICE, 5);
		assert_ok!(Balances::transfer_keep_alive(by(BOB), Settlement::pot(), 1));
	});
}

#[test]
fn locks_are_what_is_locked() {
	broken(|| change(BOB, |account| account.credit = 1_499), "more locked than there is");
	broken(|| change(ALICE, |account| account.locked -= 1), "locks do not add up");
	broken(|| change(ALICE, |account| account.locks[0].1 -= 1), "locks do not add up");
	let unordered = "locks out of order";
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL + 3), unordered);
	broken(|| change(ALICE, |account| account.locks[1].0 = INTERVAL + 1), unordered);
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL), "a lock for what is settled");
}

#[test]
fn accounts_belong_to_nodes() {
	broken(|| change(NOBODY, |account| account.credit = 1), "money of no node");
	broken(|| Accounts::<Test>::insert(CAROL, Account::default()), "an empty account");
}

#[test]
fn debts_are_what_is_owed() {
	let debt = |debtor, creditor, debt| Debts::<Test>::insert(debtor, creditor, debt);
	broken(|| debt(BOB, CAROL, 0), "a debt that is none");
	broken(|| debt(BOB, BOB, 5), "a debt that is none");
	broken(|| debt(UTILITY, ALICE, 5), "debts that should be set off");
	broken(|| debt(ALICE, UTILITY, 399), "debts do not add up");
	broken(|| change(ALICE, |account| account.debts += 1), "debts do not add up");
	broken(|| change(UTILITY, |account| account.claims += 1), "claims do not add up");
	broken(|| debt(CAROL, NOBODY, 5), "a debt without an account");
}

#[test]
fn invoices_add_up() {
	let wrong = "an invoice that does not add up";
	broken(|| invoice(|invoice| invoice.credited += 1), wrong);
	broken(|| invoice(|invoice| invoice.charged += 1), wrong);
	broken(|| invoice(|invoice| invoice.arrears += 1), wrong);
	broken(|| invoice(|invoice| invoice.claim += 1), wrong);
	broken(|| invoice(|invoice| invoice.position.cost += 1), wrong);
	broken(|| invoice(|invoice| invoice.position.revenue += 1), wrong);
	let deviation = Deviation::Bought { energy: 2, cost: 401 };
	broken(|| invoice(|invoice| invoice.deviation = deviation), wrong);
	broken(|| invoice(|invoice| invoice.fee = 1_051), "a fee above the cost");
}
