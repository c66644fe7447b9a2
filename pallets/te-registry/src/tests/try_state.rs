// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use gridmerit_trust::Work;

/// A sound state, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		let snapshot = applied_and_approved(2);
		assert_eq!(snapshot, 0);
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Registry::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

#[test]
fn every_invariant_is_checked() {
	let node = || Nodes::<Test>::get(0).unwrap();
	broken(|| NextIndex::<Test>::put(0), "an index that was not given out");
	broken(
		|| {
			let data = NodeData { roles: Roles::default(), ..prosumer() };
			Nodes::<Test>::insert(0, Node { data, ..node() });
		},
		"a node's data is not sound",
	);
	broken(
		|| {
			let data = NodeData { battery: Some(BATTERY), ..prosumer() };
			Nodes::<Test>::insert(0, Node { data, ..node() });
		},
		"a node's data is not sound",
	);
	broken(|| IndexOf::<Test>::remove(2), "an account without its node");
	broken(|| IndexOf::<Test>::insert(3, 0), "two accounts of one node");
	broken(|| IndexOf::<Test>::insert(3, 1), "an account of no node");
	broken(
		|| {
			let counter = frame_support::storage::storage_prefix(b"Registry", b"CounterForNodes");
			sp_io::storage::set(&counter, &2_u32.to_le_bytes());
		},
		"the count of nodes is wrong",
	);
	broken(
		|| {
			NextIndex::<Test>::put(9);
			for index in 1..6 {
				let account = 10 + u64::from(index);
				IndexOf::<Test>::insert(account, index);
				Nodes::<Test>::insert(index, Node { account, ..node() });
			}
		},
		"too many nodes",
	);
	broken(|| Handovers::<Test>::insert(1, 3), "a handover of no node");
	broken(|| Handovers::<Test>::insert(0, 2), "a handover to the node itself");
	broken(|| Violations::<Test>::insert(1, ViolationKind::Other, 1), "a violation by no node");
	broken(
		|| Violations::<Test>::insert(0, ViolationKind::Other, 0),
		"a violation that never happened",
	);
	broken(|| References::<Test>::insert(1, 1), "a hold on no node");
	broken(|| References::<Test>::insert(0, 0), "a hold that is none");
	broken(|| ApplicationWork::<Test>::put(Work { bits: 33 }), "more work than may be asked for");
}
