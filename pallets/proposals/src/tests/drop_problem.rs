// SPDX-License-Identifier: Apache-2.0

//! `drop_problem`: by who has posted it while nobody has claimed, by the operator until it is decided.

use super::*;

fn drop(by: AccountId, problem: u32) -> DispatchResult {
	let dropped = Proposals::drop_problem(Origin::signed(by), problem);
	dropped.map(|_| ()).map_err(|error| error.error)
}

fn nothing_is_left(problem: u32) {
	assert_eq!((Proposals::problem(problem), Proposals::problems()), (None, vec![]));
	assert!(!Statements::<Test>::contains_key(problem));
	assert!(!Dispatches::<Test>::contains_key(problem));
	assert!(!Claims::<Test>::contains_key(problem));
	assert_eq!(Bodies::<Test>::iter().count(), 0);
	assert_eq!((held(KEEPER), Ledger::wagered()), (0, 0));
	// Nodes are held by what they have in the pot, and by nothing else.
	let in_pot = |node| u32::from(pallet_ledger::Accounts::<Test>::contains_key(node));
	assert!(held_nodes().into_iter().all(|(node, count)| count == in_pot(node)));
}

#[test]
fn who_has_posted_it_drops_it_while_nobody_has_claimed() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(70)), terms());
		for account in [STRANGER, OTHER_KEEPER, account_of(ALICE)] {
			assert_noop!(drop(account, problem), Wrong::NotYours);
		}
		System::reset_events();
		assert_ok!(drop(KEEPER, problem));
		assert_eq!(events(), [Event::Dropped { problem }]);
		nothing_is_left(problem);
		assert_noop!(drop(KEEPER, problem), Wrong::NoProblem);
		assert_noop!(drop(OPERATOR, problem), Wrong::NoProblem);
		// Numbers are not used again.
		assert_eq!(self::problem(), 1);
		assert_ok!(drop(KEEPER, 1));
	});
}

#[test]
fn boundary_of_when_who_has_posted_it_drops_it() {
	run(|| {
		let [first, second] = [problem(), problem()];
		claims(ALICE, first, &from_bus_1(100));
		assert_noop!(drop(KEEPER, first), Wrong::HasClaims);
		World::run_to(10);
		assert_ok!(drop(KEEPER, second));
		World::run_to(11);
		assert_noop!(drop(KEEPER, first), Wrong::TooLate);
		bodies_over(first);
		assert_noop!(drop(KEEPER, first), Wrong::TooLate);
	});
}

#[test]
fn the_operator_drops_it_until_it_is_decided_and_wagers_come_back() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(70)), terms());
		let before = [ALICE, BOB].map(money);
		for node in [ALICE, BOB] {
			claims(node, problem, &from_bus_1(100));
		}
		claims_over(problem);
		assert_ok!(reveal(ALICE, problem, &from_bus_1(100)));
		let dropped = Proposals::drop_problem(Origin::signed(OPERATOR), problem).unwrap();
		assert_eq!(dropped.actual_weight, Some(<()>::drop_problem(2)));
		nothing_is_left(problem);
		assert_eq!([ALICE, BOB].map(money), before);
		let decided = self::problem();
		bodies_over(decided);
		assert_noop!(drop(OPERATOR, decided), Wrong::TooLate);
	});
}

/// Of two claims one is checked already.
#[test]
fn what_is_checked_already_stays_as_it_was_judged() {
	run(|| {
		let problem = problem();
		let before = [ALICE, BOB].map(money);
		for node in [ALICE, BOB] {
			claims(node, problem, &from_bus_1(100));
		}
		let size = Problems::<Test>::get(problem).unwrap().size;
		MaxWeight::set(<()>::look().saturating_add(<()>::check(size.bytes, size.work)));
		bodies_over(problem);
		assert_eq!(Proposals::claims(problem).len(), 1);
		assert_ok!(drop(OPERATOR, problem));
		nothing_is_left(problem);
		assert_eq!([ALICE, BOB].map(money), [before[0] - 1_000, before[1]]);
	});
}
