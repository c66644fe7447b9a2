// SPDX-License-Identifier: Apache-2.0

mod collect;
mod compensate;
mod deposit;
mod holds;
mod lock;
mod post;
mod pot;
mod reference;
mod relief;
mod rent;
mod sequences;
mod standing;
mod subsidies;
mod try_state;
mod wagers;
mod withdraw;

use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, Mutate},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, RESERVE};
use gridmerit_pallet_support::{
	Entry, Ledger as _, Locks, Obligations, OnShortfall, Party, Posted, Posting, Release,
	RentAccount, Words,
};
use sp_runtime::{DispatchError, TokenError, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn deposit(node: NodeIndex, amount: u64) {
	assert_ok!(Ledger::deposit(by(node), amount));
}

/// Sets what is locked of a node for an interval.
fn lock(node: NodeIndex, interval: Interval, lock: impl Into<Option<Planck>>) {
	assert_ok!(Ledger::lock(node, &account_of(node), &[(interval, lock.into())]));
}

fn posting(from: Party, to: Party, amount: Planck, on_shortfall: OnShortfall) -> Posting {
	Posting { from, to, amount, on_shortfall, withheld: false }
}

/// A posting by which a node may owe to another.
fn owing(from: NodeIndex, to: NodeIndex, amount: Planck) -> Posting {
	posting(Party::Node(from), Party::Node(to), amount, OnShortfall::Owe)
}

/// One by which it may not.
fn covered(from: NodeIndex, to: NodeIndex, amount: Planck) -> Posting {
	posting(Party::Node(from), Party::Node(to), amount, OnShortfall::Refuse)
}

fn to_neighbours(from: NodeIndex, interval: Interval, amount: Planck) -> Posting {
	posting(Party::Node(from), Party::Neighbours(interval), amount, OnShortfall::Refuse)
}

fn from_neighbours(interval: Interval, to: NodeIndex, amount: Planck) -> Posting {
	posting(Party::Neighbours(interval), Party::Node(to), amount, OnShortfall::Refuse)
}

fn entry(postings: &[Posting]) -> Entry<'_> {
	Entry { postings, ..Default::default() }
}

fn post(postings: &[Posting]) -> Posted {
	Ledger::post(entry(postings)).unwrap()
}

/// A node pays another for an interval, or owes it; what it has locked for it is free.
fn charge(interval: Interval, from: NodeIndex, to: NodeIndex, amount: Planck) {
	let postings = [owing(from, to, amount)];
	let unlock = Some((from, interval));
	assert_ok!(Ledger::post(Entry { unlock, release: None, postings: &postings }));
}

/// What a node owes to another.
fn debt(debtor: NodeIndex, creditor: NodeIndex) -> u64 {
	Debts::<Test>::get(debtor, creditor)
}

/// Leaves `debtor` in debt to the utility: it has drawn 1 Wh for 200.
fn in_debt(debtor: NodeIndex) {
	charge(INTERVAL - 1, debtor, UTILITY, 200);
	assert_eq!(debt(debtor, UTILITY), 200);
}

/// Leaves the utility in debt to `creditor`: it was fed 1 Wh for 60.
fn utility_in_debt(creditor: NodeIndex) {
	post(&[owing(UTILITY, creditor, 60)]);
	assert_eq!(debt(UTILITY, creditor), 60);
}

fn incurred(debtor: NodeIndex, creditor: NodeIndex, amount: u64, owed: u64) -> Event<Test> {
	Event::DebtIncurred { debtor, creditor, amount, owed }
}

fn paid(debtor: NodeIndex, creditor: NodeIndex, amount: u64, left: u64) -> Event<Test> {
	Event::DebtPaid { debtor, creditor, amount, left }
}

/// Credit, locked, debts, claims.
fn money(node: NodeIndex) -> (u64, u64, u64, u64) {
	let Account { credit, locked, debts, claims, .. } = Ledger::account(node);
	(credit, locked, debts, claims)
}

/// Whether a node has money here or is owed some: it cannot leave.
fn has_money(node: NodeIndex) -> bool {
	let held = pallet_te_registry::References::<Test>::get(node);
	assert_eq!(held, Accounts::<Test>::contains_key(node).then_some(1));
	held.is_some()
}

fn balance(node: NodeIndex) -> u64 {
	Balances::balance(&account_of(node))
}

/// What is in the pot and belongs to somebody.
fn pot() -> u64 {
	Balances::balance(&Ledger::pot()) - ED
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Ledger(event) => Some(event),
			_ => None,
		})
		.collect()
}

#[test]
fn only_signed_accounts_call() {
	run(|| {
		for call in [
			RuntimeCall::from(Call::deposit { amount: 1 }),
			Call::withdraw { amount: 1 }.into(),
			Call::collect { debtor: ALICE, creditor: UTILITY }.into(),
		] {
			for origin in [Origin::none(), Origin::root()] {
				assert_noop!(
					call.clone().dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
