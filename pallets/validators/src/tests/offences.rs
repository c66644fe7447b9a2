// SPDX-License-Identifier: Apache-2.0

use super::*;
use gridmerit_pallet_support::testing::TestConduct;
use gridmerit_trust::{Bar, Offence, Part};
use sp_runtime::Perbill;
use sp_staking::offence::Offence as _;

fn equivocate(node: NodeIndex, session: u32, reporter: Option<AccountId>) {
	offend(vec![offender(node, session)], Perbill::from_percent(50), reporter);
}

fn pardon(node: NodeIndex) -> DispatchResult {
	Validators::pardon(RuntimeOrigin::root(), node)
}

fn bar(node: NodeIndex) -> Option<Bar> {
	Records::<Test>::get(node).bar
}

#[test]
fn who_signs_twice_is_reported_disabled_barred_and_leaves() {
	run(7, || {
		all_serve();
		equivocate(2, 0, Some(9));
		let [report] = &TestConduct::reports::<AccountId>()[..] else { panic!("one report") };
		assert_eq!((report.node, report.offence), (2, Some(Offence::Equivocation)));
		assert_eq!((report.severity, report.session, report.reporter), (Part::ONE, 0, Some(9)));
		assert_eq!(report.damage, None);
		assert_eq!(Mock::disabled(), [2]);
		let until = 1 + LONG_BAR;
		assert_eq!(bar(2), Some(Bar { until, disabled: true }));
		let barred = Event::Barred { node: 2, offence: Offence::Equivocation, until };
		assert_eq!(last_event(), barred);
		// Disabled as long as it is in office.
		all_serve();
		assert_eq!((in_office().contains(&2), Mock::disabled()), (true, vec![2]));
		assert!(!seats(1).contains(&2));
		all_serve();
		assert_eq!((in_office().contains(&2), Mock::disabled()), (false, vec![]));
		// Until its bar ends.
		while Mock::current() + 1 < until {
			assert!(!seats(1).contains(&2));
			assert_eq!(lack(2), Some(SeatLack::Barred));
			all_serve();
		}
		assert!(seats(1).contains(&2));
	});
}

#[test]
fn the_operator_pardons() {
	run(7, || {
		equivocate(2, 0, None);
		assert_noop!(
			Validators::pardon(RuntimeOrigin::signed(account_of(2)), 2),
			DispatchError::BadOrigin
		);
		assert_noop!(pardon(3), Error::<Test>::NotBarred);
		assert_ok!(pardon(2));
		assert_eq!(last_event(), Event::Pardoned { node: 2 });
		assert_noop!(pardon(2), Error::<Test>::NotBarred);
		assert_eq!(Mock::disabled(), [2], "for the rest of the session");
		all_serve();
		assert!(Mock::disabled().is_empty() && seats(1).contains(&2));
		// What it has done is not forgotten.
		assert_eq!(Records::<Test>::get(2).done.equivocations, 1);
	});
}

#[test]
fn a_bar_that_has_ended_cannot_be_pardoned() {
	run(7, || {
		equivocate(2, 0, None);
		for _ in 0..LONG_BAR {
			all_serve();
		}
		assert_noop!(pardon(2), Error::<Test>::NotBarred);
	});
}

/// Whoever has the keys of past sessions can sign twice for each of them.
#[test]
fn what_was_signed_twice_before_somebody_was_caught_counts_no_more() {
	run(7, || {
		for _ in 0..3 {
			all_serve();
		}
		equivocate(2, 1, None);
		assert_eq!(Records::<Test>::get(2).caught, Some(3));
		for session in 0..=3 {
			equivocate(2, session, None);
		}
		assert_eq!(TestConduct::reports::<AccountId>().len(), 1);
		assert_eq!(Records::<Test>::get(2).done.equivocations, 1);
		// Nor does it undo a pardon.
		assert_ok!(pardon(2));
		for session in 0..=3 {
			equivocate(2, session, None);
		}
		assert_eq!(bar(2), None);
		// What it signs twice later does.
		all_serve();
		equivocate(2, 4, None);
		assert_eq!((bar(2).map(|bar| bar.disabled), Mock::disabled()), (Some(true), vec![2]));
		assert_eq!(TestConduct::reports::<AccountId>().len(), 1);
	});
}

#[test]
fn what_trust_knows_already_bars_nobody() {
	run(7, || {
		TestConduct::set_deaf(true);
		equivocate(2, 0, None);
		assert_eq!((bar(2), Records::<Test>::get(2).done.equivocations), (None, 0));
		assert!(!Validators::is_caught(2, 0));
	});
}

#[test]
fn evidence_is_of_a_node_a_kind_and_a_session() {
	run(7, || {
		equivocate(2, 0, None);
		equivocate(3, 0, None);
		offend(vec![offender(2, 0)], Perbill::zero(), None);
		all_serve();
		equivocate(2, 1, None);
		let mut evidence: Vec<_> =
			TestConduct::reports::<AccountId>().iter().map(|report| report.evidence).collect();
		evidence.sort_unstable();
		evidence.dedup();
		assert_eq!(evidence.len(), 4);
	});
}

#[test]
fn who_was_pardoned_is_not_absent_for_the_session_in_which_it_stayed_disabled() {
	run(4, || {
		equivocate(2, 0, None);
		let _ = TestConduct::reports::<AccountId>();
		assert_ok!(pardon(2));
		assert_eq!(Mock::disabled(), [2]);
		serve(&[2 * ENOUGH, ENOUGH, 0, ENOUGH]);
		assert!(TestConduct::reports::<AccountId>().is_empty());
	});
}

#[test]
fn who_has_the_seat_by_now_is_disabled() {
	run(7, || {
		// Node 2 goes to an account that takes its seat in two sessions; then the former one is shown to have cheated.
		assert_ok!(Registry::replace_account(RuntimeOrigin::root(), 2, 200));
		Mock::set_keys(200);
		for _ in 0..5 {
			all_serve();
		}
		let at = Seats::<Test>::get(Mock::current()).into_iter().find(|seat| seat.node == 2);
		assert_eq!(at.map(|seat| seat.account), Some(200));
		equivocate(2, 1, None);
		assert_eq!(Mock::disabled_accounts(), [200]);
	});
}

#[test]
fn the_longest_bar_counts_and_nobody_is_let_go_by_an_absence() {
	run(7, || {
		equivocate(2, 0, None);
		offend(vec![offender(2, 0)], Perbill::zero(), None);
		assert_eq!(bar(2), Some(Bar { until: LONG_BAR, disabled: true }));
		let done = Records::<Test>::get(2).done;
		assert_eq!((done.equivocations, done.absences), (1, 1));
	});
}

#[test]
fn boundary_of_a_third() {
	run(4, || {
		equivocate(2, 0, None);
		equivocate(3, 0, None);
		assert_eq!(Mock::disabled(), [2], "no more than a third");
		all_serve();
		// One leaves, and the other stays for the quorum.
		assert_eq!(seats(1).len(), 4);
	});
	run(1, || {
		equivocate(0, 0, None);
		assert!(Mock::disabled().is_empty());
	});
}

#[test]
fn an_absence_has_no_fraction_and_an_equivocation_always_has() {
	let absence = crate::Absence { session: 0, validators: 4, absent: vec![1] };
	assert!(absence.slash_fraction(1).is_zero());
	for validators in [1, MAX, 100, 10_000] {
		assert!(!of_an_equivocation(validators).is_zero(), "{validators}");
	}
}

/// What BABE and GRANDPA take of one of so many.
fn of_an_equivocation(validators: u32) -> Perbill {
	Perbill::from_rational(3, validators).square()
}
