// SPDX-License-Identifier: Apache-2.0

//! A microgrid that stands alone: priorities, batteries with a reserve, and no utility.

mod input;
mod output;
mod table;

use std::io::{self, Write};

use gridmerit_island::{
	Island, IslandCertificate, IslandOutcome, IslandStatus, Measured, Priority, Settlement, assign,
	certificate, clear, settle, verify, verify_transactions,
};
use gridmerit_market::{Transaction, Wh};

pub use self::input::{Microgrid, read};

/// An island that has cleared, and was verified.
pub struct Cleared<'a> {
	microgrid: &'a Microgrid,
	island: Island<'a>,
	outcome: IslandOutcome,
	transactions: Vec<Transaction>,
	certificate: IslandCertificate,
	/// What becomes of what was traded before; none if the input says nothing of it.
	settlement: Option<Settlement>,
}

impl<'a> Cleared<'a> {
	pub fn new(microgrid: &'a Microgrid) -> Result<Self, String> {
		let Microgrid { loads, offers, storages, rules, traded, .. } = microgrid;
		let island = Island::new(loads, offers, storages).map_err(|error| error.to_string())?;
		let outcome = clear(island, rules);
		let transactions = assign(island, &outcome);
		let bug = |error| format!("this is a bug: {error}");
		verify(island, rules, &outcome)
			.and_then(|()| verify_transactions(island, &outcome, &transactions))
			.map_err(bug)?;
		let certificate = certificate(island, rules, &outcome).map_err(bug)?;
		let settlement = traded.as_ref().map(|traded| {
			let price = outcome.clearing.settlement_price(rules);
			settle(&measured(microgrid, &outcome), traded, price)
				.map_err(|error| format!("traded: {error}"))
		});
		let settlement = settlement.transpose()?;
		Ok(Self { microgrid, island, outcome, transactions, certificate, settlement })
	}

	/// Writes it, as a line of JSON or as tables.
	pub fn write(&self, out: &mut impl Write, as_table: bool) -> io::Result<()> {
		if as_table { table::write(out, self) } else { output::write(out, self) }
	}

	/// What sold by source, those without one and batteries by their own names, in the order of the input.
	fn mix(&self) -> Vec<(&str, Wh)> {
		let mut mix: Vec<(&str, Wh)> = Vec::new();
		let mut add = |name, energy| match mix.iter_mut().find(|(known, _)| *known == name) {
			Some((_, sum)) => *sum += energy,
			None => mix.push((name, energy)),
		};
		for (source, sold) in self.microgrid.sources.iter().zip(&self.outcome.sold) {
			add(source.as_deref().unwrap_or("other"), *sold);
		}
		self.outcome.discharged.iter().for_each(|energy| add("battery", *energy));
		mix
	}
}

/// What meters have measured, or measure if a node does as cleared.
fn measured(microgrid: &Microgrid, outcome: &IslandOutcome) -> Vec<Measured> {
	let loads = microgrid.loads.iter().zip(&outcome.served);
	let loads = loads.map(|(load, &drawn)| Measured { node: load.node, drawn, fed_in: 0 });
	let offers = microgrid.offers.iter().zip(&outcome.sold);
	let offers = offers.map(|(offer, &fed_in)| Measured { node: offer.node, drawn: 0, fed_in });
	let flows = outcome.charged.iter().zip(&outcome.discharged);
	let storages = microgrid.storages.iter().zip(flows);
	let storages =
		storages.map(|(own, (&drawn, &fed_in))| Measured { node: own.node, drawn, fed_in });
	let mut members: Vec<Measured> = loads.chain(offers).chain(storages).collect();
	members.sort_unstable_by_key(|member| member.node);
	for reading in &microgrid.measured {
		if let Ok(place) = members.binary_search_by_key(&reading.node, |member| member.node)
			&& let Some(member) = members.get_mut(place)
		{
			*member = *reading;
		}
	}
	members
}

fn status(status: IslandStatus) -> &'static str {
	match status {
		IslandStatus::Served => "served",
		IslandStatus::Shedding => "shedding",
		IslandStatus::TooDear => "too_dear",
	}
}

fn priority(priority: Priority) -> &'static str {
	match priority {
		Priority::Critical => "critical",
		Priority::Essential => "essential",
		Priority::Normal => "normal",
		Priority::Sheddable => "sheddable",
	}
}
