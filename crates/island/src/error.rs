// SPDX-License-Identifier: Apache-2.0

//! What can be wrong with an outcome.

use gridmerit_market::NodeIndex;

/// What is wrong with an outcome of an island.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IslandViolation {
	/// Fills and orders are not aligned.
	#[error("the number of fills is not the number of orders")]
	Rows,
	/// What is wanted, offered or traded is not what the orders come to.
	#[error("the totals are not those of the island")]
	Totals,
	/// A load, or a battery that is charged, did not get its share.
	#[error("node {0}: did not buy its share")]
	Bought(NodeIndex),
	/// An offer, or a battery that is discharged, did not sell its share.
	#[error("node {0}: did not sell its share")]
	Sold(NodeIndex),
	/// The tier that shares is not the one at which the island balances.
	#[error("not the tier at which the island balances")]
	Tier,
	/// Load goes without that offers would serve for less than it is worth.
	#[error("more could be served for less than it is worth")]
	NotServed,
	/// A load is served for more than it is worth.
	#[error("a load is served for more than it is worth")]
	TooDear,
	/// Not the least optimal price.
	#[error("the price is not the least optimal one")]
	Price,
	/// Cost and dual value differ.
	#[error("the dispatch is not the cheapest")]
	NotOptimal,
	/// The transaction with this number is not the sweep's.
	#[error("transaction {0} is not the one of the sweep")]
	Transaction(usize),
	/// Transactions are missing from this number on.
	#[error("transaction {0} is missing")]
	Missing(usize),
}
