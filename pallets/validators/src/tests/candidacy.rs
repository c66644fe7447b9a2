// SPDX-License-Identifier: Apache-2.0

use super::*;

fn release(account: AccountId) -> DispatchResult {
	Validators::release_keys(RuntimeOrigin::signed(account))
}

#[test]
fn who_stands_is_elected_builds_and_steps_down() {
	run(4, || {
		join([4], 300);
		assert_eq!(
			last_event(),
			Event::CandidateStands { node: 4, trust: gridmerit_trust::Part::thousandths(300) }
		);
		assert_eq!((held(4), lack(4)), (1, None));
		assert_noop!(stand(4), Error::<Test>::AlreadyStands);
		all_serve();
		// Planned, and in office from the session after.
		assert_eq!((seats(0), seats(1)), (vec![0, 1, 2, 3], vec![0, 1, 2, 3, 4]));
		assert_eq!(reason(1, 4), Some(SeatReason::Elected));
		all_serve();
		assert_eq!(in_office(), [0, 1, 2, 3, 4]);
		all_serve();
		assert_ok!(step_down(4));
		assert_eq!(last_event(), Event::CandidateLeaves { node: 4 });
		assert_noop!(step_down(4), Error::<Test>::NotCandidate);
		// This session and the next it builds, and keeps its keys.
		for _ in 0..2 {
			assert!(in_office().contains(&4));
			assert_noop!(release(account_of(4)), Error::<Test>::KeysNeeded);
			all_serve();
		}
		assert_eq!((in_office(), held(4)), (vec![0, 1, 2, 3], 0));
		assert_ok!(release(account_of(4)));
		assert_eq!(last_event(), Event::KeysReleased { account: account_of(4) });
		assert_noop!(release(account_of(4)), DispatchError::Other("no keys"));
		assert_noop!(stand(4), Error::<Test>::NoSessionKeys);
		// What it has done is remembered.
		let done = Records::<Test>::get(4).done;
		assert_eq!((done.sessions, done.blocks), (3, 3 * ENOUGH));
	});
}

#[test]
fn who_may_not_stand() {
	run(4, || {
		let stranger = RuntimeOrigin::signed(7);
		assert_noop!(Validators::stand(stranger.clone()), Error::<Test>::NotRegistered);
		assert_noop!(Validators::step_down(stranger), Error::<Test>::NotRegistered);
		assert_noop!(Validators::stand(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(Validators::step_down(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(Validators::release_keys(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(stand(4), Error::<Test>::NoSessionKeys);
		Mock::set_keys(account_of(4));
		Mock::set_trust(4, 199);
		assert_noop!(stand(4), Error::<Test>::NotTrusted);
		assert_noop!(step_down(4), Error::<Test>::NotCandidate);
		Mock::set_trust(4, 200);
		assert_ok!(stand(4));
		assert_noop!(release(account_of(4)), Error::<Test>::KeysNeeded);
	});
}

#[test]
fn who_has_no_seat_may_go_at_once() {
	run(4, || {
		join([4], 300);
		assert_ok!(step_down(4));
		assert_eq!(held(4), 0);
		assert_ok!(release(account_of(4)));
		// Who is in office changes its mind.
		assert_ok!(step_down(0));
		assert_ok!(stand(0));
		assert_eq!(held(0), 1);
		all_serve();
		assert_eq!(seats(1), [0, 1, 2, 3]);
	});
}

#[test]
fn where_all_places_are_taken_the_least_trusted_makes_room() {
	run(4, || {
		let others = CANDIDATES - 4;
		join(4..4 + others - 2, 300);
		join([20, 21], 250);
		let last = 4 + others;
		Mock::set_keys(account_of(last));
		// Who is trusted as much as the least does not get in, nor does who is known to have had less.
		for thousandths in [220, 250] {
			Mock::set_trust(last, thousandths);
			assert_noop!(stand(last), Error::<Test>::TooManyCandidates);
		}
		Mock::set_trust(last, 251);
		assert_ok!(stand(last));
		// Of two the later one.
		let all = events();
		assert!(all.contains(&Event::CandidacyEnded { node: 21 }), "{all:?}");
		assert_eq!((held(21), held(20), held(last)), (0, 1, 1));
		assert_eq!(Candidates::<Test>::get().len() as u32, CANDIDATES);
		// Who has a seat stays, however little it is trusted.
		Mock::set_trust(0, 1);
		for node in [1, 2, 3] {
			Mock::set_trust(node, 900);
		}
		all_serve();
		join([25], 950);
		assert!(seats(0).contains(&0) && held(0) == 1);
	});
}

#[test]
fn a_candidate_cannot_leave_the_market_and_its_record_leaves_with_it() {
	run(4, || {
		let remove = |node| Registry::remove(RuntimeOrigin::root(), node);
		join([4], 300);
		assert_noop!(remove(4), pallet_te_registry::Error::<Test>::BusinessOpen);
		for _ in 0..3 {
			all_serve();
		}
		assert_ok!(step_down(4));
		all_serve();
		all_serve();
		assert!(Records::<Test>::contains_key(4));
		assert_ok!(remove(4));
		assert!(!Records::<Test>::contains_key(4));
		assert_eq!(Validators::builder(4), None);
	});
}
