// SPDX-License-Identifier: Apache-2.0

//! `publish_authority`, `withdraw_authority` and `trust_authority`.

use super::*;

#[test]
fn an_authority_is_published_trusted_and_withdrawn() {
	run(|| {
		let kind = AuthorityKind::StandardsBody;
		assert_ok!(Attestation::publish_authority(Origin::signed(3), kind, name("lab")));
		assert_eq!(
			last_event(),
			Event::AuthorityPublished { authority: 3, kind, name: name("lab") }
		);
		let row = Authorities::<Test>::get(3).unwrap();
		assert_eq!((row.kind, row.trusted, row.marks, held(3)), (kind, false, 0, DEPOSIT));
		for trusted in [true, false] {
			assert_ok!(Attestation::trust_authority(operator(), 3, trusted));
			assert_eq!(last_event(), Event::AuthorityTrusted { authority: 3, trusted });
			assert_eq!(Authorities::<Test>::get(3).unwrap().trusted, trusted);
		}
		assert_ok!(Attestation::withdraw_authority(Origin::signed(3)));
		assert_eq!(last_event(), Event::AuthorityWithdrawn { authority: 3 });
		assert_eq!((Authorities::<Test>::get(3), held(3)), (None, 0));
	});
}

#[test]
fn fails_for_one_that_is_published_or_is_not() {
	run(|| {
		authority(3, true);
		let publish = |account| {
			Attestation::publish_authority(Origin::signed(account), AuthorityKind::Other, name("x"))
		};
		assert_noop!(publish(3), Error::<Test>::AlreadyPublished);
		// Account 20 has nothing.
		assert_noop!(publish(20), TokenError::FundsUnavailable);
		assert_noop!(
			Attestation::withdraw_authority(Origin::signed(4)),
			Error::<Test>::UnknownAuthority
		);
		assert_noop!(
			Attestation::trust_authority(operator(), 4, true),
			Error::<Test>::UnknownAuthority
		);
	});
}

#[test]
fn fails_to_withdraw_with_marks() {
	run(|| {
		let device = bound(1, ALICE);
		authority(3, false);
		mark(3, &device, 100);
		let withdraw = || Attestation::withdraw_authority(Origin::signed(3));
		assert_noop!(withdraw(), Error::<Test>::HasMarks);
		assert_ok!(Attestation::lift_mark(Origin::signed(3), device.meter, Some(3)));
		assert_ok!(withdraw());
		assert_eq!(held(3), 0);
	});
}
