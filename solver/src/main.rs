// SPDX-License-Identifier: Apache-2.0

//! Finds a dispatch and what proves it: a problem as JSON in, claim and body out.

use std::{
	fs,
	io::{self, Read, Write},
	path::PathBuf,
	process::ExitCode,
};

use clap::Parser;
use codec::Encode;
use gridmerit_dispatch::Checked;
use gridmerit_solver::{Proposal, Statement, solve};
use serde_json::{Value, json};

/// Finds a dispatch of a local electricity market with voltage, meshed grids, stores and blocks, and what proves it.
///
/// Reads a problem as JSON, energy in Wh, prices in planck per Wh:
///
/// {"grids": [{"radial": [{"parent": 0, "import_wh": 1000, "export_wh": 1000,
///                         "voltage": {"rise": 5, "above": 500, "below": 500}}]}],
///  "orders": [{"bus": 0, "side": "demand", "wh": 300, "price": 150000},
///             {"bus": 1, "side": "supply", "wh": 400, "price": 90000}],
///  "blocks": [{"bus": 0, "side": "supply", "price": 100000, "wh": [[0, 60], [1, 60]]}],
///  "stores": [{"bus": 1, "charge_wh": 100, "discharge_wh": 100, "capacity_wh": 200, "efficiency_ppm": 900000}]}
///
/// grids: one for each window; or one, and "windows": how often. A radial grid lists the lines of buses 1, 2, and so on;
/// bus 0 is the substation. voltage: by how many units each Wh away from the bus lifts it, and how far it may go. A meshed
/// grid is {"meshed": {"buses": 3, "lines": [{"forward_wh": 20, "backward_wh": 20, "factors": [[1, 333333]]}]}}: what of a
/// Wh that a bus sells goes over the line, in ppm. Without a limit there is none. An order is of window 0 unless it says
/// which. wh of a block: its windows, and how much in each.
///
/// Prints what the dispatch is worth, the bound that no other exceeds, the gap between them, and the size of the body as it
/// is posted. Bad input ends with status 1 and one line that names the field, and where in the input it is.
#[derive(Parser)]
#[command(name = "gridmerit-solver", version, verbatim_doc_comment)]
struct Options {
	/// The problem; standard input without it, or if it is `-`.
	#[arg(value_name = "FILE.json")]
	problem: Option<PathBuf>,
	/// Print claim, body, prices and fills as one line of JSON; amounts as strings, the body as hex of its SCALE coding.
	#[arg(long)]
	json: bool,
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
	let text = match options.problem.as_deref().filter(|file| file.as_os_str() != "-") {
		Some(file) => {
			fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?
		},
		None => {
			let mut text = String::new();
			let read = io::stdin().lock().read_to_string(&mut text);
			read.map_err(|error| format!("standard input: {error}"))?;
			text
		},
	};
	let statement = Statement::read(&text).map_err(|error| error.to_string())?;
	let problem = statement.problem().map_err(|error| error.to_string())?;
	let proposal = solve(&problem).map_err(|error| error.to_string())?;
	let answer = if options.json { in_full(&proposal).to_string() } else { in_short(&proposal) };
	match writeln!(io::stdout().lock(), "{answer}") {
		// Whoever reads has seen enough.
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		other => other.map_err(|error| format!("standard output: {error}")),
	}
}

/// The gap in ppm of the bound.
fn ppm(checked: &Checked) -> f64 {
	1e6 * checked.gap as f64 / (checked.bound as f64).max(1.0)
}

fn in_short(Proposal { body, checked, .. }: &Proposal) -> String {
	let of = |list: usize, what: &str| format!("{list} {what}");
	let named = [
		of(body.lines.len(), "lines"),
		of(body.voltages.len(), "voltages"),
		of(body.margins.len(), "amounts"),
		of(body.blocks.len(), "blocks"),
		of(body.plans.len(), "stores"),
	];
	let sold: u64 = checked.fills.iter().sum();
	[
		format!("welfare  {} planck", checked.welfare),
		format!("bound    {} planck", checked.bound),
		format!("gap      {} planck, {:.2} ppm of the bound", checked.gap, ppm(checked)),
		format!("traded   {sold} Wh, bought and sold, without blocks and stores"),
		format!("paid     {} planck, rent {} planck", checked.paid, checked.rent),
		format!("body     {} bytes: {}", body.encode().len(), named.join(", ")),
	]
	.join("\n")
}

fn in_full(Proposal { body, checked, optimum }: &Proposal) -> Value {
	let strings = |list: &[u64]| list.iter().map(u64::to_string).collect::<Vec<_>>();
	let bytes = body.encode();
	json!({
		"claim": {"welfare": checked.welfare.to_string(), "bound": checked.bound.to_string()},
		"gap": checked.gap.to_string(),
		"gap_ppm": ppm(checked),
		"optimum": optimum,
		"paid": checked.paid.to_string(),
		"earned": checked.earned.to_string(),
		"gains": checked.gains.iter().map(u128::to_string).collect::<Vec<_>>(),
		"rent": checked.rent.to_string(),
		"prices": checked.prices.iter().map(i64::to_string).collect::<Vec<_>>(),
		"fills": strings(&checked.fills),
		"blocks": body.blocks,
		"stores": body.plans.iter().map(|plan| {
			let moves: Vec<_> = plan.moves.iter().map(i64::to_string).collect();
			json!({"store": plan.store, "wh": moves})
		}).collect::<Vec<_>>(),
		"body": format!("0x{}", hex::encode(&bytes)),
		"body_bytes": bytes.len(),
	})
}
