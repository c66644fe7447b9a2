// SPDX-License-Identifier: Apache-2.0

//! The rest of the chain for benchmarks of the two pallets.

use frame_benchmarking::account;
use frame_support::traits::{Get, fungible::Mutate};
use gridmerit_energy::{Interval, NodeIndex, Position, Roles};
use gridmerit_pallet_support::{BenchmarkWorld, Locks, PAGE_ROWS, TeNodes, page_of};

use super::{AccountId, Balances, MaxOpen, Members, Runtime, Till};
use crate::Balance;

/// Sets up members, positions and locks.
pub struct World;

impl BenchmarkWorld<AccountId> for World {
	fn node(roles: Roles) -> (NodeIndex, AccountId) {
		let account: AccountId = account("member", Members::end(), 0);
		Balances::set_balance(&account, Balance::MAX / 1_000);
		let node = Members::add(account.clone(), roles).expect("an account that is new");
		(node, account)
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32) {
		let page = page_of(node);
		pallet_forward_market::PositionPages::<Runtime>::mutate(interval, page, |positions| {
			let first = page * PAGE_ROWS;
			for other in (first..first + PAGE_ROWS).filter(|other| traded || *other != node) {
				positions.set(other, Position { bought: 1, cost: 1, ..Default::default() });
			}
		});
		let most: u32 = MaxOpen::get();
		let open = most.saturating_sub(free).min(interval);
		let account = Members::account_of(node).expect("a member");
		let before = Till::locks(node).into_iter().map(|(interval, _)| (interval, None));
		let after = (interval - open..interval).map(|interval| (interval, Some(1)));
		let needed: Vec<_> = before.chain(after).collect();
		Till::lock(node, &account, &needed).expect("a rich member");
	}
}
