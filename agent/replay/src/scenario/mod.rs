// SPDX-License-Identifier: Apache-2.0

//! A scenario: who takes part in a day, what they use and generate, what they expect, and the tariff.

mod check;
pub(crate) mod community;

pub use community::TableError;

use std::{collections::BTreeMap, fs, path::Path};

use gridmerit_client::units::price;
use gridmerit_energy::{Price, Tariff, Wh};
use serde::{Deserialize, Deserializer, de::Error};

use crate::calendar::{Calendar, Written};

/// Milliseconds of an hour.
pub(crate) const HOUR: u64 = 3_600_000;
/// Energy of an hour for each kW, in Wh.
const WH_PER_KW: Wh = 1_000;

/// From here on a price of so many planck per Wh looks as if it were in hundredths of a UNIT.
const CENTS: Price = 5_000_000;

/// A bus of the feeder.
pub type Bus = u16;
type BySlot<T> = Vec<T>;
type ByBus<T> = BTreeMap<Bus, T>;

/// What a scenario's file says: energy in Wh a slot, prices in planck per Wh.
#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
	/// What it is called.
	pub name: String,
	/// When its slots are.
	#[serde(deserialize_with = "calendar")]
	pub calendar: Calendar,
	/// What people call those who take part, by bus.
	#[serde(default)]
	pub names: ByBus<String>,
	/// The slots that are played, in order: hours of the day where a slot is an hour.
	#[serde(rename = "hours")]
	pub slots: Vec<u16>,
	/// How many slots are open at a time (n).
	pub window_n: u16,
	/// How many slots ahead the first of them is (m).
	pub window_m: u16,
	/// alpha, in millionths.
	pub alpha_ppm: u32,
	/// At which the utility buys.
	pub fit: Price,
	/// What a buyer pays on top for each Wh from a neighbour; the utility gets it.
	#[serde(default)]
	pub fee: Price,
	/// At which it sells, by slot.
	pub tou: BySlot<Price>,
	/// Buses that only use energy.
	pub consumers: Vec<Bus>,
	/// Buses that generate it too.
	pub prosumers: Vec<Bus>,
	/// Peak of a prosumer's generation, in kW.
	pub kwp: ByBus<Wh>,
	/// Peak of a bus's load, in kW.
	pub p_kw: ByBus<Wh>,
	/// Load of each bus.
	pub load_wh: ByBus<BySlot<Wh>>,
	/// Generation of each prosumer.
	pub pv_wh: ByBus<BySlot<Wh>>,
	/// The least price that each prosumer takes.
	pub ask: ByBus<BySlot<Price>>,
	/// What they expect so many slots ahead.
	pub forecast: BTreeMap<u16, Expectation>,
}

/// What participants expect of the day.
#[derive(Clone, Debug, Deserialize)]
pub struct Expectation {
	/// Load of each participant.
	pub load: ByBus<BySlot<Wh>>,
	/// Generation of each prosumer.
	pub pv: ByBus<BySlot<Wh>>,
}

/// Load and generation of a participant in a slot, in Wh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
	/// Used.
	pub load: Wh,
	/// Generated.
	pub generation: Wh,
}

impl Flow {
	/// Drawn from the grid, and fed in.
	pub fn metered(self) -> (Wh, Wh) {
		(self.load.saturating_sub(self.generation), self.generation.saturating_sub(self.load))
	}
}

/// Why a file holds no scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
	/// It cannot be read.
	#[error("{path}: {reason}")]
	File {
		/// Which.
		path: String,
		/// Why.
		reason: std::io::Error,
	},
	/// There is none in the folder.
	#[error("{0}: holds neither community.toml nor scenario.json")]
	Neither(String),
	/// A table does not hold what it must.
	#[error(transparent)]
	Table(#[from] TableError),
	/// It is not written as it must be.
	#[error("{path}: {field}: {reason}")]
	Format {
		/// Which.
		path: String,
		/// The field.
		field: String,
		/// What is wrong with it.
		reason: String,
	},
}

fn calendar<'a, D: Deserializer<'a>>(written: D) -> Result<Calendar, D::Error> {
	Written::deserialize(written)?.try_into().map_err(D::Error::custom)
}

impl Scenario {
	/// Reads `scenario.json` in a folder, or the tables of a community in the place of it: `community.toml`.
	pub fn load(folder: &Path) -> Result<Self, ScenarioError> {
		if folder.join(community::FILE).exists() {
			return Ok(community::load(folder)?);
		}
		let path = folder.join("scenario.json");
		if !path.exists() {
			return Err(ScenarioError::Neither(folder.display().to_string()));
		}
		let text = read(&path)?;
		let path = path.display().to_string();
		let scenario: Self = parse(&path, &text)?;
		match scenario.check() {
			Ok(()) => Ok(scenario),
			Err((field, reason)) => Err(ScenarioError::Format { path, field, reason }),
		}
	}

	/// What is allowed, but more often a slip than meant.
	pub fn doubt(&self) -> Option<String> {
		let dearest = self.tou.iter().copied().max().filter(|price| *price >= CENTS)?;
		Some(format!(
			"a price of {} looks like cents: if it is, write {}",
			price(dearest),
			price(dearest / 100)
		))
	}

	/// All participants, in ascending order of buses.
	pub fn participants(&self) -> Vec<Bus> {
		let mut buses: Vec<_> = self.consumers.iter().chain(&self.prosumers).copied().collect();
		buses.sort_unstable();
		buses
	}

	/// Whether a participant may sell.
	pub fn is_prosumer(&self, bus: Bus) -> bool {
		self.prosumers.contains(&bus)
	}

	/// What people call a participant: its name, or `Home 3` at bus 3.
	pub fn name_of(&self, bus: Bus) -> String {
		self.names.get(&bus).cloned().unwrap_or_else(|| format!("Home {bus}"))
	}

	/// The utility's prices in a slot: imbalances are traded at TOU and FIT.
	pub fn tariff(&self, slot: u16) -> Tariff {
		let tou = at(&self.tou, slot);
		Tariff {
			tou,
			fit: self.fit,
			alpha_ppm: self.alpha_ppm,
			fee: self.fee,
			shortfall: tou,
			surplus: self.fit,
			curtailed: 0,
		}
	}

	/// What a participant uses and generates in a slot.
	pub fn actual(&self, bus: Bus, slot: u16) -> Flow {
		Flow { load: of(&self.load_wh, bus, slot), generation: of(&self.pv_wh, bus, slot) }
	}

	/// What it expects so many slots ahead.
	pub fn expected(&self, lead: u16, bus: Bus, slot: u16) -> Flow {
		self.forecast.get(&lead).map_or(Flow { load: 0, generation: 0 }, |expectation| Flow {
			load: of(&expectation.load, bus, slot),
			generation: of(&expectation.pv, bus, slot),
		})
	}

	/// The least price that a prosumer takes, brought below the bound that the market sets.
	pub fn ask(&self, bus: Bus, slot: u16) -> Price {
		let dearest = self.tariff(slot).limits().map_or(0, |limits| limits.dearest_ask());
		of(&self.ask, bus, slot).min(dearest)
	}

	/// The most that a participant may draw in a slot: a quarter more than its peak, for forecasts that err.
	pub fn consumption_limit(&self, bus: Bus) -> Wh {
		let peak = self.p_kw.get(&bus).copied().unwrap_or_default();
		self.energy_of(peak).saturating_mul(5) / 4
	}

	/// The most that it may feed in: the peak of what it generates.
	pub fn generation_limit(&self, bus: Bus) -> Wh {
		self.energy_of(self.kwp.get(&bus).copied().unwrap_or_default())
	}

	/// What a power of so many kW is in a slot, in Wh.
	fn energy_of(&self, kw: u64) -> Wh {
		kw.saturating_mul(WH_PER_KW).saturating_mul(self.calendar.slot_ms) / HOUR
	}

	/// The utility's prices by the minute of the day from which on they hold, in the calendar's zone. Fails with a
	/// slot that has another price than one at the same time of another day.
	pub(crate) fn bands(&self) -> Result<BTreeMap<u16, Tariff>, u16> {
		let mut bands = BTreeMap::new();
		for slot in 0..self.calendar.slots {
			let tariff = self.tariff(slot);
			if *bands.entry(self.calendar.minute(slot)).or_insert(tariff) != tariff {
				return Err(slot);
			}
		}
		// Where clocks leave out midnight, the day begins later.
		if let Some(first) = bands.values().next().copied() {
			bands.entry(0).or_insert(first);
		}
		let mut before = None;
		bands.retain(|_, tariff| before.replace(*tariff) != Some(*tariff));
		Ok(bands)
	}
}

fn at(values: &[u64], slot: u16) -> u64 {
	values.get(usize::from(slot)).copied().unwrap_or_default()
}

fn of(values: &ByBus<BySlot<u64>>, bus: Bus, slot: u16) -> u64 {
	values.get(&bus).map(|values| at(values, slot)).unwrap_or_default()
}

pub(crate) fn read(path: &Path) -> Result<String, ScenarioError> {
	fs::read_to_string(path)
		.map_err(|reason| ScenarioError::File { path: path.display().to_string(), reason })
}

pub(crate) fn parse<T: serde::de::DeserializeOwned>(
	path: &str,
	text: &str,
) -> Result<T, ScenarioError> {
	let json = &mut serde_json::Deserializer::from_str(text);
	serde_path_to_error::deserialize(json).map_err(|error| ScenarioError::Format {
		path: path.into(),
		field: error.path().to_string(),
		reason: error.inner().to_string(),
	})
}
