// SPDX-License-Identifier: Apache-2.0

//! What is asked, when a committee is drawn, and what lapses.

use super::*;
use frame_support::{traits::Hooks, weights::WeightMeter};

#[test]
fn a_committee_is_drawn_by_what_nobody_knew_when_it_was_asked() {
	run(|| {
		serve(0..MIN_ROLL);
		Mock::pass(3);
		System::reset_events();
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
		let asked = Event::Asked { asker: ASKER, subject: SUBJECT, candidates: MIN_ROLL };
		assert_eq!(events(), [asked]);
		// Who can be drawn is fixed: what comes after counts for later questions.
		let fixed = Candidates::<Test>::get(ASKER);
		serve(MIN_ROLL..MAX_ROLL);
		assert_ok!(Committees::leave(by(0)));
		Mock::pass(1);
		assert_eq!(Questions::<Test>::get(ASKER).unwrap().stage, Stage::Waiting);
		assert_eq!((Candidates::<Test>::get(ASKER), verdict()), (fixed, Some(Verdict::Pending)));
		System::reset_events();
		Mock::pass(1);
		let members = members(ASKER);
		let until = 5 + VOTING;
		let [Event::Drawn { asker: ASKER, seats, until: 10 }] = &events()[..] else {
			panic!("it is drawn");
		};
		assert_eq!(seats.len() as u32, MEMBERS);
		assert!(seats.iter().all(|node| *node < MIN_ROLL && members.contains(node)));
		assert!(!Candidates::<Test>::contains_key(ASKER));
		assert_eq!(Committees::duties(members[0]), [(ASKER, SUBJECT, until)]);
		assert_eq!(Committees::duties(MIN_ROLL), []);
	});
}

#[test]
fn boundary_of_how_many_serve() {
	run(|| {
		serve(1..MIN_ROLL);
		assert!(!Committees::can_convene());
		assert_noop!(Committees::ask(&ASKER, SUBJECT), Error::<Test>::RollTooSmall);
		serve([0]);
		assert!(Committees::can_convene());
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
		Mock::pass(SERVICE);
		assert!(!Committees::can_convene());
	});
}

#[test]
fn who_was_not_approved_does_not_ask_again_for_the_pause() {
	run(|| {
		serve(0..MIN_ROLL);
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
		assert_noop!(Committees::ask(&ASKER, [2; 32]), Error::<Test>::AskedBefore);
		System::reset_events();
		Committees::withdraw(&ASKER);
		assert_eq!(events(), [Event::Withdrawn { asker: ASKER }]);
		assert_eq!(verdict(), Some(Verdict::Refused));
		Committees::withdraw(&ASKER);
		assert_eq!(events(), []);
		Mock::pass(PAUSE - 1);
		assert_noop!(Committees::ask(&ASKER, SUBJECT), Error::<Test>::AskedBefore);
		Mock::pass(1);
		assert_eq!(verdict(), None);
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
	});
}

#[test]
fn boundary_of_questions_at_a_time() {
	run(|| {
		serve(0..MIN_ROLL);
		for asker in 1..=3 {
			assert_ok!(Committees::ask(&asker, SUBJECT));
		}
		assert_noop!(Committees::ask(&4, SUBJECT), Error::<Test>::TooManyQuestions);
		Mock::pass(2);
		let drawn: Vec<_> = (1..=3).map(members).collect();
		assert_eq!(drawn[0], drawn[1], "a subject draws alike");
		Committees::forget(&2);
		assert_ok!(Committees::ask(&4, SUBJECT));
		assert_eq!(Askers::<Test>::get().to_vec(), [1, 3, 4]);
	});
}

/// Else who asks and takes it back would stop all others for a week.
#[test]
fn what_is_over_takes_no_place_of_other_questions() {
	run(|| {
		serve(0..MIN_ROLL);
		for asker in 1..=u64::from(MAX_PAUSES) {
			assert_ok!(Committees::ask(&asker, SUBJECT));
			Committees::withdraw(&asker);
			assert_eq!(Committees::asked(&asker), Some(SUBJECT));
		}
		assert!(Askers::<Test>::get().is_empty());
		assert_noop!(Committees::ask(&1, SUBJECT), Error::<Test>::AskedBefore);
		assert_noop!(Committees::ask(&99, SUBJECT), Error::<Test>::TooManyPauses);
		// The hook forgets them when their pauses are over.
		Mock::pass(PAUSE - 1);
		assert_eq!(Pauses::<Test>::get().len() as u32, MAX_PAUSES);
		Mock::pass(1);
		assert_eq!((Pauses::<Test>::get().len(), Committees::asked(&1)), (0, None));
		assert_ok!(Committees::ask(&99, SUBJECT));
	});
}

/// What goes while a round waits for the next block leaves no other question out.
#[test]
fn a_round_skips_nobody_when_a_question_before_is_closed() {
	run(|| {
		serve(0..MIN_ROLL);
		for asker in 1..=3 {
			assert_ok!(Committees::ask(&asker, [asker as u8; 32]));
		}
		Mock::without_randomness(true);
		Mock::pass(2);
		Mock::without_randomness(false);
		crate::Tended::<Test>::put(crate::Progress { session: 2, next: Some(1) });
		Committees::withdraw(&1);
		Mock::poll();
		let voting = |asker| {
			let stage = Questions::<Test>::get(asker).map(|question| question.stage);
			matches!(stage, Some(Stage::Voting { .. }))
		};
		assert_eq!([voting(2), voting(3)], [true; 2]);
	});
}

#[test]
fn who_has_not_voted_in_time_serves_no_more() {
	run(|| {
		let members = drawn();
		let (voted, absent) = members.split_at(4);
		for node in voted {
			assert_ok!(vote(*node, true));
		}
		Mock::pass(VOTING - 1);
		assert_eq!(verdict(), Some(Verdict::Pending));
		System::reset_events();
		Mock::pass(1);
		assert_eq!(verdict(), Some(Verdict::Refused));
		let mut absent = absent.to_vec();
		absent.sort();
		let mut expected: Vec<_> =
			absent.iter().map(|node| Event::ServesNoMore { node: *node }).collect();
		expected.push(Event::Lapsed { asker: ASKER });
		assert_eq!(events(), expected);
		let serves: Vec<_> = Roll::<Test>::get().iter().map(|serving| serving.node).collect();
		let expected: Vec<_> = (0..MIN_ROLL).filter(|node| !absent.contains(node)).collect();
		assert_eq!(serves, expected);
	});
}

#[test]
fn what_is_approved_lapses_if_nobody_carries_it_out() {
	run(|| {
		let members = drawn();
		for node in &members[..6] {
			assert_ok!(vote(*node, true));
		}
		Mock::pass(VOTING - 1);
		assert_eq!(verdict(), Some(Verdict::Approved));
		// Nobody loses its place: it was decided before they had to vote.
		System::reset_events();
		Mock::pass(1);
		assert_eq!(events(), [Event::Lapsed { asker: ASKER }]);
		assert_eq!(verdict(), Some(Verdict::Refused));
		assert_eq!(Roll::<Test>::get().len() as u32, MIN_ROLL);
	});
}

#[test]
fn a_question_without_randomness_lapses() {
	run(|| {
		serve(0..MIN_ROLL);
		Mock::without_randomness(true);
		assert_ok!(Committees::ask(&ASKER, SUBJECT));
		Mock::pass(VOTING - 1);
		assert_eq!(Questions::<Test>::get(ASKER).unwrap().stage, Stage::Waiting);
		Mock::pass(1);
		assert_eq!((Questions::<Test>::get(ASKER), verdict()), (None, Some(Verdict::Refused)));
	});
}

/// Nobody chooses the session in which a committee is drawn: the hook looks once in each.
#[test]
fn a_session_is_looked_at_once_and_goes_on_where_a_block_was_full() {
	run(|| {
		serve(0..MIN_ROLL);
		for asker in 1..=3 {
			assert_ok!(Committees::ask(&asker, [asker as u8; 32]));
		}
		Mock::without_randomness(true);
		Mock::pass(2);
		Mock::without_randomness(false);
		// It was there too late for this session.
		Mock::poll();
		let waits = |asker| Questions::<Test>::get(asker).unwrap().stage == Stage::Waiting;
		assert_eq!([waits(1), waits(2), waits(3)], [true; 3]);
		Mock::without_randomness(true);
		Mock::pass(1);
		Mock::without_randomness(false);
		// A block with room for one, and one without.
		let poll = |weight| {
			let limit = frame_support::weights::Weight::from_parts(weight, u64::MAX);
			let mut meter = WeightMeter::with_limit(limit);
			<Committees as Hooks<u64>>::on_poll(1, &mut meter);
			meter.consumed().ref_time()
		};
		crate::Tended::<Test>::put(crate::Progress { session: 2, next: None });
		assert_eq!(poll(1_200_000), 1_100_000);
		assert_eq!([waits(1), waits(2), waits(3)], [false, true, true]);
		assert_eq!(poll(99_999), 0);
		assert_eq!(poll(10_000_000), 2_100_000);
		assert_eq!([waits(1), waits(2), waits(3)], [false; 3]);
		assert_eq!(poll(10_000_000), 100_000);
	});
}
