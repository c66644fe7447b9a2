// SPDX-License-Identifier: Apache-2.0

use gridmerit_energy::Order;

use super::*;

/// 500 offered at 90,000 and 600 at 110,000, 600 wanted: the price is 110,000.
fn enough() -> Hour {
	hour(&[needs(200), needs(400), has(500, 90_000), has(600, 110_000)])
}

fn steps(lie: Lie, owner: u32) -> Vec<Step> {
	let hour = enough();
	lie.steps(&hour, &hour.levels(), &[owner])
}

fn order_of(step: Step, owner: usize) -> Order {
	step.taken(&enough(), &[owner as u32])[owner].order
}

#[test]
fn levels_say_what_is_offered_up_to_a_price_and_wanted_above_it() {
	let limited = Truth::Needs { energy: 50, worth: Some(100_000) };
	let levels = hour(&[needs(200), limited, has(500, 90_000)]).levels();
	let level = |price, supply, wanted| Level { price, supply, wanted };
	assert_eq!(levels, [level(90_000, 500, 250), level(100_000, 500, 200)]);
}

#[test]
fn a_seller_raises_its_ask_to_just_below_another_s_and_to_the_highest() {
	assert_eq!(steps(Lie::Raise, 2), [109_999, 110_000, 179_999].map(Step::Ask).to_vec());
	assert_eq!(order_of(Step::Ask(109_999), 2), Order::Offer { capacity: 500, ask: 109_999 });
	assert_eq!(order_of(Step::Ask(109_999), 3), Order::Offer { capacity: 600, ask: 110_000 });
}

#[test]
fn a_buyer_understates_until_the_next_price_is_reached() {
	let steps = steps(Lie::Understate, 1);
	assert_eq!(steps.iter().filter(|step| matches!(step, Step::Less(_))).count(), 1);
	let order = order_of(Step::Less(100), 1);
	assert!(steps.contains(&Step::Less(100)));
	assert_eq!(order, Order::Demand { quantity: 300, limit: None });
	// The price falls to 90,000.
	let taken = enough().with(Step::Less(100).taken(&enough(), &[1]));
	assert_eq!(Rule::Uniform.clear(&taken).unwrap()[1].money, 300 * 90_000);
}

#[test]
fn a_phantom_that_just_reaches_the_next_price_is_tried() {
	let phantom = Step::Offer(100, 60_001);
	assert!(steps(Lie::Phantom, 1).contains(&phantom));
	let taken = enough().with(phantom.taken(&enough(), &[1]));
	assert_eq!(taken.accounts.len(), 5);
	let fills = Rule::Uniform.clear(&taken).unwrap();
	assert_eq!((fills[1].money, fills[4].money), (400 * 90_000, 100 * 90_000));
	// 200 x 20,000 saved by the other buyer; this one saves 400 x 20,000, and its friend loses 100 x 210,000.
	let honest = Rule::Uniform.clear(&enough()).unwrap();
	let gain =
		taken.payoff(&[1], &fills, Unsold::FeedIn) - enough().payoff(&[1], &honest, Unsold::FeedIn);
	assert_eq!(gain, 400 * 20_000 - 100 * 210_000);
}

#[test]
fn fake_demand_that_just_reaches_scarcity_is_tried() {
	assert!(steps(Lie::FakeDemand, 2).contains(&Step::Demand(501, None)));
	let taken = enough().with(Step::Demand(501, None).taken(&enough(), &[2]));
	assert_eq!(Rule::Uniform.clear(&taken).unwrap()[2].money, 500 * 180_000);
}

#[test]
fn two_that_withhold_do_half_each() {
	let hour = enough();
	let steps = Lie::Withhold.steps(&hour, &hour.levels(), &[2, 3]);
	// 1,100 for 600: scarce with 501 less.
	assert!(steps.contains(&Step::Less(251)));
	let taken = Step::Less(251).taken(&hour, &[2, 3]);
	let left: Wh = taken[2..].iter().map(|account| account.order.quantity()).sum();
	assert_eq!(left, 598);
}

#[test]
fn halves_are_true_halves() {
	let taken = Step::Split.taken(&hour(&[needs(201), has(500, 90_000)]), &[0]);
	let expected = [(0, needs(101)), (1, has(500, 90_000)), (0, needs(100))];
	assert_eq!(taken, expected.map(|(owner, truth)| Account::honest(owner, truth)));
}

#[test]
fn all_pairs_are_tried_or_as_many_by_lot() {
	let all = |owners: u32| crate::play::pairs(&(0..owners).collect::<Vec<_>>(), 7);
	let mut few = all(4);
	few.sort_unstable();
	assert_eq!(few, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
	let mut many = all(40);
	assert_eq!(many, all(40));
	many.sort_unstable();
	many.dedup();
	assert_eq!(many.len(), PAIRS);
}
