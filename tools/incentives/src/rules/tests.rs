// SPDX-License-Identifier: Apache-2.0

use fastrand::Rng;
use gridmerit_energy::{Order, Planck, Price, Tariff, Wh};

use super::*;
use crate::{account::Account, account::Truth};

const ALL: [Rule; 5] = [Rule::Uniform, Rule::ProRata, Rule::Ramp, Rule::PayAsBid, Rule::Vcg];

/// An hour with a cap of 180,000 of these: demands with a limit or none, and offers.
fn hour(demands: &[(Wh, Option<Price>)], offers: &[(Wh, Price)]) -> Hour {
	let tariff = Tariff {
		tou: 200_000,
		fit: 60_000,
		alpha_ppm: 900_000,
		fee: 0,
		shortfall: 300_000,
		surplus: 60_000,
		curtailed: 0,
	};
	let demands = demands.iter().map(|&(energy, worth)| Truth::Needs { energy, worth });
	let offers = offers.iter().map(|&(energy, ask)| Truth::Has { energy, ask });
	let truths = demands.chain(offers);
	let accounts = (0..).zip(truths).map(|(owner, truth)| Account::honest(owner, truth));
	Hour::new(1, tariff, accounts.collect()).unwrap()
}

/// What each account trades, and for how much.
fn trades(rule: Rule, hour: &Hour) -> Vec<(Wh, Planck)> {
	rule.clear(hour).unwrap().into_iter().map(|fill| (fill.energy, fill.money)).collect()
}

/// Demand of 200 and 400, and two offers of which the second is needed in part.
fn enough() -> Hour {
	hour(&[(200, None), (400, None)], &[(500, 90_000), (600, 110_000)])
}

/// Demand of 300 and 600, of which 400 cannot be met.
fn scarce() -> Hour {
	hour(&[(300, None), (600, None)], &[(500, 90_000)])
}

#[test]
fn with_enough_supply_all_trade_at_the_marginal_ask() {
	let expected = [(200, 22_000_000), (400, 44_000_000), (500, 55_000_000), (100, 11_000_000)];
	for rule in [Rule::Uniform, Rule::ProRata, Rule::Ramp] {
		assert_eq!(trades(rule, &enough()), expected, "{rule:?}");
	}
}

#[test]
fn in_scarcity_the_uniform_rule_gives_all_the_same_and_pro_rata_by_what_is_posted() {
	let at_cap = |fills: [Wh; 3]| fills.map(|energy| (energy, u128::from(energy) * 180_000));
	assert_eq!(trades(Rule::Uniform, &scarce()), at_cap([250, 250, 500]));
	// 300 * 500 / 900 = 166.7, rounded down for the first.
	assert_eq!(trades(Rule::ProRata, &scarce()), at_cap([166, 334, 500]));
}

#[test]
fn the_ramp_goes_up_by_the_part_of_demand_that_is_missing() {
	// 90,000 + (180,000 - 90,000) * 400 / 900.
	let at = |fills: [Wh; 3]| fills.map(|energy| (energy, u128::from(energy) * 130_000));
	assert_eq!(trades(Rule::Ramp, &scarce()), at([166, 334, 500]));
}

#[test]
fn pay_as_bid_pays_asks_and_charges_their_mean() {
	// 500 at 90,000 and 100 at 110,000: 56,000,000, a third of it for the first buyer.
	let expected = [(200, 18_666_666), (400, 37_333_334), (500, 45_000_000), (100, 11_000_000)];
	assert_eq!(trades(Rule::PayAsBid, &enough()), expected);
}

#[test]
fn vcg_pays_what_the_others_would_cost_more() {
	// Without the first seller the second serves all at 110,000, instead of 100 Wh: 500 at 110,000 more. Without the
	// second 100 Wh are missing, at 180,000. 73,000,000 in all.
	let expected = [(200, 24_333_333), (400, 48_666_667), (500, 55_000_000), (100, 18_000_000)];
	assert_eq!(trades(Rule::Vcg, &enough()), expected);
	// In scarcity each Wh is missing without its seller.
	let scarcity = [(166, 29_880_000), (334, 60_120_000), (500, 90_000_000)];
	assert_eq!(trades(Rule::Vcg, &scarce()), scarcity);
}

#[test]
fn a_limit_sets_the_price_and_shares_what_is_left() {
	let hour = hour(
		&[(300, None), (400, Some(100_000)), (100, Some(95_000))],
		&[(500, 90_000), (600, 110_000)],
	);
	// At 90,000 there are 500 for 700 that pay more; at 100,000 they are enough for the 300 without a limit.
	let expected = [300, 200, 0, 500, 0].map(|energy: Wh| (energy, u128::from(energy) * 100_000));
	for rule in [Rule::Uniform, Rule::ProRata] {
		assert_eq!(trades(rule, &hour), expected, "{rule:?}");
	}
}

#[test]
fn nothing_trades_where_nobody_meets() {
	let apart = hour(&[(300, Some(80_000))], &[(500, 90_000)]);
	for rule in ALL {
		assert_eq!(trades(rule, &apart), [(0, 0); 2], "{rule:?}");
	}
}

/// A book of up to 12 orders a side, many of them at the same few prices.
fn random(rng: &mut Rng) -> Hour {
	let price = |rng: &mut Rng| 10_000 * rng.u64(5..=19);
	let demands: Vec<_> =
		(0..rng.usize(0..12)).map(|_| (rng.u64(0..500), rng.bool().then(|| price(rng)))).collect();
	let offers: Vec<_> = (0..rng.usize(0..12)).map(|_| (rng.u64(0..500), price(rng))).collect();
	hour(&demands, &offers)
}

#[test]
fn the_reference_finds_the_price_and_the_energy_that_the_market_finds() {
	let mut rng = Rng::with_seed(14);
	for _ in 0..20_000 {
		let hour = random(&mut rng);
		let merit = Merit::of(&hour);
		let outcome = outcome(&hour).unwrap();
		let found = (outcome.clearing.price, outcome.clearing.traded);
		assert_eq!((merit.price, merit.traded), found, "{hour:?}");
	}
}

#[test]
fn what_buyers_pay_is_what_sellers_get() {
	let mut rng = Rng::with_seed(15);
	for _ in 0..2_000 {
		let hour = random(&mut rng);
		for rule in ALL {
			let fills = rule.clear(&hour).unwrap();
			let sum = |demands: bool| {
				let rows = hour.accounts.iter().zip(&fills);
				let side = rows.filter(|(account, _)| {
					matches!(account.order, Order::Demand { .. }) == demands
				});
				side.fold((0, 0), |(energy, money), (_, fill)| {
					(energy + fill.energy, money + fill.money)
				})
			};
			assert_eq!(sum(true), sum(false), "{rule:?} {hour:?}");
		}
	}
}
