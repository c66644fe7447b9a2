// SPDX-License-Identifier: Apache-2.0

//! Plays days with liars, and writes or checks the tables in the docs.

use std::{fs, path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use gridmerit_incentives::{Day, Row, SIZES, Setting, generated, play, section, with_generated};

/// Plays the paper's day and days of made-up households with nodes that lie, under several rules, and tabulates which
/// lies pay. Takes one to three minutes; says on standard error how far it is. Prints the tables unless told otherwise.
#[derive(Parser)]
#[command(name = "gridmerit-incentives", version)]
struct Options {
	/// Fail if the tables in the document are others
	#[arg(long)]
	check: bool,
	/// Write the tables into the document
	#[arg(long, conflicts_with = "check")]
	write: bool,
	/// The document
	#[arg(long, value_name = "FILE", default_value = "docs/incentives.md")]
	document: PathBuf,
	/// The paper's scenario
	#[arg(long, value_name = "FILE", default_value = "scenarios/ieee33/scenario.json")]
	scenario: PathBuf,
}

fn main() -> ExitCode {
	match run(&Options::parse()) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}

fn run(options: &Options) -> Result<(), String> {
	let text = tables(options)?;
	let file = options.document.display();
	let said = |error| format!("{file}: {error}");
	let unmarked = || format!("{file} has no marks between which the tables stand");
	if options.write {
		let document = fs::read_to_string(&options.document).map_err(said)?;
		let document = with_generated(&document, &text).ok_or_else(unmarked)?;
		fs::write(&options.document, document).map_err(said)?;
	} else if options.check {
		let document = fs::read_to_string(&options.document).map_err(said)?;
		let before = generated(&document).ok_or_else(unmarked)?;
		if before != text {
			let differs = different(before, &text);
			return Err(format!("the tables in {file} are others than those computed:\n{differs}"));
		}
	} else {
		println!("{text}");
	}
	Ok(())
}

fn tables(options: &Options) -> Result<String, String> {
	let paper = Day::paper(&options.scenario).map_err(|error| error.to_string());
	let households = SIZES.map(|(members, producers)| Day::households(members, producers));
	let households = households.into_iter().map(|day| day.map_err(|error| error.to_string()));
	let (rows, settings) = (Row::ALL, Setting::ALL);
	let mut text = String::new();
	for (number, day) in [paper].into_iter().chain(households).enumerate() {
		let day = day?;
		let start = Instant::now();
		eprint!("{}: ", day.name);
		let table = play(&day, &rows, &settings).map_err(|error| error.to_string())?;
		let cases: u32 = table.0.iter().flatten().map(|cell| cell.tried).sum();
		eprintln!("{cases} cases in {} s", start.elapsed().as_secs());
		let section = section(&day, &rows, &settings, &table, number == 0);
		text.push_str(&section.map_err(|error| error.to_string())?);
	}
	text.push('\n');
	Ok(text)
}

/// The lines in which two texts differ, in pairs.
fn different(before: &str, now: &str) -> String {
	let (mut before, mut now) = (before.lines(), now.lines());
	let mut lines = Vec::new();
	loop {
		match (before.next(), now.next()) {
			(None, None) => return lines.join("\n"),
			(old, new) if old == new => {},
			(old, new) => {
				lines.push(format!("- {}\n+ {}", old.unwrap_or(""), new.unwrap_or("")));
			},
		}
	}
}
