// SPDX-License-Identifier: Apache-2.0

//! How well forecasts do, beside the seasonal naive one.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use gridmerit_client::units::clock;
use gridmerit_forecast::{
	History, Model,
	accuracy::Accuracy,
	clock_change::{ClockChange, Weeks, clock_changes},
};
use gridmerit_replay::{MODELS, Scenario, accuracy_of_history, accuracy_of_scenario};

use crate::{
	failure::Failure,
	options::AccuracyOptions,
	show::{number, table},
};

/// Errors from which on, in Wh, kWh need no more than one decimal.
const LARGE: f64 = 10_000.0;

pub fn accuracy(options: &AccuracyOptions) -> Result<ExitCode, Failure> {
	let (title, scores) = match (&options.scenario, &options.history) {
		(Some(folder), _) => {
			let scenario = Scenario::load(folder)?;
			let title = "all participants; the past is made up from the scenario's day".to_string();
			(title, accuracy_of_scenario(&scenario, options.seed)?)
		},
		(None, Some(path)) => {
			let history = history(options, path)?;
			if options.clock_changes {
				let changes = clock_changes(&history, Model::Auto, options.leads)?;
				match options.json {
					true => println!("{}", serde_json::to_string_pretty(&changes)?),
					false => print_changes(path, &changes),
				}
				return Ok(ExitCode::SUCCESS);
			}
			let title = match options.days {
				1 => format!("{}, its last day", path.display()),
				days => format!("{}, its last {days} days", path.display()),
			};
			let models = if options.models.is_empty() { &MODELS[..] } else { &options.models };
			(title, accuracy_of_history(&history, models, options.days, options.leads)?)
		},
		(None, None) => return Err("name a scenario, or a --history".into()),
	};
	match options.json {
		true => println!("{}", serde_json::to_string_pretty(&scores)?),
		false => print(&title, &scores),
	}
	Ok(ExitCode::SUCCESS)
}

/// The file's rows, of people who live by the clock of the zone that is named.
fn history(options: &AccuracyOptions, path: &Path) -> Result<History, Failure> {
	let rules = options.mapping.rules(path);
	let read = rules.load(options.day.interval_ms()?)?;
	let history = History::from_rows(options.day.period, read.rows)?.in_zone(rules.mapping.zone);
	Ok(match options.until {
		Some(until) => history.until(until),
		None => history,
	})
}

/// Whether a lead has a column of its own: 1, 2, 4, … and the longest.
fn is_shown(lead: u32, longest: u32) -> bool {
	lead.is_power_of_two() || lead == longest
}

/// A line for each forecast and quantity: mean absolute errors by lead, then scaled ones.
fn print(title: &str, all: &[Accuracy]) {
	println!("{title}");
	let scores = || all.iter().flat_map(|scores| &scores.scores);
	let longest = scores().map(|score| score.lead).max().unwrap_or(1);
	// All leads of a scenario's four are shown.
	let leads: BTreeSet<u32> = scores()
		.map(|score| score.lead)
		.filter(|lead| longest <= 4 || is_shown(*lead, longest))
		.collect();
	let decimals = if scores().all(|score| score.mae < LARGE) { 3 } else { 1 };
	let columns =
		|what: &'static str| leads.iter().map(move |lead| format!("{what}, {lead} ahead"));
	let mut header = vec!["forecast".to_string(), "of".into()];
	header.extend(columns("MAE kWh").chain(columns("MASE")));
	let mut table = table(&header.iter().map(String::as_str).collect::<Vec<_>>());
	for scores in all {
		let quantities: BTreeSet<_> = scores.scores.iter().map(|score| score.quantity).collect();
		for quantity in quantities {
			let of = |lead: &u32| {
				scores.scores.iter().find(|score| score.quantity == quantity && score.lead == *lead)
			};
			let mut row =
				vec![scores.name.as_str().into(), format!("{quantity:?}").to_lowercase().into()];
			row.extend(leads.iter().map(|lead| {
				let kwh = of(lead).map(|score| format!("{:.decimals$}", score.mae / 1e3));
				number(kwh.unwrap_or_else(|| "-".into()))
			}));
			row.extend(leads.iter().map(|lead| {
				let mase = of(lead).and_then(|score| score.mase);
				number(mase.map_or("-".into(), |mase| format!("{mase:.2}")))
			}));
			table.add_row(row);
		}
	}
	println!("{table}");
	println!(
		"MASE: error over that of the seasonal naive forecast on the history before; below 1 is better."
	);
}

/// A line for each change of the clocks.
fn print_changes(path: &Path, changes: &[ClockChange]) {
	println!("{}, load, MAE in kWh in the week before and after", path.display());
	let mut table = table(&["clocks", "wall clock", "UTC", "had they not been changed"]);
	for change in changes {
		let way = if change.forward > 0 { "forward" } else { "back" };
		let when = clock(u64::try_from(change.time).unwrap_or_default().saturating_mul(1_000));
		let weeks = |Weeks { before, after }: Weeks| {
			let (before, after) = (before / 1e3, after / 1e3);
			number(format!("{before:.3} {after:.3}"))
		};
		let (local, utc, unchanged) = (change.local, change.utc, change.unchanged);
		table.add_row(vec![
			format!("{way}, {when} UTC").into(),
			weeks(local),
			weeks(utc),
			weeks(unchanged),
		]);
	}
	println!("{table}");
	if changes.is_empty() {
		println!("no change of the clocks has three weeks of history before it and one after it");
	}
}
