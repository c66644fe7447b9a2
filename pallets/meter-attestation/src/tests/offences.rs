// SPDX-License-Identifier: Apache-2.0

//! What a revoked meter says about its node.

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;
use gridmerit_pallet_support::{Report, testing::TestConduct};
use gridmerit_trust::{Offence, Part};

/// The running session.
const SESSION: u32 = 7;

/// A settlement meter of Alice that has read intervals 100 to 104.
fn ready() -> Device {
	TestConduct::set_session(SESSION);
	let device = settling(1, ALICE);
	Market::set_now(105);
	deliver((100..105).map(|interval| device.read(interval)));
	device
}

/// Somebody shows that a device contradicts itself.
fn try_prove(device: &Device, interval: Interval) -> DispatchResultWithPostInfo {
	let shown = |import| {
		let reading = Reading { import, ..reading(interval) };
		(reading, device.sign(reading).signature)
	};
	Attestation::report_tampering(stranger(), device.meter, shown(9), shown(8))
}

fn prove(device: &Device, interval: Interval) {
	assert_ok!(try_prove(device, interval));
}

/// What was reported since this was asked: of which nodes.
fn reported() -> Vec<(NodeIndex, Offence)> {
	let reports = TestConduct::reports::<AccountId>();
	reports.into_iter().map(|report| (report.node, report.offence.unwrap())).collect()
}

const CONTRADICTION: [(NodeIndex, Offence); 1] = [(ALICE, Offence::Contradiction)];
const REVOKED: [(NodeIndex, Offence); 1] = [(ALICE, Offence::RevokedMeter)];

#[test]
fn a_contradiction_is_reported_with_who_has_shown_it() {
	run(|| {
		let device = ready();
		prove(&device, 103);
		let [report] = &TestConduct::reports::<AccountId>()[..] else { panic!("one report") };
		let evidence = report.evidence;
		let expected = Report {
			node: ALICE,
			offence: Some(Offence::Contradiction),
			severity: Part::ONE,
			session: SESSION,
			evidence,
			reporter: Some(STRANGER),
			damage: None,
		};
		assert_eq!(*report, expected);
		// Another meter's, of the same interval, is another proof, and so is another interval's.
		let other = bound(2, ALICE);
		Market::set_now(107);
		prove(&other, 106);
		let third = bound(4, ALICE);
		Market::set_now(108);
		prove(&third, 107);
		let more = TestConduct::reports::<AccountId>();
		assert!(more.len() == 2 && more.iter().all(|other| other.evidence != evidence));
	});
}

#[test]
fn an_authority_is_no_reporter() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		let [report] = &TestConduct::reports::<AccountId>()[..] else { panic!("one report") };
		let found = (report.node, report.offence, report.severity, report.session);
		assert_eq!(found, (ALICE, Some(Offence::RevokedMeter), Part::ONE, SESSION));
		assert_eq!((&report.reporter, report.damage), (&None, None));
	});
}

/// Whoever got the meter later has done nothing, and nobody is known who had it before.
#[test]
fn it_counts_against_whom_the_meter_was_bound_to_by_then() {
	// But what it has settled in this node's house, and what is undone, is a revoked meter's.
	for (since, expected) in [(99, REVOKED), (100, CONTRADICTION)] {
		run(|| {
			let device = ready();
			prove(&device, since);
			assert_eq!(reported(), expected);
		});
	}
	for since in [99, 100] {
		run(|| {
			let device = ready();
			revoke(3, &device, since);
			assert_eq!(reported(), REVOKED);
			// That goes on record, whenever it was bound.
			assert_eq!(Market::violations().len(), 1);
		});
	}
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(103);
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		prove(&device, 101);
		revoke(3, &registered(2), 101);
		assert_eq!(reported(), []);
	});
}

/// Who bonded since then does not answer for it as for a contradiction.
#[test]
fn boundary_of_a_contradiction_that_is_settled_for_good() {
	for (closed_until, expected) in [(102, CONTRADICTION), (103, REVOKED)] {
		run(|| {
			let device = ready();
			Market::close_before(closed_until);
			prove(&device, 102);
			assert_eq!(reported(), expected);
			assert_eq!(device.row().revoked_from, Some(102));
			assert_eq!(Market::violations(), [(ALICE, ViolationKind::Tampering)]);
		});
	}
	// What an authority says is about today's readings, too.
	run(|| {
		let device = ready();
		Market::close_before(103);
		revoke(3, &device, 102);
		assert_eq!(reported(), REVOKED);
	});
}

#[test]
fn an_earlier_contradiction_is_no_other_offence() {
	run(|| {
		let device = ready();
		prove(&device, 103);
		assert_eq!(reported(), CONTRADICTION);
		prove(&device, 101);
		assert_noop!(try_prove(&device, 102), Error::<Test>::TamperingKnown);
		assert_eq!((reported(), device.row().revoked_from), (vec![], Some(101)));
	});
}

#[test]
fn what_was_lifted_is_no_offence_when_it_is_shown_again() {
	run(|| {
		let device = ready();
		prove(&device, 103);
		assert_eq!(reported(), CONTRADICTION);
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		// The same, another one of the time before, and one of the interval in which it was lifted.
		for interval in [103, 104, 105] {
			prove(&device, interval);
			assert_eq!(device.row().revoked_from, Some(interval));
			assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		}
		assert_eq!(reported(), []);
		Market::set_now(106);
		prove(&device, 106);
		assert_eq!(reported(), CONTRADICTION);
	});
}

#[test]
fn several_authorities_say_no_more_than_one() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		assert_eq!(reported(), REVOKED);
		revoke(4, &device, 101);
		revoke(4, &device, 104);
		Attestation::restore(device.meter, &3);
		revoke(3, &device, 105);
		assert_eq!(reported(), []);
	});
}

#[test]
fn what_an_authority_has_lifted_is_no_offence_when_it_is_reported_again() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		assert_eq!(reported(), REVOKED);
		Attestation::restore(device.meter, &3);
		for (by, since) in [(3, 102), (4, 105)] {
			revoke(by, &device, since);
			assert_eq!(device.row().revoked_from, Some(since));
			Attestation::restore(device.meter, &by);
		}
		assert_eq!(reported(), []);
		Market::set_now(106);
		revoke(4, &device, 106);
		assert_eq!(reported(), REVOKED);
	});
}

/// A proof says more than an authority's word, and not the other way round.
#[test]
fn a_proof_counts_beside_an_authoritys_word_and_that_not_beside_a_proof() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		prove(&device, 103);
		assert_eq!(reported(), [REVOKED, CONTRADICTION].concat());
	});
	run(|| {
		let device = ready();
		prove(&device, 103);
		revoke(3, &device, 102);
		assert_eq!(reported(), CONTRADICTION);
	});
	// What an authority has lifted clears nobody of what is proven.
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		Attestation::restore(device.meter, &3);
		prove(&device, 103);
		assert_eq!(reported(), [REVOKED, CONTRADICTION].concat());
	});
}

#[test]
fn a_meter_is_revoked_whatever_trust_makes_of_it() {
	run(|| {
		let (device, other) = (ready(), bound(2, ALICE));
		TestConduct::set_deaf(true);
		prove(&device, 103);
		revoke(3, &other, 105);
		assert_eq!(reported(), []);
		assert_eq!((device.row().revoked_from, other.row().revoked_from), (Some(103), Some(105)));
	});
}

#[test]
fn a_proof_that_fails_reports_nothing() {
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		revoke(4, &device, 102);
		TestConduct::reports::<AccountId>();
		assert_noop!(try_prove(&device, 103), Error::<Test>::TooManyRevocations);
	});
}

#[test]
fn it_is_forgotten_with_the_meter_what_was_lifted() {
	run(|| {
		let device = bound(1, ALICE);
		revoke(3, &device, 100);
		Attestation::restore(device.meter, &3);
		assert!(LiftedUntil::<Test>::contains_key(device.meter));
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		Market::set_now(110);
		Market::close_before(110);
		assert_ok!(Attestation::forget_meter(operator(), device.meter));
		assert_eq!(LiftedUntil::<Test>::iter().count(), 0);
	});
}

/// The owner of a tampered meter shows something old before others show what is new.
#[test]
fn an_old_contradiction_shields_from_no_new_one() {
	// Of an interval that is settled for good, and of one in which it was bound to nobody.
	for (old, undone) in [(101, true), (99, true), (101, false), (99, false)] {
		let begin = || {
			let device = if undone { ready() } else { inform() };
			if old == 101 {
				Market::close_before(102);
			}
			prove(&device, old);
			let first = if undone { REVOKED.to_vec() } else { vec![] };
			assert_eq!(reported(), first);
			device
		};
		run(|| {
			let device = begin();
			prove(&device, 104);
			assert_eq!(reported(), CONTRADICTION);
			// It stays revoked since the earlier one, and the later one counts once.
			assert_eq!(device.row().revoked_from, Some(old));
			assert_eq!(Tamperings::<Test>::get(device.meter).unwrap().since, old);
			for interval in [103, 104, 105] {
				assert_noop!(try_prove(&device, interval), Error::<Test>::TamperingKnown);
			}
			// What was shown first revokes it for ever; nothing counts once more.
			prove(&device, 98);
			assert_eq!((reported(), device.row().revoked_from), (vec![], Some(98)));
		});
		// Nor from an authority's word, unless what it has undone has counted as that.
		run(|| {
			let device = begin();
			revoke(3, &device, 104);
			assert_eq!(reported(), if undone { vec![] } else { REVOKED.to_vec() });
			revoke(4, &registered(9), 104);
			assert_eq!(reported(), []);
		});
		// What is no offence yet is still no news.
		run(|| {
			let device = begin();
			assert_noop!(try_prove(&device, old), Error::<Test>::TamperingKnown);
		});
	}
}

/// A meter of Alice that informs, and has read nothing.
fn inform() -> Device {
	TestConduct::set_session(SESSION);
	let device = bound(1, ALICE);
	Market::set_now(105);
	device
}

#[test]
fn what_is_undone_counts_once_and_only_for_whom_it_was_settled() {
	// By a spare.
	run(|| {
		let (_, spare) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(105);
		Market::settle_silence(103, ALICE);
		deliver([spare.read(103)]);
		revoke(3, &spare, 99);
		assert_eq!(reported(), REVOKED);
	});
	// Nothing that was read has settled anything.
	run(|| {
		let (_, spare) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(105);
		deliver([spare.read(103)]);
		revoke(3, &spare, 99);
		prove(&spare, 98);
		assert_eq!(reported(), []);
	});
	// It was another's then: that one's intervals stay as they are.
	run(|| {
		let (_, spare) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(105);
		Market::settle_silence(103, ALICE);
		deliver([spare.read(103)]);
		assert_ok!(Attestation::unbind_meter(operator(), spare.meter));
		bind(&spare, BOB);
		prove(&spare, 103);
		assert_eq!(reported(), []);
		assert_eq!(Market::reopened(), []);
	});
	// Several say it of one meter.
	run(|| {
		let device = ready();
		revoke(3, &device, 99);
		assert_eq!(reported(), REVOKED);
		prove(&device, 99);
		revoke(3, &device, 98);
		assert_eq!(reported(), []);
	});
}

#[test]
fn what_was_undone_and_lifted_is_no_offence_when_it_is_shown_again() {
	run(|| {
		let device = ready();
		prove(&device, 99);
		assert_eq!(reported(), REVOKED);
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		deliver((100..105).map(|interval| device.read(interval)));
		prove(&device, 99);
		assert_eq!((reported(), Market::reopened().len()), (vec![], 10));
		// It is judged for that, and not for contradictions of what can be corrected.
		prove(&device, 104);
		assert_eq!(reported(), CONTRADICTION);
	});
	// What was judged as a contradiction is no revoked meter either.
	run(|| {
		let device = ready();
		prove(&device, 103);
		assert_eq!(reported(), CONTRADICTION);
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		deliver((103..105).map(|interval| device.read(interval)));
		prove(&device, 103);
		assert_eq!(reported(), []);
	});
}

/// What an authority has lifted clears nobody of what is undone later.
#[test]
fn what_is_undone_counts_after_an_authoritys_word_was_lifted() {
	let again = || {
		let device = ready();
		revoke(3, &device, 102);
		Attestation::restore(device.meter, &3);
		assert_eq!(reported(), REVOKED);
		Market::set_now(108);
		Market::close_before(104);
		deliver([device.read(106)]);
		device
	};
	run(|| {
		let device = again();
		prove(&device, 101);
		assert_eq!(reported(), REVOKED);
	});
	run(|| {
		let device = again();
		revoke(4, &device, 101);
		assert_eq!(reported(), REVOKED);
	});
	// What was read before it was lifted is judged.
	run(|| {
		let device = ready();
		revoke(3, &device, 102);
		Attestation::restore(device.meter, &3);
		deliver((102..105).map(|interval| device.read(interval)));
		assert_eq!(reported(), REVOKED);
		revoke(4, &device, 101);
		assert_eq!(reported(), []);
	});
}

#[test]
fn what_has_not_counted_makes_nobody_immune_when_it_is_lifted() {
	run(|| {
		let device = inform();
		revoke(3, &device, 99);
		Attestation::restore(device.meter, &3);
		prove(&device, 99);
		assert_ok!(Attestation::lift_tampering(operator(), device.meter));
		assert_eq!((reported(), LiftedUntil::<Test>::iter().count()), (vec![], 0));
		revoke(3, &device, 102);
		prove(&device, 103);
		assert_eq!(reported(), [REVOKED, CONTRADICTION].concat());
	});
}

/// Not even one that informs only.
#[test]
fn nobody_unbinds_a_meter_to_answer_for_nothing() {
	let unbind = |device: &Device| Attestation::unbind_meter(by(ALICE), device.meter);
	run(|| {
		let device = inform();
		deliver([device.read(102)]);
		assert_noop!(unbind(&device), Error::<Test>::StillAnswerable);
		prove(&device, 102);
		assert_eq!(reported(), CONTRADICTION);
	});
	// Nor by showing what is old.
	run(|| {
		let device = inform();
		deliver([device.read(102)]);
		prove(&device, 99);
		assert_noop!(unbind(&device), Error::<Test>::StillAnswerable);
		prove(&device, 102);
		assert_eq!(reported(), CONTRADICTION);
		assert_ok!(Attestation::unbind_meter(operator(), device.meter));
	});
}
