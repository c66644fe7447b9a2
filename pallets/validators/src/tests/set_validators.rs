// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn the_set_that_is_named_takes_office_in_the_next_session_but_one() {
	run(4, || {
		Mock::set_keys(5);
		assert_ok!(name(2..=5));
		assert_eq!(last_event(), Event::ValidatorsNamed { validators: set(2..=5) });
		assert_eq!(Mock::in_office(), [1, 2, 3, 4]);
		Mock::rotate();
		assert_eq!((Mock::in_office(), Mock::queued()), (vec![1, 2, 3, 4], vec![2, 3, 4, 5]));
		for _ in 0..3 {
			Mock::rotate();
			assert_eq!(Mock::in_office(), [2, 3, 4, 5]);
		}
	});
}

#[test]
fn before_one_is_named_the_genesis_validators_stay() {
	run(4, || {
		for _ in 0..3 {
			Mock::rotate();
			assert_eq!(Mock::in_office(), [1, 2, 3, 4]);
		}
		assert_eq!(Named::<Test>::get(), None);
	});
	run(0, || assert_eq!(Validators::planned(), None));
}

#[test]
fn only_the_operator_names() {
	run(4, || {
		let by_one = Validators::set_validators(RuntimeOrigin::signed(1), set(1..=4));
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
		assert_ok!(name(1..=4));
	});
}

#[test]
fn boundary_of_a_chain_with_fewer() {
	// As few as there are will do; more have to be enough.
	run(1, || {
		assert_noop!(name([]), Error::<Test>::TooFewValidators);
		Mock::set_keys(7);
		assert_ok!(name([7]));
	});
	run(3, || {
		assert_noop!(name([1, 2]), Error::<Test>::TooFewValidators);
		assert_ok!(name(1..=3));
	});
}
