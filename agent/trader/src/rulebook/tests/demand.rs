// SPDX-License-Identifier: Apache-2.0

//! Limits are what the rulebook says, never more, and valid on chain or refused.

use proptest::{
	prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
	strategy::{Just, Strategy as Cases},
};

use super::*;
use gridmerit_energy::{MAX_PRICE, Price};

/// FIT 0.04, TOU 0.25, alpha 0.96: cap 0.24, all in planck per Wh.
const TOU: Price = 250_000;
const BOUNDS: AskBounds =
	AskBounds { fit: 40_000, cheapest_ask: 40_001, dearest_ask: 239_999, cap: 240_000 };
/// The price that is expected.
const EXPECTED: Price = 120_000;

fn limit(body: &str) -> Option<Price> {
	right(&with("demand", body)).demand.limit(&BOUNDS, TOU, EXPECTED)
}

#[test]
fn strategies() {
	assert_eq!(limit(""), None);
	assert_eq!(limit("strategy = \"any\""), None);
	let fixed = |price: &str| limit(&format!("strategy = \"fixed\"\nprice_unit_per_kwh = {price}"));
	assert_eq!(fixed("0.12"), Some(120_000));
	assert_eq!(fixed("0.239999"), Some(239_999));
	// No price is above the cap: such a limit is none.
	assert_eq!(fixed("0.24"), None);
	let share = |share: &str| limit(&format!("strategy = \"share\"\nshare = {share}"));
	assert_eq!(share("0.8"), Some(200_000));
	assert_eq!(share("0.000001"), Some(0));
	assert_eq!(share("1"), None);
	let follow =
		|margin: &str| limit(&format!("strategy = \"follow\"\nmargin_unit_per_kwh = {margin}"));
	assert_eq!(limit("strategy = \"follow\""), Some(120_000));
	assert_eq!(follow("0.005"), Some(125_000));
	assert_eq!(follow("-0.005"), Some(115_000));
	assert_eq!(follow("-1"), Some(0));
	assert_eq!(follow("281474976.710656"), None);
}

#[test]
fn a_limit_as_low_as_the_feed_in_tariff_is_refused_and_not_moved() {
	let check = |limit| DemandRules::check(limit, &BOUNDS);
	assert_eq!(check(None), Ok(()));
	assert_eq!(check(Some(40_001)), Ok(()));
	let low = LimitTooLow { limit: 40_000, fit: 40_000 };
	assert_eq!(check(Some(40_000)), Err(low));
	assert!(low.to_string().contains("raise it in `[demand]`"));
}

#[test]
fn keys_that_do_not_fit_together() {
	let at = |body: &str, at: &str, key: &str, reason: &str| {
		refused(&with("demand", body), at, &format!("demand.{key}"), reason)
	};
	at("strategy = \"fixed\"", "demand]", "price_unit_per_kwh", "is missing: strategy `fixed`");
	at("strategy = \"share\"", "demand]", "share", "is missing: strategy `share`");
	at("price_unit_per_kwh = 1", "price", "price_unit_per_kwh", "without strategy `fixed`");
	at("share = 1", "share", "share", "without strategy `share`");
	at("margin_unit_per_kwh = 1", "margin", "margin_unit_per_kwh", "without strategy `follow`");
	let follow = "strategy = \"follow\"\n";
	at(&format!("{follow}share = 1"), "share", "share", "without strategy `share`");
	let names = "must be one of `any`, `fixed`, `share`, `follow`";
	// What a misspelt strategy would have needed is not reported on top.
	at("share = 1\nstrategy = \"none\"", "\"none\"", "strategy", names);
	at("share = 0\nstrategy = \"share\"", "0\n", "share", "must be from 0.000001 to 1");
	at("strategy = \"share\"\nshare = 85", "85", "share", "to 1; 85 % is 0.85");
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]
	#[test]
	fn a_limit_that_is_not_refused_is_valid_on_chain(
		rules in prop_oneof![
			Just(DemandRules::Any),
			(0..=MAX_PRICE).prop_map(|price| DemandRules::Fixed { price }),
			any::<u32>().prop_map(|share_ppm| DemandRules::Share { share_ppm }),
			any::<i64>().prop_map(|margin| DemandRules::Follow { margin }),
		],
		(fit, cap) in (0..400_000_u64, 0..400_000_u64),
		(tou, expected) in (any::<u64>(), any::<u64>()),
	) {
		let bounds = AskBounds { fit, cheapest_ask: fit + 1, dearest_ask: cap, cap };
		let limit = rules.limit(&bounds, tou, expected);
		if let Some(limit) = limit {
			prop_assert!(limit < cap);
			prop_assert_eq!(DemandRules::check(Some(limit), &bounds).is_ok(), limit > fit);
		}
	}
}
