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
		// Interval 100 is the current one, 96 the first that is open.
		assert_noop!(outcome(&device, 2, 95), Error::<Test>::KeyTooEarly);
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
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		assert_noop!(outcome(&device, 3, 100), Error::<Test>::Retired);
	});
}

#[test]
fn a_former_key_is_of_no_use_to_anybody() {
	run(|| {
		let device = bound(1, ALICE);
		let device = rotate(&device, 2, 100).unwrap();
		assert_noop!(outcome(&device, 1, 102), Error::<Test>::RotatedTooOften);
		Market::close_before(100);
		rotate(&device, 3, 101).unwrap();
		Market::close_before(101);
		// All that leads to a meter are its two keys, for which its deposit pays.
		assert_eq!(
			MeterOfKey::<Test>::iter_values().filter(|meter| *meter == device.meter).count(),
			2
		);
		// The certificate of the first one is for an earlier interval, and for this device alone.
		let key = Secret::new(1).key();
		let old = certificate(MAKER, &key, 0, &serial(1));
		assert_noop!(
			Attestation::rotate_key(stranger(), device.meter, key, 0, old.clone()),
			Error::<Test>::KeyTooEarly
		);
		assert_noop!(
			Attestation::rotate_key(stranger(), device.meter, key, 102, old.clone()),
			Error::<Test>::NotCertified
		);
		assert_noop!(
			Attestation::register_meter(stranger(), maker(), key, serial(1), 0, old),
			Error::<Test>::SerialUsed
		);
	});
}

#[test]
fn after_a_factory_reset_the_device_goes_on_without_a_gap() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(107);
		deliver([device.read(100), device.read(101), device.read(102)]);
		// Since then it has forgotten its key, its counter and its registers; its maker certifies the new key
		// only now. Not for what the old one has read.
		assert_noop!(outcome(&device, 2, 102), Error::<Test>::KeyTooEarly);
		let new = rotate(&device, 2, 103).unwrap();
		let anew = |interval: Interval| {
			let passed = u64::from(interval - 102);
			new.sign(Reading {
				interval,
				counter: passed,
				import_register: 10 * passed,
				export_register: 5 * passed,
				import: 10,
				export: 5,
			})
		};
		for interval in 103..107 {
			Market::settle_silence(interval, ALICE);
		}
		deliver([anew(105), anew(103), anew(104)]);
		for interval in 103..106 {
			assert_eq!(Market::settled(interval, ALICE), metered());
		}
		// Under its new key it is tied to what it says as ever.
		let back = Reading { import_register: 10, ..anew(106).reading };
		let error: DispatchError = Error::<Test>::RegistersOutOfOrder.into();
		assert_eq!(refused(vec![new.sign(back)]), vec![(0, error)]);
		deliver([anew(106)]);
		// Nor is anything charged when the two series are settled for good.
		Market::close_before(107);
		Market::set_now(108);
		deliver([anew(107)]);
		assert_eq!(Market::charged(), vec![]);
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
