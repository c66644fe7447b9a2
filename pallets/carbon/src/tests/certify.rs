// SPDX-License-Identifier: Apache-2.0

//! `certify`.

use super::*;

#[test]
fn what_an_issuer_certifies_counts_from_the_end_of_the_notice_on() {
	run(|| {
		assert_ok!(declare(ROOF, CLEAN));
		events();
		assert_ok!(Carbon::certify(by(ISSUER), ROOF, CLEAN, NOW + 100));
		let (from, until) = (NOW + 1 + NOTICE, NOW + 100);
		let by = Some(ISSUER);
		assert_eq!(events(), [Event::Certified { node: ROOF, by, footprint: CLEAN, from, until }]);
		assert_eq!(vouched(ROOF), [Vouched { footprint: CLEAN, by, from, until }]);
		let counted = |interval| Carbon::counted(ROOF, interval).1;
		assert_eq!([from - 1, from, until - 1, until].map(counted), [false, true, true, false]);
	});
}

#[test]
fn only_trusted_issuers_and_the_operator_certify_and_only_what_is_declared() {
	run(|| {
		assert_noop!(certify(ISSUER, ROOF, CLEAN), Fails::NotDeclared);
		assert_noop!(certify(ISSUER, NOBODY, CLEAN), Fails::NotDeclared);
		assert_ok!(declare(ROOF, CLEAN));
		for not in [AUDITOR, PUBLISHER, STRANGER, Market::account(ROOF)] {
			assert_noop!(certify(not, ROOF, CLEAN), Fails::NotAnIssuer);
		}
		Market::set_role(ISSUER, None);
		assert_noop!(certify(ISSUER, ROOF, CLEAN), Fails::NotAnIssuer);
		let other = Footprint { embodied: 40_999, ..CLEAN };
		assert_noop!(certify(OTHER_ISSUER, ROOF, other), Fails::DeclarationChanged);
		assert_ok!(certify(OTHER_ISSUER, ROOF, CLEAN));
		assert_ok!(certify(OPERATOR, ROOF, CLEAN));
	});
}

#[test]
fn boundary_of_its_time() {
	run(|| {
		assert_ok!(declare(ROOF, CLEAN));
		let until = |until| Carbon::certify(by(ISSUER), ROOF, CLEAN, until);
		for over in [0, NOW, NOW + 1 + NOTICE] {
			assert_noop!(until(over), Fails::AlreadyOver);
		}
		for long in [NOW + MAX_TERM + 1, u32::MAX] {
			assert_noop!(until(long), Fails::TooLong);
		}
		assert_ok!(until(NOW + 1 + NOTICE + 1));
		assert_ok!(until(NOW + MAX_TERM));
	});
}

#[test]
fn who_certifies_the_same_for_longer_or_shorter_needs_no_notice() {
	run(|| {
		assert_ok!(declare(ROOF, CLEAN));
		assert_ok!(Carbon::certify(by(ISSUER), ROOF, CLEAN, NOW + 20));
		Market::pass(12);
		let from = NOW + 1 + NOTICE;
		let until = |until| Carbon::certify(by(ISSUER), ROOF, CLEAN, until);
		assert_noop!(until(NOW + 13), Fails::AlreadyOver);
		assert_ok!(until(NOW + 14));
		assert_ok!(until(NOW + 300));
		assert_eq!(vouched(ROOF).len(), 1);
		assert_eq!(vouched(ROOF)[0].from, from);
		// Not what is over.
		Market::pass(400);
		assert_ok!(certify(ISSUER, ROOF, CLEAN));
		assert_eq!(vouched(ROOF)[1].from, NOW + 412 + 1 + NOTICE);
	});
}

#[test]
fn no_issuer_takes_the_place_of_another_and_the_operator_does() {
	run(|| {
		assert_ok!(declare(ROOF, CLEAN));
		assert_ok!(certify(ISSUER, ROOF, CLEAN));
		assert_noop!(certify(OTHER_ISSUER, ROOF, CLEAN), Fails::NotYours);
		assert_ok!(certify(OPERATOR, ROOF, CLEAN));
		assert_eq!(vouched(ROOF)[0].by, None);
		assert_noop!(certify(ISSUER, ROOF, CLEAN), Fails::NotYours);
		// When it is over it is anybody's.
		Market::pass(MAX_TERM);
		assert_ok!(certify(OTHER_ISSUER, ROOF, CLEAN));
	});
}

#[test]
fn boundary_of_how_much_is_remembered() {
	run(|| {
		let once = || {
			assert_ok!(declare(ROOF, CLEAN));
			assert_ok!(Carbon::certify(by(OPERATOR), ROOF, CLEAN, Market::now() + 2 + NOTICE));
			Market::pass(2 + NOTICE);
		};
		for _ in 0..MAX_VOUCHED {
			once();
		}
		let full = Carbon::certify(by(OPERATOR), ROOF, CLEAN, Market::now() + 100);
		assert_eq!(full, Err(Fails::TooManyCertifications.into()));
		// The first is over since so long that nobody asks any more.
		Market::pass(REMEMBERED - (MAX_VOUCHED - 1) * (2 + NOTICE) - 1);
		let still = Carbon::certify(by(OPERATOR), ROOF, CLEAN, Market::now() + 100);
		assert_eq!(still, Err(Fails::TooManyCertifications.into()));
		Market::pass(1);
		once();
		assert_eq!(vouched(ROOF).len(), MAX_VOUCHED as usize);
	});
}

#[test]
fn boundary_of_an_issuers_acts() {
	run(|| {
		assert_ok!(declare(ROOF, CLEAN));
		for _ in 0..MAX_ACTS {
			assert_ok!(certify(ISSUER, ROOF, CLEAN));
		}
		assert_noop!(certify(ISSUER, ROOF, CLEAN), Fails::TooManyActs);
		Market::pass(ACT_PERIOD - 1);
		assert_noop!(certify(ISSUER, ROOF, CLEAN), Fails::TooManyActs);
		Market::pass(1);
		assert_ok!(certify(ISSUER, ROOF, CLEAN));
		// The operator is not counted.
		for _ in 0..=MAX_ACTS {
			assert_ok!(certify(OPERATOR, ROOF, CLEAN));
		}
	});
}
