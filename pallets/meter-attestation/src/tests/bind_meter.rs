// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::pallet_prelude::DispatchResult;

fn bind_with(device: &Device, node: NodeIndex, consent: MeterSignature) -> DispatchResult {
	Attestation::bind_meter(by(node), device.meter, consent)
}

#[test]
fn a_consenting_meter_is_bound_and_informs() {
	run(|| {
		let device = registered(1);
		assert!(!Market::is_held(ALICE));
		assert_ok!(bind_with(&device, ALICE, device.consent(ALICE, 0)));
		let event = Event::MeterBound { meter: device.meter, node: ALICE, from: NOW };
		assert_eq!(last_event(), event);
		assert_eq!(device.row().binding, Some(Binding { node: ALICE, from: NOW }));
		assert!(Market::is_held(ALICE));
		assert!(!Market::is_metered(ALICE));
		Market::set_now(NOW + 1);
		deliver([device.read(NOW)]);
		assert_eq!(Market::settled(NOW, ALICE), None);
	});
}

#[test]
fn fails_without_the_right_consent() {
	run(|| {
		let device = registered(1);
		let fails = |consent| {
			assert_noop!(bind_with(&device, ALICE, consent), Error::<Test>::NoConsent);
		};
		fails(device.consent(BOB, 0));
		fails(device.consent(ALICE, 1));
		fails(Device { secret: Secret::new(2), ..device.clone() }.consent(ALICE, 0));
		// Of another chain.
		let key = device.secret.key();
		let other = gridmerit_statements::consent(&[1; 32], &key.encode(), ALICE, 0);
		fails(device.secret.sign(&other));
		// A meter whose first key is not yet in use cannot consent.
		Meters::<Test>::mutate(device.meter, |row| row.as_mut().unwrap().key.from = NOW + 1);
		fails(device.consent(ALICE, 0));
	});
}

#[test]
fn a_consent_counts_once() {
	run(|| {
		let device = registered(1);
		let consent = device.consent(ALICE, 0);
		assert_ok!(bind_with(&device, ALICE, consent.clone()));
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		assert_noop!(bind_with(&device, ALICE, consent), Error::<Test>::NoConsent);
		assert_ok!(bind_with(&device, ALICE, device.consent(ALICE, 1)));
	});
}

#[test]
fn fails_for_what_cannot_be_bound() {
	run(|| {
		let device = registered(1);
		let consent = device.consent(ALICE, 0);
		assert_noop!(
			Attestation::bind_meter(stranger(), device.meter, consent.clone()),
			Error::<Test>::NotRegistered
		);
		assert_noop!(
			Attestation::bind_meter(by(ALICE), 9, consent.clone()),
			Error::<Test>::UnknownMeter
		);
		revoke(3, &device, NOW);
		assert_noop!(bind_with(&device, ALICE, consent.clone()), Error::<Test>::Revoked);
		Attestation::restore(device.meter, &3);
		assert_ok!(bind_with(&device, BOB, device.consent(BOB, 0)));
		assert_noop!(
			bind_with(&device, ALICE, device.consent(ALICE, 1)),
			Error::<Test>::AlreadyBound
		);
		assert_ok!(Attestation::unbind_meter(by(BOB), device.meter));
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		assert_noop!(bind_with(&device, ALICE, consent), Error::<Test>::Retired);
	});
}

#[test]
fn boundary_of_meters_per_node() {
	run(|| {
		for number in 1..5 {
			bound(number, ALICE);
		}
		let device = registered(5);
		let consent = device.consent(ALICE, 0);
		assert_noop!(bind_with(&device, ALICE, consent.clone()), Error::<Test>::TooManyMeters);
		assert_ok!(Attestation::unbind_meter(by(ALICE), 1));
		assert_ok!(bind_with(&device, ALICE, consent));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).meters.into_inner(), vec![0, 2, 3, 4]);
	});
}

#[test]
fn no_foreign_history_is_brought_in() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(102);
		deliver([device.read(100)]);
		assert_ok!(Attestation::unbind_meter(operator(), device.meter));
		bind(&device, BOB);
		settle_with(&device, BOB, 102);
		Market::set_now(104);
		let early: DispatchError = Error::<Test>::BeforeBinding.into();
		assert_eq!(refused(vec![device.read(101), device.read(102)]), vec![(0, early)]);
		assert_eq!(Market::settled(102, BOB), metered());
		// The counter goes on.
		let behind = device.sign(Reading { counter: 3, ..reading(103) });
		let error: DispatchError = Error::<Test>::CounterOutOfOrder.into();
		assert_eq!(refused(vec![behind]), vec![(0, error)]);
	});
}
