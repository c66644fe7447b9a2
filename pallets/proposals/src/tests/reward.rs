// SPDX-License-Identifier: Apache-2.0

//! What a better dispatch is paid: a tenth, within four bounds.

use super::*;

/// Alice proposes the best, where nothing stands: 12,000 better. What she is paid.
fn paid(terms: Terms) -> Planck {
	let before = money(ALICE);
	let problem = posted(voltage(), None, terms);
	claims(ALICE, problem, &from_bus_1(100));
	claims_over(problem);
	assert_ok!(reveal(ALICE, problem, &from_bus_1(100)));
	bodies_over(problem);
	let Stage::Decided { reward, until } = Problems::<Test>::get(problem).unwrap().stage else {
		panic!("it is decided")
	};
	assert_eq!(standing(problem).node, Some(ALICE));
	assert_eq!(Planck::from(money(ALICE) - before), reward);
	World::run_to(until);
	reward
}

fn spent() -> Option<(u32, Planck, Planck)> {
	Paid::<Test>::get().map(|Budget { session, most, spent }| (session, most, spent))
}

#[test]
fn a_tenth_of_what_it_is_better_is_paid() {
	run(|| {
		TestConduct::set_session(3);
		World::set_rent(100_000);
		assert_eq!((paid(terms()), Ledger::rent_held()), (1_200, 98_800));
		assert_eq!(spent(), Some((3, 50_000, 1_200)));
	});
}

#[test]
fn no_more_is_paid_than_the_problem_says() {
	run(|| {
		World::set_rent(100_000);
		assert_eq!(paid(Terms { reward: 1_199, ..terms() }), 1_199);
		assert_eq!(paid(Terms { reward: 1_200, ..terms() }), 1_200);
		assert_eq!(paid(Terms { reward: 0, ..terms() }), 0);
	});
}

/// Half of what is held when the first is paid, for all of a session.
#[test]
fn no_more_is_paid_in_a_session_than_its_share() {
	run(|| {
		World::set_rent(3_000);
		assert_eq!((paid(terms()), paid(terms()), paid(terms())), (1_200, 300, 0));
		assert_eq!((spent(), Ledger::rent_held()), (Some((0, 1_500, 1_500)), 1_500));
		// More rent in the same session does not help.
		World::set_rent(100_000);
		assert_eq!(paid(terms()), 0);
		World::set_rent(1_500);
		TestConduct::set_session(1);
		assert_eq!((paid(terms()), paid(terms())), (750, 0));
		assert_eq!(spent(), Some((1, 750, 750)));
	});
}

#[test]
fn where_there_is_no_rent_the_dispatch_stands_all_the_same() {
	run(|| {
		assert_eq!((paid(terms()), spent()), (0, None));
		// Half of it is nothing.
		World::set_rent(1);
		assert_eq!((paid(terms()), spent()), (0, None));
		World::set_rent(2);
		assert_eq!((paid(terms()), spent()), (1, Some((0, 1, 1))));
	});
}

/// The rest of a session's share is more than what is left in the account.
#[test]
fn no_more_is_paid_than_is_held() {
	run(|| {
		World::set_rent(10_000);
		assert_eq!(paid(terms()), 1_200);
		World::set_rent(700);
		assert_eq!((paid(terms()), Ledger::rent_held()), (700, 0));
		assert_eq!(spent(), Some((0, 5_000, 1_900)));
	});
}

#[test]
fn no_more_is_paid_than_is_ever_paid() {
	run(|| {
		World::set_rent(1_000_000);
		let share = |gain| Proposals::reward(ALICE, gain, Planck::MAX);
		assert_eq!(share(10 * MAX_REWARD - 1), MAX_REWARD - 1);
		for gain in [10 * MAX_REWARD, 11 * MAX_REWARD, Planck::MAX] {
			assert_eq!(share(gain), MAX_REWARD);
		}
		assert_eq!((share(9), share(10)), (0, 1));
	});
}

#[test]
fn who_cannot_be_paid_is_owed_nothing() {
	run(|| {
		World::set_rent(1_000);
		// No such node; and one whose account would be below the existential deposit.
		assert_eq!(Proposals::reward(NOBODY, 10_000, Planck::MAX), 0);
		let before = Balances::total_issuance();
		assert_ok!(Balances::force_set_balance(Origin::root(), account_of(BOB), 0));
		assert_eq!(Proposals::reward(BOB, 10 * Planck::from(ED) - 10, Planck::MAX), 0);
		assert_eq!((spent(), Ledger::rent_held()), (None, 1_000));
		assert_eq!(Proposals::reward(BOB, 10 * Planck::from(ED), Planck::MAX), 10);
		assert_eq!(Balances::total_issuance(), before - WEALTH);
	});
}
