// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::readings::Context;

/// A settlement meter of Alice and intervals 100 to 104 over.
fn ready() -> Device {
	let device = settling(1, ALICE);
	Market::set_now(105);
	device
}

/// A reading is refused, and nothing changes by it.
fn fails(reading: SignedReading<MeterSignature>, error: Error<Test>) {
	let error = DispatchError::from(error);
	let genesis = Attestation::genesis();
	let checked = Attestation::check(&mut Context::new(), reading.meter, &reading.reading)
		.and_then(|checked| {
			Attestation::verify(&genesis, &checked, &reading.reading, &reading.signature)
		});
	assert_eq!(checked.map_err(DispatchError::from), Err(error));
	// For the call without a fee the state is checked again, the signature is not.
	if error != Error::<Test>::BadSignature.into() {
		let authorized = frame_system::RawOrigin::Authorized.into();
		assert_noop!(Attestation::deliver_one(authorized, reading.clone()), error);
	}
	let series = Series::<Test>::get(reading.meter);
	assert_eq!(refused(vec![reading.clone()]), vec![(0, error)]);
	assert_eq!(Series::<Test>::get(reading.meter), series);
}

#[test]
fn a_reading_of_the_settlement_meter_settles() {
	run(|| {
		let device = ready();
		deliver([device.read(100)]);
		assert_eq!(
			last_event(),
			Event::ReadingAccepted {
				meter: device.meter,
				node: ALICE,
				reading: reading(100),
				settles: true
			}
		);
		assert_eq!(Market::settled(100, ALICE), metered());
		assert_eq!(device.series(), vec![100]);
	});
}

#[test]
fn what_a_reading_settles_is_looked_up_once() {
	run(|| {
		let device = ready();
		let informs = bound(2, ALICE);
		Market::set_now(106);
		deliver([device.read(100), device.read(101), informs.read(105)]);
		assert_eq!(Market::lookups(), 2);
	});
}

#[test]
fn all_schemes_are_verified() {
	run(|| {
		let devices = [settling(3, ALICE), settling(4, BOB), settling(5, 2)];
		Market::set_now(101);
		deliver(devices.iter().map(|device| device.read(100)));
		for node in 0..3 {
			assert_eq!(Market::settled(100, node), metered());
		}
	});
}

#[test]
fn readings_come_in_any_order() {
	run(|| {
		let device = ready();
		deliver([102, 100, 104, 101, 103].map(|interval| device.read(interval)));
		assert_eq!(device.series(), vec![100, 101, 102, 103, 104]);
	});
}

#[test]
fn a_bad_reading_does_not_spoil_the_batch() {
	run(|| {
		let device = ready();
		let unknown = SignedReading { meter: 9, ..device.read(101) };
		let other = Device { secret: Secret::new(2), ..device.clone() };
		let batch = vec![unknown, device.read(101), other.read(102), device.read(103)];
		let found = refused(batch);
		assert_eq!(
			found,
			vec![(0, Error::<Test>::UnknownMeter.into()), (2, Error::<Test>::BadSignature.into())]
		);
		assert_eq!(device.series(), vec![101, 103]);
	});
}

#[test]
fn fails_without_readings() {
	run(|| {
		let none = Default::default();
		assert_noop!(Attestation::deliver(stranger(), none), Error::<Test>::EmptyBatch);
	});
}

#[test]
fn the_weight_is_that_of_what_was_done() {
	run(|| {
		let device = ready();
		let weight = |readings: Vec<_>| {
			let result = Attestation::deliver(stranger(), readings.try_into().unwrap());
			result.unwrap().actual_weight.unwrap()
		};
		let verify = <() as WeightInfo>::verify_signature();
		let charge = Attestation::charge_weight();
		let series = <() as WeightInfo>::long_series(WINDOW + 2);
		let (check, dearest) = (<() as WeightInfo>::check_reading(), Attestation::dearest());
		let (bad, good) =
			(device.sign(Reading { import: u64::MAX, ..reading(101) }), device.read(101));
		// A correction is dear.
		Market::settle_silence(103, ALICE);
		let found = weight(vec![bad, good, device.read(102), device.read(103)]);
		// Each is of another interval.
		let (deliver, scattered) =
			(<() as WeightInfo>::deliver(1), <() as WeightInfo>::scattered());
		assert_eq!(found, deliver + scattered + dearest + check + (verify + series) * 4);
		assert!(found.all_lte(Attestation::deliver_weight(4)));
		assert_eq!(Attestation::deliver_weight(3), (dearest + verify + series + charge) * 3);

		let one = |interval| {
			let authorized = frame_system::RawOrigin::Authorized.into();
			let result = Attestation::deliver_one(authorized, device.read(interval));
			result.unwrap().actual_weight.unwrap()
		};
		assert_eq!(one(100), <() as WeightInfo>::deliver(1) + series);
		Market::settle_silence(104, ALICE);
		assert_eq!(one(104), dearest + series);
		let most = <() as WeightInfo>::deliver(1).max(dearest) + series + charge;
		assert_eq!(Attestation::deliver_one_weight(), most);
	});
}

#[test]
fn a_reading_out_of_order_is_charged_for_what_it_alone_has_looked_up() {
	run(|| {
		let devices: Vec<_> =
			(1..).zip([ALICE, BOB, 2]).map(|(n, node)| settling(n, node)).collect();
		Market::set_now(105);
		let weight = |readings: &[(usize, Interval)]| {
			let readings: Vec<_> =
				readings.iter().map(|(place, interval)| devices[*place].read(*interval)).collect();
			let result = Attestation::deliver(stranger(), readings.try_into().unwrap());
			result.unwrap().actual_weight.unwrap()
		};
		let series = Attestation::series_weight(1);
		let verify = <() as WeightInfo>::verify_signature();
		let expected = |in_order, scattered: u64| {
			let scattered = <() as WeightInfo>::scattered() * scattered;
			<() as WeightInfo>::deliver(in_order) + scattered + (verify + series) * 3
		};
		assert_eq!(weight(&[(0, 100), (1, 100), (2, 100)]), expected(3, 0));
		// Of other intervals, and back.
		assert_eq!(weight(&[(0, 101), (0, 102), (1, 101)]), expected(1, 2));
		// Not by node.
		assert_eq!(weight(&[(2, 103), (0, 103), (1, 103)]), expected(2, 1));
	});
}

#[test]
fn fails_for_a_meter_that_measures_nothing() {
	run(|| {
		let device = ready();
		fails(SignedReading { meter: 9, ..device.read(100) }, Error::UnknownMeter);
		fails(device.read(99), Error::BeforeBinding);
		let free = registered(2);
		fails(free.read(100), Error::NotBound);
		revoke(3, &device, 103);
		deliver([device.read(102)]);
		fails(device.read(103), Error::Revoked);
		assert_ok!(Attestation::retire_meter(operator(), device.meter, None));
		Market::set_now(107);
		fails(device.read(105), Error::Retired);
	});
}

#[test]
fn boundary_of_values() {
	run(|| {
		let device = ready();
		let whole = Reading {
			import: MAX_METERED,
			export: MAX_METERED,
			import_register: MAX_METERED,
			export_register: MAX_METERED,
			..reading(100)
		};
		for too_much in [
			Reading { import: MAX_METERED + 1, import_register: u64::MAX, ..whole },
			Reading { export: MAX_METERED + 1, export_register: u64::MAX, ..whole },
		] {
			fails(device.sign(too_much), Error::TooMuchEnergy);
		}
		for too_low in [
			Reading { import_register: MAX_METERED - 1, ..whole },
			Reading { export_register: MAX_METERED - 1, ..whole },
		] {
			fails(device.sign(too_low), Error::RegisterTooLow);
		}
		deliver([device.sign(whole)]);
		let full = Reading {
			counter: u64::MAX,
			import_register: u64::MAX,
			export_register: u64::MAX,
			..reading(101)
		};
		// Nothing would come after that, so it has to be confirmed.
		assert_eq!(refused(vec![device.sign(full)]), vec![]);
		assert_eq!(device.series(), vec![100]);
		assert_ok!(Attestation::confirm_reading(by(ALICE), device.sign(full)));
		fails(device.sign(Reading { interval: 102, ..full }), Error::CounterOutOfOrder);
	});
}

#[test]
fn boundary_of_time() {
	run(|| {
		let device = ready();
		fails(device.read(105), Error::NotOver);
		fails(device.read(u32::MAX), Error::NotOver);
		deliver([device.read(104)]);
		Market::close_before(102);
		fails(device.read(101), Error::PastWindow);
		deliver([device.read(102)]);
	});
}

#[test]
fn fails_for_what_is_there_already() {
	run(|| {
		let device = ready();
		deliver([device.read(100)]);
		fails(device.read(100), Error::Replay);
		let other = Reading { export: 4, ..reading(100) };
		fails(device.sign(other), Error::ConflictingReading);
		// What only informs is never taken again.
		let informs = bound(2, ALICE);
		Market::set_now(107);
		deliver([informs.read(105)]);
		fails(informs.read(105), Error::Replay);
	});
}

#[test]
fn boundary_of_the_counter() {
	run(|| {
		let device = ready();
		deliver([device.read(101), device.read(103)]);
		let counted = |interval, counter| device.sign(Reading { counter, ..reading(interval) });
		// The neighbours' are 202 and 206.
		for (interval, counter) in [(102, 202), (102, 206), (100, 202), (104, 206)] {
			fails(counted(interval, counter), Error::CounterOutOfOrder);
		}
		deliver([counted(102, 203), counted(100, 0), counted(104, 206 + COUNTS)]);
	});
}

#[test]
fn boundary_of_the_registers() {
	run(|| {
		let device = ready();
		deliver([device.read(101), device.read(103)]);
		// Between the neighbours there are 20 Wh drawn and 10 Wh fed in, of which the later one states half.
		let between = |import_register, export_register| {
			device.sign(Reading { import_register, export_register, ..reading(102) })
		};
		// Each may be two too low.
		for (import, export) in [(1_017, 510), (1_023, 510), (1_020, 507), (1_020, 513)] {
			fails(between(import, export), Error::RegistersOutOfOrder);
		}
		deliver([between(1_020, 510)]);
		let first = |import_register| device.sign(Reading { import_register, ..reading(100) });
		fails(first(1_003), Error::RegistersOutOfOrder);
		deliver([first(1_002)]);
		let last = |import_register| device.sign(Reading { import_register, ..reading(104) });
		fails(last(1_037), Error::RegistersOutOfOrder);
		deliver([last(5_000)]);
	});
}

#[test]
fn fails_for_what_settlement_refuses() {
	run(|| {
		let device = ready();
		let informs = bound(2, ALICE);
		for (why, error) in [
			(Unsettleable::UnknownNode, Error::UnknownNode),
			(Unsettleable::UnknownInterval, Error::UnknownInterval),
			(Unsettleable::NotOver, Error::NotOver),
			(Unsettleable::NotFinal, Error::NotFinal),
			(Unsettleable::IsUtility, Error::IsUtility),
			(Unsettleable::Settled, Error::AlreadySettled),
			(Unsettleable::Closed, Error::PastWindow),
		] {
			Market::refuse(101, Some(why));
			fails(device.read(101), error);
		}
		// That does not concern a meter that informs.
		Market::set_now(106);
		Market::refuse(105, Some(Unsettleable::NotFinal));
		deliver([informs.read(105)]);
		Market::refuse(101, None);
		deliver([device.read(101)]);
	});
}

#[test]
fn fails_without_the_right_signature() {
	run(|| {
		let device = ready();
		let good = device.read(100);
		let altered = [
			Reading { interval: 101, ..good.reading },
			Reading { counter: 201, ..good.reading },
			Reading { import_register: 1_001, ..good.reading },
			Reading { export_register: 501, ..good.reading },
			Reading { import: 11, ..good.reading },
			Reading { export: 6, ..good.reading },
		];
		for reading in altered {
			fails(SignedReading { reading, ..good.clone() }, Error::BadSignature);
		}
		let other = sp_core::H256::repeat_byte(1);
		let payload = reading(100).payload(&other.0, &device.secret.key().encode());
		let foreign = SignedReading { signature: device.secret.sign(&payload), ..good.clone() };
		fails(foreign, Error::BadSignature);
		// Of an interval before its first key.
		Meters::<Test>::mutate(device.meter, |row| row.as_mut().unwrap().key.from = 101);
		fails(good, Error::BadSignature);
		deliver([device.read(101)]);
	});
}

#[test]
fn a_settlement_that_fails_changes_nothing() {
	run(|| {
		let device = ready();
		Market::set_fails(true);
		assert_eq!(refused(vec![device.read(100)]), vec![(0, DispatchError::Unavailable)]);
		assert!(device.series().is_empty());
		Market::set_fails(false);
		deliver([device.read(100)]);
	});
}

#[test]
fn a_late_reading_corrects_silence() {
	run(|| {
		let device = ready();
		Market::settle_silence(100, ALICE);
		deliver([device.read(100)]);
		assert_eq!(Market::settled(100, ALICE), metered());
	});
}

#[test]
fn what_informed_settles_when_the_meter_has_become_the_settlement_meter() {
	run(|| {
		let (old, new) = (settling(1, ALICE), bound(2, ALICE));
		Market::set_now(102);
		deliver([old.read(100), new.read(100), new.read(101)]);
		revoke(3, &old, 100);
		settle_with(&new, ALICE, 100);
		// Another reading for the interval is still tampering.
		fails(new.sign(Reading { import: 9, ..reading(100) }), Error::ConflictingReading);
		Market::refuse(100, Some(Unsettleable::NotFinal));
		fails(new.read(100), Error::NotFinal);
		Market::refuse(100, None);
		deliver([new.read(100)]);
		assert_eq!(Market::settled(100, ALICE), metered());
		assert_eq!(new.series(), vec![100, 101]);
		fails(new.read(100), Error::Replay);
	});
}

#[test]
fn the_series_keeps_what_is_open_and_the_one_before() {
	run(|| {
		let device = settling(1, ALICE);
		for interval in 100..120 {
			Market::set_now(interval + 1);
			Market::close_before(interval + 1 - WINDOW);
			deliver([device.read(interval)]);
			// The window, and one before it.
			assert!(device.series().len() as u32 <= WINDOW + 1);
		}
		assert_eq!(device.series(), (113..120).collect::<Vec<_>>());
		// Nothing was unaccounted.
		assert_eq!(Market::charged(), vec![]);
	});
}

#[test]
fn boundary_of_the_series() {
	run(|| {
		// The chain was halted: more is open than ever.
		let device = settling(1, ALICE);
		Market::set_now(110);
		for interval in 100..108 {
			deliver([device.read(interval)]);
		}
		fails(device.read(108), Error::SeriesFull);
		// One that is settled for good is the anchor, two make room.
		Market::close_before(101);
		fails(device.read(108), Error::SeriesFull);
		Market::close_before(102);
		deliver([device.read(108)]);
		assert_eq!(device.series(), (101..109).collect::<Vec<_>>());
	});
}
