// SPDX-License-Identifier: Apache-2.0

use super::*;
use gridmerit_energy::RENT;

fn rent() -> u64 {
	Balances::balance(&Ledger::rent_account())
}

/// Alice has paid so much to her neighbours.
fn paid_in(amount: Planck) {
	deposit(ALICE, 10_000);
	post(&[to_neighbours(ALICE, INTERVAL, amount)]);
}

#[test]
fn rent_goes_to_an_account_of_its_own() {
	run(|| {
		assert_ne!(Ledger::rent_account(), Ledger::pot_account());
		paid_in(700);
		let pot = Balances::balance(&Ledger::pot_account());
		assert_ok!(Ledger::pay_rent(INTERVAL, 300));
		assert_eq!((Ledger::neighbours(INTERVAL), rent()), (400, 300));
		assert_eq!(Balances::balance(&Ledger::pot_account()), pot - 300);
		System::assert_last_event(Event::RentPaid { amount: 300 }.into());
		assert!(!Accounts::<Test>::contains_key(RENT));
		assert_ok!(Ledger::pay_rent(INTERVAL, 0));
		assert_eq!(rent(), 300);
	});
}

#[test]
fn what_its_account_cannot_take_waits_in_the_pot() {
	run(|| {
		paid_in(700);
		assert_ok!(Ledger::pay_rent(INTERVAL, Planck::from(ED) - 1));
		assert_eq!((rent(), Ledger::account(RENT).credit), (0, ED - 1));
		Ledger::do_try_state().unwrap();
		assert_ok!(Ledger::pay_rent(INTERVAL, 1));
		assert_eq!((rent(), Ledger::account(RENT).credit), (ED, 0));
	});
}

#[test]
fn more_than_the_chain_counts_is_refused_and_changes_nothing() {
	run(|| {
		let amount = Planck::from(u64::MAX) + 1;
		Neighbours::<Test>::insert(INTERVAL, amount as i128);
		assert_noop!(Ledger::pay_rent(INTERVAL, amount), Error::<Test>::BeyondBalance);
		Neighbours::<Test>::remove(INTERVAL);
	});
}

/// It is what neighbours have left, and nobody else's.
#[test]
fn boundary_of_what_the_neighbours_of_an_interval_have_left() {
	run(|| {
		let refused = |interval, amount| {
			let paid = Ledger::pay_rent(interval, amount);
			assert_noop!(paid, Error::<Test>::NotOfNeighbours);
		};
		paid_in(700);
		refused(INTERVAL, 701);
		refused(INTERVAL + 1, 1);
		assert_ok!(Ledger::pay_rent(INTERVAL, 700));
		assert_eq!((Ledger::neighbours(INTERVAL), rent()), (0, 700));
		refused(INTERVAL, 1);
		// Sellers have been paid, and buyers have not paid yet.
		post(&[to_neighbours(ALICE, INTERVAL, 100)]);
		Neighbours::<Test>::insert(INTERVAL, -5);
		refused(INTERVAL, 1);
		Neighbours::<Test>::insert(INTERVAL, 100);
	});
}

#[test]
fn its_account_is_named() {
	run(|| {
		assert_eq!(Ledger::rent(), Ledger::rent_account());
	});
}

#[test]
fn boundary_of_what_is_paid_from_its_account() {
	run(|| {
		paid_in(700);
		assert_ok!(Ledger::pay_rent(INTERVAL, 700));
		let held = Planck::from(700 - ED);
		assert_eq!(Ledger::rent_held(), held);
		let issued = Balances::total_issuance();
		let before = Balances::balance(&STRANGER);
		assert!(Ledger::spend_rent(&STRANGER, held + 1).is_err());
		assert!(Ledger::spend_rent(&STRANGER, Planck::MAX).is_err());
		assert_eq!((rent(), Balances::balance(&STRANGER)), (700, before));
		assert_ok!(Ledger::spend_rent(&STRANGER, held));
		System::assert_last_event(Event::RentSpent { to: STRANGER, amount: 700 - ED }.into());
		assert_eq!((rent(), Balances::balance(&STRANGER)), (ED, before + 700 - ED));
		assert_eq!((Ledger::rent_held(), Balances::total_issuance()), (0, issued));
	});
}
