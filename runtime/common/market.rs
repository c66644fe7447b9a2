// SPDX-License-Identifier: Apache-2.0

//! Answers about the market that need several of its pallets.

use crate::{AccountId, Clearing, ForwardMarket, Ledger, TeRegistry, TrustStaking};
use alloc::vec::Vec;
use gridmerit_energy::{
	Interval, NodeIndex, NodeStatus, OpenInterval, PageIndex, RoundTransaction, Transaction,
};
use gridmerit_pallet_support::{NodeView, Positions, TeNodes, Trust};

/// Everything about the node of an account, from all pallets of the market.
pub fn node_status(account: &AccountId) -> Option<NodeStatus> {
	let NodeView { index, suspended, roles, bus, limits, battery, .. } =
		TeRegistry::by_account(account)?;
	let money = Ledger::account(index);
	let orders = ForwardMarket::orders_of(index);
	let order =
		|interval| orders.iter().find(|(other, _)| *other == interval).map(|(_, order)| *order);
	let open = money.locks.into_iter().map(|(interval, locked)| OpenInterval {
		interval,
		locked,
		order: order(interval),
		position: ForwardMarket::position(interval, index),
	});
	Some(NodeStatus {
		index,
		suspended,
		roles,
		bus,
		limits,
		most_sold: TrustStaking::seller(index).most_sold,
		credit: money.credit,
		locked: money.locked,
		debts: money.debts,
		claims: money.claims,
		owes: Ledger::debts_of(index),
		charge: battery.map(|battery| ForwardMarket::charge_of(index, &battery).now(&battery)),
		open: open.collect(),
	})
}

/// A page of up to 128 transactions of an interval in a round, with the accounts of their nodes.
pub fn transactions(
	interval: Interval,
	round: Interval,
	page: PageIndex,
) -> Vec<Transaction<AccountId>> {
	with_accounts(Clearing::transactions(interval, round, page))
}

/// A node's transactions in a range of intervals, with the accounts of their nodes, and where to go on.
pub fn transactions_of(
	node: NodeIndex,
	first: Interval,
	last: Interval,
) -> (Vec<Transaction<AccountId>>, Option<Interval>) {
	let (transactions, next) = Clearing::transactions_of(node, first, last);
	(with_accounts(transactions), next)
}

fn with_accounts(transactions: Vec<RoundTransaction>) -> Vec<Transaction<AccountId>> {
	let joined = transactions.into_iter().map(|row| row.with_accounts(TeRegistry::account_of));
	joined.collect()
}
