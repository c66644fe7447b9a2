// SPDX-License-Identifier: Apache-2.0

//! The dispatch given to a linear program solver.

use gridmerit_island::{certificate, clear};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use proptest::prelude::*;

use crate::{
	reference::{haves, wants, worth},
	strategies::{Case, REAL, SMALL, case},
};

/// The least that a dispatch costs: asks of what sells, and what goes without.
fn least_cost(case: &Case) -> f64 {
	let (wants, mut problem) = (wants(case), Problem::new(OptimizationDirection::Minimize));
	let mut balance: Vec<(Variable, f64)> = Vec::new();
	for (ask, _, energy) in haves(case) {
		balance.push((problem.add_var(ask as f64, (0.0, energy as f64)), 1.0));
	}
	let mut demand = 0;
	for (row, (.., energy)) in wants.iter().enumerate() {
		let unserved = problem.add_var(worth(&wants, row) as f64, (0.0, *energy as f64));
		balance.push((unserved, 1.0));
		demand += energy;
	}
	if balance.is_empty() {
		return 0.0;
	}
	problem.add_constraint(&balance, ComparisonOp::Eq, demand as f64);
	let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("has no limit") };
	solution.objective()
}

/// The most that loads of these priorities can get, whatever all others go without.
fn most_served(case: &Case, up_to: usize) -> f64 {
	let (wants, mut problem) = (wants(case), Problem::new(OptimizationDirection::Maximize));
	let mut balance: Vec<(Variable, f64)> = Vec::new();
	for (.., energy) in haves(case) {
		balance.push((problem.add_var(0.0, (0.0, energy as f64)), 1.0));
	}
	for (rank, _, energy) in &wants {
		let counts = if *rank <= up_to { 1.0 } else { 0.0 };
		balance.push((problem.add_var(counts, (0.0, *energy as f64)), -1.0));
	}
	if balance.is_empty() {
		return 0.0;
	}
	problem.add_constraint(&balance, ComparisonOp::Eq, 0.0);
	let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("has no limit") };
	solution.objective()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn a_dispatch_costs_what_the_linear_program_does(
		case in prop_oneof![case(SMALL), case(REAL)],
	) {
		let outcome = clear(case.island(), &case.rules);
		let proof = certificate(case.island(), &case.rules, &outcome).unwrap();
		prop_assert_eq!(proof.gap(), Some(0));
		// Values of 2^48 for loads that name none lose bits in floating point; those cases are not compared in money.
		if case.loads.iter().all(|load| load.value.is_some()) {
			let (cost, least) = (proof.cost as f64, least_cost(&case));
			prop_assert!((cost - least).abs() < 0.5, "{cost} against {least}");
		}
	}

	/// Where no load is worth less than an ask, each priority gets as much as if there were no later one.
	#[test]
	fn no_dispatch_serves_more_of_the_first_priorities(
		mut case in prop_oneof![case(SMALL), case(REAL)],
	) {
		let dearest = case.rules.cap();
		for load in &mut case.loads {
			load.value = load.value.map(|value| value.max(dearest));
		}
		let outcome = clear(case.island(), &case.rules);
		for up_to in 0..4 {
			let served: u64 = case
				.loads
				.iter()
				.zip(&outcome.served)
				.filter(|(load, _)| load.priority.rank() <= up_to)
				.map(|(_, served)| served)
				.sum();
			let most = most_served(&case, up_to);
			prop_assert!((served as f64 - most).abs() < 0.5, "{served} against {most}");
		}
	}
}
