// SPDX-License-Identifier: Apache-2.0

//! `set_sponsor`.

use super::*;

#[test]
fn boundary_of_sponsors() {
	run(|| {
		let set = |account, allowed| Subsidies::set_sponsor(by(OPERATOR), account, allowed);
		assert_noop!(set(STRANGER, true), Error::<Test>::TooManySponsors);
		assert_noop!(set(SPONSOR, true), Error::<Test>::NothingToChange);
		assert_noop!(set(STRANGER, false), Error::<Test>::NothingToChange);
		assert_ok!(set(OTHER, false));
		assert_ok!(set(1, true));
		assert_eq!(Sponsors::<Test>::get().into_inner(), [1, SPONSOR]);
		assert_eq!(
			events(),
			[
				Event::SponsorSet { account: OTHER, allowed: false },
				Event::SponsorSet { account: 1, allowed: true }
			]
		);
	});
}

#[test]
fn who_is_no_sponsor_any_more_founds_nothing_and_pays_what_was_promised() {
	run(|| {
		let number = founded(rules(), 1_000);
		assert_ok!(Subsidies::set_sponsor(Origin::root(), SPONSOR, false));
		assert_noop!(found(SPONSOR, rules(), 1_000), Error::<Test>::NotSponsor);
		assert_ok!(Subsidies::top_up(by(SPONSOR), number, 500));
		Market::measured_of(NOW + 1, SUNNY, 2_000);
		pay_until(NOW + 2);
		assert_eq!(money(number), (500, 1_000));
	});
}
