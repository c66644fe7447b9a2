// SPDX-License-Identifier: Apache-2.0

//! Eq. (1a) to (1d) given to a linear program solver.

use gridmerit_market::{certificate, clear};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use proptest::prelude::*;

use crate::strategies::{Market, REAL, SMALL, market};

/// The least cost of meeting demand from eligible offers and the utility. Demand with a limit may also go without, at
/// what the energy is worth to it.
fn least_cost(market: &Market) -> f64 {
	let limits = &market.rules.limits;
	let mut problem = Problem::new(OptimizationDirection::Minimize);
	let mut balance: Vec<(Variable, f64)> = Vec::new();
	let mut source = |price: u64, most: u64| {
		let cost = (price + limits.fee()) as f64;
		balance.push((problem.add_var(cost, (0.0, most as f64)), 1.0));
	};
	for offer in &market.offers {
		if limits.check_offer(offer.capacity, offer.ask).is_ok() {
			source(offer.ask, offer.capacity);
		}
	}
	let mut demand = 0;
	for row in &market.demands {
		match row.limit.filter(|&limit| limit <= limits.cap()) {
			Some(limit) if limit <= limits.fit() => continue,
			Some(limit) => source(limit, row.quantity),
			None => {},
		}
		demand += row.quantity;
	}
	let from_utility = problem.add_var(limits.tou() as f64, (0.0, f64::INFINITY));
	let to_utility = problem.add_var(-(limits.fit() as f64), (0.0, f64::INFINITY));
	balance.extend([(from_utility, 1.0), (to_utility, -1.0)]);
	problem.add_constraint(&balance, ComparisonOp::Eq, demand as f64);
	let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("has no limit") };
	solution.objective()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn a_clearing_costs_what_the_linear_program_does(
		market in prop_oneof![market(SMALL), market(REAL)],
	) {
		let outcome = clear(market.book(), &market.rules);
		let certificate = certificate(market.book(), &market.rules, &outcome);
		prop_assert_eq!(certificate.gap(), Some(0));
		let (cost, least) = (certificate.cost as f64, least_cost(&market));
		// The optimum is a whole number: the solver's own rounding is far below one half.
		prop_assert!((cost - least).abs() < 0.5, "{cost} against {least}");
	}
}
