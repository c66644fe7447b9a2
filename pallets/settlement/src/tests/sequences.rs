// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts, between locks and settlements.

use super::*;
use frame_support::{pallet_prelude::DispatchResult, storage::with_storage_layer};
use pallet_ledger::Call;
use proptest::{collection::vec, prelude::*};
use sp_runtime::StateVersion;

#[derive(Clone, Debug)]
enum Step {
	Call(AccountId, Call<Test>),
	Lock(NodeIndex, Vec<(Interval, Option<Planck>)>),
	/// A trade between two nodes, with what it locks.
	Trade(Interval, NodeIndex, NodeIndex, Wh, Price),
	Settle(Interval, NodeIndex, Metered),
	Silence(Interval, NodeIndex),
	Reopen(Interval, NodeIndex),
	Unaccounted(Interval, NodeIndex, Wh),
}

fn step() -> impl Strategy<Value = Step> {
	let node = || UTILITY..=CAROL;
	let interval = || INTERVAL - 2..INTERVAL + 4;
	let amount = || prop_oneof![4 => 0_u64..600, 1 => 0..2 * WEALTH, 1 => any::<u64>()];
	let lock = (interval(), proptest::option::of(amount().prop_map(Planck::from)));
	let account = prop_oneof![8 => node().prop_map(account_of), 1 => Just(STRANGER)];
	let call = prop_oneof![
		amount().prop_map(|amount| Call::deposit { amount }),
		amount().prop_map(|amount| Call::withdraw { amount }),
		(node(), node()).prop_map(|(debtor, creditor)| Call::collect { debtor, creditor }),
	];
	let standing = (0_u64..40).prop_map(|price| Call::set_standing_price { price });
	prop_oneof![
		4 => (account, call).prop_map(|(account, call)| Step::Call(account, call)),
		1 => standing.prop_map(|call| Step::Call(OPERATOR, call)),
		1 => (interval(), node()).prop_map(|(interval, node)| Step::Silence(interval, node)),
		2 => (interval(), node()).prop_map(|(interval, node)| Step::Reopen(interval, node)),
		1 => (INTERVAL - 1..INTERVAL + 1, node(), 0..9_u64)
			.prop_map(|(interval, node, energy)| Step::Unaccounted(interval, node, energy)),
		1 => (node(), vec(lock, 0..4)).prop_map(|(node, locks)| Step::Lock(node, locks)),
		2 => (interval(), node(), node(), 0..20_u64, 61..180_u64)
			.prop_map(|(interval, seller, buyer, energy, price)| Step::Trade(
				interval, seller, buyer, energy, price
			)),
		3 => (interval(), node(), 0..40_u64, 0..40_u64)
			.prop_map(|(interval, node, import, export)| Step::Settle(
				interval,
				node,
				metered(import, export)
			)),
	]
}

/// Locks what a trade needs.
fn cover(interval: Interval, node: NodeIndex, position: Position) -> DispatchResult {
	let needed = [(interval, Some(position.exposure(TARIFF.shortfall)))];
	Ledger::lock(node, &account_of(node), &needed)
}

fn take(step: Step) {
	match step {
		Step::Call(account, call) => {
			let _ = with_storage_layer(|| {
				let call = RuntimeCall::from(call);
				call.dispatch(Origin::signed(account)).map_err(|error| error.error)
			});
		},
		Step::Lock(node, needed) => {
			// No less than what the node has traded, as the market sees to.
			let traded = |interval| Market::position(interval, node) != Position::default();
			let settled = |interval| Settlement::invoice(interval, node).is_some();
			let free = needed
				.into_iter()
				.filter(|(interval, _)| !traded(*interval) && !settled(*interval));
			let root = sp_io::storage::root(StateVersion::V1);
			let needed: Vec<_> = free.collect();
			if Ledger::lock(node, &account_of(node), &needed).is_err() {
				assert_eq!(sp_io::storage::root(StateVersion::V1), root);
			}
		},
		Step::Trade(interval, seller, buyer, energy, price) => {
			let settled = |node| Settlement::invoice(interval, node).is_some();
			let trades = |node| node != UTILITY && !settled(node);
			if seller == buyer || !trades(seller) || !trades(buyer) {
				return;
			}
			let sold = Market::position(interval, seller).sell(energy, price).unwrap();
			let bought = Market::position(interval, buyer).buy(energy, price, TARIFF.fee).unwrap();
			let covered = with_storage_layer(|| {
				cover(interval, seller, sold)?;
				cover(interval, buyer, bought)
			});
			if covered.is_ok() {
				Market::set_position(interval, seller, sold);
				Market::set_position(interval, buyer, bought);
			}
		},
		Step::Settle(interval, node, metered) => {
			let root = sp_io::storage::root(StateVersion::V1);
			// What can be settled is covered, and within what the chain's money counts.
			if try_settle(interval, node, metered).is_err() {
				assert!(check(interval, node).is_err());
				assert_eq!(sp_io::storage::root(StateVersion::V1), root);
			}
		},
		Step::Silence(interval, node) => {
			if Settlement::invoice(interval, node).is_none() {
				assert_ok!(try_silence(interval, node));
			}
		},
		Step::Reopen(interval, node) => {
			let root = sp_io::storage::root(StateVersion::V1);
			if !Settlement::reopen(interval, node) {
				assert_eq!(sp_io::storage::root(StateVersion::V1), root);
			}
		},
		Step::Unaccounted(interval, node, energy) => {
			Settlement::charge_unaccounted(node, interval - 1, interval, energy);
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn the_state_stays_sound_and_an_error_changes_nothing(steps in vec(step(), 1..50)) {
		run(|| {
			for node in [ALICE, BOB] {
				Market::set_metered(node, INTERVAL);
				Market::set_limits(node, 30, 30);
			}
			for step in steps {
				take(step);
				check_state();
			}
		});
	}
}
