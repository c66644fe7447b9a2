// SPDX-License-Identifier: Apache-2.0

//! `top_up` and `end`.

use super::*;

#[test]
fn a_sponsor_pays_more_in_up_to_the_cap() {
	run(|| {
		let number = founded(Rules { most: 2_000, ..rules() }, 1_000);
		Market::measured_of(NOW + 1, SUNNY, 1_000);
		pay_until(NOW + 2);
		assert_eq!(money(number), (500, 500));
		events();
		let top_up = |account, amount| Subsidies::top_up(by(account), number, amount);
		assert_noop!(top_up(SPONSOR, 0), Error::<Test>::TooLittle);
		assert_noop!(top_up(SPONSOR, 1_001), Error::<Test>::MoreThanMost);
		assert_noop!(top_up(SPONSOR, Planck::MAX), Error::<Test>::MoreThanMost);
		for account in [OTHER, OPERATOR, account_of(SUNNY)] {
			assert_noop!(top_up(account, 100), Error::<Test>::NotYours);
		}
		assert_noop!(Subsidies::top_up(by(SPONSOR), 7, 100), Error::<Test>::NoProgramme);
		assert_ok!(top_up(SPONSOR, 1_000));
		assert_eq!(events(), [Event::ToppedUp { programme: number, amount: 1_000, left: 1_500 }]);
		assert_noop!(top_up(SPONSOR, 1), Error::<Test>::MoreThanMost);
		pay_until(NOW + 5);
		assert_noop!(top_up(SPONSOR, 1), Error::<Test>::AlreadyOver);
	});
}

#[test]
fn what_cannot_be_paid_in_changes_nothing() {
	run(|| {
		let number = founded(Rules { most: Planck::MAX, ..rules() }, 1_000);
		let poor = pallet_ledger::Error::<Test>::InsufficientFunds;
		let more = Planck::from(WEALTH);
		assert_noop!(Subsidies::top_up(by(SPONSOR), number, more), poor);
	});
}

#[test]
fn a_programme_that_is_ended_pays_what_has_begun_and_the_rest_goes_back() {
	for account in [SPONSOR, OPERATOR] {
		run(|| {
			let number = founded(Rules { until: NOW + 300, ..rules() }, 9_000);
			assert_noop!(Subsidies::end(by(OTHER), number), Error::<Test>::NotYours);
			assert_noop!(Subsidies::end(by(account), 7), Error::<Test>::NoProgramme);
			Market::set_time(NOW + 2, NOW - 10, NOW - 50);
			for interval in NOW + 1..NOW + 5 {
				Market::measured_of(interval, SUNNY, 1_000);
			}
			events();
			assert_ok!(Subsidies::end(by(account), number));
			assert_eq!(events(), [Event::Closing { programme: number, until: NOW + 3 }]);
			assert_noop!(Subsidies::end(by(account), number), Error::<Test>::AlreadyOver);
			poll(Weight::MAX);
			assert_eq!(money(number), (9_000, 0));
			pay_until(NOW + 9);
			let ended =
				Event::Ended { programme: number, paid: 1_000, returned: 8_000, reserved: 0 };
			assert_eq!(
				events(),
				[
					paid(number, SUNNY, NOW + 1, 1_000, 500),
					paid(number, SUNNY, NOW + 2, 1_000, 500),
					ended
				]
			);
			assert_eq!(balance(SPONSOR), WEALTH - 1_000);
			assert_noop!(Subsidies::end(by(account), number), Error::<Test>::AlreadyOver);
		});
	}
}

#[test]
fn one_that_has_not_begun_never_does() {
	run(|| {
		let number = founded(Rules { from: NOW + 50, until: NOW + 60, ..rules() }, 9_000);
		assert_ok!(Subsidies::end(by(SPONSOR), number));
		poll(Weight::MAX);
		assert_eq!((money(number), balance(SPONSOR)), ((0, 0), WEALTH));
		assert!(!PaidUntil::<Test>::exists());
		// Its place is free as soon as that of one that ends now.
		let over: Vec<_> =
			Programmes::<Test>::get().iter().map(|programme| programme.over).collect();
		assert_eq!(over, [Some(NOW + 1)]);
	});
}
