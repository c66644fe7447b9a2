// SPDX-License-Identifier: Apache-2.0

//! What metered nodes leave in the pot for the energy that they use.

use super::*;
use gridmerit_energy::MAX_PRICE;

/// Alice is metered and may draw 20 Wh, Bob as much without a meter; 30 for each Wh.
fn market(test: impl FnOnce()) {
	run(|| {
		for node in [ALICE, BOB] {
			set_limits(node, 5, 20);
		}
		Ledger::require_standing(ALICE, true);
		assert_ok!(Ledger::set_standing_price(Origin::signed(OPERATOR), 30));
		assert_eq!(events(), [Event::StandingPriceSet { price: 30 }]);
		assert!(Ledger::standing_required(ALICE) && !Ledger::standing_required(BOB));
		test();
	});
}

#[test]
fn posting_draws_what_is_missing_of_it() {
	market(|| {
		lock(ALICE, INTERVAL, 100);
		assert_eq!(events(), [Event::LockChanged { node: ALICE, drawn: 700, locked: 100 }]);
		assert_eq!(money(ALICE), (700, 100, 0, 0));
		// Only once; another order needs no more than its lock.
		lock(ALICE, INTERVAL + 1, 50);
		assert_eq!(money(ALICE), (750, 150, 0, 0));
		lock(ALICE, INTERVAL + 1, 20);
		assert_eq!(money(ALICE), (750, 120, 0, 0));
		lock(ALICE, INTERVAL + 1, 50);
		assert_eq!(money(ALICE), (750, 150, 0, 0));
		lock(ALICE, INTERVAL, 101);
		assert_eq!(money(ALICE), (751, 151, 0, 0));
	});
}

#[test]
fn what_is_there_counts() {
	market(|| {
		deposit(ALICE, 650);
		lock(ALICE, INTERVAL, 100);
		assert_eq!(money(ALICE), (700, 100, 0, 0));
		deposit(ALICE, 1_000);
		lock(ALICE, INTERVAL, 1_100);
		assert_eq!((money(ALICE), balance(ALICE)), ((1_700, 1_100, 0, 0), WEALTH - 1_700));
	});
}

#[test]
fn fails_to_post_without_it() {
	market(|| {
		let most = u128::from(WEALTH - ED - 600);
		let owner = account_of(ALICE);
		assert_noop!(
			Ledger::lock(ALICE, &owner, &[(INTERVAL, Some(most + 1))]),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(Ledger::lock(ALICE, &owner, &[(INTERVAL, Some(most))]));
		assert_eq!(balance(ALICE), ED);
	});
}

#[test]
fn cancelling_never_needs_it() {
	market(|| {
		assert_ok!(Ledger::set_standing_price(Origin::root(), 0));
		lock(ALICE, INTERVAL, 100);
		lock(ALICE, INTERVAL + 1, 100);
		assert_ok!(Balances::transfer_all(by(ALICE), STRANGER, false));
		assert_ok!(Ledger::set_standing_price(Origin::root(), 30));
		events();
		for (interval, less) in [(INTERVAL, Some(99)), (INTERVAL, None), (INTERVAL + 1, Some(0))] {
			assert_ok!(Ledger::lock(ALICE, &account_of(ALICE), &[(interval, less)]));
		}
		// As much as before is no more than before.
		assert_ok!(Ledger::lock(ALICE, &account_of(ALICE), &[(INTERVAL + 1, Some(0))]));
		assert_noop!(
			Ledger::lock(ALICE, &account_of(ALICE), &[(INTERVAL, Some(1))]),
			Error::<Test>::InsufficientFunds
		);
		assert_eq!(money(ALICE), (200, 0, 0, 0));
		assert!(events().iter().all(|event| matches!(event, Event::LockChanged { drawn: 0, .. })));
	});
}

#[test]
fn boundary_of_what_can_be_paid_to_another_node() {
	use gridmerit_pallet_support::NodePayments;
	market(|| {
		deposit(ALICE, 1_000);
		let pay = |from, to, amount| <Ledger as NodePayments>::pay(from, to, amount);
		for amount in [401, 1_000] {
			assert_noop!(pay(ALICE, BOB, amount), Error::<Test>::StandingDeposit);
		}
		assert_noop!(pay(ALICE, BOB, 1_001), Error::<Test>::NotFree);
		assert_noop!(pay(ALICE, BOB, Planck::MAX), Error::<Test>::BeyondBalance);
		assert_ok!(pay(ALICE, BOB, 400));
		assert_eq!((money(ALICE), money(BOB).0), ((600, 0, 0, 0), 400));
		// What is tied up is not free.
		lock(ALICE, INTERVAL, 50);
		assert_noop!(pay(ALICE, BOB, 1), Error::<Test>::StandingDeposit);
		// Who owes anything pays that first.
		let debt = [owing(BOB, CAROL, 500)];
		assert_ok!(Ledger::post(Entry { postings: &debt, ..Default::default() }));
		assert_noop!(pay(BOB, ALICE, 1), Error::<Test>::InDebt);
	});
}

#[test]
fn boundary_of_what_can_be_withdrawn() {
	market(|| {
		deposit(ALICE, 1_000);
		for amount in [401, 1_000] {
			assert_noop!(Ledger::withdraw(by(ALICE), amount), Error::<Test>::StandingDeposit);
		}
		assert_noop!(Ledger::withdraw(by(ALICE), 1_001), Error::<Test>::NotFree);
		assert_ok!(Ledger::withdraw(by(ALICE), 300));
		lock(ALICE, INTERVAL, 50);
		assert_noop!(Ledger::withdraw(by(ALICE), 51), Error::<Test>::StandingDeposit);
		assert_ok!(Ledger::withdraw(by(ALICE), 50));
		assert_eq!(money(ALICE), (650, 50, 0, 0));
		// A lower limit needs less, and a node without meter nothing.
		set_limits(ALICE, 5, 10);
		assert_noop!(Ledger::withdraw(by(ALICE), 301), Error::<Test>::StandingDeposit);
		assert_ok!(Ledger::withdraw(by(ALICE), 300));
		Ledger::require_standing(ALICE, false);
		assert_ok!(Ledger::withdraw(by(ALICE), 300));
		assert_eq!(money(ALICE), (50, 50, 0, 0));
	});
}

#[test]
fn whoever_has_less_withdraws_nothing() {
	market(|| {
		deposit(ALICE, 599);
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::StandingDeposit);
		deposit(ALICE, 2);
		assert_ok!(Ledger::withdraw(by(ALICE), 1));
	});
}

#[test]
fn whoever_has_no_meter_needs_none() {
	market(|| {
		lock(BOB, INTERVAL, 100);
		deposit(BOB, 50);
		assert_ok!(Ledger::withdraw(by(BOB), 50));
		assert_eq!(money(BOB), (100, 100, 0, 0));
	});
}

#[test]
fn it_pays_for_what_was_used() {
	market(|| {
		deposit(ALICE, 600);
		charge(INTERVAL, ALICE, UTILITY, 400);
		assert_eq!((money(ALICE), money(UTILITY).0), ((200, 0, 0, 0), 400));
		// What is missing is drawn with the next order.
		lock(ALICE, INTERVAL + 2, 10);
		assert_eq!(money(ALICE), (610, 10, 0, 0));
	});
}

#[test]
fn fails_for_who_is_not_the_operator_and_for_a_price_out_of_bounds() {
	market(|| {
		for origin in [by(ALICE), Origin::signed(STRANGER), Origin::none()] {
			assert_noop!(Ledger::set_standing_price(origin, 1), DispatchError::BadOrigin);
		}
		let set = |price| Ledger::set_standing_price(Origin::root(), price);
		for price in [MAX_PRICE + 1, u64::MAX] {
			assert_noop!(set(price), Error::<Test>::PriceTooHigh);
		}
		assert_ok!(set(MAX_PRICE));
		assert_eq!(StandingPrice::<Test>::get(), MAX_PRICE);
		assert_ok!(set(0));
		assert_eq!(StandingPrice::<Test>::get(), 0);
	});
}

#[test]
fn boundary_of_what_the_chain_counts() {
	market(|| {
		deposit(ALICE, 10);
		assert_ok!(Ledger::set_standing_price(Origin::root(), MAX_PRICE));
		// 2^48 * 2^16 is one more than there can be.
		set_limits(ALICE, 5, 1 << 16);
		let refused = Error::<Test>::BeyondBalance;
		assert_noop!(Ledger::withdraw(by(ALICE), 1), refused);
		let needed = [(INTERVAL, Some(20))];
		let owner = account_of(ALICE);
		assert_noop!(Ledger::lock(ALICE, &owner, &needed), Error::<Test>::BeyondBalance);
		set_limits(ALICE, 5, (1 << 16) - 1);
		assert_noop!(Ledger::lock(ALICE, &owner, &needed), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn it_is_required_until_it_is_not() {
	market(|| {
		// Twice is once.
		Ledger::require_standing(ALICE, true);
		assert_noop!(
			Registry::remove(Origin::root(), ALICE),
			pallet_te_registry::Error::<Test>::BusinessOpen
		);
		Ledger::require_standing(BOB, false);
		Ledger::require_standing(ALICE, false);
		Ledger::require_standing(ALICE, false);
		assert_eq!(StandingRequired::<Test>::iter().count(), 0);
		assert_ok!(Registry::remove(Origin::root(), ALICE));
	});
}
