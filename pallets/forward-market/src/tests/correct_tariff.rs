// SPDX-License-Identifier: Apache-2.0

use super::*;
use gridmerit_energy::{Basis, FeedInRight, Invoice, Metered as Flow, Totals};
use gridmerit_pallet_support::TariffCorrections;
use proptest::prelude::*;

/// T + 1 has begun.
fn run_begun(test: impl FnOnce()) {
	run_round(|| {
		next_round();
		World::set_now(start(T + 1) + 5);
		test();
	});
}

fn correct(interval: Interval, tariff: Tariff) -> DispatchResult {
	ForwardMarket::correct_tariff(operator(), interval, tariff)
}

const LESS: Tariff = Tariff { tou: 150, shortfall: 160, fit: 90, surplus: 75, ..NIGHT };

#[test]
fn an_open_interval_is_corrected_towards_the_customer() {
	run_begun(|| {
		let before = IntervalTerms::<Test>::get(T + 1).unwrap();
		let utility = Origin::signed(UTILITY_ACCOUNT);
		assert_ok!(ForwardMarket::correct_tariff(utility, T + 1, LESS));
		let corrected = Event::TariffCorrected { interval: T + 1, before: NIGHT, tariff: LESS };
		assert_eq!(last_event(), corrected);
		// What it cleared by stays.
		let after = IntervalTerms::<Test>::get(T + 1).unwrap();
		assert_eq!(after, gridmerit_energy::Terms { tariff: LESS, ..before });
		// Whoever settles is told, and says when it is done.
		assert_eq!(ForwardMarket::next_correction(), Some(T + 1));
		assert_eq!(ForwardMarket::tariff_before(T + 1), Some(NIGHT));
		World::check();
		assert_noop!(correct(T + 1, LESS), Error::<Test>::CorrectionPending);
		ForwardMarket::correction_done(T + 1);
		assert_eq!(last_event(), Event::CorrectionSettled { interval: T + 1 });
		assert_eq!(ForwardMarket::next_correction(), None);
		assert_eq!(ForwardMarket::tariff_before(T + 1), None);
		// And further.
		assert_noop!(correct(T + 1, LESS), Error::<Test>::NothingCorrected);
		assert_ok!(correct(T + 1, Tariff { tou: 149, ..LESS }));
		assert_eq!(ForwardMarket::tariff_before(T + 1), Some(LESS));
	});
}

#[test]
fn fails_against_the_customer() {
	run_begun(|| {
		for other in [
			Tariff { tou: 201, ..NIGHT },
			Tariff { shortfall: 211, ..NIGHT },
			Tariff { fit: 79, ..NIGHT },
			Tariff { surplus: 69, ..NIGHT },
			Tariff { curtailed: 0, ..NIGHT },
			Tariff { alpha_ppm: 940_000, ..NIGHT },
			Tariff { fee: 4, ..NIGHT },
			Tariff { fee: 6, ..NIGHT },
			Tariff { tou: 150, shortfall: 211, ..NIGHT },
		] {
			assert_noop!(correct(T + 1, other), Error::<Test>::NotInFavour);
		}
		let unsound = Tariff { shortfall: 199, ..NIGHT };
		assert_noop!(correct(T + 1, unsound), Error::<Test>::ShortfallBelowTou);
	});
}

#[test]
fn fails_above_the_ceiling() {
	run_begun(|| {
		let mut low = rules();
		low.bounds.ceiling.fit = 100;
		assert_ok!(set_rules(low));
		next_round();
		let paid = |fit| Tariff { fit, ..NIGHT };
		assert_noop!(correct(T + 1, paid(101)), Error::<Test>::AboveCeiling);
		assert_ok!(correct(T + 1, paid(100)));
	});
}

#[test]
fn boundary_of_time() {
	run_begun(|| {
		assert_noop!(correct(T + 2, LESS), Error::<Test>::NotBegun);
		assert_noop!(correct(T + 50, LESS), Error::<Test>::NoTariff);
		World::settle_before(T + 2);
		assert_noop!(correct(T + 1, LESS), Error::<Test>::SettledForGood);
		World::set_now(start(T + 2));
		assert_ok!(correct(T + 2, LESS));
	});
}

/// Each correction delays when its interval is closed, which a stolen key must not do again and again.
#[test]
fn only_the_operator_corrects_an_interval_twice() {
	run_begun(|| {
		let by_utility = |tariff| {
			let utility = Origin::signed(UTILITY_ACCOUNT);
			ForwardMarket::correct_tariff(utility, T + 1, tariff)
		};
		assert_ok!(by_utility(LESS));
		ForwardMarket::correction_done(T + 1);
		let further = Tariff { tou: 149, ..LESS };
		assert_noop!(by_utility(further), Error::<Test>::CorrectedBefore);
		assert_ok!(correct(T + 1, further));
		ForwardMarket::correction_done(T + 1);
		// Not after the operator, either.
		assert_noop!(by_utility(Tariff { tou: 148, ..LESS }), Error::<Test>::CorrectedBefore);
	});
}

/// What opens next is compared with the tariff of the last interval that has opened: a correction of that one would
/// be a change without bounds and notice for all that follow.
#[test]
fn fails_for_the_last_interval_that_has_opened() {
	run_begun(|| {
		let last = CurrentRound::<Test>::get().unwrap().last;
		// Clearing is paused beyond it.
		World::set_now(start(last) + 5);
		assert_noop!(correct(last, LESS), Error::<Test>::LastOpened);
		assert_ok!(correct(last - 1, LESS));
	});
}

#[test]
fn fails_if_too_many_wait() {
	run_begun(|| {
		let other = frame_support::BoundedVec::truncate_from((0..128).collect());
		Corrections::<Test>::put(other);
		assert_noop!(correct(T + 1, LESS), Error::<Test>::TooManyCorrections);
		Corrections::<Test>::kill();
	});
}

#[test]
fn fails_for_others() {
	run_begun(|| {
		let call = Call::correct_tariff { interval: T + 1, tariff: LESS };
		assert_privileged(call, Some(UTILITY_ACCOUNT));
		// The utility of the interval, not that of today.
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		assert_ok!(set_rules(MarketRules { utility: 6, ..rules() }));
		next_round();
		let by = |account| ForwardMarket::correct_tariff(Origin::signed(account), T + 1, LESS);
		assert_noop!(by(11), DispatchError::BadOrigin);
		assert_ok!(by(UTILITY_ACCOUNT));
	});
}

fn tariffs() -> impl Strategy<Value = Tariff> {
	let prices = (0..1_000_u64, 0..1_000_u64, 0..200_u64, 0..1_000_u64, 0..1_000_u64);
	let prices = (prices, 0..1_000_u64);
	(prices, 1..=1_000_000_u32).prop_map(|((prices, curtailed), alpha_ppm)| {
		let (tou, fit, fee, shortfall, surplus) = prices;
		let (shortfall, surplus) = (tou + shortfall, surplus.min(fit));
		let curtailed = curtailed.min(fit);
		Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed }
	})
}

proptest! {
	/// Whoever has traded, used and fed in what: nobody pays more by a tariff that is taken as a correction.
	#[test]
	fn a_correction_costs_nobody_more(
		before in tariffs(),
		(tou, shortfall) in (0..1_000_u64, 0..1_000_u64),
		(fit, surplus, curtailed) in (0..100_u64, 0..100_u64, 0..100_u64),
		right in proptest::option::of(0..500_u64),
		(bought, sold) in (0..500_u64, 0..500_u64),
		(import, export) in (0..500_u64, 0..500_u64),
	) {
		let (tou, fit) = (before.tou.saturating_sub(tou), before.fit + fit);
		let after = Tariff {
			tou,
			shortfall: before.shortfall.saturating_sub(shortfall).max(tou),
			fit,
			surplus: (before.surplus + surplus).min(fit),
			curtailed: (before.curtailed + curtailed).min(fit),
			..before
		};
		prop_assert!(crate::corrections::is_in_favour(&before, &after));
		let paid = |tariff: Tariff| {
			let flow = Flow { import, export };
			let mut totals = Totals::default();
			let traded = (position(bought, sold), right.map(|energy| FeedInRight { energy }));
			totals.add(&Invoice::with_right(Basis::Reading, flow, false, traded, tariff));
			totals.paid()
		};
		prop_assert!(paid(after) <= paid(before));
		// Nor does anybody have to lock more.
		let exposure = |tariff: Tariff| position(bought, sold).exposure(&tariff);
		prop_assert!(exposure(after) <= exposure(before));
	}
}
