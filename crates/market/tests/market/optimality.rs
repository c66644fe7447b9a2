// SPDX-License-Identifier: Apache-2.0

//! Eq. (1a) to (1d) given to a linear program solver.

use gridmerit_market::{Dispatch, certificate, clear};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use proptest::prelude::*;

use crate::strategies::{Market, REAL, SMALL, market};

/// The least cost of meeting demand from eligible offers and the utility.
fn least_cost(market: &Market) -> f64 {
	let limits = &market.rules.limits;
	let mut problem = Problem::new(OptimizationDirection::Minimize);
	let mut balance: Vec<(Variable, f64)> = Vec::new();
	for offer in &market.offers {
		if limits.check(offer.capacity, offer.ask).is_ok() {
			let cost = (offer.ask + limits.fee()) as f64;
			balance.push((problem.add_var(cost, (0.0, offer.capacity as f64)), 1.0));
		}
	}
	let from_utility = problem.add_var(limits.tou() as f64, (0.0, f64::INFINITY));
	let to_utility = problem.add_var(-(limits.fit() as f64), (0.0, f64::INFINITY));
	balance.extend([(from_utility, 1.0), (to_utility, -1.0)]);
	let demand: u64 = market.demands.iter().map(|demand| demand.quantity).sum();
	problem.add_constraint(&balance, ComparisonOp::Eq, demand as f64);
	let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("has no limit") };
	solution.objective()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn merit_order_costs_what_the_linear_program_does(
		market in prop_oneof![market(SMALL), market(REAL)],
	) {
		let mut rules = market.rules;
		rules.dispatch = Dispatch::MeritOrder;
		let cost = certificate(market.book(), &rules, &clear(market.book(), &rules)).cost as f64;
		let least = least_cost(&market);
		// The optimum is a whole number: the solver's own rounding is far below one half.
		prop_assert!((cost - least).abs() < 0.5, "{cost} against {least}");
	}
}
