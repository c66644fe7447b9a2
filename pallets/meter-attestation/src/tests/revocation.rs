// SPDX-License-Identifier: Apache-2.0

//! What pallets above do through `MeterRevocation`.

use super::*;

fn try_revoke(by: AccountId, device: &Device, since: Interval) -> Result<u32, DispatchError> {
	Attestation::revoke(device.meter, &by, since)
}

/// A settlement meter of Alice that has read intervals 100 to 104.
fn ready() -> Device {
	let device = settling(1, ALICE);
	Market::set_now(105);
	deliver((100..105).map(|interval| device.read(interval)));
	device
}

#[test]
fn readings_are_struck_out_and_what_they_settled_is_reopened() {
	run(|| {
		let device = ready();
		events();
		assert_eq!(try_revoke(3, &device, 102), Ok(3));
		let event =
			Event::RevocationChanged { meter: device.meter, from: Some(102), struck_out: 3 };
		assert_eq!(events(), [event]);
		assert_eq!(Attestation::revocations(), [(device.meter, 3, 102)]);
		assert_eq!(device.series(), vec![100, 101]);
		assert_eq!(Market::reopened(), vec![(102, ALICE), (103, ALICE), (104, ALICE)]);
		assert_eq!(Market::violations(), vec![(ALICE, ViolationKind::CompromisedMeter)]);
		// It still owes readings that do not count, so its node pays the worst case or replaces it.
		assert!(Market::owes_reading(105, ALICE));
	});
}

#[test]
fn what_is_too_much_for_one_transaction_is_struck_out_by_the_next() {
	run(|| {
		let device = settling(1, ALICE);
		let all = 100..100 + WINDOW + 2;
		Market::set_now(all.end);
		deliver(all.clone().map(|interval| device.read(interval)));
		let nothing = || Error::<Test>::NothingToStrikeOut;
		assert_noop!(Attestation::strike_out(stranger(), device.meter), nothing());
		assert_eq!(try_revoke(3, &device, 100), Ok(WINDOW));
		assert_eq!(device.series(), vec![100 + WINDOW, 101 + WINDOW]);
		// They do not count, and a spare's would settle nothing.
		assert_eq!(refused(vec![device.read(all.end - 1)]).len(), 1);
		events();
		let weight =
			Attestation::strike_out(stranger(), device.meter).unwrap().actual_weight.unwrap();
		assert_eq!(weight, Attestation::report_tampering_weight(2));
		let event =
			Event::RevocationChanged { meter: device.meter, from: Some(100), struck_out: 2 };
		assert_eq!(events(), [event]);
		assert_eq!(Market::reopened(), all.map(|interval| (interval, ALICE)).collect::<Vec<_>>());
		assert!(!Series::<Test>::contains_key(device.meter));
		assert_noop!(Attestation::strike_out(stranger(), device.meter), nothing());
		assert_noop!(Attestation::strike_out(stranger(), 9), Error::<Test>::UnknownMeter);
		assert_noop!(
			Attestation::strike_out(Origin::none(), device.meter),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn only_what_it_settled_is_reopened() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		settle_with(&new, ALICE, 103);
		Market::set_now(105);
		deliver((100..105).flat_map(|interval| [old.read(interval), new.read(interval)]));
		revoke(3, &new, 0);
		assert!(!Series::<Test>::contains_key(new.meter));
		assert_eq!(Market::reopened(), vec![(103, ALICE), (104, ALICE)]);
		// A meter that nobody has bound.
		let free = registered(4);
		revoke(3, &free, 105);
		assert_eq!(Market::violations().len(), 1);
	});
}

#[test]
fn a_later_revocation_on_the_same_behalf_replaces_the_one_before() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		revoke(3, &device, 103);
		assert_eq!(device.row().revoked_from, Some(103));
		assert_eq!(Attestation::revocations(), [(device.meter, 3, 103)]);
	});
}

#[test]
fn fails_for_a_meter_that_is_unknown() {
	run(|| {
		let device = ready();
		let unknown = Device { meter: 9, ..device.clone() };
		assert_noop!(try_revoke(3, &unknown, 100), Error::<Test>::UnknownMeter);
		assert!(Attestation::exists(device.meter) && !Attestation::exists(9));
		assert_eq!(Attestation::node_of(device.meter), Some(ALICE));
		assert_eq!(
			(Attestation::node_of(registered(2).meter), Attestation::node_of(9)),
			(None, None)
		);
		Attestation::restore(9, &3);
		Attestation::restore(device.meter, &3);
	});
}

#[test]
fn boundary_of_revocations() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		revoke(4, &device, 101);
		assert_noop!(try_revoke(5, &device, 100), Error::<Test>::TooManyRevocations);
		Attestation::restore(device.meter, &4);
		revoke(5, &device, 100);
	});
}

#[test]
fn the_weight_is_that_of_what_is_struck_out() {
	run(|| {
		let weight = <() as WeightInfo>::revoke(3)
			+ <() as WeightInfo>::reopen() * 3
			+ Attestation::dearest();
		assert_eq!(Attestation::revoke_weight(3), weight);
		assert_eq!(Attestation::max_struck_out(), WINDOW + 2);
		// No more is opened again at once than can be unless the chain was halted.
		let most = <() as WeightInfo>::revoke(WINDOW + 2)
			+ <() as WeightInfo>::reopen() * u64::from(WINDOW)
			+ Attestation::dearest();
		assert_eq!(Attestation::revoke_weight(WINDOW + 2), most);
	});
}

#[test]
fn each_revocation_counts_until_it_is_taken_back() {
	run(|| {
		let device = ready();
		revoke(3, &device, 101);
		revoke(4, &device, 103);
		events();
		Attestation::restore(device.meter, &3);
		let event =
			Event::RevocationChanged { meter: device.meter, from: Some(103), struck_out: 0 };
		assert_eq!(events(), [event]);
		deliver([device.read(102)]);
		let revoked: DispatchError = Error::<Test>::Revoked.into();
		assert_eq!(refused(vec![device.read(103)]), vec![(0, revoked)]);
		Attestation::restore(device.meter, &4);
		// Its readings are delivered anew, and settle.
		deliver([device.read(103), device.read(101)]);
		assert_eq!(Market::settled(103, ALICE), metered());
		assert!(!Revocations::<Test>::contains_key(device.meter));
	});
}

#[test]
fn tampering_is_revoked_apart_from_what_others_revoke() {
	run(|| {
		let device = ready();
		revoke(3, &device, 101);
		let shown = |import| {
			let reading = Reading { import, ..reading(104) };
			(reading, device.sign(reading).signature)
		};
		assert_ok!(Attestation::report_tampering(stranger(), device.meter, shown(9), shown(8)));
		assert_eq!(Attestation::revocations(), [(device.meter, 3, 101)]);
		Attestation::restore(device.meter, &3);
		assert_eq!(device.row().revoked_from, Some(104));
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		assert_eq!(device.row().revoked_from, None);
	});
}
