// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn who_registered_a_meter_retires_it_if_it_was_never_bound() {
	run(|| {
		let device = registered(1);
		let retire = |origin| Attestation::retire_meter(origin, device.meter, None);
		assert_noop!(retire(by(ALICE)), Error::<Test>::NotRegistrant);
		bind(&device, ALICE);
		assert_noop!(retire(stranger()), Error::<Test>::AlreadyBound);
		Market::set_now(NOW + 1);
		deliver([device.read(NOW)]);
		assert_ok!(Attestation::unbind_meter(operator(), device.meter));
		assert_eq!((held(STRANGER), device.series()), (DEPOSIT, vec![NOW]));
		// Later only the operator does.
		assert_noop!(retire(stranger()), Error::<Test>::AlreadyBound);
		assert_ok!(retire(operator()));
		assert_eq!(last_event(), Event::MeterRetired { meter: device.meter, from: NOW + 1 });
		assert!(device.series().is_empty());
		assert_eq!(held(STRANGER), 0);
		assert_noop!(retire(stranger()), Error::<Test>::NotRegistrant);
		assert_noop!(retire(operator()), Error::<Test>::Retired);
		assert_noop!(Attestation::retire_meter(operator(), 9, None), Error::<Test>::UnknownMeter);
	});
}

/// Rotates the key of the device with serial number 1.
fn rotate(device: &Device, number: u8, from: Interval) {
	let key = Secret::new(number).key();
	let certificate = certificate(MAKER, &key, from, &serial(1));
	assert_ok!(Attestation::rotate_key(stranger(), device.meter, key, from, certificate));
}

#[test]
fn a_meter_that_was_never_bound_is_forgotten_and_registered_anew() {
	run(|| {
		let device = registered(1);
		for (number, from) in [(2, NOW), (3, NOW + 1), (4, NOW + 2)] {
			Market::set_now(from);
			Market::close_before(from);
			rotate(&device, number, from);
		}
		assert_ok!(Attestation::retire_meter(stranger(), device.meter, None));
		assert_eq!(last_event(), Event::MeterRetired { meter: device.meter, from: NOW + 2 });
		assert_eq!(held(STRANGER), 0);
		assert_eq!((Meters::<Test>::iter().count(), MeterDetails::<Test>::iter().count()), (0, 0));
		assert_eq!(
			(MeterOfKey::<Test>::iter().count(), MeterOfSerial::<Test>::iter().count()),
			(0, 0)
		);
		assert_noop!(
			Attestation::retire_meter(operator(), device.meter, None),
			Error::<Test>::UnknownMeter
		);
		// With the same certificate.
		assert_eq!(registered(1).meter, device.meter + 1);
	});
}

#[test]
fn a_revoked_meter_is_not_forgotten() {
	run(|| {
		let device = registered(1);
		revoke(3, &device, NOW);
		assert_ok!(Attestation::retire_meter(stranger(), device.meter, None));
		assert_eq!((held(STRANGER), device.row().retired_from), (0, Some(NOW)));
		assert_eq!(MeterOfKey::<Test>::get(device.secret.key()), Some(device.meter));
		assert_eq!(MeterOfSerial::<Test>::get(0, serial(1)), Some(device.meter));
	});
}

#[test]
fn what_it_measured_before_still_counts() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(103);
		deliver([device.read(100)]);
		assert_ok!(Attestation::retire_meter(Origin::root(), device.meter, None));
		Market::set_now(105);
		let error: DispatchError = Error::<Test>::Retired.into();
		let readings = vec![device.read(101), device.read(103), device.read(102)];
		assert_eq!(refused(readings), vec![(1, error)]);
		assert_eq!(Market::settled(102, ALICE), metered());
		assert!(Market::owes_reading(102, ALICE));
		assert!(!Market::owes_reading(103, ALICE));
	});
}

#[test]
fn a_meter_that_was_to_settle_never_does() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		settle_with(&new, ALICE, 105);
		Market::set_now(103);
		assert_ok!(Attestation::retire_meter(operator(), new.meter, None));
		// The one before goes on.
		assert_eq!(MetersOfNode::<Test>::get(ALICE).settles(110), Some(old.meter));
		// And when that is retired too, the node is not metered any more.
		assert_ok!(Attestation::retire_meter(operator(), old.meter, None));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).settles(102), Some(old.meter));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).settles(103), None);
	});
}

#[test]
fn a_former_settlement_meter_can_be_retired() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		settle_with(&new, ALICE, 103);
		Market::set_now(105);
		assert_ok!(Attestation::retire_meter(operator(), old.meter, None));
		let row = MetersOfNode::<Test>::get(ALICE);
		assert_eq!((row.settles(102), row.settles(103)), (Some(old.meter), Some(new.meter)));
		// Or before it has ended: then nobody settles in between, unless the new one comes earlier.
		let (old, new) = (settling(3, BOB), bound(4, BOB));
		settle_with(&new, BOB, 110);
		Market::set_now(107);
		assert_ok!(Attestation::retire_meter(operator(), old.meter, None));
		assert_eq!(MetersOfNode::<Test>::get(BOB).settles(108), None);
		settle_with(&new, BOB, 107);
		assert_eq!(MetersOfNode::<Test>::get(BOB).settles(108), Some(new.meter));
	});
}

#[test]
fn a_dead_meter_is_retired_as_of_its_last_reading_and_replaced_without_a_gap() {
	run(|| {
		let (dead, spare) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(106);
		deliver([dead.read(100), dead.read(102)]);
		deliver((100..106).map(|interval| spare.read(interval)));
		for interval in [101, 103, 104, 105] {
			Market::settle_silence(interval, ALICE);
		}
		let retire = |origin, from| Attestation::retire_meter(origin, dead.meter, Some(from));
		// Only the operator: a node could leave out what it used.
		assert_noop!(retire(by(ALICE), 103), Error::<Test>::NotRegistrant);
		assert_noop!(retire(operator(), 102), Error::<Test>::RetiredTooEarly);
		assert_noop!(retire(operator(), 107), Error::<Test>::RetiredTooLate);
		assert_ok!(retire(operator(), 103));
		assert_eq!(last_event(), Event::MeterRetired { meter: dead.meter, from: 103 });
		assert!(!Market::owes_reading(103, ALICE));
		settle_with(&spare, ALICE, 103);
		assert!((100..110).all(|interval| Market::owes_reading(interval, ALICE)));
		deliver((103..106).map(|interval| spare.read(interval)));
		assert!((103..106).all(|interval| Market::settled(interval, ALICE) == metered()));
		// What it has not read before it can still.
		deliver([dead.read(101)]);
		let retired: DispatchError = Error::<Test>::Retired.into();
		assert_eq!(refused(vec![dead.read(103)]), vec![(0, retired)]);
	});
}

#[test]
fn boundary_of_when_a_meter_is_retired() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(106);
		Market::close_before(103);
		let retire = |from| Attestation::retire_meter(operator(), device.meter, Some(from));
		assert_noop!(retire(102), Error::<Test>::RetiredTooEarly);
		assert_ok!(retire(103));
		let free = registered(2);
		assert_noop!(
			Attestation::retire_meter(operator(), free.meter, Some(105)),
			Error::<Test>::RetiredTooLate
		);
		assert_ok!(Attestation::retire_meter(operator(), free.meter, Some(106)));
	});
}
