// SPDX-License-Identifier: Apache-2.0

//! At what price intervals have cleared, round by round.

use std::process::ExitCode;

use comfy_table::Cell;
use gridmerit_client::{
	View,
	units::{kwh, price},
};
use gridmerit_energy::{Interval, RoundResult, Tariff};
use serde_json::{Value, json};

use super::{happening::cleared, options::PricesOptions};
use crate::{
	failure::Failure,
	show::{number, print, table},
};

/// So many intervals up to the one that is being delivered are shown if no time is named: two hours of quarters.
const USUAL: u32 = 8;
/// More are asked for in parts: each takes a question or two.
const MOST: u32 = 3_000;

struct Row {
	interval: Interval,
	tariff: Option<Tariff>,
	results: Vec<(Interval, RoundResult)>,
}

pub async fn prices(options: &PricesOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let period = &options.period;
	let (first, last) = period.intervals(&view, USUAL).await?;
	// Without a named time also what has cleared ahead of it.
	let named = period.from.is_some()
		|| period.month.is_some()
		|| period.today
		|| period.yesterday
		|| period.last.is_some();
	let open = view.windows().await?.last().map(|window| window.interval);
	let last = if named { last } else { open.unwrap_or(last).max(last) };
	// Before that the chain remembers nothing, and after it nothing has opened.
	let first = first.max(view.forgotten_until().await?);
	let last = open.map_or(last, |open| last.min(open));
	if last.saturating_sub(first) >= MOST {
		return Err(
			format!("{first} to {last} are more than {MOST} intervals: name fewer days").into()
		);
	}
	let mut rows = Vec::new();
	for interval in first..=last {
		rows.push(row(&view, interval).await?);
	}
	if rows.iter().all(|row| row.results.is_empty()) {
		eprintln!("nothing has cleared in this time, as far as the chain remembers it");
	}
	let (zone, length) = (period.zone.zone(), view.interval_length().await?);
	let begins = |interval: Interval| u64::from(interval).saturating_mul(length.into());
	let value: Vec<Value> = rows
		.iter()
		.map(|row| {
			json!({
				"interval": row.interval, "begins": zone.exactly(begins(row.interval)),
				"tou": row.tariff.map(|tariff| tariff.tou),
				"fit": row.tariff.map(|tariff| tariff.fit),
				"rounds": row.results.iter().map(result).collect::<Vec<_>>(),
			})
		})
		.collect();
	let zoned = format!("begins ({zone})");
	print(options.common.json, value.into(), || {
		let mut table = table(&[
			"interval", &zoned, "round", "price", "traded", "wanted", "offered", "TOU", "FIT",
			"how",
		]);
		for row in &rows {
			let tariff = |of: fn(&Tariff) -> u64| {
				number(row.tariff.as_ref().map_or("-".into(), |tariff| price(of(tariff))))
			};
			let utility = || [tariff(|tariff| tariff.tou), tariff(|tariff| tariff.fit)];
			let begin = [number(row.interval), Cell::new(zone.clock(begins(row.interval)))];
			if row.results.is_empty() {
				let nothing = ["-", "-", "-", "-", "-"].map(number);
				table.add_row(
					begin
						.iter()
						.cloned()
						.chain(nothing)
						.chain(utility())
						.chain([Cell::new("no orders")]),
				);
			}
			for (round, result) in &row.results {
				let cleared = [
					number(round),
					number(result.price.map_or("-".into(), price)),
					number(kwh(result.traded)),
					number(kwh(result.demand)),
					number(kwh(result.supply)),
				];
				let how = [Cell::new(cleared_how(result))];
				table.add_row(begin.iter().cloned().chain(cleared).chain(utility()).chain(how));
			}
		}
		table
	})
}

async fn row(view: &View, interval: Interval) -> Result<Row, Failure> {
	Ok(Row {
		interval,
		tariff: view.tariff(interval).await?,
		results: view.results(interval).await?,
	})
}

fn result((round, result): &(Interval, RoundResult)) -> Value {
	json!({
		"round": round, "status": format!("{:?}", result.status), "price": result.price,
		"traded": result.traded, "wanted": result.demand, "offered": result.supply,
		"payment": result.payment.to_string(), "transactions": result.transactions,
		"pivotal": result.pivotal,
	})
}

/// How it cleared, and whether somebody could have asked for the cap.
fn cleared_how(result: &RoundResult) -> String {
	let how = cleared(result.status);
	match result.pivotal {
		0 => how.into(),
		pivotal => format!("{how}; {pivotal} pivotal"),
	}
}
