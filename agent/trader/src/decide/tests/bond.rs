// SPDX-License-Identifier: Apache-2.0

//! How much is bonded, and when nothing is.

use gridmerit_client::units::UNIT;
use gridmerit_energy::Planck;
use gridmerit_trust::TrustStanding;
use proptest::prelude::*;

use crate::{
	decide::{BondDecision, Bonded, decide_bond},
	rulebook::BondRules,
};

const RULES: BondRules =
	BondRules { target: 100 * UNIT, max_per_day: 1_000 * UNIT, max: None, reserve: 50 * UNIT };

/// A node with so much bonded, and an account with plenty.
fn with(bonded: Planck) -> Bonded {
	let standing = TrustStanding { bonded: bonded * UNIT, ..TrustStanding::default() };
	let free = 10_000 * UNIT;
	Bonded { standing, before: None, free, funds: free, today: 0, in_all: 0 }
}

fn bonds(rules: &BondRules, at: &Bonded) -> (Planck, String) {
	match decide_bond(rules, at) {
		BondDecision::Bond(amount, because) => (amount, because),
		other => panic!("{other:?}"),
	}
}

fn waits(rules: &BondRules, at: &Bonded) -> String {
	match decide_bond(rules, at) {
		BondDecision::Wait(because) => because,
		other => panic!("{other:?}"),
	}
}

#[test]
fn bonds_what_is_missing_and_says_why() {
	let start = "it was 0 UNIT, and is to be 100 UNIT";
	assert_eq!(bonds(&RULES, &with(0)), (100 * UNIT, start.into()));
	// After a slash.
	let slashed = Bonded { before: Some(100 * UNIT), ..with(90) };
	let fallen = "it has fallen from 100 UNIT to 90 UNIT, and is to be 100 UNIT";
	assert_eq!(bonds(&RULES, &slashed), (10 * UNIT, fallen.into()));
	// More than it should be stays.
	for bonded in [100, 101, 5_000] {
		assert_eq!(decide_bond(&RULES, &with(bonded)), BondDecision::Enough);
	}
	// A little that is missing is made up, too.
	let nearly = TrustStanding { bonded: 100 * UNIT - 1, ..TrustStanding::default() };
	assert_eq!(bonds(&RULES, &Bonded { standing: nearly, ..with(0) }).0, 1);
}

#[test]
fn waits_while_a_slash_is_pending_or_something_is_on_its_way_out() {
	let mut at = with(50);
	at.standing.pending = 1;
	assert!(waits(&RULES, &at).starts_with("a slash waits"));
	at.standing.pending = 0;
	at.standing.unbonding = 7 * UNIT;
	let because = waits(&RULES, &at);
	assert!(because.starts_with("7 UNIT were taken out by hand"), "{because}");
	assert!(because.contains("bond.target_unit"), "{because}");
	// Where nothing is missing there is nothing to say.
	at.standing.bonded = 100 * UNIT;
	assert_eq!(decide_bond(&RULES, &at), BondDecision::Enough);
}

#[test]
fn each_limit_binds_and_is_named() {
	let daily = BondRules { max_per_day: 30 * UNIT, ..RULES };
	let (amount, because) = bonds(&daily, &Bonded { today: 10 * UNIT, ..with(0) });
	assert_eq!(amount, 20 * UNIT);
	assert!(because.ends_with("(bond.max_unit_per_day)"), "{because}");
	let because = waits(&daily, &Bonded { today: 30 * UNIT, ..with(0) });
	assert_eq!(because, "100 UNIT are missing to the target, and stay so (bond.max_unit_per_day)");

	let in_all = BondRules { max: Some(60 * UNIT), ..RULES };
	assert_eq!(bonds(&in_all, &Bonded { in_all: 20 * UNIT, ..with(0) }).0, 40 * UNIT);
	assert!(waits(&in_all, &Bonded { in_all: 60 * UNIT, ..with(0) }).ends_with("(bond.max_unit)"));

	let poor = |free| Bonded { free: free * UNIT, funds: free * UNIT, ..with(0) };
	assert_eq!(bonds(&RULES, &poor(70)).0, 20 * UNIT);
	for free in [0, 49, 50] {
		assert!(waits(&RULES, &poor(free)).ends_with("(bond.reserve_unit)"), "{free}");
	}
	// Without a reserve of its own, that of fees stays.
	let all = BondRules { reserve: 0, ..RULES };
	let at = Bonded { funds: 9 * UNIT, free: 10 * UNIT, ..with(0) };
	assert_eq!(bonds(&all, &at).0, 9 * UNIT);
	assert!(waits(&all, &Bonded { funds: 0, ..at }).contains("for fees"));
}

#[test]
fn next_to_nothing_is_not_worth_a_fee() {
	let at = |free| Bonded { free: 50 * UNIT + free, funds: 60 * UNIT, ..with(0) };
	// A hundredth of the target is.
	assert_eq!(bonds(&RULES, &at(UNIT)).0, UNIT);
	waits(&RULES, &at(UNIT - 1));
	// The smallest target has no hundredth.
	let least = BondRules { target: 1, ..RULES };
	assert_eq!(bonds(&least, &with(0)).0, 1);
	waits(&BondRules { max: Some(0), ..least }, &with(0));
}

proptest! {
	#[test]
	fn no_limit_is_passed(
		target in 1..1_000_u128, per_day in 1..1_000_u128, max in proptest::option::of(0..1_000_u128),
		reserve in 0..1_000_u128, bonded in 0..1_000_u128, unbonding in 0..3_u128, pending in 0..2_u32,
		free in 0..3_000_u128, funds in 0..3_000_u128, today in 0..1_000_u128, in_all in 0..1_000_u128,
	) {
		let rules = BondRules { target, max_per_day: per_day, max, reserve };
		let standing = TrustStanding { bonded, unbonding, pending, ..TrustStanding::default() };
		let at = Bonded { standing, before: None, free, funds, today, in_all };
		match decide_bond(&rules, &at) {
			BondDecision::Bond(amount, _) => {
				prop_assert!(amount > 0 && bonded + amount <= target);
				prop_assert!(today + amount <= per_day.max(today));
				prop_assert!(max.is_none_or(|max| in_all + amount <= max));
				prop_assert!(amount + reserve <= free && amount <= funds);
				prop_assert!(pending == 0 && unbonding == 0);
			},
			BondDecision::Enough => prop_assert!(bonded >= target),
			BondDecision::Wait(because) => prop_assert!(bonded < target && !because.is_empty()),
		}
	}
}
