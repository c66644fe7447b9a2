// SPDX-License-Identifier: Apache-2.0

//! At what price intervals have cleared, round by round.

use std::process::ExitCode;

use comfy_table::Cell;
use gridmerit_client::{
	View,
	units::{kwh, price},
};
use gridmerit_energy::{Interval, Price, RoundResult, Tariff, ZonedResult};
use serde_json::{Value, json};

use super::{grid::zone_json, happening::cleared, options::PricesOptions};
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
	results: Vec<Cleared>,
}

/// How an interval cleared in a round.
struct Cleared {
	round: Interval,
	result: RoundResult,
	/// On a grid.
	zones: Option<ZonedResult>,
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
	let on_grid = view.has_grid().await?;
	let bus = if on_grid { options.place.bus(&view).await? } else { None };
	let mut rows = Vec::new();
	for interval in first..=last {
		rows.push(row(&view, interval, on_grid).await?);
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
				"rounds": row.results.iter().map(|cleared| result(cleared, bus)).collect::<Vec<_>>(),
			})
		})
		.collect();
	let zoned = format!("begins ({zone})");
	print(options.common.json, value.into(), || {
		let own = bus.map(|bus| format!("on bus {bus}"));
		let mut header = vec!["interval", &zoned, "round", "price"];
		header.extend(own.as_deref());
		header.extend(["traded", "wanted", "offered", "TOU", "FIT", "how"]);
		let mut table = table(&header);
		for row in &rows {
			let tariff = |of: fn(&Tariff) -> u64| {
				number(row.tariff.as_ref().map_or("-".into(), |tariff| price(of(tariff))))
			};
			let utility = || [tariff(|tariff| tariff.tou), tariff(|tariff| tariff.fit)];
			let begin = [number(row.interval), Cell::new(zone.clock(begins(row.interval)))];
			if row.results.is_empty() {
				let columns = header.len().saturating_sub(5);
				table.add_row(
					begin
						.iter()
						.cloned()
						.chain((0..columns).map(|_| number("-")))
						.chain(utility())
						.chain([Cell::new("no orders")]),
				);
			}
			for cleared in &row.results {
				let result = &cleared.result;
				let one = |found: Option<Price>| number(found.map_or("-".into(), price));
				let mut cells = vec![number(cleared.round), number(cleared.prices())];
				cells.extend(bus.map(|bus| one(cleared.price_on(bus))));
				cells.extend([result.traded, result.demand, result.supply].map(kwh).map(number));
				let how = [Cell::new(cleared_how(cleared))];
				table.add_row(begin.iter().cloned().chain(cells).chain(utility()).chain(how));
			}
		}
		table
	})
}

async fn row(view: &View, interval: Interval, on_grid: bool) -> Result<Row, Failure> {
	let mut results = Vec::new();
	for (round, result) in view.results(interval).await? {
		let zones = if on_grid { view.zones(interval, round).await? } else { None };
		results.push(Cleared { round, result, zones });
	}
	Ok(Row { interval, tariff: view.tariff(interval).await?, results })
}

impl Cleared {
	/// The price; on a grid, where zones have different ones, the lowest and the highest.
	fn prices(&self) -> String {
		let zones = self.zones.iter().flat_map(|grid| &grid.zones);
		let found =
			|| self.result.price.into_iter().chain(zones.clone().filter_map(|zone| zone.price));
		match (found().min(), found().max()) {
			(Some(low), Some(high)) if low < high => format!("{} to {}", price(low), price(high)),
			(low, _) => low.map_or("-".into(), price),
		}
	}

	/// The price for who hangs on a bus; none if nothing traded there.
	fn price_on(&self, bus: u16) -> Option<Price> {
		match &self.zones {
			Some(grid) => grid.zone_of(bus).and_then(|zone| zone.price),
			None => self.result.price,
		}
	}
}

fn result(of: &Cleared, bus: Option<u16>) -> Value {
	let Cleared { round, result, zones } = of;
	let mut value = json!({
		"round": round, "status": format!("{:?}", result.status), "price": result.price,
		"traded": result.traded, "wanted": result.demand, "offered": result.supply,
		"payment": result.payment.to_string(), "transactions": result.transactions,
		"pivotal": result.pivotal,
	});
	if let (Some(grid), Some(object)) = (zones, value.as_object_mut()) {
		object.insert("zones".into(), grid.zones.iter().map(zone_json).collect());
		object.insert("rent".into(), grid.rent.to_string().into());
		if let Some(bus) = bus {
			object.insert("bus".into(), bus.into());
			object.insert("priceOnBus".into(), of.price_on(bus).into());
		}
	}
	value
}

/// How it cleared, in how many zones, and whether somebody could have asked for the cap.
fn cleared_how(of: &Cleared) -> String {
	let mut how = cleared(of.result.status).to_string();
	let zones = of.zones.as_ref().map_or(0, |grid| grid.zones.len());
	if zones > 1 {
		how.push_str(&format!("; {zones} zones"));
	}
	if of.result.pivotal > 0 {
		how.push_str(&format!("; {} pivotal", of.result.pivotal));
	}
	how
}

#[cfg(test)]
mod tests {
	use gridmerit_client::Status;
	use gridmerit_energy::{LineFlow, ZoneResult};

	use super::*;

	fn cleared(price: Option<Price>, zones: &[Option<Price>]) -> Cleared {
		let result = RoundResult {
			status: Status::Cleared,
			price,
			demand: 9,
			supply: 9,
			traded: 5,
			payment: 1,
			utility_import: 0,
			utility_export: 4,
			transactions: 1,
			pivotal: 1,
		};
		let zone = |(top, price): (u16, &Option<Price>)| ZoneResult {
			top,
			status: Status::Cleared,
			price: *price,
			demand: 0,
			supply: 0,
			bought: 0,
			sold: 0,
			spare: None,
		};
		let flow = |zone: u16| LineFlow {
			zone,
			parent: 0,
			import: 1,
			export: 1,
			traded: 0,
			carried: 0,
			lacking: 0,
		};
		let zones = (!zones.is_empty()).then(|| ZonedResult {
			zones: (0..).zip(zones).map(zone).collect(),
			flows: (0..zones.len() as u16).map(flow).collect(),
			rent: 7,
		});
		Cleared { round: 3, result, zones }
	}

	#[test]
	fn without_a_grid_there_is_one_price() {
		let one = cleared(Some(120_000), &[]);
		assert_eq!((one.prices().as_str(), one.price_on(9)), ("0.12 UNIT/kWh", Some(120_000)));
		assert_eq!(cleared(None, &[]).prices(), "-");
		assert_eq!(cleared_how(&one), "cleared; 1 pivotal");
		let value = result(&one, None);
		assert!(value.get("zones").is_none() && value.get("rent").is_none(), "{value}");
	}

	#[test]
	fn a_bus_has_the_price_of_its_zone() {
		let split = cleared(None, &[Some(120_000), Some(90_000), None]);
		assert_eq!(split.prices(), "0.09 UNIT/kWh to 0.12 UNIT/kWh");
		assert_eq!((split.price_on(1), split.price_on(2)), (Some(90_000), None));
		assert_eq!(cleared_how(&split), "cleared; 3 zones; 1 pivotal");
		let value = result(&split, Some(1));
		assert_eq!((&value["priceOnBus"], &value["rent"]), (&json!(90_000), &json!("7")));
		assert_eq!(value["zones"][1]["top"], 1);
		let same = cleared(Some(90_000), &[Some(90_000), Some(90_000)]);
		assert_eq!(same.prices(), "0.09 UNIT/kWh");
	}
}
