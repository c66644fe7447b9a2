// SPDX-License-Identifier: Apache-2.0

//! The merit order for people.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use gridmerit_market::{Book, Outcome};

use crate::{input::Market, output::status};

/// Writes the result in words, the offers in merit order, and those left out.
pub fn write(
	out: &mut impl Write,
	market: &Market,
	book: Book<'_>,
	outcome: &Outcome,
) -> io::Result<()> {
	let clearing = &outcome.clearing;
	let traded = clearing.traded();
	writeln!(
		out,
		"{}: {}",
		status(clearing.status),
		match clearing.price {
			Some(price) => format!(
				"{traded} Wh at {price} planck per Wh, {} planck in all",
				clearing.payment(traded)
			),
			None => "nobody wants anything, so there is no price".into(),
		}
	)?;
	writeln!(
		out,
		"demand {} Wh, eligible supply {} Wh; from the utility {} Wh, to the utility {} Wh",
		clearing.demand,
		clearing.supply,
		clearing.unmet_demand(),
		market.posted() - traded,
	)?;

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
