// SPDX-License-Identifier: Apache-2.0

//! Blocks that are counted, paid for, and missed.

use super::*;
use crate::Built;
use frame_support::traits::fungible::{Inspect, Mutate};
use gridmerit_pallet_support::testing::TestConduct;
use gridmerit_trust::Offence;

fn balance(node: NodeIndex) -> Balance {
	Balances::balance(&account_of(node))
}

fn pot() -> Balance {
	Balances::balance(&Validators::pot())
}

fn earn(amount: Balance) {
	assert_ok!(Balances::mint_into(&Validators::pot(), amount));
}

#[test]
fn blocks_are_counted_by_place() {
	run(4, || {
		for place in [0, 3, 3] {
			block_by(Some(place));
		}
		assert_eq!(Built::<Test>::get().into_inner(), [1, 0, 0, 2]);
		// A block without an author, and one by nobody that there could be.
		block_by(None);
		block_by(Some(MAX));
		assert_eq!(Built::<Test>::get().into_inner(), [1, 0, 0, 2]);
		Mock::rotate();
		assert!(Built::<Test>::get().is_empty());
		let done = Records::<Test>::get(3).done;
		assert_eq!((done.sessions, done.blocks, done.absences), (1, 2, 0));
	});
}

#[test]
fn fees_are_divided_by_blocks_and_what_is_left_stays() {
	run(4, || {
		earn(1_000);
		let issuance = Balances::total_issuance();
		serve(&[1, 2, 0, 4]);
		let gains: Vec<_> = (0..4).map(|node| balance(node) - WEALTH).collect();
		assert_eq!(gains, [142, 285, 0, 571]);
		assert_eq!((pot(), Balances::total_issuance()), (ED + 2, issuance));
		let paid = Event::BuilderRewarded { session: 0, node: 3, blocks: 4, amount: 571 };
		assert!(events().contains(&paid));
		// The next session begins with it.
		earn(5);
		serve(&[0, 1, 0, 0]);
		assert_eq!((balance(1) - WEALTH, pot()), (285 + 7, ED));
	});
}

#[test]
fn boundary_of_nothing_to_pay_and_nobody_to_be_paid() {
	run(4, || {
		serve(&[1, 1, 1, 1]);
		assert_eq!(pot(), ED);
		earn(100);
		Mock::rotate();
		assert_eq!(pot(), ED + 100);
		// Who cannot be paid leaves it to the next session.
		Mock::set_unpayable(0);
		serve(&[1, 1, 0, 0]);
		assert_eq!((pot(), balance(0), balance(1)), (ED + 50, WEALTH, WEALTH + 50));
	});
}

#[test]
fn who_builds_nothing_is_absent_barred_and_leaves() {
	run(7, || {
		let blocks = [ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH * 2, 0];
		serve(&blocks);
		let [report] = &TestConduct::reports::<AccountId>()[..] else { panic!("one report") };
		assert_eq!((report.node, report.offence), (6, Some(Offence::Absence)));
		assert_eq!((report.session, &report.reporter), (0, &None));
		let record = Records::<Test>::get(6);
		assert_eq!((record.done.absences, record.done.equivocations), (1, 0));
		let bar = record.bar.unwrap();
		assert_eq!((bar.until, bar.disabled), (BAR, false));
		assert!(Mock::disabled().is_empty());
		let barred = Event::Barred { node: 6, offence: Offence::Absence, until: BAR };
		assert!(events().contains(&barred));
		// Barred for the set that is planned at once, and for the next.
		assert_eq!((seats(1), lack(6)), (vec![0, 1, 2, 3, 4, 5], Some(SeatLack::Barred)));
		serve(&[ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH]);
		// The session for which it can be elected again, as a newcomer.
		assert_eq!(seats(1), [0, 1, 2, 3, 4, 5, 6]);
		assert_eq!(Validators::builder(6).unwrap().bar.map(|bar| bar.until), Some(BAR));
		all_serve();
		assert_eq!(Validators::builder(6).unwrap().bar, None);
	});
}

#[test]
fn boundary_of_a_session_long_enough_to_be_missed() {
	run(4, || {
		serve(&[4 * ENOUGH - 1, 0, 0, 0]);
		assert!(TestConduct::reports::<AccountId>().is_empty());
		serve(&[4 * ENOUGH, 0, 0, 0]);
		assert_eq!(TestConduct::reports::<AccountId>().len(), 3);
	});
}

#[test]
fn who_is_disabled_is_not_absent() {
	run(4, || {
		offend(vec![offender(2, 0)], sp_runtime::Perbill::from_percent(50), None);
		let _ = TestConduct::reports::<AccountId>();
		serve(&[ENOUGH, ENOUGH, 0, 2 * ENOUGH]);
		assert!(TestConduct::reports::<AccountId>().is_empty());
	});
}

#[test]
fn seats_are_kept_as_long_as_offences_can_be_reported() {
	run(4, || {
		for _ in 0..KEPT + 3 {
			all_serve();
		}
		let now = Mock::current();
		let kept: Vec<_> =
			(0..=now + 1).filter(|session| Seats::<Test>::contains_key(session)).collect();
		assert_eq!(kept, (now - KEPT..=now + 1).collect::<Vec<_>>());
	});
}
