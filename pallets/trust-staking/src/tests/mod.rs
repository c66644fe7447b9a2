// SPDX-License-Identifier: Apache-2.0

mod backing;
mod bonds;
mod conduct;
mod genesis;
mod history;
mod removal;
mod rewards;
mod rules;
mod sequences;
mod slashes;
mod trust;
mod try_state;

use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold, weights::Weight};
use gridmerit_energy::{
	Basis, Interval, Invoice, Metered, NodeIndex, Planck, Position, Tariff, Wh,
};
use gridmerit_pallet_support::{
	ConductSink, Entry, Evidence, NodeRewards, OnShortfall, Party, Posting, Report, Trust,
	TrustDraw, TrustView, Words, page_of, testing::TestClock,
};
use gridmerit_trust::{Conduct, Folded, MAX_BOND, Offence, Params, Part, TrustStanding};
use sp_runtime::{ArithmeticError, DispatchError, TokenError, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

fn why() -> Words {
	b"because".to_vec().try_into().unwrap()
}

fn bond(node: NodeIndex, amount: Planck) {
	assert_ok!(TrustStaking::bond(by(node), amount));
}

fn back(account: AccountId, node: NodeIndex, amount: Planck) {
	assert_ok!(TrustStaking::back(Origin::signed(account), node, amount));
}

fn stake(node: NodeIndex) -> StakeOf<Test> {
	Stakes::<Test>::get(node).unwrap_or_default()
}

fn held(account: AccountId) -> Planck {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &account).into()
}

fn free(account: AccountId) -> Planck {
	Balances::free_balance(account).into()
}

fn now() -> u32 {
	CurrentSession::get()
}

fn params() -> Params {
	Rules::<Test>::get().params
}

fn index(node: NodeIndex) -> Part {
	TrustStaking::trust(node).index
}

/// Prices in planck per Wh.
const TARIFF: Tariff = Tariff {
	tou: 300_000,
	fit: 60_000,
	fee: 5_000,
	alpha_ppm: 1_000_000,
	shortfall: 300_000,
	surplus: 60_000,
	curtailed: 0,
};

/// An interval in which a node sold so much, and its meter saw so much come.
fn invoice(sold: Wh, export: Wh) -> Invoice {
	let position = Position { sold, revenue: Planck::from(sold) * 120_000, ..Position::default() };
	Invoice::new(Basis::Reading, Metered { import: 0, export }, false, position, TARIFF)
}

fn closed(interval: Interval, node: NodeIndex, invoice: Invoice) {
	TrustStaking::closed(interval, page_of(node), &[(node, invoice)]);
}

/// A node earns a full day's risk, in ten intervals from one on.
fn full_day(node: NodeIndex, first: Interval) {
	(first..first + 10).for_each(|interval| closed(interval, node, invoice(1_000, 1_000)));
}

fn evidence(byte: u8) -> Evidence {
	[byte; 32]
}

/// Proof that a node's meter contradicts itself, brought by Dave.
fn contradiction(node: NodeIndex, byte: u8) -> Report<AccountId> {
	Report {
		node,
		offence: Some(Offence::Contradiction),
		severity: Part::ONE,
		session: now(),
		evidence: evidence(byte),
		reporter: Some(DAVE),
		damage: None,
	}
}

fn report(report: Report<AccountId>) {
	assert_ok!(TrustStaking::report(report));
}

/// A node comes to owe so much to another.
fn owe(debtor: NodeIndex, creditor: NodeIndex, amount: Planck) {
	let (from, to) = (Party::Node(debtor), Party::Node(creditor));
	let posting = Posting { from, to, amount, on_shortfall: OnShortfall::Owe, withheld: false };
	let entry = Entry { postings: &[posting], ..Default::default() };
	assert_ok!(<Ledger as gridmerit_pallet_support::Ledger>::post(entry));
}

fn owed(debtor: NodeIndex, creditor: NodeIndex) -> Planck {
	pallet_ledger::Debts::<Test>::get(debtor, creditor).into()
}

fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::TrustStaking(event) => Some(event),
		_ => None,
	});
	events.collect()
}

fn last_event() -> Event<Test> {
	events().pop().unwrap()
}

/// Changes the rules at once, as if they had been set long ago.
fn with_rules(change: impl FnOnce(&mut TrustRules)) {
	let mut rules = Rules::<Test>::get();
	change(&mut rules);
	assert_ok!(TrustStaking::set_rules(operator(), Box::new(rules)));
	next_sessions(NOTICE);
}

/// Nobody but the operator sets rules and cancels slashes, and nobody signs for others.
#[test]
fn wrong_origins_are_refused() {
	run(|| {
		let others = [by(ALICE), Origin::signed(DAVE), Origin::none()];
		let operators: Vec<RuntimeCall> = vec![
			Call::set_rules { rules: Default::default() }.into(),
			Call::cancel_slash { slash: 0, reason: why() }.into(),
		];
		for call in operators {
			for origin in others.clone() {
				assert_noop!(
					call.clone().dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
		let signed: Vec<RuntimeCall> = vec![
			Call::bond { amount: 1 }.into(),
			Call::unbond { node: ALICE, amount: 1 }.into(),
			Call::withdraw_unbonded { node: ALICE }.into(),
			Call::set_commission { commission: Part::ZERO }.into(),
			Call::back { node: ALICE, amount: 1 }.into(),
			Call::unback { node: ALICE, amount: 1 }.into(),
			Call::withdraw_backing { node: ALICE, backer: DAVE }.into(),
			Call::claim { node: ALICE }.into(),
			Call::claim_backing { node: ALICE, backer: DAVE }.into(),
		];
		let anybody: RuntimeCall = Call::call_in_debt { node: ALICE, creditor: BOB }.into();
		let refused = anybody.dispatch(Origin::none()).map_err(|error| error.error);
		assert_noop!(refused, DispatchError::BadOrigin);
		for call in signed {
			for origin in [Origin::none(), Origin::root()] {
				assert_noop!(
					call.clone().dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}

#[test]
fn the_limits_fit_together() {
	externalities().execute_with(|| {
		use frame_support::traits::Hooks;
		TrustStaking::integrity_test();
		MaxTrustWeight::set(&(TrustStaking::largest_step() - Weight::from_parts(1, 0)));
		let refused = std::panic::catch_unwind(TrustStaking::integrity_test);
		assert!(refused.is_err());
	});
}
