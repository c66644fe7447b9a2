// SPDX-License-Identifier: Apache-2.0

//! Reads and checks the input; each error names its field.

use std::io::Read;

use gridmerit_grid::{Bus, Feeder};
use gridmerit_market::{
	Choice, Demand, Ineligible, Label, Limits, MAX_CHOICES, MAX_ORDER, MAX_ORDERS, MAX_PRICE,
	NodeIndex, Offer, PPM, PreferenceError, Preferences, Rules, TariffError, Wh,
};
use serde::Deserialize;

use crate::json::{Integer, Object, given, object};

/// A checked market: orders in ascending id, those that may not trade set apart.
pub struct Market {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
	/// Of each demand and offer the bus that it hangs on; without a grid all hang on bus 0.
	pub buyers: Vec<Bus>,
	pub sellers: Vec<Bus>,
	pub skipped: Vec<(Order, Ineligible)>,
	pub rules: Rules,
	/// From whom consumers would rather buy, by id; of those alone who prefer something.
	pub choices: Vec<(NodeIndex, Vec<Choice>)>,
	labels: Vec<(NodeIndex, Label)>,
	sources: Vec<String>,
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
	/// From whom consumers would rather buy.
	pub fn preferences(&self) -> Result<Preferences<'_>, PreferenceError> {
		Preferences::new(&self.choices, &self.labels, self.rules.turn)
	}

	/// Why a consumer was paired with whom it was, given by which of its choices, from 0 on, if by any; nothing for one
	/// that has none.
	pub fn reason(&self, buyer: NodeIndex, rank: Option<usize>) -> String {
		let place = self.choices.binary_search_by_key(&buyer, |(node, _)| *node);
		let Some((_, choices)) = place.ok().and_then(|place| self.choices.get(place)) else {
			return String::new();
		};
		let Some((number, choice)) = rank.and_then(|rank| Some((rank + 1, choices.get(rank)?)))
		else {
			return "in turn, as its choices had nothing left".into();
		};
		match choice {
			Choice::Node(node) => format!("choice {number}: node {node}"),
			Choice::Bus(bus) => format!("choice {number}: bus {bus}"),
			Choice::Source(source) => {
				let name = self.sources.get(usize::from(*source)).map_or("", String::as_str);
				format!("choice {number}: {name}")
			},
		}
	}

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
pub fn read(from: impl Read, grid: Option<&Feeder>) -> Result<Market, String> {
	object::<Input>(from)?.check(grid)
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
	#[serde(default)]
	prefer: Vec<Object<Preferred>>,
}

/// One of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preferred {
	node: Option<Integer>,
	bus: Option<Integer>,
	source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prosumer {
	id: Integer,
	bus: Option<Integer>,
	capacity_wh: Integer,
	price: Integer,
	source: Option<String>,
}

/// The kinds of energy that were named, by number.
#[derive(Default)]
struct Sources(Vec<String>);

impl Sources {
	fn number(&mut self, name: &str, field: impl Fn() -> String) -> Result<u8, String> {
		let place = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
			self.0.push(name.into());
			self.0.len() - 1
		});
		u8::try_from(place).map_err(|_| format!("{}: more than 256 sources", field()))
	}
}

impl Preferred {
	fn choice(
		&self,
		grid: Option<&Feeder>,
		sources: &mut Sources,
		field: impl Fn() -> String,
	) -> Result<Choice, String> {
		match (self.node, self.bus, &self.source) {
			(Some(id), None, None) => node(id, || format!("{}.node", field())).map(Choice::Node),
			(None, Some(bus), None) => {
				place(Some(bus), grid, || format!("{}.bus", field())).map(Choice::Bus)
			},
			(None, None, Some(name)) => {
				sources.number(name, || format!("{}.source", field())).map(Choice::Source)
			},
			_ => Err(format!("{}: write one of node, bus and source", field())),
		}
	}
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
		let (mut choices, mut labels, mut sources) = (Vec::new(), Vec::new(), Sources::default());
		for (row, Object(consumer)) in self.consumers.iter().enumerate() {
			let Consumer { id, bus, demand_wh, limit, prefer } = consumer;
			let field = |name| format!("consumers[{row}].{name}");
			let node = node(*id, || field("id"))?;
			let bus = place(*bus, grid, || field("bus"))?;
			ids.push((node, "consumers", row));
			let quantity = demand_wh.at_most(MAX_ORDER, || field("demand_wh"))?;
			let limit =
				limit.map(|limit| limit.at_most(MAX_PRICE, || field("limit"))).transpose()?;
			if prefer.len() > MAX_CHOICES {
				return Err(format!("{}: more than {MAX_CHOICES}", field("prefer")));
			}
			let choice = |(number, Object(preferred)): (usize, &Object<Preferred>)| {
				let field = || format!("{}[{number}]", field("prefer"));
				preferred.choice(grid, &mut sources, field)
			};
			let list = prefer.iter().enumerate().map(choice).collect::<Result<Vec<_>, _>>()?;
			if !list.is_empty() {
				choices.push((node, list));
			}
			let demand = Demand { node, quantity, limit };
			match limit.map_or(Ok(()), |limit| rules.limits.check_limit(limit)) {
				Ok(()) => demands.push((demand, bus)),
				Err(reason) => skipped.push((Order::Demand(demand), reason)),
			}
		}
		let mut offers = Vec::with_capacity(self.prosumers.len());
		for (row, Object(prosumer)) in self.prosumers.iter().enumerate() {
			let Prosumer { id, bus, capacity_wh, price, source } = prosumer;
			let field = |name| format!("prosumers[{row}].{name}");
			let node = node(*id, || field("id"))?;
			let bus = place(*bus, grid, || field("bus"))?;
			ids.push((node, "prosumers", row));
			let capacity = capacity_wh.at_most(MAX_ORDER, || field("capacity_wh"))?;
			let ask = price.at_most(MAX_PRICE, || field("price"))?;
			let source = source.as_ref().map(|name| sources.number(name, || field("source")));
			let source = source.transpose()?;
			labels.push((node, Label { bus: grid.map(|_| bus), source }));
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
		choices.sort_unstable_by_key(|(node, _)| *node);
		labels.sort_unstable_by_key(|(node, _)| *node);
		let (demands, buyers) = demands.into_iter().unzip();
		let (offers, sellers) = offers.into_iter().unzip();
		let sources = sources.0;
		Ok(Market { demands, offers, buyers, sellers, skipped, rules, choices, labels, sources })
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

/// An id, which `field` names.
pub fn node(id: Integer, field: impl Fn() -> String) -> Result<NodeIndex, String> {
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
