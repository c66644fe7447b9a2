// SPDX-License-Identifier: Apache-2.0

//! Who owes readings.

use super::*;
use gridmerit_pallet_support::{PAGE_ROWS, ReadingDuty};
use pallet_ledger::StandingRequired;

fn set_duty(node: NodeIndex, spans: &[(Interval, Option<Interval>)]) {
	Settlement::set_duty(node, ReadingDuty { spans: spans.to_vec().try_into().unwrap() });
}

#[test]
fn a_duty_is_stored_with_those_of_its_page_and_a_node_without_has_none() {
	run(|| {
		let other = PAGE_ROWS + 1;
		Market::set_account(other, account_of(other));
		assert_eq!(Settlement::duty(ALICE), ReadingDuty::default());
		set_duty(ALICE, &[(5, Some(7)), (9, None)]);
		set_duty(BOB, &[(6, None)]);
		set_duty(other, &[(8, None)]);
		assert_eq!(Duties::<Test>::iter_keys().count(), 2);
		assert_eq!(Settlement::duty(ALICE).spans, vec![(5, Some(7)), (9, None)]);
		let owed: Vec<_> = (4..11).filter(|at| Settlement::duty(ALICE).owes(*at)).collect();
		assert_eq!(owed, [5, 6, 9, 10]);
		set_duty(ALICE, &[(9, None)]);
		assert_eq!(Settlement::duty(ALICE).spans, vec![(9, None)]);
		check_state();
		for node in [ALICE, BOB, other] {
			assert!(!Settlement::duty(node).spans.is_empty());
			set_duty(node, &[]);
			assert_eq!(Settlement::duty(node), ReadingDuty::default());
		}
		assert_eq!(Duties::<Test>::iter().count(), 0);
	});
}

#[test]
fn whoever_owes_readings_leaves_a_standing_deposit() {
	run(|| {
		let required = || StandingRequired::<Test>::contains_key(ALICE);
		set_duty(ALICE, &[]);
		assert!(!required());
		set_duty(ALICE, &[(5, None)]);
		assert!(required());
		// Also for what is not settled for good after its meter is gone.
		set_duty(ALICE, &[(5, Some(7))]);
		assert!(required());
		set_duty(ALICE, &[]);
		assert!(!required());
	});
}

#[test]
fn a_duty_that_has_ended_is_silence_before_and_nothing_after() {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		set_duty(ALICE, &[(INTERVAL, Some(INTERVAL + 1)), (INTERVAL + 2, None)]);
		at(INTERVAL + DEADLINE + 3);
		enough_blocks();
		let basis = |interval| Settlement::invoice(interval, ALICE).map(|invoice| invoice.basis);
		assert_eq!(basis(INTERVAL), Some(Basis::Silence));
		assert_eq!(basis(INTERVAL + 1), None);
		assert_eq!(basis(INTERVAL + 2), Some(Basis::Silence));
	});
}
