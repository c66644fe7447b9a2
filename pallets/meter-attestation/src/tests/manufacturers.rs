// SPDX-License-Identifier: Apache-2.0

//! `register_manufacturer` and `change_manufacturer`.

use super::*;

#[test]
fn the_operator_registers_and_changes_manufacturers() {
	run(|| {
		let keys: KeysOf<Test> =
			vec![Secret::new(1).key(), Secret::new(2).key()].try_into().unwrap();
		for number in 0..2 {
			assert_ok!(Attestation::register_manufacturer(operator(), name("a"), keys.clone()));
			let event = Event::ManufacturerRegistered {
				manufacturer: number,
				name: name("a"),
				keys: keys.clone(),
			};
			assert_eq!(last_event(), event);
		}
		let none = KeysOf::<Test>::default();
		assert_ok!(Attestation::change_manufacturer(operator(), 1, name("b"), none.clone()));
		let event =
			Event::ManufacturerChanged { manufacturer: 1, name: name("b"), keys: none.clone() };
		assert_eq!(last_event(), event);
		let row = Manufacturer { name: name("b"), keys: none };
		assert_eq!(Manufacturers::<Test>::get(1), Some(row));
		assert_eq!(Manufacturers::<Test>::get(0), Some(Manufacturer { name: name("a"), keys }));
	});
}

#[test]
fn fails_for_an_unknown_one_or_without_a_number() {
	run(|| {
		let none = KeysOf::<Test>::default();
		assert_noop!(
			Attestation::change_manufacturer(operator(), 0, name("a"), none.clone()),
			Error::<Test>::UnknownManufacturer
		);
		NextManufacturer::<Test>::put(u32::MAX);
		assert_noop!(
			Attestation::register_manufacturer(operator(), name("a"), none),
			Error::<Test>::NoIndexLeft
		);
	});
}
