// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::pallet_prelude::DispatchResult;

/// Rotates a device's key, which has the serial number 1: the device that signs from then on.
fn rotate(device: &Device, number: u8, from: Interval) -> Result<Device, DispatchError> {
	let secret = Secret::new(number);
	let key = secret.key();
	let certificate = certificate(MAKER, &key, from, &serial(1));
	Attestation::rotate_key(stranger(), device.meter, key, from, certificate)?;
	Ok(Device { secret, ..device.clone() })
}

fn outcome(device: &Device, number: u8, from: Interval) -> DispatchResult {
	rotate(device, number, from).map(|_| ())
}

#[test]
fn each_interval_has_its_key() {
	run(|| {
		let device = settling(1, ALICE);
		let new = rotate(&device, 2, 102).unwrap();
		let event = Event::KeyRotated { meter: device.meter, key: new.secret.key(), from: 102 };
		assert_eq!(last_event(), event);
		Market::set_now(105);
		deliver([device.read(100), device.read(101), new.read(102)]);
		let bad: DispatchError = Error::<Test>::BadSignature.into();
		assert_eq!(refused(vec![device.read(103), new.read(104)]), vec![(0, bad)]);
		deliver([new.read(103)]);
		// No key comes to have signed what counts already.
		Market::close_before(102);
		assert_noop!(outcome(&device, 3, 104), Error::<Test>::KeyTooEarly);
		let newest = rotate(&device, 3, 105).unwrap();
		Market::set_now(106);
		deliver([newest.read(105)]);
		assert_eq!(device.row().former_key.unwrap().from, 102);
	});
}

#[test]
fn boundary_of_the_interval() {
	run(|| {
		let device = registered(1);
		// Interval 100 is the current one.
		assert_noop!(outcome(&device, 2, 99), Error::<Test>::KeyTooEarly);
		let device = rotate(&device, 2, 100).unwrap();
		assert_noop!(outcome(&device, 3, 100), Error::<Test>::KeyTooEarly);
		// The first key is not needed any more when the second holds for all that is open.
		Market::close_before(100);
		let device = rotate(&device, 3, 103).unwrap();
		assert_noop!(outcome(&device, 4, 120), Error::<Test>::RotatedTooOften);
		Market::close_before(102);
		assert_noop!(outcome(&device, 4, 120), Error::<Test>::RotatedTooOften);
		Market::close_before(103);
		assert_ok!(outcome(&device, 4, 120));
	});
}

#[test]
fn fails_without_the_right_certificate_or_a_new_key() {
	run(|| {
		let device = bound(1, ALICE);
		registered(2);
		let unknown = Device { meter: 9, ..device.clone() };
		assert_noop!(outcome(&unknown, 3, 100), Error::<Test>::UnknownMeter);
		assert_noop!(outcome(&device, 2, 100), Error::<Test>::KeyUsed);
		assert_noop!(outcome(&device, 1, 100), Error::<Test>::KeyUsed);
		let key = Secret::new(3).key();
		for (maker, from, number) in [(201, 100, 1), (MAKER, 101, 1), (MAKER, 100, 2)] {
			let wrong = certificate(maker, &key, from, &serial(number));
			assert_noop!(
				Attestation::rotate_key(stranger(), device.meter, key, 100, wrong),
				Error::<Test>::NotCertified
			);
		}
		assert_ok!(Attestation::retire_meter(operator(), device.meter));
		assert_noop!(outcome(&device, 3, 100), Error::<Test>::Retired);
	});
}

#[test]
fn a_former_key_is_never_used_again() {
	run(|| {
		let device = bound(1, ALICE);
		let device = rotate(&device, 2, 100).unwrap();
		Market::close_before(100);
		rotate(&device, 3, 101).unwrap();
		Market::close_before(101);
		assert_noop!(outcome(&device, 1, 102), Error::<Test>::KeyUsed);
	});
}

#[test]
fn a_first_key_can_be_rotated_before_it_is_out_of_the_window() {
	run(|| {
		let device = registered(1);
		Meters::<Test>::mutate(device.meter, |row| row.as_mut().unwrap().key.from = 99);
		assert_ok!(outcome(&device, 2, 100));
		assert_noop!(outcome(&device, 3, 101), Error::<Test>::RotatedTooOften);
	});
}
