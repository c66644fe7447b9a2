// SPDX-License-Identifier: Apache-2.0

//! Readings beyond what can be, which have to be confirmed.

use super::*;
use frame_support::{pallet_prelude::TransactionSource, traits::Authorize};

/// The most that flows through a connection here, in an interval.
const MOST: u64 = 40;

/// A settlement meter of Alice, who may draw 20 Wh an interval, with a reading of interval 100.
fn ready() -> Device {
	let device = settling(1, ALICE);
	Market::set_limit(MOST / 2);
	Market::set_now(105);
	deliver([device.read(100)]);
	device
}

/// What a reading that is delivered came to.
fn doubts(reading: SignedReading<MeterSignature>) -> bool {
	assert_eq!(refused(vec![reading.clone()]), vec![]);
	let expected =
		Event::ReadingDoubted { meter: reading.meter, node: ALICE, reading: reading.reading };
	last_event() == expected
}

fn waiting(device: &Device) -> Vec<Interval> {
	Attestation::doubted(device.meter).iter().map(|signed| signed.reading.interval).collect()
}

/// A reading of the next interval with so much energy, and registers that agree.
fn draws(device: &Device, import: u64) -> SignedReading<MeterSignature> {
	let import_register = 1_000 + import;
	device.sign(Reading { import, import_register, ..reading(101) })
}

#[test]
fn boundary_of_what_a_connection_carries() {
	for (import, doubted) in [(MOST, false), (MOST + 1, true)] {
		run(|| {
			let device = ready();
			assert_eq!(doubts(draws(&device, import)), doubted);
			assert_eq!(Market::settled(101, ALICE).is_none(), doubted);
			assert_eq!(device.series().len(), if doubted { 1 } else { 2 });
			assert_eq!(waiting(&device), if doubted { vec![101] } else { vec![] });
		});
	}
	// The same in the other direction.
	run(|| {
		let device = ready();
		let fed_in =
			|export| device.sign(Reading { export, export_register: 500 + export, ..reading(101) });
		assert!(doubts(fed_in(MOST + 1)));
		assert!(!doubts(fed_in(MOST)));
	});
}

#[test]
fn boundary_of_jumps() {
	// Of counter and registers, in two intervals, from an earlier reading.
	let jump = |counter: u64, import_register: u64, export_register: u64| Reading {
		counter: 200 + counter,
		import_register: 1_000 + import_register,
		export_register: 500 + export_register,
		..reading(102)
	};
	let (counts, energy) = (2 * COUNTS, 2 * MOST);
	for (reading, doubted) in [
		(jump(counts, energy, energy), false),
		(jump(counts + 1, energy, energy), true),
		(jump(counts, energy + 1, energy), true),
		(jump(counts, energy, energy + 1), true),
	] {
		run(|| {
			let device = ready();
			assert_eq!(doubts(device.sign(reading)), doubted);
		});
	}
	// And to a later one.
	let before = |register| Reading {
		interval: 100,
		counter: 0,
		import_register: register,
		import: 0,
		..reading(100)
	};
	for (register, doubted) in [(1_020 - 2 * MOST, false), (1_020 - 2 * MOST - 1, true)] {
		run(|| {
			let device = settling(1, ALICE);
			Market::set_limit(MOST / 2);
			Market::set_now(105);
			deliver([device.read(102)]);
			assert_eq!(doubts(device.sign(before(register))), doubted);
		});
	}
}

#[test]
fn a_true_reading_counts_in_place_of_one_that_waits() {
	run(|| {
		let device = ready();
		assert!(doubts(draws(&device, 1 << 40)));
		// It is in the way of none, neither of its interval nor of later ones.
		deliver([device.read(101), device.read(102)]);
		assert_eq!(Market::settled(101, ALICE), metered());
		assert!(waiting(&device).is_empty());
		// And can neither be delivered again nor confirmed.
		let error: DispatchError = Error::<Test>::ConflictingReading.into();
		assert_eq!(refused(vec![draws(&device, 1 << 40)]), vec![(0, error)]);
		assert_noop!(
			Attestation::confirm_reading(by(ALICE), draws(&device, 1 << 40)),
			Error::<Test>::ConflictingReading
		);
	});
}

#[test]
fn the_node_or_the_operator_confirms() {
	for origin in [by(ALICE), operator(), Origin::root()] {
		run(|| {
			let device = ready();
			assert!(doubts(draws(&device, 50)));
			let [waits] = &Attestation::doubted(device.meter)[..] else { panic!("one waits") };
			for (origin, error) in
				[(by(BOB), Error::<Test>::NotYourMeter), (stranger(), Error::<Test>::NotRegistered)]
			{
				assert_noop!(Attestation::confirm_reading(origin, waits.clone()), error);
			}
			let forged = SignedReading { reading: draws(&device, 51).reading, ..waits.clone() };
			assert_noop!(
				Attestation::confirm_reading(by(ALICE), forged),
				Error::<Test>::BadSignature
			);
			events();
			assert_ok!(Attestation::confirm_reading(origin, waits.clone()));
			let confirmed = Event::ReadingConfirmed { meter: device.meter, interval: 101 };
			assert_eq!(events()[0], confirmed);
			let expected = Some(Settled::With(Metered { import: 50, export: 5 }));
			assert_eq!(Market::settled(101, ALICE), expected);
			assert_eq!(device.series(), vec![100, 101]);
			assert!(!Doubted::<Test>::contains_key(device.meter));
		});
	}
}

#[test]
fn one_that_does_not_wait_can_be_confirmed() {
	run(|| {
		let device = ready();
		// Whoever has a copy of the key was first, and has filled what there is.
		for interval in [101, 102] {
			assert!(doubts(device.sign(Reading { counter: u64::MAX, ..reading(interval) })));
		}
		let error: DispatchError = Error::<Test>::AwaitsConfirmation.into();
		assert_eq!(refused(vec![draws(&device, 50)]), vec![(0, error)]);
		assert_ok!(Attestation::confirm_reading(by(ALICE), draws(&device, 50)));
		assert_eq!(waiting(&device), vec![102]);
		// What contradicts readings that count is not confirmed.
		let low = Reading { import_register: 1_000, import: 0, ..reading(102) };
		assert_noop!(
			Attestation::confirm_reading(by(ALICE), device.sign(low)),
			Error::<Test>::RegistersOutOfOrder
		);
	});
}

#[test]
fn none_is_repeated_for_free_without_end() {
	run(|| {
		let device = ready();
		let free = |interval, counter| {
			let reading = device.sign(Reading { counter, ..reading(interval) });
			let call = RuntimeCall::from(Call::deliver_one { reading: reading.clone() });
			call.authorize(TransactionSource::External).unwrap()?;
			let authorized = frame_system::RawOrigin::Authorized.into();
			assert_ok!(Attestation::deliver_one(authorized, reading));
			Ok::<_, sp_runtime::transaction_validity::TransactionValidityError>(())
		};
		assert_ok!(free(101, 1 << 50));
		// Neither the same nor another of its interval, and two in all.
		assert!(free(101, 1 << 50).is_err());
		assert!(free(101, 1 << 51).is_err());
		assert_ok!(free(103, 1 << 50));
		assert!(free(104, 1 << 50).is_err());
		let error: DispatchError = Error::<Test>::TooManyDoubted.into();
		let third = device.sign(Reading { counter: 1 << 50, ..reading(104) });
		assert_eq!(refused(vec![third]), vec![(0, error)]);
		assert_eq!(waiting(&device), vec![101, 103]);
		// When the window of one has ended, it has lapsed, and there is room.
		Market::close_before(102);
		assert_eq!(waiting(&device), vec![103]);
		assert_noop!(
			Attestation::confirm_reading(
				by(ALICE),
				device.sign(Reading { counter: 1 << 50, ..reading(101) })
			),
			Error::<Test>::PastWindow
		);
		assert_ok!(free(104, 1 << 50));
		assert_eq!(Doubted::<Test>::get(device.meter).len(), 2);
	});
}

#[test]
fn what_waits_goes_with_its_meter() {
	let waits = |device: &Device| {
		for interval in [102, 103] {
			assert!(doubts(device.sign(Reading { counter: u64::MAX, ..reading(interval) })));
		}
	};
	run(|| {
		let device = ready();
		waits(&device);
		revoke(3, &device, 103);
		assert_eq!(waiting(&device), vec![102]);
		assert_ok!(Attestation::retire_meter(operator(), device.meter, Some(101)));
		assert!(!Doubted::<Test>::contains_key(device.meter));
	});
	run(|| {
		let device = bound(1, ALICE);
		Market::set_limit(MOST / 2);
		Market::set_now(105);
		deliver([device.read(100)]);
		waits(&device);
		assert_ok!(Attestation::unbind_meter(operator(), device.meter));
		assert!(!Doubted::<Test>::contains_key(device.meter));
	});
}

#[test]
fn a_step_back_of_a_few_wh_costs_nothing() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(105);
		deliver([device.read(100)]);
		// Its power failed: what it had not stored yet is gone from both registers.
		let after = |interval: Interval, lost: u64| {
			let whole = reading(interval);
			device.sign(Reading {
				import_register: whole.import_register - lost,
				export_register: whole.export_register - lost,
				..whole
			})
		};
		deliver([after(101, TOLERANCE), after(102, TOLERANCE), after(103, 2 * TOLERANCE)]);
		assert_eq!(device.series(), vec![100, 101, 102, 103]);
		let error: DispatchError = Error::<Test>::RegistersOutOfOrder.into();
		assert_eq!(refused(vec![after(104, 3 * TOLERANCE + 1)]), vec![(0, error)]);
	});
}

#[test]
fn the_weight_is_that_of_what_waits() {
	run(|| {
		let device = ready();
		let (doubt, verify) =
			(<() as WeightInfo>::doubt_reading(), <() as WeightInfo>::verify_signature());
		let deliver = <() as WeightInfo>::deliver(0);
		let series = Attestation::series_weight(1);
		let batch = vec![draws(&device, 50)].try_into().unwrap();
		let result = Attestation::deliver(stranger(), batch).unwrap();
		assert_eq!(result.actual_weight, Some(deliver + doubt + verify + series));
		let result = Attestation::confirm_reading(by(ALICE), draws(&device, 50)).unwrap();
		assert_eq!(result.actual_weight, Some(<() as WeightInfo>::confirm_reading() + series));
	});
}
