// SPDX-License-Identifier: Apache-2.0

//! Answers about the market that need more than one pallet.

/// Everything about the node of an account, from all pallets of the market.
pub fn node_status(account: &AccountId) -> Option<NodeStatus> {
	let NodeView { index, suspended, roles, limits, battery } = TeRegistry::by_account(account)?;
	let money = Settlement::account(index);
	let orders = ForwardMarket::orders_of(index);
	let order =
		|interval| orders.iter().find(|(other, _)| *other == interval).map(|(_, order)| *order);
	let open = money.locks.into_iter().map(|(interval, locked)| OpenInterval {
		interval,
		locked,
		order: order(interval),
		position: Clearing::position(interval, index),
	});
	Some(NodeStatus {
		index,
		suspended,
		roles,
		limits,
		credit: money.credit,
		locked: money.locked,
		debts: money.debts,
		claims: money.claims,
		owes: Settlement::debts_of(index),
		charge: battery.map(|battery| Settlement::charge(index, &battery).now(&battery)),
		open: open.collect(),
	})
}
