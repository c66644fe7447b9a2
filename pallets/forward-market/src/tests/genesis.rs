// SPDX-License-Identifier: Apache-2.0

//! A market that cannot work is refused at the start, with the reason.

use super::*;

fn with_length(interval_length: Option<u32>) -> Genesis {
	Genesis { interval_length, ..Default::default() }
}

#[test]
fn the_market_starts_as_it_is_told() {
	run(|| {
		assert_eq!(IntervalLength::<Test>::get(), 900_000);
		assert_eq!(Rules::<Test>::get().into_inner(), [(0, rules())]);
		assert_eq!(DailyTariffs::<Test>::get().into_inner(), [(0, daily())]);
		assert_eq!(CurrentRound::<Test>::get(), None);
	});
	with_genesis(with_length(None)).execute_with(|| {
		assert_eq!(IntervalLength::<Test>::get(), 900_000);
		assert!(Rules::<Test>::get().is_empty());
		ForwardMarket::do_try_state().unwrap();
	});
}

#[test]
fn boundary_of_the_interval_length() {
	for length in [60_000, 86_400_000] {
		with_genesis(with_length(Some(length))).execute_with(|| {
			assert_eq!(IntervalLength::<Test>::get(), length);
		});
	}
}

#[test]
#[should_panic = "an interval lasts from a minute to a day"]
fn fails_if_intervals_are_too_short() {
	with_genesis(with_length(Some(59_999)));
}

#[test]
#[should_panic = "an interval lasts from a minute to a day"]
fn fails_if_intervals_are_too_long() {
	with_genesis(with_length(Some(86_400_001)));
}

#[test]
#[should_panic = "the market's rules: Err(Module(ModuleError { index: 1"]
fn fails_if_the_rules_are_not_sound() {
	with_genesis(Genesis {
		rules: Some(MarketRules { windows: 0, ..rules() }),
		..Default::default()
	});
}

/// The length counts for the rules, too.
#[test]
#[should_panic = "the market's rules: Err(Module(ModuleError { index: 1"]
fn fails_if_the_gate_is_an_interval_ahead() {
	with_genesis(Genesis {
		interval_length: Some(60_000),
		rules: Some(rules()),
		..Default::default()
	});
}

#[test]
#[should_panic = "the daily tariff: Err(Module(ModuleError { index: 1"]
fn fails_if_the_tariff_is_not_sound() {
	with_genesis(Genesis { tariff: Some(profile(&[])), ..Default::default() });
}
