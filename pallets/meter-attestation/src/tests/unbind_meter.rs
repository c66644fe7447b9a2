// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn a_meter_that_informs_is_unbound() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(NOW + 1);
		deliver([device.read(NOW)]);
		let unbind = |origin| Attestation::unbind_meter(origin, device.meter);
		assert_noop!(unbind(by(ALICE)), Error::<Test>::StillAnswerable);
		Market::set_now(NOW + 10);
		Market::close_before(NOW);
		assert_noop!(unbind(by(ALICE)), Error::<Test>::StillAnswerable);
		Market::close_before(NOW + 1);
		assert_ok!(unbind(by(ALICE)));
		let event = Event::MeterUnbound { meter: device.meter, node: ALICE };
		assert_eq!(last_event(), event);
		assert_eq!(device.row().binding, None);
		assert!(!Market::is_held(ALICE));
		let error: DispatchError = Error::<Test>::NotBound.into();
		assert_eq!(refused(vec![device.read(NOW)]), vec![(0, error)]);
		// Its history stays with it.
		assert_eq!(device.series(), vec![NOW]);
	});
}

#[test]
fn boundary_of_a_former_settlement_meter() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		let unbind = |device: &Device| Attestation::unbind_meter(by(ALICE), device.meter);
		assert_noop!(unbind(&old), Error::<Test>::StillSettles);
		settle_with(&new, ALICE, 103);
		Market::set_now(105);
		assert_noop!(unbind(&new), Error::<Test>::StillSettles);
		Market::close_before(102);
		assert_noop!(unbind(&old), Error::<Test>::StillSettles);
		Market::close_before(103);
		assert_ok!(unbind(&old));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).spans.len(), 1);
	});
}

#[test]
fn a_node_leaves_when_its_retired_meter_is_unbound() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(103);
		deliver([device.read(102)]);
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		assert!(Market::is_metered(ALICE));
		Market::close_before(102);
		assert!(Market::is_metered(ALICE));
		assert_noop!(
			Attestation::unbind_meter(operator(), device.meter),
			Error::<Test>::StillSettles
		);
		Market::close_before(103);
		// Its duty is over, and forgotten when somebody next changes the node's meters.
		assert!(!Market::owes_reading(103, ALICE));
		assert!(Market::is_metered(ALICE) && Market::is_held(ALICE));
		// The operator can see to it if the node's account does not.
		assert_ok!(Attestation::unbind_meter(operator(), device.meter));
		assert!(!Market::is_metered(ALICE) && !Market::is_held(ALICE));
		assert!(!Series::<Test>::contains_key(device.meter));
	});
}

#[test]
fn a_node_is_held_until_its_last_meter_is_unbound() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		settle_with(&new, ALICE, 101);
		Market::set_now(103);
		Market::close_before(101);
		assert_ok!(Attestation::unbind_meter(by(ALICE), old.meter));
		assert!(Market::is_held(ALICE));
		assert_ok!(Attestation::retire_meter(operator(), new.meter, None));
		Market::close_before(103);
		assert_ok!(Attestation::unbind_meter(by(ALICE), new.meter));
		assert!(!Market::is_held(ALICE));
	});
}

#[test]
fn fails_for_others() {
	run(|| {
		let device = bound(1, ALICE);
		for (origin, meter, error) in [
			(stranger(), device.meter, Error::<Test>::NotRegistered),
			(by(BOB), device.meter, Error::<Test>::NotYourMeter),
			(by(ALICE), 9, Error::<Test>::UnknownMeter),
			(by(ALICE), registered(2).meter, Error::<Test>::NotBound),
		] {
			assert_noop!(Attestation::unbind_meter(origin, meter), error);
		}
	});
}
