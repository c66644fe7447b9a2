// SPDX-License-Identifier: Apache-2.0

//! What a node has traded with its neighbours, and with whom.

use std::process::ExitCode;

use comfy_table::Cell;
use gridmerit_client::{
	AccountId32,
	units::{kwh, price, unit},
};
use gridmerit_energy::{Interval, MAX_RANGE, NodeIndex, Transaction};
use serde_json::{Value, json};

use super::{options::TradesOptions, short};
use crate::{
	failure::Failure,
	orders::node,
	show::{number, print, table},
};

/// A transaction as one of its two nodes sees it.
struct Trade<'a> {
	bought: bool,
	neighbour: NodeIndex,
	account: Option<&'a AccountId32>,
	of: &'a Transaction<AccountId32>,
}

impl<'a> Trade<'a> {
	fn of(node: NodeIndex, of: &'a Transaction<AccountId32>) -> Self {
		let bought = of.buyer == node;
		let (neighbour, account) = match bought {
			true => (of.seller, of.seller_account.as_ref()),
			false => (of.buyer, of.buyer_account.as_ref()),
		};
		Self { bought, neighbour, account, of }
	}

	fn side(&self) -> &'static str {
		if self.bought { "bought" } else { "sold" }
	}
}

pub async fn trades(options: &TradesOptions) -> Result<ExitCode, Failure> {
	let account = options.whose.account()?;
	let view = options.common.connect().await?.best().await?;
	let node = node(&view, &account).await?.index;
	let (first, last) = options.period.intervals(&view, MAX_RANGE).await?;
	let period = &options.period;
	// Without a named end also what is traded ahead.
	let open = view.windows().await?.last().map(|window| window.interval);
	let ends =
		period.to.is_some() || period.month.is_some() || period.yesterday || period.last.is_some();
	let last = if ends { last } else { open.unwrap_or(last).max(last) };
	let forgotten = view.forgotten_until().await?;
	if first < forgotten {
		eprintln!(
			"the chain has no trades of intervals before {forgotten}: it has forgotten them, or began then"
		);
	}
	let last = open.map_or(last, |open| last.min(open));
	let found = view.transactions_of(node, first.max(forgotten), last).await?;
	let trades: Vec<_> = found.iter().map(|of| Trade::of(node, of)).collect();
	if trades.is_empty() {
		eprintln!("the node has traded nothing with its neighbours in this time");
	}
	let (zone, length) = (period.zone.zone(), view.interval_length().await?);
	let begins = |interval: Interval| u64::from(interval).saturating_mul(length.into());
	let value: Vec<Value> = trades
		.iter()
		.map(|trade| {
			let of = trade.of;
			json!({
				"interval": of.interval, "begins": zone.exactly(begins(of.interval)), "round": of.round,
				"side": trade.side(), "neighbour": trade.neighbour,
				"account": trade.account.map(ToString::to_string),
				"energy": of.energy, "price": of.price_for(node),
				"payment": of.payment_for(node).to_string(),
			})
		})
		.collect();
	let zoned = format!("begins ({zone})");
	print(options.common.json, value.into(), || {
		let mut table = table(&[
			"interval",
			&zoned,
			"round",
			"",
			"energy",
			"with node",
			"account",
			"price",
			"payment",
		]);
		for trade in &trades {
			let of = trade.of;
			table.add_row([
				number(of.interval),
				Cell::new(zone.clock(begins(of.interval))),
				number(of.round),
				Cell::new(trade.side()),
				number(kwh(of.energy)),
				number(trade.neighbour),
				Cell::new(trade.account.map_or("has left".into(), short)),
				number(price(of.price_for(node))),
				number(unit(of.payment_for(node))),
			]);
		}
		table
	})
}
