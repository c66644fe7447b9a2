// SPDX-License-Identifier: Apache-2.0

//! A community of one's own as tables: what each home uses and generates, the tariff, names. They become a scenario
//! in which everybody knows the days. docs/what-if.md is the guide.

mod error;
pub(crate) mod table;
mod tables;

use std::{collections::BTreeMap, fs, path::Path};

use gridmerit_client::{times, units::UNIT};
use gridmerit_energy::Wh;
use serde::Deserialize;

pub use error::TableError;

use self::table::Table;
use super::{Bus, Scenario, check::MAX_PARTICIPANTS};
use crate::calendar::Calendar;

/// What makes a folder a community's.
pub const FILE: &str = "community.toml";
/// What orders may tie up of a home's money, in planck: each is given more than this to begin with.
const WORKING: u128 = 350 * UNIT;
/// Alpha, in millionths.
const ALPHA_PPM: u32 = 950_000;
/// Bus 1 is the utility's.
const FIRST_BUS: Bus = 2;

/// `community.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
	name: String,
	zone: String,
	#[serde(default = "quarter")]
	minutes: u16,
	#[serde(default = "four")]
	windows: u16,
}

fn quarter() -> u16 {
	15
}

fn four() -> u16 {
	4
}

/// A home: the heading of its columns, its name, and the least price that it takes, if it says so.
struct Home {
	id: String,
	name: String,
	ask: Option<u64>,
}

/// Reads a community's folder.
pub fn load(folder: &Path) -> Result<Scenario, TableError> {
	let path = folder.join(FILE);
	let file = path.display().to_string();
	let whole = |wrong: String| TableError::Whole { file: file.clone(), wrong };
	let text = fs::read_to_string(&path)
		.map_err(|reason| TableError::File { file: file.clone(), reason })?;
	let settings: Settings = toml::from_str(&text).map_err(|error| whole(error.to_string()))?;
	let zone = times::zone(&settings.zone).map_err(|error| whole(format!("zone: {error}")))?;

	let loads = Table::read(folder, "loads.csv")?;
	let (date, days) = tables::days(&loads, &zone)?;
	let calendar = Calendar::of_days(date, &zone, &settings.zone, settings.minutes, days)
		.map_err(|error| whole(error.to_string()))?;
	let load_wh = tables::energy(&loads, &calendar, &zone)?;
	let pv = Table::read(folder, "pv.csv")?;
	let pv_wh = tables::energy(&pv, &calendar, &zone)?;
	let prices = Table::read(folder, "tariff.csv")?;
	let tariff = tables::Tariff::read(&prices, ALPHA_PPM, calendar.minutes())?;

	let homes = match folder.join("homes.csv").exists() {
		true => tables::homes(&Table::read(folder, "homes.csv")?, &tariff)?,
		false => tables::homes_of(&loads),
	};
	let missing = |id: &String| !homes.iter().any(|home| home.id == *id);
	for (table, columns) in [(&loads, &load_wh), (&pv, &pv_wh)] {
		if let Some(id) = columns.keys().find(|id| missing(id)) {
			return Err(
				table.wrong(format!("has a column {id:?}, a home that homes.csv does not have"))
			);
		}
	}
	if let Some(home) = homes.iter().find(|home| !load_wh.contains_key(&home.id)) {
		return Err(loads.wrong(format!("has no column {:?}, a home of homes.csv", home.id)));
	}
	if !(2..=MAX_PARTICIPANTS).contains(&homes.len()) {
		let most = format!(
			"{} homes: a market takes 2 at least, a replay {MAX_PARTICIPANTS} at most",
			homes.len()
		);
		return Err(loads.wrong(most));
	}
	let tou = (0..calendar.slots).map(|slot| tariff.buy_at(calendar.minute(slot))).collect();
	let dearest = tariff.dearest_buy();
	let mut scenario = Scenario {
		name: settings.name,
		slots: (0..calendar.slots).collect(),
		calendar,
		names: BTreeMap::new(),
		window_n: settings.windows,
		window_m: 1,
		alpha_ppm: ALPHA_PPM,
		fit: tariff.sell,
		fee: tariff.fee,
		tou,
		consumers: Vec::new(),
		prosumers: Vec::new(),
		kwp: BTreeMap::new(),
		p_kw: BTreeMap::new(),
		load_wh: BTreeMap::new(),
		pv_wh: BTreeMap::new(),
		ask: BTreeMap::new(),
		forecast: BTreeMap::new(),
	};
	let slots = usize::from(scenario.calendar.slots);
	let minutes = scenario.calendar.minutes();
	let most = WORKING / (u128::from(dearest).max(1) * u128::from(settings.windows).max(1));
	for (bus, home) in (FIRST_BUS..).zip(homes) {
		let load = load_wh.get(&home.id).cloned().unwrap_or_default();
		let peak = load.iter().copied().max().unwrap_or_default();
		let made = pv_wh.get(&home.id);
		let made_peak = made.iter().flat_map(|made| made.iter().copied()).max().unwrap_or_default();
		if u128::from(peak.max(made_peak)).saturating_mul(5) / 4 > most {
			return Err(loads.wrong(format!(
				"home {:?} has {} Wh in an interval: a replay has money for {} at most; look whether these are kWh",
				home.id, peak.max(made_peak), most * 4 / 5
			)));
		}
		scenario.names.insert(bus, home.name);
		scenario.p_kw.insert(bus, kilowatts(peak, minutes));
		scenario.load_wh.insert(bus, load);
		match made {
			Some(made) => {
				scenario.prosumers.push(bus);
				scenario.kwp.insert(bus, kilowatts(made_peak, minutes));
				scenario.pv_wh.insert(bus, made.clone());
				let ask = home.ask.unwrap_or_else(|| tariff.middle());
				scenario.ask.insert(bus, vec![ask; slots]);
			},
			None => scenario.consumers.push(bus),
		}
	}
	match scenario.check_known() {
		Ok(()) => Ok(scenario),
		Err((field, reason)) => {
			Err(whole(format!("the tables together are no market: {field}: {reason}")))
		},
	}
}

/// The power of so much energy in so many minutes, in kW, rounded up, at least 1.
fn kilowatts(energy: Wh, minutes: u64) -> u64 {
	energy.saturating_mul(60).div_ceil(minutes.max(1).saturating_mul(1_000)).max(1)
}
