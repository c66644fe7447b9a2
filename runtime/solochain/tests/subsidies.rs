// SPDX-License-Identifier: Apache-2.0

//! From readings to subsidies, on the real runtime.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{assert_noop, assert_ok};
use gridmerit_energy::{Basis, SourceKind};
use gridmerit_pallet_support::SubsidyPot;
use gridmerit_runtime::{
	Balance, Balances, Ledger, Runtime, RuntimeCall, RuntimeOrigin, Subsidies, units::UNIT,
};
use pallet_subsidies::{ALL_HOURS, Call, Error, Received, Rules};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve};
use support::{
	FIRST_SLOT, build_block,
	market::{node, origin, round, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	on_chain,
	settling::{build_blocks, close, invoice, pass},
};

fn credit(account: Sr25519Keyring) -> Balance {
	Ledger::account(node(account)).credit
}

fn free(account: Sr25519Keyring) -> Balance {
	Balances::free_balance(account.to_account_id())
}

/// A tenth of a UNIT for a kWh of the sun's, for three intervals.
fn rules() -> Rules {
	let (from, most) = (round() + 1, 100 * UNIT);
	let source = Some(SourceKind::Solar);
	let (rate, per_day) = (UNIT / 10, UNIT);
	Rules { source, hours: ALL_HOURS, rate, per_day, most, from, until: from + 3 }
}

/// Charlie, of the sun, feeds in, is silent, and feeds in again; Dave, of the wind, always does. What both have when all of
/// it is settled for good, with a programme or without one.
fn play(with_programme: bool) -> (Balance, Balance) {
	let mut ends_with = (0, 0);
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Charlie, Dave]);
		for account in [Charlie, Dave] {
			// For what silence costs.
			assert_ok!(Ledger::deposit(origin(account), 1_000 * UNIT));
		}
		let sponsor = Eve.to_account_id();
		let allow: RuntimeCall = Call::set_sponsor { account: sponsor, allowed: true }.into();
		send(
			FIRST_SLOT + 2,
			vec![(Alice, pallet_sudo::Call::sudo { call: Box::new(allow) }.into())],
		);
		assert_eq!(rules().from, from);
		if with_programme {
			let found = Call::found { rules: rules(), amount: 10 * UNIT };
			send(FIRST_SLOT + 3, vec![(Eve, found.into())]);
			assert_eq!(Ledger::subsidies(), 10 * UNIT);
		}
		let before = free(Eve);
		let slot = pass(FIRST_SLOT + 3, from + 2) + 1;
		let (mut charlie, mut dave) = (seeded(Charlie), seeded(Dave));
		let mut readings = vec![read(&mut charlie, from, 100, 1_000)];
		readings.push(read(&mut charlie, from + 2, 0, 500));
		readings.extend((from..from + 3).map(|interval| read(&mut dave, interval, 0, 2_000)));
		send(slot, vec![(Alice, deliver(readings))]);
		assert_eq!(invoice(from, Charlie).unwrap().basis, Basis::Reading);
		// Nothing is settled for good.
		assert!(Subsidies::received(node(Charlie)).is_empty());
		let slot = build_blocks(close(slot, from + 2), 3);
		assert_eq!(invoice(from + 1, Charlie).unwrap().basis, Basis::Silence);
		assert_eq!(Ledger::subsidies(), 0);
		if with_programme {
			let received = Subsidies::received(node(Charlie));
			let [(0, Received { amount, energy, .. })] = received[..] else {
				panic!("{received:?}")
			};
			assert_eq!((amount, energy), (150 * UNIT / 1_000, 1_500));
			assert!(Subsidies::received(node(Dave)).is_empty());
			let programmes = Subsidies::programmes();
			let programme = programmes.first().unwrap();
			assert_eq!((programme.paid, programme.over), (amount, Some(from + 3)));
			assert_eq!(free(Eve), before + 10 * UNIT - amount);
		}
		build_blocks(slot, 1);
		ends_with = (credit(Charlie), credit(Dave));
	});
	ends_with
}

#[test]
fn who_generates_is_paid_what_its_meter_has_measured_and_nothing_for_silence() {
	let (with, without) = (play(true), play(false));
	assert_eq!(with.0, without.0 + 150 * UNIT / 1_000);
	assert_eq!(with.1, without.1);
}

#[test]
fn only_whom_the_operator_has_named_founds_and_nobody_takes_from_a_pot() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let found = |account, amount| Subsidies::found(origin(account), rules(), amount);
		assert_noop!(found(Eve, 10 * UNIT), Error::<Runtime>::NotSponsor);
		assert_ok!(Subsidies::set_sponsor(RuntimeOrigin::root(), Eve.to_account_id(), true));
		assert_noop!(found(Eve, 10 * UNIT - 1), Error::<Runtime>::TooLittle);
		assert_ok!(found(Eve, 10 * UNIT));
		assert_noop!(Subsidies::end(origin(Charlie), 0), Error::<Runtime>::NotYours);
		// A stolen key of the sponsor's ends it for what has not begun, and the money goes to the sponsor.
		let before = free(Eve);
		assert_ok!(Subsidies::end(origin(Eve), 0));
		build_block(FIRST_SLOT + 1, vec![]);
		assert_eq!((free(Eve), Ledger::subsidies()), (before + 10 * UNIT, 0));
	});
}
