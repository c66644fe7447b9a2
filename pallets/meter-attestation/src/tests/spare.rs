// SPDX-License-Identifier: Apache-2.0

//! What a node's other meters settle.

use super::*;

/// The settlement meter of Alice and a spare that has read intervals 100 to 103; the first two were silent.
fn ready() -> (Device, Device) {
	let (device, spare) = (settling(1, ALICE), bound(2, ALICE));
	Market::set_now(104);
	deliver((100..103).map(|interval| spare.read(interval)));
	for interval in [100, 101] {
		Market::settle_silence(interval, ALICE);
	}
	(device, spare)
}

fn by_spare() -> Option<Settled> {
	Some(Settled::BySpare(Metered { import: 10, export: 5 }))
}

fn settle(device: &Device, first: Interval, last: Interval) -> Result<u64, DispatchError> {
	let result = Attestation::settle_with_spare(stranger(), device.meter, first, last);
	Ok(result.map_err(|error| error.error)?.actual_weight.unwrap().ref_time())
}

#[test]
fn a_spare_settles_what_the_settlement_meter_has_not() {
	run(|| {
		let (device, spare) = ready();
		// Before its deadline the settlement meter is waited for.
		deliver([spare.read(103)]);
		assert_eq!(Market::settled(103, ALICE), None);
		// Anybody can deliver again what the spare has read.
		deliver([spare.read(100)]);
		assert_eq!(Market::settled(100, ALICE), by_spare());
		let replay: DispatchError = Error::<Test>::Replay.into();
		assert_eq!(refused(vec![spare.read(100), spare.read(102)]), vec![(0, replay), (1, replay)]);
		// What comes only after the deadline settles at once.
		Market::settle_silence(103, ALICE);
		let new = bound(3, ALICE);
		Market::set_now(106);
		Market::settle_silence(105, ALICE);
		deliver([new.read(105)]);
		assert_eq!(Market::settled(105, ALICE), by_spare());
		// The settlement meter's own reading still replaces it.
		deliver([device.read(100)]);
		assert_eq!(Market::settled(100, ALICE), metered());
		assert_eq!(refused(vec![spare.read(100)]), vec![(0, replay)]);
	});
}

#[test]
fn what_the_chain_has_of_a_spare_settles_at_a_call() {
	run(|| {
		let (_, spare) = ready();
		let (base, each) = (<() as WeightInfo>::settle_with_spare(), Attestation::dearest());
		assert_eq!(settle(&spare, 0, u32::MAX), Ok((base + each * 2).ref_time()));
		assert_eq!(Market::settled(100, ALICE), by_spare());
		assert_eq!(Market::settled(101, ALICE), by_spare());
		assert_eq!(Market::settled(102, ALICE), None);
		let nothing = Err(Error::<Test>::NothingSilent.into());
		assert_eq!(settle(&spare, 0, u32::MAX), nothing);
		// It is charged for as many as it can be.
		assert_eq!(Attestation::most_spare(5, 5), 1);
		assert_eq!(Attestation::most_spare(5, 7), 3);
		assert_eq!(Attestation::most_spare(0, u32::MAX), WINDOW + 2);
	});
}

#[test]
fn boundary_of_the_intervals_of_a_spare() {
	run(|| {
		let (device, spare) = ready();
		let nothing = Err(Error::<Test>::NothingSilent.into());
		assert_eq!(settle(&spare, 102, 110), nothing);
		assert_eq!(settle(&spare, 0, 99), nothing);
		assert_eq!(settle(&spare, 101, 100), nothing);
		// The settlement meter is no spare, nor is a meter of nobody.
		assert_eq!(settle(&device, 100, 101), nothing);
		assert_eq!(settle(&registered(3), 100, 101), Err(Error::<Test>::NotBound.into()));
		let unknown = Device { meter: 9, ..spare.clone() };
		assert_eq!(settle(&unknown, 100, 101), Err(Error::<Test>::UnknownMeter.into()));
		// Nothing is settled any more that is settled for good.
		Market::close_before(101);
		assert_eq!(settle(&spare, 100, 100), nothing);
		assert!(settle(&spare, 100, 101).is_ok());
		assert_eq!(Market::settled(100, ALICE), Some(Settled::Provisionally));
	});
}

#[test]
fn not_for_another_node() {
	run(|| {
		let (_, spare) = ready();
		assert_ok!(Attestation::unbind_meter(operator(), spare.meter));
		settling(3, BOB);
		bind(&spare, BOB);
		Market::settle_silence(101, BOB);
		assert_eq!(settle(&spare, 100, 103), Err(Error::<Test>::NothingSilent.into()));
	});
}

/// It settled an interval as a spare, and was chosen as the settlement meter from that interval on.
#[test]
fn what_a_meter_settled_as_a_spare_is_opened_again_when_it_has_been_chosen_since() {
	run(|| {
		let (device, spare) = ready();
		assert!(settle(&spare, 100, 101).is_ok());
		assert_ok!(Attestation::retire_meter(operator(), device.meter, Some(101)));
		assert_ok!(Attestation::settle_with(operator(), spare.meter, 101));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).settles(101), Some(spare.meter));
		assert_eq!(Market::settled(101, ALICE), by_spare());
		revoke(3, &spare, 101);
		assert_eq!(Market::settled(101, ALICE), Some(Settled::Provisionally));
		assert_eq!(Market::settled(100, ALICE), by_spare());
	});
}

#[test]
fn what_a_spare_settled_is_opened_again_when_it_is_revoked() {
	run(|| {
		let (_, spare) = ready();
		assert!(settle(&spare, 100, 101).is_ok());
		revoke(3, &spare, 101);
		assert_eq!(Market::settled(100, ALICE), by_spare());
		assert_eq!(Market::settled(101, ALICE), Some(Settled::Provisionally));
		Attestation::restore(spare.meter, &3);
		deliver([spare.read(101)]);
		assert_eq!(Market::settled(101, ALICE), by_spare());
	});
}
