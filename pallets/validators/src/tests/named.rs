// SPDX-License-Identifier: Apache-2.0

use super::*;

fn set(nodes: impl IntoIterator<Item = NodeIndex>) -> NodesOf<Test> {
	BoundedVec::truncate_from(nodes.into_iter().collect())
}

fn name(nodes: impl IntoIterator<Item = NodeIndex>) -> DispatchResult {
	Validators::name_validators(RuntimeOrigin::root(), Some(set(nodes)))
}

#[test]
fn the_set_that_is_named_takes_office_in_the_next_session_but_one() {
	run(4, || {
		// Nobody has to be trusted.
		Mock::set_keys(account_of(5));
		assert_ok!(name(2..=5).map_err(|_| ()).or_else(|()| {
			Mock::set_keys(account_of(4));
			name(2..=5)
		}));
		assert_eq!(last_event(), Event::ValidatorsNamed { named: Some(set(2..=5)) });
		assert_eq!(in_office(), [0, 1, 2, 3]);
		all_serve();
		assert_eq!((in_office(), seats(1)), (vec![0, 1, 2, 3], vec![2, 3, 4, 5]));
		assert_eq!(reason(1, 5), Some(SeatReason::Named));
		for _ in 0..3 {
			all_serve();
			assert_eq!(in_office(), [2, 3, 4, 5]);
		}
		// Until they are elected again: 4 and 5 have no trust, and less than a third leaves at a time.
		assert_ok!(Validators::name_validators(RuntimeOrigin::root(), None));
		assert_eq!(last_event(), Event::ValidatorsNamed { named: None });
		for _ in 0..8 {
			all_serve();
		}
		// Who stays keeps its place.
		assert_eq!(in_office(), [2, 3, 0, 1]);
	});
}

#[test]
fn only_the_operator_names() {
	run(4, || {
		let by_one =
			Validators::name_validators(RuntimeOrigin::signed(account_of(1)), Some(set(0..4)));
		assert_eq!(by_one, Err(DispatchError::BadOrigin));
	});
}

#[test]
fn fails_with_what_is_no_set() {
	run(5, || {
		assert_noop!(name([]), Error::<Test>::TooFewValidators);
		assert_noop!(name(1..=3), Error::<Test>::TooFewValidators);
		assert_noop!(name([1, 2, 3, 1]), Error::<Test>::NamedTwice);
		assert_noop!(name([1, 2, 3, 9]), Error::<Test>::NoSessionKeys);
		assert_noop!(name([1, 2, 3, NOBODY]), Error::<Test>::UnknownNode);
		assert_ok!(name(1..=4));
	});
}

#[test]
fn boundary_of_a_chain_with_fewer() {
	// As few as there are will do; more have to be enough.
	run(1, || {
		assert_noop!(name([]), Error::<Test>::TooFewValidators);
		Mock::set_keys(account_of(7));
		assert_ok!(name([7]));
	});
	run(3, || {
		assert_noop!(name([1, 2]), Error::<Test>::TooFewValidators);
		assert_ok!(name(0..3));
	});
}

#[test]
fn who_takes_a_named_node_over_is_not_named() {
	run(4, || {
		assert_ok!(name(0..4));
		all_serve();
		for node in 0..4 {
			let to = 200 + u64::from(node);
			assert_ok!(Registry::replace_account(RuntimeOrigin::root(), node, to));
			Mock::set_keys(to);
		}
		for _ in 0..3 {
			all_serve();
			assert_eq!(in_office(), [0, 1, 2, 3]);
		}
		// Who was keeps its keys, also when it acts for no node any more.
		let former = RuntimeOrigin::signed(account_of(3));
		assert_noop!(Validators::release_keys(former), Error::<Test>::KeysNeeded);
		// The operator means it.
		assert_ok!(name(0..4));
		all_serve();
		all_serve();
		assert_eq!(Mock::in_office(), [200, 201, 202, 203]);
		// Nobody has seen a block of these machines.
		assert!(Candidates::<Test>::get().iter().all(|known| !known.proven));
	});
}

#[test]
fn the_builder_of_a_chain_of_one_is_replaced_by_the_operator() {
	run(1, || {
		assert_ok!(Registry::replace_account(RuntimeOrigin::root(), 0, 200));
		Mock::set_keys(200);
		for _ in 0..3 {
			all_serve();
			assert_eq!(in_office(), [0]);
		}
		assert_ok!(name([0]));
		all_serve();
		assert_ok!(Validators::name_validators(RuntimeOrigin::root(), None));
		all_serve();
		assert_eq!(Mock::in_office(), [200]);
		all_serve();
		assert_eq!(Mock::in_office(), [200]);
	});
}

#[test]
fn who_is_named_keeps_its_keys_and_cannot_leave() {
	run(4, || {
		Mock::set_keys(account_of(5));
		assert_ok!(name([0, 1, 2, 3, 5]));
		assert_ok!(step_down(5));
		assert_eq!(held(5), 1);
		let keys = Validators::release_keys(RuntimeOrigin::signed(account_of(5)));
		assert_eq!(keys, Err(Error::<Test>::KeysNeeded.into()));
		// Until others are named.
		assert_ok!(name(0..4));
		assert_eq!(held(5), 0);
	});
}

#[test]
fn where_all_places_are_taken_naming_displaces_the_least_trusted() {
	run(4, || {
		join(4..CANDIDATES, 300);
		Mock::set_keys(account_of(20));
		// The operator trusts it, whoever else does.
		assert_ok!(name([0, 1, 2, 20]));
		assert!(events().contains(&Event::CandidacyEnded { node: CANDIDATES - 1 }));
		assert_eq!(Candidates::<Test>::get().len() as u32, CANDIDATES);
	});
}

#[test]
fn while_some_are_named_trust_is_looked_at_all_the_same() {
	run(4, || {
		assert_ok!(name(0..4));
		Mock::set_trust(2, 123);
		all_serve();
		assert_eq!(Candidates::<Test>::get()[2].trust, gridmerit_trust::Part::thousandths(123));
	});
}
