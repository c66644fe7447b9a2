// SPDX-License-Identifier: Apache-2.0

//! Meters whose key somebody has, and meters that die, on the real runtime.

mod support;

use frame_support::assert_ok;
use gridmerit_energy::{Basis, Planck, Reading};
use gridmerit_meter::{Meter, Scheme, certify, sign_reading};
use gridmerit_pallet_support::IntervalTerms;
use gridmerit_runtime::{ForwardMarket, Ledger, MeterAttestation, Runtime, RuntimeOrigin};
use pallet_meter_attestation::{Call, SignedReadingOf};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Ferdie};
use support::{
	FIRST_SLOT, authorized, build_block,
	market::{node, origin, send},
	meters::{self, deliver, delivered, read, seeded, settle_with_seeded},
	on_chain,
	settling::{check_sheet, invoice, pass, pass_blocks, refused},
};

/// A reading that somebody signs who has a copy of the meter's key.
fn forged(account: sp_keyring::Sr25519Keyring, reading: Reading) -> SignedReadingOf<Runtime> {
	let key = meters::keypair(Scheme::Sr25519, &format!("//Meter//{account:?}"));
	delivered(sign_reading(&key, meters::genesis(), node(account) - 1, reading))
}

#[test]
fn a_stolen_meter_key_costs_its_node_no_more_than_silence() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let (bob, meter) = (node(Bob), node(Bob) - 1);
		assert_ok!(Ledger::deposit(origin(Bob), 50_000_000_000));
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		let mut slot = pass(FIRST_SLOT + 1, from + 2);
		let mut device = seeded(Bob);
		let first = read(&mut device, from, 500, 0);
		slot += 1;
		send(slot, vec![(Alice, deliver(vec![first.clone()]))]);
		let before = Ledger::account(bob);

		// For nothing and at once, as much as a reading can state, and the last counter that there is.
		let most = 1 << 40;
		let last = first.reading;
		let false_one = Reading {
			interval: from + 1,
			counter: u64::MAX,
			import: most,
			import_register: last.import_register + most,
			..last
		};
		let false_one = forged(Bob, false_one);
		let call = Call::deliver_one { reading: false_one.clone() };
		slot += 1;
		assert_eq!(build_block(slot, vec![authorized(call.into())]), [Ok(Ok(()))]);
		assert_eq!((invoice(from + 1, Bob), Ledger::account(bob)), (None, before.clone()));
		assert_eq!(MeterAttestation::doubted(meter), vec![false_one.clone()]);

		// The true readings of that interval and of the next one count all the same.
		let true_ones = [from + 1, from + 2].map(|interval| read(&mut device, interval, 700, 0));
		slot += 1;
		send(slot, vec![(Alice, deliver(true_ones.to_vec()))]);
		assert_eq!((refused(0), refused(1)), (None, None));
		let settled = [from + 1, from + 2].map(|interval| invoice(interval, Bob).unwrap());
		assert!(settled.iter().all(|invoice| invoice.metered.import == 700));

		// Whoever has both proves it. The node owes what silence costs, and its true readings count again when
		// the operator has looked at it.
		let report = Call::report_tampering {
			meter,
			first: (false_one.reading, false_one.signature),
			second: (true_ones[0].reading, true_ones[0].signature.clone()),
		};
		slot += 1;
		send(slot, vec![(Alice, report.into())]);
		let tou = Planck::from(ForwardMarket::terms(from).unwrap().tariff.tou);
		for interval in [from + 1, from + 2] {
			let invoice = invoice(interval, Bob).unwrap();
			assert_eq!((invoice.basis, invoice.charged), (Basis::Revoked, 20_000 * tou));
		}
		assert_ok!(MeterAttestation::lift_tampering(RuntimeOrigin::root(), meter));
		slot += 1;
		send(slot, vec![(Alice, deliver(true_ones.to_vec()))]);
		assert_eq!([from + 1, from + 2].map(|interval| invoice(interval, Bob).unwrap()), settled);
		check_sheet(from + 1, true);
	});
}

#[test]
fn a_spare_settles_for_a_meter_that_has_died() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let keypair = meters::keypair(Scheme::Ed25519, "//Spare");
		let maker = meters::keypair(Scheme::Sr25519, "//Meterworks");
		let certificate = certify(&maker, keypair.signer(), 0, Default::default());
		let index = pallet_meter_attestation::NextMeter::<Runtime>::get();
		let register = Call::register_meter {
			manufacturer: 0,
			key: meters::key(&keypair),
			serial: Default::default(),
			from: 0,
			certificate: meters::signature(&certificate.signature),
		};
		let mut spare = Meter::new(keypair, meters::genesis(), index);
		let consent = meters::signature(&spare.consent(node(Charlie), 0).signature);
		let bind = Call::bind_meter { meter: index, consent };
		send(FIRST_SLOT + 1, vec![(Charlie, register.into()), (Charlie, bind.into())]);
		let from = settle_with_seeded(FIRST_SLOT + 2, &[Charlie]);
		assert_ok!(Ledger::deposit(origin(Charlie), 50_000_000_000));
		assert_ok!(Ledger::deposit(origin(Ferdie), 50_000_000_000));

		// The settlement meter is never heard; the spare's readings are on the chain from the start.
		let mut slot = pass(FIRST_SLOT + 2, from + 1);
		let readings = vec![read(&mut spare, from, 0, 2_000), read(&mut spare, from + 1, 0, 1_000)];
		slot += 1;
		send(slot, vec![(Alice, deliver(readings.clone()))]);
		assert_eq!(invoice(from, Charlie), None);
		slot = pass(slot, from + 5);
		// Of the intervals before as well.
		for _ in 0..3 {
			slot = pass_blocks(slot);
		}
		let silent = invoice(from, Charlie).unwrap();
		assert_eq!(silent.basis, Basis::Silence);
		assert!(silent.charged > 0);
		// One call of anybody, or the reading again.
		let call = Call::settle_with_spare { meter: index, first: from, last: from + 1 };
		slot += 1;
		send(slot, vec![(Alice, call.into())]);
		for (interval, export) in [(from, 2_000), (from + 1, 1_000)] {
			let invoice = invoice(interval, Charlie).unwrap();
			assert_eq!((invoice.basis, invoice.metered.export), (Basis::Spare, export));
			check_sheet(interval, true);
		}
		// If it comes to life, it is believed.
		let late = read(&mut seeded(Charlie), from, 0, 1_900);
		slot += 1;
		send(slot, vec![(Alice, deliver(vec![late]))]);
		let settled = invoice(from, Charlie).unwrap();
		assert_eq!((settled.basis, settled.metered.export), (Basis::Reading, 1_900));
	});
}
