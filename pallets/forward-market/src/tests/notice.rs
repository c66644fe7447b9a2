// SPDX-License-Identifier: Apache-2.0

//! What is published is known before it holds, and nothing that is published holds for what has begun.

use super::*;

fn noticed(notice: u16) -> MarketRules {
	MarketRules { bounds: TariffBounds { notice, ..TariffBounds::NONE }, ..rules() }
}

fn run_noticed(notice: u16, test: impl FnOnce()) {
	let market =
		Genesis { rules: Some(noticed(notice)), tariff: Some(daily()), ..Default::default() };
	with_genesis(market).execute_with(|| {
		poll();
		test();
		World::check();
	});
}

fn publish(tariff: Tariff) -> DispatchResult {
	ForwardMarket::set_tariff(Origin::signed(UTILITY_ACCOUNT), profile(&[(0, tariff)]))
}

#[test]
fn a_days_tariff_holds_after_its_notice_and_the_old_one_until_then() {
	run_noticed(3, || {
		assert_ok!(publish(DAY));
		let from = T + 4 + 1 + 3;
		let tariff = profile(&[(0, DAY)]);
		assert_eq!(last_event(), Event::TariffPublished { from, tariff });
		for _ in 0..6 {
			next_round();
			World::check();
		}
		let tariffs = (T + 5..=T + 10).map(tariff_of).collect::<Vec<_>>();
		assert_eq!(tariffs, [NIGHT, NIGHT, NIGHT, DAY, DAY, DAY]);
		// The old one is forgotten.
		assert_eq!(DailyTariffs::<Test>::get().len(), 1);
	});
}

#[test]
fn what_is_promised_within_the_notice_stays() {
	run_noticed(3, || {
		for k in T + 5..T + 8 {
			assert_noop!(set_own(k, DAY), Error::<Test>::NoticeTooShort);
		}
		assert_ok!(set_own(T + 8, DAY));
		next_round();
		// By now it is promised itself.
		let remove = ForwardMarket::remove_interval_tariff(operator(), T + 8);
		assert_eq!(remove, Err(Error::<Test>::NoticeTooShort.into()));
		assert_noop!(set_own(T + 8, NIGHT), Error::<Test>::NoticeTooShort);
		// Another day's tariff does not take it away.
		assert_ok!(publish(NIGHT));
		for _ in 0..3 {
			next_round();
		}
		assert_eq!((tariff_of(T + 7), tariff_of(T + 8)), (NIGHT, DAY));
	});
}

/// A second tariff does not take back what the first has promised, and comes after it.
#[test]
fn what_waits_is_replaced_by_nothing_that_waits_less() {
	run_noticed(5, || {
		let other = Tariff { tou: 250, shortfall: 250, ..NIGHT };
		assert_ok!(publish(DAY));
		// In the same interval it is replaced.
		assert_ok!(publish(other));
		assert_eq!(DailyTariffs::<Test>::get().len(), 2);
		next_round();
		assert_ok!(publish(DAY));
		assert_ok!(set_rules(noticed(0)));
		next_round();
		assert_ok!(publish(NIGHT));
		let waiting = DailyTariffs::<Test>::get();
		let from = waiting.iter().map(|(from, _)| *from).collect::<Vec<_>>();
		assert_eq!(from, [0, T + 10, T + 11, T + 12]);
		next_round();
		assert_noop!(publish(other), Error::<Test>::TooManyScheduled);
		for _ in 0..6 {
			next_round();
		}
		let tou = (T + 9..=T + 13).map(|k| tariff_of(k).tou).collect::<Vec<_>>();
		assert_eq!(tou, [200, 250, 300, 200, 200]);
		// Without a notice it holds for the next that opens.
		assert_ok!(publish(other));
		assert_eq!(DailyTariffs::<Test>::get().last().unwrap().0, T + 14);
	});
}

#[test]
fn rules_take_the_notice_of_the_rules_before() {
	run_noticed(3, || {
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		let mut loose = MarketRules { utility: 6, minimum: 20, ..noticed(0) };
		loose.windows = 2;
		assert_ok!(set_rules(loose));
		assert_eq!(last_event(), Event::RulesSet { from: T + 8, rules: loose });
		// They do not shorten their own notice.
		assert_noop!(set_own(T + 7, DAY), Error::<Test>::NoticeTooShort);
		// What the old utility could publish would hold for intervals of the new one.
		let old = Origin::signed(UTILITY_ACCOUNT);
		assert_noop!(ForwardMarket::set_tariff(old.clone(), daily()), DispatchError::BadOrigin);
		assert_noop!(own_by(old, &[(T + 8, DAY)]), DispatchError::BadOrigin);
		assert_ok!(own_by(Origin::signed(11), &[(T + 8, DAY)]));
		for _ in 0..7 {
			next_round();
			World::check();
		}
		let of = |k| IntervalTerms::<Test>::get(k).unwrap();
		let utilities = (T + 5..=T + 9).map(|k| of(k).utility).collect::<Vec<_>>();
		assert_eq!(utilities, [0, 0, 0, 6, 6]);
		let minima = (T + 6..=T + 9).map(|k| of(k).minimum).collect::<Vec<_>>();
		assert_eq!(minima, [10, 10, 20, 20]);
	});
}

/// The first tariff of all waits for nothing: nobody was promised another.
#[test]
fn the_first_tariff_holds_at_once() {
	let market = Genesis { rules: Some(noticed(3)), ..Default::default() };
	with_genesis(market).execute_with(|| {
		poll();
		assert_eq!((round().first, round().last), (T + 5, T + 4));
		assert_ok!(set_own(T + 3, DAY));
		// From now on it is promised.
		assert_noop!(set_own(T + 3, NIGHT), Error::<Test>::NoticeTooShort);
		assert_ok!(publish(NIGHT));
		next_round();
		let tariffs = (T + 2..=T + 5).map(tariff_of).collect::<Vec<_>>();
		assert_eq!(tariffs, [NIGHT, DAY, NIGHT, NIGHT]);
		assert_ok!(publish(DAY));
		assert_eq!(DailyTariffs::<Test>::get().last().unwrap().0, T + 9);
		World::check();
	});
}

/// While clearing is paused intervals begin, are delivered and metered; a price that is made then is not theirs.
#[test]
fn nothing_published_while_clearing_is_paused_holds_for_what_has_begun() {
	run_round(|| {
		let pause = |clearing| {
			let paused = Pauses { posting: false, clearing };
			assert_ok!(ForwardMarket::set_pauses(operator(), paused));
		};
		pause(true);
		World::set_now(start(T + 20) + 5);
		assert_eq!(ForwardMarket::closed_round(), None);
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		assert_ok!(publish(DAY));
		assert_eq!(DailyTariffs::<Test>::get().last().unwrap().0, T + 21);
		assert_ok!(set_rules(MarketRules { utility: 6, ..rules() }));
		assert_noop!(set_own(T + 20, DAY), Error::<Test>::IntervalFixed);
		pause(false);
		clear(|_, _, _| (0, 0));
		let of = |k| IntervalTerms::<Test>::get(k).unwrap();
		for k in T + 5..=T + 20 {
			assert_eq!((of(k).tariff, of(k).utility), (NIGHT, UTILITY), "{}", k - T);
		}
		for k in T + 21..=T + 24 {
			assert_eq!((of(k).tariff, of(k).utility), (DAY, 6), "{}", k - T);
		}
	});
	// After a halt the same, if the round clears over more blocks than the first.
	run_round(|| {
		World::set_now(start(T + 30) + 5);
		assert_ok!(publish(DAY));
		ForwardMarket::closed_round().unwrap();
		let pages = ForwardMarket::pages();
		assert!(!ForwardMarket::open_next(&pages).0);
		World::check();
		assert_ok!(publish(NIGHT));
		clear(|_, _, _| (0, 0));
		// By the tariff of before it is night until T + 24.
		let tariffs = [T + 12, T + 23, T + 24, T + 30, T + 31].map(tariff_of);
		assert_eq!(tariffs, [NIGHT, NIGHT, DAY, DAY, NIGHT]);
	});
}
