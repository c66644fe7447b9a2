// SPDX-License-Identifier: Apache-2.0

//! Orders and rounds of the market.

use std::collections::BTreeMap;

use gridmerit_energy::{Interval, NodeIndex, Order};
use gridmerit_pallet_support::TeNodes;
use gridmerit_runtime::{
	ForwardMarket, Runtime, RuntimeCall, RuntimeOrigin, System, TeRegistry, units::SLOT_MILLIS,
};
use pallet_forward_market::OrdersOf;
use sp_keyring::Sr25519Keyring;
use sp_runtime::DispatchResult;

use super::{build_block, signed};

/// Slots of an interval.
pub const INTERVAL_SLOTS: u64 = 900_000 / SLOT_MILLIS;

pub fn origin(account: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(account.to_account_id())
}

pub fn node(account: Sr25519Keyring) -> NodeIndex {
	TeRegistry::by_account(&account.to_account_id()).unwrap().index
}

/// Orders as a call takes them; none takes one back.
pub fn orders(orders: &[(Interval, Option<Order>)]) -> OrdersOf<Runtime> {
	orders.to_vec().try_into().unwrap()
}

pub fn buys(quantity: u64) -> Option<Order> {
	Some(Order::Demand { quantity, limit: None })
}

/// At up to a price.
pub fn buys_up_to(quantity: u64, limit: u64) -> Option<Order> {
	Some(Order::Demand { quantity, limit: Some(limit) })
}

pub fn sells(capacity: u64, ask: u64) -> Option<Order> {
	Some(Order::Offer { capacity, ask })
}

/// The call that posts orders and takes some back, of nodes that have a settlement meter and of others.
pub fn post(round: Interval, named: &[(Interval, Option<Order>)]) -> RuntimeCall {
	pallet_forward_market::Call::post { round, orders: orders(named), unmetered: true }.into()
}

pub fn demand(round: Interval, wanted: &[(Interval, u64)]) -> RuntimeCall {
	let orders = wanted.iter().map(|&(interval, quantity)| (interval, buys(quantity)));
	post(round, &orders.collect::<Vec<_>>())
}

pub fn offers(round: Interval, offered: &[(Interval, u64, u64)]) -> RuntimeCall {
	let orders = offered.iter().map(|&(interval, capacity, ask)| (interval, sells(capacity, ask)));
	post(round, &orders.collect::<Vec<_>>())
}

/// Posts outside of a transaction. Why it fails, whatever it has cost.
pub fn try_post(
	account: Sr25519Keyring,
	round: Interval,
	named: &[(Interval, Option<Order>)],
) -> DispatchResult {
	let posted = ForwardMarket::post(origin(account), round, orders(named), true);
	posted.map(|_| ()).map_err(|error| error.error)
}

/// Sends each call by its account, all in the block of `slot`, and expects that all work.
pub fn send(slot: u64, calls: Vec<(Sr25519Keyring, RuntimeCall)>) {
	let mut nonces = BTreeMap::new();
	let transactions = calls
		.into_iter()
		.map(|(account, call)| {
			let id = account.to_account_id();
			let nonce = nonces
				.entry(id.clone())
				.and_modify(|nonce| *nonce += 1)
				.or_insert_with(|| System::account_nonce(&id));
			signed(account, *nonce, call)
		})
		.collect();
	for result in build_block(slot, transactions) {
		assert_eq!(result, Ok(Ok(())));
	}
}

/// The slot of the first block at or after the gate of the round at hand.
pub fn gate_slot() -> u64 {
	let gate = pallet_forward_market::CurrentRound::<Runtime>::get().unwrap().gate;
	gate.div_ceil(SLOT_MILLIS)
}

pub fn round() -> Interval {
	pallet_forward_market::CurrentRound::<Runtime>::get().unwrap().number
}
