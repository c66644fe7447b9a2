// SPDX-License-Identifier: Apache-2.0

//! Readings without a fee have a share of every block: nobody fills it with money, and they fill nothing else.

mod support;

use frame_support::{dispatch::DispatchClass, weights::Weight};
use gridmerit_energy::Basis;
use gridmerit_runtime::{
	Executive, MeterAttestation, Runtime, RuntimeCall, System, UncheckedExtrinsic,
	configs::{market::LaneWeight, system::RuntimeBlockWeights},
	units::UNIT,
};
use pallet_meter_attestation::{Call, SignedReadingOf};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Ferdie};
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
};
use support::{
	FIRST_SLOT, authorized, build_block, build_block_after,
	market::node,
	meters::{read, seeded, settle_with_seeded},
	on_chain,
	settling::{invoice, pass},
	tipped, transfer,
};

fn free(reading: &SignedReadingOf<Runtime>) -> UncheckedExtrinsic {
	authorized(Call::deliver_one { reading: reading.clone() }.into())
}

/// Transactions with so high a tip that fill more than a block.
fn crowd() -> Vec<UncheckedExtrinsic> {
	let transfers = || vec![transfer(&Ferdie.to_account_id(), UNIT / 1_000); 1_000];
	let batch = |nonce| {
		let call = pallet_utility::Call::batch_all { calls: transfers() };
		tipped(Alice, nonce, call.into(), UNIT)
	};
	(0..16).map(batch).collect()
}

const FULL: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);

#[test]
fn a_reading_gets_into_a_block_that_others_have_filled() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie]);
		let slot = pass(FIRST_SLOT + 1, from);
		let readings = [Bob, Charlie].map(|account| read(&mut seeded(account), from, 100, 0));
		let mut all = crowd();
		let others = all.len();
		all.extend(readings.iter().map(free));
		let results = build_block(slot + 1, all);
		// The normal share is full: no other transaction fits.
		assert_eq!(results[0], Ok(Ok(())));
		assert_eq!(results[others - 1], Err(FULL));
		assert_eq!(results[others..], [Ok(Ok(())), Ok(Ok(()))]);
		for account in [Bob, Charlie] {
			assert_eq!(invoice(from, account).unwrap().basis, Basis::Reading);
		}
	});
}

#[test]
fn a_pool_offers_a_reading_before_all_that_pay() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		pass(FIRST_SLOT + 1, from);
		let valid = |extrinsic| -> ValidTransaction {
			let block = System::block_hash(0);
			Executive::validate_transaction(TransactionSource::External, extrinsic, block).unwrap()
		};
		let reading = valid(free(&read(&mut seeded(Bob), from, 100, 0)));
		let nonce = System::account_nonce(Alice.to_account_id());
		let call = || transfer(&Ferdie.to_account_id(), UNIT);
		let dear = valid(tipped(Alice, nonce, call(), 100_000 * UNIT));
		assert!(reading.priority > dear.priority, "{} {}", reading.priority, dear.priority);
	});
}

#[test]
fn readings_take_no_more_of_a_block_than_their_lane() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		let slot = pass(FIRST_SLOT + 1, from + 2);
		let mut meter = seeded(Bob);
		let readings = [from, from + 1].map(|interval| read(&mut meter, interval, 100, 0));
		// Others have used all of the lane but what one takes, less 1 ps.
		let step = {
			use frame_support::dispatch::GetDispatchInfo;
			let call = RuntimeCall::from(Call::deliver_one { reading: readings[0].clone() });
			let base = RuntimeBlockWeights::get().get(DispatchClass::Operational).base_extrinsic;
			let info = call.get_dispatch_info();
			assert_eq!(info.class, DispatchClass::Operational);
			let authorize = frame_support::traits::Authorize::weight_of_authorize(&call);
			info.call_weight.saturating_add(authorize).saturating_add(base)
		};
		let fill = |spare: u64| {
			let used = LaneWeight::get().saturating_sub(step);
			let used = Weight::from_parts(used.ref_time() + 1 - spare, 0);
			move || System::register_extra_weight_unchecked(used, DispatchClass::Operational)
		};
		let nonce = System::account_nonce(Alice.to_account_id());
		let pays = |nonce| tipped(Alice, nonce, transfer(&Ferdie.to_account_id(), UNIT), 0);
		let results = build_block_after(slot + 1, fill(0), vec![free(&readings[0]), pays(nonce)]);
		assert_eq!(results, [Err(FULL), Ok(Ok(()))]);
		let both = vec![free(&readings[0]), free(&readings[1]), pays(nonce + 1)];
		let results = build_block_after(slot + 2, fill(1), both);
		// What the first did not need after all may be too little for the second.
		assert_eq!((&results[0], &results[2]), (&Ok(Ok(())), &Ok(Ok(()))));
		// A block has room for normal transactions beside a full lane.
		let weights = RuntimeBlockWeights::get();
		let normal = weights.get(DispatchClass::Normal).max_total.unwrap();
		assert!(normal.saturating_add(LaneWeight::get()).all_lte(weights.max_block));
		let reserved = weights.get(DispatchClass::Operational).reserved.unwrap();
		assert!(LaneWeight::get().all_lt(reserved), "the operator has none");
	});
}

/// Most of what a reading declares is a charge that it seldom makes, and is given back in the same block.
#[test]
fn hundreds_of_readings_fit_the_lane_by_what_they_take() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie]);
		let slot = pass(FIRST_SLOT + 1, from);
		let readings = [Bob, Charlie].map(|account| read(&mut seeded(account), from, 100, 0));
		let used = |slot, readings: &[_]| {
			let results = build_block(slot, readings.iter().map(free).collect());
			assert!(results.iter().all(|result| *result == Ok(Ok(()))), "{results:?}");
			System::block_weight().get(DispatchClass::Operational).ref_time()
		};
		let nothing = used(slot + 1, &[]);
		let taken = (used(slot + 2, &readings) - nothing) / readings.len() as u64;
		assert!(taken > 0 && LaneWeight::get().ref_time() / taken > 200, "{taken} ps each");
	});
}

#[test]
fn who_has_a_meters_key_gets_one_reading_an_interval_in() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		let slot = pass(FIRST_SLOT + 1, from + 1);
		let first = read(&mut seeded(Bob), from, 100, 0);
		let other = |import| read(&mut seeded(Bob), from, import, 0);
		let sent = [first.clone(), first, other(99), other(1 << 40), other((1 << 40) - 1)];
		let results = build_block(slot + 1, sent.iter().map(free).collect());
		assert_eq!(results.iter().filter(|result| **result == Ok(Ok(()))).count(), 1);
		// Nor does what has to be confirmed get in more than once.
		let mut meter = seeded(Bob);
		read(&mut meter, from, 100, 0);
		let far = |import| read(&mut meter.clone(), from + 1, import, 0);
		let sent = [far(1 << 40), far(1 << 40), far((1 << 40) - 1)];
		let results = build_block(slot + 2, sent.iter().map(free).collect());
		assert_eq!(results.iter().filter(|result| **result == Ok(Ok(()))).count(), 1);
		assert_eq!(MeterAttestation::doubted(node(Bob) - 1).len(), 1);
	});
}
