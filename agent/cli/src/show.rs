// SPDX-License-Identifier: Apache-2.0

//! Tables for people, JSON for programs.

use std::{collections::BTreeMap, process::ExitCode};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use gridmerit_client::{
	AccountId32, Included,
	times::Zone,
	units::{kwh, order, price, unit},
};
use gridmerit_energy::{
	Depth, Interval, MeterIndex, NodeMeter, NodeStatus, Order, Price, Quote, Wh, Window,
};
use serde_json::{Value, json};

use crate::{failure::Failure, reading::Found};

/// Numbers to the right, words to the left.
pub fn table(header: &[&str]) -> Table {
	let mut table = framed();
	table.set_header(header);
	table
}

/// A table as wide as it needs, and on a terminal no wider than that.
fn framed() -> Table {
	let terminal = console::Term::stdout();
	let size = terminal.size_checked().filter(|_| terminal.is_term());
	fitting(size.map(|(_, columns)| columns))
}

/// A table as wide as it needs, or at most so many columns: cells are broken then.
fn fitting(columns: Option<u16>) -> Table {
	let mut table = Table::new();
	table.load_style(UTF8_FULL_CONDENSED);
	if let Some(columns) = columns {
		table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
	}
	table
}

/// A number's cell.
pub fn number(text: impl ToString) -> Cell {
	Cell::new(text.to_string()).set_alignment(CellAlignment::Right)
}

/// What is so, a line each.
pub fn facts(rows: Vec<(&str, String)>) -> Table {
	let mut table = framed();
	for (what, value) in rows {
		table.add_row([Cell::new(what), number(value)]);
	}
	table
}

/// A table for people, or JSON for programs.
pub fn print(json: bool, value: Value, table: impl FnOnce() -> Table) -> Result<ExitCode, Failure> {
	match json {
		true => println!("{}", serde_json::to_string_pretty(&value)?),
		false => println!("{}", table()),
	}
	Ok(ExitCode::SUCCESS)
}

fn order_json(order: Option<Order>) -> Value {
	match order {
		None => Value::Null,
		Some(Order::Demand { quantity, limit }) => json!({ "demand": quantity, "limit": limit }),
		Some(Order::Offer { capacity, ask }) => json!({ "offer": capacity, "ask": ask }),
	}
}

fn order_text(open: Option<Order>) -> String {
	open.map_or_else(|| "-".into(), order)
}

pub fn status(
	node: &NodeStatus,
	account: &AccountId32,
	free: u128,
	bonded: u128,
	meter: Option<&NodeMeter>,
	json: bool,
) -> Result<ExitCode, Failure> {
	let revoked = meter.and_then(|meter| meter.revoked_from);
	let meter = meter.map(|meter| meter.meter);
	let value = json!({
		"node": node.index, "account": account.to_string(), "suspended": node.suspended,
		"free": free.to_string(), "bonded": bonded.to_string(), "credit": node.credit.to_string(),
		"locked": node.locked.to_string(), "debts": node.debts.to_string(),
		"claims": node.claims.to_string(), "charge": node.charge, "settlementMeter": meter, "revokedFrom": revoked,
		"limits": { "generation": node.limits.generation, "consumption": node.limits.consumption },
		"mostSold": node.most_sold,
	});
	print(json, value, || {
		let mut rows = vec![
			("node", node.index.to_string()),
			("account", account.to_string()),
			("outside the market", unit(free)),
			("bonded", unit(bonded)),
			("in the market", unit(node.credit)),
			("of that tied up", unit(node.locked)),
			("owes", unit(node.debts)),
			("is owed", unit(node.claims)),
			("may feed in", kwh(node.limits.generation)),
			("may draw", kwh(node.limits.consumption)),
			("settlement meter", meter.map_or("none".into(), |meter| meter.to_string())),
		];
		let not_counted = |from| format!("those from interval {from} on do not count");
		rows.extend(revoked.map(|from| ("it is revoked", not_counted(from))));
		rows.extend(node.most_sold.map(|most| ("may sell, by its trust", kwh(most))));
		rows.extend(node.charge.map(|charge| ("battery holds", kwh(charge))));
		rows.extend(node.suspended.then(|| ("suspended", "yes".into())));
		facts(rows)
	})
}

pub fn orders(
	windows: &[Window],
	node: &NodeStatus,
	length: u32,
	zone: &Zone,
	json: bool,
) -> Result<ExitCode, Failure> {
	let open = |interval| node.open.iter().find(|open| open.interval == interval);
	// Closed, and not settled yet.
	let closed: Vec<_> = node
		.open
		.iter()
		.filter(|open| windows.iter().all(|window| window.interval != open.interval))
		.collect();
	let start = |interval: Interval| u64::from(interval) * u64::from(length);
	let mut value: Vec<_> = windows
		.iter()
		.map(|window| {
			let mine = open(window.interval);
			json!({
				"interval": window.interval, "start": window.start,
				"begins": zone.exactly(window.start), "round": window.round,
				"gate": window.gate, "tou": window.tariff.tou, "fit": window.tariff.fit,
				"cap": window.cap, "cheapestAsk": window.cheapest_ask,
				"dearestAsk": window.dearest_ask,
				"order": order_json(mine.and_then(|open| open.order)),
				"bought": mine.map_or(0, |open| open.position.bought),
				"sold": mine.map_or(0, |open| open.position.sold),
				"locked": mine.map_or(0, |open| open.locked).to_string(),
			})
		})
		.collect();
	value.extend(closed.iter().map(|open| {
		json!({
			"interval": open.interval, "start": start(open.interval),
			"begins": zone.exactly(start(open.interval)),
			"order": order_json(open.order), "bought": open.position.bought,
			"sold": open.position.sold, "locked": open.locked.to_string(),
		})
	}));
	print(json, value.into(), || {
		let begins = format!("begins ({zone})");
		let mut table = table(&[
			"interval", &begins, "gate", "TOU", "FIT", "cap", "order", "bought", "sold", "tied up",
		]);
		for open in &closed {
			table.add_row([
				number(open.interval),
				Cell::new(zone.clock(start(open.interval))),
				Cell::new("closed"),
				number("-"),
				number("-"),
				number("-"),
				Cell::new(order_text(open.order)),
				number(kwh(open.position.bought)),
				number(kwh(open.position.sold)),
				number(unit(open.locked)),
			]);
		}
		for window in windows {
			let mine = open(window.interval);
			table.add_row([
				number(window.interval),
				Cell::new(zone.clock(window.start)),
				Cell::new(zone.clock(window.gate)),
				number(price(window.tariff.tou)),
				number(price(window.tariff.fit)),
				number(price(window.cap)),
				Cell::new(order_text(mine.and_then(|open| open.order))),
				number(kwh(mine.map_or(0, |open| open.position.bought))),
				number(kwh(mine.map_or(0, |open| open.position.sold))),
				number(unit(mine.map_or(0, |open| open.locked))),
			]);
		}
		table
	})
}

pub fn included(
	included: &Included,
	call: &str,
	what: &str,
	json: bool,
) -> Result<ExitCode, Failure> {
	included_and(included, call, what, vec![], vec![], json)
}

/// A call that is in a block, and what else is to be said: lines for people, fields for programs.
pub fn included_and(
	included: &Included,
	call: &str,
	what: &str,
	lines: Vec<(&str, String)>,
	fields: Vec<(String, Value)>,
	json: bool,
) -> Result<ExitCode, Failure> {
	let block = format!("{:?}", included.block);
	let mut value = json!({
		"call": call, "what": what, "block": block, "transaction": format!("{:?}", included.transaction),
		"fee": included.fee.map(|fee| fee.to_string()),
	});
	if let Some(object) = value.as_object_mut() {
		object.extend(fields);
	}
	print(json, value, || {
		let fee = included.fee.map_or("none".into(), unit);
		let mut rows = vec![
			("call", call.into()),
			("what", what.into()),
			("in block", block.clone()),
			("fee", fee),
		];
		rows.extend(lines);
		facts(rows)
	})
}

/// Which readings count, of meters and intervals, after the last final block.
pub fn counted(
	block: u64,
	rows: &[(MeterIndex, Interval, Found)],
	json: bool,
) -> Result<ExitCode, Failure> {
	let readings = rows.iter().map(|(meter, interval, found)| {
		let counts = matches!(found, Found::Final | Found::Counts);
		json!({
			"meter": meter, "interval": interval, "counts": counts, "final": *found == Found::Final,
			"other": *found == Found::Other,
		})
	});
	let value = json!({ "finalBlock": block, "readings": readings.collect::<Vec<_>>() });
	print(json, value, || {
		let mut table = table(&["meter", "interval", "the chain has"]);
		for (meter, interval, found) in rows {
			let text = match found {
				Found::Final => format!("it, in a final block (the last is {block})"),
				Found::Counts => "it, in a block that is not final yet".into(),
				Found::Nothing => "none that counts and can still be disputed".into(),
				Found::Other => "another one".into(),
			};
			table.add_row([number(meter), number(interval), Cell::new(text)]);
		}
		table
	})
}

/// How a book would clear, in words.
fn book(status: &str) -> &str {
	match status {
		"Cleared" => "clears where supply meets demand",
		"Scarcity" => "wants more than is offered: the price is the cap",
		"NoSupply" => "has no offer",
		"NoDemand" => "has no demand",
		"NoMatch" => "has no limit as high as the cheapest ask",
		other => other,
	}
}

/// What would trade of an order; `bus` if there is a grid.
pub fn quote(
	interval: Interval,
	asked: Order,
	bus: Option<u16>,
	quote: &Quote,
	json: bool,
) -> Result<ExitCode, Failure> {
	let status = format!("{:?}", quote.status);
	let mut value = json!({
		"interval": interval, "order": order_json(Some(asked)), "status": status,
		"price": quote.price, "traded": quote.traded,
		"payment": quote.payment.to_string(), "fee": quote.fee.to_string(),
	});
	if let (Some(bus), Some(object)) = (bus, value.as_object_mut()) {
		object.insert("bus".into(), bus.into());
	}
	print(json, value, || {
		let mut rows = vec![("interval", interval.to_string()), ("to", order(asked))];
		rows.extend(bus.map(|bus| ("on bus", bus.to_string())));
		rows.extend([
			(if bus.is_some() { "the zone" } else { "the book" }, book(&status).into()),
			("price", quote.price.map_or("none, nothing trades".into(), price)),
			("would trade", kwh(quote.traded)),
			("payment", unit(quote.payment)),
			("grid fee of the buyer", unit(quote.fee)),
		]);
		facts(rows)
	})
}

/// Both staircases: what is wanted and offered at each price, and what is wanted at it or more and offered at it
/// or less.
pub fn depth(interval: Interval, depth: &Depth, json: bool) -> Result<ExitCode, Failure> {
	let value = json!({
		"interval": interval, "demand": depth.demand, "limited": depth.limited,
		"supply": depth.supply,
	});
	print(json, value, || {
		let mut table = table(&["price", "wanted", "wanted in all", "offered", "offered in all"]);
		let anything = number(kwh(depth.demand));
		let none = || number("-");
		table.add_row([Cell::new("any"), anything.clone(), anything, none(), none()]);
		for Step { at, wanted, wanted_in_all, offered, offered_in_all } in steps(depth) {
			let energy = |wh: Wh| if wh > 0 { number(kwh(wh)) } else { none() };
			table.add_row([
				number(price(at)),
				energy(wanted),
				energy(wanted_in_all),
				energy(offered),
				energy(offered_in_all),
			]);
		}
		table
	})
}

/// What happens at a price of a book.
#[derive(Debug, PartialEq, Eq)]
struct Step {
	at: Price,
	/// Wanted at up to this price and no more.
	wanted: Wh,
	/// Wanted at this price.
	wanted_in_all: Wh,
	/// Offered from this price on.
	offered: Wh,
	/// Offered at this price.
	offered_in_all: Wh,
}

/// The steps of both staircases, from the highest price down.
fn steps(depth: &Depth) -> Vec<Step> {
	let mut prices: BTreeMap<Price, (Wh, Wh)> = BTreeMap::new();
	for (at, energy) in &depth.limited {
		prices.entry(*at).or_default().0 = *energy;
	}
	for (at, energy) in &depth.supply {
		prices.entry(*at).or_default().1 = *energy;
	}
	let mut wanted_in_all = depth.demand;
	let mut left = depth.supply.iter().fold(0, |sum: Wh, (_, energy)| sum.saturating_add(*energy));
	let mut steps = Vec::new();
	for (at, (wanted, offered)) in prices.into_iter().rev() {
		wanted_in_all = wanted_in_all.saturating_add(wanted);
		steps.push(Step { at, wanted, wanted_in_all, offered, offered_in_all: left });
		left = left.saturating_sub(offered);
	}
	steps
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_table_is_no_wider_than_the_terminal_and_loses_nothing() {
		let what = "its maker has the certificate, and the meter agrees by `gridmerit-meter consent --suri-file FILE`";
		let lines = |columns| -> Vec<String> {
			let mut table = fitting(columns);
			table.set_header(["", "step", "what"]);
			table.add_row([Cell::new("MISSING"), Cell::new("settlement meter"), Cell::new(what)]);
			table.to_string().lines().map(Into::into).collect()
		};
		let width = |lines: &[String]| lines.iter().map(|line| line.chars().count()).max();
		// Into a file or a pipe it goes as it is.
		let whole = lines(None);
		assert!(whole.iter().any(|line| line.contains(what)), "{whole:?}");
		for columns in [40, 60, 80, 100] {
			let narrow = lines(Some(columns));
			assert!(width(&narrow) <= Some(columns.into()), "{narrow:#?}");
			assert!(narrow.len() > whole.len(), "{narrow:#?}");
			// The last column, put together again: a word that is too long for it is broken.
			let rows = narrow.iter().filter(|line| line.starts_with('│'));
			let last =
				rows.filter_map(|row| row.trim_end_matches('│').split(['┆', '│']).next_back());
			let words: String = last.flat_map(str::split_whitespace).skip(1).collect();
			assert_eq!(words, what.replace(' ', ""), "{narrow:#?}");
		}
		let wide = lines(Some(300));
		assert_eq!(width(&wide), width(&whole));
	}

	#[test]
	fn a_book_is_two_staircases() {
		let depth = Depth {
			demand: 500,
			limited: vec![(150, 40), (120, 60)],
			supply: vec![(90, 300), (120, 200), (170, 100)],
			next_page: None,
		};
		let rows: Vec<_> = steps(&depth)
			.into_iter()
			.map(|step| {
				let Step { at, wanted, wanted_in_all, offered, offered_in_all } = step;
				(at, wanted, wanted_in_all, offered, offered_in_all)
			})
			.collect();
		let expected = [
			(170, 0, 500, 100, 600),
			(150, 40, 540, 0, 500),
			(120, 60, 600, 200, 500),
			(90, 0, 600, 300, 300),
		];
		assert_eq!(rows, expected);
		assert_eq!(steps(&Depth::default()), []);
	}
}
