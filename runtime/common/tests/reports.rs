// SPDX-License-Identifier: Apache-2.0

//! Meters that authorities report as compromised, on the real runtime.

mod support;

use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use gridmerit_energy::{Basis, Planck};
use gridmerit_meter::{Meter, Scheme, certify};
use gridmerit_pallet_support::{IntervalTerms, ViolationKind};
use gridmerit_runtime::{
	Authorities, Balances, ForwardMarket, Ledger, MeterAttestation, Runtime, RuntimeOrigin,
};
use pallet_authorities::AuthorityKind;
use pallet_meter_attestation::{Call, Error};
use sp_keyring::Sr25519Keyring::{Alice, Charlie, Dave, Eve, Ferdie};
use sp_runtime::BoundedVec;
use support::{
	FIRST_SLOT, build_block,
	market::{node, origin, send},
	meters::{self, deliver, delivered, read, seeded, settle_with_seeded},
	on_chain,
	settling::{check_sheet, invoice, pass, refused},
};

type MeterError = Error<Runtime>;

#[test]
fn a_report_reopens_what_was_settled_and_another_meter_takes_over_from_then_on() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let genesis = meters::genesis();
		// Charlie has a second meter, which informs.
		let spare = meters::keypair(Scheme::Sr25519, "//Spare");
		let maker = meters::keypair(Scheme::Sr25519, "//Meterworks");
		let certificate = certify(&maker, spare.signer(), 0, Default::default());
		let register = Call::register_meter {
			manufacturer: 0,
			key: meters::key(&spare),
			serial: Default::default(),
			from: 0,
			certificate: meters::signature(&certificate.signature),
		};
		let mut spare = Meter::new(spare, genesis, 4);
		let consent = meters::signature(&spare.consent(node(Charlie), 0).signature);
		let bind = Call::bind_meter { meter: 4, consent };
		send(FIRST_SLOT + 1, vec![(Charlie, register.into()), (Charlie, bind.into())]);
		let from = settle_with_seeded(FIRST_SLOT + 2, &[Charlie]);
		let mut slot = pass(FIRST_SLOT + 2, from + 1);
		assert_ok!(Ledger::deposit(origin(Ferdie), 10_000_000_000));

		// The settlement meter says twice what the other says.
		let mut meter = seeded(Charlie);
		let readings = (from..from + 2)
			.flat_map(|k| [read(&mut meter, k, 0, 8_000), read(&mut spare, k, 0, 4_000)])
			.collect();
		slot += 1;
		send(slot, vec![(Alice, deliver(readings))]);
		let fit = 80_000;
		let credit = Ledger::account(2).credit;
		assert_eq!(credit, 2 * 8_000 * fit);
		assert_ok!(Ledger::withdraw(origin(Charlie), credit));

		let report = |since| pallet_authorities::Call::report_meter {
			meter: 1,
			since,
			reason: BoundedVec::truncate_from(b"opened".to_vec()),
		};
		let publish = pallet_authorities::Call::publish {
			kind: AuthorityKind::Police,
			name: BoundedVec::truncate_from(b"Police".to_vec()),
		};
		slot += 1;
		send(slot, vec![(Eve, publish.into())]);
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Eve.to_account_id(), true));
		slot += 1;
		send(slot, vec![(Eve, report(from + 1).into())]);
		assert_eq!(invoice(from, Charlie).unwrap().basis, Basis::Reading);
		let reopened = invoice(from + 1, Charlie).unwrap();
		assert_eq!((reopened.basis, reopened.metered.import), (Basis::Revoked, 10_000));
		assert_eq!(
			pallet_te_registry::Violations::<Runtime>::get(2, ViolationKind::CompromisedMeter),
			1
		);
		// It has been paid out: what has to go back is owed, with the worst that may have been used.
		let tou = ForwardMarket::terms(from + 1).unwrap().tariff.tou;
		let debts = Ledger::account(2).debts;
		assert_eq!(debts, 8_000 * fit + 10_000 * Planck::from(tou));
		support::try_state();

		// The other meter takes over from then on, and its reading of that interval, which only informed,
		// settles it now.
		let again = MeterAttestation::readings(4, from + 1, from + 1)[0];
		let again = delivered(gridmerit_meter::sign_reading(
			&meters::keypair(Scheme::Sr25519, "//Spare"),
			genesis,
			4,
			again,
		));
		slot += 1;
		send(
			slot,
			vec![
				(Charlie, Call::settle_with { meter: 4, from: from + 1 }.into()),
				(Alice, deliver(vec![again])),
			],
		);
		assert_eq!(refused(0), None);
		let settled = invoice(from + 1, Charlie).unwrap();
		assert_eq!((settled.basis, settled.metered.export), (Basis::Reading, 4_000));
		assert_eq!(Ledger::account(2).debts, 4_000 * fit);
		check_sheet(from + 1, true);

		// The report is lifted; what has been settled with the other meter stays.
		slot += 1;
		let lift =
			pallet_authorities::Call::lift_report { meter: 1, authority: Eve.to_account_id() };
		send(slot, vec![(Eve, lift.into())]);
		assert_eq!(invoice(from + 1, Charlie).unwrap(), settled);
	});
}

#[test]
fn only_a_trusted_report_revokes_a_meter_and_lifting_it_restores_what_was_settled() {
	on_chain("development", || {
		use pallet_authorities::{Call as Authority, Error as Refusal, Reports};
		build_block(FIRST_SLOT, vec![]);
		assert_ok!(Ledger::deposit(origin(Ferdie), 10_000_000_000));
		let (dave, meter) = (node(Dave), node(Dave) - 1);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Dave]);
		let mut slot = pass(FIRST_SLOT + 1, from + 1);
		let mut device = seeded(Dave);
		let readings = [from, from + 1].map(|k| read(&mut device, k, 0, 8_000));
		let mut next = |calls| {
			slot += 1;
			send(slot, calls);
		};
		next(vec![(Alice, deliver(readings.to_vec()))]);
		let settled = [from, from + 1].map(|k| invoice(k, Dave).unwrap());
		assert!(settled.iter().all(|invoice| invoice.basis == Basis::Reading));
		let money = Ledger::account(dave);
		assert_eq!(money.credit, 2 * 8_000 * 80_000);
		let revoked_from = || MeterAttestation::meters_of(dave)[0].revoked_from;

		// Of an authority that nobody trusts it is a warning.
		let kind = AuthorityKind::StandardsBody;
		let report = || Authority::report_meter {
			meter,
			since: from + 1,
			reason: BoundedVec::truncate_from(b"recalled".to_vec()),
		};
		next(vec![
			(Eve, Authority::publish { kind, name: Default::default() }.into()),
			(Eve, report().into()),
		]);
		assert!(!Reports::<Runtime>::get(meter, Eve.to_account_id()).unwrap().effective);
		assert_eq!(revoked_from(), None);
		assert_eq!([from, from + 1].map(|k| invoice(k, Dave).unwrap()), settled);
		support::try_state();

		// When it is trusted it repeats that.
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Eve.to_account_id(), true));
		next(vec![(Eve, report().into())]);
		assert_eq!(revoked_from(), Some(from + 1));
		assert_eq!(invoice(from, Dave), Some(settled[0]));
		assert_eq!(invoice(from + 1, Dave).unwrap().basis, Basis::Revoked);
		assert!(Ledger::account(dave).debts > 0);
		check_sheet(from + 1, true);
		support::try_state();
		next(vec![(Alice, deliver(vec![readings[1].clone()]))]);
		assert_eq!(refused(0), Some(MeterError::Revoked.into()));
		assert_noop!(
			Authorities::lift_report(origin(Charlie), meter, Eve.to_account_id()),
			Refusal::<Runtime>::NotYourReport
		);
		assert_noop!(Authorities::withdraw(origin(Eve)), Refusal::<Runtime>::HasReports);

		// Lifted: the meter counts again, and so does the reading when it is delivered anew.
		next(vec![
			(Eve, Authority::lift_report { meter, authority: Eve.to_account_id() }.into()),
			(Eve, Authority::withdraw {}.into()),
		]);
		assert_eq!(Balances::total_balance_on_hold(&Eve.to_account_id()), 0);
		assert_eq!(revoked_from(), None);
		assert_eq!(invoice(from + 1, Dave).unwrap().basis, Basis::Revoked);
		support::try_state();
		next(vec![(Alice, deliver(vec![readings[1].clone()]))]);
		assert_eq!(refused(0), None);
		assert_eq!([from, from + 1].map(|k| invoice(k, Dave).unwrap()), settled);
		assert_eq!(Ledger::account(dave), money);
		check_sheet(from + 1, true);
	});
}
