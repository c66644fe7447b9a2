// SPDX-License-Identifier: Apache-2.0

//! Days that are played: the paper's, and those of made-up households.

use std::{collections::BTreeMap, fs, path::Path};

use fastrand::Rng;
use gridmerit_energy::{Price, Tariff, TariffError, Wh};
use serde::Deserialize;

use crate::{
	account::{Account, Truth},
	hour::Hour,
	lies::Side,
};

/// Sizes of communities of households: members, and how many of them have photovoltaics. Three of them are as SimBench's
/// rural and semi-urban low-voltage grids.
pub const SIZES: [(u32, u32); 6] = [(10, 4), (13, 8), (30, 6), (60, 12), (104, 15), (120, 27)];

/// A day with and without limits of demand.
#[derive(Clone, Debug)]
pub struct Day {
	/// What it is called.
	pub name: String,
	/// Hours in which somebody has energy and somebody needs it; no demand has a limit.
	pub firm: Vec<Hour>,
	/// The same hours; some of the demand has one.
	pub limited: Vec<Hour>,
}

/// Why there is no day.
#[derive(Debug, thiserror::Error)]
pub enum DayError {
	/// A file cannot be read.
	#[error("{0}: {1}")]
	Read(String, std::io::Error),
	/// It is no scenario.
	#[error("{0}: {1}")]
	Format(String, serde_json::Error),
	/// It leaves something out that an hour needs.
	#[error("nothing said of bus {0} in hour {1}")]
	Missing(u32, u32),
	/// A tariff at which nothing can be traded.
	#[error(transparent)]
	Tariff(#[from] TariffError),
}

/// The paper's scenario, as far as it is played here.
#[derive(Deserialize)]
struct Scenario {
	hours: Vec<u32>,
	alpha_ppm: u32,
	fit: Price,
	tou: Vec<Price>,
	consumers: Vec<u32>,
	prosumers: Vec<u32>,
	load_wh: BTreeMap<u32, Vec<Wh>>,
	pv_wh: BTreeMap<u32, Vec<Wh>>,
	ask: BTreeMap<u32, Vec<Price>>,
}

impl Day {
	/// The paper's day: everybody knows it in advance, and each hour clears once. With limits three tenths of each
	/// demand have one, at a quarter, a half and three quarters of the way from the feed-in tariff to the cap.
	///
	/// On chain a node has one order an hour: there the four parts would be nodes of one owner.
	pub fn paper(scenario: &Path) -> Result<Self, DayError> {
		let name = || scenario.display().to_string();
		let text = fs::read_to_string(scenario).map_err(|error| DayError::Read(name(), error))?;
		let scenario: Scenario =
			serde_json::from_str(&text).map_err(|error| DayError::Format(name(), error))?;
		let mut day = Self::new("The paper's day");
		for &hour in &scenario.hours {
			let (tariff, accounts) = scenario.hour(hour)?;
			let steps = |account: &Account| in_steps(account, &tariff);
			let limited: Result<Vec<_>, _> = accounts.iter().map(steps).collect();
			day.add(hour, tariff, &accounts, limited?.into_iter().flatten().collect())?;
		}
		Ok(day)
	}

	/// A summer's day of some households, the same in every run. With limits about three in ten of those without
	/// photovoltaics state one for all of their demand.
	pub fn households(members: u32, producers: u32) -> Result<Self, DayError> {
		let mut rng = Rng::with_seed(members.into());
		let households: Vec<_> = (0..members)
			// Those with photovoltaics are spread among the others.
			.map(|owner| (owner + 1) * producers / members > owner * producers / members)
			.map(|produces| Household::new(produces, &mut rng))
			.collect();
		let tariff = Tariff {
			tou: 200_000,
			fit: 60_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: 200_000,
			surplus: 60_000,
			curtailed: 0,
		};
		let mut day = Self::new(&format!("{members} households, {producers} with photovoltaics"));
		for (hour, (load, sun)) in (0..).zip(LOAD.into_iter().zip(SUN)) {
			let truths: Vec<_> = (0..)
				.zip(&households)
				.map(|(owner, household)| {
					(owner, household.net(load, sun, &mut rng), household.limit)
				})
				.collect();
			let accounts = |limits: bool| -> Vec<Account> {
				let account = |&(owner, truth, limit): &(u32, Truth, Option<Price>)| match truth {
					Truth::Needs { energy, .. } if limits => {
						Account::honest(owner, Truth::Needs { energy, worth: limit })
					},
					_ => Account::honest(owner, truth),
				};
				truths.iter().map(account).collect()
			};
			day.add(hour, tariff, &accounts(false), accounts(true))?;
		}
		Ok(day)
	}

	fn new(name: &str) -> Self {
		Self { name: name.into(), firm: Vec::new(), limited: Vec::new() }
	}

	/// Adds an hour if there are both buyers and sellers.
	fn add(
		&mut self,
		interval: u32,
		tariff: Tariff,
		firm: &[Account],
		limited: Vec<Account>,
	) -> Result<(), TariffError> {
		let some = |side: Side| firm.iter().any(|account| side.has(&account.truth));
		if some(Side::Sellers) && some(Side::Buyers) {
			self.firm.push(Hour::new(interval, tariff, firm.to_vec())?);
			self.limited.push(Hour::new(interval, tariff, limited)?);
		}
		Ok(())
	}
}

impl Scenario {
	fn hour(&self, hour: u32) -> Result<(Tariff, Vec<Account>), DayError> {
		let tou = at(&self.tou, hour).ok_or(DayError::Missing(0, hour))?;
		let (alpha_ppm, fit) = (self.alpha_ppm, self.fit);
		let tariff =
			Tariff { tou, fit, alpha_ppm, fee: 0, shortfall: tou, surplus: fit, curtailed: 0 };
		let dearest = tariff.limits()?.dearest_ask();
		let mut buses: Vec<_> = self.consumers.iter().chain(&self.prosumers).copied().collect();
		buses.sort_unstable();
		let account = |bus: u32| {
			let of = |values: &BTreeMap<u32, Vec<u64>>| at(values.get(&bus)?, hour);
			let load = of(&self.load_wh)?;
			let generation = of(&self.pv_wh).unwrap_or(0);
			let truth = match generation.checked_sub(load) {
				Some(energy @ 1..) => Truth::Has { energy, ask: of(&self.ask)?.min(dearest) },
				_ => Truth::Needs { energy: load - generation, worth: None },
			};
			Some(Account::honest(bus, truth))
		};
		let accounts = buses.iter().map(|&bus| account(bus).ok_or(DayError::Missing(bus, hour)));
		Ok((tariff, accounts.collect::<Result<_, _>>()?))
	}
}

fn at(values: &[u64], hour: u32) -> Option<u64> {
	values.get(usize::try_from(hour).ok()?).copied()
}

/// A buyer's demand in four parts, three of them with a limit.
fn in_steps(account: &Account, tariff: &Tariff) -> Result<Vec<Account>, TariffError> {
	let Truth::Needs { energy, .. } = account.truth else { return Ok(vec![*account]) };
	let room = tariff.limits()?.cap() - tariff.fit;
	let tenth = energy / 10;
	let part = |energy, worth| Account::honest(account.owner, Truth::Needs { energy, worth });
	let steps = (1..=3).map(|quarters| part(tenth, Some(tariff.fit + room * quarters / 4)));
	Ok([part(energy - 3 * tenth, None)].into_iter().chain(steps).collect())
}

/// A household's load by the hour, in thousandths of its mean.
const LOAD: [Wh; 24] = [
	640, 520, 470, 450, 460, 540, 780, 1_050, 1_130, 1_060, 1_020, 1_060, 1_180, 1_130, 1_000, 940,
	980, 1_160, 1_420, 1_550, 1_500, 1_370, 1_180, 900,
];
/// What a plant generates by the hour of a summer's day, in thousandths of its peak.
const SUN: [Wh; 24] = [
	0, 0, 0, 0, 5, 40, 130, 270, 420, 560, 670, 740, 760, 730, 650, 530, 390, 240, 110, 30, 3, 0,
	0, 0,
];

/// A made-up household.
struct Household {
	/// Mean load, in Wh an hour.
	load: Wh,
	/// Peak of its plant, in W; 0 if it has none.
	peak: Wh,
	/// The least that it takes.
	ask: Price,
	/// The most that it pays, if it is flexible.
	limit: Option<Price>,
}

impl Household {
	/// Load: 200 to 800 Wh an hour. Plant: 2 to 10 kW. Asks and limits: in steps of 500.
	fn new(produces: bool, rng: &mut Rng) -> Self {
		let load = rng.u64(200..=800);
		let peak = rng.u64(2_000..=10_000);
		let ask = 500 * rng.u64(160..=350);
		let flexible = rng.u32(0..10) < 3;
		let limit = 500 * rng.u64(180..=370);
		Self {
			load,
			peak: if produces { peak } else { 0 },
			ask,
			limit: (flexible && !produces).then_some(limit),
		}
	}

	/// What it needs or has in an hour: its load is 60 to 140 % of what the hour's is on average, clouds take up to a
	/// fifth of the sun.
	fn net(&self, load: Wh, sun: Wh, rng: &mut Rng) -> Truth {
		let load = self.load * load * rng.u64(600..=1_400) / 1_000_000;
		let generation = self.peak * sun * rng.u64(800..=1_000) / 1_000_000;
		match generation.checked_sub(load) {
			Some(energy @ 1..) => Truth::Has { energy, ask: self.ask },
			_ => Truth::Needs { energy: load - generation, worth: None },
		}
	}
}
