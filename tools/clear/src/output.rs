// SPDX-License-Identifier: Apache-2.0

//! The outcome as one line of JSON.

use std::{
	fmt::Display,
	io::{self, Write},
};

use gridmerit_market::{
	Book, Clearing, Ineligible, Leg, Margin, NodeIndex, Outcome, Pairing, Price, Side, Status,
	Transaction,
};
use serde::{Serialize, Serializer};

use crate::input::{Market, Order};

/// Writes `outcome` and a line break.
pub fn write(
	out: &mut impl Write,
	market: &Market,
	book: Book<'_>,
	outcome: &Outcome,
	pairing: &Pairing,
) -> io::Result<()> {
	let clearing = &outcome.clearing;
	let transactions = pairing.transactions.iter().enumerate();
	let output = Output {
		status: status(clearing.status),
		price: clearing.price.map(Text),
		traded_wh: Text(clearing.traded),
		transactions: Rows(transactions.map(|(number, transaction)| {
			TransactionRow::new(transaction, pairing.rank_of(number))
		})),
		sold: Rows(book.sellers(&outcome.sold).map(LegRow::from)),
		bought: Rows(book.buyers(&outcome.bought).map(LegRow::from)),
		payment: Text(clearing.payment(clearing.traded)),
		utility_import_wh: Text(clearing.unmet_demand()),
		utility_export_wh: Text(market.posted() - clearing.traded),
		margin: MarginRow::of(clearing.margin, clearing.traded > 0),
		pivotal: Rows(pivotal(book, clearing)),
		skipped: Rows(market.skipped.iter().map(SkippedRow::from)),
	};
	serde_json::to_writer(&mut *out, &output)?;
	writeln!(out)
}

pub fn status(status: Status) -> &'static str {
	match status {
		Status::Cleared => "cleared",
		Status::Scarcity => "scarcity",
		Status::NoSupply => "no_supply",
		Status::NoDemand => "no_demand",
		Status::NoMatch => "no_match",
	}
}

#[derive(Serialize)]
struct Output<T: Serialize, S: Serialize, B: Serialize, P: Serialize, K: Serialize> {
	status: &'static str,
	price: Option<Text<Price>>,
	traded_wh: Text<u64>,
	transactions: T,
	sold: S,
	bought: B,
	payment: Text<u128>,
	utility_import_wh: Text<u64>,
	utility_export_wh: Text<u64>,
	margin: Option<MarginRow>,
	pivotal: P,
	skipped: K,
}

/// Who shares what at the price.
#[derive(Serialize)]
pub struct MarginRow {
	side: &'static str,
	total_wh: Text<u64>,
	traded_wh: Text<u64>,
	/// What everybody gets who wants as much; none if all of it trades.
	level_wh: Option<Text<u64>>,
	/// How many get 1 Wh more.
	odd_wh: u32,
}

impl MarginRow {
	/// None if nothing trades.
	pub fn of(margin: Margin, trades: bool) -> Option<Self> {
		let Margin { side, total, amount, level } = margin;
		trades.then(|| Self {
			side: match side {
				Side::Demand => "demand",
				Side::Supply => "supply",
			},
			total_wh: Text(total),
			traded_wh: Text(amount),
			level_wh: (amount < total).then_some(Text(level.level)),
			odd_wh: level.rest,
		})
	}
}

/// The sellers without each of which there would be scarcity.
pub fn pivotal<'a>(
	book: Book<'a>,
	clearing: &'a Clearing,
) -> impl Iterator<Item = NodeIndex> + Clone + 'a {
	let offers = book.offers().iter();
	offers.filter(|offer| clearing.is_pivotal(offer.capacity)).map(|offer| offer.node)
}

#[derive(Serialize)]
pub struct TransactionRow {
	seller: NodeIndex,
	buyer: NodeIndex,
	wh: Text<u64>,
	price: Text<Price>,
	payment: Text<u128>,
	/// By which of the buyer's choices, from 1 on; none if by none.
	#[serde(skip_serializing_if = "Option::is_none")]
	choice: Option<usize>,
}

impl TransactionRow {
	pub fn new(transaction: &Transaction, rank: Option<usize>) -> Self {
		Self {
			choice: rank.map(|rank| rank + 1),
			seller: transaction.seller,
			buyer: transaction.buyer,
			wh: Text(transaction.energy),
			price: Text(transaction.price),
			payment: Text(transaction.payment),
		}
	}
}

#[derive(Serialize)]
pub struct LegRow {
	id: NodeIndex,
	wh: Text<u64>,
}

impl From<Leg> for LegRow {
	fn from(leg: Leg) -> Self {
		Self { id: leg.node, wh: Text(leg.energy) }
	}
}

#[derive(Serialize)]
pub struct SkippedRow {
	id: NodeIndex,
	reason: Text<Ineligible>,
}

impl From<&(Order, Ineligible)> for SkippedRow {
	fn from((order, reason): &(Order, Ineligible)) -> Self {
		Self { id: order.node(), reason: Text(*reason) }
	}
}

/// Written as a string: JavaScript's numbers end at 2^53.
pub struct Text<T>(pub T);

impl<T: Display> Serialize for Text<T> {
	fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
		to.collect_str(&self.0)
	}
}

/// An iterator, written row by row.
pub struct Rows<I>(pub I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Rows<I> {
	fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
		to.collect_seq(self.0.clone())
	}
}
