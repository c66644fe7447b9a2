// SPDX-License-Identifier: Apache-2.0

//! Debts that are forgiven, or paid from the reserve.

use super::*;
use pallet_te_registry::Error as RegistryError;

fn why() -> Words {
	b"moved out".to_vec().try_into().unwrap()
}

fn forgive(
	by: Origin,
	debtor: NodeIndex,
	creditor: NodeIndex,
	amount: Option<u64>,
) -> Result<(), DispatchError> {
	Ledger::forgive(by, debtor, creditor, amount, why())
}

fn forgiven(debtor: NodeIndex, creditor: NodeIndex, amount: u64, left: u64) -> Event<Test> {
	Event::DebtForgiven { debtor, creditor, amount, left, reason: why() }
}

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

/// Puts so much into the reserve, of which so much is withheld.
fn reserve(free: u64, withheld: u64) {
	deposit(CAROL, free + withheld);
	let silence =
		|amount: u64, withheld| Posting { withheld, ..owing(CAROL, RESERVE, amount.into()) };
	post(&[silence(free, false), silence(withheld, true)]);
}

#[test]
fn the_creditor_writes_off_what_it_is_owed() {
	run(|| {
		in_debt(ALICE);
		events();
		assert_ok!(forgive(by(UTILITY), ALICE, UTILITY, Some(150)));
		assert_eq!(events(), [forgiven(ALICE, UTILITY, 150, 50)]);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 50, 0), (0, 0, 0, 50)));
		assert_ok!(forgive(by(UTILITY), ALICE, UTILITY, None));
		assert_eq!(events(), [forgiven(ALICE, UTILITY, 50, 0)]);
		assert!(!has_money(ALICE) && !has_money(UTILITY));
		assert_eq!((Debts::<Test>::iter().count(), pot()), (0, 0));
	});
}

#[test]
fn the_operator_writes_off_any_debt() {
	run(|| {
		in_debt(ALICE);
		in_debt(BOB);
		post(&[owing(ALICE, RESERVE, 30)]);
		events();
		assert_ok!(forgive(operator(), ALICE, UTILITY, None));
		assert_ok!(forgive(Origin::root(), ALICE, RESERVE, Some(30)));
		assert_eq!(events(), [forgiven(ALICE, UTILITY, 200, 0), forgiven(ALICE, RESERVE, 30, 0)]);
		assert!(!has_money(ALICE));
		assert_eq!(money(UTILITY), (0, 0, 0, 200));
		assert!(!Accounts::<Test>::contains_key(RESERVE));
	});
}

#[test]
fn fails_for_others_and_for_what_is_not_owed() {
	run(|| {
		in_debt(ALICE);
		for by in [by(ALICE), by(BOB), Origin::signed(STRANGER)] {
			assert_noop!(forgive(by, ALICE, UTILITY, None), Error::<Test>::NotCreditor);
		}
		assert_noop!(forgive(Origin::none(), ALICE, UTILITY, None), DispatchError::BadOrigin);
		for by in [by(UTILITY), operator()] {
			let refused = |amount, error: Error<Test>| {
				assert_noop!(forgive(by.clone(), ALICE, UTILITY, amount), error);
			};
			refused(Some(0), Error::ZeroAmount);
			refused(Some(201), Error::MoreThanOwed);
			assert_noop!(forgive(by.clone(), BOB, UTILITY, None), Error::<Test>::NoDebt);
		}
		for (debtor, creditor) in [(UTILITY, ALICE), (ALICE, ALICE), (NOBODY, UTILITY)] {
			assert_noop!(forgive(operator(), debtor, creditor, None), Error::<Test>::NoDebt);
		}
	});
}

/// A tenant moves out owing 200; an exporter leaves a market whose utility does not pay.
#[test]
fn who_has_left_can_be_removed_after_its_debts_are_written_off() {
	run(|| {
		in_debt(ALICE);
		utility_in_debt(BOB);
		for node in [ALICE, BOB] {
			assert_noop!(
				Registry::remove(Origin::root(), node),
				RegistryError::<Test>::BusinessOpen
			);
		}
		assert_ok!(forgive(by(UTILITY), ALICE, UTILITY, None));
		assert_ok!(Registry::remove(Origin::root(), ALICE));
		// Bob by himself, or by the operator if he is gone.
		assert_ok!(forgive(by(BOB), UTILITY, BOB, Some(10)));
		assert_ok!(forgive(operator(), UTILITY, BOB, None));
		assert_ok!(Registry::remove(Origin::root(), BOB));
		assert_eq!(Accounts::<Test>::iter().count(), 0);
	});
}

#[test]
fn who_owes_to_the_reserve_is_in_debt_as_any_other() {
	run(|| {
		post(&[owing(ALICE, RESERVE, 200)]);
		assert!(Ledger::in_arrears(ALICE));
		deposit(ALICE, 50);
		assert_eq!((money(ALICE), debt(ALICE, RESERVE)), ((0, 0, 150, 0), 150));
		assert_eq!(Ledger::reserve().credit, 50);
		assert_noop!(Ledger::withdraw(by(ALICE), 1), Error::<Test>::InDebt);
		post(&[owing(BOB, RESERVE, 10)]);
		lock(BOB, INTERVAL, 10);
		lock(BOB, INTERVAL, None);
		assert_ok!(Ledger::collect(by(ALICE), BOB, RESERVE));
		assert_eq!(Ledger::reserve().credit, 60);
	});
}

#[test]
fn the_operator_pays_a_claim_from_the_reserve() {
	run(|| {
		utility_in_debt(ALICE);
		reserve(40, 1_000);
		let pay = |amount| Ledger::pay_from_reserve(operator(), UTILITY, ALICE, amount, why());
		events();
		assert_ok!(pay(30));
		let (debtor, creditor, amount, reason) = (UTILITY, ALICE, 30, why());
		let expected = Event::PaidFromReserve { debtor, creditor, amount, reason };
		assert_eq!(events(), [paid(UTILITY, ALICE, 30, 30), expected]);
		assert_eq!((money(ALICE), money(UTILITY)), ((30, 0, 0, 30), (0, 0, 30, 0)));
		assert_eq!((Ledger::reserve().credit, Ledger::withheld(RESERVE)), (1_010, 1_000));
		// What is withheld of it is not touched.
		assert_noop!(pay(11), Error::<Test>::NotInReserve);
		assert_ok!(pay(10));
		Ledger::release(RESERVE, 1_000);
		assert_noop!(pay(21), Error::<Test>::MoreThanOwed);
		assert_noop!(pay(0), Error::<Test>::ZeroAmount);
		assert_ok!(pay(20));
		assert_noop!(pay(1), Error::<Test>::NoDebt);
	});
}

#[test]
fn nothing_else_takes_money_out_of_the_reserve() {
	run(|| {
		in_debt(ALICE);
		reserve(500, 0);
		for by in [by(UTILITY), by(ALICE), Origin::signed(STRANGER), Origin::none()] {
			assert_noop!(
				Ledger::pay_from_reserve(by, ALICE, UTILITY, 1, why()),
				DispatchError::BadOrigin
			);
		}
		post(&[owing(BOB, RESERVE, 60)]);
		// To itself, to nobody that is owed, or of its own accord.
		let pay =
			|debtor, creditor| Ledger::pay_from_reserve(operator(), debtor, creditor, 1, why());
		assert_noop!(pay(BOB, RESERVE), Error::<Test>::OwedToReserve);
		assert_noop!(pay(BOB, UTILITY), Error::<Test>::NoDebt);
		assert_noop!(pay(RESERVE, UTILITY), Error::<Test>::NoDebt);
		for creditor in [ALICE, UTILITY, RESERVE] {
			assert_noop!(
				Ledger::collect(by(ALICE), RESERVE, creditor),
				Error::<Test>::NothingToCollect
			);
		}
		assert_eq!(Ledger::reserve().credit, 500);
	});
}
