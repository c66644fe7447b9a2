// SPDX-License-Identifier: Apache-2.0

//! What a decision rests on: forecasts from history, prices, the battery's charge, what was spent.

use std::collections::BTreeMap;

use gridmerit_primitives::{Basis, Interval, NodeStatus, Planck, Price, Wh, Window};

use super::{
	DAY,
	program::{ProgramError, output},
};
use crate::{
	chain::{ChainError, View},
	decide::Net,
	forecast::{
		Factors, Forecast, ForecastError, Forecaster, History, HistoryError, Model as With,
		Outlook, Probabilities, ProbabilityError, Row, TableError, read_rows,
	},
	plan::Plan,
	rulebook::{Charge, Model, Rulebook},
};

/// Days of the past that the chain is asked for.
const PAST_DAYS: u32 = 14;
/// Most intervals that the chain answers for at a time.
const PER_ANSWER: u32 = 1_000;
/// Remembered prices.
const PRICES: usize = 256;
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
	/// A table.
	#[error(transparent)]
	Table(#[from] TableError),
	/// The forecast.
	#[error("no forecast: {0}")]
	Forecast(#[from] ForecastError),
	/// The rulebook's quantiles.
	#[error(transparent)]
	Quantiles(#[from] ProbabilityError),
	/// A program.
	#[error(transparent)]
	Program(#[from] ProgramError),
	/// The battery's program printed something else.
	#[error("{program} printed no number of Wh")]
	Charge {
		/// The program.
		program: String,
	},
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
	/// Clearing prices by interval.
	pub prices: BTreeMap<Interval, Price>,
	/// What the battery holds.
	pub charge: Option<Wh>,
	/// What was spent on energy from neighbours that is delivered today.
	pub spent_today: Planck,
}

/// What is worth keeping between two looks.
#[derive(Default)]
pub struct Inputs {
	/// The models as they did on a day.
	forecaster: Option<(u64, Forecaster)>,
	/// Readings, up to the interval before.
	past: BTreeMap<Interval, Row>,
	prices: BTreeMap<Interval, Price>,
	/// What the rulebook's program has forecast in a round.
	commanded: Option<(Interval, Vec<Row>)>,
	/// What the battery is planned to hold after intervals.
	levels: BTreeMap<Interval, Wh>,
}

impl Inputs {
	/// Keeps what a plan says about the battery.
	pub fn remember(&mut self, plan: &Plan) {
		self.levels.extend(plan.steps.iter().map(|step| (step.interval, step.level)));
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
		let period = u32::try_from(DAY / u64::from(interval_ms.max(1))).unwrap_or(u32::MAX);
		if period < 2 {
			return Err(InputError::Intervals(interval_ms));
		}
		let at = Interval::try_from(now / u64::from(interval_ms.max(1))).unwrap_or(Interval::MAX);
		let history = match (&rulebook.forecast.history, &rulebook.forecast.model) {
			(Some(path), _) => History::from_file(period, path)?.until(at.saturating_sub(1)),
			(None, Model::File(_)) => History::new(period)?,
			(None, _) => self.read_chain(view, node, at, period).await?,
		};
		let forecasts = self.forecasts(rulebook, &history, windows, now / DAY).await?;
		let expected = expected(rulebook, &forecasts);
		self.note_prices(view, windows).await?;
		Ok(Gathered {
			interval_ms,
			expected,
			forecasts,
			prices: self.prices.clone(),
			charge: self.charge(rulebook, node, at).await?,
			spent_today: spent(view, node, at, period).await?,
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
		// What is provisional may still change; the last day is asked for anew.
		let known = self.past.keys().next_back().map_or(oldest, |last| last.saturating_sub(period));
		let mut first = known.max(oldest);
		while first < at {
			let last = at.saturating_sub(1).min(first.saturating_add(PER_ANSWER - 1));
			for (interval, invoice) in view.invoices(node.index, first, last).await? {
				if invoice.basis == Basis::Reading {
					let (load_wh, generation_wh) = (invoice.metered.import, invoice.metered.export);
					self.past.insert(interval, Row { interval, load_wh, generation_wh });
				}
			}
			first = last.saturating_add(1);
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
	) -> Result<Vec<Forecast>, InputError> {
		let mut outlook = Outlook::default();
		if let Some(path) = &rulebook.forecast.weather {
			outlook = outlook.with_factors(Factors::from_file(path)?);
		}
		let with = match &rulebook.forecast.model {
			Model::Naive => With::Naive,
			Model::Ets => With::Ets,
			Model::Mstl => With::Mstl,
			Model::Auto => With::Auto,
			Model::File(path) => {
				outlook = outlook.with_external(History::from_file(2, path)?.rows().to_vec());
				With::External
			},
			Model::Command(command) => {
				let round = windows.first().map(|window| window.round);
				// Once a round: a program may take its time.
				if self.commanded.as_ref().is_none_or(|(asked, _)| Some(*asked) != round) {
					let printed = output(command).await?;
					let name = command.program.display().to_string();
					let rows = read_rows(printed.as_slice(), &name)?;
					self.commanded = round.map(|round| (round, rows));
				}
				let rows = self.commanded.iter().flat_map(|(_, rows)| rows.iter().copied());
				outlook = outlook.with_external(rows);
				With::External
			},
		};
		let wanted = windows.iter().map(|window| window.interval);
		if history.rows().is_empty() {
			return match with {
				With::External => Ok(outlook.alone(wanted)),
				_ => Err(ForecastError::Empty.into()),
			};
		}
		let forecaster = match self.forecaster.take() {
			Some((day, forecaster)) if day == today => forecaster,
			_ => Forecaster::calibrate(history, with, history.period())?,
		};
		let forecasts =
			forecaster.forecast(history, wanted, &probabilities(rulebook)?, &outlook)?;
		self.forecaster = Some((today, forecaster));
		Ok(forecasts)
	}

	/// Prices of the round before, and of those before it.
	async fn note_prices(&mut self, view: &View, windows: &[Window]) -> Result<(), ChainError> {
		let Some(first) = windows.first() else { return Ok(()) };
		let before = first.round.saturating_sub(1);
		let closed = first.interval.saturating_sub(1);
		let cleared = windows.iter().map(|window| window.interval).chain([closed]);
		for interval in cleared {
			let result = view.result(interval, before).await?;
			if let Some(price) = result.and_then(|result| result.price) {
				self.prices.insert(interval, price);
			}
		}
		while self.prices.len() > PRICES {
			self.prices.pop_first();
		}
		Ok(())
	}

	/// What the battery holds: as the chain knows it, as a program says, or as was planned.
	async fn charge(
		&mut self,
		rulebook: &Rulebook,
		node: &NodeStatus,
		at: Interval,
	) -> Result<Option<Wh>, InputError> {
		let Some(battery) = &rulebook.battery else { return Ok(None) };
		if node.charge.is_some() {
			return Ok(node.charge);
		}
		match &battery.charge {
			Charge::AtStart(charge) => {
				let planned = self.levels.range(..at).next_back().map(|(_, level)| *level);
				Ok(Some(planned.unwrap_or(*charge)))
			},
			Charge::Command(command) => {
				let printed = output(command).await?;
				let charge =
					str::from_utf8(&printed).ok().and_then(|text| text.trim().parse().ok());
				let program = command.program.display().to_string();
				Ok(Some(charge.ok_or(InputError::Charge { program })?))
			},
		}
	}
}

/// The quantile of the net at which it sells, and the one at which it buys: of a need, the net is the negative.
fn quantiles(rulebook: &Rulebook) -> (f64, f64) {
	let share = |ppm: u32| (f64::from(ppm) / 1e6).clamp(EDGE, 1.0 - EDGE);
	(share(rulebook.forecast.quantile_sell_ppm), 1.0 - share(rulebook.forecast.quantile_buy_ppm))
}

fn probabilities(rulebook: &Rulebook) -> Result<Probabilities, ProbabilityError> {
	let (sell, buy) = quantiles(rulebook);
	let mut both = vec![sell.min(buy), sell.max(buy)];
	both.dedup();
	Probabilities::try_from(both)
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

/// What energy from neighbours that is delivered today has cost.
async fn spent(
	view: &View,
	node: &NodeStatus,
	at: Interval,
	period: u32,
) -> Result<Planck, ChainError> {
	let midnight = at.checked_div(period).unwrap_or_default().saturating_mul(period);
	let mut spent = 0_u128;
	if at > midnight {
		let settled = view.statement(node.index, midnight, at.saturating_sub(1)).await?;
		spent = settled.totals.purchases;
	}
	let open = node.open.iter().filter(|open| open.interval >= midnight);
	Ok(open.fold(spent, |spent, open| spent.saturating_add(open.position.cost)))
}
