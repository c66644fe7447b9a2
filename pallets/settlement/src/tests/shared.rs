// SPDX-License-Identifier: Apache-2.0

//! Readings that share what they look up settle as each by itself does.

use super::*;
use proptest::{collection::vec, prelude::*};

/// Nodes of three pages and of several groups of totals; one of them gets the service fee.
const NODES: [NodeIndex; 7] = [BOB, CAROL, 127, 128, 129, 200, 300];

/// Settles these nodes' intervals, all with what they share or each by itself; the state that it comes to, and
/// how each ended.
fn after(
	readings: &[(usize, Interval, Metered)],
	together: bool,
) -> (Vec<u8>, Vec<Result<bool, DispatchError>>) {
	let mut found = None;
	run(|| {
		begin();
		deposit(UTILITY, 5_000);
		deposit(BOB, 20_000);
		for node in [127, 128, 129, 200, 300] {
			Market::set_account(node, account_of(node));
			let stranger = Origin::signed(STRANGER);
			assert_ok!(Balances::transfer_keep_alive(stranger, account_of(node), 100_000));
			Market::set_metered(node, INTERVAL);
			Market::set_limits(node, 10, 10);
		}
		for interval in INTERVAL..INTERVAL + 3 {
			trade(interval, BOB, bought(10, 100));
			trade(interval, 300, sold(10, 100));
		}
		at(INTERVAL + 3);
		let mut shared = Shared::default();
		let mut ended = Vec::new();
		for (node, interval, metered) in readings {
			let case = Settlement::case(&mut shared, *interval, NODES[*node]);
			let case = case.map_err(|_| DispatchError::Unavailable);
			ended.push(case.and_then(|case| Settlement::settle(&mut shared, case, *metered)));
			if !together {
				Settlement::store(&mut shared);
			}
		}
		Settlement::store(&mut shared);
		found = Some((sp_io::storage::root(Default::default()), ended));
	});
	found.unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(40))]

	#[test]
	fn what_is_shared_changes_nothing(
		readings in vec(
			(0..NODES.len(), INTERVAL..INTERVAL + 4, (0_u64..30, 0_u64..30)),
			1..40,
		)
	) {
		let reading = |(node, interval, (import, export))| (node, interval, metered(import, export));
		let readings: Vec<_> = readings.into_iter().map(reading).collect();
		let (together, alone) = (after(&readings, true), after(&readings, false));
		prop_assert!(together.1.iter().any(Result::is_ok) || alone.1.iter().all(Result::is_err));
		prop_assert_eq!(together, alone);
	}
}
