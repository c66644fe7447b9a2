// SPDX-License-Identifier: Apache-2.0

//! Builders on the real runtime: elected by trust, paid from fees, barred when they are absent.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, fungible::Inspect},
};
use gridmerit_pallet_support::{Trust, page_of};
use gridmerit_runtime::{
	Babe, Balance, Balances, Offences, Runtime, RuntimeEvent, Session, SessionKeys, System,
	TrustStaking, Validators,
	consensus::{EPOCH_SLOTS, ReportSessions},
	units::{BuildersAccount, UNIT},
};
use gridmerit_trust::{Part, Reputation, SeatLack, SeatReason};
use pallet_trust_staking::{StandingPages, StandingRow};
use pallet_validators::{Error, Event};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use support::{
	FIRST_SLOT, build_block, build_block_by, build_sessions,
	market::{node, origin},
	on_chain, signed, transfer,
};

/// Gives an account session keys of its own, as `setKeys` does.
fn set_keys(who: Sr25519Keyring) {
	let account = who.to_account_id();
	let generated = SessionKeys::generate(account.as_ref(), None);
	let proof = codec::Encode::encode(&generated.proof);
	assert_ok!(Session::set_keys(origin(who), generated.keys, proof));
}

/// A full bond, and an index that was earned: so much trust.
fn trusted(who: Sr25519Keyring, index: Part) {
	assert_ok!(TrustStaking::bond(origin(who), 1_000 * UNIT));
	let node = node(who);
	StandingPages::<Runtime>::mutate(page_of(node), |rows| {
		let params = pallet_trust_staking::Rules::<Runtime>::get().params;
		let row = rows.get(node).copied().unwrap_or_else(|| StandingRow::new(0, &params));
		let reputation = Reputation { index, ..row.reputation };
		rows.set(node, StandingRow { reputation, ..row });
	});
	assert_eq!(TrustStaking::trust(node).effective, index);
}

/// In each slot of a part of a session a block by one of those in the given places, in turn. The last slot.
fn build_by(places: &[u32], slot: u64, blocks: u64) -> u64 {
	let turn = places.iter().cycle();
	for (slot, place) in (slot + 1..=slot + blocks).zip(turn) {
		build_block_by(*place, slot, || (), vec![]);
	}
	slot + blocks
}

/// Eve is trusted more than anybody, stands, and has a seat in the session that begins. Its first slot.
fn with_eve() -> u64 {
	build_block(FIRST_SLOT, vec![]);
	assert_noop!(Validators::stand(origin(Eve)), Error::<Runtime>::NoSessionKeys);
	set_keys(Eve);
	assert_noop!(Validators::stand(origin(Eve)), Error::<Runtime>::NotTrusted);
	trusted(Eve, Part::thousandths(600));
	assert_ok!(Validators::stand(origin(Eve)));
	let slot = build_sessions(FIRST_SLOT, 1);
	assert_eq!(Validators::builder(node(Eve)).unwrap().next, Some(SeatReason::Elected));
	let slot = build_sessions(slot, 1);
	let places = [Alice, Bob, Charlie, Dave, Eve].map(|who| who.to_account_id());
	assert_eq!(Session::validators(), places);
	assert_eq!((Babe::authorities().len(), Babe::next_epoch().authorities.len()), (5, 5));
	slot
}

const EVE: u32 = 4;

#[test]
fn who_is_trusted_is_elected_builds_and_is_paid_from_fees() {
	on_chain("local_testnet", || {
		let slot = with_eve();
		// The session's first block is the first authority's, and is counted in this session.
		let built = || Validators::current().1.iter().map(|seat| seat.blocks).collect::<Vec<_>>();
		assert_eq!(built(), [1, 0, 0, 0, 0]);
		let pot = || Balances::balance(&BuildersAccount::get());
		let (issuance, before) = (Balances::total_issuance(), pot());
		let call = transfer(&Bob.to_account_id(), UNIT);
		assert_eq!(
			build_block_by(EVE, slot + 1, || (), vec![signed(Alice, 0, call)]),
			[Ok(Ok(()))]
		);
		let slot = build_by(&[1, 2, 3, EVE], slot + 1, 6);
		assert_eq!(built(), [1, 2, 2, 1, 2]);
		let earned = pot() - before;
		assert!(earned > 0);
		let slot = build_sessions(slot - 7, 1);
		// A quarter each, and half of it to who has built half as much; what cannot be divided stays.
		let owed = |who| TrustStaking::standing(node(who)).unwrap().owed;
		assert_eq!(owed(Eve), earned * 2 / 8);
		assert_eq!(owed(Alice), earned / 8);
		assert!(pot() - before < 5);
		let free = || Balances::free_balance(Eve.to_account_id());
		let poor = free();
		assert_ok!(TrustStaking::claim(origin(Bob), node(Eve)));
		assert_eq!(free() - poor, earned * 2 / 8);
		assert_eq!(Balances::total_issuance(), issuance);
		// It is known to run, and its record says so.
		let view = Validators::builder(node(Eve)).unwrap();
		assert_eq!((view.record.sessions, view.record.blocks), (1, 2));
		assert_eq!((view.bar, view.next), (None, Some(SeatReason::Elected)));
		// It leaves, builds as long as it has its seat, and takes its keys back.
		assert_ok!(Validators::step_down(origin(Eve)));
		let slot = build_sessions(slot, 2);
		assert_eq!(Session::validators().len(), 4);
		assert_ok!(Validators::release_keys(origin(Eve)));
		build_sessions(slot, 1);
	});
}

#[test]
fn backers_have_their_part_of_what_a_builder_earns() {
	on_chain("local_testnet", || {
		build_block(FIRST_SLOT, vec![]);
		assert_ok!(TrustStaking::back(origin(Eve), node(Alice), 1_000 * UNIT));
		assert_ok!(Balances::transfer_keep_alive(
			origin(Bob),
			BuildersAccount::get().into(),
			8 * UNIT
		));
		build_sessions(FIRST_SLOT, 1);
		// Alice has built all blocks, and has as much at risk as Eve.
		let (_, _, rewards) = TrustStaking::backing(node(Alice), Eve.to_account_id()).unwrap();
		let own: Balance = TrustStaking::standing(node(Alice)).unwrap().owed;
		assert!(own.abs_diff(4 * UNIT) < 10 && rewards.abs_diff(4 * UNIT) < 10, "{own} {rewards}");
		assert_ok!(TrustStaking::claim_backing(origin(Bob), node(Alice), Eve.to_account_id()));
	});
}

fn absences() -> usize {
	let of_ours = |event: &RuntimeEvent| {
		matches!(event, RuntimeEvent::Offences(pallet_offences::Event::Offence { kind, .. })
			if kind == b"gridmerit:absent")
	};
	System::events().into_iter().filter(|record| of_ours(&record.event)).count()
}

#[test]
fn who_never_runs_is_reported_barred_and_leaves_and_loses_trust() {
	on_chain("local_testnet", || {
		let begin = with_eve();
		// Eight blocks for each, and none by Eve.
		build_by(&[0, 1, 2, 3], begin, 39);
		let (before, slot) = (TrustStaking::trust(node(Eve)), begin + EPOCH_SLOTS);
		build_block(slot, vec![]);
		assert_eq!(absences(), 1);
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
		let view = Validators::builder(node(Eve)).unwrap();
		assert_eq!((view.record.absences, view.lack), (1, Some(SeatLack::Barred)));
		assert_eq!((view.now, view.next), (Some(SeatReason::Elected), None));
		let bar = view.bar.unwrap();
		assert_eq!((bar.until, bar.disabled), (Session::current_index() - 1 + 24, false));
		assert!(!Session::disabled_validators().contains(&EVE));
		let reported = |record: frame_system::EventRecord<_, _>| {
			matches!(record.event, RuntimeEvent::Validators(Event::Barred { .. }))
		};
		assert!(System::events().into_iter().any(reported));
		let slot = build_sessions(slot, 1);
		assert_eq!(Session::validators().len(), 4);
		// It counts when the session is folded.
		support::settling::build_blocks(slot, 2);
		let after = TrustStaking::trust(node(Eve));
		assert!(after.index < before.index, "{:?} {:?}", before.index, after.index);
	});
}

#[test]
fn a_session_with_few_blocks_has_nobody_absent() {
	on_chain("local_testnet", || {
		let begin = with_eve();
		build_by(&[0, 1, 2, 3], begin, 38);
		build_block(begin + EPOCH_SLOTS, vec![]);
		assert_eq!(absences(), 0);
		assert_eq!(Validators::builder(node(Eve)).unwrap().bar, None);
	});
}

/// Nobody leaves with its bond before an equivocation can no longer be reported and its slash is applied.
#[test]
fn a_bond_outlasts_what_can_be_reported() {
	let report = ReportSessions::get();
	let window: u32 = <Runtime as pallet_trust_staking::Config>::ReportWindow::get();
	let dispute: u32 = <Runtime as pallet_trust_staking::Config>::DisputeWindow::get();
	let unbonding: u32 = <Runtime as pallet_trust_staking::Config>::UnbondingSessions::get();
	// A report waits in the pool for as long as it can be made.
	assert!(report <= window && report + dispute < unbonding);
	let bar: u32 = <Runtime as pallet_validators::Config>::EquivocationBar::get();
	assert!(bar >= report);
}

#[test]
fn a_chain_may_begin_with_short_sessions() {
	on_chain("local_testnet", || {
		pallet_validators::SessionSlots::<Runtime>::put(10);
		build_block(FIRST_SLOT, vec![]);
		build_block(FIRST_SLOT + 9, vec![]);
		assert_eq!(Session::current_index(), 0);
		build_block(FIRST_SLOT + 10, vec![]);
		assert_eq!(Session::current_index(), 1);
		// After a halt of several sessions one is over.
		build_block(FIRST_SLOT + 45, vec![]);
		assert_eq!((Session::current_index(), *Babe::current_epoch_start()), (2, FIRST_SLOT + 40));
		assert_eq!(Offences::reports(Default::default()), None);
	});
}
