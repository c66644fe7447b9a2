// SPDX-License-Identifier: Apache-2.0

mod bind_meter;
mod deliver;
mod deliver_one;
mod doubted;
mod forget_meter;
mod genesis;
mod keys;
mod manufacturers;
mod offences;
mod register_meter;
mod report_tampering;
mod retire_meter;
mod revocation;
mod rotate_key;
mod sequences;
mod settle_with;
mod spare;
mod stolen_key;
mod try_state;
mod unaccounted;
mod unbind_meter;
mod views;

use crate::Serial;
use codec::Encode as _;
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use gridmerit_energy::{Interval, MeterIndex, Metered, NodeIndex, Reading};
use gridmerit_pallet_support::{
	IntervalClock as _, MeterRevocation as _, Name, Unsettleable, ViolationKind, Words,
};
use gridmerit_statements::MAX_METERED;
use sp_runtime::{DispatchError, TokenError, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

/// The number of a secret of the manufacturer that most meters are made by.
const MAKER: u8 = 200;

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn stranger() -> Origin {
	Origin::signed(STRANGER)
}

fn held(account: AccountId) -> u64 {
	Balances::total_balance_on_hold(&account)
}

fn name(name: &str) -> Name {
	name.as_bytes().to_vec().try_into().unwrap()
}

fn words() -> Words {
	b"because".to_vec().try_into().unwrap()
}

fn serial(number: u8) -> Serial {
	vec![number].try_into().unwrap()
}

/// A device and what it hides.
#[derive(Clone)]
struct Device {
	meter: MeterIndex,
	secret: Secret,
}

impl Device {
	fn sign(&self, reading: Reading) -> SignedReading<MeterSignature> {
		let payload = reading.payload(&Attestation::genesis().0, &self.secret.key().encode());
		let signature = self.secret.sign(&payload);
		SignedReading { meter: self.meter, reading, signature }
	}

	/// Its usual reading of an interval.
	fn read(&self, interval: Interval) -> SignedReading<MeterSignature> {
		self.sign(reading(interval))
	}

	fn consent(&self, node: NodeIndex, bindings: u32) -> MeterSignature {
		let payload = gridmerit_statements::consent(
			&Attestation::genesis().0,
			&self.secret.key().encode(),
			node,
			bindings,
		);
		self.secret.sign(&payload)
	}

	fn row(&self) -> MeterOf<Test> {
		Meters::<Test>::get(self.meter).unwrap()
	}

	/// Intervals of its readings that count.
	fn series(&self) -> Vec<Interval> {
		Series::<Test>::get(self.meter).iter().map(|reading| reading.interval).collect()
	}
}

/// What all devices read: 10 Wh in, 5 Wh out.
fn reading(interval: Interval) -> Reading {
	Reading {
		interval,
		counter: 2 * u64::from(interval),
		import_register: 10 * u64::from(interval),
		export_register: 5 * u64::from(interval),
		import: 10,
		export: 5,
	}
}

fn metered() -> Option<Settled> {
	Some(Settled::With(Metered { import: 10, export: 5 }))
}

/// A manufacturer's certificate.
fn certificate(maker: u8, key: &MeterKey, from: Interval, serial: &Serial) -> MeterSignature {
	Secret::new(maker).sign(&gridmerit_statements::certificate(&key.encode(), from, serial))
}

/// The manufacturer with number 0 and one key.
fn maker() -> ManufacturerId {
	if NextManufacturer::<Test>::get() == 0 {
		let keys = vec![Secret::new(MAKER).key()].try_into().unwrap();
		assert_ok!(Attestation::register_manufacturer(operator(), name("maker"), keys));
	}
	0
}

/// A device with the secret and the serial number of this number.
fn registered(number: u8) -> Device {
	let (meter, secret) = (NextMeter::<Test>::get(), Secret::new(number));
	let key = secret.key();
	let certificate = certificate(MAKER, &key, 0, &serial(number));
	assert_ok!(Attestation::register_meter(
		stranger(),
		maker(),
		key,
		serial(number),
		0,
		certificate
	));
	Device { meter, secret }
}

/// A device that informs a node.
fn bound(number: u8, node: NodeIndex) -> Device {
	let device = registered(number);
	bind(&device, node);
	device
}

fn bind(device: &Device, node: NodeIndex) {
	let consent = device.consent(node, device.row().bindings);
	assert_ok!(Attestation::bind_meter(by(node), device.meter, consent));
}

/// A device that settles for a node from the current interval on.
fn settling(number: u8, node: NodeIndex) -> Device {
	let device = bound(number, node);
	settle_with(&device, node, Market::now());
	device
}

fn settle_with(device: &Device, node: NodeIndex, from: Interval) {
	assert_ok!(Attestation::settle_with(by(node), device.meter, from));
}

/// Delivers readings that are all accepted.
fn deliver(readings: impl IntoIterator<Item = SignedReading<MeterSignature>>) {
	let readings: Vec<_> = readings.into_iter().collect();
	assert_eq!(refused(readings), vec![]);
}

/// Delivers readings: places and errors of those that are refused.
fn refused(readings: Vec<SignedReading<MeterSignature>>) -> Vec<(u32, DispatchError)> {
	System::reset_events();
	assert_ok!(Attestation::deliver(stranger(), readings.try_into().unwrap()));
	let refused = |event| match event {
		Event::ReadingRefused { place, error, .. } => Some((place, error)),
		_ => None,
	};
	seen().into_iter().filter_map(refused).collect()
}

/// The pallet's events so far.
fn seen() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Attestation(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = seen();
	System::reset_events();
	events
}

fn last_event() -> Event<Test> {
	events().pop().unwrap()
}

/// Revokes a meter on behalf of an account.
fn revoke(by: AccountId, device: &Device, since: Interval) {
	assert_ok!(Attestation::revoke(device.meter, &by, since));
}

/// All calls.
fn calls() -> Vec<(Call<Test>, &'static str)> {
	let secret = Secret::new(1);
	let (key, signature) = (secret.key(), secret.sign(b""));
	let shown = || (reading(1), signature.clone());
	let readings =
		vec![SignedReading { meter: 0, reading: reading(1), signature: signature.clone() }];
	vec![
		(Call::register_manufacturer { name: name(""), keys: Default::default() }, "operator"),
		(
			Call::change_manufacturer { manufacturer: 0, name: name(""), keys: Default::default() },
			"operator",
		),
		(
			Call::register_meter {
				manufacturer: 0,
				key,
				serial: serial(1),
				from: 0,
				certificate: signature.clone(),
			},
			"signed",
		),
		(Call::rotate_key { meter: 0, key, from: 0, certificate: signature.clone() }, "signed"),
		(Call::bind_meter { meter: 0, consent: signature.clone() }, "signed"),
		(Call::settle_with { meter: 0, from: 0 }, "either"),
		(Call::unbind_meter { meter: 0 }, "either"),
		(Call::retire_meter { meter: 0, from: None }, "either"),
		(Call::deliver { readings: readings.clone().try_into().unwrap() }, "signed"),
		(Call::deliver_one { reading: readings[0].clone() }, "authorized"),
		(Call::report_tampering { meter: 0, first: shown(), second: shown() }, "signed"),
		(Call::challenge_tampering { meter: 0, statement: words() }, "signed"),
		(Call::lift_tampering { meter: 0 }, "operator"),
		(Call::confirm_reading { reading: readings[0].clone() }, "either"),
		(Call::settle_with_spare { meter: 0, first: 0, last: 0 }, "signed"),
		(Call::forget_meter { meter: 0 }, "operator"),
		(Call::strike_out { meter: 0 }, "signed"),
	]
}

#[test]
fn every_call_knows_who_may_send_it() {
	run(|| {
		for (index, (call, who)) in calls().into_iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
			let not = match who {
				"operator" => vec![Origin::none(), stranger()],
				"signed" => vec![Origin::none(), Origin::root()],
				"either" => vec![Origin::none()],
				_ => vec![Origin::none(), Origin::root(), stranger(), operator()],
			};
			for origin in not {
				assert_noop!(
					RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
