// SPDX-License-Identifier: Apache-2.0

//! Reads the lines of a grid; each error names the line of the file and what to write there.

use std::{fs, path::Path};

use gridmerit_grid::{Bus, Feeder, FeederError, Line, MAX_BUSES};
use gridmerit_market::Wh;

/// The first line of the file.
const HEADER: &str = "bus,parent,import_wh,export_wh";

/// A line as it is written: its number in the file, the bus at its other end, and its limits.
struct Row {
	number: usize,
	parent: u64,
	import: Wh,
	export: Wh,
}

/// Reads a feeder from a file.
pub fn read(file: &Path) -> Result<Feeder, String> {
	let text = fs::read_to_string(file).map_err(|error| error.to_string());
	text.and_then(|text| parse(&text))
		.map_err(|error| format!("--grid {}: {error}", file.display()))
}

fn parse(text: &str) -> Result<Feeder, String> {
	let text = text.trim_start_matches('\u{feff}');
	let mut written = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
	match written.next() {
		Some((_, first)) if first.split(',').map(str::trim).eq(HEADER.split(',')) => {},
		Some((number, _)) => return Err(format!("line {number}: begin with {HEADER}")),
		None => return Err(format!("it is empty; begin with {HEADER}")),
	}
	let mut rows = Vec::new();
	for (number, line) in written {
		let row = row(number, line, rows.len() + 1);
		rows.push(row.map_err(|error| format!("line {number}: {error}"))?);
	}
	let last = rows.len();
	let line = |row: &Row| {
		let parent = Bus::try_from(row.parent).ok().filter(|bus| usize::from(*bus) <= last);
		let parent = parent.ok_or_else(|| {
			let (number, parent) = (row.number, row.parent);
			format!("line {number}: parent: there is no bus {parent}; write one of 0 to {last}")
		})?;
		Ok(Line { parent, import: row.import, export: row.export })
	};
	let lines: Vec<Line> = rows.iter().map(line).collect::<Result<_, String>>()?;
	Feeder::new(&lines).map_err(|error| match error {
		FeederError::NoWayToSubstation(bus) => {
			let number = rows.get(usize::from(bus) - 1).map_or(0, |row| row.number);
			format!(
				"line {number}: from bus {bus} the parents lead round in a circle; let them lead to bus 0"
			)
		},
		other => other.to_string(),
	})
}

/// A line of the file that is the one of bus `due`.
fn row(number: usize, line: &str, due: usize) -> Result<Row, String> {
	let cells: Vec<&str> = line.split(',').map(str::trim).collect();
	let [bus, parent, import, export] = cells[..] else {
		return Err(format!("{} values; write four, {HEADER}", cells.len()));
	};
	if due >= MAX_BUSES {
		return Err(format!("too many buses; there can be {MAX_BUSES} with the substation"));
	}
	if number_of("bus", bus)? != due as u64 {
		return Err(format!(
			"bus {bus}: write {due}; buses are numbered from 1 on in order, and the substation, bus 0, has no line"
		));
	}
	let parent = number_of("parent", parent)?;
	let (import, export) = (limit("import_wh", import)?, limit("export_wh", export)?);
	Ok(Row { number, parent, import, export })
}

/// A limit, of which nothing is none.
fn limit(name: &str, cell: &str) -> Result<Wh, String> {
	if cell.is_empty() {
		return Ok(Line::NO_LIMIT);
	}
	if cell.strip_prefix('-').is_some_and(|rest| number_of(name, rest).is_ok()) {
		return Err(format!("{name}: {cell} is negative; write 0 where nothing may pass"));
	}
	match number_of(name, cell)? {
		limit if limit > Line::NO_LIMIT => Err(format!(
			"{name}: {cell} is above {}; write nothing where there is no limit",
			Line::NO_LIMIT
		)),
		limit => Ok(limit),
	}
}

/// A whole number; one that is too large for any use is the largest.
fn number_of(name: &str, cell: &str) -> Result<u64, String> {
	if cell.is_empty() || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
		return Err(format!("{name}: `{cell}` is no whole number; write its digits alone"));
	}
	Ok(cell.parse().unwrap_or(u64::MAX))
}
