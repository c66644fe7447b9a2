// SPDX-License-Identifier: Apache-2.0

use super::*;

fn payoff(truth: Truth, energy: Wh, money: u128) -> i128 {
	let fill = Fill { energy, money };
	Account::honest(0, truth).payoff(&fill, &TARIFF, Unsold::FeedIn)
}

#[test]
fn a_seller_earns_the_feed_in_tariff_or_its_ask_for_what_it_does_not_sell() {
	let account = Account::honest(0, has(100, 90_000));
	let fill = Fill { energy: 70, money: 7_000_000 };
	let earns = |unsold| account.payoff(&fill, &TARIFF, unsold);
	assert_eq!(earns(Unsold::FeedIn), 7_000_000 + 30 * 60_000);
	assert_eq!(earns(Unsold::OwnAsk), 7_000_000 + 30 * 90_000);
}

#[test]
fn a_seller_pays_the_shortfall_price_for_what_it_has_not() {
	assert_eq!(payoff(has(100, 90_000), 120, 12_000_000), 12_000_000 - 20 * 300_000);
	assert_eq!(
		Account {
			order: Account::honest(0, has(10, 90_000)).order,
			..Account::honest(0, Truth::Nothing)
		}
		.payoff(&Fill { energy: 10, money: 1_000_000 }, &TARIFF, Unsold::OwnAsk),
		1_000_000 - 10 * 300_000
	);
}

#[test]
fn a_buyer_pays_price_and_fee_and_the_utility_for_the_rest() {
	let bought = 40 * 101_000;
	assert_eq!(payoff(needs(100), 40, 40 * 100_000), -(bought + 60 * 200_000));
	// What it has too much of goes to the utility at the surplus price.
	assert_eq!(payoff(needs(30), 40, 40 * 100_000), -(bought - 10 * 50_000));
}

#[test]
fn a_flexible_buyer_loses_what_the_energy_was_worth() {
	let truth = Truth::Needs { energy: 100, worth: Some(110_000) };
	assert_eq!(payoff(truth, 40, 40 * 100_000), -(40 * 101_000 + 60 * 111_000));
	assert_eq!(payoff(truth, 110, 110 * 100_000), -(110 * 101_000 - 10 * 50_000));
}
