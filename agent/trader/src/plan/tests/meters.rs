// SPDX-License-Identifier: Apache-2.0

//! What no meter proves: the loss that settles is the one that is said.

use super::*;

fn unproven(outlook: Outlook) -> Outlook {
	Outlook { proven: false, ..outlook }
}

/// Sold for 100 and counted as not delivered: each Wh costs the shortfall price.
#[test]
fn who_sells_without_a_meter_loses() {
	let plan = planned(&[unproven(outlook(1, 1_000, 0))], None);
	assert_eq!(orders(&plan), [(0, 1_000)]);
	assert_eq!(plan.utility.total(), 0);
	assert_eq!(plan.saving(), 1_000 * (100 - 250));
}

/// Bought for 100 and the fee of 5, and counted as not used: each Wh earns the surplus price.
#[test]
fn who_buys_without_a_meter_loses() {
	let plan = planned(&[unproven(outlook(1, 0, 1_000))], None);
	assert_eq!(orders(&plan), [(1_000, 0)]);
	assert_eq!(plan.saving(), 1_000 * (40 - 105));
}

#[test]
fn only_what_no_meter_proves_is_lost() {
	let plan = planned(&[unproven(outlook(1, 1_000, 0)), outlook(2, 500, 0)], None);
	assert_eq!(plan.saving(), 1_000 * (100 - 250) + 500 * (100 - 60));
	// What was traded before is lost as well.
	let mut sold = unproven(outlook(1, 0, 0));
	sold.position = Position { sold: 10, revenue: 1_000, ..Position::default() };
	assert_eq!(orders(&planned(&[sold], None)), [(10, 0)]);
	assert_eq!(planned(&[sold], None).saving(), 0);
	assert_eq!(expected_cost(&sold, 10, 0, 0), 10 * 250 - 1_000);
	assert_eq!(expected_cost(&Outlook { proven: true, ..sold }, 10, 0, 0), -1_000);
}

/// The battery does as it would with a meter: what is behind it can be used all the same.
#[test]
fn a_meter_changes_no_schedule() {
	let mut dear = outlook(2, 0, 800);
	dear.buy_price = 190;
	let with = planned(&[outlook(1, 900, 0), dear], Some(store(700, 0)));
	let without = planned(&[unproven(outlook(1, 900, 0)), unproven(dear)], Some(store(700, 0)));
	assert_eq!(flows(&with), [(700, 0), (0, 700)]);
	assert_eq!(with.steps, without.steps);
	assert!(without.saving() < 0 && with.saving() > 0);
}
