// SPDX-License-Identifier: Apache-2.0

//! The white paper's condition on who may inject.

use gridmerit_island::{
	Costs, CouplingError, FarBelow, Injection, Island, IslandRules, Load, Priority, clear, costs,
};
use gridmerit_market::Offer;
use proptest::prelude::*;

fn injects(factor_ppm: u32, span: &[(u128, u128)]) -> Result<Injection, CouplingError> {
	let span = span.iter().map(|&(microgrid, utility)| Costs { microgrid, utility });
	FarBelow::new(factor_ppm)?.injects(span)
}

#[test]
fn far_below_is_a_factor_of_the_rules() {
	let span = [(40, 100), (60, 100), (0, 0)];
	assert_eq!(injects(1_999_999, &span), Ok(Injection::Microgrid));
	// Half of it is not less than half of it.
	assert_eq!(injects(2_000_000, &span), Ok(Injection::Utility));
	assert_eq!(injects(1_000_000, &[(7, 7)]), Ok(Injection::Utility));
	assert_eq!(injects(1_000_000, &[(6, 7)]), Ok(Injection::Microgrid));
	// What costs nothing is not below nothing.
	assert_eq!(injects(1_000_000, &[(0, 0)]), Ok(Injection::Utility));
	assert_eq!(injects(u32::MAX, &[(0, 1)]), Ok(Injection::Microgrid));
}

/// It is the sums that count: a dear hour is made good by a cheap one.
#[test]
fn the_span_counts_as_a_whole() {
	let (cheap, dear) = ((10, 100), (90, 80));
	assert_eq!(injects(1_500_000, &[dear]), Ok(Injection::Utility));
	assert_eq!(injects(1_500_000, &[cheap, dear]), Ok(Injection::Microgrid));
}

#[test]
fn what_cannot_be_judged_is_refused() {
	assert_eq!(injects(999_999, &[(1, 2)]), Err(CouplingError::FactorBelowOne));
	assert_eq!(injects(1_000_000, &[]), Err(CouplingError::NoInterval));
	let most = u128::MAX;
	assert_eq!(injects(u32::MAX, &[(most, most)]), Ok(Injection::Utility));
	assert_eq!(injects(u32::MAX, &[(0, most), (0, 1)]), Err(CouplingError::BeyondBound));
	assert_eq!(injects(u32::MAX, &[(most, 0), (1, 0)]), Err(CouplingError::BeyondBound));
	// Products beyond 128 bits are compared exactly.
	assert_eq!(injects(2_000_000, &[(most / 2, most)]), Ok(Injection::Microgrid));
	assert_eq!(injects(2_000_000, &[(most / 2 + 1, most)]), Ok(Injection::Utility));
}

#[test]
fn costs_are_those_of_the_dispatch() {
	let loads = [Load { node: 1, quantity: 70, priority: Priority::Critical, value: None }];
	let offers = [Offer { node: 2, capacity: 50, ask: 3 }, Offer { node: 3, capacity: 50, ask: 8 }];
	let island = Island::new(&loads, &offers, &[]).unwrap();
	let outcome = clear(island, &IslandRules::new(100, 0).unwrap());
	// 50 at 3 and 20 at 8, against 70 at 12.
	let own = Costs { microgrid: 310, utility: 840 };
	assert_eq!(costs(island, &outcome, 12), own);
	assert_eq!(FarBelow::new(2_000_000).unwrap().injects([own]), Ok(Injection::Microgrid));
	assert_eq!(FarBelow::new(3_000_000).unwrap().injects([own]), Ok(Injection::Utility));
}

proptest! {
	#[test]
	fn the_condition_is_exact(
		factor in 1_000_000_u32..,
		span in prop::collection::vec((0_u128..1 << 80, 0_u128..1 << 90), 1..20),
	) {
		let sums = span.iter().fold((0, 0), |sums, costs| (sums.0 + costs.0, sums.1 + costs.1));
		let far_below = sums.0 * u128::from(factor) < sums.1 * 1_000_000;
		let expected = if far_below { Injection::Microgrid } else { Injection::Utility };
		prop_assert_eq!(injects(factor, &span), Ok(expected));
		let mut turned = span.clone();
		turned.reverse();
		prop_assert_eq!(injects(factor, &turned), Ok(expected));
	}
}
