// SPDX-License-Identifier: Apache-2.0

//! What a tariff would change, and whether it may be published.

use std::process::ExitCode;

use gridmerit_client::{
	rules::{DayTariff, Published},
	units::{clock, decimal, price},
};
use gridmerit_energy::{Tariff, TariffBounds, tariffs::BeyondBounds};
use serde_json::{Value, json};

use super::{file::MarketFile, open::day, options::CheckOptions};
use crate::{
	failure::Failure,
	show::{number, print, table},
};

/// The numbers of a tariff.
const NAMES: [&str; 7] = ["tou", "fit", "alpha", "fee", "shortfall", "surplus", "curtailed"];

/// Milliseconds of a minute, and minutes of a day.
const MINUTE: u64 = 60_000;
const DAY: u16 = 24 * 60;

fn numbers(tariff: &Tariff) -> [u64; 7] {
	let Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed } = *tariff;
	[tou, fit, alpha_ppm.into(), fee, shortfall, surplus, curtailed]
}

fn text(name: &str, value: u64) -> String {
	if name == "alpha" { decimal(value.into(), 6) } else { price(value) }
}

fn time(minute: u16) -> String {
	format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Whether the chain would take a tariff within these bounds; if there are none yet, whether it is sound.
pub fn judge(
	tariff: &DayTariff,
	published: &Published,
	bounds: Option<&TariffBounds>,
) -> Result<(), Failure> {
	tariff.day().check(published.interval_ms).map_err(|error| format!("the tariff: {error}"))?;
	for band in &tariff.bands {
		let from = time(band.from_minute);
		band.tariff.limits().map_err(|error| format!("the tariff's band from {from}: {error}"))?;
	}
	let Some(bounds) = bounds else { return Ok(()) };
	published.check(tariff, bounds).map_err(|error| match error {
		BeyondBounds::AboveCeiling => format!("{error}: {}", above(tariff, &bounds.ceiling)).into(),
		BeyondBounds::ChangesTooMuch => format!(
			"{error}; `tariff check` shows by how much. Publish tariffs that get there in steps"
		)
		.into(),
	})
}

/// Which numbers are above a ceiling.
fn above(tariff: &DayTariff, ceiling: &Tariff) -> String {
	let mut found = Vec::new();
	for band in &tariff.bands {
		let each = NAMES.into_iter().zip(numbers(&band.tariff)).zip(numbers(ceiling));
		for ((name, value), most) in each.filter(|((_, value), most)| value > most) {
			let (value, most) = (text(name, value), text(name, most));
			found.push(format!(
				"{name} from {} on is {value}, and at most {most}",
				time(band.from_minute)
			));
		}
	}
	found.join("; ")
}

/// A number of the tariff: how it stands, how it would be, and how fast it may change.
struct Row {
	name: &'static str,
	stands: Option<(u64, u64)>,
	wanted: (u64, u64),
	/// The largest change from what stands at the same time of day, and when.
	change: Option<(u64, u16)>,
	/// The largest step from one interval to the next.
	step: u64,
	bounds: Option<(u64, u64)>,
}

/// The tariff at each interval of a day, by the clock on the wall.
fn by_minute(tariff: &DayTariff, interval_ms: u32) -> Vec<(u16, Tariff)> {
	let every = u16::try_from(u64::from(interval_ms) / MINUTE).unwrap_or(DAY).max(1);
	let at = |minute: u16| {
		let band = tariff.bands.iter().rev().find(|band| band.from_minute <= minute);
		band.map(|band| (minute, band.tariff))
	};
	(0..DAY).step_by(every.into()).filter_map(at).collect()
}

fn rows(tariff: &DayTariff, published: &Published, bounds: Option<&TariffBounds>) -> Vec<Row> {
	let wanted = by_minute(tariff, published.interval_ms);
	let stands = published.latest_tariff().map(|latest| by_minute(latest, published.interval_ms));
	let rows = NAMES.into_iter().enumerate().map(|(place, name)| {
		let of = |tariff: &Tariff| numbers(tariff).get(place).copied().unwrap_or_default();
		let range = |day: &[(u16, Tariff)]| {
			let values = || day.iter().map(|(_, tariff)| of(tariff));
			(values().min().unwrap_or_default(), values().max().unwrap_or_default())
		};
		let next = wanted.iter().cycle().skip(1);
		let steps = wanted.iter().zip(next).map(|((_, one), (_, next))| of(one).abs_diff(of(next)));
		let change = stands.as_ref().and_then(|stands| {
			let pairs = stands.iter().zip(&wanted);
			let changes =
				pairs.map(|((minute, old), (_, new))| (of(old).abs_diff(of(new)), *minute));
			changes.max_by_key(|(change, minute)| (*change, u16::MAX.saturating_sub(*minute)))
		});
		Row {
			name,
			stands: stands.as_deref().map(range),
			wanted: range(&wanted),
			change,
			step: steps.max().unwrap_or_default(),
			bounds: bounds.map(|bounds| (of(&bounds.ceiling), of(&bounds.change))),
		}
	});
	rows.collect()
}

pub async fn check(options: &CheckOptions) -> Result<ExitCode, Failure> {
	let file = MarketFile::load(&options.file)?;
	let section = file.tariff.as_ref().ok_or("the file has no section [tariff]")?;
	let view = options.common.connect().await?.best().await?;
	let published = view.published().await?;
	let (now, tariff) = day(&view, section).await?;
	let of_chain = published.latest_rules().map(|rules| rules.bounds);
	let bounds = file.rules.as_ref().map(|rules| rules.bounds()).or(of_chain);
	let bounds = bounds.as_ref();
	let stands = published.latest_tariff().is_some_and(|latest| latest.means(&tariff, now));
	let problem = match stands {
		true => None,
		false => judge(&tariff, &published, bounds).err().map(|error| error.to_string()),
	};
	let rows = rows(&tariff, &published, bounds);
	let from = published.tariff_from();
	let start = from.map(|from| u64::from(from).saturating_mul(published.interval_ms.into()));
	// That which stands: the one in the file holds for later changes.
	let notice = published.notice();
	let value = json!({
		"stands": stands, "problem": problem, "from": from, "start": start, "notice": notice,
		"numbers": rows.iter().map(row_json).collect::<Vec<_>>(),
	});
	print(options.common.json, value, || {
		let header =
			["", "stands", "file", "largest change", "largest step", "allowed step", "ceiling"];
		let mut table = table(&header);
		for row in &rows {
			let range = |(least, most): (u64, u64)| match least == most {
				true => text(row.name, least),
				false => format!("{} to {}", text(row.name, least), text(row.name, most)),
			};
			let dash = || "-".to_string();
			let change = row.change.map_or_else(dash, |(change, minute)| match change {
				0 => dash(),
				change => format!("{} (at {})", text(row.name, change), time(minute)),
			});
			table.add_row([
				number(row.name),
				number(row.stands.map_or_else(dash, range)),
				number(range(row.wanted)),
				number(change),
				number(text(row.name, row.step)),
				number(row.bounds.map_or_else(dash, |(_, step)| text(row.name, step))),
				number(row.bounds.map_or_else(dash, |(most, _)| text(row.name, most))),
			]);
		}
		table
	})?;
	if !options.common.json {
		match (stands, &problem, start.zip(from)) {
			(true, ..) => println!("It stands already"),
			(_, Some(problem), _) => println!("The chain would refuse it: {problem}"),
			(_, None, Some((start, from))) => println!(
				"Published now, it would hold from interval {from} on, {} UTC, after the notice that stands, {notice} intervals",
				clock(start)
			),
			(_, None, None) => {
				println!("Published now, it would hold from the beginning of the market")
			},
		}
	}
	Ok(if problem.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn row_json(row: &Row) -> Value {
	json!({
		"name": row.name, "stands": row.stands, "file": row.wanted,
		"change": row.change.map(|(change, _)| change), "step": row.step,
		"ceiling": row.bounds.map(|(most, _)| most), "allowedStep": row.bounds.map(|(_, step)| step),
	})
}
