// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;

fn settle(device: &Device, from: Interval) -> DispatchResultWithPostInfo {
	Attestation::settle_with(by(ALICE), device.meter, from)
}

/// Who settles for Alice in intervals 98 to 112.
fn plan() -> Vec<Option<MeterIndex>> {
	let row = MetersOfNode::<Test>::get(ALICE);
	(98..113).map(|interval| row.settles(interval)).collect()
}

/// A plan of so many intervals for each.
fn expected(parts: &[(usize, Option<MeterIndex>)]) -> Vec<Option<MeterIndex>> {
	parts.iter().flat_map(|(count, meter)| vec![*meter; *count]).collect()
}

#[test]
fn a_bound_meter_becomes_the_settlement_meter() {
	run(|| {
		let device = bound(1, ALICE);
		assert_noop!(settle(&device, NOW - 1), Error::<Test>::SettlesTooEarly);
		assert_ok!(settle(&device, NOW));
		let event = Event::SettlementMeterChosen { node: ALICE, meter: device.meter, from: NOW };
		assert_eq!(last_event(), event);
		assert_eq!(plan(), expected(&[(2, None), (13, Some(0))]));
		assert!(Market::owes_reading(NOW, ALICE) && Market::is_metered(ALICE));
		assert!(!Market::owes_reading(NOW - 1, ALICE));
		assert!(!Market::owes_reading(NOW, BOB));
		assert_noop!(settle(&device, NOW + 1), Error::<Test>::AlreadySettles);
	});
}

#[test]
fn there_is_neither_a_gap_nor_an_overlap() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		assert_ok!(settle(&new, NOW + 5));
		assert_eq!(plan(), expected(&[(2, None), (5, Some(0)), (8, Some(1))]));
		Market::set_now(NOW + 7);
		deliver([old.read(104), new.read(104), old.read(105), new.read(105)]);
		let settles = |event| match event {
			Event::ReadingAccepted { meter, reading, settles, .. } => {
				Some((meter, reading.interval, settles))
			},
			_ => None,
		};
		let settled: Vec<_> = events().into_iter().filter_map(settles).collect();
		let (no, yes) = (false, true);
		assert_eq!(settled, [(0, 104, yes), (1, 104, no), (0, 105, no), (1, 105, yes)]);
	});
}

#[test]
fn a_change_to_come_can_be_changed_or_taken_back() {
	run(|| {
		let (old, new, third) = (settling(1, ALICE), bound(2, ALICE), bound(3, ALICE));
		Market::set_now(NOW + 2);
		assert_ok!(settle(&new, NOW + 9));
		// Later, earlier, another one, not at all.
		assert_ok!(settle(&new, NOW + 10));
		assert_eq!(plan(), expected(&[(2, None), (10, Some(0)), (3, Some(1))]));
		assert_ok!(settle(&new, NOW + 5));
		assert_eq!(plan(), expected(&[(2, None), (5, Some(0)), (8, Some(1))]));
		assert_ok!(settle(&third, NOW + 7));
		assert_eq!(plan(), expected(&[(2, None), (7, Some(0)), (6, Some(2))]));
		assert_ok!(settle(&old, NOW + 3));
		assert_eq!(
			last_event(),
			Event::SettlementMeterChosen { node: ALICE, meter: old.meter, from: NOW }
		);
		assert_eq!(plan(), expected(&[(2, None), (13, Some(0))]));
	});
}

#[test]
fn the_current_interval_is_not_taken_from_a_meter_in_service() {
	run(|| {
		let (first, new, third) = (bound(1, ALICE), bound(2, ALICE), bound(3, ALICE));
		// Not even if it has just begun. The first may.
		settle_with(&first, ALICE, NOW);
		assert_noop!(settle(&new, NOW), Error::<Test>::SettlesTooEarly);
		settle_with(&new, ALICE, NOW + 1);
		Market::set_now(NOW + 1);
		assert_noop!(settle(&third, NOW + 1), Error::<Test>::SettlesTooEarly);
		// What it contradicts itself for later leaves it in service until then.
		revoke(3, &new, NOW + 2);
		assert_noop!(settle(&first, NOW + 1), Error::<Test>::SettlesTooEarly);
		Market::set_now(NOW + 2);
		Market::close_before(NOW + 1);
		assert_ok!(settle(&third, NOW + 2));
		assert_eq!(plan(), expected(&[(3, None), (1, Some(1)), (11, Some(2))]));
	});
}

#[test]
fn boundary_of_the_next_change() {
	run(|| {
		let (_, new, third) = (settling(1, ALICE), bound(2, ALICE), bound(3, ALICE));
		assert_ok!(settle(&new, 105));
		Market::set_now(106);
		// The first meter settles intervals up to 104.
		for open in [104, 105] {
			assert_noop!(settle(&third, 110), Error::<Test>::ReplacedTooSoon);
			Market::close_before(open);
		}
		assert_ok!(settle(&third, 110));
		let expected = expected(&[(7, None), (5, Some(1)), (3, Some(2))]);
		assert_eq!(plan(), expected);
	});
}

#[test]
fn a_second_exchange_within_a_window_takes_the_consent_of_the_operator() {
	run(|| {
		let (_, new, third) = (settling(1, ALICE), bound(2, ALICE), bound(3, ALICE));
		assert_ok!(settle(&new, 101));
		Market::set_now(102);
		assert_noop!(settle(&third, 103), Error::<Test>::ReplacedTooSoon);
		assert_ok!(Attestation::settle_with(operator(), third.meter, 103));
		let event = Event::SettlementMeterChosen { node: ALICE, meter: third.meter, from: 103 };
		assert_eq!(last_event(), event);
		assert_eq!(plan(), expected(&[(3 - 1, None), (1, Some(0)), (2, Some(1)), (10, Some(2))]));
		// Not a third one, until what the first settled is settled for good.
		Market::set_now(104);
		assert_noop!(
			Attestation::settle_with(operator(), new.meter, 105),
			Error::<Test>::ReplacedTooSoon
		);
		Market::close_before(101);
		assert_noop!(settle(&new, 105), Error::<Test>::ReplacedTooSoon);
		assert_ok!(Attestation::settle_with(operator(), new.meter, 105));
		// One that is the settlement meter for the second time owes its readings, too.
		let duty = MetersOfNode::<Test>::get(ALICE).duty();
		assert_eq!(duty.spans.to_vec(), [(101, Some(103)), (103, Some(105)), (105, None)]);
		// And when all of that is, the node is free again.
		Market::close_before(105);
		Market::set_now(106);
		assert_ok!(settle(&third, 107));
		assert_eq!(MetersOfNode::<Test>::get(ALICE).spans.len(), 2);
		let free = registered(4);
		assert_noop!(
			Attestation::settle_with(operator(), free.meter, 110),
			Error::<Test>::NotBound
		);
		assert_noop!(Attestation::settle_with(operator(), 9, 110), Error::<Test>::UnknownMeter);
	});
}

#[test]
fn a_revoked_meter_is_replaced_from_then_on() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(106);
		let late = bound(3, ALICE);
		deliver([old.read(101), old.read(103), old.read(104), new.read(103), new.read(104)]);
		revoke(3, &old, 103);
		assert_noop!(settle(&old, 110), Error::<Test>::Revoked);
		assert_noop!(settle(&new, 102), Error::<Test>::SettlesTooEarly);
		// A meter that was not there yet cannot take over in the past.
		assert_noop!(settle(&late, 105), Error::<Test>::SettlesTooEarly);
		assert_ok!(settle(&new, 103));
		assert_eq!(plan(), expected(&[(2, None), (3, Some(0)), (10, Some(1))]));
		// What it has said already counts again, to settle.
		assert_eq!(Market::settled(103, ALICE), Some(Settled::Provisionally));
		deliver([new.read(103), new.read(104)]);
		assert_eq!(Market::settled(103, ALICE), metered());
		assert_eq!(Market::settled(104, ALICE), metered());
		assert_eq!(new.series(), vec![103, 104]);
		let replay: DispatchError = Error::<Test>::Replay.into();
		assert_eq!(refused(vec![new.read(103)]), vec![(0, replay)]);
	});
}

#[test]
fn not_before_the_revoked_meter_began_or_what_is_settled_for_good() {
	run(|| {
		let new = bound(2, ALICE);
		Market::set_now(103);
		let old = settling(1, ALICE);
		Market::set_now(106);
		revoke(3, &old, 90);
		assert_noop!(settle(&new, 102), Error::<Test>::SettlesTooEarly);
		Market::close_before(105);
		assert_noop!(settle(&new, 104), Error::<Test>::SettlesTooEarly);
		Market::close_before(100);
		assert_ok!(settle(&new, 103));
		assert_eq!(plan(), expected(&[(5, None), (10, Some(new.meter))]));
	});
}

#[test]
fn a_retired_meter_is_replaced_from_then_on() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(103);
		assert_ok!(Attestation::retire_meter(operator(), old.meter, None));
		Market::set_now(106);
		assert_eq!(plan(), expected(&[(2, None), (3, Some(0)), (10, None)]));
		assert_noop!(settle(&old, 106), Error::<Test>::Retired);
		assert_noop!(settle(&new, 102), Error::<Test>::SettlesTooEarly);
		assert_ok!(settle(&new, 104));
		assert_eq!(plan(), expected(&[(2, None), (3, Some(0)), (1, None), (9, Some(1))]));
	});
}

#[test]
fn fails_for_others() {
	run(|| {
		let (device, other, free) = (bound(1, ALICE), bound(2, BOB), registered(3));
		assert_noop!(
			Attestation::settle_with(stranger(), device.meter, NOW),
			Error::<Test>::NotRegistered
		);
		assert_noop!(settle(&other, NOW), Error::<Test>::NotYourMeter);
		assert_noop!(settle(&free, NOW), Error::<Test>::NotYourMeter);
		let unknown = Device { meter: 9, ..free };
		assert_noop!(settle(&unknown, NOW), Error::<Test>::UnknownMeter);
		assert_ok!(settle(&device, u32::MAX));
		assert_ok!(settle(&device, NOW));
	});
}
