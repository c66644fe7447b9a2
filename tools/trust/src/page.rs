// SPDX-License-Identifier: Apache-2.0

//! Tables between the markers of docs/trust.md.

use std::fmt::Write;

use gridmerit_energy::Planck;
use gridmerit_trust::Part;

use crate::{
	nodes::UNIT,
	revealer::Row,
	sun::DAYS,
	year::{Life, Year},
};

/// The page with its tables as they are now.
pub fn fill(page: &str, year: &Year, rows: &[Row]) -> Result<String, String> {
	let page = between(page, "year", &ranking(year)?)?;
	between(&page, "revealer", &revealer(rows)?)
}

/// Replaces what is between two markers.
fn between(page: &str, name: &str, text: &str) -> Result<String, String> {
	let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
	let parts = page.split_once(&begin).and_then(|(before, rest)| {
		let (_, after) = rest.split_once(&end)?;
		Some((before, after))
	});
	let (before, after) =
		parts.ok_or(format!("no markers <!-- {name} --> and <!-- /{name} -->"))?;
	Ok(format!("{before}{begin}{text}{end}{after}"))
}

fn ranking(year: &Year) -> Result<String, String> {
	const DAYS_SHOWN: [u32; 5] = [30, 90, 180, 270, DAYS];
	let mut table = String::from(
		"| node | day 30 | 90 | 180 | 270 | 365 | bond | effective | risk that counted | its fee | most reward |\n\
		|---|---|---|---|---|---|---|---|---|---|---|\n",
	);
	for life in year.ranking() {
		let index = DAYS_SHOWN.map(|day| life.on(day - 1).map_or("-".into(), part));
		let Life { kind, bonded, effective, counted, reward, .. } = life;
		let fee = gridmerit_trust::Params::default().cost_of(*counted);
		let cells = [
			kind.name().to_string(),
			index.join(" | "),
			units(*bonded, 0),
			part(*effective),
			units(*counted, 1),
			units(fee, 2),
			units(*reward, 2),
		];
		writeln!(table, "| {} |", cells.join(" | ")).map_err(|error| error.to_string())?;
	}
	Ok(table)
}

fn revealer(rows: &[Row]) -> Result<String, String> {
	let mut table = String::from(
		"| attacker has | members | without choice | drawn | with choice | drawn | factor | more members that undo it |\n\
		|---|---|---|---|---|---|---|---|\n",
	);
	for row in rows {
		let percent = |rate: f64| format!("{:.2} %", 100.0 * rate);
		let rates = [row.exact, row.drawn, row.expected, row.chosen].map(percent).join(" | ");
		let factor = row.expected / row.exact;
		writeln!(
			table,
			"| {} | {} | {rates} | {factor:.2} | {} |",
			row.goal.name(),
			row.members,
			row.more
		)
		.map_err(|error| error.to_string())?;
	}
	Ok(table)
}

/// A part with three digits.
pub fn part(part: Part) -> String {
	format!("{:.3}", f64::from(part.as_billionths()) / 1e9)
}

fn units(planck: Planck, digits: usize) -> String {
	format!("{:.digits$}", planck as f64 / UNIT as f64)
}
