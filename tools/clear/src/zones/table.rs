// SPDX-License-Identifier: Apache-2.0

//! The outcome on a grid for people.

use std::{
	cmp::Reverse,
	fmt::Display,
	io::{self, Write},
};

use comfy_table::{CellAlignment, Table};
use gridmerit_grid::Bus;
use gridmerit_market::{Wh, payment};

use super::{Cleared, limited};
use crate::{
	output::status,
	table::{ANY, margin, numbers, skipped, tariff},
};

/// Writes the result in words, then zones, lines, transactions, demand, offers, and those left out.
pub fn write(out: &mut impl Write, cleared: &Cleared<'_>) -> io::Result<()> {
	let (zones, sums) = (cleared.outcome.zones.len(), cleared.sums());
	writeln!(
		out,
		"{} in {}: buyers pay {} planck, sellers get {}, the rent of full lines is {}",
		energy(sums.traded),
		if zones == 1 { "one zone".into() } else { format!("{zones} zones") },
		sums.paid,
		sums.earned,
		sums.rent,
	)?;
	writeln!(
		out,
		"from the utility {}, to the utility {}",
		energy(sums.utility_import),
		energy(sums.utility_export)
	)?;
	writeln!(out, "{}", tariff(&cleared.market.rules.limits))?;
	for table in [zone_table(cleared), line_table(cleared), transaction_table(cleared)] {
		print(out, &table)?;
	}
	print(out, &demand_table(cleared))?;
	print(out, &offer_table(cleared))?;
	skipped(out, cleared.market)
}

fn print(out: &mut impl Write, table: &Table) -> io::Result<()> {
	if table.row_count() > 0 { writeln!(out, "\n{table}") } else { Ok(()) }
}

fn energy(wh: Wh) -> String {
	format!("{wh} Wh")
}

/// Numbers, and nothing for none.
fn cell(number: Option<impl Display>) -> String {
	number.map_or_else(String::new, |number| number.to_string())
}

fn zone_table(cleared: &Cleared<'_>) -> Table {
	let mut table = numbers(&[
		"zone",
		"price",
		"status",
		"bought Wh",
		"sold Wh",
		"utility Wh",
		"buses",
		"pivotal",
		"at the margin",
	]);
	for (number, zone) in cleared.outcome.zones.iter().enumerate() {
		let trades = zone.bought > 0 || zone.sold > 0;
		let pivotal: Vec<String> =
			cleared.pivotal(number, zone).map(|node| node.to_string()).collect();
		table.add_row([
			zone.top.to_string(),
			cell(zone.price),
			status(zone.status).replace('_', " "),
			zone.bought.to_string(),
			zone.sold.to_string(),
			zone.unmet_demand().to_string(),
			ranges(cleared.buses(number)),
			pivotal.join(", "),
			cell(trades.then(|| margin(zone.margin, zone.status))),
		]);
	}
	for column in [2, 6, 7, 8] {
		to_the_left(&mut table, column);
	}
	table
}

fn line_table(cleared: &Cleared<'_>) -> Table {
	let mut table = numbers(&[
		"line of bus",
		"to",
		"import Wh",
		"export Wh",
		"carries Wh",
		"",
		"lacks Wh",
		"rent",
	]);
	for line in cleared.lines() {
		let limit = |limit| limited(limit).map_or_else(|| ANY.into(), |limit| limit.to_string());
		table.add_row([
			line.bus.to_string(),
			line.line.parent.to_string(),
			limit(line.line.import),
			limit(line.line.export),
			line.flow.traded.to_string(),
			(if line.is_full() { "full" } else { "" }).into(),
			line.flow.lacking.to_string(),
			line.rent.to_string(),
		]);
	}
	to_the_left(&mut table, 5);
	table
}

fn transaction_table(cleared: &Cleared<'_>) -> Table {
	let mut header =
		vec!["seller", "buyer", "Wh", "gets a Wh", "pays a Wh", "earned", "paid", "rent"];
	// Where nobody prefers anything there is no why.
	let why = !cleared.market.choices.is_empty();
	header.extend(why.then_some("why"));
	let mut table = numbers(&header);
	for (number, transaction) in cleared.pairing.transactions.iter().enumerate() {
		let numbers: [u128; 8] = [
			transaction.seller.into(),
			transaction.buyer.into(),
			transaction.energy.into(),
			transaction.selling.into(),
			transaction.buying.into(),
			transaction.earned(),
			transaction.paid(),
			transaction.rent(),
		];
		let rank = cleared.pairing.rank_of(number);
		let reason = why.then(|| cleared.market.reason(transaction.buyer, rank));
		table.add_row(numbers.into_iter().map(|number| number.to_string()).chain(reason));
	}
	to_the_left(&mut table, 8);
	table
}

fn demand_table(cleared: &Cleared<'_>) -> Table {
	let mut table =
		numbers(&["consumer", "bus", "limit", "wanted Wh", "bought Wh", "price", "pays", "fee"]);
	let fee = cleared.market.rules.limits.fee();
	let rows = cleared.book.book().demands().iter().zip(cleared.book.buyers());
	let mut rows: Vec<_> = rows.zip(&cleared.outcome.bought).collect();
	// Without a limit first.
	rows.sort_by_key(|((demand, _), _)| (demand.limit.is_some(), Reverse(demand.limit)));
	for ((demand, &bus), &bought) in rows {
		let price = cleared.price(bus);
		table.add_row([
			demand.node.to_string(),
			bus.to_string(),
			demand.limit.map_or_else(|| ANY.into(), |limit| limit.to_string()),
			demand.quantity.to_string(),
			bought.to_string(),
			cell(price),
			payment(bought, price.unwrap_or(0)).to_string(),
			payment(bought, fee).to_string(),
		]);
	}
	table
}

fn offer_table(cleared: &Cleared<'_>) -> Table {
	let mut table =
		numbers(&["prosumer", "bus", "ask", "capacity Wh", "sold Wh", "price", "earned"]);
	let rows = cleared.book.book().offers().iter().zip(cleared.book.sellers());
	let mut rows: Vec<_> = rows.zip(&cleared.outcome.sold).collect();
	rows.sort_by_key(|((offer, _), _)| offer.ask);
	for ((offer, &bus), &sold) in rows {
		let price = cleared.price(bus);
		table.add_row([
			offer.node.to_string(),
			bus.to_string(),
			offer.ask.to_string(),
			offer.capacity.to_string(),
			sold.to_string(),
			cell(price),
			payment(sold, price.unwrap_or(0)).to_string(),
		]);
	}
	table
}

fn to_the_left(table: &mut Table, column: usize) {
	if let Some(column) = table.column_mut(column) {
		column.set_cell_alignment(CellAlignment::Left);
	}
}

/// Ascending numbers, those that follow each other as 3-5.
fn ranges(buses: impl Iterator<Item = Bus>) -> String {
	let mut found: Vec<(Bus, Bus)> = Vec::new();
	for bus in buses {
		match found.last_mut() {
			Some((_, last)) if *last + 1 == bus => *last = bus,
			_ => found.push((bus, bus)),
		}
	}
	let written = found.into_iter().map(|(first, last)| match last - first {
		0 => first.to_string(),
		_ => format!("{first}-{last}"),
	});
	written.collect::<Vec<_>>().join(", ")
}
