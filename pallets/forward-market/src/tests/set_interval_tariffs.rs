// SPDX-License-Identifier: Apache-2.0

use super::*;

fn set(interval: Interval, tariff: Tariff) -> DispatchResult {
	set_own(interval, tariff)
}

fn own() -> Vec<(Interval, Tariff)> {
	OwnTariffs::<Test>::get().into_inner()
}

#[test]
fn an_interval_gets_its_own_tariff() {
	run_round(|| {
		assert_ok!(set(T + 6, NIGHT));
		assert_ok!(set(T + 5, DAY));
		let published = |interval, tariff| Event::IntervalTariffsPublished {
			tariffs: vec![(interval, tariff)].try_into().unwrap(),
		};
		assert_eq!(last_event(), published(T + 5, DAY));
		assert_ok!(own_by(Origin::signed(UTILITY_ACCOUNT), &[(T + 6, DAY)]));
		assert_eq!(last_event(), published(T + 6, DAY));
		assert_eq!(own(), [(T + 5, DAY), (T + 6, DAY)]);
		next_round();
		assert_eq!(IntervalTerms::<Test>::get(T + 5).unwrap().tariff, DAY);
		// It has opened, so its tariff is in its terms.
		assert_eq!(own(), [(T + 6, DAY)]);
		next_round();
		assert_eq!(IntervalTerms::<Test>::get(T + 6).unwrap().tariff, DAY);
		assert_eq!(own(), []);
		next_round();
		assert_eq!(IntervalTerms::<Test>::get(T + 7).unwrap().tariff, NIGHT);
	});
}

/// Even without a daily tariff.
#[test]
fn an_interval_that_did_not_open_for_want_of_a_tariff_opens_later() {
	let market = Genesis { rules: Some(rules()), ..Default::default() };
	with_genesis(market).execute_with(|| {
		poll();
		assert_eq!((round().first, round().last), (T + 5, T + 4));
		assert_noop!(demand(1, &[(T + 3, 10)]), Error::<Test>::IntervalNotOpen);
		assert_ok!(set(T + 3, NIGHT));
		assert_noop!(demand(1, &[(T + 3, 10)]), Error::<Test>::IntervalNotOpen);
		next_round();
		assert_eq!((round().first, round().last), (T + 3, T + 5));
		assert_ok!(demand(1, &[(T + 3, 10)]));
		assert_noop!(demand(1, &[(T + 4, 10)]), Error::<Test>::IntervalNotOpen);
		assert_eq!(own(), []);
		ForwardMarket::do_try_state().unwrap();
	});
}

#[test]
fn tariffs_of_intervals_that_were_skipped_go() {
	run_round(|| {
		for interval in [T + 5, T + 6, T + 20, T + 30] {
			assert_ok!(set(interval, DAY));
		}
		World::set_now(start(T + 18));
		clear(|_, _, _| (0, 0));
		assert_eq!(round().number, T + 18);
		assert_eq!(own(), [(T + 30, DAY)]);
	});
}

#[test]
fn boundary_of_what_is_fixed() {
	run_round(|| {
		for fixed in [0, T, T + 1, T + 4] {
			assert_noop!(set(fixed, DAY), Error::<Test>::IntervalFixed);
		}
		assert_ok!(set(T + 5, DAY));
		assert_ok!(set(Interval::MAX, DAY));
	});
	// Without rules, too.
	with_genesis(Genesis::default()).execute_with(|| {
		assert_noop!(set(T, DAY), Error::<Test>::IntervalFixed);
		assert_ok!(set(T + 1, DAY));
	});
	// A round that is ahead of time takes orders for the intervals after it only.
	let market = Genesis { rules: Some(rules()), ..Default::default() };
	with_genesis(market).execute_with(|| {
		poll();
		next_round();
		assert_eq!((round().number, ForwardMarket::interval_now()), (T + 1, T));
		assert_noop!(set(T + 1, DAY), Error::<Test>::IntervalFixed);
		assert_ok!(set(T + 2, DAY));
	});
}

#[test]
fn boundary_of_prices() {
	run(|| {
		for (tariff, error) in set_tariff::unsound() {
			assert_noop!(set(T + 5, tariff), error);
		}
		for tariff in set_tariff::sound() {
			assert_ok!(set(T + 5, tariff));
		}
	});
}

#[test]
fn boundary_of_the_list() {
	run_round(|| {
		for interval in T + 5..T + 9 {
			assert_ok!(set(interval, DAY));
		}
		assert_noop!(set(T + 9, DAY), Error::<Test>::TooManyTariffs);
		// Those that are in can still be changed.
		assert_ok!(set(T + 8, NIGHT));
		next_round();
		assert_ok!(set(T + 9, DAY));
	});
}

#[test]
fn fails_for_others() {
	run(|| {
		let tariffs = vec![(T + 5, DAY)].try_into().unwrap();
		let call = Call::set_interval_tariffs { tariffs };
		assert_privileged(call, Some(UTILITY_ACCOUNT));
	});
}

#[test]
fn all_of_a_list_is_published_or_nothing() {
	run_round(|| {
		let list = |rows: &[(Interval, Tariff)]| own_by(operator(), rows);
		assert_noop!(list(&[]), Error::<Test>::NothingNamed);
		let twice = [(T + 6, DAY), (T + 5, DAY), (T + 6, NIGHT)];
		assert_noop!(list(&twice), Error::<Test>::IntervalNamedTwice);
		let unsound = Tariff { alpha_ppm: 0, ..DAY };
		assert_noop!(list(&[(T + 5, DAY), (T + 6, unsound)]), Error::<Test>::BadAlpha);
		assert_noop!(list(&[(T + 5, DAY), (T + 4, DAY)]), Error::<Test>::IntervalFixed);
		assert_ok!(list(&[(T + 6, NIGHT), (T + 5, DAY)]));
		assert_eq!(own(), [(T + 5, DAY), (T + 6, NIGHT)]);
	});
}

/// An hour in which energy costs nothing opens as it was published, in the midst of others, and nothing trades.
#[test]
fn an_hour_of_nought_is_published_and_opens() {
	let nought = Tariff { tou: 0, fit: 0, fee: 0, shortfall: 0, surplus: 0, curtailed: 0, ..NIGHT };
	// Who lives by a fixed feed-in tariff is paid in such an hour, too.
	let paid = Tariff { fit: 80, surplus: 80, ..nought };
	run_round(|| {
		let rows = [(T + 5, NIGHT), (T + 6, nought), (T + 7, paid), (T + 8, DAY)];
		assert_ok!(own_by(Origin::signed(UTILITY_ACCOUNT), &rows));
		for _ in 0..4 {
			next_round();
		}
		for (interval, tariff) in rows {
			assert_eq!(tariff_of(interval), tariff);
		}
		for interval in [T + 6, T + 7] {
			assert_noop!(demand(1, &[(interval, 10)]), Error::<Test>::NothingTrades);
			assert_noop!(offer(2, &[(interval, 10, 100)]), Error::<Test>::NothingTrades);
		}
		assert_ok!(demand(1, &[(T + 5, 10), (T + 8, 10)]));
		// It closes as any other.
		next_round();
		next_round();
	});
	// By day, too.
	run_round(|| {
		assert_ok!(ForwardMarket::set_tariff(operator(), profile(&[(0, nought), (600, DAY)])));
	});
}
