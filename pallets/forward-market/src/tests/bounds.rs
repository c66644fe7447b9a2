// SPDX-License-Identifier: Apache-2.0

//! What the utility's key can do at most.

use super::*;

fn run_bounded(test: impl FnOnce()) {
	let market = Genesis { rules: Some(bounded(0)), tariff: Some(daily()), ..Default::default() };
	with_genesis(market).execute_with(|| {
		poll();
		test();
		World::check();
	});
}

fn set_day(bands: &[(u16, Tariff)]) -> DispatchResult {
	ForwardMarket::set_tariff(Origin::signed(UTILITY_ACCOUNT), profile(bands))
}

#[test]
fn a_tariff_is_at_most_at_the_ceiling() {
	run_bounded(|| {
		let highest = Tariff {
			tou: 300,
			fit: 90,
			alpha_ppm: 960_000,
			fee: 6,
			shortfall: 300,
			surplus: 90,
			curtailed: 20,
		};
		assert_ok!(set_own(T + 6, highest));
		for above in [
			Tariff { tou: 401, shortfall: 450, ..NIGHT },
			Tariff { fit: 101, ..NIGHT },
			Tariff { alpha_ppm: 960_001, ..NIGHT },
			Tariff { fee: 11, ..NIGHT },
			Tariff { shortfall: 501, ..NIGHT },
			Tariff { fit: 110, surplus: 101, ..NIGHT },
			Tariff { curtailed: 51, ..NIGHT },
		] {
			assert_noop!(set_own(T + 6, above), Error::<Test>::AboveCeiling);
			assert_noop!(set_day(&[(0, above)]), Error::<Test>::AboveCeiling);
			let by_day = [(0, NIGHT), (360, above)];
			assert_noop!(set_day(&by_day), Error::<Test>::AboveCeiling);
		}
	});
}

/// Three digits too many, by mistake or by a thief, are not what the next interval costs.
#[test]
fn a_price_a_thousand_times_too_high_is_refused() {
	run_bounded(|| {
		let slip = Tariff { tou: 200_000, shortfall: 210_000, ..NIGHT };
		let utility = Origin::signed(UTILITY_ACCOUNT);
		assert_noop!(own_by(utility, &[(T + 5, slip)]), Error::<Test>::AboveCeiling);
		assert_noop!(set_day(&[(0, slip)]), Error::<Test>::AboveCeiling);
		next_round();
		assert_eq!(tariff_of(T + 5), NIGHT);
	});
}

#[test]
fn a_tariff_changes_no_more_than_it_may_from_one_interval_to_the_next() {
	run_bounded(|| {
		let steps = |rows: &[(Interval, Tariff)]| own_by(operator(), rows);
		let dear = Tariff { tou: 301, shortfall: 301, ..NIGHT };
		for jump in [
			dear,
			Tariff { fit: 69, surplus: 69, ..NIGHT },
			Tariff { alpha_ppm: 899_999, ..NIGHT },
			Tariff { fee: 7, ..NIGHT },
			Tariff { shortfall: 301, ..NIGHT },
			Tariff { surplus: 49, ..NIGHT },
			Tariff { curtailed: 21, ..NIGHT },
		] {
			assert_noop!(set_own(T + 6, jump), Error::<Test>::ChangesTooMuch);
			// After the one that has opened, too.
			assert_noop!(set_own(T + 5, jump), Error::<Test>::ChangesTooMuch);
			assert_noop!(set_day(&[(0, jump)]), Error::<Test>::ChangesTooMuch);
			assert_noop!(set_day(&[(0, NIGHT), (600, jump)]), Error::<Test>::ChangesTooMuch);
		}
		// In steps, up and down.
		let half = Tariff { tou: 260, shortfall: 260, ..NIGHT };
		assert_ok!(steps(&[(T + 5, half), (T + 6, dear), (T + 7, half)]));
		// None of them can be taken away alone.
		let remove = |interval| ForwardMarket::remove_interval_tariff(operator(), interval);
		assert_noop!(remove(T + 5), Error::<Test>::ChangesTooMuch);
		assert_ok!(remove(T + 6));
		assert_ok!(remove(T + 5));
	});
}

/// A step by an own tariff, and the day's from there on; the next by another own one.
#[test]
fn publishing_in_turn_evades_nothing() {
	run_bounded(|| {
		let step = |tou| Tariff { tou, shortfall: tou + 10, ..NIGHT };
		// A day that is reached by an own tariff only.
		assert_noop!(set_day(&[(0, step(310))]), Error::<Test>::ChangesTooMuch);
		assert_ok!(set_own(T + 5, step(255)));
		assert_noop!(set_day(&[(0, step(346))]), Error::<Test>::ChangesTooMuch);
		next_round();
		// T + 5 has opened: the next may be another 90 dearer in shortfall, and not more.
		assert_noop!(set_day(&[(0, step(346))]), Error::<Test>::ChangesTooMuch);
		assert_ok!(set_day(&[(0, step(345))]));
		assert_noop!(set_own(T + 6, step(254)), Error::<Test>::ChangesTooMuch);
		for _ in 0..6 {
			next_round();
		}
		let tou = (T + 4..=T + 8).map(|k| tariff_of(k).tou).collect::<Vec<_>>();
		assert_eq!(tou, [200, 255, 345, 345, 345]);
	});
}

#[test]
fn the_operators_bounds_hold_for_what_is_published() {
	run_bounded(|| {
		let mut tight = bounded(0);
		tight.bounds.change.tou = 99;
		assert_noop!(set_rules(tight), Error::<Test>::ChangesTooMuch);
		let mut low = bounded(0);
		low.bounds.ceiling.tou = 299;
		assert_noop!(set_rules(low), Error::<Test>::AboveCeiling);
		// Another utility can be named whatever is published.
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		assert_ok!(set_rules(MarketRules { utility: 6, ..bounded(0) }));
		// First what is published, then the bounds.
		assert_ok!(ForwardMarket::set_tariff(operator(), profile(&[(0, NIGHT)])));
		assert_ok!(set_rules(tight));
		assert_ok!(set_rules(low));
	});
}

#[test]
fn boundary_of_the_notice() {
	run(|| {
		assert_ok!(set_rules(bounded(7 * 96)));
		assert_noop!(set_rules(bounded(7 * 96 + 1)), Error::<Test>::NoticeTooLong);
	});
}

/// What could not be seen when it was published does not open in silence.
#[test]
fn what_jumps_all_the_same_is_held_back() {
	run_bounded(|| {
		// Past all checks.
		let slip = Tariff { tou: 400, shortfall: 400, ..NIGHT };
		OwnTariffs::<Test>::put(frame_support::BoundedVec::truncate_from(vec![(T + 5, slip)]));
		next_round();
		assert_eq!(tariff_of(T + 5), NIGHT);
		let (published, tariff) = (slip, NIGHT);
		let held_back = Event::TariffHeldBack { interval: T + 5, published, tariff };
		assert!(events().contains(&held_back));
		next_round();
		assert_eq!(tariff_of(T + 6), NIGHT);
	});
}
