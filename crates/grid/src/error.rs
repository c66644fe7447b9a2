// SPDX-License-Identifier: Apache-2.0

//! Why a step, or an outcome, is refused.

use gridmerit_market::{NodeIndex, StepError};

use crate::feeder::Bus;

/// Why a step does not take a page, or a pass does not end. The state is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
	/// As where there is no grid.
	#[error(transparent)]
	Step(#[from] StepError),
	/// The feeder has not as many buses as the one that this began with.
	#[error("not the feeder that this began with")]
	OtherFeeder,
}

/// What is wrong with an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridViolation {
	/// Fills and orders, or flows and buses, are not aligned.
	#[error("the number of fills or flows is not that of orders or buses")]
	Rows,
	/// The zones do not begin at the substation, are not in depth-first order, or two that meet are one.
	#[error("the zones are not zones of this feeder")]
	Layout,
	/// The price of the zone that begins at this bus is not the least at which supply reaches what it has to deliver.
	#[error("the price of the zone from bus {0} is not the least one")]
	Price(Bus),
	/// Inside a zone the line of this bus would carry more than it can, or is full and separates two prices or levels.
	#[error("the line of bus {0} has no room for one price and level on both sides")]
	Line(Bus),
	/// The level of the zone that begins at this bus is not the one at which its orders share what there is.
	#[error("the level of the zone from bus {0} is not the one at which its orders share")]
	Level(Bus),
	/// Status, price, totals or margin of the zone that begins at this bus are not those of its orders.
	#[error("the totals of the zone from bus {0} are not those of its orders")]
	Totals(Bus),
	/// A buyer's fill is not its share.
	#[error("node {0}: did not buy its share")]
	Bought(NodeIndex),
	/// A seller's fill is not its share.
	#[error("node {0}: did not sell its share")]
	Sold(NodeIndex),
	/// The line of this bus carries something else.
	#[error("the flow of bus {0} is not what the orders behind it trade")]
	Flow(Bus),
	/// The transaction with this number is not the sweep's.
	#[error("transaction {0} is not the one of the sweep")]
	Transaction(usize),
	/// The sweep has more or fewer transactions.
	#[error("the number of transactions is not that of the sweep")]
	Transactions,
}
