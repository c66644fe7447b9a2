// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;

type Shown = (Reading, MeterSignature);

/// A reading that the device has signed.
fn shown(device: &Device, reading: Reading) -> Shown {
	(reading, device.sign(reading).signature)
}

/// Two readings that contradict each other.
fn contradiction(device: &Device, interval: Interval) -> (Shown, Shown) {
	let other = Reading { import: 9, ..reading(interval) };
	(shown(device, reading(interval)), shown(device, other))
}

fn report(device: &Device, (first, second): (Shown, Shown)) -> DispatchResultWithPostInfo {
	Attestation::report_tampering(stranger(), device.meter, first, second)
}

#[test]
fn two_readings_revoke_the_meter_and_reopen_what_it_settled() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(106);
		deliver((100..105).map(|interval| device.read(interval)));
		Market::close_before(102);
		let (first, second) = contradiction(&device, 101);
		events();
		let result = report(&device, (first.clone(), second.clone()));
		let found = events();
		assert_eq!(
			found,
			[
				Event::TamperingProven { meter: device.meter, first: first.0, second: second.0 },
				Event::RevocationChanged { meter: device.meter, from: Some(101), struck_out: 3 },
			]
		);
		let weight = <() as WeightInfo>::report_tampering(3)
			+ <() as WeightInfo>::reopen() * 3
			+ Attestation::dearest();
		assert_eq!(result.unwrap().actual_weight, Some(weight));
		assert_eq!(Market::reopened(), vec![(102, ALICE), (103, ALICE), (104, ALICE)]);
		assert_eq!(Market::violations(), vec![(ALICE, ViolationKind::Tampering)]);
		// What is settled for good stays, but no reading of it is in the way of others.
		assert!(device.series().is_empty());
		let revoked: DispatchError = Error::<Test>::Revoked.into();
		assert_eq!(refused(vec![device.read(105)]), vec![(0, revoked)]);
		let known = Tamperings::<Test>::get(device.meter).unwrap();
		assert_eq!(known, Tampering { since: 101, challenge: None });
		assert_eq!(held(STRANGER), DEPOSIT);
	});
}

#[test]
fn neither_reading_needs_to_count() {
	run(|| {
		let device = bound(1, ALICE);
		// Not even its interval needs to be over, but it must have begun.
		assert_noop!(report(&device, contradiction(&device, 101)), Error::<Test>::NotBegun);
		assert_noop!(report(&device, contradiction(&device, u32::MAX)), Error::<Test>::NotBegun);
		Market::set_now(105);
		assert_ok!(report(&device, contradiction(&device, 105)));
		assert_eq!(device.row().revoked_from, Some(105));
		Market::set_now(107);
		deliver([device.read(104)]);
		assert_eq!(Market::reopened(), vec![]);
	});
}

#[test]
fn only_an_earlier_contradiction_is_news() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(105);
		deliver((100..105).map(|interval| device.read(interval)));
		assert_ok!(report(&device, contradiction(&device, 103)));
		assert_ok!(Attestation::challenge_tampering(by(ALICE), device.meter, words()));
		for interval in [103, 104] {
			assert_noop!(
				report(&device, contradiction(&device, interval)),
				Error::<Test>::TamperingKnown
			);
		}
		assert_ok!(report(&device, contradiction(&device, 101)));
		assert_eq!(device.row().revoked_from, Some(101));
		assert_eq!(device.series(), vec![100]);
		assert_eq!(Market::reopened().len(), 4);
		let known = Tamperings::<Test>::get(device.meter).unwrap();
		assert_eq!((known.since, known.challenge), (101, Some(words())));
	});
}

#[test]
fn fails_without_a_contradiction() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(103);
		let one = || shown(&device, reading(101));
		let fails = |second: Shown, error: Error<Test>| {
			assert_noop!(report(&device, (one(), second)), error);
		};
		fails(one(), Error::NoContradiction);
		fails(shown(&device, reading(102)), Error::NoContradiction);
		let other = Reading { import: 9, ..reading(101) };
		fails((other, one().1), Error::BadSignature);
		let thief = Device { secret: Secret::new(2), ..device.clone() };
		fails(shown(&thief, other), Error::BadSignature);
		let unknown = Device { meter: 9, ..device.clone() };
		assert_noop!(report(&unknown, contradiction(&device, 101)), Error::<Test>::UnknownMeter);
		// The first one must be sound too.
		let (first, second) = contradiction(&device, 101);
		assert_noop!(
			report(&device, ((first.0, second.1.clone()), second)),
			Error::<Test>::BadSignature
		);
		// Of an interval before its first key.
		Meters::<Test>::mutate(device.meter, |row| row.as_mut().unwrap().key.from = 102);
		assert_noop!(report(&device, contradiction(&device, 101)), Error::<Test>::BadSignature);
	});
}

#[test]
fn boundary_of_a_former_key() {
	run(|| {
		let device = bound(1, ALICE);
		let key = Secret::new(2).key();
		let certificate = certificate(MAKER, &key, 103, &serial(1));
		assert_ok!(Attestation::rotate_key(stranger(), device.meter, key, 103, certificate));
		let new = Device { secret: Secret::new(2), ..device.clone() };
		Market::set_now(110);
		Market::close_before(102);
		// What is long past its former key cannot say any more.
		for interval in [101, 0] {
			assert_noop!(
				report(&device, contradiction(&device, interval)),
				Error::<Test>::PastWindow
			);
		}
		Market::close_before(106);
		assert_noop!(report(&device, contradiction(&device, 102)), Error::<Test>::PastWindow);
		// The present key can.
		assert_ok!(report(&new, contradiction(&new, 103)));
		Market::close_before(102);
		assert_ok!(report(&device, contradiction(&device, 102)));
		assert_eq!(device.row().revoked_from, Some(102));
	});
}

#[test]
fn who_binds_a_meter_later_is_not_to_blame() {
	run(|| {
		let device = bound(1, ALICE);
		assert_ok!(Attestation::unbind_meter(by(ALICE), device.meter));
		Market::set_now(105);
		bind(&device, BOB);
		assert_ok!(report(&device, contradiction(&device, 103)));
		assert_eq!(Market::violations(), vec![]);
		assert!(device.row().is_revoked(105));
	});
}

#[test]
fn fails_beyond_the_revocations_that_a_meter_can_have() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(103);
		for account in [3, 4] {
			revoke(account, &device, 100);
		}
		assert_noop!(
			report(&device, contradiction(&device, 103)),
			Error::<Test>::TooManyRevocations
		);
	});
}

#[test]
fn the_node_challenges_a_proof_and_only_the_operator_lifts_it() {
	run(|| {
		let device = bound(1, ALICE);
		Market::set_now(103);
		let challenge = |origin, meter| Attestation::challenge_tampering(origin, meter, words());
		let lift = |origin, meter| Attestation::lift_tampering(origin, meter);
		for (origin, meter, error) in [
			(stranger(), device.meter, Error::<Test>::NotRegistered),
			(by(BOB), device.meter, Error::<Test>::NotYourMeter),
			(by(ALICE), 9, Error::<Test>::UnknownMeter),
			(by(ALICE), device.meter, Error::<Test>::UnknownTampering),
		] {
			assert_noop!(challenge(origin, meter), error);
		}
		assert_noop!(lift(operator(), device.meter), Error::<Test>::UnknownTampering);
		assert_ok!(report(&device, contradiction(&device, 103)));
		for statement in [&b"no"[..], b"certainly not"] {
			let statement: Words = statement.to_vec().try_into().unwrap();
			let origin = by(ALICE);
			assert_ok!(Attestation::challenge_tampering(origin, device.meter, statement.clone()));
			let event =
				Event::TamperingChallenged { meter: device.meter, statement: statement.clone() };
			assert_eq!(last_event(), event);
			let known = Tamperings::<Test>::get(device.meter).unwrap();
			assert_eq!(known.challenge, Some(statement));
		}
		assert_noop!(lift(by(ALICE), device.meter), DispatchError::BadOrigin);
		assert_ok!(lift(operator(), device.meter));
		assert_eq!(
			events(),
			[
				Event::TamperingLifted { meter: device.meter },
				Event::RevocationChanged { meter: device.meter, from: None, struck_out: 0 },
			]
		);
		assert_eq!(device.row().revoked_from, None);
		assert!(!Tamperings::<Test>::contains_key(device.meter));
		assert_noop!(lift(operator(), device.meter), Error::<Test>::UnknownTampering);
		// It can be proven anew, without what was said before.
		assert_ok!(report(&device, contradiction(&device, 103)));
		assert_eq!(Tamperings::<Test>::get(device.meter).unwrap().challenge, None);
	});
}
