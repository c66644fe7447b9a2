// SPDX-License-Identifier: Apache-2.0

//! Why a step, or an outcome, is refused.

use crate::{transaction::Transaction, units::NodeIndex};

/// Why a step does not take a page, or a pass does not end. The state is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
	/// A page does not begin, or a leg does not come, above the node before it.
	#[error("the nodes do not come after those before")]
	PageOutOfOrder,
	/// The pages together hold more than [`MAX_ORDERS`](crate::MAX_ORDERS) on one side.
	#[error("more than 2^20 orders on one side")]
	TooManyOrders,
	/// This pass saw other orders than the one before: a page is missing or an order has changed. A
	/// search compares number and energy of the orders that it counts again; a filling compares what trades in
	/// full on either side, what shares and what of that trades.
	#[error("the orders are not those of the pass before")]
	BookChanged,
	/// The legs carry more energy than was traded, or less.
	#[error("sold and bought energy are not what was traded")]
	Uneven,
}

/// What is wrong with an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
	/// An energy is above [`MAX_TOTAL`](crate::MAX_TOTAL).
	#[error("more energy than a book can hold")]
	BeyondBound,
	/// Fills and orders are not aligned.
	#[error("the number of fills is not the number of orders")]
	Rows,
	/// Not the price that Algorithm 1 gives.
	#[error("the price is not the clearing price")]
	Price,
	/// Status, demand, supply and their parts are not those of the book.
	#[error("the totals are not those of the book")]
	Totals,
	/// Not the level at which those at the margin get what there is.
	#[error("the level is not that at which those at the margin share")]
	Level,
	/// A buyer's fill is not its share.
	#[error("node {0}: did not buy its share")]
	Bought(NodeIndex),
	/// A seller's fill is not its share.
	#[error("node {0}: did not sell its share")]
	Sold(NodeIndex),
	/// Cost and dual value differ.
	#[error("the dispatch is not the cheapest")]
	NotOptimal,
	/// The transaction with this number is not the sweep's.
	#[error("transaction {0} is not the one of the sweep")]
	Transaction(usize),
	/// The sweep goes on with this transaction.
	#[error("a transaction from {} to {} is missing", .0.seller, .0.buyer)]
	Missing(Transaction),
	/// Not by these choices.
	#[error("the transactions were not made by these choices")]
	Choices,
}
