// SPDX-License-Identifier: Apache-2.0

mod batteries;
mod close;
mod correct;
mod correct_tariff;
mod duties;
mod held;
mod invariants;
mod leaving;
mod limits;
mod postings;
mod properties;
mod prune;
mod reads;
mod rent;
mod reserve;
mod rights;
mod sequences;
mod settle;
mod shared;
mod short_intervals;
mod silence;
mod tell;
mod try_state;
mod unaccounted;

use frame_support::{
	BoundedVec, assert_noop, assert_ok,
	traits::{Hooks, fungible::Inspect},
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Basis, Battery, Imbalance, Interval, Invoice, Metered, NodeIndex, Order, Planck, Position,
	Price, RESERVE, Tariff, Totals, Wh,
};
use gridmerit_pallet_support::{
	Ledger as _, Locks, Settlement as _, Unsettleable, ViolationKind, page_of,
};
use pallet_ledger::{Account, AccountOf, Accounts, Debts, Error};
use sp_runtime::{DispatchError, traits::Dispatchable};

use crate::{mock::*, silence::Unread, *};

type Origin = RuntimeOrigin;

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn deposit(node: NodeIndex, amount: u64) {
	assert_ok!(Ledger::deposit(by(node), amount));
}

/// Sets what is locked of a node for an interval, as for an order.
fn lock(node: NodeIndex, interval: Interval, lock: impl Into<Option<Planck>>) {
	expired_order(interval, node);
	assert_ok!(Ledger::lock(node, &account_of(node), &[(interval, lock.into())]));
}

/// Leaves an order of a node in an interval's book.
fn expired_order(interval: Interval, node: NodeIndex) {
	pallet_forward_market::Orders::<Test>::mutate(interval, page_of(node), |page| {
		page.set(node, Order::Demand { quantity: 1, limit: None });
	});
}

/// Gives a node a position, and locks what posting would have.
fn trade(interval: Interval, node: NodeIndex, position: Position) {
	let tariff = Market::terms(interval).unwrap().tariff;
	Market::set_position(interval, node, position);
	lock(node, interval, position.exposure(&tariff));
}

/// Sets what trust waives of what a node has locked.
fn waive(node: NodeIndex, interval: Interval, waived: Planck) {
	let rows = BoundedVec::truncate_from(vec![(interval, waived)]);
	pallet_forward_market::Waived::<Test>::insert(node, rows);
}

fn bought(energy: Wh, price: Price) -> Position {
	Position::default().buy(energy, price).unwrap()
}

fn sold(energy: Wh, price: Price) -> Position {
	Position::default().sell(energy, price).unwrap()
}

fn metered(import: Wh, export: Wh) -> Metered {
	Metered { import, export }
}

/// Whether a reading can settle a node's interval.
fn check(interval: Interval, node: NodeIndex) -> Result<(), Unsettleable> {
	Settlement::case(&mut Shared::default(), interval, node).map(|_| ())
}

/// Settles a node's interval with a reading, if it can.
fn try_settle(
	interval: Interval,
	node: NodeIndex,
	metered: Metered,
) -> Result<bool, DispatchError> {
	let mut shared = Shared::default();
	let case = Settlement::case(&mut shared, interval, node);
	let case = case.map_err(|_| DispatchError::Unavailable)?;
	let dear = Settlement::settle(&mut shared, case, metered);
	Settlement::store(&mut shared);
	dear
}

fn settle(interval: Interval, node: NodeIndex, metered: Metered) -> Invoice {
	assert_ok!(check(interval, node));
	assert_ok!(try_settle(interval, node, metered));
	Settlement::invoice(interval, node).unwrap()
}

/// Settles a node's interval without a reading if it can, as it is done after the deadline.
fn try_silence(interval: Interval, node: NodeIndex) -> Result<(), DispatchError> {
	if Settlement::open_case(&mut Shared::default(), interval, node).is_err() {
		return Ok(());
	}
	let (duty, position) = (Settlement::duty(node), Market::position(interval, node));
	match Unread::new(interval, Some(&duty), Some(&position)) {
		Unread::Owed => Settlement::settle_silent(interval, node),
		Unread::Traded => Settlement::settle_unmetered(interval, node),
		Unread::Nothing => {
			Ledger::unlock(node, interval);
			Ok(())
		},
	}
}

/// Settles a node's interval without a reading.
fn silence(interval: Interval, node: NodeIndex) -> Invoice {
	assert_ok!(try_silence(interval, node));
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

/// An interval begins; those that follow have opened, and there was a block in all until then.
fn at(interval: Interval) {
	for interval in INTERVAL..interval + 3 {
		if Market::terms(interval).is_none() {
			Market::set_terms(interval, TARIFF, GRID);
		}
	}
	pass_to(interval);
}

/// Time passes until an interval begins, with a block in each.
fn pass_to(interval: Interval) {
	for now in Market::now() + 1..interval {
		Market::set_now(Market::start(now));
		serve();
	}
	Market::set_now(Market::start(interval));
	serve();
}

/// There is a block in the present interval, once the market has begun.
fn serve() {
	if Served::<Test>::get().ready > 0 {
		Settlement::serve(&mut WeightMeter::new());
	}
}

/// An interval is nearly over.
fn at_end_of(interval: Interval) {
	at(interval);
	Market::set_now(Market::start(interval + 1) - 1);
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
	Held::<Test>::get(interval).unwrap_or_default().try_into().unwrap()
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

fn settled(node: NodeIndex, interval: Interval, invoice: Invoice) -> RuntimeEvent {
	Event::IntervalSettled { node, interval, invoice, corrects: false }.into()
}

fn corrected(node: NodeIndex, interval: Interval, invoice: Invoice) -> RuntimeEvent {
	Event::IntervalSettled { node, interval, invoice, corrects: true }.into()
}

fn incurred(debtor: NodeIndex, creditor: NodeIndex, amount: u64, owed: u64) -> RuntimeEvent {
	pallet_ledger::Event::DebtIncurred { debtor, creditor, amount, owed }.into()
}

fn paid(debtor: NodeIndex, creditor: NodeIndex, amount: u64, left: u64) -> RuntimeEvent {
	pallet_ledger::Event::DebtPaid { debtor, creditor, amount, left }.into()
}

fn freed(node: NodeIndex, locked: u64) -> RuntimeEvent {
	pallet_ledger::Event::LockChanged { node, drawn: 0, locked }.into()
}

fn has_money(node: NodeIndex) -> bool {
	Accounts::<Test>::contains_key(node)
}

/// Credit, locked, debts, claims.
fn money(node: NodeIndex) -> (u64, u64, u64, u64) {
	let Account { credit, locked, debts, claims, .. } = Ledger::account(node);
	(credit, locked, debts, claims)
}

fn balance(node: NodeIndex) -> u64 {
	Balances::balance(&account_of(node))
}

/// What is in the pot and belongs to somebody.
fn pot() -> u64 {
	Balances::balance(&Ledger::pot()) - ED
}

/// The events of settlement and of the money so far, which are forgotten.
fn events() -> Vec<RuntimeEvent> {
	let events = System::events();
	System::reset_events();
	let ours = |event: &RuntimeEvent| {
		matches!(event, RuntimeEvent::Settlement(_) | RuntimeEvent::Ledger(_))
	};
	events.into_iter().map(|record| record.event).filter(ours).collect()
}
