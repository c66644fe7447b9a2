// SPDX-License-Identifier: Apache-2.0

//! Reads and checks the input of an island; each error names its field.

use std::io::Read;

use gridmerit_island::{IslandRules, Load, Measured, Priority, Storage};
use gridmerit_market::{
	MAX_ORDER, MAX_ORDERS, MAX_PRICE, MAX_TOTAL, NodeIndex, Offer, Transaction, payment,
};
use serde::Deserialize;

use crate::{
	input::node,
	json::{Integer, Object, object},
};

/// A checked microgrid: orders in ascending id, offers that may not sell set apart.
pub struct Microgrid {
	pub loads: Vec<Load>,
	pub offers: Vec<Offer>,
	/// Of each offer what it feeds in, if it says so.
	pub sources: Vec<Option<String>>,
	pub storages: Vec<Storage>,
	/// Offers and batteries that ask more than the cap.
	pub above_cap: Vec<NodeIndex>,
	pub rules: IslandRules,
	/// What was traded before for the interval.
	pub traded: Option<Vec<Transaction>>,
	/// What meters have measured, by node; who is not named did as cleared.
	pub measured: Vec<Measured>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
	consumers: Vec<Object<Consumer>>,
	prosumers: Vec<Object<Prosumer>>,
	#[serde(default)]
	batteries: Vec<Object<Battery>>,
	cap: Integer,
	#[serde(default)]
	interval: Integer,
	traded: Option<Vec<Object<Trade>>>,
	#[serde(default)]
	measured: Vec<Object<Reading>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consumer {
	id: Integer,
	demand_wh: Integer,
	#[serde(default)]
	priority: Class,
	value: Option<Integer>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Class {
	Critical,
	Essential,
	#[default]
	Normal,
	Sheddable,
}

impl From<Class> for Priority {
	fn from(class: Class) -> Self {
		match class {
			Class::Critical => Self::Critical,
			Class::Essential => Self::Essential,
			Class::Normal => Self::Normal,
			Class::Sheddable => Self::Sheddable,
		}
	}
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prosumer {
	id: Integer,
	capacity_wh: Integer,
	price: Integer,
	source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Battery {
	id: Integer,
	charge_wh: Integer,
	reserve_wh: Integer,
	output_wh: Integer,
	price: Integer,
	#[serde(default)]
	input_wh: Integer,
	#[serde(default)]
	bid: Integer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trade {
	seller: Integer,
	buyer: Integer,
	wh: Integer,
	price: Integer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
	id: Integer,
	#[serde(default)]
	drawn_wh: Integer,
	#[serde(default)]
	fed_in_wh: Integer,
}

/// Reads a microgrid, to the end of the input.
pub fn read(from: impl Read) -> Result<Microgrid, String> {
	object::<Input>(from)?.check()
}

impl Input {
	fn check(self) -> Result<Microgrid, String> {
		let cap = self.cap.at_most(MAX_PRICE, || "cap".into())?;
		let turn = self.interval.at_most(u32::MAX.into(), || "interval".into())? as u32;
		let rules = IslandRules::new(cap, turn).map_err(|error| format!("cap: {error}"))?;
		let batteries = self.batteries.len();
		for (side, orders) in
			[("consumers", self.consumers.len()), ("prosumers", self.prosumers.len())]
		{
			if orders.saturating_add(batteries) > MAX_ORDERS {
				return Err(format!("{side}: with the batteries more than {MAX_ORDERS}"));
			}
		}

		let mut ids = Vec::with_capacity(self.consumers.len() + self.prosumers.len() + batteries);
		let mut loads = Vec::with_capacity(self.consumers.len());
		for (row, Object(consumer)) in self.consumers.iter().enumerate() {
			let field = |name| format!("consumers[{row}].{name}");
			let node = node(consumer.id, || field("id"))?;
			ids.push((node, "consumers", row));
			let quantity = consumer.demand_wh.at_most(MAX_ORDER, || field("demand_wh"))?;
			let value = consumer.value.map(|value| value.at_most(MAX_PRICE, || field("value")));
			let (priority, value) = (consumer.priority.into(), value.transpose()?);
			loads.push(Load { node, quantity, priority, value });
		}
		let (mut above_cap, mut offers) = (Vec::new(), Vec::with_capacity(self.prosumers.len()));
		for (row, Object(prosumer)) in self.prosumers.into_iter().enumerate() {
			let field = |name| format!("prosumers[{row}].{name}");
			let node = node(prosumer.id, || field("id"))?;
			ids.push((node, "prosumers", row));
			let capacity = prosumer.capacity_wh.at_most(MAX_ORDER, || field("capacity_wh"))?;
			let ask = prosumer.price.at_most(MAX_PRICE, || field("price"))?;
			above_cap.extend((ask > cap).then_some(node));
			offers.push((Offer { node, capacity, ask }, prosumer.source));
		}
		let mut storages = Vec::with_capacity(batteries);
		for (row, Object(battery)) in self.batteries.iter().enumerate() {
			let field = |name| format!("batteries[{row}].{name}");
			let node = node(battery.id, || field("id"))?;
			ids.push((node, "batteries", row));
			let energy = |energy: Integer, name| energy.at_most(MAX_ORDER, || field(name));
			let price = |price: Integer, name| price.at_most(MAX_PRICE, || field(name));
			let storage = Storage {
				node,
				charge: energy(battery.charge_wh, "charge_wh")?,
				critical_reserve: energy(battery.reserve_wh, "reserve_wh")?,
				output: energy(battery.output_wh, "output_wh")?,
				ask: price(battery.price, "price")?,
				input: energy(battery.input_wh, "input_wh")?,
				bid: price(battery.bid, "bid")?,
			};
			if storage.input > 0 && storage.bid >= storage.ask {
				return Err(format!(
					"{}: {} is not below its price of {}, so it would buy from itself",
					field("bid"),
					storage.bid,
					storage.ask
				));
			}
			above_cap.extend((storage.ask > cap).then_some(node));
			storages.push(storage);
		}

		ids.sort_unstable();
		for pair in ids.windows(2) {
			if let [(id, side, row), (same, other_side, other_row)] = pair
				&& id == same
			{
				return Err(format!(
					"{other_side}[{other_row}].id: {id} is the id of {side}[{row}] already"
				));
			}
		}
		let measured = readings(&self.measured, |node| {
			ids.binary_search_by_key(&node, |(id, ..)| *id).is_ok()
		})?;
		if !measured.is_empty() && self.traded.is_none() {
			return Err("measured: settles what was traded; write that, too, [] for nothing".into());
		}
		loads.sort_unstable_by_key(|load| load.node);
		offers.sort_unstable_by_key(|(offer, _)| offer.node);
		storages.sort_unstable_by_key(|storage| storage.node);
		above_cap.sort_unstable();
		let (offers, sources) = offers.into_iter().unzip();
		let traded = self.traded.map(|traded| trades(&traded)).transpose()?;
		Ok(Microgrid { loads, offers, sources, storages, above_cap, rules, traded, measured })
	}
}

fn trades(rows: &[Object<Trade>]) -> Result<Vec<Transaction>, String> {
	let trade = |(row, Object(trade)): (usize, &Object<Trade>)| {
		let field = |name| format!("traded[{row}].{name}");
		let seller = node(trade.seller, || field("seller"))?;
		let buyer = node(trade.buyer, || field("buyer"))?;
		if seller == buyer {
			return Err(format!("{}: {buyer} is the seller, too", field("buyer")));
		}
		let energy = trade.wh.at_most(MAX_TOTAL, || field("wh"))?;
		let price = trade.price.at_most(MAX_PRICE, || field("price"))?;
		Ok(Transaction { seller, buyer, energy, price, payment: payment(energy, price) })
	};
	rows.iter().enumerate().map(trade).collect()
}

/// Readings in ascending id, one for a node at most, each of a node of the island.
fn readings(
	rows: &[Object<Reading>],
	inside: impl Fn(NodeIndex) -> bool,
) -> Result<Vec<Measured>, String> {
	let mut measured = Vec::with_capacity(rows.len());
	for (row, Object(reading)) in rows.iter().enumerate() {
		let field = |name| format!("measured[{row}].{name}");
		let node = node(reading.id, || field("id"))?;
		if !inside(node) {
			return Err(format!("{}: {node} is not in the island", field("id")));
		}
		let drawn = reading.drawn_wh.at_most(MAX_ORDER, || field("drawn_wh"))?;
		let fed_in = reading.fed_in_wh.at_most(MAX_ORDER, || field("fed_in_wh"))?;
		measured.push((Measured { node, drawn, fed_in }, row));
	}
	measured.sort_unstable_by_key(|(reading, row)| (reading.node, *row));
	for pair in measured.windows(2) {
		if let [(first, _), (second, row)] = pair
			&& first.node == second.node
		{
			return Err(format!("measured[{row}].id: {} has a reading already", second.node));
		}
	}
	Ok(measured.into_iter().map(|(reading, _)| reading).collect())
}
