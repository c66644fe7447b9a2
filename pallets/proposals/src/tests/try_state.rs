// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;
use frame_support::BoundedVec;

/// Problem 0 is decided, with Alice's dispatch; of problem 1 something stands, Alice and Bob have claimed something, and
/// Alice has shown it; problem 2 is like that, without claims.
fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		World::set_rent(100_000);
		let first = problem();
		claims(ALICE, first, &from_bus_1(100));
		claims_over(first);
		assert_ok!(reveal(ALICE, first, &from_bus_1(100)));
		bodies_over(first);
		let second = posted(voltage(), Some(from_bus_1(96)), Terms { claims: 2, ..terms() });
		posted(one_price(), Some(at(90)), terms());
		for node in [ALICE, BOB] {
			claims(node, second, &from_bus_1(100));
		}
		claims_over(second);
		assert_ok!(reveal(ALICE, second, &from_bus_1(100)));
		assert_eq!((first, second, Proposals::problems()), (0, 1, vec![0, 1, 2]));
		try_state();
		by();
		assert_eq!(Proposals::do_try_state(), Err(expected.into()));
	});
}

fn change(number: u32, change: impl FnOnce(&mut ProblemOf<Test>)) {
	Problems::<Test>::mutate(number, |problem| change(problem.as_mut().unwrap()));
}

fn change_queue(change: impl FnOnce(&mut Vec<DueOf<Test>>)) {
	let mut queue = Queue::<Test>::get().into_inner();
	change(&mut queue);
	Queue::<Test>::put(BoundedVec::truncate_from(queue));
}

fn change_claims(number: u32, change: impl FnOnce(&mut Vec<ClaimRow>)) {
	let mut claims = Claims::<Test>::get(number).into_inner();
	change(&mut claims);
	Claims::<Test>::insert(number, BoundedVec::truncate_from(claims));
}

fn body(body: &Body) -> BodyOf<Test> {
	BodyOf::<Test>::truncate_from(body.encode())
}

#[test]
fn the_queue() {
	broken(|| change_queue(|queue| queue.swap(0, 1)), "the queue is out of order");
	broken(|| change_queue(|queue| queue[1].problem = 0), "the queue is out of order");
	broken(|| change_queue(|queue| queue.truncate(2)), "a problem that is not queued");
	broken(|| NextProblem::<Test>::put(2), "a problem that was not posted");
	let moved = || {
		NextProblem::<Test>::put(9);
		change_queue(|queue| queue[2].problem = 3);
	};
	broken(moved, "a problem that is not there");
	broken(|| change_queue(|queue| queue[0].asker = OTHER_KEEPER), "another problem");
	broken(|| change_queue(|queue| queue[0].size.work += 1), "another problem");
	for place in [0, 1] {
		broken(|| change_queue(|queue| queue[place].at += 1), "due at another time");
	}
	let fourth = || {
		assert_ok!(Proposals::post(
			Origin::signed(OTHER_KEEPER),
			NOW + 1,
			voltage(),
			None,
			terms()
		));
		change(3, |problem| problem.asker = KEEPER);
		change_queue(|queue| queue[3].asker = KEEPER);
	};
	broken(fourth, "too many of an account");
}

#[test]
fn statements() {
	broken(|| Statements::<Test>::remove(0), "a problem without a statement");
	let bytes = |bytes: Vec<u8>| StatementOf::<Test>::truncate_from(bytes);
	let other = || Statements::<Test>::insert(0, bytes(one_price().encode()));
	broken(other, "a statement of another problem");
	let store = |stored: Vec<u8>| {
		change(0, |problem| problem.statement = sp_io::hashing::blake2_256(&stored));
		Statements::<Test>::insert(0, bytes(stored));
	};
	broken(|| store(vec![255; 9]), "a statement that cannot be read");
	let size = "a problem of another size";
	broken(|| store(one_price().encode()), size);
	let resize = |work| {
		change(0, |problem| problem.size.work = work);
		change_queue(|queue| queue[0].size.work = work);
	};
	broken(|| resize(7), size);
	broken(|| change(0, |problem| problem.windows = 2), "other windows");
	broken(|| change(0, |problem| problem.most += 1), "demand that would pay something else");
	let circle = || {
		let mut statement = voltage();
		let GridStatement::Radial { lines, .. } = &mut statement.grids[0] else { panic!("it is") };
		lines[0].parent = 1;
		store(statement.encode());
	};
	broken(circle, "lines that are no tree");
	let unsound = || {
		let mut statement = voltage();
		statement.orders[1].bus = 2;
		store(statement.encode());
	};
	broken(unsound, "a statement that is not sound");
}

#[test]
fn what_stands() {
	broken(|| change(1, |problem| problem.base += 1), "what stands has become worse");
	broken(|| Dispatches::<Test>::remove(0), "what stands has no body");
	let cannot = || Dispatches::<Test>::insert(0, body(&from_bus_1(101)));
	broken(cannot, "what stands cannot be");
	let other = || Dispatches::<Test>::insert(0, body(&from_bus_1(99)));
	broken(other, "what stands is something else");
	broken(|| change(0, |problem| problem.standing.paid += 1), "what stands is something else");
	// What came with the problem may have it.
	let wide = || {
		Dispatches::<Test>::insert(0, body(&from_bus_1(95)));
		change(0, |problem| problem.standing.welfare = worth(95));
		change(0, |problem| problem.standing.node = None);
		try_state();
		change(0, |problem| problem.standing.node = Some(ALICE));
	};
	broken(wide, "what stands has too wide a gap");
}

#[test]
fn claims_and_bodies() {
	let row = |node| {
		let claim = DispatchClaim::default();
		ClaimRow { node, claim, body: [0; 32], revealed: false }
	};
	broken(|| change_claims(0, |claims| claims.push(row(CAROL))), "a claim for what is decided");
	broken(|| change_claims(1, |claims| claims[1].node = ALICE), "two claims of a node");
	broken(|| change_claims(1, |claims| claims[1].node = NOBODY), "a claim of no node");
	let lost = "a body that was not shown, or is lost";
	broken(|| Bodies::<Test>::remove(1, ALICE), lost);
	broken(|| Bodies::<Test>::insert(1, BOB, body(&from_bus_1(100))), lost);
	let bytes = |bytes| Bodies::<Test>::insert(1, ALICE, BodyOf::<Test>::truncate_from(bytes));
	broken(|| bytes(vec![255; 9]), "no body");
	broken(|| bytes(from_bus_1(99).encode()), "another body");
}

#[test]
fn orphans() {
	let statement = || StatementOf::<Test>::truncate_from(voltage().encode());
	broken(|| Statements::<Test>::insert(7, statement()), "a statement of no problem");
	broken(|| Dispatches::<Test>::insert(7, body(&at(90))), "a dispatch of no problem");
	for problem in [2, 7] {
		let none = || Claims::<Test>::insert(problem, BoundedVec::new());
		broken(none, "claims of no problem, or none");
	}
	for (problem, node) in [(7, ALICE), (2, ALICE), (1, CAROL)] {
		let bytes = body(&from_bus_1(100));
		broken(|| Bodies::<Test>::insert(problem, node, bytes), "a body of no claim");
	}
}

#[test]
fn wagers_and_rewards() {
	let wagers = "the ledger keeps other wagers";
	broken(|| change(1, |problem| problem.terms.wager += 1), wagers);
	broken(|| change_claims(1, |claims| claims.truncate(1)), wagers);
	let back = || {
		assert_ok!(Ledger::give_back(ALICE, 1));
	};
	broken(back, wagers);
	let more = |budget: &mut Option<Budget>| budget.as_mut().unwrap().most = 1_199;
	broken(|| Paid::<Test>::mutate(more), "more was paid than could be");
}
