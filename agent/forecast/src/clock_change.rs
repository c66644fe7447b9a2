// SPDX-License-Identifier: Apache-2.0

//! How good forecasts are in the week after a change of the clocks, and what of it is the change's doing.

use gridmerit_energy::Interval;
use serde::{Deserialize, Serialize};

use crate::{
	accuracy::{Quantity, evaluate},
	clock::Clock,
	exogenous::Exogenous,
	forecaster::ForecastError,
	history::History,
	models::Model,
	probabilities::Probabilities,
	row::Row,
};

/// Days before and after a change that are compared.
const WEEK: u32 = 7;

/// Days of history before these, at least.
const LEARNED_FROM: u32 = 14;

/// A change of the clocks, and how far off forecasts of the load were around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockChange {
	/// When it was, in seconds since 1970.
	pub time: i64,
	/// The first interval after it.
	pub interval: Interval,
	/// By how many seconds the clocks were put forward; negative: back.
	pub forward: i64,
	/// With habits that follow the wall clock.
	pub local: Weeks,
	/// With habits that follow UTC.
	pub utc: Weeks,
	/// Had the clocks not been changed: the same uses at the same local times, without the hour that was left out
	/// or came twice. What the season and the weather do, and chance.
	pub unchanged: Weeks,
}

/// Mean absolute errors, in Wh, of all leads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weeks {
	/// In the week before.
	pub before: f64,
	/// In the week after.
	pub after: f64,
}

/// Each change of the clocks of a history's zone with three weeks before it and one after it, for a model and leads
/// of 1 to `leads` intervals. None without a zone.
pub fn clock_changes(
	history: &History,
	model: Model,
	leads: u32,
) -> Result<Vec<ClockChange>, ForecastError> {
	let (Some(zone), Some(first), Some(last)) =
		(history.zone(), history.rows().first(), history.last())
	else {
		return Ok(Vec::new());
	};
	let (first, period) = (first.interval, history.period());
	let length = (last - first) as usize + 1;
	let clock = Clock::new(Some(zone), period, first, length);
	let utc = history.clone().in_zone(None);
	let steady = steady(history, &clock, first);
	let mut changes = Vec::new();
	for (at, shift) in clock.changes() {
		let Some(interval) = u32::try_from(at).ok().and_then(|at| first.checked_add(at)) else {
			continue;
		};
		let learned = interval.saturating_sub(first) >= (LEARNED_FROM + WEEK) * period;
		if !learned || last < interval.saturating_add(WEEK * period) {
			continue;
		}
		let weeks = |history: &History, at: Interval| -> Result<Weeks, ForecastError> {
			let week = WEEK * period;
			let mae = |from: Interval| load_error(history, model, leads, from..from + week);
			Ok(Weeks { before: mae(at - week)?, after: mae(at)? })
		};
		let length_s = 86_400 / i64::from(period);
		// What the steady clock shows when the change comes.
		let shown = clock.local(at as usize) - clock.local(0) - shift.min(0);
		let shown = first.saturating_add(u32::try_from(shown).unwrap_or_default());
		changes.push(ClockChange {
			time: i64::from(interval) * length_s,
			interval,
			forward: shift * length_s,
			local: weeks(history, interval)?,
			utc: weeks(&utc, interval)?,
			unchanged: weeks(&steady, shown)?,
		});
	}
	Ok(changes)
}

/// A history as a clock that is never changed would have numbered its intervals. Of an hour that came twice, the
/// first counts.
fn steady(history: &History, clock: &Clock, first: Interval) -> History {
	let start = clock.local(0);
	let mut last = None;
	let renumbered = history.rows().iter().filter_map(|row| {
		let local = clock.local((row.interval - first) as usize) - start;
		let interval = first.checked_add(u32::try_from(local).ok()?)?;
		last.is_none_or(|last| last < interval).then(|| {
			last = Some(interval);
			Row { interval, ..*row }
		})
	});
	history.renumbered(renumbered.collect())
}

/// Mean absolute error of the load in some intervals, over all leads.
fn load_error(
	history: &History,
	model: Model,
	leads: u32,
	targets: std::ops::Range<Interval>,
) -> Result<f64, ForecastError> {
	let (probabilities, exogenous) = (Probabilities::default(), Exogenous::default());
	let accuracy = evaluate(history, model, leads, targets, &probabilities, &exogenous)?;
	let (count, sum) = accuracy
		.scores
		.iter()
		.filter(|score| score.quantity == Quantity::Load)
		.fold((0.0, 0.0), |(count, sum), score| {
			let of = f64::from(score.count);
			(count + of, sum + of * score.mae)
		});
	Ok(if count > 0.0 { sum / count } else { 0.0 })
}
