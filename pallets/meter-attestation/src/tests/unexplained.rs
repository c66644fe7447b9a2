// SPDX-License-Identifier: Apache-2.0

//! Energy that the registers show and no reading explains. A silent interval was charged at 20 Wh.

use super::*;

/// Reads an interval with so much on the register of drawn energy.
fn registered_at(device: &Device, interval: Interval, import_register: u64) {
	deliver([device.sign(Reading { import_register, ..reading(interval) })]);
}

/// A settlement meter that has read interval 100 and then, after some silence, interval 103.
fn silent(import_register: u64) -> Device {
	let device = settling(1, ALICE);
	Market::set_now(104);
	registered_at(&device, 100, 1_000);
	registered_at(&device, 103, import_register);
	device
}

/// Reads the next interval when all before `open` is settled for good.
fn later(device: &Device, open: Interval) {
	let now = Market::now();
	Market::settle_before(open);
	Market::set_now(now + 1);
	registered_at(device, now, 100_000 + 100 * u64::from(now));
}

#[test]
fn boundary_of_what_silence_has_paid_for() {
	// 10 Wh were read in interval 103, so 40 were drawn in the two before.
	for (register, charged) in [(1_050, vec![]), (1_051, vec![(ALICE, 101, 103, 1)])] {
		run(|| {
			let device = silent(register);
			later(&device, 104);
			assert_eq!(Market::charged(), charged);
			later(&device, 104);
			assert_eq!(Market::charged(), vec![]);
		});
	}
}

#[test]
fn nothing_is_charged_as_long_as_a_reading_may_come() {
	run(|| {
		let device = silent(5_000);
		later(&device, 103);
		assert_eq!(Market::charged(), vec![]);
		later(&device, 104);
		assert_eq!(Market::charged(), vec![(ALICE, 101, 103, 5_000 - 10 - 1_000 - 40)]);
	});
}

#[test]
fn a_late_reading_explains_it() {
	run(|| {
		let device = silent(1_400);
		deliver([device.sign(Reading { import_register: 1_200, import: 200, ..reading(101) })]);
		deliver([device.sign(Reading { import_register: 1_390, import: 190, ..reading(102) })]);
		later(&device, 104);
		assert_eq!(Market::charged(), vec![]);
	});
}

#[test]
fn energy_without_silence_is_unexplained_too() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(102);
		registered_at(&device, 100, 1_000);
		// 11 Wh more than before, of which 10 were in the interval.
		registered_at(&device, 101, 1_011);
		later(&device, 102);
		assert_eq!(Market::charged(), vec![(ALICE, 101, 101, 1)]);
	});
}

#[test]
fn only_what_the_meter_settled_is_charged() {
	// It only informs.
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(104);
		registered_at(&device, 100, 1_000);
		registered_at(&device, 103, 5_000);
		later(&device, 104);
		assert_eq!(Market::charged(), vec![]);
	});
	// It came to settle in between.
	for (from, charged) in [(102, 0), (101, 1)] {
		run(|| {
			let device = bound(1, ALICE);
			settle_with(&device, ALICE, from);
			Market::set_now(104);
			registered_at(&device, 100, 1_000);
			registered_at(&device, 103, 5_000);
			later(&device, 104);
			assert_eq!(Market::charged().len(), charged);
		});
	}
	// Another one came in between.
	for (from, charged) in [(103, 0), (104, 1)] {
		run(|| {
			let (device, other) = (settling(1, ALICE), bound(2, ALICE));
			settle_with(&other, ALICE, from);
			Market::set_now(106);
			registered_at(&device, 100, 1_000);
			registered_at(&device, 103, 5_000);
			later(&device, 104);
			assert_eq!(Market::charged().len(), charged);
		});
	}
}

#[test]
fn one_reading_brings_about_one_charge_at_most() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(107);
		for (place, interval) in [100, 102, 104, 106].into_iter().enumerate() {
			registered_at(&device, interval, 1_000 * (place as u64 + 1));
		}
		let charge = 1_000 - 10 - 20;
		later(&device, 107);
		assert_eq!(Market::charged(), vec![(ALICE, 101, 102, charge)]);
		assert_eq!(device.series(), vec![102, 104, 106, 107]);
		later(&device, 107);
		assert_eq!(Market::charged(), vec![(ALICE, 103, 104, charge)]);
		later(&device, 107);
		assert_eq!(Market::charged(), vec![(ALICE, 105, 106, charge)]);
		assert_eq!(device.series(), vec![106, 107, 108, 109]);
		later(&device, 107);
		assert_eq!(Market::charged(), vec![]);
	});
}
