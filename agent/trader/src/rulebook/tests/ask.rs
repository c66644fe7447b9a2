// SPDX-License-Identifier: Apache-2.0

//! Asks are valid on chain, and as the rulebook says.

use proptest::{
	prelude::{ProptestConfig, any, prop_assert, prop_oneof, proptest},
	strategy::Strategy as Cases,
};

use super::*;
use gridmerit_energy::{MAX_PRICE, Price};

/// FIT 0.04, TOU 0.25, alpha 0.96: cap 0.24, all in planck per Wh.
const BOUNDS: AskBounds =
	AskBounds { fit: 40_000, cheapest_ask: 40_001, dearest_ask: 239_999, cap: 240_000 };

fn ask(body: &str, last: Option<Price>) -> Result<Price, NoAsk> {
	right(&with("ask", body)).ask(&BOUNDS, last)
}

#[test]
fn band() {
	assert_eq!(ask("", None), Ok(140_000));
	assert_eq!(ask("share = 0.25", Some(7)), Ok(90_000));
	assert_eq!(ask("share = 0.0001", None), Ok(40_020));
	assert_eq!(ask("share = 0", None), Ok(40_001));
	assert_eq!(ask("share = 1", None), Ok(239_999));
	assert_eq!(ask("floor_unit_per_kwh = 0.2", None), Ok(200_000));
	assert_eq!(ask("ceiling_unit_per_kwh = 0.1", None), Ok(100_000));
}

#[test]
fn fixed() {
	let fixed =
		|price: &str| ask(&format!("strategy = \"fixed\"\nprice_unit_per_kwh = {price}"), None);
	assert_eq!(fixed("0.12"), Ok(120_000));
	assert_eq!(fixed("0.03"), Ok(40_001));
	assert_eq!(fixed("0.239999"), Ok(239_999));
	let too_high = NoAsk::PriceTooHigh { price: 240_000, dearest_ask: 239_999 };
	assert_eq!(fixed("0.24"), Err(too_high));
}

#[test]
fn follow() {
	let follow = |margin: &str, last| {
		ask(&format!("strategy = \"follow\"\nmargin_unit_per_kwh = {margin}\nshare = 0.1"), last)
	};
	assert_eq!(follow("0", Some(99_999)), Ok(99_999));
	assert_eq!(follow("-0.005", Some(100_000)), Ok(95_000));
	assert_eq!(follow("0.005", Some(100_000)), Ok(105_000));
	assert_eq!(follow("-1", Some(100_000)), Ok(40_001));
	assert_eq!(follow("1", Some(Price::MAX)), Ok(239_999));
	assert_eq!(follow("0.005", None), Ok(60_000));
	let body = "strategy = \"follow\"\nfloor_unit_per_kwh = 0.1\nceiling_unit_per_kwh = 0.11";
	assert_eq!(ask(body, Some(50_000)), Ok(100_000));
	assert_eq!(ask(body, Some(150_000)), Ok(110_000));
}

#[test]
fn none() {
	let floor = NoAsk::FloorTooHigh { floor: 240_000, dearest_ask: 239_999 };
	assert_eq!(ask("floor_unit_per_kwh = 0.24", None), Err(floor));
	assert!(floor.to_string().contains("ask.floor_unit_per_kwh"));
	assert_eq!(ask("floor_unit_per_kwh = 0.239999", None), Ok(239_999));
	let ceiling = NoAsk::CeilingTooLow { ceiling: 40_000, cheapest_ask: 40_001 };
	assert_eq!(ask("ceiling_unit_per_kwh = 0.04", None), Err(ceiling));
	assert_eq!(ask("ceiling_unit_per_kwh = 0.040001", None), Ok(40_001));
	let shut = AskBounds { cheapest_ask: 9, dearest_ask: 8, ..BOUNDS };
	assert_eq!(right(SIGN).ask(&shut, None), Err(NoAsk::NoRoom));
}

#[test]
fn keys_that_do_not_fit_together() {
	let at = |body: &str, at: &str, key: &str, reason: &str| {
		refused(&with("ask", body), at, &format!("ask.{key}"), reason)
	};
	at("strategy = \"fixed\"", "ask]", "price_unit_per_kwh", "is missing: strategy `fixed`");
	at("price_unit_per_kwh = 1", "price", "price_unit_per_kwh", "without strategy `fixed`");
	at("strategy = \"follow\"\nprice_unit_per_kwh = 1", "price", "price_unit_per_kwh", "without");
	at("margin_unit_per_kwh = 1", "margin", "margin_unit_per_kwh", "without strategy `follow`");
	let fixed = "strategy = \"fixed\"\nprice_unit_per_kwh = 0.2\n";
	at(&format!("{fixed}share = 1"), "share", "share", "nothing with strategy `fixed`");
	at(&format!("{fixed}margin_unit_per_kwh = 1"), "margin", "margin_unit_per_kwh", "without");
	let floor = format!("floor_unit_per_kwh = 0.3\n{fixed}");
	at(&floor, "0.2", "price_unit_per_kwh", "not be below `floor_unit_per_kwh`");
	let ceiling = format!("{fixed}ceiling_unit_per_kwh = 0.1");
	at(&ceiling, "0.1", "ceiling_unit_per_kwh", "not be below `price_unit_per_kwh`");
	let crossed = "ceiling_unit_per_kwh = 0.1\nfloor_unit_per_kwh = 0.100001";
	at(crossed, "0.1\n", "ceiling_unit_per_kwh", "not be below `floor_unit_per_kwh`");
	right(&with("ask", "ceiling_unit_per_kwh = 0.1\nfloor_unit_per_kwh = 0.1"));
}

#[test]
fn strategies() {
	let names = "must be one of `band`, `fixed`, `follow`";
	for (value, reason) in [
		("\"Band\"", names),
		("\"\"", names),
		("\"bottom\"", names),
		("1", "expected a string, found integer"),
		("[\"band\"]", "expected a string, found array"),
	] {
		// What the strategy would have needed is not reported on top.
		let text = with("ask", &format!("price_unit_per_kwh = 1\nstrategy = {value}"));
		refused(&text, &format!(" {value}\n")[1..], "ask.strategy", reason);
	}
}

fn price() -> impl Cases<Value = Price> {
	prop_oneof![0..=9u64, 0..=500_000u64, 0..=MAX_PRICE, any::<u64>()]
}

fn strategy() -> impl Cases<Value = Strategy> {
	prop_oneof![
		any::<u32>().prop_map(|share_ppm| Strategy::Band { share_ppm }),
		price().prop_map(|price| Strategy::Fixed { price }),
		(any::<i64>(), any::<u32>())
			.prop_map(|(margin, share_ppm)| Strategy::Follow { margin, share_ppm }),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]
	#[test]
	fn an_ask_is_valid_on_chain(
		strategy in strategy(),
		floor in proptest::option::of(price()),
		ceiling in proptest::option::of(price()),
		(fit, cheapest_ask, dearest_ask, cap) in (price(), price(), price(), price()),
		last in proptest::option::of(price()),
	) {
		let (floor, ceiling) = match (floor, ceiling) {
			(Some(floor), Some(ceiling)) => (Some(floor.min(ceiling)), Some(floor.max(ceiling))),
			either => either,
		};
		let bounds = AskBounds { fit, cheapest_ask, dearest_ask, cap };
		let fits = |price: Price| {
			(cheapest_ask..=dearest_ask).contains(&price)
				&& floor.is_none_or(|floor| price >= floor)
				&& ceiling.is_none_or(|ceiling| price <= ceiling)
		};
		match (AskRules { strategy, floor, ceiling }).price(&bounds, last) {
			Ok(price) => prop_assert!(fits(price)),
			Err(NoAsk::NoRoom) => prop_assert!(cheapest_ask > dearest_ask),
			Err(NoAsk::FloorTooHigh { floor, .. }) => prop_assert!(floor > dearest_ask),
			Err(NoAsk::CeilingTooLow { ceiling, .. }) => prop_assert!(ceiling < cheapest_ask),
			Err(NoAsk::PriceTooHigh { price, .. }) => prop_assert!(price > dearest_ask),
		}
	}
}
