// SPDX-License-Identifier: Apache-2.0

//! What holds for every island.

use std::collections::BTreeMap;

use gridmerit_island::{
	IslandOutcome, IslandRules, IslandStatus, Load, Priority, assign, clear, served, verify,
	verify_transactions,
};
use gridmerit_market::{NodeIndex, Offer};
use proptest::prelude::*;

use crate::strategies::{Case, any_case};

/// What each node buys and sells.
fn by_node(case: &Case, outcome: &IslandOutcome) -> BTreeMap<NodeIndex, (u64, u64)> {
	let mut nodes = BTreeMap::new();
	for (load, served) in case.loads.iter().zip(&outcome.served) {
		nodes.insert(load.node, (*served, 0));
	}
	for (offer, sold) in case.offers.iter().zip(&outcome.sold) {
		nodes.insert(offer.node, (0, *sold));
	}
	let flows = outcome.charged.iter().zip(&outcome.discharged);
	for (storage, (charged, discharged)) in case.storages.iter().zip(flows) {
		nodes.insert(storage.node, (*charged, *discharged));
	}
	nodes
}

/// The same island with the nodes the other way round.
fn mirrored(case: &Case) -> Case {
	let mut mirrored = case.clone();
	let turned = |node: NodeIndex| 1_000 - node;
	mirrored.loads.iter_mut().for_each(|load| load.node = turned(load.node));
	mirrored.offers.iter_mut().for_each(|offer| offer.node = turned(offer.node));
	mirrored.storages.iter_mut().for_each(|storage| storage.node = turned(storage.node));
	mirrored.loads.reverse();
	mirrored.offers.reverse();
	mirrored.storages.reverse();
	mirrored
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3_000))]

	#[test]
	fn energy_and_money_balance(case in any_case()) {
		let outcome = clear(case.island(), &case.rules);
		let clearing = outcome.clearing;
		let sum = |fills: &[u64]| fills.iter().map(|fill| u128::from(*fill)).sum::<u128>();
		let bought = sum(&outcome.served) + sum(&outcome.charged);
		prop_assert_eq!(bought, sum(&outcome.sold) + sum(&outcome.discharged));
		prop_assert_eq!(bought, u128::from(clearing.traded));

		let transactions = assign(case.island(), &outcome);
		let paid: u128 = transactions.iter().map(|transaction| transaction.payment).sum();
		prop_assert_eq!(paid, clearing.payment(clearing.traded));
		let mut nodes = by_node(&case, &outcome);
		for transaction in &transactions {
			prop_assert_eq!(Some(transaction.price), clearing.price);
			prop_assert_eq!(transaction.payment, clearing.payment(transaction.energy));
			nodes.get_mut(&transaction.buyer).unwrap().0 -= transaction.energy;
			nodes.get_mut(&transaction.seller).unwrap().1 -= transaction.energy;
		}
		prop_assert!(nodes.values().all(|left| *left == (0, 0)));
		prop_assert_eq!(verify_transactions(case.island(), &outcome, &transactions), Ok(()));

		let by_priority = served(case.island(), &outcome);
		prop_assert_eq!(by_priority.iter().map(|own| own.served).sum::<u64>(), clearing.served);
		let unserved: u64 = by_priority.iter().map(|own| own.shed()).sum();
		prop_assert_eq!(unserved, clearing.unserved());
		prop_assert_eq!(unserved == 0, clearing.status() == IslandStatus::Served);
	}

	#[test]
	fn nobody_is_served_before_who_comes_first(case in any_case()) {
		let outcome = clear(case.island(), &case.rules);
		let rows: Vec<_> = case.loads.iter().zip(&outcome.served).collect();
		for (load, served) in &rows {
			prop_assert!(**served <= load.quantity);
			for (later, its) in &rows {
				let first = (load.priority, std::cmp::Reverse(load.value()))
					< (later.priority, std::cmp::Reverse(later.value()));
				prop_assert!(!first || **its == 0 || **served == load.quantity);
			}
		}
		// No battery is charged while a load goes without.
		if outcome.charged.iter().any(|charged| *charged > 0) {
			prop_assert_eq!(outcome.clearing.unserved(), 0);
		}
	}

	#[test]
	fn the_critical_reserve_is_never_touched(case in any_case()) {
		let outcome = clear(case.island(), &case.rules);
		let flows = outcome.discharged.iter().zip(&outcome.charged);
		for (storage, (&discharged, &charged)) in case.storages.iter().zip(flows) {
			prop_assert!(discharged <= storage.output && charged <= storage.input);
			prop_assert!(discharged == 0 || storage.charge - discharged >= storage.critical_reserve);
			prop_assert!(discharged == 0 || charged == 0);
		}
	}

	#[test]
	fn nobody_sells_below_its_ask_or_above_the_cap(case in any_case()) {
		let outcome = clear(case.island(), &case.rules);
		let Some(price) = outcome.clearing.price else {
			prop_assert_eq!(outcome.clearing.traded, 0);
			return Ok(());
		};
		prop_assert!(price <= case.rules.cap());
		for (offer, &sold) in case.offers.iter().zip(&outcome.sold) {
			prop_assert!(sold == 0 || offer.ask <= price);
			prop_assert!(sold == offer.capacity || offer.ask >= price);
		}
		let flows = outcome.discharged.iter().zip(&outcome.charged);
		for (storage, (&discharged, &charged)) in case.storages.iter().zip(flows) {
			prop_assert!(discharged == 0 || storage.ask <= price);
			prop_assert!(discharged == storage.available() || storage.ask >= price);
			prop_assert!(charged == 0 || storage.bid >= price);
		}
	}

	/// Who is who makes no difference, but for the odd Wh.
	#[test]
	fn names_of_nodes_change_nothing_but_the_odd_wh(case in any_case()) {
		let (other, outcome) = (mirrored(&case), clear(case.island(), &case.rules));
		let mut mirror = clear(other.island(), &other.rules);
		prop_assert_eq!(outcome.clearing, mirror.clearing);
		mirror.served.reverse();
		mirror.sold.reverse();
		mirror.discharged.reverse();
		mirror.charged.reverse();
		let near = |one: &[u64], other: &[u64]| {
			one.iter().zip(other).all(|(one, other)| one.abs_diff(*other) <= 1)
		};
		prop_assert!(near(&outcome.served, &mirror.served));
		prop_assert!(near(&outcome.sold, &mirror.sold));
		prop_assert!(near(&outcome.discharged, &mirror.discharged));
		prop_assert!(near(&outcome.charged, &mirror.charged));
	}

	/// More supply never serves a load less, but for the odd Wh, and never costs more.
	#[test]
	fn more_supply_serves_more(case in any_case(), pick in any::<prop::sample::Index>()) {
		prop_assume!(!case.offers.is_empty());
		let mut more = case.clone();
		let offer = pick.get_mut(&mut more.offers);
		offer.capacity = (offer.capacity * 2 + 1).min(gridmerit_market::MAX_ORDER);
		let before = clear(case.island(), &case.rules);
		let after = clear(more.island(), &more.rules);
		prop_assert!(after.clearing.served >= before.clearing.served);
		prop_assert!(after.clearing.marginal <= before.clearing.marginal);
		for (before, after) in before.served.iter().zip(&after.served) {
			prop_assert!(*after + 1 >= *before);
		}
	}

	/// Over as many intervals as there are loads above the level, each of them gets an odd Wh as often as any other.
	#[test]
	fn the_odd_wh_go_round(
		wanted in prop::collection::vec(1_u64..40, 2..12),
		part in 1_u64..100,
		turn in any::<u32>(),
	) {
		let offered = (wanted.iter().sum::<u64>() * part / 100).max(1);
		let load = |(node, quantity)| {
			Load { node, quantity, priority: Priority::Normal, value: Some(5) }
		};
		let case = Case {
			loads: (0..).zip(wanted).map(load).collect(),
			offers: vec![Offer { node: 99, capacity: offered, ask: 5 }],
			storages: Vec::new(),
			rules: IslandRules::new(5, turn).unwrap(),
		};
		let level = clear(case.island(), &case.rules).clearing.demand.level;
		prop_assert!(level.above > 0);
		let start = case.rules.turn().min(u32::MAX - level.above);
		let mut fills: Vec<Vec<u64>> = Vec::new();
		for turn in start..start + level.above {
			let rules = IslandRules::new(case.rules.cap(), turn).unwrap();
			let outcome = clear(case.island(), &rules);
			prop_assert_eq!(verify(case.island(), &rules, &outcome), Ok(()));
			fills.push([outcome.served, outcome.charged].concat());
		}
		let mut vary = 0;
		for row in 0..fills[0].len() {
			if fills.iter().any(|fill| fill[row] != fills[0][row]) {
				let sum: u128 = fills.iter().map(|fill| u128::from(fill[row])).sum();
				let fair = u128::from(level.level) * u128::from(level.above);
				prop_assert_eq!(sum, fair + u128::from(level.rest));
				vary += 1;
			}
		}
		prop_assert_eq!(vary, if level.rest > 0 { level.above } else { 0 });
	}
}
