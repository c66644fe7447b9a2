// SPDX-License-Identifier: Apache-2.0

//! A node that goes to another account.

use super::*;

#[test]
fn a_node_keeps_its_index_when_its_account_is_rotated() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::offer_handover(Origin::signed(2), 3));
		assert_eq!(last_event(), Event::HandoverOffered { node, to: 3 });
		// Until it is accepted nothing has changed.
		assert_eq!(Registry::account_of(node), Some(2));
		assert_ok!(Registry::accept_handover(Origin::signed(3), node));
		assert_eq!(last_event(), Event::AccountRotated { node, from: 2, to: 3 });
		assert_eq!(Registry::account_of(node), Some(3));
		assert_eq!(Registry::by_account(&2), None);
		assert_eq!((held(2), held(3)), (0, DEPOSIT));
		// It was for once.
		assert_noop!(Registry::accept_handover(Origin::signed(3), node), Error::<Test>::NotOffered);
	});
}

#[test]
fn fails_to_take_what_was_not_offered() {
	run(|| {
		let node = applied_and_approved(2);
		assert_noop!(Registry::accept_handover(Origin::signed(3), node), Error::<Test>::NotOffered);
		assert_noop!(Registry::accept_handover(Origin::signed(3), 9), Error::<Test>::NotOffered);
		assert_ok!(Registry::offer_handover(Origin::signed(2), 3));
		assert_noop!(Registry::accept_handover(Origin::signed(4), node), Error::<Test>::NotOffered);
		// Another offer takes its place, and one to oneself ends it.
		assert_ok!(Registry::offer_handover(Origin::signed(2), 4));
		assert_noop!(Registry::accept_handover(Origin::signed(3), node), Error::<Test>::NotOffered);
		assert_ok!(Registry::offer_handover(Origin::signed(2), 2));
		assert_noop!(Registry::accept_handover(Origin::signed(4), node), Error::<Test>::NotOffered);
		assert_noop!(Registry::offer_handover(Origin::signed(5), 6), Error::<Test>::NotRegistered);
	});
}

#[test]
fn fails_to_give_a_second_node_to_an_account() {
	run(|| {
		let node = applied_and_approved(2);
		let other = applied_and_approved(3);
		assert_ok!(Registry::apply(Origin::signed(4), prosumer(), 0));
		for (to, error) in
			[(3, Error::<Test>::AlreadyRegistered), (4, Error::<Test>::AlreadyApplied)]
		{
			let error = DispatchError::from(error);
			assert_noop!(Registry::offer_handover(Origin::signed(2), to), error);
			assert_noop!(Registry::replace_account(operator(), node, to), error);
		}
		// Both accept: the first has a node by then.
		assert_ok!(Registry::offer_handover(Origin::signed(2), 5));
		assert_ok!(Registry::offer_handover(Origin::signed(3), 5));
		assert_ok!(Registry::accept_handover(Origin::signed(5), node));
		assert_noop!(
			Registry::accept_handover(Origin::signed(5), other),
			Error::<Test>::AlreadyRegistered
		);
	});
}

#[test]
fn fails_without_money_for_the_deposit() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::offer_handover(Origin::signed(2), 20));
		assert_noop!(
			Registry::accept_handover(Origin::signed(20), node),
			TokenError::FundsUnavailable
		);
		assert_eq!(held(2), DEPOSIT);
	});
}

#[test]
fn the_operator_replaces_a_lost_account() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::offer_handover(Origin::signed(2), 4));
		assert_ok!(Registry::replace_account(operator(), node, 3));
		assert_eq!(last_event(), Event::AccountRotated { node, from: 2, to: 3 });
		// The new account has not asked for it, so it leaves no deposit, and the old offer is void.
		assert_eq!((held(2), held(3)), (0, 0));
		assert_noop!(Registry::accept_handover(Origin::signed(4), node), Error::<Test>::NotOffered);
		assert_noop!(Registry::replace_account(operator(), 9, 5), Error::<Test>::UnknownNode);
		assert_noop!(
			Registry::replace_account(operator(), node, 3),
			Error::<Test>::AlreadyRegistered
		);
	});
}
