// SPDX-License-Identifier: Apache-2.0

//! The outcome as one line of JSON.

use std::{
	fmt::Display,
	io::{self, Write},
};

use gridmerit_market::{
	Book, Ineligible, Leg, NodeIndex, Offer, Outcome, Price, Status, Transaction, assign,
};
use serde::{Serialize, Serializer};

use crate::input::Market;

/// Writes `outcome` and a line break.
pub fn write(
	out: &mut impl Write,
	market: &Market,
	book: Book<'_>,
	outcome: &Outcome,
) -> io::Result<()> {
	let clearing = &outcome.clearing;
	let output = Output {
		status: status(clearing.status),
		price: clearing.price.map(Text),
		traded_wh: Text(clearing.traded()),
		transactions: Rows(assign(book, outcome).map(TransactionRow::from)),
		sold: Rows(book.sellers(&outcome.sold).map(LegRow::from)),
		bought: Rows(book.buyers(&outcome.bought).map(LegRow::from)),
		payment: Text(clearing.payment(clearing.traded())),
		utility_import_wh: Text(clearing.unmet_demand()),
		utility_export_wh: Text(market.posted() - clearing.traded()),
		skipped: Rows(market.skipped.iter().map(SkippedRow::from)),
	};
	serde_json::to_writer(&mut *out, &output)?;
	writeln!(out)
}

fn status(status: Status) -> &'static str {
	match status {
		Status::Cleared => "cleared",
		Status::Scarcity => "scarcity",
		Status::NoSupply => "no_supply",
		Status::NoDemand => "no_demand",
	}
}

#[derive(Serialize)]
struct Output<T: Serialize, S: Serialize, B: Serialize, K: Serialize> {
	status: &'static str,
	price: Option<Text<Price>>,
	traded_wh: Text<u64>,
	transactions: T,
	sold: S,
	bought: B,
	payment: Text<u128>,
	utility_import_wh: Text<u64>,
	utility_export_wh: Text<u64>,
	skipped: K,
}

#[derive(Serialize)]
struct TransactionRow {
	seller: NodeIndex,
	buyer: NodeIndex,
	wh: Text<u64>,
	price: Text<Price>,
	payment: Text<u128>,
}

impl From<Transaction> for TransactionRow {
	fn from(transaction: Transaction) -> Self {
		Self {
			seller: transaction.seller,
			buyer: transaction.buyer,
			wh: Text(transaction.energy),
			price: Text(transaction.price),
			payment: Text(transaction.payment),
		}
	}
}

#[derive(Serialize)]
struct LegRow {
	id: NodeIndex,
	wh: Text<u64>,
}

impl From<Leg> for LegRow {
	fn from(leg: Leg) -> Self {
		Self { id: leg.node, wh: Text(leg.energy) }
	}
}

#[derive(Serialize)]
struct SkippedRow {
	id: NodeIndex,
	reason: Text<Ineligible>,
}

impl From<&(Offer, Ineligible)> for SkippedRow {
	fn from(&(offer, reason): &(Offer, Ineligible)) -> Self {
		Self { id: offer.node, reason: Text(reason) }
	}
}

/// Written as a string: JavaScript's numbers end at 2^53.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
	fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
		to.collect_str(&self.0)
	}
}

/// An iterator, written row by row.
struct Rows<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Rows<I> {
	fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
		to.collect_seq(self.0.clone())
	}
}
