// SPDX-License-Identifier: Apache-2.0

//! The grid in an interval: what its lines may carry and do, and in which zones it has cleared.

use std::process::ExitCode;

use comfy_table::{Cell, Table};
use gridmerit_client::{
	View,
	units::{kwh, price, unit},
};
use gridmerit_energy::{Interval, LineFlow, Wh, ZoneResult, ZonedResult};
use serde_json::{Value, json};

use super::{happening::cleared, options::GridOptions};
use crate::{
	failure::Failure,
	orders::interval,
	show::{number, print, table},
};

/// What is seen of it.
struct Grid {
	interval: Interval,
	/// The own bus.
	bus: Option<u16>,
	/// What the own node may feed in beyond what it has sold, if a line above it is full now that trading is over, in Wh.
	right: Option<Wh>,
	/// The round in which it cleared last, or the one that is asked for, and how.
	cleared: Option<(Interval, ZonedResult)>,
	/// The lines of buses 1, 2, and so on; what they carry is nothing if it has not cleared.
	lines: Vec<LineFlow>,
}

pub async fn grid(options: &GridOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let windows = view.windows().await?;
	let interval = interval(&options.interval, &windows)?;
	let cleared = last_cleared(&view, interval, options.round).await?;
	let lines = match &cleared {
		Some((_, grid)) => grid.flows.iter().skip(1).copied().collect(),
		None => limits(&view, interval).await?,
	};
	let json = options.common.json;
	if lines.is_empty() && !json {
		println!("there is no grid in interval {interval}: no line limits what is traded");
		return Ok(ExitCode::SUCCESS);
	}
	let is_over = windows.first().is_some_and(|first| interval < first.interval);
	if cleared.is_none() && is_over && !lines.is_empty() {
		let text = "it is closed, and the chain has forgotten what its lines could carry";
		return Err(format!("interval {interval} has not cleared on a grid: {text}").into());
	}
	let node = options.place.node(&view).await?;
	let bus = options.place.bus.or(node.as_ref().map(|node| node.bus));
	let right = match &node {
		Some(node) => view.rights(node.index, interval, interval).await?.pop(),
		None => None,
	};
	let right = right.map(|(_, right)| right.energy);
	let grid = Grid { interval, bus, right, cleared, lines };
	if !json {
		grid.say();
	}
	print(json, grid.json(), || grid.lines())
}

/// The zones of a round, or of the last one in which an interval cleared on a grid.
async fn last_cleared(
	view: &View,
	interval: Interval,
	round: Option<Interval>,
) -> Result<Option<(Interval, ZonedResult)>, Failure> {
	let rounds = match round {
		Some(round) => vec![round],
		None => view.results(interval).await?.into_iter().map(|(round, _)| round).rev().collect(),
	};
	for round in rounds {
		if let Some(grid) = view.zones(interval, round).await? {
			return Ok(Some((round, grid)));
		}
	}
	match round {
		Some(round) => {
			Err(format!("interval {interval} did not clear on a grid in round {round}").into())
		},
		None => Ok(None),
	}
}

/// The lines of an interval that has not cleared yet.
async fn limits(view: &View, interval: Interval) -> Result<Vec<LineFlow>, Failure> {
	let lines = view.lines(interval).await?.into_iter().map(|line| LineFlow {
		zone: 0,
		parent: line.parent,
		import: line.import,
		export: line.export,
		traded: 0,
		carried: 0,
		lacking: 0,
	});
	Ok(lines.collect())
}

/// A zone, for programs.
pub fn zone_json(zone: &ZoneResult) -> Value {
	json!({
		"top": zone.top, "status": format!("{:?}", zone.status), "price": zone.price,
		"wanted": zone.demand, "offered": zone.supply, "bought": zone.bought, "sold": zone.sold,
		"spare": zone.spare,
	})
}

/// Energy with the direction in which it flows: away from a bus, or towards it.
fn directed(energy: i64) -> String {
	let size = kwh(energy.unsigned_abs());
	match energy {
		0 => "-".into(),
		1.. => format!("{size} out"),
		_ => format!("{size} in"),
	}
}

/// How much of its limit a line carries, in per cent.
fn loading(line: &LineFlow) -> String {
	format!("{} %", line.loading() / 10_000)
}

impl Grid {
	/// The buses with the lines that they hang on.
	fn rows(&self) -> impl Iterator<Item = (u16, &LineFlow)> {
		(1..).zip(&self.lines)
	}

	/// The zones, for people, if there are any.
	fn say(&self) {
		let Some((round, grid)) = &self.cleared else {
			println!("interval {} has not cleared yet", self.interval);
			return;
		};
		println!("interval {}, as it cleared in round {round}", self.interval);
		println!("{}", self.zones(grid));
		println!("congestion rent of this round: {}", unit(grid.rent));
		if let Some(right) = self.right {
			println!(
				"a line above your node is full: beyond what you have sold you may feed in {}, more \
				 earns the curtailed price",
				kwh(right)
			);
		}
	}

	fn zones(&self, grid: &ZonedResult) -> Table {
		let mut table = table(&[
			"zone", "from bus", "buses", "price", "wanted", "offered", "bought", "sold", "spare",
			"how",
		]);
		let own = self.bus.and_then(|bus| grid.flows.get(usize::from(bus))).map(|flow| flow.zone);
		for (place, zone) in (0_u16..).zip(&grid.zones) {
			let buses = grid.flows.iter().filter(|flow| flow.zone == place).count();
			let name =
				if own == Some(place) { format!("{place}, yours") } else { place.to_string() };
			let energy = [zone.demand, zone.supply, zone.bought, zone.sold].map(kwh).map(number);
			let first = [
				number(name),
				number(zone.top),
				number(buses),
				number(zone.price.map_or("-".into(), price)),
			];
			let last =
				[number(zone.spare.map_or("-".into(), kwh)), Cell::new(cleared(zone.status))];
			table.add_row(first.into_iter().chain(energy).chain(last));
		}
		table
	}

	fn lines(&self) -> Table {
		let mut table =
			table(&["bus", "line to", "may carry in", "out", "carries", "loading", "zone"]);
		for (bus, line) in self.rows() {
			let zone = self.cleared.as_ref().map_or("-".into(), |_| line.zone.to_string());
			let name =
				if self.bus == Some(bus) { format!("{bus}, yours") } else { bus.to_string() };
			table.add_row([
				number(name),
				number(line.parent),
				number(kwh(line.import)),
				number(kwh(line.export)),
				number(directed(line.carried)),
				number(loading(line)),
				number(zone),
			]);
		}
		table
	}

	fn json(&self) -> Value {
		let cleared = self.cleared.as_ref();
		let lines = self.rows().map(|(bus, line)| {
			json!({
				"bus": bus, "parent": line.parent, "import": line.import, "export": line.export,
				"traded": line.traded, "carried": line.carried, "lacking": line.lacking,
				"loadingPpm": line.loading(), "zone": cleared.map(|_| line.zone),
			})
		});
		json!({
			"interval": self.interval, "bus": self.bus, "right": self.right, "round": cleared.map(|(round, _)| *round),
			"zones": cleared.map(|(_, grid)| grid.zones.iter().map(zone_json).collect::<Vec<_>>()),
			"rent": cleared.map(|(_, grid)| grid.rent.to_string()),
			"lines": lines.collect::<Vec<_>>(),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lines_say_which_way_and_how_much_of_what_they_may() {
		let line = |carried| LineFlow {
			zone: 0,
			parent: 0,
			import: 4_000,
			export: 1_000,
			traded: 0,
			carried,
			lacking: 0,
		};
		assert_eq!((directed(250), loading(&line(250))), ("0.25 kWh out".into(), "25 %".into()));
		assert_eq!((directed(-4_000), loading(&line(-4_000))), ("4 kWh in".into(), "100 %".into()));
		assert_eq!((directed(0), loading(&line(0))), ("-".into(), "0 %".into()));
		// A full line is not rounded up to it.
		assert_eq!(loading(&line(999)), "99 %");
	}
}
