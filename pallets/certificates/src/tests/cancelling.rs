// SPDX-License-Identifier: Apache-2.0

//! Certificates are cancelled for what was drawn, each Wh once.

use super::*;
use gridmerit_origin::{Consumed, MAX_MONTHS, Month};

/// Anna holds 600 Wh of interval K, of which she drew 500; and drew 100 in the one after, and 50 in the next month.
fn issued() -> Month {
	plants();
	Market::settle(K, ROOF, 0, 600);
	Market::settle(K, ANNA, 500, 0);
	Market::settle(K + 1, ANNA, 100, 0);
	Market::trade(K, K - 1, &[(ROOF, ANNA, 600)]);
	close(K + 2);
	events();
	Certificates::month_of(K)
}

fn cancel(node: NodeIndex, energy: Wh, period: Period) -> DispatchResult {
	let cancelled = Certificates::cancel(of(node), K, 0, energy, period);
	cancelled.map(|_| ()).map_err(|error| error.error)
}

#[test]
fn a_certificate_is_cancelled_for_what_was_drawn_in_its_interval() {
	run(|| {
		let month = issued();
		assert_noop!(cancel(ANNA, 501, Period::Interval), Fails::NotDrawn);
		assert_ok!(cancel(ANNA, 200, Period::Interval));
		let cancelled = |lot, energy| Event::Cancelled {
			interval: K,
			lot,
			node: ANNA,
			plant: ROOF,
			source: SourceKind::Solar,
			energy,
			period: Period::Interval,
		};
		assert_eq!(events(), [cancelled(1, 200)]);
		assert_noop!(cancel(ANNA, 301, Period::Interval), Fails::NotDrawn);
		assert_ok!(cancel(ANNA, 300, Period::Interval));
		assert_eq!(
			Certificates::consumed_at(K, ANNA),
			Some(Consumed { drawn: 500, cancelled: 500 })
		);
		let of_month = Certificates::consumed_in(month, ANNA);
		assert_eq!((of_month.drawn, of_month.cancelled), (600, 500));
		// The last 100 Wh are matched with nothing of this interval, but with the month.
		assert_noop!(cancel(ANNA, 100, Period::Interval), Fails::NotDrawn);
		let months = Period::Months { first: month, last: month };
		assert_ok!(cancel(ANNA, 100, months));
		assert_noop!(cancel(ANNA, 1, months), Fails::NotHeld);
		let sums = Certificates::sums(K)[0].1;
		assert_eq!((sums.issued, sums.held, sums.cancelled), (600, 0, 600));
	});
}

#[test]
fn what_is_cancelled_for_a_month_is_not_drawn_in_an_interval_any_more() {
	run(|| {
		let month = issued();
		assert_ok!(cancel(ANNA, 550, Period::Months { first: month, last: month }));
		assert_noop!(cancel(ANNA, 51, Period::Interval), Fails::TooMuch);
		assert_ok!(cancel(ANNA, 50, Period::Interval));
		assert_eq!(Certificates::consumed_in(month, ANNA).open(), 0);
	});
}

#[test]
fn nobody_cancels_what_it_did_not_draw_or_what_is_not_its_own() {
	run(|| {
		let month = issued();
		let months = Period::Months { first: month, last: month };
		let stranger = Certificates::cancel(by(STRANGER), K, 0, 1, months);
		assert_eq!(stranger.map_err(|error| error.error), Err(Fails::NotRegistered.into()));
		assert_noop!(cancel(BEN, 1, months), Fails::NotYourLot);
		assert_noop!(cancel(ANNA, 0, months), Fails::Nothing);
		assert_noop!(cancel(ANNA, 601, months), Fails::TooMuch);
		assert_ok!(Certificates::transfer(of(ANNA), K, 0, 600, BEN));
		// Ben has a certificate, and has drawn nothing.
		assert_noop!(cancel(BEN, 1, months), Fails::NotDrawn);
		assert_noop!(cancel(BEN, 1, Period::Interval), Fails::NotMetered);
		// A suspended node cancels what it holds.
		assert_ok!(Certificates::transfer(of(BEN), K, 0, 600, ANNA));
		Market::suspend(ANNA, true);
		assert_ok!(cancel(ANNA, 1, Period::Interval));
	});
}

#[test]
fn what_nobody_has_measured_or_nobody_remembers_is_not_matched_by_the_interval() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 600);
		Market::settle_by(K, ANNA, Basis::Silence, 500, 0);
		Market::settle(K + 1, ANNA, 100, 0);
		Market::trade(K, K - 1, &[(ROOF, ANNA, 600)]);
		close(K + 2);
		assert_noop!(cancel(ANNA, 1, Period::Interval), Fails::NotMetered);
		Market::settle(K + 2, ROOF, 0, 600);
		Market::settle(K + 2, ANNA, 500, 0);
		Market::trade(K + 2, K - 1, &[(ROOF, ANNA, 600)]);
		close(K + 3);
		Market::forget(K + 3);
		let late = Certificates::cancel(of(ANNA), K + 2, 0, 1, Period::Interval);
		assert_eq!(late.map_err(|error| error.error), Err(Fails::NotMetered.into()));
		let month = Certificates::month_of(K);
		assert_ok!(cancel(ANNA, 600, Period::Months { first: month, last: month }));
	});
}

#[test]
fn boundary_of_months() {
	run(|| {
		let month = issued();
		let wrong = [(month + 1, month + 1), (month - 1, month - 1), (month + 1, month)];
		for (first, last) in wrong {
			let period = Period::Months { first, last };
			assert_noop!(cancel(ANNA, 1, period), Fails::BadPeriod);
		}
		for (first, last) in [(month - 2, month + MAX_MONTHS - 2), (0, u32::MAX), (month, u32::MAX)]
		{
			assert_noop!(cancel(ANNA, 1, Period::Months { first, last }), Fails::BadPeriod);
		}
		// A year, in which the first months come first.
		let (first, last) = (month - 2, month + MAX_MONTHS - 3);
		let used = Certificates::cancel(of(ANNA), K, 0, 550, Period::Months { first, last });
		let weight = <() as WeightInfo>::cancel(MAX_MONTHS).saturating_add(BOUND_WEIGHT);
		assert_eq!(used.unwrap().actual_weight, Some(weight));
		assert_eq!(Certificates::consumed_in(month, ANNA).cancelled, 550);
	});
}

#[test]
fn a_year_is_matched_with_what_was_drawn_in_any_of_its_months() {
	run(|| {
		let month = issued();
		Market::settle(K + 50, ANNA, 30, 0);
		Market::settle(K + 45, ROOF, 0, 800);
		Market::trade(K + 45, K, &[(ROOF, ANNA, 800)]);
		// From September into October.
		for place in 80..90 {
			Market::settle(K + place, ANNA, 40, 0);
		}
		close(K + 95);
		let next = month + 1;
		let drawn = |month| Certificates::consumed_in(month, ANNA).drawn;
		assert_eq!(drawn(month) + drawn(next), 630 + 400);
		assert!(drawn(next) > 0);
		let cancel = |lot, energy, period| {
			let done = Certificates::cancel(of(ANNA), K + 45, lot, energy, period);
			done.map(|_| ()).map_err(|error| error.error)
		};
		let both = Period::Months { first: month, last: next };
		// All of September, and some of October.
		let rest = 780 - drawn(month);
		assert!((1..780).contains(&rest));
		assert_ok!(cancel(0, 780, both));
		let open = |month| Certificates::consumed_in(month, ANNA).open();
		assert_eq!((open(month), open(next)), (0, drawn(next) - rest));
		assert_ok!(cancel(0, 20, both));
		assert_noop!(cancel(0, 1, both), Fails::NotHeld);
	});
}

#[test]
fn what_is_outside_a_nodes_bound_is_not_cancelled_for_it() {
	run(|| {
		let month = issued();
		let months = Period::Months { first: month, last: month };
		// What others refuse is not asked about.
		assert_noop!(cancel(ANNA, 501, Period::Interval), Fails::NotDrawn);
		assert_eq!(Market::asked(), []);
		assert_ok!(cancel(ANNA, 200, Period::Interval));
		assert_ok!(cancel(ANNA, 100, months));
		assert_eq!(Market::asked(), [(ANNA, ROOF, K, 200, Some(500)), (ANNA, ROOF, K, 100, None)]);
		Market::refuse(ROOF);
		for period in [Period::Interval, months] {
			assert_noop!(cancel(ANNA, 1, period), DispatchError::Other("outside"));
		}
		let call = Call::<Test>::cancel { interval: K, lot: 0, energy: 1, period: months };
		let weight = <() as WeightInfo>::cancel(MAX_MONTHS).saturating_add(BOUND_WEIGHT);
		assert_eq!(call.get_dispatch_info().call_weight, weight);
	});
}
