// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{
	dispatch::GetDispatchInfo,
	pallet_prelude::{TransactionSource, TransactionValidityError, ValidTransaction},
	traits::Authorize,
};
use frame_system::AuthorizeCall;
use sp_runtime::{
	traits::DispatchTransaction,
	transaction_validity::{InvalidTransaction, UnknownTransaction},
};

fn validity(
	reading: &SignedReading<MeterSignature>,
) -> Result<ValidTransaction, TransactionValidityError> {
	let call = RuntimeCall::from(Call::deliver_one { reading: reading.clone() });
	let (valid, unspent) = call.authorize(TransactionSource::External).unwrap()?;
	assert_eq!(unspent, Default::default());
	Ok(valid)
}

/// Sends a reading as a transaction that nobody signs.
fn send(reading: SignedReading<MeterSignature>) -> Result<(), TransactionValidityError> {
	let call = RuntimeCall::from(Call::deliver_one { reading });
	let info = call.get_dispatch_info();
	let extension = AuthorizeCall::<Test>::new();
	let (origin, length) = (Origin::none(), call.encoded_size());
	let sent = extension.dispatch_transaction(origin, call, &info, length, 0)?;
	assert_ok!(sent);
	Ok(())
}

fn custom(error: Error<Test>) -> TransactionValidityError {
	let code = error.encode()[0];
	match error {
		Error::NotOver | Error::NotFinal | Error::SeriesFull | Error::UnknownInterval => {
			UnknownTransaction::Custom(code).into()
		},
		_ => InvalidTransaction::Custom(code).into(),
	}
}

#[test]
fn anybody_sends_a_reading_without_a_fee() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(102);
		let valid = validity(&device.read(100)).unwrap();
		assert_eq!((valid.provides.len(), valid.requires.len()), (1, 0));
		assert!(valid.propagate && valid.longevity < 1_000);
		// It comes before all that pay.
		assert_eq!(valid.priority, u64::MAX);
		// Readings of other intervals and meters do not displace it, another one for the same does.
		let other = device.sign(Reading { import: 9, ..reading(100) });
		assert_eq!(validity(&other).unwrap().provides, valid.provides);
		assert_ne!(validity(&device.read(101)).unwrap().provides, valid.provides);

		assert_ok!(send(device.read(100)));
		assert_eq!(Market::settled(100, ALICE), metered());
	});
}

#[test]
fn a_refusal_tells_the_error() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(102);
		let free = registered(2);
		let forged = SignedReading { reading: reading(101), ..device.read(100) };
		let unknown = SignedReading { meter: 9, ..device.read(100) };
		assert_ok!(send(device.read(100)));
		for (reading, error) in [
			(unknown, Error::UnknownMeter),
			(free.read(100), Error::NotBound),
			(device.read(102), Error::NotOver),
			(device.read(100), Error::Replay),
			(forged, Error::BadSignature),
		] {
			assert_eq!(validity(&reading), Err(custom(error)));
			assert!(send(reading).is_err());
		}
		// What passes with time is unknown, so that the pool does not ban it.
		Market::refuse(101, Some(Unsettleable::UnknownInterval));
		let unknown = UnknownTransaction::Custom(Error::<Test>::UnknownInterval.encode()[0]);
		assert_eq!(validity(&device.read(101)), Err(unknown.into()));
		Market::refuse(101, None);
		assert_ok!(validity(&device.read(101)));
		// These numbers are part of the interface.
		assert_eq!(Error::<Test>::UnknownMeter.encode()[0], 0);
		assert_eq!(Error::<Test>::BadSignature.encode()[0], 19);
	});
}

#[test]
fn what_changed_since_it_was_authorized_is_seen() {
	run(|| {
		let device = settling(1, ALICE);
		Market::set_now(102);
		assert_ok!(validity(&device.read(100)));
		deliver([device.read(100)]);
		assert_noop!(
			Attestation::deliver_one(frame_system::RawOrigin::Authorized.into(), device.read(100)),
			Error::<Test>::Replay
		);
	});
}

#[test]
fn only_this_call_needs_no_signature() {
	run(|| {
		for (call, who) in calls() {
			let authorized = RuntimeCall::from(call).authorize(TransactionSource::External);
			assert_eq!(authorized.is_some(), who == "authorized");
		}
	});
}
