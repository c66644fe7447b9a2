// SPDX-License-Identifier: Apache-2.0

//! `verify` takes every outcome of `clear` and nothing else.

use gridmerit_island::{
	IslandClearing, IslandOutcome, IslandRules, IslandViolation, Tier, assign, certificate, clear,
	verify, verify_transactions,
};
use gridmerit_market::Level;
use proptest::prelude::*;

use crate::strategies::any_case;

/// `outcome` with one thing changed, in every way that is one step away.
fn mutations(outcome: &IslandOutcome) -> Vec<IslandOutcome> {
	let mut all = Vec::new();
	let mut add = |change: &dyn Fn(&mut IslandOutcome)| {
		let mut changed = outcome.clone();
		change(&mut changed);
		if changed != *outcome {
			all.push(changed);
		}
	};
	for price in [None, Some(0), Some(u64::MAX)] {
		add(&|outcome| outcome.clearing.price = price);
	}
	for step in [1, -1_i64, 2, 1 << 40, i64::MAX] {
		add(&|outcome| {
			outcome.clearing.price =
				outcome.clearing.price.map(|price| price.wrapping_add_signed(step));
		});
		// Price and marginal value that still agree.
		add(&|outcome| {
			let clearing = &mut outcome.clearing;
			clearing.marginal = clearing.marginal.wrapping_add_signed(step);
			clearing.price = clearing.price.map(|price| price.wrapping_add_signed(step));
		});
		let fields: [fn(&mut IslandClearing) -> &mut u64; 11] = [
			|c| &mut c.marginal,
			|c| &mut c.wanted,
			|c| &mut c.served,
			|c| &mut c.supply,
			|c| &mut c.traded,
			|c| &mut c.demand.total,
			|c| &mut c.demand.amount,
			|c| &mut c.demand.level.level,
			|c| &mut c.offers.total,
			|c| &mut c.offers.amount,
			|c| &mut c.offers.level.level,
		];
		for field in fields {
			add(&|outcome| {
				let field = field(&mut outcome.clearing);
				*field = field.wrapping_add_signed(step);
			});
		}
		add(&|outcome| {
			let above = &mut outcome.clearing.demand.level.above;
			*above = above.wrapping_add_signed(step as i32);
		});
		let fills: [fn(&mut IslandOutcome) -> &mut Vec<u64>; 4] = [
			|outcome| &mut outcome.served,
			|outcome| &mut outcome.sold,
			|outcome| &mut outcome.discharged,
			|outcome| &mut outcome.charged,
		];
		for fill in fills {
			for row in 0..fill(&mut outcome.clone()).len() {
				add(&|outcome| {
					let fill = &mut fill(outcome)[row];
					*fill = fill.wrapping_add_signed(step);
				});
			}
			add(&|outcome| fill(outcome).push(0));
			add(&|outcome| {
				fill(outcome).pop();
			});
			// Sums stay right when a Wh goes to a neighbour.
			for row in 1..fill(&mut outcome.clone()).len() {
				add(&|outcome| {
					let fill = fill(outcome);
					fill[row] = fill[row].wrapping_sub(1);
					fill[row - 1] = fill[row - 1].wrapping_add(1);
				});
				add(&|outcome| fill(outcome).swap(row, row - 1));
			}
		}
	}
	add(&|outcome| {
		let clearing = &mut outcome.clearing;
		std::mem::swap(&mut clearing.demand, &mut clearing.offers);
	});
	add(&|outcome| outcome.clearing.demand = Tier::NONE);
	add(&|outcome| outcome.clearing.offers = Tier::NONE);
	add(&|outcome| outcome.clearing.demand.level = Level::FULL);
	// Nothing trades at all.
	add(&|outcome| {
		outcome.served.fill(0);
		outcome.sold.fill(0);
		outcome.discharged.fill(0);
		outcome.charged.fill(0);
		let clearing = &mut outcome.clearing;
		(clearing.served, clearing.traded, clearing.price) = (0, 0, None);
		(clearing.demand, clearing.offers) = (Tier::NONE, Tier::NONE);
	});
	all
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn accepts_what_clear_returns_and_nothing_near_it(case in any_case()) {
		let (island, rules) = (case.island(), &case.rules);
		let outcome = clear(island, rules);
		prop_assert_eq!(verify(island, rules, &outcome), Ok(()));
		for changed in mutations(&outcome) {
			prop_assert!(verify(island, rules, &changed).is_err(), "{:?}", changed);
		}
	}

	/// Another island's outcome is taken if and only if it is this one's, too.
	#[test]
	fn accepts_no_other_islands_outcome(
		case in any_case(),
		pick in any::<prop::sample::Index>(),
		near in -2_i64..=2,
		field in 0..3,
	) {
		let orders = case.loads.len() + case.offers.len();
		prop_assume!(orders > 0);
		let row = pick.index(orders);
		let mut other = case.clone();
		let near = |number: u64, most: u64| number.saturating_add_signed(near).min(most);
		if let Some(load) = other.loads.get_mut(row) {
			match field {
				0 => load.quantity = near(load.quantity, gridmerit_market::MAX_ORDER),
				1 => load.value = load.value.map(|v| near(v, gridmerit_market::MAX_PRICE)),
				_ => load.priority = gridmerit_island::Priority::ALL[row % 4],
			}
		} else {
			let offer = &mut other.offers[row - case.loads.len()];
			match field {
				0 => offer.capacity = near(offer.capacity, gridmerit_market::MAX_ORDER),
				_ => offer.ask = near(offer.ask, gridmerit_market::MAX_PRICE),
			}
		}
		let outcome = clear(case.island(), &case.rules);
		let same = clear(other.island(), &case.rules) == outcome;
		prop_assert_eq!(verify(other.island(), &case.rules, &outcome).is_ok(), same);
		let later = IslandRules::new(case.rules.cap(), case.rules.turn().wrapping_add(1)).unwrap();
		let same = clear(case.island(), &later) == outcome;
		prop_assert_eq!(verify(case.island(), &later, &outcome).is_ok(), same);
		let lower = IslandRules::new(case.rules.cap() / 2, case.rules.turn()).unwrap();
		let same = clear(case.island(), &lower) == outcome;
		prop_assert_eq!(verify(case.island(), &lower, &outcome).is_ok(), same);
	}

	#[test]
	fn accepts_the_sweep_s_transactions_and_nothing_near_them(case in any_case()) {
		let island = case.island();
		let outcome = clear(island, &case.rules);
		let transactions = assign(island, &outcome);
		for index in 0..transactions.len() {
			for step in 0..5 {
				let mut changed = transactions.clone();
				let transaction = &mut changed[index];
				match step {
					0 => transaction.seller += 1,
					1 => transaction.buyer += 1,
					2 => transaction.energy += 1,
					3 => transaction.price += 1,
					_ => transaction.payment += 1,
				}
				let refused = verify_transactions(island, &outcome, &changed);
				prop_assert_eq!(refused, Err(IslandViolation::Transaction(index)));
			}
			let lost = [&transactions[..index], &transactions[index + 1..]].concat();
			prop_assert!(verify_transactions(island, &outcome, &lost).is_err());
		}
	}

	/// The certificate proves the dispatch, whatever the rules are: a dispatch that serves less, or takes a dearer source
	/// in the place of a cheaper one, has a gap of just what it costs more.
	#[test]
	fn a_dearer_dispatch_has_a_gap(case in any_case()) {
		let island = case.island();
		let outcome = clear(island, &case.rules);
		let gap = |outcome: &IslandOutcome| {
			certificate(island, &case.rules, outcome).unwrap().gap()
		};
		prop_assert_eq!(gap(&outcome), Some(0));
		for (row, sold) in outcome.sold.iter().enumerate().filter(|(_, sold)| **sold > 0) {
			for (other, offer) in case.offers.iter().enumerate() {
				let room = offer.capacity - outcome.sold[other];
				if other == row || room == 0 || offer.ask > case.rules.cap() {
					continue;
				}
				let energy = room.min(*sold);
				let mut dearer = outcome.clone();
				dearer.sold[row] -= energy;
				dearer.sold[other] += energy;
				let more = u128::from(offer.ask - case.offers[row].ask) * u128::from(energy);
				prop_assert_eq!(gap(&dearer), Some(more));
			}
		}
	}
}
