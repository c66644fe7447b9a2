// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::pallet_prelude::DispatchResult;

/// Registers a device with a certificate of `maker` for a key, an interval and a serial number.
fn register(maker: u8, number: u8, of: u8, from: Interval, serial_number: u8) -> DispatchResult {
	let certificate = certificate(maker, &Secret::new(of).key(), from, &serial(serial_number));
	let key = Secret::new(number).key();
	Attestation::register_meter(stranger(), 0, key, serial(number), 7, certificate)
}

#[test]
fn a_certified_meter_is_registered_with_a_deposit() {
	run(|| {
		maker();
		for number in 1..4 {
			assert_ok!(register(MAKER, number, number, 7, number));
			let (meter, key) = (u32::from(number) - 1, Secret::new(number).key());
			let event = Event::MeterRegistered {
				meter,
				manufacturer: 0,
				serial: serial(number),
				key,
				from: 7,
			};
			assert_eq!(last_event(), event);
			assert_eq!(held(STRANGER), u64::from(number) * DEPOSIT);
			assert_eq!(MeterOfKey::<Test>::get(key), Some(meter));
			let (row, details) = Attestation::meter(meter).unwrap();
			assert_eq!((row.key, row.binding), (KeyFrom { key, from: 7 }, None));
			assert_eq!((details.manufacturer, details.serial), (0, serial(number)));
		}
	});
}

#[test]
fn any_key_of_the_manufacturer_certifies() {
	run(|| {
		maker();
		let keys = vec![Secret::new(201).key(), Secret::new(202).key()].try_into().unwrap();
		assert_ok!(Attestation::change_manufacturer(operator(), 0, name("maker"), keys));
		assert_ok!(register(201, 1, 1, 7, 1));
		assert_ok!(register(202, 2, 2, 7, 2));
		assert_noop!(register(MAKER, 3, 3, 7, 3), Error::<Test>::NotCertified);
		let none = Default::default();
		assert_ok!(Attestation::change_manufacturer(operator(), 0, name("maker"), none));
		assert_noop!(register(201, 3, 3, 7, 3), Error::<Test>::NotCertified);
	});
}

#[test]
fn fails_without_the_right_certificate() {
	run(|| {
		assert_noop!(register(MAKER, 1, 1, 7, 1), Error::<Test>::UnknownManufacturer);
		maker();
		for (maker, of, from, serial) in
			[(201, 1, 7, 1), (MAKER, 2, 7, 1), (MAKER, 1, 8, 1), (MAKER, 1, 7, 2)]
		{
			assert_noop!(register(maker, 1, of, from, serial), Error::<Test>::NotCertified);
		}
	});
}

#[test]
fn fails_for_what_was_used_before() {
	run(|| {
		let device = registered(1);
		// Another serial number, the same key; also by another manufacturer.
		let key = device.secret.key();
		let other = certificate(MAKER, &key, 0, &serial(2));
		assert_noop!(
			Attestation::register_meter(stranger(), 0, key, serial(2), 0, other),
			Error::<Test>::KeyUsed
		);
		// Another key, the same serial number.
		let key = Secret::new(2).key();
		let other = certificate(MAKER, &key, 0, &serial(1));
		assert_noop!(
			Attestation::register_meter(stranger(), 0, key, serial(1), 0, other.clone()),
			Error::<Test>::SerialUsed
		);
		// Of another manufacturer it is another device.
		let keys = vec![Secret::new(MAKER).key()].try_into().unwrap();
		assert_ok!(Attestation::register_manufacturer(operator(), name("other"), keys));
		assert_ok!(Attestation::register_meter(stranger(), 1, key, serial(1), 0, other));
	});
}

#[test]
fn fails_without_money_or_an_index() {
	run(|| {
		maker();
		let key = Secret::new(1).key();
		let certificate = certificate(MAKER, &key, 0, &serial(1));
		let register = |account| {
			let origin = Origin::signed(account);
			Attestation::register_meter(origin, 0, key, serial(1), 0, certificate.clone())
		};
		// Account 20 has nothing.
		assert_noop!(register(20), TokenError::FundsUnavailable);
		NextMeter::<Test>::put(u32::MAX);
		assert_noop!(register(STRANGER), Error::<Test>::NoIndexLeft);
	});
}

#[test]
fn the_deposit_is_for_all_that_a_meter_occupies() {
	use codec::MaxEncodedLen;
	let key = MeterKey::max_encoded_len() + MeterIndex::max_encoded_len();
	let serial = ManufacturerId::max_encoded_len()
		+ Serial::max_encoded_len()
		+ MeterIndex::max_encoded_len();
	let size = MeterOf::<Test>::max_encoded_len()
		+ DetailsOf::<Test>::max_encoded_len()
		+ SeriesOf::<Test>::max_encoded_len()
		+ DoubtedOf::<Test>::max_encoded_len()
		+ 2 * key
		+ serial;
	let footprint = Attestation::meter_footprint();
	assert_eq!((footprint.count, footprint.size), (1, size as u64));
}
