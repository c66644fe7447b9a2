// SPDX-License-Identifier: Apache-2.0

//! Wagers: apart until they are given back or lost.

use super::*;
use gridmerit_energy::WAGERS;
use gridmerit_pallet_support::Wagers;

fn wager(node: NodeIndex, amount: Planck) -> Result<(), DispatchError> {
	Ledger::wager(node, &account_of(node), amount)
}

#[test]
fn a_wager_is_apart_until_it_is_given_back_or_lost() {
	run(|| {
		deposit(ALICE, 100);
		System::reset_events();
		assert_ok!(wager(ALICE, 70));
		assert_eq!(events(), [Event::Wagered { node: ALICE, amount: 70, drawn: 0 }]);
		assert_eq!((money(ALICE).0, money(WAGERS).0, Ledger::wagered()), (30, 70, 70));
		// All of it from the account, where nothing is in the pot.
		assert_ok!(wager(BOB, 50));
		assert_eq!(events(), [Event::Wagered { node: BOB, amount: 50, drawn: 50 }]);
		assert_eq!((balance(BOB), has_money(BOB), Ledger::wagered()), (WEALTH - 50, false, 120));
		assert_ok!(Ledger::give_back(BOB, 50));
		assert_ok!(Ledger::forfeit(ALICE, 70));
		let returned = Event::WagerReturned { node: BOB, amount: 50 };
		assert_eq!(events(), [returned, Event::WagerLost { node: ALICE, amount: 70 }]);
		assert_eq!((money(BOB).0, money(RESERVE).0, Ledger::wagered()), (50, 70, 0));
		assert!(has_money(BOB) && !Accounts::<Test>::contains_key(WAGERS));
	});
}

#[test]
fn what_is_tied_up_stays_where_it_is() {
	run(|| {
		lock(ALICE, INTERVAL, 40);
		deposit(ALICE, 10);
		assert_ok!(Ledger::set_standing_price(Origin::root(), 1));
		Ledger::require_standing(ALICE, true);
		// 1,000 for the consumption limit: the 10 that are free are not enough for it.
		System::reset_events();
		assert_ok!(wager(ALICE, 25));
		let drawn = LIMIT - 10 + 25;
		assert_eq!(events(), [Event::Wagered { node: ALICE, amount: 25, drawn }]);
		assert_eq!(money(ALICE), (40 + LIMIT, 40, 0, 0));
		Ledger::require_standing(ALICE, false);
	});
}

#[test]
fn who_owes_money_wagers_nothing() {
	run(|| {
		in_debt(ALICE);
		assert_noop!(wager(ALICE, 1), Error::<Test>::InDebt);
		deposit(ALICE, 200);
		assert_ok!(wager(ALICE, 1));
	});
}

/// What comes back pays what the node owes by then.
#[test]
fn what_comes_back_pays_the_first_debt() {
	run(|| {
		assert_ok!(wager(ALICE, 300));
		in_debt(ALICE);
		assert_ok!(Ledger::give_back(ALICE, 300));
		assert_eq!((debt(ALICE, UTILITY), money(ALICE).0, money(UTILITY).0), (0, 100, 200));
	});
}

#[test]
fn boundary_of_what_an_account_can_wager() {
	run(|| {
		FeeReserve::set(&100);
		let most = Planck::from(WEALTH - ED - 100);
		assert_noop!(wager(ALICE, most + 1), Error::<Test>::InsufficientFunds);
		assert_noop!(wager(ALICE, u64::MAX.into()), Error::<Test>::InsufficientFunds);
		assert_noop!(wager(ALICE, Planck::MAX), Error::<Test>::BeyondBalance);
		assert_ok!(wager(ALICE, most));
		// More than the account has, beside a little that is in the pot.
		deposit(BOB, WEALTH - ED - 100);
		assert_noop!(wager(BOB, most + 1), Error::<Test>::InsufficientFunds);
		assert_ok!(wager(BOB, most));
		assert_eq!(Ledger::wagered(), 2 * most);
	});
}

#[test]
fn no_more_comes_back_and_is_lost_than_was_wagered() {
	run(|| {
		assert_ok!(wager(ALICE, 10));
		for amount in [11, Planck::from(u64::MAX)] {
			assert_noop!(Ledger::give_back(ALICE, amount), Error::<Test>::NotCovered);
			assert_noop!(Ledger::forfeit(ALICE, amount), Error::<Test>::NotCovered);
		}
		assert_noop!(Ledger::give_back(ALICE, Planck::MAX), Error::<Test>::BeyondBalance);
		assert_noop!(Ledger::forfeit(ALICE, Planck::MAX), Error::<Test>::BeyondBalance);
		assert_ok!(Ledger::give_back(ALICE, 10));
	});
}
