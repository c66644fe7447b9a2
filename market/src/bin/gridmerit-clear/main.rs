// SPDX-License-Identifier: Apache-2.0

//! Clears one delivery interval: orders and tariff as JSON in, price, fills and P2P transactions out.

mod input;
mod output;
mod plot;
mod table;

use std::{
	io::{self, BufWriter, Write},
	path::PathBuf,
	process::ExitCode,
};

use clap::Parser;
use gridmerit_market::{Book, clear, verify};

/// Clears one delivery interval of a local electricity market.
///
/// Reads from standard input, energy in Wh, prices in planck per Wh, integers also as decimal strings:
///
/// {"consumers": [{"id": 1, "demand_wh": 900}],
///  "prosumers": [{"id": 7, "capacity_wh": 500, "price": 90000}],
///  "tou": 200000, "fit": 60000, "alpha": 900000, "ser": 0, "dispatch": "merit_order"}
///
/// tou, fit, ser: the utility's selling price, its buying price and its service fee; alpha: the weight
/// that caps the price at alpha * tou, in parts per million. Optional: ser (0), dispatch ("merit_order",
/// or "pro_rata" as in the paper), scarcity ("cap", or "ramp").
///
/// Writes one line of JSON to standard output. Bad input ends with status 1 and one line that names the
/// field.
#[derive(Parser)]
#[command(name = "gridmerit-clear", version, verbatim_doc_comment)]
struct Options {
	/// Print the price and the merit order for people instead of JSON.
	#[arg(long)]
	table: bool,
	/// Draw supply, demand and the clearing point.
	#[arg(long, value_name = "FILE.svg")]
	plot: Option<PathBuf>,
}

fn main() -> ExitCode {
	match run(&Options::parse()) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			// One line, whatever the input was that the message quotes.
			eprintln!("error: {}", error.replace(char::is_control, " "));
			ExitCode::FAILURE
		},
	}
}

fn run(options: &Options) -> Result<(), String> {
	let market = input::read(io::stdin().lock())?;
	let book = Book::new(&market.demands, &market.offers).map_err(|error| error.to_string())?;
	let outcome = clear(book, &market.rules);
	verify(book, &market.rules, &outcome).map_err(|error| format!("this is a bug: {error}"))?;

	if let Some(file) = &options.plot {
		plot::draw(file, book, &market.rules, &outcome)
			.map_err(|error| format!("--plot {}: {error}", file.display()))?;
	}
	let mut out = BufWriter::new(io::stdout().lock());
	let written = if options.table {
		table::write(&mut out, &market, book, &outcome)
	} else {
		output::write(&mut out, &market, book, &outcome)
	};
	match written.and_then(|()| out.flush()) {
		// Whoever reads has seen enough.
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		other => other.map_err(|error| format!("standard output: {error}")),
	}
}
