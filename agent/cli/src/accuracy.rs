// SPDX-License-Identifier: Apache-2.0

//! How well forecasts do, beside the seasonal naive one.

use std::{collections::BTreeSet, process::ExitCode};

use gridmerit_forecast::{History, accuracy::Accuracy};
use gridmerit_replay::{Scenario, accuracy_of_history, accuracy_of_scenario};

use crate::{
	failure::Failure,
	options::AccuracyOptions,
	show::{number, table},
};

pub fn accuracy(options: &AccuracyOptions) -> Result<ExitCode, Failure> {
	let (title, scores) = match (&options.scenario, &options.history) {
		(Some(folder), _) => {
			let scenario = Scenario::load(folder)?;
			let title = "all participants; the past is made up from the scenario's day".to_string();
			(title, accuracy_of_scenario(&scenario, options.seed)?)
		},
		(None, Some(path)) => {
			let read = options.mapping.rules(path).load(options.day.interval_ms()?)?;
			let history = History::from_rows(options.day.period, read.rows)?;
			(format!("{}, its last day", path.display()), accuracy_of_history(&history)?)
		},
		(None, None) => return Err("name a scenario, or a --history".into()),
	};
	match options.json {
		true => println!("{}", serde_json::to_string_pretty(&scores)?),
		false => print(&title, &scores),
	}
	Ok(ExitCode::SUCCESS)
}

/// A line for each forecast and quantity: mean absolute errors by lead, then scaled ones.
fn print(title: &str, all: &[Accuracy]) {
	println!("{title}");
	let leads: BTreeSet<u32> =
		all.iter().flat_map(|scores| &scores.scores).map(|score| score.lead).collect();
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
				number(of(lead).map_or("-".into(), |score| format!("{:.1}", score.mae / 1e3)))
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
