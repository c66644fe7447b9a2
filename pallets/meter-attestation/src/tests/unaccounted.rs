// SPDX-License-Identifier: Apache-2.0

//! Energy that the registers show and no reading states. What silence has paid for, Settlement subtracts.

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
	Market::close_before(open);
	Market::set_now(now + 1);
	registered_at(device, now, 100_000 + 100 * u64::from(now));
}

#[test]
fn boundary_of_what_was_drawn() {
	// 10 Wh were read in interval 103, the others were drawn in the two before.
	for (register, charged) in [(1_010, vec![]), (1_011, vec![(ALICE, 101, 103, 1)])] {
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
		assert_eq!(Market::charged(), vec![(ALICE, 101, 103, 5_000 - 10 - 1_000)]);
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
fn energy_without_silence_is_unaccounted_too() {
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
		let drawn = 1_000 - 10;
		// The first gap, then the two others at once.
		later(&device, 103);
		assert_eq!(Market::charged(), vec![(ALICE, 101, 102, drawn)]);
		assert_eq!(device.series(), vec![102, 104, 106, 107]);
		later(&device, 107);
		assert_eq!(Market::charged(), vec![(ALICE, 103, 106, 2 * drawn)]);
		assert_eq!(device.series(), vec![106, 107, 108]);
		later(&device, 107);
		assert_eq!(Market::charged(), vec![]);
	});
}

#[test]
fn boundary_of_the_charges_of_a_call() {
	run(|| {
		let devices: Vec<_> = (1..)
			.zip([ALICE, BOB, 2, 3])
			.map(|(number, node)| {
				let device = settling(number, node);
				Market::set_now(102);
				registered_at(&device, 100, 1_000);
				registered_at(&device, 101, 2_000);
				Market::set_now(100);
				device
			})
			.collect();
		Market::close_before(102);
		Market::set_now(103);
		let batch: Vec<_> = devices
			.iter()
			.map(|device| device.sign(Reading { import_register: 9_000, ..reading(102) }))
			.collect();
		assert_eq!(refused(batch.clone()), [(3, Error::<Test>::TooManyGaps.into())]);
		assert_eq!(Market::charged().len(), 3);
		// It has lost nothing: it counts in the next call.
		assert_eq!(refused(vec![batch[3].clone()]), []);
		assert_eq!(Market::charged().len(), 1);
	});
}

#[test]
fn what_is_stated_in_between_is_not_in_the_sum() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(106);
		registered_at(&device, 100, 1_000);
		deliver([device.sign(Reading { import: 500, import_register: 1_507, ..reading(102) })]);
		registered_at(&device, 105, 1_520);
		later(&device, 106);
		assert_eq!(Market::charged(), vec![(ALICE, 101, 105, 7 + 3)]);
	});
}

#[test]
fn a_meter_does_not_lose_its_service_uncharged() {
	let expected = vec![(ALICE, 101, 103, 5_000 - 10 - 1_000)];
	let setup = || {
		let (device, other) = (silent(5_000), bound(2, ALICE));
		settle_with(&other, ALICE, 105);
		assert_eq!(Market::charged(), vec![]);
		Market::set_now(110);
		(device, other)
	};
	let charged =
		|result: frame_support::dispatch::DispatchResultWithPostInfo, base, count: u64| {
			let charge = Attestation::charge_weight() * count;
			assert_eq!(result.unwrap().actual_weight, Some(base + charge));
		};
	let unbind_weight = <() as WeightInfo>::unbind_meter();
	let settle_weight = <() as WeightInfo>::settle_with();
	let unbind = |device: &Device| Attestation::unbind_meter(by(ALICE), device.meter);
	// It is unbound.
	run(|| {
		let (device, _) = setup();
		Market::close_before(105);
		charged(unbind(&device), unbind_weight, 1);
		assert_eq!(Market::charged(), expected);
		assert_eq!(device.series(), vec![103]);
	});
	// Another one is unbound, and then it.
	run(|| {
		let (device, _) = setup();
		let third = bound(3, ALICE);
		Market::close_before(105);
		charged(unbind(&third), unbind_weight, 1);
		assert_eq!(Market::charged(), expected);
		charged(unbind(&device), unbind_weight, 0);
		assert_eq!(Market::charged(), vec![]);
	});
	// It was retired.
	run(|| {
		let device = silent(5_000);
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		Market::close_before(104);
		assert_ok!(unbind(&device));
		assert_eq!(Market::charged(), expected);
	});
	// The next one is chosen.
	run(|| {
		let (_, _) = setup();
		let third = bound(3, ALICE);
		Market::close_before(105);
		charged(Attestation::settle_with(by(ALICE), third.meter, 111), settle_weight, 1);
		assert_eq!(Market::charged(), expected);
	});
	// It is replaced only now.
	run(|| {
		let (device, other) = (silent(5_000), bound(2, ALICE));
		Market::close_before(104);
		charged(Attestation::settle_with(by(ALICE), other.meter, 105), settle_weight, 1);
		assert_eq!(Market::charged(), expected);
		later(&device, 104);
		assert_eq!(Market::charged(), vec![]);
	});
	// What a reading may still state is not charged, nor is anything if the call fails.
	run(|| {
		let (device, _) = setup();
		let third = bound(3, ALICE);
		Market::close_before(103);
		charged(unbind(&third), unbind_weight, 0);
		assert_noop!(unbind(&device), Error::<Test>::StillSettles);
		assert_eq!(Market::charged(), vec![]);
	});
}
