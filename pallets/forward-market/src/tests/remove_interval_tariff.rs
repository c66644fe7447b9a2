// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn the_interval_gets_the_tariff_of_the_day() {
	run_round(|| {
		for (interval, origin) in
			[(T + 5, operator()), (T + 6, Origin::root()), (T + 7, Origin::signed(UTILITY_ACCOUNT))]
		{
			assert_ok!(set_own(interval, DAY));
			assert_ok!(ForwardMarket::remove_interval_tariff(origin, interval));
			assert_eq!(last_event(), Event::IntervalTariffRemoved { interval });
		}
		assert!(OwnTariffs::<Test>::get().is_empty());
		next_round();
		assert_eq!(IntervalTerms::<Test>::get(T + 5).unwrap().tariff, NIGHT);
	});
}

#[test]
fn fails_without_a_tariff() {
	run_round(|| {
		assert_ok!(set_own(T + 5, DAY));
		let remove = |interval| ForwardMarket::remove_interval_tariff(operator(), interval);
		assert_noop!(remove(T + 6), Error::<Test>::NoTariff);
		next_round();
		// It has opened: the tariff cannot be taken away any more.
		assert_noop!(remove(T + 5), Error::<Test>::NoTariff);
	});
}

#[test]
fn fails_for_others() {
	run_round(|| {
		assert_ok!(set_own(T + 5, DAY));
		let call = Call::remove_interval_tariff { interval: T + 5 };
		assert_privileged(call, Some(UTILITY_ACCOUNT));
	});
}
