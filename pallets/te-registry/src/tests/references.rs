// SPDX-License-Identifier: Apache-2.0

//! Who still needs a node.

use super::*;

#[test]
fn a_node_leaves_when_it_is_released_as_often_as_it_was_held() {
	run(|| {
		let (node, other) = (applied_and_approved(2), applied_and_approved(3));
		for _ in 0..3 {
			Registry::hold(node);
		}
		assert_eq!(References::<Test>::get(node), Some(3));
		for _ in 0..3 {
			assert_noop!(Registry::remove(operator(), node), Error::<Test>::BusinessOpen);
			Registry::do_try_state().unwrap();
			Registry::release(node);
		}
		assert_eq!(References::<Test>::iter().count(), 0);
		Registry::hold(other);
		assert_ok!(Registry::remove(operator(), node));
		assert_noop!(Registry::remove(operator(), other), Error::<Test>::BusinessOpen);
	});
}

#[test]
fn a_node_that_is_held_is_rotated_and_changed_as_others() {
	run(|| {
		let node = applied_and_approved(2);
		Registry::hold(node);
		assert_ok!(Registry::replace_account(operator(), node, 3));
		assert_ok!(Registry::change(operator(), node, NodeData { bus: 3, ..prosumer() }));
		assert_ok!(Registry::suspend(operator(), node, reason()));
		assert_eq!(References::<Test>::get(node), Some(1));
	});
}

#[test]
fn suspending_costs_what_the_hook_costs_on_top() {
	use frame_support::dispatch::GetDispatchInfo;
	use gridmerit_pallet_support::OnSuspend;
	let call = Call::<Test>::suspend { node: 0, reason: reason() };
	let expected = <() as WeightInfo>::suspend().saturating_add(Orders::weight());
	assert_eq!(call.get_dispatch_info().call_weight, expected);
}

#[test]
fn others_are_told_once_when_a_node_has_left() {
	use frame_support::dispatch::GetDispatchInfo;
	use gridmerit_pallet_support::OnRemove;
	run(|| {
		let node = applied_and_approved(2);
		Registry::hold(node);
		assert_noop!(Registry::remove(operator(), node), Error::<Test>::BusinessOpen);
		assert!(Left::get().is_empty());
		Registry::release(node);
		assert_ok!(Registry::remove(operator(), node));
		assert_noop!(Registry::remove(operator(), node), Error::<Test>::UnknownNode);
		assert_eq!(Left::get(), [node]);
		let call = Call::<Test>::remove { node };
		let expected = <() as WeightInfo>::remove().saturating_add(<Orders as OnRemove>::weight());
		assert_eq!(call.get_dispatch_info().call_weight, expected);
	});
}

#[test]
#[should_panic(expected = "a node that nobody holds")]
fn fails_to_release_what_nobody_holds() {
	run(|| {
		let node = applied_and_approved(2);
		Registry::release(node);
	});
}

#[test]
#[should_panic(expected = "a node that is held too often")]
fn boundary_of_what_is_counted() {
	run(|| {
		let node = applied_and_approved(2);
		References::<Test>::insert(node, u32::MAX);
		Registry::hold(node);
	});
}
