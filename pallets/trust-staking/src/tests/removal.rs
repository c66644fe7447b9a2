// SPDX-License-Identifier: Apache-2.0

//! A node leaves: what is stored of it alone goes.

use super::*;

#[test]
fn all_of_a_node_is_forgotten() {
	run(|| {
		bond(ALICE, 1_000 * UNIT);
		full_day(ALICE, 1);
		next_sessions(1);
		assert!(Promised::<Test>::get() > 0);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 1_000 * UNIT));
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_unbonded(by(ALICE), ALICE));
		// Of the session that is being folded, and of the one that runs.
		full_day(ALICE, 11);
		CurrentSession::set(&(now() + 1));
		poll(<() as WeightInfo>::poll());
		full_day(ALICE, 21);
		assert_ok!(Registry::remove(Origin::root(), ALICE));
		check();
		assert_eq!(StandingPages::<Test>::iter().count(), 0);
		assert_eq!(ConductPages::<Test>::iter().count(), 0);
		assert_eq!(History::<Test>::iter().count(), 0);
		// What it did not claim is there for others.
		assert_eq!(Promised::<Test>::get(), 0);
		next_sessions(2);
		assert_eq!(StandingPages::<Test>::iter().count(), 0);
		// And nothing of it comes back.
		full_day(ALICE, 31);
		assert_eq!(StandingPages::<Test>::iter().count(), 0);
		assert_noop!(TrustStaking::report(contradiction(ALICE, 1)), Error::<Test>::UnknownNode);
	});
}

#[test]
fn its_neighbours_on_the_page_stay() {
	run(|| {
		for node in [ALICE, BOB] {
			full_day(node, 1);
		}
		next_sessions(1);
		for node in [ALICE, BOB] {
			full_day(node, 11);
		}
		let (before, standing) = (index(BOB), TrustStaking::standing(BOB));
		assert_ok!(Registry::remove(Origin::root(), ALICE));
		assert_eq!((index(BOB), TrustStaking::standing(BOB)), (before, standing));
		assert_eq!(TrustStaking::standing(ALICE), None);
	});
}
