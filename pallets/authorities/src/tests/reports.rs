// SPDX-License-Identifier: Apache-2.0

//! `mark_compromised`, `challenge_mark` and `lift_mark`.

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;

fn try_mark(account: AccountId, device: &Device, since: Interval) -> DispatchResultWithPostInfo {
	Attestation::mark_compromised(Origin::signed(account), device.meter, since, words())
}

/// A settlement meter of Alice that has read intervals 100 to 104.
fn ready() -> Device {
	let device = settling(1, ALICE);
	Market::set_now(105);
	deliver((100..105).map(|interval| device.read(interval)));
	device
}

#[test]
fn a_trusted_authority_bars_a_meter() {
	run(|| {
		let device = ready();
		authority(3, true);
		events();
		mark(3, &device, 102);
		assert_eq!(
			events(),
			[
				Event::MeterMarked {
					meter: device.meter,
					authority: 3,
					since: 102,
					reason: words(),
					effective: true
				},
				Event::BarChanged { meter: device.meter, from: Some(102), revoked: 3 },
			]
		);
		assert_eq!(held(3), 2 * DEPOSIT);
		assert_eq!(device.series(), vec![100, 101]);
		assert_eq!(Market::reopened(), vec![(102, ALICE), (103, ALICE), (104, ALICE)]);
		assert_eq!(Market::violations(), vec![(ALICE, ViolationKind::CompromisedMeter)]);
		// It still owes readings that do not count, so its node pays the worst case or replaces it.
		assert!(Attestation::owes_reading(105, ALICE));
	});
}

#[test]
fn only_what_it_settled_is_reopened() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		settle_with(&new, ALICE, 103);
		Market::set_now(105);
		deliver((100..105).flat_map(|interval| [old.read(interval), new.read(interval)]));
		authority(3, true);
		mark(3, &new, 0);
		assert!(!Series::<Test>::contains_key(new.meter));
		assert_eq!(Market::reopened(), vec![(103, ALICE), (104, ALICE)]);
		// A mark on a meter that nobody has bound.
		let free = registered(4);
		mark(3, &free, 105);
		assert_eq!(Market::violations().len(), 1);
	});
}

#[test]
fn others_only_warn_until_they_are_trusted() {
	run(|| {
		let device = ready();
		authority(3, false);
		mark(3, &device, 102);
		let found = last_event();
		assert!(matches!(found, Event::MeterMarked { effective: false, .. }));
		assert_eq!((device.row().barred_from, device.series().len()), (None, 5));
		assert_noop!(try_mark(3, &device, 102), Error::<Test>::AlreadyMarked);
		// Trust alone does nothing to earlier marks.
		assert_ok!(Attestation::trust_authority(operator(), 3, true));
		assert_eq!(device.row().barred_from, None);
		mark(3, &device, 103);
		assert_eq!(device.row().barred_from, Some(103));
		assert_eq!((held(3), Authorities::<Test>::get(3).unwrap().marks), (2 * DEPOSIT, 1));
		assert_noop!(try_mark(3, &device, 102), Error::<Test>::AlreadyMarked);
		// And mistrust neither.
		assert_ok!(Attestation::trust_authority(operator(), 3, false));
		assert_eq!(device.row().barred_from, Some(103));
		assert_noop!(try_mark(3, &device, 102), Error::<Test>::AlreadyMarked);
	});
}

#[test]
fn fails_for_what_is_unknown_or_still_to_come() {
	run(|| {
		let device = ready();
		assert_noop!(try_mark(3, &device, 100), Error::<Test>::UnknownAuthority);
		authority(3, true);
		let unknown = Device { meter: 9, ..device.clone() };
		assert_noop!(try_mark(3, &unknown, 100), Error::<Test>::UnknownMeter);
		assert_noop!(try_mark(3, &device, 106), Error::<Test>::NotBegun);
		assert_ok!(try_mark(3, &device, 105));
	});
}

#[test]
fn boundary_of_effective_marks() {
	run(|| {
		let device = ready();
		for account in 3..7 {
			authority(account, account != 6);
		}
		mark(3, &device, 102);
		mark(4, &device, 101);
		assert_noop!(try_mark(5, &device, 100), Error::<Test>::TooManyMarks);
		// Warnings do not count.
		mark(6, &device, 100);
		assert_ok!(Attestation::lift_mark(Origin::signed(4), device.meter, Some(4)));
		mark(5, &device, 100);
	});
}

#[test]
fn each_mark_bars_until_it_is_lifted() {
	run(|| {
		let device = ready();
		authority(3, true);
		authority(4, true);
		mark(3, &device, 101);
		mark(4, &device, 103);
		let lift = |account| {
			assert_ok!(Attestation::lift_mark(
				Origin::signed(account),
				device.meter,
				Some(account)
			));
		};
		events();
		lift(3);
		assert_eq!(
			events(),
			[
				Event::MarkLifted { meter: device.meter, authority: Some(3) },
				Event::BarChanged { meter: device.meter, from: Some(103), revoked: 0 },
			]
		);
		deliver([device.read(102)]);
		let barred: DispatchError = Error::<Test>::Barred.into();
		assert_eq!(refused(vec![device.read(103)]), vec![(0, barred)]);
		lift(4);
		// Its readings are delivered anew, and settle.
		deliver([device.read(103), device.read(101)]);
		assert_eq!(Market::settled(103, ALICE), metered());
		assert_eq!((held(3), held(4)), (DEPOSIT, DEPOSIT));
		assert!(!Bars::<Test>::contains_key(device.meter));
	});
}

#[test]
fn who_lifts_what() {
	run(|| {
		let device = ready();
		authority(3, true);
		mark(3, &device, 101);
		let shown = |import| {
			let reading = Reading { import, ..reading(104) };
			(reading, device.sign(reading).signature)
		};
		assert_ok!(Attestation::report_tampering(stranger(), device.meter, shown(9), shown(8)));
		let lift = |origin, authority| Attestation::lift_mark(origin, device.meter, authority);
		for (origin, authority, error) in [
			(stranger(), Some(3), Error::<Test>::NotYourMark),
			(by(ALICE), Some(3), Error::<Test>::NotYourMark),
			(Origin::signed(3), None, Error::<Test>::NotYourMark),
			(Origin::signed(4), Some(4), Error::<Test>::UnknownMark),
			(operator(), Some(4), Error::<Test>::UnknownMark),
		] {
			assert_noop!(lift(origin, authority), error);
		}
		assert_ok!(lift(operator(), Some(3)));
		assert_eq!(held(3), DEPOSIT);
		assert_eq!(device.row().barred_from, Some(104));
		assert_ok!(lift(operator(), None));
		assert_eq!(device.row().barred_from, None);
		assert_noop!(lift(operator(), None), Error::<Test>::UnknownMark);
	});
}

#[test]
fn the_node_answers_a_mark() {
	run(|| {
		let device = ready();
		authority(3, false);
		mark(3, &device, 101);
		let challenge = |origin, meter, authority, statement: &[u8]| {
			let statement = statement.to_vec().try_into().unwrap();
			Attestation::challenge_mark(origin, meter, authority, statement)
		};
		for (origin, meter, authority, error) in [
			(stranger(), device.meter, Some(3), Error::<Test>::NotRegistered),
			(by(BOB), device.meter, Some(3), Error::<Test>::NotYourMeter),
			(by(ALICE), 9, Some(3), Error::<Test>::UnknownMeter),
			(by(ALICE), device.meter, Some(4), Error::<Test>::UnknownMark),
			(by(ALICE), device.meter, None, Error::<Test>::UnknownMark),
		] {
			assert_noop!(challenge(origin, meter, authority, b"no"), error);
		}
		for statement in [&b"no"[..], b"certainly not"] {
			assert_ok!(challenge(by(ALICE), device.meter, Some(3), statement));
			let statement: Words = statement.to_vec().try_into().unwrap();
			assert_eq!(
				last_event(),
				Event::MarkChallenged {
					meter: device.meter,
					authority: Some(3),
					statement: statement.clone()
				}
			);
			let mark = Marks::<Test>::get(device.meter, Some(3)).unwrap();
			assert_eq!(mark.challenge, Some(statement));
		}
		// It stays when the warning becomes effective.
		assert_ok!(Attestation::trust_authority(operator(), 3, true));
		super::mark(3, &device, 101);
		assert!(Marks::<Test>::get(device.meter, Some(3)).unwrap().challenge.is_some());
	});
}
