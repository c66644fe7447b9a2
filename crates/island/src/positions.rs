// SPDX-License-Identifier: Apache-2.0

//! What was traded for an interval before it became an island, and how it is settled when the island has rejoined.

use alloc::{collections::BTreeMap, vec::Vec};
use core::ops::Range;

use gridmerit_market::{MAX_PRICE, MAX_TOTAL, NodeIndex, Price, Transaction, Wh, payment};

/// What the meter of a node of the island measured in the interval, in Wh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
	/// The node.
	pub node: NodeIndex,
	/// What it drew.
	pub drawn: Wh,
	/// What it fed in.
	pub fed_in: Wh,
}

/// How a node's interval is settled. Money in planck: positive is paid to the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
	/// The node.
	pub node: NodeIndex,
	/// Whether it was in the island.
	pub inside: bool,
	/// What it had bought of others on its side of the open switch, and keeps, in Wh.
	pub bought: Wh,
	/// What it had sold to them, and keeps, in Wh.
	pub sold: Wh,
	/// What it gets back for what it had bought across, less what it gives back for what it had sold across.
	pub refund: i128,
	/// What it has left over, in Wh: bought and fed in, less sold and drawn; below 0 it lacks energy. 0 outside.
	pub left_over: i128,
	/// What that comes to at the island's price.
	pub balance: i128,
}

/// How an interval is settled for the nodes of an island and those who had traded with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
	/// By node, in ascending order.
	pub rows: Vec<Settled>,
	/// What was fed in and nobody drew, in Wh: the island's losses; below 0 where meters show more drawn.
	pub losses: i128,
	/// What whoever runs the island gets, in planck: the losses at the island's price, with the sign turned. With it the
	/// rows' refunds and balances add up to nothing.
	pub operator: i128,
}

/// Settles an interval in which `members` were an island, in ascending order of nodes, for what had been traded for it in
/// all rounds before, `transactions`, and the island's price
/// ([`IslandClearing::settlement_price`](crate::IslandClearing::settlement_price)).
///
/// 1. A transaction between a node inside and one outside cannot be delivered, and is void: the buyer gets its payment
///    back from the seller, as if it had never been. Neither has a shortfall by it.
/// 2. A transaction inside stands, at its own price; so does one outside, which is no matter of the island.
/// 3. Each node inside then sells what it has left over, or buys what it lacks, at the island's price.
/// 4. Whoever runs the island pays for its losses.
///
/// What nodes outside have left over or lack is settled with the utility, on the position that they keep.
pub fn settle(
	members: &[Measured],
	transactions: &[Transaction],
	price: Price,
) -> Result<Settlement, PositionError> {
	if price > MAX_PRICE {
		return Err(PositionError::PriceTooHigh);
	}
	let mut rows: BTreeMap<NodeIndex, Settled> = BTreeMap::new();
	let mut last = None;
	for member in members {
		if last.is_some_and(|last| last >= member.node) {
			return Err(PositionError::NotAscending(member.node));
		}
		if member.drawn.max(member.fed_in) > MAX_TOTAL {
			return Err(PositionError::TooMuchEnergy(member.node));
		}
		last = Some(member.node);
		rows.insert(member.node, Settled::new(member.node, true));
	}

	for (number, transaction) in transactions.iter().enumerate() {
		let Transaction { seller, buyer, energy, price, payment: paid } = *transaction;
		if energy > MAX_TOTAL || price > MAX_PRICE || paid != payment(energy, price) {
			return Err(PositionError::NoTransaction(number));
		}
		let inside = |node| rows.get(&node).is_some_and(|row| row.inside);
		match (inside(seller), inside(buyer)) {
			(false, false) => {},
			(true, true) => {
				let sold = |row: &mut Settled| add(&mut row.sold, energy);
				entry(&mut rows, seller, sold).ok_or(PositionError::BeyondBound)?;
				let bought = |row: &mut Settled| add(&mut row.bought, energy);
				entry(&mut rows, buyer, bought).ok_or(PositionError::BeyondBound)?;
			},
			_ => {
				let paid = i128::try_from(paid).map_err(|_| PositionError::BeyondBound)?;
				let give = |row: &mut Settled| pay(row, paid.checked_neg()?);
				entry(&mut rows, seller, give).ok_or(PositionError::BeyondBound)?;
				let get = |row: &mut Settled| pay(row, paid);
				entry(&mut rows, buyer, get).ok_or(PositionError::BeyondBound)?;
			},
		}
	}

	let mut losses = 0_i128;
	for member in members {
		let balance = |row: &mut Settled| {
			let fed_in = i128::from(member.fed_in).checked_sub(member.drawn.into())?;
			losses = losses.checked_add(fed_in)?;
			let position = i128::from(row.bought).checked_sub(row.sold.into())?;
			row.left_over = position.checked_add(fed_in)?;
			row.balance = row.left_over.checked_mul(price.into())?;
			Some(())
		};
		entry(&mut rows, member.node, balance).ok_or(PositionError::BeyondBound)?;
	}
	let operator = losses.checked_mul(price.into()).and_then(i128::checked_neg);
	let operator = operator.ok_or(PositionError::BeyondBound)?;
	Ok(Settlement { rows: rows.into_values().collect(), losses, operator })
}

impl Settled {
	fn new(node: NodeIndex, inside: bool) -> Self {
		Self { node, inside, bought: 0, sold: 0, refund: 0, left_over: 0, balance: 0 }
	}
}

/// Changes the row of a node, which is outside if it has none.
fn entry(
	rows: &mut BTreeMap<NodeIndex, Settled>,
	node: NodeIndex,
	change: impl FnOnce(&mut Settled) -> Option<()>,
) -> Option<()> {
	change(rows.entry(node).or_insert_with(|| Settled::new(node, false)))
}

fn add(sum: &mut Wh, energy: Wh) -> Option<()> {
	*sum = sum.checked_add(energy)?;
	Some(())
}

fn pay(row: &mut Settled, money: i128) -> Option<()> {
	row.refund = row.refund.checked_add(money)?;
	Some(())
}

/// The intervals that lie within an opening of the switch as a whole: those, and no others, are an island's. In one that it
/// lasted for a part of, the utility was there for the rest, and it is settled with the utility. All in milliseconds; none
/// if the intervals have no length, or beyond the last interval's number.
pub fn whole_intervals(opened: u64, closed: u64, length: u64) -> Option<Range<u32>> {
	let number = |interval: u64| u32::try_from(interval).ok();
	let from = number(opened.checked_add(length.checked_sub(1)?)?.checked_div(length)?)?;
	let until = number(closed.checked_div(length)?)?;
	Some(from..until.max(from))
}

/// Why an interval cannot be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
	/// A node of the island follows itself or a higher one.
	#[error("node {0}: not in strictly ascending order")]
	NotAscending(NodeIndex),
	/// A meter shows more than [`MAX_TOTAL`].
	#[error("node {0}: more than 2^60 Wh in an interval")]
	TooMuchEnergy(NodeIndex),
	/// Energy or price are beyond their bounds, or the payment is not energy times price.
	#[error("transaction {0} is none: beyond its bounds, or paid otherwise than its price")]
	NoTransaction(usize),
	/// The island's price is above [`MAX_PRICE`].
	#[error("the island's price is above 2^48")]
	PriceTooHigh,
	/// A sum is beyond its integer.
	#[error("a sum is beyond its integer")]
	BeyondBound,
}
