// SPDX-License-Identifier: Apache-2.0

//! The merit order for people.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use gridmerit_market::{Book, Outcome, Status, payment};

use crate::input::Market;

/// Writes the result in words, the demand, the offers in merit order, and those left out.
pub fn write(
	out: &mut impl Write,
	market: &Market,
	book: Book<'_>,
	outcome: &Outcome,
) -> io::Result<()> {
	let clearing = &outcome.clearing;
	let limits = &market.rules.limits;
	let traded = clearing.traded();
	match (clearing.status, clearing.price) {
		(Status::NoDemand, _) | (_, None) => {
			writeln!(out, "no demand: nothing trades, without a price")?
		},
		(Status::NoSupply, Some(_)) => writeln!(out, "no supply: nothing trades")?,
		(status, Some(price)) => writeln!(
			out,
			"{}: {traded} Wh at {price} planck per Wh, {} planck in all",
			if status == Status::Cleared { "cleared" } else { "scarcity" },
			clearing.payment(traded),
		)?,
	}
	writeln!(
		out,
		"demand {} Wh, eligible supply {} Wh; from the utility {} Wh, to the utility {} Wh",
		clearing.demand,
		clearing.supply,
		clearing.unmet_demand(),
		market.posted() - traded,
	)?;
	writeln!(
		out,
		"time of use {}, cap {}, feed-in {}, fee {} planck per Wh",
		limits.tou(),
		limits.cap(),
		limits.fit(),
		limits.fee(),
	)?;

	let mut demand = numbers(&["consumer", "wanted Wh", "bought Wh", "pays", "fee"]);
	for (row, &bought) in book.demands().iter().zip(&outcome.bought) {
		let columns = [row.node.into(), row.quantity, bought].map(|number| number.to_string());
		let money = [clearing.payment(bought), payment(bought, limits.fee())]
			.map(|money| money.to_string());
		demand.add_row(columns.into_iter().chain(money));
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

	let mut skipped = numbers(&["prosumer", "ask", "capacity Wh", "not in the market"]);
	for (offer, reason) in &market.skipped {
		let columns =
			[offer.node.into(), offer.ask, offer.capacity].map(|number| number.to_string());
		skipped.add_row(columns.into_iter().chain([reason.to_string()]));
	}
	if skipped.row_count() > 0 {
		if let Some(reasons) = skipped.column_mut(3) {
			reasons.set_cell_alignment(CellAlignment::Left);
		}
		writeln!(out, "\n{skipped}")?;
	}
	Ok(())
}

/// A table of numbers, aligned to the right.
fn numbers(header: &[&str]) -> Table {
	let mut table = Table::new();
	table.load_style(UTF8_FULL_CONDENSED).set_header(header);
	table.column_iter_mut().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
	table
}
