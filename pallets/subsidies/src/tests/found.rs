// SPDX-License-Identifier: Apache-2.0

//! `found`.

use super::*;

#[test]
fn a_sponsor_founds_a_programme_with_its_own_money() {
	run(|| {
		let rules = rules();
		assert_ok!(found(SPONSOR, rules, 1_000));
		assert_eq!(
			events(),
			[Event::Founded { programme: 0, sponsor: SPONSOR, rules, amount: 1_000 }]
		);
		let programme =
			Programme { number: 0, sponsor: SPONSOR, rules, left: 1_000, paid: 0, over: None };
		assert_eq!(Subsidies::programmes(), [programme]);
		assert_eq!(balance(SPONSOR), WEALTH - 1_000);
		assert_eq!((Ledger::subsidies(), credit(SUBSIDIES)), (1_000, 1_000));
		assert_eq!(PaidUntil::<Test>::get(), Some(Cursor { interval: NOW + 1, page: 0 }));
	});
}

#[test]
fn who_is_no_sponsor_founds_nothing() {
	run(|| {
		for account in [STRANGER, OPERATOR, account_of(SUNNY)] {
			assert_noop!(found(account, rules(), 1_000), Error::<Test>::NotSponsor);
		}
	});
}

#[test]
fn boundary_of_rules() {
	run(|| {
		let refused = |rules, error: Error<Test>| {
			assert_noop!(found(SPONSOR, rules, 1_000), error);
		};
		refused(Rules { rate: 0, ..rules() }, Error::PaysNothing);
		refused(Rules { per_day: 0, ..rules() }, Error::PaysNothing);
		refused(Rules { most: 0, ..rules() }, Error::PaysNothing);
		for source in [SourceKind::None, SourceKind::Storage, SourceKind::Utility] {
			refused(Rules { source: Some(source), ..rules() }, Error::NoSource);
		}
		for hours in [0, ALL_HOURS + 1, u32::MAX] {
			refused(Rules { hours, ..rules() }, Error::BadHours);
		}
		for from in [0, NOW] {
			refused(Rules { from, ..rules() }, Error::AlreadyBegun);
		}
		refused(Rules { until: NOW + 1, ..rules() }, Error::AlreadyOver);
		let last = NOW + 1 + MAX_TERM;
		refused(Rules { until: last + 1, ..rules() }, Error::TooLong);
		refused(Rules { until: u32::MAX, ..rules() }, Error::TooLong);
		assert_ok!(found(SPONSOR, Rules { from: last - 1, until: last, ..rules() }, 1_000));
		let dearest = Rules { rate: Planck::MAX, per_day: Planck::MAX, ..rules() };
		assert_ok!(found(SPONSOR, Rules { hours: 1, ..dearest }, 1_000));
		for source in [SourceKind::Solar, SourceKind::Biodiesel, SourceKind::Other] {
			let rules = Rules { source: Some(source), ..rules() };
			assert_eq!((rules.takes(Some(source)), rules.takes(None)), (true, false));
		}
	});
}

#[test]
fn boundary_of_the_pot() {
	run(|| {
		assert_noop!(found(SPONSOR, rules(), MIN_FUND - 1), Error::<Test>::TooLittle);
		assert_noop!(found(SPONSOR, rules(), 0), Error::<Test>::TooLittle);
		let capped = Rules { most: 500, ..rules() };
		assert_noop!(found(SPONSOR, capped, 501), Error::<Test>::MoreThanMost);
		assert_ok!(found(SPONSOR, capped, 500));
		assert_ok!(found(OTHER, rules(), MIN_FUND));
		// The account lives on.
		let all = Rules { most: Planck::MAX, ..rules() };
		let most = Planck::from(balance(SPONSOR) - ED);
		let poor = pallet_ledger::Error::<Test>::InsufficientFunds;
		assert_noop!(found(SPONSOR, all, most + 1), poor);
		for amount in [Planck::from(u64::MAX) + 1, Planck::MAX] {
			let beyond = pallet_ledger::Error::<Test>::BeyondBalance;
			assert_noop!(found(SPONSOR, all, amount), beyond);
		}
		assert_ok!(found(SPONSOR, all, most));
	});
}

#[test]
fn boundary_of_programmes() {
	run(|| {
		for _ in 0..MAX_PROGRAMMES {
			founded(rules(), 1_000);
		}
		assert_noop!(found(OTHER, rules(), 1_000), Error::<Test>::TooManyProgrammes);
		// One that is over still says what it has paid, for a while.
		pay_until(NOW + 5);
		assert_noop!(
			found(OTHER, Rules { from: NOW + 6, until: NOW + 9, ..rules() }, 1_000),
			Error::<Test>::TooManyProgrammes
		);
		Market::close(NOW + 5 + REMEMBERED);
		poll(Weight::MAX);
		let later = NOW + 6 + REMEMBERED;
		assert_ok!(found(OTHER, Rules { from: later, until: later + 1, ..rules() }, 1_000));
	});
}

#[test]
fn one_that_begins_earlier_is_paid_from_its_beginning() {
	run(|| {
		let late = founded(Rules { from: NOW + 3, ..rules() }, 1_000);
		let early = founded(Rules { until: NOW + 2, ..rules() }, 1_000);
		for interval in NOW..NOW + 5 {
			Market::measured_of(interval, SUNNY, 200);
		}
		pay_until(NOW + 5);
		assert_eq!((programme(late).paid, programme(early).paid), (200, 100));
	});
}
