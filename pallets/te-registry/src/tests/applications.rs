// SPDX-License-Identifier: Apache-2.0

//! From an application to a node.

use super::*;
use gridmerit_pallet_support::{MAX_PAGES, PAGE_ROWS};

#[test]
fn an_applicant_becomes_a_node_with_its_deposit_held() {
	run(|| {
		assert_ok!(Registry::apply(Origin::signed(2), prosumer(), 0));
		assert_eq!(last_event(), Event::Applied { account: 2, data: prosumer() });
		assert_eq!(held(2), DEPOSIT);
		assert_eq!(Registry::by_account(&2), None);

		assert_ok!(Registry::approve(operator(), 2, prosumer()));
		assert_eq!(last_event(), Event::NodeAdmitted { node: 0, account: 2, data: prosumer() });
		assert_eq!(held(2), DEPOSIT);
		assert!(!Applications::<Test>::contains_key(2));
		let (index, node) = Registry::node_of(2).unwrap();
		assert_eq!((index, node.account, node.data), (0, 2, prosumer()));
		let view = Registry::by_account(&2).unwrap();
		assert_eq!((view.index, view.suspended, view.limits), (0, false, prosumer().limits));
		assert_eq!(Registry::account_of(0), Some(2));
	});
}

#[test]
fn fails_to_apply_unsound_twice_or_without_money() {
	run(|| {
		for (data, error) in unsound() {
			assert_noop!(Registry::apply(Origin::signed(2), data, 0), error);
		}
		assert_ok!(Registry::apply(Origin::signed(2), prosumer(), 0));
		assert_noop!(
			Registry::apply(Origin::signed(2), prosumer(), 0),
			Error::<Test>::AlreadyApplied
		);
		assert_ok!(Registry::approve(operator(), 2, prosumer()));
		assert_noop!(
			Registry::apply(Origin::signed(2), prosumer(), 0),
			Error::<Test>::AlreadyRegistered
		);
		// Account 20 has nothing.
		assert_noop!(
			Registry::apply(Origin::signed(20), prosumer(), 0),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn boundary_of_limits() {
	run(|| {
		let limits = EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER };
		assert_ok!(Registry::apply(Origin::signed(2), NodeData { limits, ..prosumer() }, 0));
		let limits = EnergyLimits { generation: 0, consumption: 0 };
		assert_ok!(Registry::apply(Origin::signed(3), NodeData { limits, ..prosumer() }, 0));
	});
}

#[test]
fn a_rejected_or_withdrawn_application_leaves_nothing() {
	run(|| {
		assert_ok!(Registry::apply(Origin::signed(2), prosumer(), 0));
		assert_ok!(Registry::reject(operator(), 2, reason()));
		assert_eq!(last_event(), Event::ApplicationRejected { account: 2, reason: reason() });
		assert_eq!(held(2), 0);
		assert_noop!(Registry::reject(operator(), 2, reason()), Error::<Test>::NoApplication);
		assert_noop!(Registry::approve(operator(), 2, prosumer()), Error::<Test>::NoApplication);

		assert_ok!(Registry::apply(Origin::signed(2), prosumer(), 0));
		assert_ok!(Registry::withdraw_application(Origin::signed(2)));
		assert_eq!(last_event(), Event::ApplicationWithdrawn { account: 2 });
		assert_eq!(held(2), 0);
		assert_noop!(
			Registry::withdraw_application(Origin::signed(2)),
			Error::<Test>::NoApplication
		);
		assert_eq!(Nodes::<Test>::count(), 0);
	});
}

#[test]
fn the_operator_admits_without_a_deposit() {
	run(|| {
		// Not even an account is needed.
		assert_ok!(Registry::admit(operator(), 20, prosumer()));
		assert_ok!(Registry::admit(Origin::root(), 2, prosumer()));
		assert_eq!(held(2), 0);
		assert_eq!(Registry::account_of(1), Some(2));
		assert_noop!(Registry::admit(operator(), 2, prosumer()), Error::<Test>::AlreadyRegistered);
		assert_ok!(Registry::apply(Origin::signed(3), prosumer(), 0));
		assert_noop!(Registry::admit(operator(), 3, prosumer()), Error::<Test>::AlreadyApplied);
		for (data, error) in unsound() {
			assert_noop!(Registry::admit(operator(), 4, data), error);
		}
	});
}

#[test]
fn fails_beyond_the_number_of_nodes() {
	run(|| {
		assert_ok!(Registry::apply(Origin::signed(10), prosumer(), 0));
		for account in 2..7 {
			assert_ok!(Registry::admit(operator(), account, prosumer()));
		}
		assert_noop!(Registry::admit(operator(), 7, prosumer()), Error::<Test>::TooManyNodes);
		assert_noop!(Registry::approve(operator(), 10, prosumer()), Error::<Test>::TooManyNodes);
		// A place becomes free, its index does not.
		assert_ok!(Registry::remove(operator(), 4));
		assert_ok!(Registry::approve(operator(), 10, prosumer()));
		assert_eq!(IndexOf::<Test>::get(10), Some(5));

		// The last index there is.
		assert_ok!(Registry::remove(operator(), 5));
		NextIndex::<Test>::put(MAX_PAGES * PAGE_ROWS - 1);
		assert_ok!(Registry::admit(operator(), 11, prosumer()));
		assert_ok!(Registry::remove(operator(), MAX_PAGES * PAGE_ROWS - 1));
		assert_noop!(Registry::admit(operator(), 11, prosumer()), Error::<Test>::NoIndexLeft);
	});
}

#[test]
fn genesis_nodes_come_in_order() {
	use sp_runtime::BuildStorage;
	let nodes = vec![(5, prosumer()), (3, prosumer())];
	let genesis = GenesisConfig::<Test> { nodes, ..Default::default() };
	let mut externalities = sp_io::TestExternalities::from(genesis.build_storage().unwrap());
	externalities.execute_with(|| {
		assert_eq!((Registry::account_of(0), Registry::account_of(1)), (Some(5), Some(3)));
		Registry::do_try_state().unwrap();
	});
}

#[test]
#[should_panic = "genesis node 1: Err(Module(ModuleError { index: 2, error: [0, 0, 0, 0], message: Some(\"AlreadyRegistered\") }))"]
fn fails_to_start_with_an_account_twice() {
	use sp_runtime::BuildStorage;
	let nodes = vec![(5, prosumer()), (5, prosumer())];
	let genesis = GenesisConfig::<Test> { nodes, ..Default::default() };
	let _ = genesis.build_storage();
}

#[test]
fn fails_to_approve_what_has_changed_meanwhile() {
	run(|| {
		assert_ok!(Registry::apply(Origin::signed(2), prosumer(), 0));
		assert_ok!(Registry::withdraw_application(Origin::signed(2)));
		let utility =
			NodeData { roles: Roles { utility: true, ..Default::default() }, ..prosumer() };
		assert_ok!(Registry::apply(Origin::signed(2), utility, 0));
		assert_noop!(
			Registry::approve(operator(), 2, prosumer()),
			Error::<Test>::ApplicationChanged
		);
		assert_ok!(Registry::approve(operator(), 2, utility));
	});
}
