// SPDX-License-Identifier: Apache-2.0

//! Reads and checks the input; each error names its field.

use std::io::Read;

use gridmerit_grid::{Bus, Feeder};
use gridmerit_market::{
	Demand, Ineligible, Limits, MAX_ORDER, MAX_ORDERS, MAX_PRICE, NodeIndex, Offer, PPM, Rules,
	TariffError, Wh,
};
use serde::Deserialize;

use crate::json::{Integer, Object, given};

/// A checked market: orders in ascending id, those that may not trade set apart.
pub struct Market {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
	/// Of each demand and offer the bus that it hangs on; without a grid all hang on bus 0.
	pub buyers: Vec<Bus>,
	pub sellers: Vec<Bus>,
	pub skipped: Vec<(Order, Ineligible)>,
	pub rules: Rules,
}

/// An order of either side.
#[derive(Clone, Copy)]
pub enum Order {
	Demand(Demand),
	Offer(Offer),
}

impl Order {
	pub fn node(&self) -> NodeIndex {
		match self {
			Self::Demand(demand) => demand.node,
			Self::Offer(offer) => offer.node,
		}
	}
}

impl Market {
	/// All that prosumers offer, whether it may trade or not.
	pub fn posted(&self) -> Wh {
		let skipped = self.skipped.iter().map(|(order, _)| match order {
			Order::Offer(offer) => offer.capacity,
			Order::Demand(_) => 0,
		});
		self.offers.iter().map(|offer| offer.capacity).chain(skipped).sum()
	}
}

/// Reads a market, to the end of the input; with a grid each order has a bus of it.
pub fn read(mut from: impl Read, grid: Option<&Feeder>) -> Result<Market, String> {
	let mut text = Vec::new();
	from.read_to_end(&mut text).map_err(|error| format!("standard input: {error}"))?;
	let mut json = serde_json::Deserializer::from_slice(&text);
	let Object(input): Object<Input> =
		serde_path_to_error::deserialize(&mut json).map_err(|error| {
			let path = error.path().to_string();
			// The path to no field is a dot, that to one without a name ends in a question mark.
			let field = path.trim_end_matches(['.', '?']);
			format!(
				"{}: {}",
				if field.is_empty() { "standard input" } else { field },
				error.inner()
			)
		})?;
	json.end().map_err(|error| format!("standard input: {error}"))?;
	input.check(grid)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
	consumers: Vec<Object<Consumer>>,
	prosumers: Vec<Object<Prosumer>>,
	tou: Integer,
	fit: Integer,
	alpha: Integer,
	#[serde(default)]
	ser: Integer,
	#[serde(default)]
	interval: Integer,
	/// What these two said is now a rule; see [`GONE`].
	#[serde(default, deserialize_with = "given")]
	dispatch: bool,
	#[serde(default, deserialize_with = "given")]
	scarcity: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consumer {
	id: Integer,
	bus: Option<Integer>,
	demand_wh: Integer,
	limit: Option<Integer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prosumer {
	id: Integer,
	bus: Option<Integer>,
	capacity_wh: Integer,
	price: Integer,
}

impl Input {
	fn check(self, grid: Option<&Feeder>) -> Result<Market, String> {
		for (given, [field, instead]) in [self.dispatch, self.scarcity].into_iter().zip(GONE) {
			if given {
				return Err(format!(
					"{field}: there is no such choice any more; leave it out. {instead}"
				));
			}
		}
		let turn = self.interval.at_most(u32::MAX.into(), || "interval".into())? as u32;
		let rules = Rules { limits: self.limits()?, turn };
		for (side, orders) in
			[("consumers", self.consumers.len()), ("prosumers", self.prosumers.len())]
		{
			if orders > MAX_ORDERS {
				return Err(format!("{side}: more than {MAX_ORDERS}"));
			}
		}

		let mut ids = Vec::with_capacity(self.consumers.len() + self.prosumers.len());
		let mut demands = Vec::with_capacity(self.consumers.len());
		let mut skipped = Vec::new();
		for (row, Object(consumer)) in self.consumers.iter().enumerate() {
			let Consumer { id, bus, demand_wh, limit } = consumer;
			let field = |name| format!("consumers[{row}].{name}");
			let node = node(*id, || field("id"))?;
			let bus = place(*bus, grid, || field("bus"))?;
			ids.push((node, "consumers", row));
			let quantity = demand_wh.at_most(MAX_ORDER, || field("demand_wh"))?;
			let limit =
				limit.map(|limit| limit.at_most(MAX_PRICE, || field("limit"))).transpose()?;
			let demand = Demand { node, quantity, limit };
			match limit.map_or(Ok(()), |limit| rules.limits.check_limit(limit)) {
				Ok(()) => demands.push((demand, bus)),
				Err(reason) => skipped.push((Order::Demand(demand), reason)),
			}
		}
		let mut offers = Vec::with_capacity(self.prosumers.len());
		for (row, Object(prosumer)) in self.prosumers.iter().enumerate() {
			let Prosumer { id, bus, capacity_wh, price } = prosumer;
			let field = |name| format!("prosumers[{row}].{name}");
			let node = node(*id, || field("id"))?;
			let bus = place(*bus, grid, || field("bus"))?;
			ids.push((node, "prosumers", row));
			let capacity = capacity_wh.at_most(MAX_ORDER, || field("capacity_wh"))?;
			let ask = price.at_most(MAX_PRICE, || field("price"))?;
			let offer = Offer { node, capacity, ask };
			match rules.limits.check_offer(capacity, ask) {
				Ok(()) => offers.push((offer, bus)),
				Err(reason) => skipped.push((Order::Offer(offer), reason)),
			}
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
		demands.sort_unstable_by_key(|(demand, _)| demand.node);
		offers.sort_unstable_by_key(|(offer, _)| offer.node);
		skipped.sort_unstable_by_key(|(order, _)| order.node());
		let (demands, buyers) = demands.into_iter().unzip();
		let (offers, sellers) = offers.into_iter().unzip();
		Ok(Market { demands, offers, buyers, sellers, skipped, rules })
	}

	fn limits(&self) -> Result<Limits, String> {
		let price = |value: Integer, name: &str| value.at_most(MAX_PRICE, || name.into());
		let (tou, fit) = (price(self.tou, "tou")?, price(self.fit, "fit")?);
		let alpha = self.alpha.at_most(PPM.into(), || "alpha".into())? as u32;
		Limits::new(tou, fit, alpha, price(self.ser, "ser")?).map_err(|error| match error {
			TariffError::Alpha => "alpha: 0 is below 1, a millionth".into(),
			TariffError::FeeAboveTou => format!("ser: {error}"),
			_ => format!("fit: {error}"),
		})
	}
}

fn node(id: Integer, field: impl Fn() -> String) -> Result<NodeIndex, String> {
	id.at_most(NodeIndex::MAX.into(), field).map(|id| id as NodeIndex)
}

/// The bus of an order, which it has if and only if there is a grid.
fn place(
	bus: Option<Integer>,
	grid: Option<&Feeder>,
	field: impl Fn() -> String,
) -> Result<Bus, String> {
	match (bus, grid) {
		(None, None) => Ok(0),
		(Some(Integer(bus)), Some(grid)) if bus < grid.buses() as u64 => Ok(bus as Bus),
		(Some(Integer(bus)), Some(grid)) => Err(format!(
			"{}: {bus} is no bus of the grid; write one of 0 to {}",
			field(),
			grid.buses() - 1
		)),
		(None, Some(_)) => Err(format!(
			"{}: missing; with --grid write where the order hangs, 0 at the substation",
			field()
		)),
		(Some(_), None) => Err(format!(
			"{}: there is no grid; name its file with --grid, or leave it out",
			field()
		)),
	}
}

/// Fields that are gone, and what to do instead.
const GONE: [[&str; 2]; 2] = [
	["dispatch", "Offers sell in merit order; those at the price share up to one level"],
	[
		"scarcity",
		"Where supply falls short the price is the cap; for a lower one lower `alpha`, or give consumers a `limit`",
	],
];
