// SPDX-License-Identifier: Apache-2.0

//! `reveal`: the body that was claimed, when nobody can claim any more.

use super::*;

#[test]
fn a_body_is_shown_once() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		claims_over(problem);
		System::reset_events();
		assert_ok!(reveal(ALICE, problem, &body));
		assert_eq!(events(), [Event::Revealed { problem, node: ALICE }]);
		assert!(Proposals::claims(problem)[0].revealed);
		let stored = Bodies::<Test>::get(problem, ALICE).map(|bytes| bytes.into_inner());
		assert_eq!(stored, Some(body.encode()));
		assert_noop!(reveal(ALICE, problem, &body), Wrong::HasRevealed);
	});
}

#[test]
fn boundary_of_the_time_for_bodies() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		claims(BOB, problem, &body);
		assert_noop!(reveal(ALICE, problem, &body), Wrong::TooEarly);
		World::run_to(10);
		assert_noop!(reveal(ALICE, problem, &body), Wrong::TooEarly);
		World::run_to(11);
		assert_ok!(reveal(ALICE, problem, &body));
		World::run_to(15);
		assert_ok!(reveal(BOB, problem, &body));
		World::run_to(16);
		assert_noop!(reveal(BOB, problem, &body), Wrong::TooLate);
		assert_noop!(reveal(BOB, problem + 1, &body), Wrong::NoProblem);
	});
}

/// Bodies of claims whose turn has not come are not taken any more, either.
#[test]
fn while_claims_are_checked_it_is_too_late() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		MaxWeight::set(<()>::look());
		bodies_over(problem);
		assert_eq!(Proposals::claims(problem).len(), 1);
		assert_noop!(reveal(ALICE, problem, &body), Wrong::TooLate);
	});
}

#[test]
fn another_body_is_refused_and_the_right_one_can_still_come() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		// Bob has copied what Alice has claimed, with her hash.
		let Event::Claimed { claim, body: hash, .. } = events().pop().unwrap() else {
			panic!("she has claimed it")
		};
		assert_ok!(Proposals::claim(by(BOB), problem, claim, hash));
		claims_over(problem);
		assert_noop!(reveal(ALICE, problem, &from_bus_1(99)), Wrong::OtherBody);
		let changed = Body { prices: vec![120 * NANO + 1], ..body.clone() };
		assert_noop!(reveal(ALICE, problem, &changed), Wrong::OtherBody);
		assert_ok!(reveal(ALICE, problem, &body));
		// Her body does not prove his claim, though it is the same.
		assert_noop!(reveal(BOB, problem, &body), Wrong::OtherBody);
	});
}

#[test]
fn only_who_has_claimed_shows_anything() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		claims_over(problem);
		assert_noop!(reveal(BOB, problem, &body), Wrong::NotClaimed);
		let stranger = Proposals::reveal(Origin::signed(STRANGER), problem, body.clone());
		assert_noop!(stranger, Wrong::NotRegistered);
		// What is wagered can be defended by who is suspended, or trusted no more.
		assert_ok!(Registry::suspend(Origin::root(), ALICE, Words::default()));
		World::distrust(ALICE);
		assert_ok!(reveal(ALICE, problem, &body));
	});
}

#[test]
fn boundary_of_a_body_s_bytes() {
	run(|| {
		let problem = problem();
		let of = |prices| Body { prices: vec![0; prices], ..Body::default() };
		// Lengths of six lists, and eight bytes a price.
		let (longest, too_long) = (of(24), of(25));
		assert_eq!(longest.encoded_size(), 198);
		assert!(too_long.encoded_size() as u32 > MAX_BODY);
		for (node, body) in [(ALICE, &longest), (BOB, &too_long)] {
			let is = DispatchClaim { welfare: BEST, bound: BEST };
			assert_ok!(claim(node, problem, is, body));
		}
		claims_over(problem);
		assert_noop!(reveal(BOB, problem, &too_long), Wrong::BodyTooLong);
		assert_ok!(reveal(ALICE, problem, &longest));
	});
}
