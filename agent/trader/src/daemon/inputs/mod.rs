// SPDX-License-Identifier: Apache-2.0

//! What a decision rests on: forecasts from history, prices, the battery's charge, what was spent.

mod charge;
mod files;
mod past;
mod sensor;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use past::Past;

use charge::{KEPT, Planned, physical, promised};
use files::{Files, rows_of};
use gridmerit_client::{ChainError, View};
use gridmerit_energy::{
	Interval, Invoice, NodeStatus, OpenInterval, PPM, Planck, Price, Wh, Window,
};
use gridmerit_forecast::{
	Exogenous, Factors, Forecast, ForecastError, Forecaster, History, HistoryError, Model,
	Probabilities, ProbabilityError, Row, TableError,
};
use gridmerit_history::{HistoryFileError, Refused};
use sensor::{Sensor, SensorError};

use super::command::{CommandError, output};
use crate::{
	decide::Net,
	plan::{Plan, Room},
	rulebook::{ChargeSource, ModelChoice, PAST_DAYS, Rulebook},
};

/// Milliseconds of a day.
pub const DAY: u64 = 86_400_000;
/// Intervals whose readings may still come in or be revoked: the chain's dispute window and more.
const UNCERTAIN: u32 = 200;
/// Quantiles nearer to 0 or 1 than this rest on nothing.
const EDGE: f64 = 0.001;

/// Why there is nothing to decide by.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
	/// The chain.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The history.
	#[error(transparent)]
	History(#[from] HistoryError),
	/// A table of factors.
	#[error(transparent)]
	Table(#[from] TableError),
	/// A file of the past or of forecasts.
	#[error(transparent)]
	File(#[from] HistoryFileError),
	/// What a program has printed.
	#[error(transparent)]
	Printed(#[from] Refused),
	/// The forecast.
	#[error("no forecast: {0}")]
	Forecast(#[from] ForecastError),
	/// The rulebook's quantiles.
	#[error(transparent)]
	Quantiles(#[from] ProbabilityError),
	/// A program.
	#[error(transparent)]
	Command(#[from] CommandError),
	/// The battery's program.
	#[error(transparent)]
	Sensor(#[from] SensorError),
	/// What there is of the past tells nothing about what will be used and generated.
	#[error(
		"the readings on chain contain what the battery did: name a file in [history], or take model `file` or \
		 `command`"
	)]
	Battery,
	/// There is too little of the past to know the node by.
	#[error(
		"the history has {is}, and `forecast.min_history_days` asks for {wanted}; wait for more readings, name a \
		 file in [history], or allow less"
	)]
	Short {
		/// What there is, in words.
		is: String,
		/// What there should be.
		wanted: String,
	},
	/// What there is of the past is too old.
	#[error("{0}; give a newer one")]
	Old(String),
	/// Intervals that no day is made of.
	#[error("intervals of {0} ms: a day has to hold at least two")]
	Intervals(u32),
}

/// What a decision rests on.
pub struct Gathered {
	/// Length of an interval, in milliseconds.
	pub interval_ms: u32,
	/// What is expected of the windows.
	pub expected: BTreeMap<Interval, Net>,
	/// The forecasts behind that.
	pub forecasts: Vec<Forecast>,
	/// The past behind them; none if none is needed.
	pub past: Option<Past>,
	/// Clearing prices by interval.
	pub prices: BTreeMap<Interval, Price>,
	/// What windows had room for a day before, where a line above the node was full.
	pub rooms: BTreeMap<Interval, Room>,
	/// What the battery holds when the first window begins.
	pub charge: Option<Wh>,
	/// What was spent on energy from neighbours that is delivered today.
	pub spent_today: Planck,
	/// What the owner should know of all that.
	pub notes: Vec<String>,
}

/// What is worth keeping between two looks.
#[derive(Default)]
pub struct Inputs {
	/// The models as they did on a day.
	forecaster: Option<(u64, Forecaster)>,
	/// Readings, up to the interval before.
	past: BTreeMap<Interval, Row>,
	prices: BTreeMap<Interval, Price>,
	/// The bus where those were the prices.
	bus: Option<u16>,
	/// The round before which all prices are noted.
	noted: Option<Interval>,
	files: Files,
	/// What the rulebook's program has forecast in a round.
	commanded: Option<(Interval, Vec<Row>)>,
	/// What the battery held when the last plan began.
	charge: Option<Wh>,
	planned: Planned,
	sensor: Sensor,
}

impl Inputs {
	/// Keeps what a plan says about the battery.
	pub fn remember(&mut self, plan: &Plan) {
		if let Some(charge) = self.charge {
			self.planned.keep(charge, plan);
		}
	}

	/// Gathers everything for a decision.
	pub async fn gather(
		&mut self,
		rulebook: &Rulebook,
		view: &View,
		node: &NodeStatus,
		windows: &[Window],
		now: u64,
	) -> Result<Gathered, InputError> {
		let interval_ms = view.interval_length().await?;
		let period = intervals_of_day(interval_ms);
		if period < 2 {
			return Err(InputError::Intervals(interval_ms));
		}
		// Whatever becomes of the forecast: a round's prices are looked at once.
		self.note_prices(view, windows, node.bus).await?;
		let at = Interval::try_from(now / u64::from(interval_ms.max(1))).unwrap_or(Interval::MAX);
		let (past, forecasts, expected) = if node.roles.only_stores() {
			// It uses and generates nothing: its meter sees the battery alone.
			let nothing = |window: &Window| (window.interval, Net { to_sell: 0, to_buy: 0 });
			(None, Vec::new(), windows.iter().map(nothing).collect())
		} else {
			let history = self.history(rulebook, view, node, at, interval_ms).await?;
			let history = history.in_zone(rulebook.node.zone.clone());
			let past = Past::new(&history, at, interval_ms);
			past.check(&rulebook.forecast, period)?;
			let forecasts =
				self.forecasts(rulebook, &history, windows, now / DAY, interval_ms).await;
			let forecasts = forecasts.map_err(|error| match error {
				InputError::Forecast(ForecastError::Far { .. }) => InputError::Old(past.age()),
				error => error,
			})?;
			let expected = expected(rulebook, &forecasts);
			(Some(past), forecasts, expected)
		};
		let first = windows.first().map_or(at, |window| window.interval);
		let (charge, note) = self.charge(rulebook, node, now, interval_ms, first).await?;
		self.charge = charge;
		Ok(Gathered {
			interval_ms,
			expected,
			forecasts,
			past,
			prices: self.prices.clone(),
			rooms: rooms(view, node, windows, period).await?,
			charge: self.charge,
			spent_today: spent(view, node, windows, at, period).await?,
			notes: note.into_iter().collect(),
		})
	}

	/// What the node used and generated without a battery, as far as that is known.
	async fn history(
		&mut self,
		rulebook: &Rulebook,
		view: &View,
		node: &NodeStatus,
		at: Interval,
		interval_ms: u32,
	) -> Result<History, InputError> {
		let period = intervals_of_day(interval_ms);
		Ok(match (&rulebook.history, &rulebook.battery, &rulebook.forecast.model) {
			(Some(rules), ..) => {
				let rows = self.files.history(rules, interval_ms)?;
				History::from_rows(period, rows.iter().copied())?.until(at.saturating_sub(1))
			},
			(None, None, _) => self.read_chain(view, node, at, period).await?,
			(None, Some(_), ModelChoice::File(_) | ModelChoice::Command(_)) => {
				History::new(period)?
			},
			(None, Some(_), _) => return Err(InputError::Battery),
		})
	}

	/// The node's readings as the chain remembers them.
	async fn read_chain(
		&mut self,
		view: &View,
		node: &NodeStatus,
		at: Interval,
		period: u32,
	) -> Result<History, InputError> {
		let oldest = at.saturating_sub(period.saturating_mul(PAST_DAYS));
		let last = self.past.keys().next_back();
		let known = last.map_or(oldest, |last| last.saturating_sub(UNCERTAIN));
		let first = known.max(oldest);
		drop(self.past.split_off(&first));
		for (interval, invoice) in view.invoices(node.index, first, at.saturating_sub(1)).await? {
			if invoice.basis.is_metered() {
				let (load_wh, generation_wh) = (invoice.metered.import, invoice.metered.export);
				self.past.insert(interval, Row { interval, load_wh, generation_wh });
			}
		}
		self.past = self.past.split_off(&oldest);
		Ok(History::from_rows(period, self.past.values().copied())?)
	}

	async fn forecasts(
		&mut self,
		rulebook: &Rulebook,
		history: &History,
		windows: &[Window],
		today: u64,
		interval_ms: u32,
	) -> Result<Vec<Forecast>, InputError> {
		let mut exogenous = Exogenous::default();
		if let Some(path) = &rulebook.forecast.weather {
			exogenous = exogenous.with_factors(Factors::from_file(path)?);
		}
		let with = match &rulebook.forecast.model {
			ModelChoice::Naive => Model::Naive,
			ModelChoice::Ets => Model::Ets,
			ModelChoice::Mstl => Model::Mstl,
			ModelChoice::Auto => Model::Auto,
			ModelChoice::File(path) => {
				exogenous =
					exogenous.with_external(self.files.forecast(path, interval_ms)?.to_vec());
				Model::External
			},
			ModelChoice::Command(command) => {
				let round = windows.first().map(|window| window.round);
				// Once a round: a program may take its time.
				if self.commanded.as_ref().is_none_or(|(asked, _)| Some(*asked) != round) {
					let printed = output(command).await?;
					let name = command.program.display().to_string();
					let rows = rows_of(&printed, &name, interval_ms)?;
					self.commanded = round.map(|round| (round, rows));
				}
				let rows = self.commanded.iter().flat_map(|(_, rows)| rows.iter().copied());
				exogenous = exogenous.with_external(rows);
				Model::External
			},
		};
		let wanted = windows.iter().map(|window| window.interval);
		Ok(self.ahead(history, with, wanted, &probabilities(rulebook)?, &exogenous, today)?)
	}

	/// Forecasts intervals; where they are forecast elsewhere, those that there is a row of.
	fn ahead(
		&mut self,
		history: &History,
		with: Model,
		wanted: impl Iterator<Item = Interval>,
		probabilities: &Probabilities,
		exogenous: &Exogenous,
		today: u64,
	) -> Result<Vec<Forecast>, ForecastError> {
		let external = with == Model::External;
		let known = |interval: &Interval| !external || exogenous.external.contains_key(interval);
		let wanted: Vec<_> = wanted.filter(known).collect();
		let forecast = |forecaster: &Forecaster| {
			forecaster.forecast(history, wanted.iter().copied(), probabilities, exogenous)
		};
		let last = history.last().unwrap_or_default();
		let leads = wanted.iter().map(|interval| interval.saturating_sub(last)).max().unwrap_or(1);
		match self.calibrated(history, with, today, leads).and_then(forecast) {
			// Without a past, or with one of long ago, nobody knows how far off it is.
			Err(ForecastError::Empty | ForecastError::Far { .. }) if external => {
				Ok(exogenous.alone(wanted))
			},
			forecasts => forecasts,
		}
	}

	/// The models as they did so many intervals ahead, tried once a day.
	fn calibrated(
		&mut self,
		history: &History,
		with: Model,
		today: u64,
		leads: Interval,
	) -> Result<&Forecaster, ForecastError> {
		let leads = leads.clamp(1, history.period());
		let good = |(day, of): &mut (u64, Forecaster)| *day == today && of.leads() >= leads;
		let known = self.forecaster.take_if(good);
		let forecaster = match known {
			Some((_, forecaster)) => forecaster,
			None => Forecaster::calibrate(history, with, leads)?,
		};
		Ok(&self.forecaster.insert((today, forecaster)).1)
	}

	/// Prices of the rounds since it last looked, and of those before them: on a grid those of the zone that the node's
	/// bus was in. What it does not know yet it looks for up to the last price at which something traded, as far
	/// back as the chain remembers and as prices are kept.
	async fn note_prices(
		&mut self,
		view: &View,
		windows: &[Window],
		bus: u16,
	) -> Result<(), ChainError> {
		let (Some(first), Some(last)) = (windows.first(), windows.last()) else { return Ok(()) };
		// They are final once the next round is open.
		if self.noted == Some(first.round) {
			return Ok(());
		}
		let on_grid = view.has_grid().await?;
		let moved = self.bus.replace(bus).is_some_and(|other| other != bus);
		if on_grid && moved {
			// What it knows are prices of another place.
			self.prices.clear();
			self.noted = None;
		}
		// A round clears intervals that come after it.
		let known = match self.noted {
			Some(round) => round.saturating_add(1),
			None => view.memory().await?.map_or(first.interval, |memory| memory.first),
		};
		for interval in back(known, last.interval) {
			let mut traded = false;
			for (round, result) in view.results(interval).await? {
				let price = match on_grid {
					true => view.price_at((interval, round), &result, bus).await?,
					false => result.price,
				};
				traded |= learn(&mut self.prices, interval, price, result.traded);
			}
			// No window goes by an earlier one.
			if traded && interval <= first.interval {
				break;
			}
		}
		self.noted = Some(first.round);
		Ok(())
	}

	/// What the battery holds when an interval begins: as the chain counts, or, from what a program says or
	/// was given, as is planned. With what is odd about that.
	async fn charge(
		&mut self,
		rulebook: &Rulebook,
		node: &NodeStatus,
		now: u64,
		interval_ms: u32,
		first: Interval,
	) -> Result<(Option<Wh>, Option<String>), InputError> {
		let Some(battery) = &rulebook.battery else { return Ok((None, None)) };
		let physical = physical(battery);
		if let Some(metered) = node.charge {
			return Ok((Some(promised(&physical, metered, &node.open, first)), None));
		}
		let (charge, note) = match &battery.charge {
			ChargeSource::AtStart(charge) => (self.planned.at(first).unwrap_or(*charge), None),
			ChargeSource::Command(command) => {
				match self.sensor.ask(command, battery.capacity, now).await {
					Ok((charge, hint)) => {
						let change = self.planned.change(now, interval_ms, first);
						(physical.clamp(i128::from(charge).saturating_add(change)), hint)
					},
					Err(error) => {
						let fallback = battery.fallback.as_millis().try_into().unwrap_or(u64::MAX);
						let note = self.sensor.stand_in(&error, fallback, now);
						match (self.planned.when(first), note) {
							(Some(charge), Some(note)) => (charge, Some(note)),
							_ => return Err(error.into()),
						}
					},
				}
			},
		};
		Ok((Some(charge), note))
	}
}

/// Intervals to look for prices in, the latest first: as many as are kept.
fn back(known: Interval, last: Interval) -> impl Iterator<Item = Interval> {
	(known..=last).rev().take(KEPT)
}

/// Notes the price at which an interval cleared, and whether it was one. Where nothing traded there is none to learn:
/// whatever is published for it, nobody has paid it.
fn learn(
	prices: &mut BTreeMap<Interval, Price>,
	interval: Interval,
	price: Option<Price>,
	traded: Wh,
) -> bool {
	let Some(price) = price.filter(|_| traded > 0) else { return false };
	prices.insert(interval, price);
	while prices.len() > KEPT {
		prices.pop_first();
	}
	true
}

/// The quantile of the net at which it sells, and the one at which it buys: of a need, the net is the negative.
fn quantiles(rulebook: &Rulebook) -> (f64, f64) {
	let share = |ppm: u32| (f64::from(ppm) / f64::from(PPM)).clamp(EDGE, 1.0 - EDGE);
	(share(rulebook.forecast.quantile_sell_ppm), 1.0 - share(rulebook.forecast.quantile_buy_ppm))
}

fn probabilities(rulebook: &Rulebook) -> Result<Probabilities, ProbabilityError> {
	let (sell, buy) = quantiles(rulebook);
	let mut both = vec![sell.min(buy), sell.max(buy)];
	both.dedup();
	Probabilities::try_from(both)
}

/// What windows had room for a day before: where a line above the node was full then and the node could not feed in all
/// that it had, it is expected to be again.
async fn rooms(
	view: &View,
	node: &NodeStatus,
	windows: &[Window],
	period: u32,
) -> Result<BTreeMap<Interval, Room>, ChainError> {
	let (Some(first), Some(last)) = (windows.first(), windows.last()) else {
		return Ok(BTreeMap::new());
	};
	if !view.has_grid().await? {
		return Ok(BTreeMap::new());
	}
	let before = |window: &Window| window.interval.saturating_sub(period);
	let invoices = view.invoices(node.index, before(first), before(last)).await?;
	let rooms = invoices
		.into_iter()
		.filter_map(|(interval, invoice)| Some((interval.saturating_add(period), room(&invoice)?)));
	Ok(rooms.collect())
}

/// What a full line above a node had room for. None unless the node was limited by it: a share of no more than it had
/// left does not say what there was room for.
fn room(invoice: &Invoice) -> Option<Room> {
	let right = invoice.right.filter(|_| invoice.curtailed() > 0)?;
	Some(Room { sold: invoice.position.short(), right })
}

fn expected(rulebook: &Rulebook, forecasts: &[Forecast]) -> BTreeMap<Interval, Net> {
	let (sell, buy) = quantiles(rulebook);
	let of = |forecast: &Forecast| {
		let low = forecast.net.quantiles.first().copied().unwrap_or(forecast.net.mean);
		let high = forecast.net.quantiles.last().copied().unwrap_or(forecast.net.mean);
		let (to_sell, to_buy) = if sell <= buy { (low, high) } else { (high, low) };
		(forecast.interval, Net { to_sell, to_buy })
	};
	forecasts.iter().map(of).collect()
}

fn intervals_of_day(interval_ms: u32) -> u32 {
	u32::try_from(DAY / u64::from(interval_ms.max(1))).unwrap_or(u32::MAX)
}

/// What energy from neighbours that is delivered today or later has cost, fees included.
async fn spent(
	view: &View,
	node: &NodeStatus,
	windows: &[Window],
	at: Interval,
	period: u32,
) -> Result<Planck, ChainError> {
	let midnight = at.checked_div(period).unwrap_or_default().saturating_mul(period);
	let mut spent = 0_u128;
	if at > midnight {
		spent = view.purchases(node.index, midnight, at.saturating_sub(1)).await?;
	}
	for open in node.open.iter().filter(|open| open.interval >= midnight) {
		let OpenInterval { interval, position, .. } = open;
		spent = spent.saturating_add(position.cost);
		if position.long() > 0 {
			let window = windows.iter().find(|window| window.interval == *interval);
			let tariff = match window {
				Some(window) => Some(window.tariff),
				None => view.tariff(*interval).await?,
			};
			let fee = tariff.map_or(0, |tariff| position.fee(tariff.fee));
			spent = spent.saturating_add(fee);
		}
	}
	Ok(spent)
}
