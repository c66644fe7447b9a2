// SPDX-License-Identifier: Apache-2.0

//! How long nodes have time, on the real runtime: late data, marks that are lifted, and halts.

mod support;

use frame_support::{assert_noop, assert_ok, traits::Get};
use gridmerit_energy::{Basis, Interval, NodeIndex, Wh};
use gridmerit_pallet_support::{IntervalTerms, ViolationKind};
use gridmerit_runtime::{
	Authorities, ForwardMarket, Ledger, Runtime, RuntimeOrigin, Settlement, units::UNIT,
};
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_forward_market::ClosedUntil;
use pallet_ledger::Accounts;
use pallet_meter_attestation::SignedReadingOf;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve, Ferdie};
use sp_runtime::DispatchError;
use support::{
	FIRST_SLOT, build_block,
	market::{INTERVAL_SLOTS, node, origin, round, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	on_chain,
	settling::{close, dispute_window, invoice, pass, pass_blocks, refused},
};

fn worth(node: NodeIndex) -> i128 {
	let account = Accounts::<Runtime>::get(node);
	(account.credit + account.claims) as i128 - account.debts as i128
}

/// What it costs to draw so much in each of these intervals.
fn price(intervals: impl Iterator<Item = Interval>, import: Wh) -> i128 {
	let tou = |interval| ForwardMarket::terms(interval).expect("it has opened").tariff.tou;
	intervals.map(|interval| i128::from(import * tou(interval))).sum()
}

/// Delivers readings in batches, and expects that none is refused.
fn deliver_all(mut slot: u64, readings: &[SignedReadingOf<Runtime>]) -> u64 {
	let most: u32 = <Runtime as pallet_meter_attestation::Config>::MaxBatch::get();
	for batch in readings.chunks(most.min(100) as usize) {
		slot += 1;
		send(slot, vec![(Alice, deliver(batch.to_vec()))]);
		assert_eq!((0..most).find_map(refused), None);
	}
	slot
}

fn silences(node: NodeIndex) -> u32 {
	pallet_te_registry::Violations::<Runtime>::get(node, ViolationKind::Silence)
}

/// Grid operators that deliver quarters of an hour the next day, or later.
#[test]
fn late_data_costs_nothing_final_if_the_window_is_long_enough() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let longest = <Runtime as pallet_settlement::Config>::MaxDisputeWindow::get();
		assert_noop!(
			Settlement::set_dispute_window(origin(Ferdie), longest),
			DispatchError::BadOrigin
		);
		assert_ok!(Settlement::set_dispute_window(RuntimeOrigin::root(), longest));
		assert_noop!(
			Settlement::set_dispute_window(RuntimeOrigin::root(), longest + 1),
			pallet_settlement::Error::<Runtime>::BadDisputeWindow
		);
		assert_eq!(dispute_window(), longest);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		assert_ok!(Ledger::deposit(origin(Bob), 1_000 * UNIT));
		let before = worth(1);
		// Up to 108 intervals of 100 Wh each, delivered up to 26 hours after the last: where the window is a day less.
		let (count, wait) = ((longest / 6).min(108), (longest / 2).min(26 * 4));
		let mut meter = seeded(Bob);
		let intervals = from..from + count;
		let readings: Vec<_> =
			intervals.clone().map(|interval| read(&mut meter, interval, 100, 0)).collect();
		let slot = pass(FIRST_SLOT + 1, from + count - 1 + wait);
		let charged = |interval| invoice(interval, Bob).map(|invoice| invoice.basis);
		assert!(intervals.clone().all(|interval| charged(interval) == Some(Basis::Silence)));
		assert!(ClosedUntil::<Runtime>::get() <= from);
		deliver_all(slot, &readings);
		assert!(intervals.clone().all(|interval| charged(interval) == Some(Basis::Reading)));
		let others = price(from + count..Settlement::silent_until(), 20_000);
		let paid = before - worth(1) - others;
		assert_eq!(paid, price(intervals, 100));
		// Two cents or so each, and not 35 and more.
		assert_eq!(paid * 100 / UNIT as i128 / i128::from(count), 2, "{paid}");
	});
}

/// An authority's key is stolen, or it is wrong: what that has opened again stays open for a whole window.
#[test]
fn a_mark_that_is_lifted_after_six_hours_costs_nothing() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Charlie]);
		assert_ok!(Ledger::deposit(origin(Ferdie), 1_000 * UNIT));
		let mut meter = seeded(Charlie);
		let before = worth(2);
		let fed_in =
			|first: Interval, last: Interval| i128::from((last + 1 - first) * 4_000) * 80_000;
		// It has fed in during a whole window.
		let settled = from + dispute_window() - 1;
		let mut slot = FIRST_SLOT + 1;
		let mut readings = Vec::new();
		for interval in from..=settled {
			slot = pass(slot, interval);
			let reading = read(&mut meter, interval, 0, 4_000);
			readings.push(reading.clone());
			slot = deliver_all(slot, &[reading]);
		}
		assert_eq!(worth(2) - before, fed_in(from, settled));

		let publish = Authority::publish { kind: AuthorityKind::Police, name: Default::default() };
		let report = Authority::report_meter { meter: 1, since: from, reason: Default::default() };
		slot += 1;
		send(slot, vec![(Eve, publish.into())]);
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Eve.to_account_id(), true));
		slot += 1;
		send(slot, vec![(Eve, report.into())]);
		assert_eq!(invoice(from, Charlie).unwrap().basis, Basis::Revoked);
		let last = settled + 24;
		for interval in settled + 1..=last {
			slot = pass(slot, interval);
			readings.push(read(&mut meter, interval, 0, 4_000));
		}
		assert!(ClosedUntil::<Runtime>::get() <= from, "closed before it could be answered");
		let lift = Authority::lift_report { meter: 1, authority: Eve.to_account_id() };
		slot += 1;
		send(slot, vec![(Eve, lift.into())]);
		slot = deliver_all(slot, &readings);
		assert_eq!(worth(2) - before, fed_in(from, last));
		let slot = close(pass(slot, settled + 1 + dispute_window()), from);
		assert_eq!(worth(2) - before - fed_in(from, last), {
			// From then on it is silent.
			let silent = last + 1..Settlement::silent_until();
			-price(silent, 10_000)
		});
		support::try_state();
		// It was open two windows at most.
		assert!(slot / INTERVAL_SLOTS <= u64::from(from + 2 * dispute_window() + 2));
	});
}

/// A halt of the chain is nobody's silence.
#[test]
fn after_a_halt_nobody_is_charged_who_reports_within_the_usual_time() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		assert_ok!(Ledger::deposit(origin(Bob), UNIT));
		let mut meter = seeded(Bob);
		let mut slot = pass(FIRST_SLOT + 1, from);
		slot = deliver_all(slot, &[read(&mut meter, from, 100, 0)]);
		// Five hours.
		let back = from + 1 + 20;
		slot = pass(slot + 20 * INTERVAL_SLOTS, back);
		for interval in back + 1..back + 4 {
			slot = pass_blocks(slot);
			slot = pass(slot, interval);
		}
		assert_eq!((silences(1), Ledger::account(1).debts), (0, 0));
		let readings: Vec<_> =
			(from + 1..back + 3).map(|interval| read(&mut meter, interval, 100, 0)).collect();
		slot = deliver_all(slot, &readings);
		pass_blocks(pass(slot, back + 5));
		let settled = from..back + 3;
		assert!(settled.clone().all(|of| invoice(of, Bob).unwrap().basis == Basis::Reading));
		let account = Ledger::account(1);
		assert_eq!((silences(1), account.debts), (0, 0));
		assert_eq!(UNIT as i128 - account.credit as i128, price(settled, 100));
		assert!(round() > back + 4 && node(Bob) == 1);
	});
}
