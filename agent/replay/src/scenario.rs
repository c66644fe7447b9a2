// SPDX-License-Identifier: Apache-2.0

//! A scenario: who takes part in a day, what they use and generate, what they expect, and the tariff.

use std::{collections::BTreeMap, fs, path::Path};

use gridmerit_energy::{Limits, MAX_ORDER, MAX_PRICE, PPM, Planck, Price, Tariff, TariffError, Wh};
use serde::Deserialize;

/// Hours of a day.
pub const HOURS: u8 = 24;
/// When the day begins: 27 June 2018, in milliseconds since 1970.
pub const MIDNIGHT: u64 = 1_530_057_600_000;
/// Milliseconds of an hour, the length of an interval.
pub const HOUR: u64 = 3_600_000;
/// Energy of an hour for each kW, in Wh.
const WH_PER_KW: Wh = 1_000;
/// Most participants: they have to share a page of the book.
const MAX_PARTICIPANTS: usize = 100;
/// Highest peak, in kW: its limit is far below the market's largest order.
const MAX_PEAK: u64 = MAX_ORDER / 2_000;
/// Most money of a day, in planck: the largest number that every reader of JSON has exactly.
const MAX_MONEY: Planck = 1 << 53;

/// A bus of the feeder.
pub type Bus = u16;
type ByHour<T> = Vec<T>;
type ByBus<T> = BTreeMap<Bus, T>;

/// What a scenario's file says: energy in Wh an hour, prices in planck per Wh.
#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
	/// What it is called.
	pub name: String,
	/// The hours that are played, in order.
	pub hours: Vec<u8>,
	/// How many hours are open at a time (n).
	pub window_n: u16,
	/// How many hours ahead the first of them is (m).
	pub window_m: u16,
	/// alpha, in millionths.
	pub alpha_ppm: u32,
	/// At which the utility buys.
	pub fit: Price,
	/// At which it sells, by hour.
	pub tou: ByHour<Price>,
	/// Buses that only use energy.
	pub consumers: Vec<Bus>,
	/// Buses that generate it too.
	pub prosumers: Vec<Bus>,
	/// Peak of a prosumer's generation, in kW.
	pub kwp: ByBus<Wh>,
	/// Peak of a bus's load, in kW.
	pub p_kw: ByBus<Wh>,
	/// Load of each bus.
	pub load_wh: ByBus<ByHour<Wh>>,
	/// Generation of each prosumer.
	pub pv_wh: ByBus<ByHour<Wh>>,
	/// The least price that each prosumer takes.
	pub ask: ByBus<ByHour<Price>>,
	/// What they expect so many hours ahead.
	pub forecast: BTreeMap<u16, Expectation>,
}

/// What participants expect of the day.
#[derive(Clone, Debug, Deserialize)]
pub struct Expectation {
	/// Load of each participant.
	pub load: ByBus<ByHour<Wh>>,
	/// Generation of each prosumer.
	pub pv: ByBus<ByHour<Wh>>,
}

/// Load and generation of a participant in an hour, in Wh.
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

impl Scenario {
	/// Reads `scenario.json` in a folder.
	pub fn load(folder: &Path) -> Result<Self, ScenarioError> {
		let path = folder.join("scenario.json");
		let text = read(&path)?;
		let path = path.display().to_string();
		let scenario: Self = parse(&path, &text)?;
		match scenario.check() {
			Ok(()) => Ok(scenario),
			Err((field, reason)) => Err(ScenarioError::Format { path, field, reason }),
		}
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

	/// The utility's prices in an hour: imbalances are traded at TOU and FIT, and there is no fee.
	pub fn tariff(&self, hour: u8) -> Tariff {
		let tou = at(&self.tou, hour);
		Tariff {
			tou,
			fit: self.fit,
			alpha_ppm: self.alpha_ppm,
			fee: 0,
			shortfall: tou,
			surplus: self.fit,
		}
	}

	/// What a participant uses and generates in an hour.
	pub fn actual(&self, bus: Bus, hour: u8) -> Flow {
		Flow { load: of(&self.load_wh, bus, hour), generation: of(&self.pv_wh, bus, hour) }
	}

	/// What it expects so many hours ahead.
	pub fn expected(&self, lead: u16, bus: Bus, hour: u8) -> Flow {
		self.forecast.get(&lead).map_or(Flow { load: 0, generation: 0 }, |expectation| Flow {
			load: of(&expectation.load, bus, hour),
			generation: of(&expectation.pv, bus, hour),
		})
	}

	/// The least price that a prosumer takes, brought below the bound that the market sets.
	pub fn ask(&self, bus: Bus, hour: u8) -> Price {
		let bound = u128::from(self.alpha_ppm) * u128::from(at(&self.tou, hour));
		// The highest whole number below it.
		let highest = bound.saturating_sub(1) / u128::from(PPM);
		of(&self.ask, bus, hour).min(Price::try_from(highest).unwrap_or(Price::MAX))
	}

	/// The most that a participant may draw in an hour: a quarter more than its peak, for forecasts that err.
	pub fn consumption_limit(&self, bus: Bus) -> Wh {
		let peak = self.p_kw.get(&bus).copied().unwrap_or_default();
		peak.saturating_mul(WH_PER_KW).saturating_mul(5) / 4
	}

	/// The most that it may feed in: the peak of what it generates.
	pub fn generation_limit(&self, bus: Bus) -> Wh {
		self.kwp.get(&bus).copied().unwrap_or_default().saturating_mul(WH_PER_KW)
	}

	fn check(&self) -> Result<(), Wrong> {
		let ascending = self.hours.is_sorted_by(|a, b| b.checked_sub(*a) == Some(1));
		if self.hours.is_empty() || !ascending || self.hours.iter().any(|hour| *hour >= HOURS) {
			return wrong("hours", "hours of the day from 0 to 23, one after the other");
		}
		for (field, hours) in [("window_n", self.window_n), ("window_m", self.window_m)] {
			if hours == 0 {
				return wrong(field, "is at least 1");
			}
		}
		if u32::from(self.window_n) + u32::from(self.window_m) > 24 {
			return wrong("window_n", "n + m is at most 24");
		}
		self.check_buses()?;
		self.check_tariff()?;
		self.check_energy()?;
		self.check_money()
	}

	fn check_buses(&self) -> Result<(), Wrong> {
		for (field, buses) in [("consumers", &self.consumers), ("prosumers", &self.prosumers)] {
			if buses.is_empty() {
				return wrong(field, "there is at least one");
			}
		}
		let participants = self.participants();
		if participants.len() > MAX_PARTICIPANTS {
			return wrong("consumers", "with the prosumers there are at most 100");
		}
		let mut pairs = participants.iter().zip(participants.iter().skip(1));
		if let Some((bus, _)) = pairs.find(|(bus, next)| bus == next) {
			let field = if self.is_prosumer(*bus) { "prosumers" } else { "consumers" };
			return wrong(field, format!("bus {bus} takes part twice"));
		}
		Ok(())
	}

	fn check_tariff(&self) -> Result<(), Wrong> {
		length("tou", &self.tou, MAX_PRICE)?;
		for hour in 0..HOURS {
			if let Err(reason) = self.tariff(hour).limits().and_then(Limits::with_room) {
				let field = match reason {
					TariffError::BeyondBound(_) => "fit".into(),
					// With alpha at 1, P2P energy could cost as much as what was promised and is missing.
					TariffError::Alpha | TariffError::ShortfallWithinCap => "alpha_ppm".into(),
					_ => format!("tou[{hour}]"),
				};
				return wrong(field, reason.to_string());
			}
		}
		for bus in &self.prosumers {
			series("ask", &self.ask, *bus, MAX_PRICE)?;
			if let Some(hour) = (0..HOURS).find(|hour| self.ask(*bus, *hour) <= self.fit) {
				return wrong(format!("ask.{bus}[{hour}]"), "is not above FIT");
			}
		}
		Ok(())
	}

	/// What is within a participant's limits the chain takes as an order.
	fn check_energy(&self) -> Result<(), Wrong> {
		let participants = self.participants();
		for bus in &participants {
			present("p_kw", &self.p_kw, *bus, MAX_PEAK)?;
			series("load_wh", &self.load_wh, *bus, self.consumption_limit(*bus))?;
		}
		for bus in &self.prosumers {
			present("kwp", &self.kwp, *bus, MAX_PEAK)?;
			series("pv_wh", &self.pv_wh, *bus, self.generation_limit(*bus))?;
		}
		for lead in self.window_m..self.window_m.saturating_add(self.window_n) {
			let Some(Expectation { load, pv }) = self.forecast.get(&lead) else {
				return wrong(format!("forecast.{lead}"), "is missing");
			};
			for bus in &participants {
				let most = self.consumption_limit(*bus);
				series(&format!("forecast.{lead}.load"), load, *bus, most)?;
			}
			for bus in &self.prosumers {
				let most = self.generation_limit(*bus);
				series(&format!("forecast.{lead}.pv"), pv, *bus, most)?;
			}
		}
		Ok(())
	}

	/// All money of the day has to be a number that is exact in JSON and wherever it is added up.
	fn check_money(&self) -> Result<(), Wrong> {
		let limits = |bus: &Bus| self.consumption_limit(*bus) + self.generation_limit(*bus);
		let energy: u128 = self.participants().iter().map(|bus| u128::from(limits(bus))).sum();
		let prices: u128 = self.tou.iter().copied().map(u128::from).sum();
		// Anew in every round.
		if energy * prices * u128::from(self.window_n) > MAX_MONEY {
			return wrong("tou", "what all may trade in a day costs more than 2^53 planck");
		}
		Ok(())
	}
}

type Wrong = (String, String);

fn wrong(field: impl Into<String>, reason: impl Into<String>) -> Result<(), Wrong> {
	Err((field.into(), reason.into()))
}

fn at(values: &[u64], hour: u8) -> u64 {
	values.get(usize::from(hour)).copied().unwrap_or_default()
}

fn of(values: &ByBus<ByHour<u64>>, bus: Bus, hour: u8) -> u64 {
	values.get(&bus).map(|values| at(values, hour)).unwrap_or_default()
}

fn length(field: &str, values: &[u64], most: u64) -> Result<(), Wrong> {
	if values.len() != usize::from(HOURS) {
		return wrong(field, format!("{} values instead of {HOURS}", values.len()));
	}
	if let Some(hour) = values.iter().position(|value| *value > most) {
		return wrong(format!("{field}[{hour}]"), format!("is above {most}"));
	}
	Ok(())
}

fn series(field: &str, values: &ByBus<ByHour<u64>>, bus: Bus, most: u64) -> Result<(), Wrong> {
	let field = format!("{field}.{bus}");
	match values.get(&bus) {
		Some(values) => length(&field, values, most),
		None => wrong(field, "is missing"),
	}
}

fn present(field: &str, values: &ByBus<u64>, bus: Bus, most: u64) -> Result<(), Wrong> {
	match values.get(&bus) {
		Some(value) if *value <= most => Ok(()),
		Some(_) => wrong(format!("{field}.{bus}"), format!("is above {most}")),
		None => wrong(format!("{field}.{bus}"), "is missing"),
	}
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
