// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn a_retired_meter_leaves_nothing_behind() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(102);
		deliver([device.read(100)]);
		let forget = || Attestation::forget_meter(operator(), device.meter);
		assert_noop!(forget(), Error::<Test>::StillNeeded);
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		assert_noop!(forget(), Error::<Test>::StillNeeded);
		Market::close_before(102);
		assert_noop!(forget(), Error::<Test>::StillNeeded);
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		assert_noop!(Attestation::forget_meter(by(ALICE), device.meter), DispatchError::BadOrigin);
		assert_ok!(forget());
		assert_eq!(last_event(), Event::MeterForgotten { meter: device.meter });
		assert_eq!((Meters::<Test>::iter().count(), MeterDetails::<Test>::iter().count()), (0, 0));
		assert_eq!(
			(MeterOfKey::<Test>::iter().count(), MeterOfSerial::<Test>::iter().count()),
			(0, 0)
		);
		assert_eq!((Series::<Test>::iter().count(), Doubted::<Test>::iter().count()), (0, 0));
		assert_eq!(held(STRANGER), 0);
		assert_noop!(forget(), Error::<Test>::UnknownMeter);
		// The device may come back, under another index.
		assert_eq!(registered(1).meter, device.meter + 1);
	});
}

#[test]
fn boundary_of_when_a_meter_is_forgotten() {
	run(|| {
		let device = bound(1, ALICE);
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		let forget = || Attestation::forget_meter(operator(), device.meter);
		Market::close_before(NOW - 1);
		assert_noop!(forget(), Error::<Test>::StillNeeded);
		Market::close_before(NOW);
		// What is revoked stays that.
		revoke(3, &device, NOW);
		assert_noop!(forget(), Error::<Test>::Revoked);
		Attestation::restore(device.meter, &3);
		assert_ok!(forget());
	});
}
