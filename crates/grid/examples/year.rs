// SPDX-License-Identifier: Apache-2.0

//! Clears the quarter hours of a feeder, and says what its lines limit. On standard input: a line of JSON with the lines
//! (`[parent, limit]`, a limit of null is none), the nodes (`[bus, ask]`) and the tariff, then a line for each quarter
//! hour with what each node has left over, or lacks, in Wh. `simbench/year.py` writes it and reads the answer.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a program for the tests")]

#[path = "../tests/support/year.rs"]
mod year;

use std::io::stdin;

use gridmerit_grid::Line;
use gridmerit_market::Limits;
use serde_json::{Value, json};
use year::{Grid, Year};

fn main() {
	let mut rows = stdin().lines().map(Result::unwrap);
	let grid = grid(&serde_json::from_str(&rows.next().unwrap()).unwrap());
	let mut year = Year::default();
	for row in rows {
		let net: Vec<i64> = row.split(' ').map(|wh| wh.parse().unwrap()).collect();
		year.add(&grid, &net);
	}
	let lines = year.lines.iter().map(|line| {
		json!({
			"full": line.full, "over": line.over, "lacking": line.lacking, "most": line.most, "cut": line.cut,
		})
	});
	println!(
		"{}",
		json!({
			"quarters": year.quarters, "surplus": year.surplus, "demand": year.demand, "traded": year.traded,
			"parted": year.parted, "full": year.full, "lacking": year.lacking, "cut": year.cut, "worst": year.worst,
			"lines": lines.collect::<Vec<_>>(),
		})
	);
}

fn grid(given: &Value) -> Grid {
	let pairs =
		|name: &str| given[name].as_array().unwrap().iter().map(|pair| (&pair[0], &pair[1]));
	let number = |value: &Value| value.as_u64().unwrap();
	let lines = pairs("lines").map(|(parent, limit)| {
		let limit = limit.as_u64().unwrap_or(Line::NO_LIMIT);
		Line { parent: number(parent) as u16, import: limit, export: limit }
	});
	let nodes = pairs("nodes").map(|(bus, ask)| (number(bus) as u16, number(ask)));
	let alpha_ppm = number(&given["alpha_ppm"]) as u32;
	let limits = Limits::new(number(&given["tou"]), number(&given["fit"]), alpha_ppm, 0).unwrap();
	Grid { lines: lines.collect(), nodes: nodes.collect(), limits }
}
