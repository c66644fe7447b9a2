// SPDX-License-Identifier: Apache-2.0

mod batteries;
mod close;
mod collect;
mod correct;
mod deposit;
mod invariants;
mod limits;
mod lock;
mod properties;
mod prune;
mod reads;
mod sequences;
mod settle;
mod silence;
mod standing;
mod try_state;
mod unexplained;
mod withdraw;

use frame_support::{
	assert_noop, assert_ok,
	traits::{
		Hooks,
		fungible::{Inspect, Mutate},
	},
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Basis, Battery, Deviation, Interval, Invoice, Metered, NodeIndex, Planck, Position, Price,
	Tariff, Totals, Wh,
};
use gridmerit_pallet_support::{
	Batteries as _, IntervalTerms as _, Pot, Settlement as _, Unsettleable, ViolationKind,
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

fn settle(interval: Interval, node: NodeIndex, metered: Metered) -> Invoice {
	assert_ok!(Settlement::check(interval, node));
	assert_ok!(Settlement::settle(interval, node, metered));
	Settlement::invoice(interval, node).unwrap()
}

/// Settles a node's interval without a reading, as it is done after the deadline.
fn silence(interval: Interval, node: NodeIndex) -> Invoice {
	assert!(matches!(Settlement::settle_silent(interval, node), Ok(true)));
	Settlement::invoice(interval, node).unwrap()
}

/// A node's reading does not count any more.
fn reopen(interval: Interval, node: NodeIndex) -> Invoice {
	assert!(Settlement::reopen(interval, node));
	Settlement::invoice(interval, node).unwrap()
}

/// The market begins with `INTERVAL`.
fn begin() {
	Market::set_remembered_from(INTERVAL);
	at(INTERVAL);
	block();
	events();
}

/// An interval begins; those that follow have opened.
fn at(interval: Interval) {
	for interval in INTERVAL..interval + 3 {
		if Market::terms(interval).is_none() {
			Market::set_terms(interval, TARIFF, GRID);
		}
	}
	Market::set_now(Market::start(interval));
}

/// A block that spends so much on polling at most; what it spent.
fn block_within(limit: Weight) -> Weight {
	System::set_block_number(System::block_number() + 1);
	let mut meter = WeightMeter::with_limit(limit);
	Settlement::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

fn block() {
	block_within(Weight::MAX);
}

fn blocks(number: u32) {
	(0..number).for_each(|_| block());
}

/// So many blocks that a deadline is over that one after the other was waited for.
fn enough_blocks() {
	blocks(2 * MIN_BLOCKS + 2);
}

/// What is held back of the utility for an interval.
fn held(interval: Interval) -> u64 {
	Held::<Test>::get(interval).unwrap_or_default()
}

/// Credit and claims, less debts.
fn worth(node: NodeIndex) -> i128 {
	let (credit, _, debts, claims) = money(node);
	i128::from(credit) + i128::from(claims) - i128::from(debts)
}

/// What a node owes to another.
fn debt(debtor: NodeIndex, creditor: NodeIndex) -> u64 {
	Debts::<Test>::get(debtor, creditor)
}

/// Leaves `debtor` in debt to the utility: it has drawn 1 Wh for 200.
fn in_debt(debtor: NodeIndex) {
	settle(INTERVAL - 1, debtor, metered(1, 0));
	assert_eq!(debt(debtor, UTILITY), 200);
}

/// Leaves the utility in debt to `creditor`: it was fed 1 Wh for 60.
fn utility_in_debt(creditor: NodeIndex) {
	settle(INTERVAL - 1, creditor, metered(0, 1));
	assert_eq!(debt(UTILITY, creditor), 60);
}

fn settled(node: NodeIndex, interval: Interval, invoice: Invoice) -> Event<Test> {
	Event::IntervalSettled { node, interval, invoice, corrects: false }
}

fn corrected(node: NodeIndex, interval: Interval, invoice: Invoice) -> Event<Test> {
	Event::IntervalSettled { node, interval, invoice, corrects: true }
}

fn incurred(debtor: NodeIndex, creditor: NodeIndex, amount: u64, owed: u64) -> Event<Test> {
	Event::DebtIncurred { debtor, creditor, amount, owed }
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
