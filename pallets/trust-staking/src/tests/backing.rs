// SPDX-License-Identifier: Apache-2.0

//! Others bond behind a node.

use super::*;

fn unback(account: AccountId, amount: Planck) -> Result<(), DispatchError> {
	TrustStaking::unback(Origin::signed(account), ALICE, amount)
}

fn withdraw(account: AccountId) -> Result<(), DispatchError> {
	TrustStaking::withdraw_backing(Origin::signed(ERIN), ALICE, account)
}

#[test]
fn nobody_backs_a_node_that_risks_nothing() {
	run(|| {
		let dave = || Origin::signed(DAVE);
		let least = Rules::<Test>::get().weighing.least;
		assert_noop!(TrustStaking::back(dave(), ALICE, UNIT), Error::<Test>::NotBackable);
		assert_noop!(TrustStaking::back(dave(), NOBODY, UNIT), Error::<Test>::NotBackable);
		bond(ALICE, least - 1);
		assert_noop!(TrustStaking::back(dave(), ALICE, UNIT), Error::<Test>::NotBackable);
		bond(ALICE, 1);
		assert_noop!(
			TrustStaking::back(dave(), ALICE, MIN_BACKING - 1),
			Error::<Test>::BackingTooSmall
		);
		assert_noop!(
			TrustStaking::back(dave(), ALICE, WEALTH - ED + 1),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(TrustStaking::back(dave(), ALICE, MAX_BOND + 1), Error::<Test>::BondTooLarge);
		assert_noop!(TrustStaking::back(dave(), ALICE, Planck::MAX), Error::<Test>::BondTooLarge);
		back(DAVE, ALICE, MIN_BACKING);
		let (node, backer, amount) = (ALICE, DAVE, MIN_BACKING);
		assert_eq!(last_event(), Event::Backed { node, backer, amount });
		back(DAVE, ALICE, WEALTH - ED - MIN_BACKING);
		assert_eq!(free(DAVE), ED);
		assert_eq!(stake(ALICE).pool.bonded, WEALTH - ED);
		assert_eq!(TrustStaking::trust(ALICE).backed, WEALTH - ED);
	});
}

#[test]
fn a_node_has_only_so_many_backers() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		for account in [DAVE, ERIN, FRANK] {
			back(account, ALICE, UNIT);
		}
		assert_noop!(TrustStaking::back(by(BOB), ALICE, UNIT), Error::<Test>::TooManyBackers);
		// Who is in can bond more.
		back(FRANK, ALICE, UNIT);
		assert_eq!(stake(ALICE).backers, 3);
		assert_ok!(unback(DAVE, UNIT));
		assert_noop!(TrustStaking::back(by(BOB), ALICE, UNIT), Error::<Test>::TooManyBackers);
		next_sessions(UNBONDING);
		assert_ok!(withdraw(DAVE));
		assert_ok!(TrustStaking::back(by(BOB), ALICE, UNIT));
	});
}

#[test]
fn a_backer_leaves_in_parts() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, 10 * UNIT);
		assert_noop!(unback(ERIN, 1), Error::<Test>::NotBacker);
		assert_noop!(unback(DAVE, 0), Error::<Test>::ZeroAmount);
		assert_noop!(unback(DAVE, 10 * UNIT + 1), Error::<Test>::MoreThanBonded);
		assert_noop!(withdraw(DAVE), Error::<Test>::NothingToWithdraw);
		assert_noop!(withdraw(ERIN), Error::<Test>::NotBacker);
		assert_ok!(unback(DAVE, 4 * UNIT));
		let (node, backer, amount, from) = (ALICE, DAVE, 4 * UNIT, now() + UNBONDING);
		assert_eq!(last_event(), Event::Unbacking { node, backer, amount, from });
		assert_eq!(TrustStaking::backing(ALICE, DAVE), Some((6 * UNIT, 4 * UNIT, 0)));
		next_sessions(1);
		// Less than the least backing does not stay.
		assert_ok!(unback(DAVE, 5 * UNIT + 1));
		assert_eq!(TrustStaking::backing(ALICE, DAVE), Some((0, 10 * UNIT, 0)));
		next_sessions(UNBONDING - 2);
		assert_noop!(withdraw(DAVE), Error::<Test>::NothingToWithdraw);
		next_sessions(1);
		assert_ok!(withdraw(DAVE));
		assert_eq!(last_event(), Event::BackingWithdrawn { node, backer, amount });
		assert_eq!(free(DAVE), WEALTH - 6 * UNIT);
		next_sessions(1);
		assert_ok!(withdraw(DAVE));
		assert_eq!(free(DAVE), WEALTH);
		assert_eq!(stake(ALICE).backers, 0);
		assert_eq!(TrustStaking::backing(ALICE, DAVE), None);
	});
}

#[test]
fn exactly_the_least_backing_may_stay() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, 10 * UNIT);
		assert_ok!(unback(DAVE, 9 * UNIT));
		assert_eq!(TrustStaking::backing(ALICE, DAVE), Some((UNIT, 9 * UNIT, 0)));
	});
}

#[test]
fn backers_leave_in_so_many_parts_only() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, 10 * UNIT);
		for _ in 0..3 {
			assert_ok!(unback(DAVE, UNIT));
			next_sessions(1);
		}
		assert_noop!(unback(DAVE, UNIT), Error::<Test>::TooManyUnbondings);
	});
}

#[test]
fn backers_can_leave_a_node_whose_own_bond_is_gone() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, 10 * UNIT);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 20 * UNIT));
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_unbonded(by(ALICE), ALICE));
		assert_eq!(stake(ALICE).owner, None);
		assert_noop!(
			TrustStaking::back(Origin::signed(ERIN), ALICE, UNIT),
			Error::<Test>::NotBackable
		);
		assert_noop!(
			TrustStaking::withdraw_unbonded(by(ALICE), ALICE),
			Error::<Test>::NothingToWithdraw
		);
		assert_ok!(unback(DAVE, 10 * UNIT));
		next_sessions(UNBONDING);
		assert_ok!(withdraw(DAVE));
		assert_eq!(Stakes::<Test>::get(ALICE), None);
		assert_eq!(pallet_te_registry::References::<Test>::get(ALICE), None);
	});
}

#[test]
fn nobody_takes_what_is_not_its_own() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, 10 * UNIT);
		back(ERIN, ALICE, 10 * UNIT);
		assert_ok!(unback(DAVE, 10 * UNIT));
		assert_noop!(unback(DAVE, UNIT), Error::<Test>::MoreThanBonded);
		next_sessions(UNBONDING);
		// Anybody can have it paid, but only to whom it belongs.
		assert_ok!(TrustStaking::withdraw_backing(by(BOB), ALICE, DAVE));
		assert_eq!((free(DAVE), free(account_of(BOB))), (WEALTH, WEALTH));
		assert_noop!(withdraw(DAVE), Error::<Test>::NotBacker);
		assert_eq!(TrustStaking::backing(ALICE, ERIN), Some((10 * UNIT, 0, 0)));
	});
}

#[test]
fn shares_that_are_worth_nothing_can_go() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		back(DAVE, ALICE, UNIT);
		// As if slashes had left one planck, of which another has nearly all shares.
		back(ERIN, ALICE, 2 * UNIT);
		Stakes::<Test>::mutate(ALICE, |stake| stake.as_mut().unwrap().pool.bonded = 1);
		assert_eq!(TrustStaking::backing(ALICE, DAVE), Some((0, 0, 0)));
		assert_ok!(unback(DAVE, 1));
		assert_eq!(TrustStaking::backing(ALICE, DAVE), None);
		assert_eq!(stake(ALICE).backers, 1);
	});
}
