// SPDX-License-Identifier: Apache-2.0

//! How well forecasts do on a scenario's day, or at the end of a history.

use std::collections::BTreeMap;

use gridmerit_forecast::{
	Exogenous, ForecastError, History, HistoryError, Model, Probabilities, Row,
	accuracy::{Accuracy, evaluate, evaluate_points},
	synthetic::{KnownDay, histories},
};

use crate::scenario::{Bus, Flow, HOUR, Scenario};

/// Days of the past that is made up, the scenario's day included.
const DAYS: u32 = 28;
/// Milliseconds of a day.
const DAY: u64 = 24 * HOUR;
/// How far ahead is forecast, in intervals.
pub const LEADS: u32 = 4;
/// What is compared.
pub const MODELS: [Model; 4] = [Model::Naive, Model::Ets, Model::Mstl, Model::Auto];

/// Why there are no scores.
#[derive(Debug, thiserror::Error)]
pub enum AccuracyError {
	/// The history.
	#[error(transparent)]
	History(#[from] HistoryError),
	/// The forecasts.
	#[error(transparent)]
	Forecast(#[from] ForecastError),
	/// There are not enough days.
	#[error(
		"forecasts of {0} days are judged by the days before them, and the history has no day before; give a longer \
		 one, or fewer days"
	)]
	Short(u32),
}

/// Scores of the scenario's own forecasts and of each model, for the sums over all participants. A scenario
/// is one day: the past before it is made up from the same shapes with random weather and load, so the scores
/// say little about other places.
pub fn accuracy_of_scenario(
	scenario: &Scenario,
	seed: u64,
) -> Result<Vec<Accuracy>, AccuracyError> {
	let calendar = &scenario.calendar;
	let period = u32::try_from(DAY.checked_div(calendar.slot_ms).unwrap_or(1)).unwrap_or(1);
	let days: Vec<_> =
		scenario.participants().iter().map(|bus| day(scenario, *bus, period)).collect();
	let pasts = histories(&days, period, DAYS, 0, seed)?;
	let mut sums: BTreeMap<u32, Row> = BTreeMap::new();
	for row in pasts.iter().flat_map(|past| past.rows()) {
		let interval = row.interval;
		let sum = sums.entry(interval).or_insert(Row { interval, load_wh: 0, generation_wh: 0 });
		sum.load_wh = sum.load_wh.saturating_add(row.load_wh);
		sum.generation_wh = sum.generation_wh.saturating_add(row.generation_wh);
	}
	let history = History::from_rows(period, sums.into_values())?;
	let midnight = DAYS.saturating_sub(1).saturating_mul(period);
	let own = scenario.forecast.keys().flat_map(|lead| {
		scenario
			.slots
			.iter()
			.map(move |slot| (u32::from(*lead), expected(scenario, *lead, *slot, midnight)))
	});
	let mut scores = vec![evaluate_points(&history, "scenario", own)];
	let (Some(first), Some(last)) = (scenario.slots.first(), scenario.slots.last()) else {
		return Err(AccuracyError::Short(1));
	};
	let last = u32::from(*last).min(period.saturating_sub(1));
	let targets = midnight + u32::from(*first)..midnight + last + 1;
	scores.extend(of_models(&history, &MODELS, targets, LEADS)?);
	Ok(scores)
}

/// Scores of models on the last `days` days of a history, for leads of 1 to `leads` intervals.
pub fn accuracy_of_history(
	history: &History,
	models: &[Model],
	days: u32,
	leads: u32,
) -> Result<Vec<Accuracy>, AccuracyError> {
	let short = || AccuracyError::Short(days);
	let last = history.last().ok_or_else(short)?;
	let before = last.checked_sub(days.saturating_mul(history.period())).ok_or_else(short)?;
	let day_before = before.saturating_sub(history.period());
	if history.rows().first().is_none_or(|row| row.interval > day_before) {
		return Err(short());
	}
	of_models(history, models, before.saturating_add(1)..last.saturating_add(1), leads)
}

fn of_models(
	history: &History,
	models: &[Model],
	targets: std::ops::Range<u32>,
	leads: u32,
) -> Result<Vec<Accuracy>, AccuracyError> {
	let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
	let of = |model: &Model| {
		evaluate(history, *model, leads, targets.clone(), &probabilities, &exogenous)
	};
	Ok(models.iter().map(of).collect::<Result<_, _>>()?)
}

fn day(scenario: &Scenario, bus: Bus, period: u32) -> KnownDay {
	let slots = 0..u16::try_from(period).unwrap_or(u16::MAX);
	let flows: Vec<Flow> = slots.map(|slot| scenario.actual(bus, slot)).collect();
	KnownDay {
		load: flows.iter().map(|flow| flow.load).collect(),
		generation: flows.iter().map(|flow| flow.generation).collect(),
	}
}

fn expected(scenario: &Scenario, lead: u16, slot: u16, midnight: u32) -> Row {
	let mut sum = Row { interval: midnight + u32::from(slot), load_wh: 0, generation_wh: 0 };
	for bus in scenario.participants() {
		let Flow { load, generation } = scenario.expected(lead, bus, slot);
		sum.load_wh = sum.load_wh.saturating_add(load);
		sum.generation_wh = sum.generation_wh.saturating_add(generation);
	}
	sum
}
