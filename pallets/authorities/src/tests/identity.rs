// SPDX-License-Identifier: Apache-2.0

//! `publish`, `withdraw` and `trust`.

use super::*;

#[test]
fn an_authority_is_published_trusted_and_withdrawn() {
	run(|| {
		let kind = AuthorityKind::StandardsBody;
		assert_ok!(Authorities::publish(Origin::signed(3), kind, name("lab")));
		assert_eq!(
			last_event(),
			Event::AuthorityPublished { authority: 3, kind, name: name("lab") }
		);
		let row = Published::<Test>::get(3).unwrap();
		assert_eq!((row.kind, row.trusted, held(3)), (kind, false, DEPOSIT));
		assert_eq!(ReportCount::<Test>::get(3), 0);
		for trusted in [true, false] {
			assert_ok!(Authorities::trust(operator(), 3, trusted));
			assert_eq!(last_event(), Event::AuthorityTrusted { authority: 3, trusted });
			assert_eq!(Published::<Test>::get(3).unwrap().trusted, trusted);
		}
		assert_ok!(Authorities::withdraw(Origin::signed(3)));
		assert_eq!(last_event(), Event::AuthorityWithdrawn { authority: 3 });
		assert_eq!((Published::<Test>::get(3), held(3)), (None, 0));
	});
}

#[test]
fn fails_for_one_that_is_published_or_is_not() {
	run(|| {
		authority(3, true);
		let publish = |account| {
			Authorities::publish(Origin::signed(account), AuthorityKind::Other, name("x"))
		};
		assert_noop!(publish(3), Error::<Test>::AlreadyPublished);
		// Account 20 has nothing.
		assert_noop!(publish(20), TokenError::FundsUnavailable);
		assert_noop!(Authorities::withdraw(Origin::signed(4)), Error::<Test>::UnknownAuthority);
		assert_noop!(Authorities::trust(operator(), 4, true), Error::<Test>::UnknownAuthority);
	});
}

#[test]
fn fails_to_withdraw_with_reports() {
	run(|| {
		meters();
		authority(3, false);
		report(3, METER, 100);
		let withdraw = || Authorities::withdraw(Origin::signed(3));
		assert_noop!(withdraw(), Error::<Test>::HasReports);
		assert_ok!(Authorities::lift_report(Origin::signed(3), METER, 3));
		assert_ok!(withdraw());
		assert_eq!(held(3), 0);
	});
}

#[test]
fn an_authority_pays_for_all_that_it_occupies() {
	use codec::MaxEncodedLen;
	let row = AccountId::max_encoded_len() + crate::AuthorityOf::<Test>::max_encoded_len();
	let count = AccountId::max_encoded_len() + u32::max_encoded_len();
	assert_eq!(Authorities::authority_footprint().size as usize, row + count);
}

#[test]
fn who_has_a_say_about_certificates_is_trusted_with_nothing_else() {
	use gridmerit_pallet_support::{CertificateAuthorities, CertificateRole};
	run(|| {
		meters();
		let kinds = [
			(AuthorityKind::Issuer, CertificateRole::Issuer),
			(AuthorityKind::Auditor, CertificateRole::Auditor),
		];
		for (account, (kind, role)) in (3..).zip(kinds) {
			assert_eq!(Authorities::role(&account), None);
			assert_ok!(Authorities::publish(Origin::signed(account), kind, name("origins")));
			assert_eq!(Authorities::role(&account), None);
			assert_ok!(Authorities::trust(operator(), account, true));
			assert_eq!(Authorities::role(&account), Some(role));
			assert_eq!(Keepers::get(account), None);
			report(account, METER, 100);
			assert_eq!(
				(report_by(account, METER).effective, Market::revoked_from(METER)),
				(false, None)
			);
			assert_ok!(Authorities::lift_report(Origin::signed(account), METER, account));
			assert_ok!(Authorities::trust(operator(), account, false));
			assert_eq!(Authorities::role(&account), None);
			assert_ok!(Authorities::trust(operator(), account, true));
			assert_ok!(Authorities::withdraw(Origin::signed(account)));
			assert_eq!(Authorities::role(&account), None);
		}
		// Others have no say.
		authority(5, true);
		assert_eq!(Authorities::role(&5), None);
	});
}

#[test]
fn who_says_what_the_grid_emits_is_trusted_with_nothing_else() {
	use gridmerit_pallet_support::{CertificateAuthorities, IntensityPublishers};
	run(|| {
		meters();
		assert_ok!(Authorities::publish(
			Origin::signed(3),
			AuthorityKind::Publisher,
			name("intensities")
		));
		assert!(!Authorities::publishes(&3));
		assert_ok!(Authorities::trust(operator(), 3, true));
		assert!(Authorities::publishes(&3));
		assert_eq!((Authorities::role(&3), Keepers::get(3)), (None, None));
		report(3, METER, 100);
		assert_eq!((report_by(3, METER).effective, Market::revoked_from(METER)), (false, None));
		assert_ok!(Authorities::trust(operator(), 3, false));
		assert!(!Authorities::publishes(&3));
		assert_ok!(Authorities::trust(operator(), 3, true));
		assert_ok!(Authorities::lift_report(Origin::signed(3), METER, 3));
		assert_ok!(Authorities::withdraw(Origin::signed(3)));
		assert!(!Authorities::publishes(&3));
		// Others have no say.
		authority(5, true);
		assert!(!Authorities::publishes(&5));
	});
}

#[test]
fn who_keeps_the_grid_is_trusted_with_nothing_else() {
	run(|| {
		meters();
		let kinds = [
			(AuthorityKind::GridOperator, GridRole::GridOperator),
			(AuthorityKind::LineOwner, GridRole::LineOwner),
		];
		for (account, (kind, role)) in (3..).zip(kinds) {
			assert_ok!(Authorities::publish(Origin::signed(account), kind, name("wires")));
			assert_eq!(Keepers::get(account), None);
			assert_ok!(Authorities::trust(operator(), account, true));
			assert_eq!(Keepers::get(account), Some(role));
			report(account, METER, 100);
			assert_eq!(
				(report_by(account, METER).effective, Market::revoked_from(METER)),
				(false, None)
			);
			assert_ok!(Authorities::lift_report(Origin::signed(account), METER, account));
			assert_ok!(Authorities::trust(operator(), account, false));
			assert_eq!(Keepers::get(account), None);
			assert_ok!(Authorities::trust(operator(), account, true));
			assert_ok!(Authorities::withdraw(Origin::signed(account)));
			assert_eq!(Keepers::get(account), None);
		}
		// Others do not keep it.
		authority(5, true);
		assert_eq!(Keepers::get(5), None);
	});
}
