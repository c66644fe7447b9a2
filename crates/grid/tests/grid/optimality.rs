// SPDX-License-Identifier: Apache-2.0

//! Against min-cost flow and against a linear program.

use gridmerit_grid::{GridCertificate, certificate};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use proptest::prelude::*;

use crate::{
	cases::{Case, any_case, case, one_price},
	markets::{REAL, SMALL},
	reference,
};

/// The least cost of eq. (1a) to (1e): meeting demand at every bus from eligible offers, over the lines, and from the
/// utility. Demand with a limit may also go without, at what the energy is worth to it.
pub fn least_cost(case: &Case) -> f64 {
	let limits = &case.market.rules.limits;
	let mut problem = Problem::new(OptimizationDirection::Minimize);
	let buses = case.lines.len() + 1;
	let mut balances: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); buses];
	let mut wanted = vec![0; buses];
	let mut source = |balances: &mut Vec<Vec<_>>, bus: usize, price: u64, most: u64| {
		let cost = (price + limits.fee()) as f64;
		balances[bus].push((problem.add_var(cost, (0.0, most as f64)), 1.0));
	};
	for (offer, &bus) in case.market.offers.iter().zip(&case.sellers) {
		if limits.check_offer(offer.capacity, offer.ask).is_ok() {
			source(&mut balances, bus.into(), offer.ask, offer.capacity);
		}
	}
	for (row, &bus) in case.market.demands.iter().zip(&case.buyers) {
		match row.limit.filter(|&limit| limit <= limits.cap()) {
			Some(limit) if limit <= limits.fit() => continue,
			Some(limit) => source(&mut balances, bus.into(), limit, row.quantity),
			None => source(&mut balances, bus.into(), limits.tou() - limits.fee(), row.quantity),
		}
		wanted[usize::from(bus)] += row.quantity;
	}
	for bus in 1..buses {
		let (parent, import, export) = case.line(bus);
		let line = problem.add_var(0.0, (-(import as f64), export as f64));
		balances[bus].push((line, -1.0));
		balances[parent].push((line, 1.0));
	}
	for (balance, wanted) in balances.iter().zip(wanted) {
		if !balance.is_empty() {
			problem.add_constraint(balance, ComparisonOp::Eq, wanted as f64);
		}
	}
	let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("has no limit") };
	solution.objective()
}

fn certificate_of(case: &Case) -> GridCertificate {
	let feeder = case.feeder();
	let outcome = case.clear();
	certificate(&feeder, case.located(&feeder), &case.market.rules, &outcome).unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(600))]

	#[test]
	fn a_clearing_costs_what_the_linear_program_does(
		case in prop_oneof![case(SMALL, 6), case(REAL, 5_000)],
	) {
		let certificate = certificate_of(&case);
		prop_assert_eq!(certificate.gap(), Some(0));
		let (cost, least) = (certificate.cost as f64, least_cost(&case));
		// The optimum is a whole number: the solver's own rounding is far below one half.
		prop_assert!((cost - least).abs() < 0.5, "{cost} against {least}");
	}

	#[test]
	fn the_dual_is_exact_at_every_scale(case in any_case()) {
		prop_assert_eq!(certificate_of(&case).gap(), Some(0));
	}

	/// The least optimal prices, the energy at each of them, and equal shares.
	#[test]
	fn prices_and_shares_are_those_of_the_reference(
		case in prop_oneof![case(SMALL, 6), one_price(SMALL, 6)],
	) {
		let outcome = case.clear();
		let best = reference::solve(&case, true);
		let (cost, sharing) = reference::cost(&case, &outcome.bought, &outcome.sold);
		let (least, fairest) = reference::cost(&case, &best.bought, &best.sold);
		prop_assert_eq!(cost, least, "the dispatch is not the cheapest");
		prop_assert_eq!(sharing, fairest, "the shares are not the most equal ones");
		let keys = case.zones(&outcome).into_iter().map(|zone| i128::from(outcome.zones[zone].key));
		prop_assert_eq!(keys.collect::<Vec<_>>(), best.keys, "the prices are not the least");
	}

	#[test]
	fn prices_of_real_and_huge_books_are_those_of_the_reference(case in any_case()) {
		let outcome = case.clear();
		let best = reference::solve(&case, false);
		let (cost, _) = reference::cost(&case, &outcome.bought, &outcome.sold);
		prop_assert_eq!(cost, reference::cost(&case, &best.bought, &best.sold).0);
		let keys = case.zones(&outcome).into_iter().map(|zone| i128::from(outcome.zones[zone].key));
		prop_assert_eq!(keys.collect::<Vec<_>>(), best.keys);
	}
}
