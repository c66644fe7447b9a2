// SPDX-License-Identifier: Apache-2.0

//! Certificates expire, and go in bounded steps.

use super::*;
use crate::{Drawn, ExpiredUntil, Issues, Lots, Matched, SumsOf};
use frame_support::weights::WeightMeter;

fn issued() {
	plants();
	Market::settle(K, ROOF, 0, 1_000);
	Market::settle(K, TURBINE, 0, 300);
	Market::settle(K, ANNA, 500, 0);
	let rows: Vec<_> = (0..150).map(|_| (ROOF, ANNA, 4)).collect();
	Market::trade(K, K - 1, &rows);
	close(K + 1);
	assert_ok!(Certificates::cancel(of(ANNA), K, 0, 3, Period::Interval));
	events();
}

/// How many rows there are of the interval.
fn rows() -> usize {
	let lots = Lots::<Test>::iter_key_prefix(K).count();
	let issues = Issues::<Test>::iter_key_prefix(K).count();
	let sums = usize::from(SumsOf::<Test>::contains_key(K));
	lots + issues + sums + Matched::<Test>::iter_key_prefix(K).count()
}

#[test]
fn boundary_of_the_time_in_which_a_certificate_can_be_used() {
	run(|| {
		issued();
		let at = |now| Market::set_time(now, K + 1, NOW - 50);
		at(K + VALIDITY + 1);
		let transfer = || Certificates::transfer(of(ROOF), K, 150, 1, BEN);
		assert_noop!(transfer(), Fails::Expired);
		assert_noop!(Certificates::offer(of(ROOF), K, 150, Some(1)), Fails::Expired);
		assert_noop!(Certificates::buy(of(BEN), K, 150, 1, 1), Fails::Expired);
		let cancel = Certificates::cancel(of(ANNA), K, 1, 1, Period::Interval);
		assert_eq!(cancel.map_err(|error| error.error), Err(Fails::Expired.into()));
		at(K + VALIDITY);
		assert_ok!(transfer());
	});
}

#[test]
fn what_has_expired_goes_step_by_step_and_the_sums_stay() {
	run(|| {
		issued();
		let mut meter = WeightMeter::with_limit(<()>::expire().saturating_mul(1_000));
		Certificates::prune(&mut meter);
		// Two pages of certificates, one of what was issued, one of what is matched, and the sums.
		assert_eq!(rows(), 5);
		Market::set_time(K + VALIDITY + 1, K + 1, NOW - 50);
		assert_eq!(rows(), 5);
		let mut steps = 0;
		while rows() > 0 || ExpiredUntil::<Test>::get() <= K {
			let mut meter = WeightMeter::with_limit(<()>::expire());
			let before = (rows(), ExpiredUntil::<Test>::get());
			Certificates::prune(&mut meter);
			Certificates::do_try_state().unwrap();
			let after = (rows(), ExpiredUntil::<Test>::get());
			assert!(before.0 - after.0 <= 1 && before != after, "{before:?} {after:?}");
			steps += 1;
		}
		assert!(steps >= 6);
		let energy = 1_300 - 3;
		assert_eq!(events(), [Event::IntervalExpired { interval: K, energy }]);
		let (source, sums) = Certificates::totals()[0];
		assert_eq!(
			(source, sums.issued, sums.cancelled, sums.expired),
			(SourceKind::Solar, 1_000, 3, 997)
		);
		assert_eq!((sums.held, Certificates::totals()[1].1.expired), (0, 300));
		assert_eq!(Certificates::sums(K), []);
		assert_noop!(Certificates::transfer(of(ROOF), K, 150, 1, BEN), Fails::Expired);
	});
}

#[test]
fn months_go_when_nothing_can_be_cancelled_for_them() {
	run(|| {
		issued();
		let month = Certificates::month_of(K);
		assert_eq!(Drawn::<Test>::iter_keys().collect::<Vec<_>>(), [(month, 0)]);
		let at = |month: u64| {
			// 30.5 days a month, 4 intervals a day.
			let now = K + VALIDITY + (month * 122) as u32;
			Market::set_time(now, now - 10, now - 50);
			idle();
			idle();
			Drawn::<Test>::iter().count()
		};
		assert_eq!(at(11), 1);
		assert_eq!(at(15), 0);
		assert!(Certificates::issued_until() > Some(K + 122 * 12));
	});
}

#[test]
fn nothing_is_removed_that_is_not_issued_yet() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		// Issuing is far behind.
		Market::set_time(K + 3 * VALIDITY, K + 1, NOW - 50);
		let mut meter = WeightMeter::with_limit(<()>::expire().saturating_mul(1_000));
		Certificates::prune(&mut meter);
		assert_eq!(ExpiredUntil::<Test>::get(), CLOSED);
		idle();
		assert_eq!((rows(), ExpiredUntil::<Test>::get()), (0, K + 1));
		assert_eq!(Overall::<Test>::get()[1].expired, 1_000);
	});
}
