// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{Built, Candidate, Named, NamedOf, NextRules, Record, Seat};
use gridmerit_trust::{Part, SeatRules};

fn finds(message: &'static str, broken: impl FnOnce()) {
	genesis(4).execute_with(|| {
		assert_ok!(Validators::do_try_state());
		broken();
		assert_eq!(Validators::do_try_state(), Err(message.into()));
	});
}

fn candidate(node: NodeIndex) -> Candidate {
	Candidate { node, stands: true, proven: false, trust: Part::ZERO, lack: None }
}

fn change(change: impl FnOnce(&mut Vec<Candidate>)) {
	let mut all = Candidates::<Test>::get().into_inner();
	change(&mut all);
	Candidates::<Test>::put(BoundedVec::truncate_from(all));
}

fn change_seats(session: u32, change: impl FnOnce(&mut Vec<Seat<AccountId, u64>>)) {
	let mut all = Seats::<Test>::get(session).into_inner();
	change(&mut all);
	Seats::<Test>::insert(session, BoundedVec::<_, _>::truncate_from(all));
}

fn named_as(nodes: [NodeIndex; 2]) -> NamedOf<Test> {
	BoundedVec::truncate_from(nodes.map(|node| (node, account_of(node))).to_vec())
}

#[test]
fn finds_what_is_wrong() {
	finds("candidates out of order", || change(|all| all.swap(0, 1)));
	finds("candidates out of order", || change(|all| all.insert(0, all[0])));
	finds("a candidate that is no node", || change(|all| all.push(candidate(NOBODY))));
	finds("a candidate that has left", || {
		change(|all| all.push(Candidate { stands: false, ..candidate(9) }))
	});
	finds("a node with two seats", || change_seats(1, |seats| seats[1] = seats[0].clone()));
	finds("an account with two seats", || {
		change_seats(1, |seats| seats[1].account = seats[0].account)
	});
	finds("a record of no node", || Records::<Test>::insert(NOBODY, Record::default()));
	finds("seats that nobody needs", || change_seats(2, |seats| seats.clear()));
	finds("a seat of no candidate", || change(|all| all.truncate(3)));
	finds("a seat without session keys", || {
		assert_ok!(Mock::release_keys(&account_of(0)));
	});
	finds("others are in office than have seats", || change_seats(0, |seats| seats.truncate(3)));
	finds("others are in office than have seats", || change_seats(0, |seats| seats.swap(0, 1)));
	finds("too few seats are planned", || change_seats(1, |seats| seats.truncate(3)));
	finds("a set that is none", || Named::<Test>::put(NamedOf::<Test>::default()));
	finds("a set that is none", || Named::<Test>::put(named_as([1, 1])));
	finds("somebody named who is no candidate", || Named::<Test>::put(named_as([1, 9])));
	finds("blocks of nobody", || Built::<Test>::put(BoundedVec::truncate_from(vec![1; 5])));
	let unsound = SeatRules { least: 0, ..RULES };
	finds("rules that are not sound", || Rules::<Test>::put(unsound));
	finds("rules to come that are not sound", || NextRules::<Test>::put((9, unsound)));
}
