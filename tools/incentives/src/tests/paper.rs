// SPDX-License-Identifier: Apache-2.0

//! The paper's day, beside the figures of issue 14: 59 seller-hours, 64 scarce buyer-hours, 133 buyer-hours.

use gridmerit_energy::Order;
use gridmerit_market::Status;

use super::*;
use crate::rules::outcome;

/// Not told under this rule.
const NONE: (u32, u32, u128, u128) = (0, 0, 0, 0);

#[test]
fn sellers_and_buyers_are_as_many_as_in_the_issue() {
	let day = paper();
	let count = |side: Side, hour: &Hour| hour.owners(|truth| side.has(truth)).len();
	let hours = || day.firm.iter();
	assert_eq!(hours().map(|hour| count(Side::Sellers, hour)).sum::<usize>(), 59);
	assert_eq!(hours().map(|hour| count(Side::Buyers, hour)).sum::<usize>(), 133);
	let scarce = hours().filter(|hour| outcome(hour).unwrap().clearing.status == Status::Scarcity);
	assert_eq!(scarce.map(|hour| count(Side::Buyers, hour)).sum::<usize>(), 64);
}

#[test]
fn mean_prices_are_those_of_the_study() {
	let day = paper();
	let means = Setting::ALL.map(|setting| {
		let hours = if setting.limited { &day.limited } else { &day.firm };
		let (mut money, mut energy) = (0, 0);
		for hour in hours {
			for (account, fill) in hour.accounts.iter().zip(setting.rule.clear(hour).unwrap()) {
				if matches!(account.order, Order::Offer { .. }) {
					money += fill.money;
					energy += u128::from(fill.energy);
				}
			}
		}
		money / energy
	});
	// The study has 188,091, 174,075, 187,087, 164,140 and 192,410.
	assert_eq!(means, [188_091, 174_075, 188_091, 174_075, 187_086, 164_141, 192_410]);
}

#[test]
fn raising_or_withholding_pays_as_in_the_study() {
	let (now, limited) = ((13, 59, 23, 47), (9, 59, 53, 98));
	let ramp = (29, 59, 21, 47);
	let (pay_as_bid, vcg) = ((50, 59, 125, 379), (0, 59, 0, 0));
	let expected = [now, limited, now, limited, ramp, pay_as_bid, vcg];
	assert_eq!(played("raise or withhold"), expected);
}

#[test]
fn more_sellers_gain_if_their_unsold_energy_is_worth_something_to_them() {
	let found = played("the same, if unsold is worth the own ask").map(|(pays, ..)| pays);
	assert_eq!(found, [17, 13, 17, 13, 33, 50, 0]);
}

#[test]
fn overstating_pays_in_all_scarce_hours_pro_rata_and_nowhere_with_the_uniform_rule() {
	let found = played("overstate demand").map(|(pays, ..)| pays);
	assert_eq!(found, [0, 0, 64, 52, 64, 64, 64]);
}

#[test]
fn understating_pays_still() {
	let found = played("understate demand").map(|(pays, ..)| pays);
	assert_eq!(found, [18, 2, 17, 2, 17, 0, 0]);
	// A limit does the same, where demand has none.
	let found = played("state a false limit");
	assert_eq!(found[0], (18, 133, 37, 102));
	assert_eq!([found[2], found[4], found[5], found[6]], [NONE; 4]);
}

#[test]
fn understating_pays_with_supply_at_twice_the_demand() {
	let Day { firm, .. } = paper();
	let hour = firm.iter().find(|hour| hour.interval == 14).unwrap();
	let honest = Rule::Uniform.clear(hour).unwrap();
	let clearing = outcome(hour).unwrap().clearing;
	assert!(clearing.supply > 2 * clearing.demand);
	// Node 24 posts 85 % of its need: as the audit found, 9.2 % of its bill.
	let lied = hour.with(Step::Percent(85).taken(hour, &[24]));
	let fills = Rule::Uniform.clear(&lied).unwrap();
	let before = hour.payoff(&[24], &honest, Unsold::FeedIn);
	let gain = lied.payoff(&[24], &fills, Unsold::FeedIn) - before;
	assert_eq!(gain * 1_000 / -before, 92);
}

#[test]
fn one_wh_at_the_highest_ask_lifts_the_ramp_only() {
	let found = played("second account: 1 Wh at the highest ask");
	assert_eq!(found.map(|(pays, ..)| pays), [0, 0, 0, 0, 16, 0, 0]);
	assert_eq!(found[4].3, 36);
}

#[test]
fn a_dearer_shortfall_makes_phantoms_pay_less_often() {
	let at = |name| played(name).map(|(pays, ..)| pays);
	assert_eq!(at("the same, shortfall at 1.0 x TOU"), [18, 2, 17, 2, 17, 0, 0]);
	assert_eq!(at("the same, shortfall at 1.2 x TOU"), [12, 1, 12, 1, 12, 0, 0]);
	assert_eq!(at("second account: phantom supply"), [3, 0, 3, 0, 3, 0, 0]);
	assert_eq!(at("the same, shortfall at 4.0 x TOU"), [0; 7]);
}

/// With a tenth of what the buyer needs or more, as one would who does not know the book to the Wh.
#[test]
fn no_round_phantom_pays_at_a_shortfall_of_one_and_a_half() {
	for hour in paper().firm {
		let hour = hour.with_shortfall(150);
		let honest = Rule::Uniform.clear(&hour).unwrap();
		for buyer in hour.owners(|truth| Side::Buyers.has(truth)) {
			let before = hour.payoff(&[buyer], &honest, Unsold::FeedIn);
			let own = hour.accounts.iter().find(|account| account.owner == buyer).unwrap();
			for tenths in 1..=20 {
				let phantom = own.order.quantity() * tenths / 10;
				let step = Step::Offer(phantom, hour.limits.cheapest_ask());
				let lied = hour.with(step.taken(&hour, &[buyer]));
				let fills = Rule::Uniform.clear(&lied).unwrap();
				let gain = lied.payoff(&[buyer], &fills, Unsold::FeedIn) - before;
				assert!(gain <= i128::from(hour.tariff.tou), "{} {buyer} {tenths}", hour.interval);
			}
		}
	}
}

#[test]
fn who_is_pivotal() {
	let pivotal = |at: u32| {
		let Day { firm, .. } = paper();
		let hour = firm.iter().find(|hour| hour.interval == at).unwrap();
		let clearing = outcome(hour).unwrap().clearing;
		let mut owners = hour.owners(|truth| Side::Sellers.has(truth));
		owners.retain(|owner| crate::play::pivotal(hour, &clearing, *owner));
		owners
	};
	assert_eq!([9, 10, 11, 15].map(pivotal), [vec![4, 8, 30, 33], vec![], vec![8], vec![4, 8, 30]]);
	// In scarcity the price is at the cap anyway.
	assert!(pivotal(8).is_empty());
}
