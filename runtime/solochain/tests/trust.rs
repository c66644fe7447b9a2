// SPDX-License-Identifier: Apache-2.0

//! From readings to conduct, from conduct to trust, from trust to what may be sold, on the real runtime.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, fungible::InspectHold},
};
use gridmerit_energy::{Basis, Interval, RESERVE, Reading};
use gridmerit_meter::{Scheme, sign_reading};
use gridmerit_pallet_support::Trust;
use gridmerit_runtime::{
	Balance, Balances, Ledger, MeterAttestation, Runtime, RuntimeCall, RuntimeOrigin, TeRegistry,
	TrustStaking,
	units::{TreasuryAccount, UNIT},
};
use gridmerit_trust::{Conduct, Part, Tier};
use pallet_meter_attestation::Call;
use pallet_trust_staking::{Error, HoldReason, Rules, Slashes, StandingPages};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{BoundedVec, traits::Dispatchable};
use support::{
	FIRST_SLOT, build_block, build_sessions,
	market::{demand, gate_slot, node, offers, origin, round, sells, send, try_post},
	meters::{self, deliver, delivered, read, seeded, settle_with_seeded},
	on_chain,
	settling::{build_blocks, close, invoice, pass, pass_blocks},
};

type MeterError = pallet_meter_attestation::Error<Runtime>;
type MarketError = pallet_forward_market::Error<Runtime>;

fn index(account: Sr25519Keyring) -> Part {
	TrustStaking::trust(node(account)).index
}

/// What one may sell from some trust on: 1 kWh from the base with a full bond on, 8 kWh from a little more.
fn tiers() {
	let base = Rules::<Runtime>::get().params.base;
	let more = base.plus(Part::thousandths(3));
	let tiers = vec![Tier { from: base, most: 1_000 }, Tier { from: more, most: 8_000 }];
	Rules::<Runtime>::mutate(|rules| rules.tiers = tiers.try_into().unwrap());
}

fn bond(account: Sr25519Keyring, amount: u128) {
	assert_ok!(TrustStaking::bond(origin(account), amount));
}

/// Charlie and Dave sell a kWh each to Bob in so many intervals from one on, each in the round before it. Charlie's
/// comes, Dave's does not, and their meters say so; the last slot.
fn trade(mut slot: u64, from: Interval, intervals: u32) -> u64 {
	for interval in from..from + intervals {
		let t = interval - 1;
		while round() < t {
			slot = gate_slot().max(slot + 1);
			build_block(slot, vec![]);
		}
		let offer = || offers(t, &[(interval, 1_000, 110_000)]);
		// The first block of a session takes no transactions.
		slot += 2;
		send(
			slot,
			vec![(Bob, demand(t, &[(interval, 2_000)])), (Charlie, offer()), (Dave, offer())],
		);
	}
	let last = from + intervals - 1;
	slot = pass(slot, last) + 1;
	let mut meters = [Bob, Charlie, Dave].map(seeded);
	let readings = (from..=last).flat_map(|interval| {
		let [bob, charlie, dave] = &mut meters;
		let [bought, sold] = [read(bob, interval, 2_000, 0), read(charlie, interval, 0, 1_000)];
		[bought, sold, read(dave, interval, 0, 0)]
	});
	send(slot, vec![(Alice, deliver(readings.collect()))]);
	slot
}

/// All that is told of an account's node.
fn conduct(account: Sr25519Keyring) -> Conduct {
	let all = TrustStaking::history(node(account)).into_iter().map(|folded| folded.conduct);
	all.fold(Conduct::default(), Conduct::join)
}

#[test]
fn who_delivers_may_sell_more_and_who_does_not_less() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		tiers();
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie, Dave]);
		let post =
			|account, energy| try_post(account, round(), &[(round() + 1, sells(energy, 110_000))]);
		// Nothing is bonded, so nothing counts.
		assert_noop!(post(Charlie, 1), MarketError::NotTrusted);
		for seller in [Charlie, Dave] {
			bond(seller, 1_000 * UNIT);
			// For what their silence will cost, when nobody looks at them any more.
			assert_ok!(Ledger::deposit(origin(seller), 1_000 * UNIT));
		}
		assert_noop!(post(Charlie, 1_001), MarketError::AboveTrust);
		let base = index(Charlie);
		let slot = close(trade(FIRST_SLOT + 2, from, 6), from + 5);
		// The session is over, and folded.
		build_blocks(build_sessions(slot, 1), 2);
		let (better, worse) = (index(Charlie), index(Dave));
		assert!(better > base.plus(Part::thousandths(4)), "{better:?}");
		assert!(worse < base, "{worse:?}");
		let each = Rules::<Runtime>::get().params.interval;
		assert_eq!((conduct(Charlie).risk, conduct(Charlie).missed), (6 * each, 0));
		assert!(conduct(Dave).risk == 0 && conduct(Dave).missed > 0);
		// Who only buys bears no risk.
		assert_eq!((conduct(Bob).risk, conduct(Bob).missed), (0, 0));
		support::try_state();
		assert_noop!(post(Charlie, 8_001), MarketError::AboveTrust);
		assert_ok!(post(Charlie, 8_000));
		assert_noop!(post(Dave, 1), MarketError::NotTrusted);
		// The reward waits for it: at most half of the fee on what it has sold, as far as it is trusted.
		let fee = 6 * 1_000 * 5_000;
		let reward = TrustStaking::standing(node(Charlie)).unwrap().owed;
		assert!((1..=fee / 2).contains(&reward), "{reward}");
		assert_ok!(TrustStaking::claim(origin(Bob), node(Charlie)));
	});
}

/// Somebody's meter, or who has its key, says two things of one interval: what proves it.
fn contradiction_of(owner: Sr25519Keyring, interval: Interval) -> Call<Runtime> {
	let key = meters::keypair(Scheme::Sr25519, &format!("//Meter//{owner:?}"));
	let meter = node(owner) - 1;
	let said = |export| {
		let counter = 1;
		let reading = Reading {
			interval,
			counter,
			import: 0,
			export,
			import_register: 0,
			export_register: export,
		};
		let signed = delivered(sign_reading(&key, meters::genesis(), meter, reading));
		(signed.reading, signed.signature)
	};
	Call::report_tampering { meter, first: said(100), second: said(200) }
}

/// Charlie has bonded, Dave has bonded behind it, and Eve proves that its meter contradicts itself. The last slot.
fn contradicted() -> u64 {
	build_block(FIRST_SLOT, vec![]);
	bond(Charlie, 100 * UNIT);
	assert_ok!(TrustStaking::back(origin(Dave), node(Charlie), 100 * UNIT));
	let from = settle_with_seeded(FIRST_SLOT + 1, &[Charlie]);
	let slot = pass(FIRST_SLOT + 1, from + 1) + 1;
	let proof = contradiction_of(Charlie, round() - 1);
	send(slot, vec![(Eve, proof.clone().into())]);
	// Once.
	assert_noop!(
		RuntimeCall::from(proof).dispatch(origin(Eve)).map_err(|error| error.error),
		MeterError::TamperingKnown
	);
	assert_noop!(TrustStaking::bond(origin(Charlie), UNIT), Error::<Runtime>::SlashPending);
	assert_eq!(Slashes::<Runtime>::iter().count(), 1);
	slot
}

fn held(account: Sr25519Keyring) -> Balance {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &account.to_account_id())
}

#[test]
fn who_contradicts_itself_loses_half_of_what_is_bonded_and_most_of_its_trust() {
	on_chain("development", || {
		let issuance = Balances::total_issuance();
		let mut slot = contradicted();
		let before = index(Charlie);
		let free = |account: Sr25519Keyring| Balances::free_balance(account.to_account_id());
		let (eve, treasury) = (free(Eve), Balances::free_balance(TreasuryAccount::get()));
		// A day, in which the operator could object.
		slot = build_blocks(build_sessions(slot, 1), 2);
		assert!(index(Charlie) < Part::thousandths(260).of_part(before), "{:?}", index(Charlie));
		assert_eq!(held(Charlie), 100 * UNIT);
		slot = build_blocks(build_sessions(slot, 23), 2);
		assert_eq!(held(Charlie), 50 * UNIT);
		assert_eq!(
			TrustStaking::backing(node(Charlie), Dave.to_account_id()),
			Some((50 * UNIT, 0, 0))
		);
		assert_eq!(free(Eve), eve + 5 * UNIT);
		assert_eq!(Balances::free_balance(TreasuryAccount::get()), treasury + 95 * UNIT);
		assert_eq!(Balances::total_issuance(), issuance);
		// What is left can be unbonded, and goes back in three weeks.
		assert_ok!(TrustStaking::unbond(origin(Charlie), node(Charlie), 50 * UNIT));
		let weeks: u32 = <Runtime as pallet_trust_staking::Config>::UnbondingSessions::get();
		let nothing = Error::<Runtime>::NothingToWithdraw;
		slot = build_sessions(slot, u64::from(weeks) - 1);
		assert_noop!(TrustStaking::withdraw_unbonded(origin(Bob), node(Charlie)), nothing);
		build_sessions(slot, 1);
		assert_ok!(TrustStaking::withdraw_unbonded(origin(Bob), node(Charlie)));
		assert_eq!(held(Charlie), 0);
	});
}

#[test]
fn the_operator_cancels_the_slash_for_a_key_that_was_stolen() {
	on_chain("development", || {
		let slot = contradicted();
		let number = Slashes::<Runtime>::iter_keys().next().unwrap();
		let reason = BoundedVec::truncate_from(b"The key was stolen".to_vec());
		assert_ok!(TrustStaking::cancel_slash(RuntimeOrigin::root(), number, reason));
		let before = index(Charlie);
		let slot = build_blocks(build_sessions(slot, 1), 2);
		assert_eq!(index(Charlie), before);
		build_blocks(build_sessions(slot, 24), 2);
		assert_eq!(held(Charlie), 100 * UNIT);
		bond(Charlie, UNIT);
	});
}

#[test]
fn what_is_owed_is_made_good_from_the_bond() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let (bob, utility) = (node(Bob), node(Ferdie));
		bond(Bob, 100 * UNIT);
		// Bob's meter is never heard, and Bob has nothing in the market: what silence costs is owed to the reserve.
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		let slot = pass_blocks(pass(FIRST_SLOT + 1, from + 5));
		let owed = Ledger::account(bob).debts;
		assert!(owed > 0);
		let call_in = |by, creditor| TrustStaking::call_in_debt(by, bob, creditor);
		assert_noop!(call_in(origin(Ferdie), utility), Error::<Runtime>::NothingOwed);
		assert_noop!(call_in(origin(Ferdie), RESERVE), Error::<Runtime>::NotCreditor);
		assert_ok!(call_in(RuntimeOrigin::root(), RESERVE));
		let due = TrustStaking::standing(bob).unwrap();
		assert_eq!((due.pending, due.bonded), (1, 100 * UNIT));
		build_blocks(build_sessions(slot, 24), 2);
		// As much as was asked for; it has come to owe more since.
		assert_eq!(held(Bob), 100 * UNIT - owed);
		assert_eq!(TrustStaking::standing(bob).unwrap().pending, 0);
	});
}

#[test]
fn a_node_with_a_bond_cannot_leave() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let eve = node(Eve);
		bond(Eve, 10 * UNIT);
		assert_ok!(MeterAttestation::unbind_meter(origin(Eve), eve - 1));
		let remove = || TeRegistry::remove(RuntimeOrigin::root(), eve);
		assert_noop!(remove(), pallet_te_registry::Error::<Runtime>::BusinessOpen);
		assert_ok!(TrustStaking::unbond(origin(Eve), eve, 10 * UNIT));
		assert_noop!(remove(), pallet_te_registry::Error::<Runtime>::BusinessOpen);
		let weeks: u32 = <Runtime as pallet_trust_staking::Config>::UnbondingSessions::get();
		build_sessions(FIRST_SLOT, u64::from(weeks));
		assert_ok!(TrustStaking::withdraw_unbonded(origin(Bob), eve));
		assert_ok!(remove());
		// Nothing is left of it.
		assert_eq!(TrustStaking::standing(eve), None);
		assert_eq!(StandingPages::<Runtime>::get(0).get(eve), None);
	});
}

/// Dave sells what does not come, and its meter says so. Before that counts somebody shows that the meter contradicted
/// itself long ago, so that none of these readings counts any more. Then it is a revoked meter's: nothing is forgotten.
#[test]
fn what_did_not_come_is_not_forgotten_for_an_old_contradiction() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie, Dave]);
		for seller in [Charlie, Dave] {
			bond(seller, 1_000 * UNIT);
			assert_ok!(Ledger::deposit(origin(seller), 1_000 * UNIT));
		}
		let base = index(Dave);
		let last = from + 2;
		let mut slot = trade(FIRST_SLOT + 2, from, 3);
		assert_eq!(invoice(last, Dave).unwrap().basis, Basis::Reading);
		slot += 1;
		send(slot, vec![(Eve, contradiction_of(Dave, 1).into())]);
		assert_eq!(invoice(last, Dave).unwrap().basis, Basis::Revoked);
		assert_eq!(Slashes::<Runtime>::iter().count(), 1);
		// Nor does it shield from what can still be corrected.
		slot += 1;
		send(slot, vec![(Eve, contradiction_of(Dave, last).into())]);
		assert_eq!(Slashes::<Runtime>::iter().count(), 2);
		slot = close(slot, last);
		build_blocks(build_sessions(slot, 30), 4);
		let offences = conduct(Dave).offences;
		let once = u64::from(Part::ONE.as_billionths());
		assert_eq!((offences.revoked_meters, offences.contradictions), (once, once));
		assert!(index(Dave) < base, "{:?} of {base:?}", index(Dave));
		assert!(held(Dave) < 1_000 * UNIT && held(Charlie) == 1_000 * UNIT, "{}", held(Dave));
	});
}
