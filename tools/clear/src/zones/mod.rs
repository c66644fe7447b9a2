// SPDX-License-Identifier: Apache-2.0

//! A market on a grid: zones, lines, and transactions with two prices.

mod output;
mod table;

use std::io::{self, Write};

use gridmerit_grid::{
	Bus, Feeder, Flow, GridOutcome, Line, Located, Zone, ZonedPairing, certificate, clear, pair,
	rent, verify, verify_pairing,
};
use gridmerit_market::{Book, NodeIndex, Planck, Price, Wh};

use crate::input::Market;

/// A market that has cleared on a grid, and was verified.
pub struct Cleared<'a> {
	market: &'a Market,
	feeder: &'a Feeder,
	book: Located<'a>,
	outcome: GridOutcome,
	pairing: ZonedPairing,
	/// The number of each bus's zone, bus by bus.
	numbers: Vec<u16>,
}

impl<'a> Cleared<'a> {
	pub fn new(market: &'a Market, feeder: &'a Feeder) -> Result<Self, String> {
		let book = Book::new(&market.demands, &market.offers).map_err(|error| error.to_string())?;
		let book = Located::new(feeder, book, &market.buyers, &market.sellers)
			.map_err(|error| error.to_string())?;
		let outcome = clear(feeder, book, &market.rules).map_err(|error| error.to_string())?;
		let preferences = market.preferences().map_err(|error| error.to_string())?;
		let pairing =
			pair(feeder, book, &outcome, &preferences).map_err(|error| error.to_string())?;
		verify(feeder, book, &market.rules, &outcome)
			.and_then(|()| verify_pairing(feeder, book, &outcome, &preferences, &pairing))
			.map_err(|error| format!("this is a bug: {error}"))?;
		// By the dual alone, whatever our rules are.
		let certificate = certificate(feeder, book, &market.rules, &outcome);
		if certificate.ok().and_then(|proof| proof.gap()) != Some(0) {
			return Err("this is a bug: the dispatch is not the cheapest".into());
		}
		let numbers = outcome.zone_of_each_bus(feeder).map_err(|error| error.to_string())?;
		Ok(Self { market, feeder, book, outcome, pairing, numbers })
	}

	/// Writes it, as a line of JSON or as tables.
	pub fn write(&self, out: &mut impl Write, as_table: bool) -> io::Result<()> {
		if as_table { table::write(out, self) } else { output::write(out, self) }
	}

	fn zone(&self, bus: Bus) -> Option<&Zone> {
		let number = self.numbers.get(usize::from(bus))?;
		self.outcome.zones.get(usize::from(*number))
	}

	/// The price where an order hangs; none if nothing trades there.
	fn price(&self, bus: Bus) -> Option<Price> {
		self.zone(bus)?.price
	}

	/// The buses of a zone.
	fn buses(&self, zone: usize) -> impl Iterator<Item = Bus> + Clone + '_ {
		(0..)
			.zip(&self.numbers)
			.filter(move |(_, of)| usize::from(**of) == zone)
			.map(|(bus, _)| bus)
	}

	/// The sellers of a zone without each of which there would be scarcity in it.
	fn pivotal<'b>(
		&'b self,
		number: usize,
		zone: &'b Zone,
	) -> impl Iterator<Item = NodeIndex> + Clone + 'b {
		let offers = self.book.book().offers().iter().zip(self.book.sellers());
		let here = offers.filter(move |(_, bus)| {
			self.numbers.get(usize::from(**bus)).is_some_and(|of| usize::from(*of) == number)
		});
		let spare = zone.spare();
		here.filter(move |(offer, _)| spare.is_some_and(|spare| offer.capacity > spare))
			.map(|(offer, _)| offer.node)
	}

	/// The lines with the buses that hang on them, and what each carries.
	fn lines(&self) -> impl Iterator<Item = LineFlow> + Clone + '_ {
		let flows = (0..).zip(&self.outcome.flows);
		flows.filter_map(|(bus, flow)| {
			let line = self.feeder.line(bus)?;
			let [own, other] = [bus, line.parent].map(|end| self.price(end).unwrap_or(0));
			let rent = Planck::from(flow.traded.unsigned_abs()) * Planck::from(own.abs_diff(other));
			Some(LineFlow { bus, line, flow: *flow, rent })
		})
	}

	fn sums(&self) -> Sums {
		let zones = &self.outcome.zones;
		let traded = self.outcome.sold.iter().sum();
		Sums {
			traded,
			paid: zones.iter().map(Zone::paid).sum(),
			earned: zones.iter().map(Zone::earned).sum(),
			rent: rent(zones).unwrap_or(0),
			utility_import: zones.iter().map(Zone::unmet_demand).sum(),
			utility_export: self.market.posted() - traded,
		}
	}
}

/// What a line carries.
struct LineFlow {
	bus: Bus,
	line: Line,
	flow: Flow,
	/// What it earns: its flow times the difference of prices.
	rent: Planck,
}

impl LineFlow {
	fn is_full(&self) -> bool {
		let limit = if self.flow.traded < 0 { self.line.import } else { self.line.export };
		self.flow.traded.unsigned_abs() == limit
	}
}

/// What all comes to.
struct Sums {
	traded: Wh,
	paid: Planck,
	earned: Planck,
	rent: Planck,
	utility_import: Wh,
	utility_export: Wh,
}

/// A limit; none where the file has none.
fn limited(limit: Wh) -> Option<Wh> {
	(limit < Line::NO_LIMIT).then_some(limit)
}
