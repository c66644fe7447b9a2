// SPDX-License-Identifier: Apache-2.0

//! `vote`: two thirds of nine are six.

use super::*;

#[test]
fn boundary_of_two_thirds() {
	run(|| {
		assert_eq!(Committees::needed(), 6);
		let members = drawn();
		for node in &members[..5] {
			assert_ok!(vote(*node, true));
			assert_eq!(verdict(), Some(Verdict::Pending));
		}
		System::reset_events();
		assert_ok!(vote(members[5], true));
		let decided = Event::Decided { asker: ASKER, subject: SUBJECT, approved: true };
		let voted = Event::Voted { asker: ASKER, node: members[5], seats: 1, approve: true };
		assert_eq!(events(), [voted, decided]);
		assert_eq!(verdict(), Some(Verdict::Approved));
		assert_eq!(Committees::verdict(&ASKER, &[9; 32]), None);
		assert_eq!(Committees::verdict(&8, &SUBJECT), None);
		assert_noop!(vote(members[6], false), Error::<Test>::NotVoting);
		// It is carried out once, and the asker asks again at once.
		Committees::forget(&ASKER);
		assert_eq!(verdict(), None);
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
	});
}

#[test]
fn boundary_of_who_can_refuse() {
	run(|| {
		let members = drawn();
		for node in &members[..3] {
			assert_ok!(vote(*node, false));
			assert_eq!(verdict(), Some(Verdict::Pending));
		}
		assert_ok!(vote(members[3], false));
		assert_eq!(verdict(), Some(Verdict::Refused));
		assert_noop!(vote(members[4], true), Error::<Test>::NoQuestion);
		assert_noop!(Committees::ask(&ASKER, [2; 32]), Error::<Test>::AskedBefore);
	});
}

#[test]
fn a_vote_counts_for_each_seat_of_the_member() {
	run(|| {
		drawn_with([5, 1, 3]);
		assert_ok!(vote(0, true));
		assert_eq!(verdict(), Some(Verdict::Pending));
		System::reset_events();
		assert_ok!(vote(1, true));
		let voted = Event::Voted { asker: ASKER, node: 1, seats: 1, approve: true };
		let decided = Event::Decided { asker: ASKER, subject: SUBJECT, approved: true };
		assert_eq!(events(), [voted, decided]);
	});
	run(|| {
		drawn_with([5, 1, 3]);
		assert_ok!(vote(2, false));
		assert_eq!(verdict(), Some(Verdict::Pending));
		assert_ok!(vote(1, false));
		assert_eq!(verdict(), Some(Verdict::Refused));
	});
}

#[test]
fn fails_for_who_may_not_vote_or_votes_twice_or_late() {
	run(|| {
		assert_noop!(vote(0, true), Error::<Test>::NoQuestion);
		serve(0..MIN_ROLL);
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
		assert_noop!(vote(0, true), Error::<Test>::NotVoting);
		Mock::pass(2);
		let members = members(ASKER);
		let stranger = (0..MIN_ROLL).find(|node| !members.contains(node)).unwrap();
		assert_noop!(vote(stranger, true), Error::<Test>::NotAMember);
		let other = Committees::vote(by(members[0]), ASKER, [2; 32], true);
		assert_noop!(other.map_err(|error| error.error), Error::<Test>::OtherSubject);
		assert_ok!(vote(members[0], true));
		for approve in [true, false] {
			assert_noop!(vote(members[0], approve), Error::<Test>::HasVoted);
		}
		Mock::suspend(members[1]);
		assert_noop!(vote(members[1], true), Error::<Test>::Suspended);
		// Who serves no more votes where it was drawn.
		assert_ok!(Committees::leave(by(members[2])));
		assert_ok!(vote(members[2], true));
		// The session is over, and no block has looked yet.
		Questions::<Test>::mutate(ASKER, |question| {
			let Some(Question { stage: Stage::Voting { until, .. }, .. }) = question else {
				panic!("it votes");
			};
			*until = 2;
		});
		assert_noop!(vote(members[3], true), Error::<Test>::TooLate);
		assert_eq!(verdict(), Some(Verdict::Refused));
	});
}
