// SPDX-License-Identifier: Apache-2.0

//! `serve`, `leave` and `weigh`.

use super::*;

#[test]
fn a_node_with_trust_serves_until_its_time_is_over_or_it_leaves() {
	run(|| {
		assert_ok!(Committees::serve(by(3)));
		assert_ok!(Committees::serve(by(1)));
		let served = |node, until| Event::Serves { node, weight: WEIGHT, until };
		assert_eq!(events(), [served(3, SERVICE), served(1, SERVICE)]);
		let entry = |node, until| Serving { node, weight: WEIGHT, until };
		assert_eq!(Roll::<Test>::get().to_vec(), [entry(1, SERVICE), entry(3, SERVICE)]);
		// From now on.
		Mock::pass(1);
		assert_ok!(Committees::serve(by(1)));
		assert_eq!(Roll::<Test>::get()[0], entry(1, SERVICE + 1));
		assert_ok!(Committees::leave(by(1)));
		assert_noop!(Committees::leave(by(1)), Error::<Test>::DoesNotServe);
		assert_eq!(events(), [served(1, SERVICE + 1), Event::ServesNoMore { node: 1 }]);
		// Boundary of its time.
		Mock::pass(SERVICE - 2);
		assert_eq!(Committees::serving(SERVICE - 1).count(), 1);
		assert_eq!(Committees::serving(SERVICE).count(), 0);
	});
}

#[test]
fn fails_for_who_has_no_node_no_trust_or_is_suspended() {
	run(|| {
		assert_noop!(Committees::serve(Origin::signed(1)), Error::<Test>::NotRegistered);
		assert_noop!(Committees::serve(by(NOBODY)), Error::<Test>::NotRegistered);
		Mock::set_weight(2, 0);
		assert_noop!(Committees::serve(by(2)), Error::<Test>::NoTrust);
		Mock::suspend(3);
		assert_noop!(Committees::serve(by(3)), Error::<Test>::Suspended);
	});
}

#[test]
fn who_weighs_more_takes_the_place_of_the_lightest() {
	run(|| {
		serve(0..MAX_ROLL);
		let next = MAX_ROLL;
		assert_noop!(Committees::serve(by(next)), Error::<Test>::RollFull);
		Mock::set_weight(5, WEIGHT - 1);
		assert_ok!(Committees::weigh(by(0), 5));
		System::reset_events();
		assert_ok!(Committees::serve(by(next)));
		let until = SERVICE;
		assert_eq!(
			events(),
			[Event::ServesNoMore { node: 5 }, Event::Serves { node: next, weight: WEIGHT, until }]
		);
		assert_eq!(Roll::<Test>::get().len() as u32, MAX_ROLL);
		// Who serves already needs no place; and who serves no more leaves one.
		assert_ok!(Committees::serve(by(next)));
		Mock::pass(SERVICE);
		assert_ok!(Committees::serve(by(5)));
		assert_eq!(Roll::<Test>::get().len(), 1);
	});
}

/// It need not be weighed first; and who does not serve is none the worse.
#[test]
fn who_is_suspended_or_has_left_serves_no_more() {
	use gridmerit_pallet_support::{OnRemove, OnSuspend};
	run(|| {
		serve([3, 4, 5]);
		System::reset_events();
		<Committees as OnSuspend>::suspended(4);
		<Committees as OnRemove>::removed(5);
		<Committees as OnSuspend>::suspended(9);
		<Committees as OnRemove>::removed(9);
		assert_eq!(events(), [4, 5].map(|node| Event::ServesNoMore { node }));
		assert_eq!(Roll::<Test>::get().iter().map(|one| one.node).collect::<Vec<_>>(), [3]);
		assert_noop!(Committees::leave(by(4)), Error::<Test>::DoesNotServe);
	});
}

#[test]
fn anybody_has_a_node_weighed_anew() {
	run(|| {
		serve([4]);
		assert_noop!(Committees::weigh(by(9), 9), Error::<Test>::DoesNotServe);
		Mock::set_weight(4, 7);
		assert_ok!(Committees::weigh(Origin::signed(1), 4));
		assert_eq!(Roll::<Test>::get().to_vec(), [Serving { node: 4, weight: 7, until: SERVICE }]);
		Mock::set_weight(4, 0);
		System::reset_events();
		assert_ok!(Committees::weigh(by(9), 4));
		assert_eq!(events(), [Event::ServesNoMore { node: 4 }]);
		assert!(Roll::<Test>::get().is_empty());
	});
}
