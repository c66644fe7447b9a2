// SPDX-License-Identifier: Apache-2.0

//! Somebody has a copy of a meter's key.

use super::*;

/// The most that a node may draw here, in an interval.
const MOST: u64 = 20;

/// A settlement meter of Alice that has read interval 100, and a spare.
fn ready() -> (Device, Device) {
	let (device, spare) = (settling(1, ALICE), bound(2, ALICE));
	Market::set_limit(MOST);
	Market::set_now(104);
	deliver([device.read(100), spare.read(100)]);
	(device, spare)
}

/// The forgery of the audit: as much as a reading can state, and a counter after which none comes.
fn forged(device: &Device, interval: Interval) -> SignedReading<MeterSignature> {
	device.sign(Reading {
		counter: u64::MAX,
		import: MAX_METERED,
		import_register: reading(interval).import_register + MAX_METERED,
		..reading(interval)
	})
}

fn prove(device: &Device, interval: Interval) {
	let [first, second] = [forged(device, interval), device.read(interval)]
		.map(|signed| (signed.reading, signed.signature));
	assert_ok!(Attestation::report_tampering(stranger(), device.meter, first, second));
}

#[test]
fn one_false_reading_charges_nothing_and_is_in_nobodys_way() {
	run(|| {
		let (device, spare) = ready();
		assert_eq!(refused(vec![forged(&device, 101)]), vec![]);
		assert_eq!(Market::settled(101, ALICE), None);
		// Its true readings count, this interval's and all later ones.
		deliver([device.read(101), device.read(102), device.read(103)]);
		assert!((100..104).all(|interval| Market::settled(interval, ALICE) == metered()));
		// Who proves the tampering opens what came since, which costs what silence does.
		prove(&device, 101);
		assert_eq!(device.series(), vec![100]);
		assert!(
			(101..104).all(|interval| {
				Market::settled(interval, ALICE) == Some(Settled::Provisionally)
			})
		);
		// The spare's readings settle that at once, and when it takes over for good.
		deliver([spare.read(101)]);
		let by_spare = Some(Settled::BySpare(Metered { import: 10, export: 5 }));
		assert_eq!(Market::settled(101, ALICE), by_spare);
		settle_with(&spare, ALICE, 101);
		deliver([spare.read(101), spare.read(102), spare.read(103)]);
		assert!((101..104).all(|interval| Market::settled(interval, ALICE) == metered()));
	});
}

#[test]
fn its_true_readings_count_again_when_the_proof_is_lifted() {
	run(|| {
		let (device, _) = ready();
		// It was only just within bounds, so it counted, and was in the way of the true ones.
		let far = Reading { counter: 202 + 500, import_register: 1_040, ..reading(101) };
		deliver([device.sign(far)]);
		let error: DispatchError = Error::<Test>::CounterOutOfOrder.into();
		assert_eq!(refused(vec![device.read(102)]), vec![(0, error)]);
		let (first, second) = (device.sign(far), device.read(101));
		assert_ok!(Attestation::report_tampering(
			stranger(),
			device.meter,
			(first.reading, first.signature),
			(second.reading, second.signature)
		));
		// Some of it is settled for good by the time that the operator has looked at it.
		Market::close_before(102);
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		deliver([device.read(102), device.read(103)]);
		assert!((102..104).all(|interval| Market::settled(interval, ALICE) == metered()));
	});
}

#[test]
fn a_revocation_of_what_is_settled_for_good_leaves_nothing_in_the_way() {
	run(|| {
		let (device, _) = ready();
		let far = Reading { counter: 202 + 500, import_register: 1_040, ..reading(101) };
		deliver([device.sign(far)]);
		// Nobody notices in time.
		Market::set_now(108);
		Market::close_before(102);
		revoke(3, &device, 101);
		Attestation::restore(device.meter, &3);
		deliver((102..108).map(|interval| device.read(interval)));
		assert!((102..108).all(|interval| Market::settled(interval, ALICE) == metered()));
		// What the forged reading has paid for is not charged again.
		Market::set_now(110);
		Market::close_before(109);
		deliver([device.read(109)]);
		assert_eq!(Market::charged(), vec![]);
	});
}

#[test]
fn a_forged_first_reading_does_not_kill_the_meter() {
	for forged in [
		Reading { counter: u64::MAX, ..reading(100) },
		Reading { import_register: u64::MAX, ..reading(100) },
		Reading { export_register: 1 << 50, ..reading(100) },
	] {
		run(|| {
			let device = settling(1, ALICE);
			Market::set_limit(MOST);
			Market::set_now(104);
			assert_eq!(refused(vec![device.sign(forged)]), vec![]);
			assert!(device.series().is_empty());
			deliver([device.read(100), device.read(101)]);
		});
	}
}
