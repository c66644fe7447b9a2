// SPDX-License-Identifier: Apache-2.0

//! What is written into the docs.

use std::fmt::Write;

use gridmerit_energy::Wh;
use gridmerit_market::{BookError, Status};

use crate::{
	days::Day,
	hour::Hour,
	lies::{Lie, Side},
	play::{Cell, Row, Setting, Table, pivotal},
	rules::outcome,
};

/// Before what is generated in the document.
pub const BEGIN: &str = "<!-- From here on written by scripts/incentives.sh --write -->";
/// After it.
pub const END: &str = "<!-- To here -->";

/// What is generated in a document; none if the marks are missing.
pub fn generated(document: &str) -> Option<&str> {
	let (_, from) = document.split_once(BEGIN)?;
	let (generated, _) = from.split_once(END)?;
	Some(generated)
}

/// A document with this instead; none if the marks are missing.
pub fn with_generated(document: &str, generated: &str) -> Option<String> {
	let (before, from) = document.split_once(BEGIN)?;
	let (_, after) = from.split_once(END)?;
	Some(format!("{before}{BEGIN}{generated}{END}{after}"))
}

/// A day's part of the document: who is pivotal, and which lies pay.
pub fn section(
	day: &Day,
	rows: &[Row],
	settings: &[Setting],
	table: &Table,
	every_hour: bool,
) -> Result<String, BookError> {
	let mut text = format!("\n## {}\n\n", day.name);
	let hours: Result<Vec<_>, _> = day.firm.iter().map(HourReport::of).collect();
	let hours = hours?;
	let count = |side: Side| -> usize {
		day.firm.iter().map(|hour| hour.owners(|truth| side.has(truth)).len()).sum()
	};
	let pivotal: usize = hours.iter().map(|hour| hour.pivotal.len()).sum();
	let scarce = hours.iter().filter(|hour| hour.scarce).count();
	let raising = rows.iter().zip(&table.0).find_map(|(row, cells)| {
		(row.lies == [Lie::Raise, Lie::Withhold]).then(|| cells.first()).flatten()
	});
	// What is written into a string arrives.
	let _ = write!(
		text,
		"Hours with sellers: {}, of them scarce: {scarce}. Seller-hours: {}, of them pivotal: {pivotal}. Buyer-hours: \
		 {}.",
		hours.len(),
		count(Side::Sellers),
		count(Side::Buyers),
	);
	if let Some(cell) = raising {
		let _ = write!(
			text,
			" Seller-hours in which raising or withholding pays under our rule: {}, of them pivotal: {}.",
			cell.pays, cell.pivotal
		);
	}
	text.push_str("\n\n");
	if every_hour {
		text.push_str("| hour | price | demand, kWh | supply, kWh | spare, kWh | pivotal |\n");
		text.push_str("|---|---|---|---|---|---|\n");
		for hour in &hours {
			text.push_str(&hour.line());
		}
		text.push('\n');
	}
	text.push_str("| lie |");
	for setting in settings {
		let _ = write!(text, " {} |", setting.name);
	}
	text.push_str("\n|---|");
	text.push_str(&"---|".repeat(settings.len()));
	text.push('\n');
	for (row, cells) in rows.iter().zip(&table.0) {
		let _ = write!(text, "| {} |", row.name);
		for cell in cells {
			let _ = write!(text, " {} |", shown(cell));
		}
		text.push('\n');
	}
	Ok(text)
}

/// How an hour clears when nobody lies, with demand that takes any price.
struct HourReport {
	hour: u32,
	scarce: bool,
	price: Option<u64>,
	demand: Wh,
	supply: Wh,
	spare: Option<Wh>,
	/// Owners without whom there would be scarcity.
	pivotal: Vec<u32>,
}

impl HourReport {
	fn of(hour: &Hour) -> Result<Self, BookError> {
		let clearing = outcome(hour)?.clearing;
		let mut owners = hour.owners(|truth| Side::Sellers.has(truth));
		owners.retain(|owner| pivotal(hour, &clearing, *owner));
		Ok(Self {
			hour: hour.interval,
			scarce: clearing.status == Status::Scarcity,
			price: clearing.price,
			demand: clearing.demand,
			supply: clearing.supply,
			spare: clearing.spare(),
			pivotal: owners,
		})
	}

	fn line(&self) -> String {
		let pivotal: Vec<_> = self.pivotal.iter().map(u32::to_string).collect();
		format!(
			"| {} | {} | {} | {} | {} | {} |\n",
			self.hour,
			self.price.map_or("none".into(), |price| price.to_string()),
			kwh(self.demand),
			kwh(self.supply),
			self.spare.map_or("scarce".into(), kwh),
			if pivotal.is_empty() { "nobody".into() } else { pivotal.join(", ") },
		)
	}
}

/// With one decimal, rounded half up.
fn kwh(energy: Wh) -> String {
	let tenths = (energy + 50) / 100;
	format!("{}.{}", tenths / 10, tenths % 10)
}

fn shown(cell: &Cell) -> String {
	match *cell {
		Cell { tried: 0, .. } => "-".into(),
		Cell { tried, pays: 0, .. } => format!("0 of {tried}"),
		Cell { tried, pays, most, .. } => {
			format!("{pays} of {tried} ({}; {})", percent(cell.mean()), percent(most))
		},
	}
}

/// Millionths as per cent with one decimal, rounded half up.
fn percent(millionths: u128) -> String {
	let tenths = (millionths + 500) / 1_000;
	format!("{}.{}", tenths / 10, tenths % 10)
}
