// SPDX-License-Identifier: Apache-2.0

//! What orders tie up.

use super::*;

fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
	Ledger::locks(node)
}

#[test]
fn only_what_is_missing_is_drawn() {
	run(|| {
		lock(ALICE, INTERVAL, 300);
		let changed = |drawn, locked| [Event::LockChanged { node: ALICE, drawn, locked }];
		assert_eq!(events(), changed(300, 300));
		assert_eq!((money(ALICE), balance(ALICE)), ((300, 300, 0, 0), WEALTH - 300));
		// Less needs nothing, and what is free serves the next.
		lock(ALICE, INTERVAL, 100);
		assert_eq!(events(), changed(0, 100));
		lock(ALICE, INTERVAL + 1, 150);
		assert_eq!(events(), changed(0, 250));
		lock(ALICE, INTERVAL + 2, 60);
		assert_eq!(events(), changed(10, 310));
		assert_eq!((money(ALICE), balance(ALICE)), ((310, 310, 0, 0), WEALTH - 310));
		lock(ALICE, INTERVAL + 1, None);
		assert_eq!(events(), changed(0, 160));
		assert_eq!(locks(ALICE), [(INTERVAL, 100), (INTERVAL + 2, 60)]);
		assert_eq!(pot(), 310);
	});
}

#[test]
fn one_transfer_serves_several_intervals() {
	run(|| {
		deposit(ALICE, 50);
		lock(ALICE, 11, 20);
		events();
		let needed = [(13, Some(5)), (10, Some(100)), (11, None), (12, Some(0))];
		assert_ok!(Ledger::lock(ALICE, &account_of(ALICE), &needed));
		assert_eq!(events(), [Event::LockChanged { node: ALICE, drawn: 55, locked: 105 }]);
		assert_eq!(locks(ALICE), [(10, 100), (12, 0), (13, 5)]);
		assert_eq!(money(ALICE), (105, 105, 0, 0));
	});
}

#[test]
fn nothing_is_said_when_nothing_changes() {
	run(|| {
		assert_ok!(Ledger::lock(ALICE, &account_of(ALICE), &[]));
		lock(ALICE, INTERVAL, None);
		lock(ALICE, INTERVAL, 0);
		assert_eq!(events(), []);
		lock(ALICE, INTERVAL, 70);
		events();
		lock(ALICE, INTERVAL, 70);
		assert_eq!(events(), []);
		assert_eq!(locks(BOB), []);
	});
}

#[test]
fn boundary_of_what_the_owner_has() {
	run(|| {
		deposit(ALICE, 1_000);
		let (owner, most) = (account_of(ALICE), Planck::from(WEALTH - ED));
		let needed = [(INTERVAL, Some(most)), (INTERVAL + 1, Some(1))];
		assert_noop!(Ledger::lock(ALICE, &owner, &needed), Error::<Test>::InsufficientFunds);
		assert_ok!(Ledger::lock(ALICE, &owner, &needed[..1]));
		assert_eq!((balance(ALICE), money(ALICE).0), (ED, WEALTH - ED));
		// Nobody else pays for it.
		assert_noop!(Ledger::lock(ALICE, &owner, &needed[1..]), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn boundary_of_open_intervals() {
	run(|| {
		for interval in 0..MAX_OPEN {
			lock(ALICE, 2 * interval, 1);
		}
		let owner = account_of(ALICE);
		for interval in [1, 2 * MAX_OPEN] {
			assert_noop!(
				Ledger::lock(ALICE, &owner, &[(interval, Some(0))]),
				Error::<Test>::TooManyOpen
			);
		}
		// Another lock for the same is none more.
		lock(ALICE, 2, 9);
		lock(ALICE, 0, None);
		lock(ALICE, 1, 1);
		assert_eq!(locks(ALICE), [(1, 1), (2, 9), (4, 1), (6, 1)]);
		assert_eq!(Ledger::max_open(), MAX_OPEN);
	});
}

/// Whichever comes first: what is freed makes room.
#[test]
fn a_place_that_is_freed_may_be_taken_in_the_same_call() {
	run(|| {
		for interval in 10..10 + MAX_OPEN {
			lock(ALICE, interval, 1);
		}
		let owner = account_of(ALICE);
		let one_more = [(1, Some(5)), (2, Some(5)), (12, None)];
		assert_noop!(Ledger::lock(ALICE, &owner, &one_more), Error::<Test>::TooManyOpen);
		events();
		let as_many = [(1, Some(5)), (12, None), (14, Some(6)), (13, None)];
		assert_ok!(Ledger::lock(ALICE, &owner, &as_many));
		assert_eq!(events(), [Event::LockChanged { node: ALICE, drawn: 9, locked: 13 }]);
		assert_eq!(locks(ALICE), [(1, 5), (10, 1), (11, 1), (14, 6)]);
		assert_eq!(money(ALICE), (13, 13, 0, 0));
	});
}

#[test]
fn who_asks_for_locks_sees_what_is_open() {
	run(|| {
		lock(ALICE, INTERVAL, 300);
		lock(ALICE, INTERVAL + 1, 0);
		in_debt(ALICE);
		let owner = account_of(ALICE);
		let seen = Ledger::lock_with(ALICE, &owner, |found| {
			assert_eq!(found.locks, locks(ALICE));
			assert!(found.in_arrears);
			let of = |interval| found.lock(interval);
			assert_eq!(of(INTERVAL + 1), Some(0));
			assert_eq!((of(INTERVAL - 1), of(INTERVAL + 2)), (None, None));
			Ok(vec![(INTERVAL + 1, None)])
		});
		assert_ok!(seen);
		assert_eq!(locks(ALICE).last().map(|(interval, _)| *interval), Some(INTERVAL));
		assert_ok!(Ledger::lock_with(BOB, &account_of(BOB), |found| {
			assert_eq!(*found, Obligations::default());
			Ok(vec![])
		}));
		// Nothing is locked if it comes to the conclusion that nothing may be.
		let refusal = DispatchError::Other("no");
		assert_noop!(Ledger::lock_with(ALICE, &owner, |_| Err(refusal)), refusal);
	});
}

#[test]
fn boundary_of_what_the_chain_counts() {
	run(|| {
		let owner = account_of(ALICE);
		let most = Planck::from(u64::MAX);
		for (needed, error) in [
			(vec![(INTERVAL, Some(most))], Error::<Test>::InsufficientFunds),
			(vec![(INTERVAL, Some(most + 1))], Error::BeyondBalance),
			(vec![(INTERVAL, Some(Planck::MAX))], Error::BeyondBalance),
			(vec![(INTERVAL, Some(most)), (INTERVAL + 1, Some(1))], Error::BeyondBalance),
		] {
			assert_noop!(Ledger::lock(ALICE, &owner, &needed), error);
		}
	});
}

#[test]
fn a_node_in_debt_is_in_arrears() {
	run(|| {
		assert!(!Ledger::in_arrears(ALICE));
		in_debt(ALICE);
		assert!(Ledger::in_arrears(ALICE) && !Ledger::in_arrears(UTILITY));
		deposit(ALICE, 200);
		assert!(!Ledger::in_arrears(ALICE));
	});
}

#[test]
fn boundary_of_what_is_left_for_fees() {
	run(|| {
		FeeReserve::set(&10);
		let most = u128::from(WEALTH - ED - 10);
		let owner = account_of(ALICE);
		assert_noop!(
			Ledger::lock(ALICE, &owner, &[(INTERVAL, Some(most + 1))]),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(Ledger::lock(ALICE, &owner, &[(INTERVAL, Some(most))]));
		assert_eq!(balance(ALICE), ED + 10);
		// Who pays in may pay in all of it.
		assert_ok!(Ledger::deposit(Origin::signed(owner), 10));
	});
}

#[test]
fn what_is_open_for_one_interval_is_freed() {
	run(|| {
		lock(ALICE, INTERVAL, 300);
		lock(ALICE, INTERVAL + 1, 20);
		lock(ALICE, INTERVAL + 2, 0);
		events();
		assert!(Ledger::unlock(ALICE, INTERVAL));
		let changed = |locked| [Event::LockChanged { node: ALICE, drawn: 0, locked }];
		assert_eq!(events(), changed(20));
		assert!(Ledger::unlock(ALICE, INTERVAL + 2));
		assert_eq!(events(), changed(20));
		assert_eq!(locks(ALICE), [(INTERVAL + 1, 20)]);
		assert_eq!(money(ALICE), (320, 20, 0, 0));
		for (node, interval) in [(ALICE, INTERVAL), (BOB, INTERVAL), (NOBODY, INTERVAL)] {
			assert!(!Ledger::unlock(node, interval));
		}
		assert_eq!(events(), []);
	});
}

#[test]
fn what_is_withheld_counts_as_locked_and_stays() {
	run(|| {
		deposit(BOB, 500);
		post(&[Posting { withheld: true, ..covered(BOB, ALICE, 300) }]);
		events();
		lock(ALICE, INTERVAL, 100);
		assert_eq!(events(), [Event::LockChanged { node: ALICE, drawn: 100, locked: 400 }]);
		assert!(Ledger::unlock(ALICE, INTERVAL));
		assert_eq!((money(ALICE), Ledger::withheld(ALICE)), ((400, 300, 0, 0), 300));
	});
}
