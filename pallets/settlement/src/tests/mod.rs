// SPDX-License-Identifier: Apache-2.0

mod collect;
mod deposit;
mod invariants;
mod lock;
mod sequences;
mod settle;
mod try_state;
mod withdraw;

use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, Mutate},
};
use gridmerit_primitives::{
	Deviation, Interval, Metered, NodeIndex, Planck, Position, Pot as _, Price, Settlement as _,
	Tariff, Wh,
};
use sp_runtime::{DispatchError, TokenError, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn deposit(node: NodeIndex, amount: u64) {
	assert_ok!(Settlement::deposit(by(node), amount));
}

/// Sets what is locked of a node for an interval.
fn lock(node: NodeIndex, interval: Interval, lock: impl Into<Option<Planck>>) {
	assert_ok!(Settlement::lock(node, &account_of(node), &[(interval, lock.into())]));
}

/// Gives a node a position, and locks what posting would have.
fn trade(interval: Interval, node: NodeIndex, position: Position) {
	use gridmerit_primitives::IntervalTerms;
	let tariff = Market::terms(interval).unwrap().tariff;
	Market::set_position(interval, node, position);
	lock(node, interval, position.exposure(tariff.shortfall));
}

fn bought(energy: Wh, price: Price) -> Position {
	Position::default().buy(energy, price, TARIFF.fee).unwrap()
}

fn sold(energy: Wh, price: Price) -> Position {
	Position::default().sell(energy, price).unwrap()
}

fn metered(import: Wh, export: Wh) -> Metered {
	Metered { import, export }
}

fn settle(interval: Interval, node: NodeIndex, metered: Metered) -> Invoice<u64> {
	assert_ok!(Settlement::settle(interval, node, metered));
	Invoices::<Test>::get(interval, node).unwrap()
}

/// Leaves `debtor` in debt to the utility: it has drawn 1 Wh for 200.
fn in_debt(debtor: NodeIndex) {
	assert_eq!(settle(INTERVAL - 1, debtor, metered(1, 0)).arrears, 200);
}

/// Leaves the utility in debt to `creditor`: it was fed 1 Wh for 60.
fn utility_in_debt(creditor: NodeIndex) {
	assert_eq!(settle(INTERVAL - 1, creditor, metered(0, 1)).claim, 60);
}

/// Credit, locked, debts, claims.
fn money(node: NodeIndex) -> (u64, u64, u64, u64) {
	let Account { credit, locked, debts, claims, .. } = Settlement::account(node);
	(credit, locked, debts, claims)
}

fn balance(node: NodeIndex) -> u64 {
	Balances::balance(&account_of(node))
}

/// What is in the pot and belongs to somebody.
fn pot() -> u64 {
	Balances::balance(&Settlement::pot()) - ED
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Settlement(event) => Some(event),
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

#[test]
fn a_node_with_money_has_an_account() {
	run(|| {
		assert!(!Settlement::has_money(ALICE));
		deposit(ALICE, 5);
		assert!(Settlement::has_money(ALICE));
		assert_ok!(Settlement::withdraw(by(ALICE), 5));
		assert!(!Settlement::has_money(ALICE));
		// An order that costs nothing is something open all the same.
		lock(ALICE, INTERVAL, 0);
		assert!(Settlement::has_money(ALICE));
		lock(ALICE, INTERVAL, None);
		assert!(!Settlement::has_money(ALICE));
		// A claim is money, and a debt keeps a node here.
		utility_in_debt(ALICE);
		assert!(Settlement::has_money(ALICE) && Settlement::has_money(UTILITY));
	});
}
