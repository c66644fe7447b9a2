// SPDX-License-Identifier: Apache-2.0

//! Orders and rounds of the market.

use std::collections::BTreeMap;

use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_pallet_support::TeNodes;
use gridmerit_runtime::{
	Runtime, RuntimeCall, RuntimeOrigin, System, TeRegistry, units::SLOT_MILLIS,
};
use pallet_forward_market::{DemandOrder, OfferOrder};
use sp_keyring::Sr25519Keyring;

use super::{build_block, signed};

/// Slots of an interval.
pub const INTERVAL_SLOTS: u64 = 900_000 / SLOT_MILLIS;

pub fn origin(account: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(account.to_account_id())
}

pub fn node(account: Sr25519Keyring) -> NodeIndex {
	TeRegistry::by_account(&account.to_account_id()).unwrap().index
}

pub fn demand(round: Interval, orders: &[(Interval, u64)]) -> RuntimeCall {
	let orders = orders.iter().map(|&(interval, quantity)| DemandOrder { interval, quantity });
	let orders = orders.collect::<Vec<_>>().try_into().unwrap();
	pallet_forward_market::Call::post_demand { round, orders }.into()
}

pub fn offers(round: Interval, orders: &[(Interval, u64, u64)]) -> RuntimeCall {
	let orders =
		orders.iter().map(|&(interval, capacity, ask)| OfferOrder { interval, capacity, ask });
	let orders = orders.collect::<Vec<_>>().try_into().unwrap();
	pallet_forward_market::Call::post_offers { round, orders }.into()
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
