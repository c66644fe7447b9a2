// SPDX-License-Identifier: Apache-2.0

//! What others ask, and what holds between the limits.

use super::*;
use frame_support::traits::Hooks;
use gridmerit_energy::NodeMeter;

#[test]
fn a_nodes_meters_begin_with_the_one_that_settles() {
	run(|| {
		let (informs, old, new) = (bound(1, ALICE), settling(2, ALICE), bound(3, ALICE));
		settle_with(&new, ALICE, 105);
		revoke(3, &old, 99);
		let entry = |meter, settles_from, settles_to, revoked_from| NodeMeter {
			meter,
			settles_from,
			settles_to,
			revoked_from,
		};
		assert_eq!(
			Attestation::meters_of(ALICE),
			[
				entry(new.meter, Some(105), None, None),
				entry(old.meter, Some(100), Some(104), Some(99)),
				entry(informs.meter, None, None, None),
			]
		);
		assert_eq!(Attestation::meters_of(BOB), []);
	});
}

#[test]
fn readings_are_those_between() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(105);
		deliver((100..105).map(|interval| device.read(interval)));
		let found = Attestation::readings(device.meter, 101, 103);
		assert_eq!(found, [reading(101), reading(102), reading(103)]);
		assert_eq!(Attestation::readings(device.meter, 105, 200), []);
		assert_eq!(Attestation::readings(9, 0, u32::MAX), []);
	});
}

#[test]
fn the_limits_fit_each_other() {
	run(<Attestation as Hooks<u64>>::integrity_test);
}
