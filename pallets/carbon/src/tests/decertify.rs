// SPDX-License-Identifier: Apache-2.0

//! `decertify`.

use super::*;

fn decertify(who: AccountId, since: Interval) -> DispatchResult {
	Carbon::decertify(by(who), ROOF, since)
}

/// Certified by the issuer since `NOW + 1 + NOTICE`; it is 20 later.
fn by_issuer() {
	assert_ok!(declare(ROOF, CLEAN));
	assert_ok!(certify(ISSUER, ROOF, CLEAN));
	Market::pass(20);
	events();
}

#[test]
fn owner_and_issuer_end_it_for_what_has_not_begun() {
	for who in [Market::account(ROOF), ISSUER] {
		run(|| {
			by_issuer();
			for begun in [0, NOW + 19, NOW + 20] {
				assert_noop!(decertify(who, begun), Fails::AlreadyBegun);
			}
			let since = NOW + 21;
			assert_ok!(decertify(who, since));
			assert_eq!(events(), [Event::Decertified { node: ROOF, by: Some(who), since }]);
			let counted = |interval| Carbon::counted(ROOF, interval);
			assert_eq!([NOW + 20, since].map(counted), [(CLEAN, true), (DEFAULT, false)]);
			assert_noop!(decertify(who, since), Fails::NotCertified);
		});
	}
}

#[test]
fn an_auditor_and_the_operator_end_it_for_what_is_over_too() {
	for who in [AUDITOR, OPERATOR] {
		run(|| {
			by_issuer();
			let since = NOW + 10;
			assert_ok!(decertify(who, since));
			let said = Some(who).filter(|who| *who == AUDITOR);
			assert_eq!(events(), [Event::Decertified { node: ROOF, by: said, since }]);
			let counted = |interval| Carbon::counted(ROOF, interval).1;
			assert_eq!([NOW + 9, since, NOW + 30].map(counted), [true, false, false]);
			// All of it.
			assert_ok!(decertify(who, 0));
			assert_eq!(vouched(ROOF), []);
		});
	}
}

#[test]
fn nobody_else_ends_it() {
	run(|| {
		assert_noop!(decertify(AUDITOR, NOW), Fails::NotDeclared);
		assert_ok!(declare(ROOF, CLEAN));
		assert_noop!(decertify(AUDITOR, NOW), Fails::NotCertified);
		assert_ok!(certify(ISSUER, ROOF, CLEAN));
		for not in [OTHER_ISSUER, PUBLISHER, STRANGER, Market::account(TURBINE)] {
			assert_noop!(decertify(not, NOW + 50), Fails::NotYours);
		}
		Market::set_role(AUDITOR, None);
		assert_noop!(decertify(AUDITOR, NOW + 50), Fails::NotYours);
		assert_noop!(decertify(OPERATOR, NOW + MAX_TERM), Fails::NotCertified);
		assert_noop!(decertify(OPERATOR, u32::MAX), Fails::NotCertified);
	});
}

#[test]
fn boundary_of_an_auditors_acts() {
	run(|| {
		let from = certified(ROOF, CLEAN);
		for place in 0..MAX_ACTS {
			assert_ok!(decertify(AUDITOR, from + 100 - place));
		}
		assert_noop!(decertify(AUDITOR, from + 50), Fails::TooManyActs);
		Market::pass(ACT_PERIOD);
		assert_ok!(decertify(AUDITOR, from + 50));
	});
}
