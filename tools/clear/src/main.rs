// SPDX-License-Identifier: Apache-2.0

//! Clears one delivery interval: orders and tariff as JSON in, price, fills and P2P transactions out.

mod feeder;
mod input;
mod island;
mod json;
mod output;
mod plot;
mod table;
mod zones;

use std::{
	io::{self, BufWriter, StdoutLock, Write},
	path::PathBuf,
	process::ExitCode,
};

use clap::Parser;
use gridmerit_market::{Book, clear, pair, verify, verify_pairing};

use crate::zones::Cleared;

/// Clears one delivery interval of a local electricity market.
///
/// Reads from standard input, energy in Wh, prices in planck per Wh, integers also as decimal strings:
///
/// {"consumers": [{"id": 1, "demand_wh": 900}, {"id": 2, "demand_wh": 100, "limit": 100000}],
///  "prosumers": [{"id": 7, "capacity_wh": 500, "price": 90000}],
///  "tou": 200000, "fit": 60000, "alpha": 900000, "ser": 0, "interval": 0}
///
/// tou, fit, ser: the utility's selling price, its buying price, and the service fee that buyers pay it on
/// top; alpha in parts per million. The price is at most the cap, the lower of alpha * tou and tou - ser.
/// Offers with fit < price < alpha * tou and price + ser <= tou take part, some such price there must be, and
/// demand with fit < limit <= cap, or without a limit: it takes any price.
/// Optional: limit; ser (0); interval (0): its number says whose turn it is to get the Wh that do not divide.
/// Bounds: id and interval below 2^32, 2^40 Wh an order, prices up to 2^48, 2^20 rows a side.
///
/// A consumer may prefer sellers, "prefer": [{"node": 7}, {"source": "solar"}], the first first, 8 at most: a prosumer's
/// id, a source that prosumers name, {"id": 7, "source": "solar", ...}, or on a grid a bus. It pays and gets the same;
/// only who is paired with whom is another. A transaction by choice says by which, "choice": 1 for the first.
///
/// Writes one line of JSON, amounts as strings:
///
/// status: "cleared", "scarcity", "no_supply", "no_demand", or "no_match" if all limits are below all asks;
/// price: null if nothing trades; transactions: who sells to whom; sold, bought: each order's fill; payment:
/// of all transactions, without the fee; utility_import_wh: demand without a limit that is left to the
/// utility; utility_export_wh: all offered energy that was not sold; margin: the side that shares at the
/// price, what it wants or offers, what of it trades, up to which level each gets what it wants (null: all of
/// it), and how many get 1 Wh more; null if nothing trades; pivotal: sellers without each of which there
/// would be scarcity; skipped: orders that take no part, and why.
///
/// With --grid each order also has a bus, {"id": 1, "bus": 0, "demand_wh": 900}. The file has the lines of buses 1, 2,
/// and so on in order: where each leads, and the most Wh that neighbours may trade over it towards the bus and from it,
/// or nothing for no limit. Bus 0 is the substation.
///
/// bus,parent,import_wh,export_wh
/// 1,0,150,1000
/// 2,1,,
///
/// Then there are prices by zone. zones: status, price, margin and pivotal sellers of each, the buses in it, and the one
/// next to the substation, top; lines: what each carries away from its bus, flow_wh, whether it is full, how much of
/// the utility's energy finds no room on it, lacking_wh, and what it earns, rent; transactions: buying and selling are
/// the prices of the two, paid and earned what they come to, and rent the difference.
///
/// With --island the market stands alone, without a utility:
///
/// {"consumers": [{"id": 1, "demand_wh": 900, "priority": "critical"},
///                {"id": 2, "demand_wh": 300, "priority": "sheddable", "value": 400000}],
///  "prosumers": [{"id": 7, "capacity_wh": 500, "price": 44000, "source": "solar"}],
///  "batteries": [{"id": 9, "charge_wh": 900, "reserve_wh": 500, "output_wh": 800, "price": 120000,
///                 "input_wh": 0, "bid": 0}],
///  "cap": 1000000, "interval": 96}
///
/// priority: critical, essential, normal (if none is given) or sheddable, which is shed first; value: the value of lost
/// load, any price without one; reserve_wh: what a battery must keep of charge_wh; output_wh, price: the most that it
/// feeds in, and its ask; input_wh, bid: the most that it draws, and what it pays, below its ask (0); cap: the highest
/// price, above which nobody takes part. Optional: batteries; traded, what was traded before for the interval,
/// [{"seller": 7, "buyer": 30, "wh": 100, "price": 90000}]; and with it measured, what meters have said of who did
/// otherwise than cleared, [{"id": 7, "fed_in_wh": 480}].
///
/// Writes status: "served", "shedding" if load goes without as all is sold, "too_dear" if as what is left asks more than
/// it counts for; marginal: what one more Wh would be worth, the price before the cap; priorities: what each wants, gets
/// and goes without; served, sold, batteries: each order's fill; mix: what sold by source; certificate: the exact dual, by
/// which cost + rents = value proves that nothing is cheaper; with traded, settlement: what becomes of that, and what the
/// losses cost who runs the island, operator. refund is for trades with nodes outside, which are void, balance for what a node has left over or lacks.
///
/// Bad input ends with status 1 and one line that names the field, or the line of the file.
#[derive(Parser)]
#[command(name = "gridmerit-clear", version, verbatim_doc_comment)]
struct Options {
	/// Print the price, the merit order and who is paired with whom by choice for people instead of JSON.
	#[arg(long)]
	table: bool,
	/// Draw supply, demand and the clearing point.
	#[arg(long, value_name = "FILE.svg")]
	plot: Option<PathBuf>,
	/// Clear on a grid: its lines, and a bus for each order.
	#[arg(long, value_name = "FILE.csv", conflicts_with = "plot")]
	grid: Option<PathBuf>,
	/// Clear a microgrid that stands alone: priorities, values of lost load, batteries with a reserve, and no utility.
	#[arg(long, conflicts_with_all = ["plot", "grid"])]
	island: bool,
}

fn main() -> ExitCode {
	match run(&Options::parse()) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			// One line that can be read, whatever the input was that the message quotes.
			let line: String = error.chars().take(400).collect();
			eprintln!(
				"error: {}",
				line.replace(|c: char| c.is_control() || c.is_whitespace(), " ")
			);
			ExitCode::FAILURE
		},
	}
}

fn run(options: &Options) -> Result<(), String> {
	if options.island {
		let microgrid = island::read(io::stdin().lock())?;
		let cleared = island::Cleared::new(&microgrid)?;
		return print(|out| cleared.write(out, options.table));
	}
	let grid = options.grid.as_deref().map(feeder::read).transpose()?;
	let market = input::read(io::stdin().lock(), grid.as_ref())?;
	if let Some(feeder) = &grid {
		let cleared = Cleared::new(&market, feeder)?;
		return print(|out| cleared.write(out, options.table));
	}
	let book = Book::new(&market.demands, &market.offers).map_err(|error| error.to_string())?;
	let outcome = clear(book, &market.rules);
	let preferences = market.preferences().map_err(|error| error.to_string())?;
	let pairing = pair(book, &outcome, &preferences).map_err(|error| error.to_string())?;
	verify(book, &market.rules, &outcome)
		.and_then(|()| verify_pairing(book, &outcome, &preferences, &pairing))
		.map_err(|error| format!("this is a bug: {error}"))?;

	if let Some(file) = &options.plot {
		plot::draw(file, book, &market.rules, &outcome)
			.map_err(|error| format!("--plot {}: {error}", file.display()))?;
	}
	print(|out| {
		if options.table {
			table::write(out, &market, book, &outcome, &pairing)
		} else {
			output::write(out, &market, book, &outcome, &pairing)
		}
	})
}

fn print(
	write: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> io::Result<()>,
) -> Result<(), String> {
	let mut out = BufWriter::new(io::stdout().lock());
	match write(&mut out).and_then(|()| out.flush()) {
		// Whoever reads has seen enough.
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		other => other.map_err(|error| format!("standard output: {error}")),
	}
}
