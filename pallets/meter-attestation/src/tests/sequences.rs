// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts, while time goes on.

use super::*;
use frame_support::storage::with_storage_layer;
use proptest::{collection::vec, option::of, prelude::*};
use sp_runtime::StateVersion;
use std::collections::BTreeMap;

/// Devices, each with secrets of its own.
const DEVICES: u8 = 4;

#[derive(Clone, Debug)]
enum Step {
	/// Something that a device has a part in.
	Device(u8, DeviceStep),
	Call(AccountId, Box<Call<Test>>),
	/// A meter is revoked on behalf of an account, or restored.
	Revoke(MeterIndex, AccountId, Option<Interval>),
	/// Intervals that pass.
	Pass(u32),
	/// An interval of a node is settled without a reading.
	Silence(Interval, NodeIndex),
}

#[derive(Clone, Debug)]
enum DeviceStep {
	Register,
	/// With the next secret, from so many intervals after this one on.
	Rotate(Interval),
	Bind(NodeIndex),
	/// A reading so many intervals ago, with energy beyond what it was last known to have.
	Read(u32, u64),
	/// A second reading for an interval.
	Contradict(u32),
	/// A reading of a copy of its key that nobody can believe.
	Forge(u32),
	/// The last one is confirmed by a node.
	Confirm(NodeIndex),
}

fn step() -> impl Strategy<Value = Step> {
	let meter = || 0..u32::from(DEVICES);
	let node = || 0..2_u32;
	let account =
		|| prop_oneof![6 => node().prop_map(account_of), 2 => 3..5_u64, 1 => Just(STRANGER)];
	let around = || NOW - 4..NOW + 30;
	let call = prop_oneof![
		6 => (meter(), around()).prop_map(|(meter, from)| Call::settle_with { meter, from }),
		2 => meter().prop_map(|meter| Call::unbind_meter { meter }),
		1 => (meter(), of(around())).prop_map(|(meter, from)| Call::retire_meter { meter, from }),
		1 => (meter(), around(), around())
			.prop_map(|(meter, first, last)| Call::settle_with_spare { meter, first, last }),
		1 => meter().prop_map(|meter| Call::forget_meter { meter }),
		1 => meter()
			.prop_map(|meter| Call::challenge_tampering { meter, statement: words() }),
		1 => meter().prop_map(|meter| Call::lift_tampering { meter }),
	];
	let device = prop_oneof![
		2 => Just(DeviceStep::Register),
		1 => (0..6_u32).prop_map(DeviceStep::Rotate),
		2 => node().prop_map(DeviceStep::Bind),
		16 => (0..7_u32, 0..60_u64).prop_map(|(back, more)| DeviceStep::Read(back, more)),
		1 => (0..7_u32).prop_map(DeviceStep::Contradict),
		2 => (0..7_u32).prop_map(DeviceStep::Forge),
		1 => node().prop_map(DeviceStep::Confirm),
	];
	// The operator often, so that things happen.
	let account = prop_oneof![1 => Just(OPERATOR), 3 => account()];
	prop_oneof![
		8 => (0..DEVICES, device).prop_map(|(number, step)| Step::Device(number, step)),
		4 => (account, call).prop_map(|(account, call)| Step::Call(account, Box::new(call))),
		2 => (meter(), 3..5_u64, of(around()))
			.prop_map(|(meter, by, since)| Step::Revoke(meter, by, since)),
		2 => (1..4_u32).prop_map(Step::Pass),
		1 => (around(), node()).prop_map(|(interval, node)| Step::Silence(interval, node)),
	]
}

/// What the devices would say if asked.
#[derive(Default)]
struct House {
	/// Energy that a device has seen by the end of each interval.
	seen: BTreeMap<(u8, Interval), Reading>,
	/// With which of its secrets a device signs from when on.
	secrets: BTreeMap<u8, Vec<(Interval, Secret)>>,
}

impl House {
	fn device(&self, number: u8, interval: Interval) -> Option<Device> {
		let meter = MeterOfSerial::<Test>::get(0, serial(number))?;
		let secrets = self.secrets.get(&number)?;
		let (_, secret) = secrets.iter().rev().find(|(from, _)| *from <= interval)?;
		Some(Device { meter, secret: secret.clone() })
	}

	/// An honest reading: the same whenever it is asked for, and in line with all others.
	fn read(&mut self, number: u8, interval: Interval, more: u64) -> Reading {
		if let Some(reading) = self.seen.get(&(number, interval)) {
			return *reading;
		}
		let before = self.seen.range((number, 0)..(number, interval)).next_back();
		let total = before.map_or(0, |(_, reading)| reading.import_register);
		let after = self.seen.range((number, interval)..=(number, u32::MAX)).next();
		let room =
			after.map_or(u64::MAX, |(_, after)| after.import_register - after.import - total);
		let import = more.min(40).min(room);
		let reading = Reading {
			interval,
			counter: interval.into(),
			import_register: total + more.min(room).max(import),
			export_register: 0,
			import,
			export: 0,
		};
		self.seen.insert((number, interval), reading);
		reading
	}

	fn take(&mut self, step: Step) {
		let now = Market::now();
		match step {
			Step::Device(number, step) => self.act(number, step, now),
			Step::Call(account, call) => {
				let root = sp_io::storage::root(StateVersion::V1);
				let call = RuntimeCall::from(*call);
				let done = with_storage_layer(|| {
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
				if done.is_err() {
					assert_eq!(sp_io::storage::root(StateVersion::V1), root);
				}
			},
			Step::Revoke(meter, by, Some(since)) => {
				let _ = with_storage_layer(|| Attestation::revoke(meter, &by, since));
			},
			Step::Revoke(meter, by, None) => Attestation::restore(meter, &by),
			Step::Pass(intervals) => {
				Market::set_now(now + intervals);
				Market::close_before((now + intervals - WINDOW).max(NOW - 4));
			},
			Step::Silence(interval, node) => {
				if Market::settled(interval, node).is_none() {
					Market::settle_silence(interval, node);
				}
			},
		}
	}

	fn act(&mut self, number: u8, step: DeviceStep, now: Interval) {
		match step {
			DeviceStep::Register => {
				let secret = Secret::new(number);
				let (key, serial) = (secret.key(), serial(number));
				let certificate = certificate(MAKER, &key, 0, &serial);
				let stranger = stranger();
				let done =
					Attestation::register_meter(stranger, maker(), key, serial, 0, certificate);
				if done.is_ok() {
					self.secrets.insert(number, vec![(0, secret)]);
				}
			},
			DeviceStep::Rotate(ahead) => {
				let Some(device) = self.device(number, u32::MAX) else { return };
				let secrets = self.secrets.entry(number).or_default();
				let secret = Secret::new(number + DEVICES * secrets.len() as u8);
				let (key, from) = (secret.key(), now + ahead);
				let certificate = certificate(MAKER, &key, from, &serial(number));
				let origin = stranger();
				if Attestation::rotate_key(origin, device.meter, key, from, certificate).is_ok() {
					secrets.push((from, secret));
				}
			},
			DeviceStep::Bind(node) => {
				let Some(device) = self.device(number, now) else { return };
				let consent = device.consent(node, device.row().bindings);
				let _ = Attestation::bind_meter(by(node), device.meter, consent);
			},
			DeviceStep::Read(back, more) => {
				let interval = now - back;
				let Some(device) = self.device(number, interval) else { return };
				let signed = device.sign(self.read(number, interval, more));
				let open = Market::settled(interval, ALICE);
				for (_, error) in refused(vec![signed]) {
					// An honest meter is never refused for what it says.
					for wrong in [
						Error::<Test>::ConflictingReading,
						Error::CounterOutOfOrder,
						Error::RegistersOutOfOrder,
						Error::SeriesFull,
						Error::BadSignature,
						Error::AlreadySettled,
						Error::AwaitsConfirmation,
						Error::TooManyDoubted,
					] {
						assert_ne!(error, wrong.into(), "{open:?}");
					}
				}
			},
			DeviceStep::Contradict(back) => {
				let interval = now - back;
				let Some(device) = self.device(number, interval) else { return };
				let [first, second] = [1, 2].map(|export_register| {
					let reading = Reading { export_register, ..reading(interval) };
					(reading, device.sign(reading).signature)
				});
				let origin = stranger();
				let _ = Attestation::report_tampering(origin, device.meter, first, second);
			},
			DeviceStep::Forge(back) => {
				let interval = now - back;
				let Some(device) = self.device(number, interval) else { return };
				let forged =
					Reading { counter: u64::MAX, import_register: 1 << 50, ..reading(interval) };
				let before = device.series();
				refused(vec![device.sign(forged)]);
				assert_eq!(device.series(), before);
			},
			DeviceStep::Confirm(node) => {
				// An honest one that was never in doubt.
				let Some(device) = self.device(number, now - 1) else { return };
				let signed = device.sign(self.read(number, now - 1, 1));
				let _ = with_storage_layer(|| {
					Attestation::confirm_reading(by(node), signed).map_err(|error| error.error)
				});
			},
		}
	}
}

/// Deposits are what is held, and nothing is settled but by the readings that count.
fn check() {
	Attestation::do_try_state().unwrap();
	Market::check();
	for account in (1..5).chain((0..2).map(account_of)) {
		let meters = MeterDetails::<Test>::iter_values()
			.filter(|row| row.registrant.as_ref().is_some_and(|by| by.account == account))
			.count() as u64;
		assert_eq!(held(account), meters * DEPOSIT);
	}
	let open = Market::now().saturating_sub(WINDOW).max(NOW - 4);
	for (_, _, last, _) in Market::charged() {
		assert!(last < open, "a reading might still state it");
	}
	for interval in open..Market::now() {
		for node in [ALICE, BOB] {
			let row = MetersOfNode::<Test>::get(node);
			if let Some(Settled::With(metered)) = Market::settled(interval, node) {
				let meter = row.settles(interval).expect("somebody settled it");
				let found = Attestation::readings(meter, interval, interval);
				let [reading] = found[..] else { panic!("the reading that settled it") };
				assert_eq!((metered.import, metered.export), (reading.import, reading.export));
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn the_state_stays_sound_and_an_honest_meter_is_heard(steps in vec(step(), 1..80)) {
		run(|| {
			let mut house = House::default();
			for number in 0..2 {
				house.act(number, DeviceStep::Register, NOW);
				house.act(number, DeviceStep::Bind(number.into()), NOW);
				let _ = Attestation::settle_with(by(number.into()), number.into(), NOW);
			}
			for step in steps {
				house.take(step);
				check();
			}
		});
	}
}
