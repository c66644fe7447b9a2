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
	/// Registers show so much of the closed intervals for which nothing was shown.
	Unaccounted(NodeIndex, Wh),
	/// The oldest open interval is closed, and whoever is not settled there is silent.
	Close,
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
		1 => (node(), 0..90_u64).prop_map(|(node, energy)| Step::Unaccounted(node, energy)),
		1 => Just(Step::Close),
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
	let needed = [(interval, Some(position.exposure(&TARIFF)))];
	Ledger::lock(node, &account_of(node), &needed)
}

/// For each node, until where registers have shown what it drew.
type Shown = std::collections::BTreeMap<NodeIndex, Interval>;

fn take(step: Step, shown: &mut Shown) {
	let settled = Settlement::invoice;
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
			let over = |interval| interval < ProvisionalUntil::<Test>::get().interval;
			let free = needed.into_iter().filter(|(interval, _)| {
				!traded(*interval) && !settled(*interval) && !over(*interval)
			});
			let root = sp_io::storage::root(StateVersion::V1);
			let needed: Vec<_> = free.collect();
			if Ledger::lock(node, &account_of(node), &needed).is_err() {
				assert_eq!(sp_io::storage::root(StateVersion::V1), root);
			}
		},
		Step::Trade(interval, seller, buyer, energy, price) => {
			let settled = |node| Settlement::invoice(interval, node).is_some();
			let trades = |node| node != UTILITY && !settled(node);
			let over = interval < ProvisionalUntil::<Test>::get().interval;
			if seller == buyer || over || !trades(seller) || !trades(buyer) {
				return;
			}
			let sold = Market::position(interval, seller).sell(energy, price).unwrap();
			let bought = Market::position(interval, buyer).buy(energy, price).unwrap();
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
		Step::Unaccounted(node, energy) => {
			let closed = Market::closed_until();
			let first = shown.insert(node, closed).unwrap_or(INTERVAL - 1);
			if first < closed {
				Settlement::charge_unaccounted(node, first, closed - 1, energy);
			}
		},
		Step::Close => {
			let interval = Market::closed_until().max(INTERVAL - 1);
			if interval > INTERVAL + 1 {
				return;
			}
			for node in UTILITY..=CAROL {
				// What is before the market is not settled.
				Ledger::unlock(node, INTERVAL - 2);
				if settled(interval, node).is_none() {
					assert_ok!(try_silence(interval, node));
					Ledger::unlock(node, interval);
				}
			}
			let cursor = SilenceCursor { interval: interval + 1, node: 0 };
			ProvisionalUntil::<Test>::put(cursor);
			Settlement::close(interval);
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
			let mut shown = Shown::new();
			for step in steps {
				take(step, &mut shown);
				check_state();
			}
		});
	}
}
