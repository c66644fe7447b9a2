// SPDX-License-Identifier: Apache-2.0

//! `verify` takes every outcome of `clear` and nothing else.

use gridmerit_grid::{
	GridOutcome, Zone, ZonedTransaction, assign, certificate, clear, verify, verify_transactions,
	verify_zones,
};
use gridmerit_market::{Level, Margin, Side, Status};
use proptest::prelude::*;

use crate::{
	cases::{Case, any_case, case, one_price},
	markets::{REAL, SMALL},
};

/// `outcome` with something changed, in every way that is one step away.
fn mutations(case: &Case, outcome: &GridOutcome) -> Vec<GridOutcome> {
	let mut all = Vec::new();
	let mut add = |change: &dyn Fn(&mut GridOutcome)| {
		let mut changed = outcome.clone();
		change(&mut changed);
		if changed != *outcome {
			all.push(changed);
		}
	};
	for k in 0..outcome.zones.len() {
		use Status::*;
		for status in [Cleared, Scarcity, NoSupply, NoDemand, NoMatch] {
			add(&|outcome| outcome.zones[k].status = status);
		}
		for side in [Side::Demand, Side::Supply] {
			add(&|outcome| outcome.zones[k].margin.side = side);
		}
		add(&|outcome| outcome.zones[k].price = None);
		add(&|outcome| outcome.zones[k].margin = Margin::NONE);
		add(&|outcome| outcome.zones[k].margin.level = Level::FULL);
		for step in [1, -1_i64, 2, -2, 1 << 40, i64::MAX] {
			add(&|outcome| {
				let zone = &mut outcome.zones[k];
				zone.price = zone.price.map(|price| price.wrapping_add_signed(step));
			});
			// The whole zone a step dearer, as a proposer that picks its price would have it.
			add(&|outcome| {
				let zone = &mut outcome.zones[k];
				zone.price = zone.price.map(|price| price.wrapping_add_signed(step));
				zone.key = zone.key.wrapping_add_signed(step.wrapping_mul(2));
			});
			let fields: [fn(&mut Zone) -> &mut u64; 9] = [
				|zone| &mut zone.key,
				|zone| &mut zone.demand,
				|zone| &mut zone.firm,
				|zone| &mut zone.supply,
				|zone| &mut zone.bought,
				|zone| &mut zone.sold,
				|zone| &mut zone.margin.total,
				|zone| &mut zone.margin.amount,
				|zone| &mut zone.margin.level.level,
			];
			for field in fields {
				add(&|outcome| {
					let field = field(&mut outcome.zones[k]);
					*field = field.wrapping_add_signed(step);
				});
			}
			let fields: [fn(&mut Zone) -> &mut u32; 2] =
				[|zone| &mut zone.margin.level.above, |zone| &mut zone.margin.level.rest];
			for field in fields {
				add(&|outcome| {
					let field = field(&mut outcome.zones[k]);
					*field = field.wrapping_add_signed(step as i32);
				});
			}
		}
		// Another place to cut, a zone less, a zone more.
		for bus in 0..=case.lines.len() as u16 {
			add(&|outcome| outcome.zones[k].top = bus);
			add(&|outcome| {
				let zone = Zone { top: bus, ..outcome.zones[k] };
				outcome.zones.insert(k + 1, zone);
			});
		}
		add(&|outcome| {
			outcome.zones.remove(k);
		});
		if k > 0 {
			add(&|outcome| outcome.zones.swap(k - 1, k));
			add(&|outcome| {
				let (a, b) = (outcome.zones[k - 1].key, outcome.zones[k].key);
				(outcome.zones[k - 1].key, outcome.zones[k].key) = (b, a);
			});
			add(&|outcome| {
				let (a, b) = (outcome.zones[k - 1].margin, outcome.zones[k].margin);
				(outcome.zones[k - 1].margin, outcome.zones[k].margin) = (b, a);
			});
		}
	}
	for row in 0..outcome.bought.len() {
		for step in [1, -1_i64] {
			add(&|outcome| outcome.bought[row] = outcome.bought[row].wrapping_add_signed(step));
		}
		// What one gets another has, also an odd Wh.
		for other in 0..row {
			add(&|outcome| outcome.bought.swap(row, other));
		}
	}
	for row in 0..outcome.sold.len() {
		for step in [1, -1_i64] {
			add(&|outcome| outcome.sold[row] = outcome.sold[row].wrapping_add_signed(step));
		}
		// What one gets another has, also an odd Wh.
		for other in 0..row {
			add(&|outcome| outcome.sold.swap(row, other));
		}
	}
	for bus in 0..outcome.flows.len() {
		add(&|outcome| outcome.flows[bus].traded += 1);
		add(&|outcome| outcome.flows[bus].lacking += 1);
	}
	add(&|outcome| outcome.bought.push(0));
	add(&|outcome| outcome.sold.push(0));
	add(&|outcome| outcome.flows.truncate(outcome.flows.len() - 1));
	all
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(500))]

	#[test]
	fn accepts_what_clear_returns_and_nothing_near_it(
		case in prop_oneof![3 => any_case(), 1 => one_price(SMALL, 6), 1 => one_price(REAL, 900)],
	) {
		let feeder = case.feeder();
		let (book, rules) = (case.located(&feeder), &case.market.rules);
		let outcome = clear(&feeder, book, rules).unwrap();
		prop_assert_eq!(verify(&feeder, book, rules, &outcome), Ok(()));
		for changed in mutations(&case, &outcome) {
			prop_assert!(verify(&feeder, book, rules, &changed).is_err(), "{:?}", changed);
			let zones = verify_zones(&feeder, book, &rules.limits, &changed.zones);
			prop_assert_eq!(zones.is_ok(), changed.zones == outcome.zones);
		}
	}

	#[test]
	fn accepts_the_sweep_s_transactions_and_nothing_near_them(case in any_case()) {
		let feeder = case.feeder();
		let book = case.located(&feeder);
		let outcome = clear(&feeder, book, &case.market.rules).unwrap();
		let transactions = assign(&feeder, book, &outcome).unwrap();
		let check = |transactions: &[_]| verify_transactions(&feeder, book, &outcome, transactions);
		prop_assert_eq!(check(&transactions), Ok(()));
		for index in 0..transactions.len() {
			let changes: [fn(&mut ZonedTransaction); 5] = [
				|transaction| transaction.seller += 1,
				|transaction| transaction.buyer += 1,
				|transaction| transaction.energy += 1,
				|transaction| transaction.buying += 1,
				|transaction| transaction.selling -= 1,
			];
			for change in changes {
				let mut changed = transactions.clone();
				change(&mut changed[index]);
				prop_assert!(check(&changed).is_err());
			}
			let mut lost = transactions.clone();
			lost.remove(index);
			prop_assert!(check(&lost).is_err());
			let mut doubled = transactions.clone();
			doubled.insert(index, doubled[index]);
			prop_assert!(check(&doubled).is_err());
		}
	}

	/// Another case's outcome is taken if and only if it is this one's, too: orders, limits of lines, turn.
	#[test]
	fn accepts_no_other_cases_outcome(
		case in case(SMALL, 6),
		pick in any::<prop::sample::Index>(),
		field in 0..3,
		near in -2_i64..=2,
	) {
		let mut other = case.clone();
		let near = |number: u64| number.saturating_add_signed(near);
		let orders = case.market.demands.len() + case.market.offers.len();
		let k = pick.index(orders + case.lines.len() + 1);
		if let Some(demand) = other.market.demands.get_mut(k) {
			match field {
				0 => demand.quantity = near(demand.quantity),
				1 => demand.limit = demand.limit.map(near),
				_ => other.buyers[k] = 0,
			}
		} else if let Some(offer) = other.market.offers.get_mut(k - case.market.demands.len()) {
			match field {
				0 => offer.capacity = near(offer.capacity),
				1 => offer.ask = near(offer.ask),
				_ => other.sellers[k - case.market.demands.len()] = 0,
			}
		} else if let Some(line) = other.lines.get_mut(k - orders) {
			match field {
				0 => line.import = near(line.import).min(gridmerit_grid::Line::NO_LIMIT),
				1 => line.export = near(line.export).min(gridmerit_grid::Line::NO_LIMIT),
				_ => (line.import, line.export) = (line.export, line.import),
			}
		} else {
			other.market.rules.turn = other.market.rules.turn.wrapping_add(1);
		}
		let outcome = case.clear();
		let feeder = other.feeder();
		let accepted = verify(&feeder, other.located(&feeder), &other.market.rules, &outcome);
		prop_assert_eq!(accepted.is_ok(), other.clear() == outcome);
	}
}

/// Where supply is exactly what is wanted any price up to the cap is optimal: the dual is exact at all of them, and only
/// the least is accepted.
#[test]
fn an_optimal_price_that_is_not_the_least_is_refused() {
	use gridmerit_grid::{Feeder, GridViolation, Line, Located};
	use gridmerit_market::{Book, Demand, Limits, Offer, Rules};

	let feeder = Feeder::new(&[Line { parent: 0, import: 50, export: 50 }]).unwrap();
	let demands = [Demand { node: 1, quantity: 100, limit: None }];
	let offers = [
		Offer { node: 2, capacity: 50, ask: 90_000 },
		Offer { node: 3, capacity: 50, ask: 80_000 },
	];
	let book = Located::new(&feeder, Book::new(&demands, &offers).unwrap(), &[0], &[0, 1]).unwrap();
	let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: 0 };
	let outcome = clear(&feeder, book, &rules).unwrap();
	let prices: Vec<_> = outcome.zones.iter().map(|zone| zone.price).collect();
	assert_eq!(prices, [Some(90_000), Some(80_000)]);
	for (zone, dearer) in [(0, 1), (0, 60_000), (1, 1), (1, 10_000)] {
		let mut other = outcome.clone();
		other.zones[zone].price = other.zones[zone].price.map(|price| price + dearer);
		other.zones[zone].key += 2 * dearer;
		other.zones[zone].margin.total = 0;
		other.zones[zone].margin.amount = 0;
		assert_eq!(certificate(&feeder, book, &rules, &other).unwrap().gap(), Some(0));
		let refused = verify(&feeder, book, &rules, &other);
		// At 90,000 on both sides the line would separate nothing.
		let merged = (zone, dearer) == (1, 10_000);
		let top = other.zones[zone].top;
		let expected = if merged { GridViolation::Line(top) } else { GridViolation::Price(top) };
		assert_eq!(refused, Err(expected));
	}
}
