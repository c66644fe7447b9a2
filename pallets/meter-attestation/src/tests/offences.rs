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
	for (since, expected) in [(99, vec![]), (100, CONTRADICTION.to_vec())] {
		run(|| {
			let device = ready();
			prove(&device, since);
			assert_eq!(reported(), expected);
		});
	}
	for (since, expected) in [(99, vec![]), (100, REVOKED.to_vec())] {
		run(|| {
			let device = ready();
			revoke(3, &device, since);
			assert_eq!(reported(), expected);
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

/// Who bonded since then does not answer for it.
#[test]
fn boundary_of_a_contradiction_that_is_settled_for_good() {
	for (closed_until, expected) in [(102, CONTRADICTION.to_vec()), (103, vec![])] {
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
