// SPDX-License-Identifier: Apache-2.0

//! The outcome of an island for people.

use std::{
	cmp::Reverse,
	io::{self, Write},
};

use comfy_table::Table;
use gridmerit_island::{IslandStatus, Priority, served};

use super::{Cleared, priority};
use crate::table::{ANY, numbers};

/// Writes the result in words, then priorities, loads as they are served, offers as they are taken, batteries, what
/// becomes of earlier trades, and those left out.
pub fn write(out: &mut impl Write, cleared: &Cleared<'_>) -> io::Result<()> {
	let clearing = cleared.outcome.clearing;
	let cap = cleared.microgrid.rules.cap();
	let said = match clearing.status() {
		IslandStatus::Served => "all load is served",
		IslandStatus::Shedding => "load is shed, as all that is offered is sold",
		IslandStatus::TooDear => "load goes without, as what is left asks more than it counts for",
	};
	match clearing.price {
		Some(price) => writeln!(
			out,
			"{said}: {} Wh at {price} planck per Wh, {} planck in all",
			clearing.traded,
			clearing.payment(clearing.traded)
		)?,
		None => writeln!(out, "{said}: nothing trades, so there is no price")?,
	}
	writeln!(
		out,
		"load {} Wh, of which {} Wh go without; offered {} Wh, of which {} Wh do not sell",
		clearing.wanted,
		clearing.unserved(),
		clearing.supply,
		clearing.unsold(),
	)?;
	writeln!(out, "one more Wh would be worth {} planck; cap {cap}", clearing.marginal)?;
	for table in [
		priorities(cleared),
		loads(cleared),
		offers(cleared),
		batteries(cleared),
		settlement(cleared),
	] {
		if table.row_count() > 0 {
			writeln!(out, "\n{table}")?;
		}
	}
	let above: Vec<String> = cleared.microgrid.above_cap.iter().map(u32::to_string).collect();
	if !above.is_empty() {
		writeln!(out, "\nnot in the market, as they ask more than the cap: {}", above.join(", "))?;
	}
	Ok(())
}

fn priorities(cleared: &Cleared<'_>) -> Table {
	let mut table = numbers(&["priority", "wanted Wh", "served Wh", "without Wh"]);
	for (class, own) in Priority::ALL.into_iter().zip(served(cleared.island, &cleared.outcome)) {
		if own.wanted > 0 {
			let energies = [own.wanted, own.served, own.shed()].map(|energy| energy.to_string());
			table.add_row([priority(class).to_string()].into_iter().chain(energies));
		}
	}
	table
}

fn loads(cleared: &Cleared<'_>) -> Table {
	let mut rows: Vec<_> = cleared.microgrid.loads.iter().zip(&cleared.outcome.served).collect();
	rows.sort_by_key(|(load, _)| (load.priority, Reverse(load.value())));
	let mut table = numbers(&["consumer", "priority", "value", "wanted Wh", "served Wh", "pays"]);
	for (load, &served) in rows {
		table.add_row([
			load.node.to_string(),
			priority(load.priority).into(),
			load.value.map_or_else(|| ANY.into(), |value| value.to_string()),
			load.quantity.to_string(),
			served.to_string(),
			cleared.outcome.clearing.payment(served).to_string(),
		]);
	}
	table
}

fn offers(cleared: &Cleared<'_>) -> Table {
	let microgrid = cleared.microgrid;
	let mut rows: Vec<_> =
		microgrid.offers.iter().zip(&microgrid.sources).zip(&cleared.outcome.sold).collect();
	rows.sort_by_key(|((offer, _), _)| offer.ask);
	let mut table = numbers(&["prosumer", "source", "ask", "capacity Wh", "sold Wh", "earned"]);
	for ((offer, source), &sold) in rows {
		table.add_row([
			offer.node.to_string(),
			source.clone().unwrap_or_default(),
			offer.ask.to_string(),
			offer.capacity.to_string(),
			sold.to_string(),
			cleared.outcome.clearing.payment(sold).to_string(),
		]);
	}
	table
}

fn batteries(cleared: &Cleared<'_>) -> Table {
	let mut table = numbers(&[
		"battery",
		"ask",
		"bid",
		"holds Wh",
		"keeps Wh",
		"gives up to Wh",
		"fed in Wh",
		"drew Wh",
	]);
	let outcome = &cleared.outcome;
	let flows = outcome.discharged.iter().zip(&outcome.charged);
	for (own, (&discharged, &charged)) in cleared.microgrid.storages.iter().zip(flows) {
		let row = [
			own.node.into(),
			own.ask,
			own.bid,
			own.charge,
			own.critical_reserve,
			own.available(),
			discharged,
			charged,
		];
		table.add_row(row.map(|number| number.to_string()));
	}
	table
}

/// What becomes of what was traded before.
fn settlement(cleared: &Cleared<'_>) -> Table {
	let mut table =
		numbers(&["node", "side", "bought Wh", "sold Wh", "refund", "left over Wh", "balance"]);
	for row in cleared.settlement.iter().flat_map(|settlement| &settlement.rows) {
		table.add_row([
			row.node.to_string(),
			if row.inside { "inside" } else { "outside" }.into(),
			row.bought.to_string(),
			row.sold.to_string(),
			row.refund.to_string(),
			row.left_over.to_string(),
			row.balance.to_string(),
		]);
	}
	table
}
