// SPDX-License-Identifier: Apache-2.0

//! Both staircases for people.

use std::{
	cmp::Reverse,
	io::{self, Write},
};

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use gridmerit_market::{
	Book, Clearing, Level, Limits, Margin, Outcome, Pairing, Side, Status, payment,
};

use crate::{
	input::{Market, Order},
	output::pivotal,
};

/// Stands where there is no limit.
pub const ANY: &str = "any";

/// Writes the result in words, the demand by what it pays at most, the offers in merit order, and those left out.
pub fn write(
	out: &mut impl Write,
	market: &Market,
	book: Book<'_>,
	outcome: &Outcome,
	pairing: &Pairing,
) -> io::Result<()> {
	let clearing = &outcome.clearing;
	let limits = &market.rules.limits;
	writeln!(out, "{}", result(clearing))?;
	writeln!(
		out,
		"demand {} Wh, eligible supply {} Wh; from the utility {} Wh, to the utility {} Wh",
		clearing.demand,
		clearing.supply,
		clearing.unmet_demand(),
		market.posted() - clearing.traded,
	)?;
	writeln!(out, "{}", tariff(limits))?;
	if clearing.traded > 0 {
		let said = margin(clearing.margin, clearing.status);
		writeln!(out, "at the margin {said}")?;
	}
	let sellers: Vec<String> = pivotal(book, clearing).map(|node| node.to_string()).collect();
	if !sellers.is_empty() {
		writeln!(
			out,
			"pivotal, each alone: without it there would be scarcity: {}",
			sellers.join(", ")
		)?;
	}

	let mut rows: Vec<_> = book.demands().iter().zip(&outcome.bought).collect();
	// Without a limit first.
	rows.sort_by_key(|(demand, _)| (demand.limit.is_some(), Reverse(demand.limit)));
	let mut demand =
		numbers(&["consumer", "limit", "wanted Wh", "up to Wh", "bought Wh", "pays", "fee"]);
	let mut wanted = 0;
	for (row, &bought) in rows {
		wanted += row.quantity;
		let limit = row.limit.map_or_else(|| ANY.into(), |limit| limit.to_string());
		let columns = [row.quantity, wanted, bought].map(|number| number.to_string());
		let money = [clearing.payment(bought), payment(bought, limits.fee())]
			.map(|money| money.to_string());
		demand.add_row([row.node.to_string(), limit].into_iter().chain(columns).chain(money));
	}
	if demand.row_count() > 0 {
		writeln!(out, "\n{demand}")?;
	}

	let mut rows: Vec<_> = book.offers().iter().zip(&outcome.sold).collect();
	rows.sort_by_key(|(offer, _)| offer.ask);
	let mut merit_order =
		numbers(&["prosumer", "ask", "capacity Wh", "up to Wh", "sold Wh", "earned"]);
	let mut supply = 0;
	for (offer, &sold) in rows {
		supply += offer.capacity;
		let columns =
			[offer.node.into(), offer.ask, offer.capacity, supply, sold].map(|n| n.to_string());
		merit_order.add_row(columns.into_iter().chain([clearing.payment(sold).to_string()]));
	}
	if merit_order.row_count() > 0 {
		writeln!(out, "\n{merit_order}")?;
	}

	paired(out, market, pairing)?;
	skipped(out, market)
}

/// Who is paired with whom, and why; nothing where nobody prefers anything, as it makes no difference then.
fn paired(out: &mut impl Write, market: &Market, pairing: &Pairing) -> io::Result<()> {
	if market.choices.is_empty() || pairing.transactions.is_empty() {
		return Ok(());
	}
	let mut table = numbers(&["prosumer", "consumer", "Wh", "why"]);
	for (number, transaction) in pairing.transactions.iter().enumerate() {
		table.add_row([
			transaction.seller.to_string(),
			transaction.buyer.to_string(),
			transaction.energy.to_string(),
			market.reason(transaction.buyer, pairing.rank_of(number)),
		]);
	}
	if let Some(reasons) = table.column_mut(3) {
		reasons.set_cell_alignment(CellAlignment::Left);
	}
	writeln!(out, "\n{table}")
}

/// Those left out, and why.
pub fn skipped(out: &mut impl Write, market: &Market) -> io::Result<()> {
	let mut table = numbers(&["id", "side", "price", "Wh", "not in the market"]);
	for (order, reason) in &market.skipped {
		let (side, price, energy) = match order {
			Order::Demand(demand) => ("consumer", demand.limit.unwrap_or(0), demand.quantity),
			Order::Offer(offer) => ("prosumer", offer.ask, offer.capacity),
		};
		let [id, price, energy] =
			[order.node().into(), price, energy].map(|number: u64| number.to_string());
		table.add_row([id, side.into(), price, energy, reason.to_string()]);
	}
	if table.row_count() > 0 {
		if let Some(reasons) = table.column_mut(4) {
			reasons.set_cell_alignment(CellAlignment::Left);
		}
		writeln!(out, "\n{table}")?;
	}
	Ok(())
}

/// What bounds the prices, in words.
pub fn tariff(limits: &Limits) -> String {
	let (tou, cap, fit, fee) = (limits.tou(), limits.cap(), limits.fit(), limits.fee());
	format!("time of use {tou}, cap {cap}, feed-in {fit}, fee {fee} planck per Wh")
}

/// How the book cleared, in words.
fn result(clearing: &Clearing) -> String {
	let nothing = "nothing trades, so there is no price";
	match (clearing.status, clearing.price) {
		(status @ (Status::Cleared | Status::Scarcity), Some(price)) => format!(
			"{}: {} Wh at {price} planck per Wh, {} planck in all",
			if status == Status::Cleared { "cleared" } else { "scarcity" },
			clearing.traded,
			clearing.payment(clearing.traded),
		),
		(Status::NoSupply, _) => format!("no supply: {nothing}"),
		(Status::NoMatch, _) => {
			format!("no match: all limits are below the cheapest ask, {nothing}")
		},
		_ => format!("no demand: {nothing}"),
	}
}

/// Who shares what at the price.
pub fn margin(margin: Margin, status: Status) -> String {
	let Margin { side, total, amount, level: Level { level, rest, .. } } = margin;
	let (orders, fate) = match (side, status) {
		(Side::Supply, _) => ("offered at the price", "sold"),
		(Side::Demand, Status::Scarcity) => ("wanted at any price", "bought"),
		(Side::Demand, _) => ("wanted at up to the price and no more", "bought"),
	};
	let shared = match (amount < total, rest) {
		(false, _) => String::new(),
		(true, 0) => format!("; each up to {level} Wh"),
		(true, 1) => format!("; each up to {level} Wh, one of them 1 Wh more"),
		(true, rest) => format!("; each up to {level} Wh, {rest} of them 1 Wh more"),
	};
	format!("{amount} of {total} Wh {orders} are {fate}{shared}")
}

/// A table of numbers, aligned to the right.
pub fn numbers(header: &[&str]) -> Table {
	let mut table = Table::new();
	table.load_style(UTF8_FULL_CONDENSED).set_header(header);
	table.column_iter_mut().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
	table
}
