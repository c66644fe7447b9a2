// SPDX-License-Identifier: Apache-2.0

//! A year of trust, drawn and ranked.

mod nodes;
mod page;
mod plot;
mod revealer;
mod sun;
#[cfg(test)]
mod tests;
mod year;

use std::{error::Error, fs, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// A year of trust in a local electricity market: how it moves, what it costs, who ends where.
#[derive(Parser)]
#[command(version)]
struct Options {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Simulates a year and writes its plots and tables into the documentation.
	Year {
		/// The folder of trust.md and trust.svg.
		#[arg(long, default_value = "docs")]
		docs: PathBuf,
		/// Writes nothing, and fails if they are not up to date.
		#[arg(long)]
		check: bool,
	},
}

fn main() -> ExitCode {
	match run(Options::parse().command) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}

fn run(Command::Year { docs, check }: Command) -> Result<(), Box<dyn Error>> {
	let year = year::Year::simulate();
	let picture = plot::draw(&year)?;
	let (page, drawing) = (docs.join("trust.md"), docs.join("trust.svg"));
	let text = fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
	let filled = page::fill(&text, &year, &revealer::table())?;
	if check {
		let drawn = fs::read_to_string(&drawing)
			.map_err(|error| format!("{}: {error}", drawing.display()))?;
		if text != filled || drawn != picture {
			return Err("out of date; run: cargo run -p gridmerit-trust-year -- year".into());
		}
	} else {
		fs::write(&page, filled)?;
		fs::write(&drawing, picture)?;
	}
	Ok(())
}
