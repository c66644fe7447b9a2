// SPDX-License-Identifier: Apache-2.0

//! Damage made good with money from outside the pot.

use super::*;
use gridmerit_pallet_support::Compensation;

fn compensate(debtor: NodeIndex, creditor: NodeIndex, amount: Planck) -> Result<(), DispatchError> {
	<Ledger as Compensation<AccountId>>::compensate(&STRANGER, debtor, creditor, amount)
}

fn compensated(by: NodeIndex, node: NodeIndex, amount: u64) -> Event<Test> {
	Event::Compensated { node, by, amount }
}

fn credit(node: NodeIndex) -> u64 {
	Accounts::<Test>::get(node).credit
}

#[test]
fn who_was_harmed_is_paid_and_owed_as_much_less() {
	run(|| {
		in_debt(ALICE);
		let before = credit(UTILITY);
		assert_ok!(compensate(ALICE, UTILITY, 150));
		assert_eq!(credit(UTILITY), before + 150);
		assert_eq!(debt(ALICE, UTILITY), 50);
		assert_eq!(Balances::free_balance(STRANGER), WEALTH - 150);
		let event = RuntimeEvent::from(compensated(ALICE, UTILITY, 150));
		assert_eq!(System::events().pop().unwrap().event, event);
		// More than is owed is paid all the same.
		assert_ok!(compensate(ALICE, UTILITY, 60));
		assert_eq!(credit(UTILITY), before + 210);
		assert_eq!(debt(ALICE, UTILITY), 0);
		assert_eq!(Accounts::<Test>::get(ALICE).debts, 0);
	});
}

#[test]
fn who_is_owed_nothing_is_paid() {
	run(|| {
		assert_ok!(compensate(ALICE, BOB, 7));
		assert_ok!(compensate(ALICE, RESERVE, 9));
		assert_eq!((credit(BOB), credit(RESERVE)), (7, 9));
		// It can have it paid out.
		assert_ok!(Ledger::withdraw(by(BOB), 7));
	});
}

#[test]
fn debts_of_others_stay() {
	run(|| {
		in_debt(ALICE);
		assert_ok!(compensate(BOB, UTILITY, 150));
		assert_eq!(debt(ALICE, UTILITY), 200);
	});
}

#[test]
fn nothing_changes_if_it_fails() {
	run(|| {
		in_debt(ALICE);
		let refuse = |creditor, amount, error: Error<Test>| {
			assert_noop!(compensate(ALICE, creditor, amount), error);
		};
		refuse(UTILITY, 0, Error::ZeroAmount);
		refuse(NOBODY, 1, Error::UnknownNode);
		refuse(UTILITY, u128::from(u64::MAX) + 1, Error::BeyondBalance);
		refuse(UTILITY, u128::from(WEALTH - ED + 1), Error::InsufficientFunds);
		Accounts::<Test>::mutate(BOB, |account| account.credit = u64::MAX);
		refuse(BOB, 1, Error::BeyondBalance);
		Accounts::<Test>::remove(BOB);
		assert_ok!(compensate(ALICE, UTILITY, (WEALTH - ED).into()));
	});
}
