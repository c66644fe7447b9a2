// SPDX-License-Identifier: Apache-2.0

//! What sponsors pay in, nodes are paid from it, and what is left goes back.

use super::*;
use gridmerit_energy::SUBSIDIES;
use gridmerit_pallet_support::SubsidyPot;

fn balance() -> u64 {
	Balances::balance(&STRANGER)
}

fn pay(to: NodeIndex, amount: Planck) -> Posting {
	covered(SUBSIDIES, to, amount)
}

#[test]
fn what_a_sponsor_pays_in_is_paid_to_nodes_and_what_is_left_goes_back() {
	run(|| {
		let before = balance();
		assert_ok!(Ledger::fund(&STRANGER, 1_000));
		System::assert_last_event(Event::Deposited { node: SUBSIDIES, amount: 1_000 }.into());
		assert_eq!((Ledger::subsidies(), balance()), (1_000, before - 1_000));
		post(&[pay(ALICE, 300), pay(BOB, 1)]);
		assert_eq!((Ledger::account(ALICE).credit, Ledger::account(BOB).credit), (300, 1));
		Ledger::do_try_state().unwrap();
		assert_ok!(Ledger::refund(&STRANGER, 699));
		System::assert_last_event(Event::Withdrawn { node: SUBSIDIES, amount: 699 }.into());
		assert_eq!((Ledger::subsidies(), balance()), (0, before - 301));
		assert!(!Accounts::<Test>::contains_key(SUBSIDIES));
	});
}

#[test]
fn boundary_of_what_is_paid_in_and_out() {
	run(|| {
		// The account lives on.
		let most = Planck::from(balance() - ED);
		let refused = |amount, error: Error<Test>| {
			assert_noop!(Ledger::fund(&STRANGER, amount), error);
		};
		refused(0, Error::ZeroAmount);
		refused(most + 1, Error::InsufficientFunds);
		refused(Planck::from(u64::MAX) + 1, Error::BeyondBalance);
		assert_ok!(Ledger::fund(&STRANGER, most));
		let beyond = Ledger::fund(&account_of(ALICE), u64::MAX.into());
		assert_noop!(beyond, Error::<Test>::BeyondBalance);
		assert_noop!(Ledger::refund(&STRANGER, 0), Error::<Test>::ZeroAmount);
		assert_noop!(Ledger::refund(&STRANGER, most + 1), Error::<Test>::NotFree);
		assert_noop!(Ledger::refund(&STRANGER, Planck::MAX), Error::<Test>::BeyondBalance);
		// An account that cannot take so little.
		assert!(Ledger::refund(&999, Planck::from(ED) - 1).is_err());
		assert_eq!(Ledger::subsidies(), most);
		assert_ok!(Ledger::refund(&999, Planck::from(ED)));
		assert_ok!(Ledger::refund(&STRANGER, most - Planck::from(ED)));
	});
}

#[test]
fn a_node_is_paid_no_more_than_there_is() {
	run(|| {
		assert_ok!(Ledger::fund(&STRANGER, 1_000));
		let posted = Ledger::post(entry(&[pay(ALICE, 1_001)]));
		assert_noop!(posted, Error::<Test>::NotCovered);
	});
}

#[test]
fn who_owes_money_pays_with_what_it_gets() {
	run(|| {
		post(&[owing(ALICE, UTILITY, 200)]);
		assert_eq!(debt(ALICE, UTILITY), 200);
		assert_ok!(Ledger::fund(&STRANGER, 1_000));
		post(&[pay(ALICE, 150)]);
		assert_eq!((debt(ALICE, UTILITY), Ledger::account(ALICE).credit), (50, 0));
	});
}
