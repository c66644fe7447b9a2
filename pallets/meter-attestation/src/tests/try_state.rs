// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use gridmerit_trust::Offence;

/// A sound state with something of everything, then `corrupt`: what `try_state` says.
///
/// Meter 0 settles for Alice after meter 1; meter 2 is nobody's. Meter 1 is revoked on behalf of account 3,
/// and meter 2 has contradicted itself.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		let (new, old) = (bound(1, ALICE), settling(2, ALICE));
		let free = registered(3);
		settle_with(&new, ALICE, 103);
		Market::set_now(105);
		deliver((100..105).flat_map(|interval| [new.read(interval), old.read(interval)]));
		revoke(3, &old, 102);
		let shown = |import| {
			let reading = Reading { import, ..reading(103) };
			(reading, free.sign(reading).signature)
		};
		assert_ok!(Attestation::report_tampering(stranger(), free.meter, shown(1), shown(2)));
		Attestation::do_try_state().unwrap();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Attestation::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn meter(meter: MeterIndex, change: impl FnOnce(&mut MeterOf<Test>)) {
	Meters::<Test>::mutate(meter, |row| change(row.as_mut().unwrap()));
}

fn alice(change: impl FnOnce(&mut NodeMetersOf<Test>)) {
	MetersOfNode::<Test>::mutate(ALICE, change);
}

fn series(change: impl FnOnce(&mut SeriesOf<Test>)) {
	Series::<Test>::mutate(0, change);
}

fn revocations(meter: MeterIndex, change: impl FnOnce(&mut RevocationsOf<Test>)) {
	Revocations::<Test>::mutate(meter, change);
}

#[test]
fn indices_are_given_out() {
	broken(|| NextManufacturer::<Test>::put(0), "a manufacturer's number that was not given out");
	broken(|| NextMeter::<Test>::put(2), "a meter's index that was not given out");
	broken(|| MeterDetails::<Test>::remove(0), "a meter without details");
	broken(
		|| MeterDetails::<Test>::insert(3, MeterDetails::<Test>::get(2).unwrap()),
		"details of no meter",
	);
	broken(|| Manufacturers::<Test>::remove(0), "a meter that nobody has made");
}

#[test]
fn keys_and_serial_numbers_lead_to_their_meters() {
	let wrong = "a key that does not lead to its meter";
	broken(|| MeterOfKey::<Test>::remove(Secret::new(1).key()), wrong);
	broken(|| MeterOfKey::<Test>::insert(Secret::new(1).key(), 2), wrong);
	broken(
		|| {
			meter(2, |row| {
				row.former_key = Some(KeyFrom { key: Secret::new(9).key(), from: 0 });
				row.key.from = 1;
			})
		},
		wrong,
	);
	broken(|| MeterOfKey::<Test>::insert(Secret::new(9).key(), 3), "a key of no meter");
	broken(|| meter(2, |row| row.former_key = Some(row.key.clone())), "keys out of order");
	let wrong = "a serial number that does not lead to its meter";
	broken(|| MeterOfSerial::<Test>::remove(0, serial(1)), wrong);
	broken(|| MeterOfSerial::<Test>::insert(0, serial(1), 2), wrong);
	broken(|| MeterOfSerial::<Test>::insert(0, serial(9), 2), "two serial numbers of one meter");
	broken(|| MeterOfSerial::<Test>::insert(0, serial(9), 3), "a serial number of no meter");
}

#[test]
fn meters_and_nodes_know_each_other() {
	broken(|| MetersOfNode::<Test>::remove(ALICE), "a meter that its node does not know");
	broken(
		|| meter(2, |row| row.binding = Some(Binding { node: BOB, from: 0 })),
		"a meter that its node does not know",
	);
	broken(|| meter(0, |row| row.bindings = 0), "a meter that was never bound");
	broken(
		|| alice(|row| row.meters.try_push(2).unwrap()),
		"a node's meter that is not bound to it",
	);
	broken(|| alice(|row| row.meters = vec![1, 0].try_into().unwrap()), "meters out of order");
	broken(|| MetersOfNode::<Test>::mutate(BOB, |_| ()), "a node without meters");
	broken(
		|| MetersOfNode::<Test>::insert(NOBODY, MetersOfNode::<Test>::get(ALICE)),
		"meters of no node",
	);
}

#[test]
fn settlement_meters_are_in_order() {
	broken(|| alice(|row| row.spans[0].meter = 2), "a settlement meter that is not bound");
	broken(|| alice(|row| row.spans[0].from = 99), "a settlement meter before it was bound");
	let wrong = "a settlement meter retired at another time";
	broken(|| alice(|row| row.spans[0].until = Some(102)), wrong);
	broken(|| meter(0, |row| row.retired_from = Some(105)), "a deposit for a retired meter");
	broken(
		|| {
			assert_ok!(Attestation::retire_meter(operator(), 0, None));
			alice(|row| row.spans[1].until = None);
		},
		wrong,
	);
	broken(
		|| {
			assert_ok!(Attestation::retire_meter(operator(), 0, None));
			alice(|row| row.spans[1].from = 105);
		},
		"it settles nothing",
	);
	let unordered = "settlement meters out of order";
	broken(|| alice(|row| row.spans[0].from = 103), unordered);
	broken(|| alice(|row| row.spans[0].meter = 0), unordered);
}

#[test]
fn readings_agree() {
	broken(|| Series::<Test>::mutate(2, |_| ()), "an empty series");
	broken(|| Series::<Test>::insert(3, Series::<Test>::get(0)), "readings of no meter");
	broken(|| series(|readings| readings[1].interval = 100), "readings out of order");
	broken(|| series(|readings| readings[1].counter = 200), "counters out of order");
	let wrong = "registers that do not agree";
	broken(|| series(|readings| readings[1].import_register -= TOLERANCE + 1), wrong);
	broken(|| series(|readings| readings[1].export_register += TOLERANCE + 1), wrong);
	let counts = "a reading that must not count";
	broken(
		|| {
			assert_ok!(Attestation::retire_meter(operator(), 0, None));
			meter(0, |row| row.retired_from = Some(104));
			alice(|row| row.spans[1].until = Some(104));
		},
		counts,
	);
}

#[test]
fn what_waits_is_in_order() {
	let waits = |meter, intervals: &[Interval]| {
		let signature = Secret::new(1).sign(b"");
		let waits = intervals.iter().map(|interval| (reading(*interval), signature.clone()));
		Doubted::<Test>::insert(meter, DoubtedOf::<Test>::truncate_from(waits.collect()));
	};
	broken(|| waits(0, &[]), "nothing that waits");
	broken(|| waits(3, &[100]), "a doubted reading of no meter");
	broken(|| waits(2, &[100]), "a doubted reading of a meter of nobody");
	broken(|| waits(0, &[101, 100]), "doubted readings out of order");
}

#[test]
fn meters_are_revoked_as_they_should_be() {
	let wrong = "a meter that is not revoked as its list says";
	broken(|| meter(1, |row| row.revoked_from = None), wrong);
	broken(|| meter(0, |row| row.revoked_from = Some(105)), wrong);
	broken(|| Revocations::<Test>::remove(1), wrong);
	broken(|| revocations(0, |_| ()), "revoked by nobody");
	let revoked = |by, counted| {
		let revocation = Revocation { by, since: 103, counted };
		move || revocations(1, |row| row.try_push(revocation).unwrap())
	};
	broken(revoked(Some(3), None), "revoked twice");
	let proof = Some(Offence::Contradiction);
	broken(
		|| revocations(1, |row| row.iter_mut().for_each(|row| row.counted = proof)),
		"an authority's word that counts as a proof",
	);
	broken(
		|| Revocations::<Test>::insert(3, Revocations::<Test>::get(1)),
		"a revocation of no meter",
	);
	let unexplained = "a revocation that no tampering explains";
	broken(revoked(None, None), unexplained);
	broken(|| Tamperings::<Test>::remove(2), unexplained);
	broken(
		|| Tamperings::<Test>::insert(2, Tampering { since: 104, challenge: None }),
		unexplained,
	);
	broken(
		|| Tamperings::<Test>::insert(0, Tampering { since: 104, challenge: None }),
		"tampering that has no effect",
	);
}

#[test]
fn settlement_knows_who_owes_readings() {
	let wrong = "settlement knows another duty than the meters'";
	broken(|| Market::set_duty_unheard(ALICE, Default::default()), wrong);
	broken(|| Market::set_duty_unheard(BOB, MetersOfNode::<Test>::get(ALICE).duty()), wrong);
	broken(
		|| {
			let mut duty = MetersOfNode::<Test>::get(ALICE).duty();
			duty.spans[1].1 = Some(110);
			Market::set_duty_unheard(ALICE, duty);
		},
		wrong,
	);
	// Whatever the meters are by now.
	broken(|| alice(|row| row.spans[1].from = 104), wrong);
}

#[test]
fn only_of_a_meter_that_there_is_something_was_lifted() {
	let unknown = NOBODY + 9;
	broken(
		|| LiftedUntil::<Test>::insert(unknown, Lifted::default()),
		"something lifted of no meter",
	);
}
