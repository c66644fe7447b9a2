// SPDX-License-Identifier: Apache-2.0

//! Forecasts with quantiles.

use gridmerit_energy::Interval;

use crate::{
	errors::{Errors, Pair},
	estimate::{Expected, Forecast, Part},
	exogenous::Exogenous,
	history::History,
	models::{Fitted, Model},
	probabilities::Probabilities,
	row::Row,
	series::Series,
	source::Source,
	trial::{Both, Trials},
};

/// Days at the end of a history that models are tried on.
const TRIED_DAYS: usize = 14;

/// Days before them, at least.
const LEAST_DAYS: usize = 2;

/// Days ahead that can be forecast.
const DAYS_AHEAD: u32 = 7;

/// Fewest past rows of an external forecast that its errors are taken from.
const ENOUGH_ROWS: usize = 20;

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForecastError {
	/// Nothing to forecast from.
	#[error("the history is empty; give at least a day of it")]
	Empty,
	/// The past is known.
	#[error("interval {interval} is not after {last}, the last one known")]
	Past {
		/// The interval asked for.
		interval: Interval,
		/// The last one known.
		last: Interval,
	},
	/// Nobody knows.
	#[error("interval {interval} is more than {DAYS_AHEAD} days after {last}, the last one known")]
	Far {
		/// The interval asked for.
		interval: Interval,
		/// The last one known.
		last: Interval,
	},
	/// The forecaster was calibrated on days of another length.
	#[error("a day of {history} intervals; the forecaster was calibrated on days of {calibrated}")]
	Period {
		/// Intervals a day of the history.
		history: u32,
		/// Intervals a day that it was calibrated on.
		calibrated: u32,
	},
}

/// Models that were tried on a history, and their errors. It stays good for later histories of the same
/// node; calibrate anew once a day.
#[derive(Clone, Debug)]
pub struct Forecaster {
	model: Model,
	period: u32,
	/// By lead, from 1 on.
	load: Vec<Source>,
	/// The same.
	generation: Vec<Source>,
	errors: Errors,
}

/// The models to try.
fn candidates(model: Model) -> &'static [Source] {
	match model {
		Model::Naive => &[Source::Naive],
		Model::Ets => &[Source::Ets],
		Model::Mstl => &[Source::Mstl],
		Model::Auto | Model::External => &[Source::Naive, Source::Ets, Source::Mstl],
	}
}

impl Forecaster {
	/// Tries models on the last 14 days of a history (fewer if it has no two days before them; none, and
	/// `Auto` is `Naive`, if it is no longer than two days) for leads of 1 to `leads` intervals, a day at
	/// most: what is further ahead is taken to be as uncertain as that, and forecast by the same model.
	pub fn calibrate(history: &History, model: Model, leads: u32) -> Result<Self, ForecastError> {
		let both = Both::new(history).ok_or(ForecastError::Empty)?;
		let (length, period) = (both.load.len(), both.load.period);
		let leads = leads.clamp(1, history.period()) as usize;
		let sources = candidates(model);
		let from = length.saturating_sub(TRIED_DAYS * period).max(LEAST_DAYS * period) - 1;
		let origins: Vec<usize> = (from..length.saturating_sub(1)).collect();
		let load = Trials::new(&both.load, sources, &origins, leads);
		let generation = Trials::new(&both.generation, sources, &origins, leads);
		let of_lead = |lead: usize| {
			let pair = |(index, origin): (usize, &usize)| {
				let (load, generation) = (load.point(index, lead)?, generation.point(index, lead)?);
				both.pair(*origin, origin + lead, load, generation)
			};
			origins.iter().enumerate().filter_map(pair).collect()
		};
		let errors = Errors::new((1..=leads).map(of_lead).collect());
		let (load, generation) = (load.best, generation.best);
		Ok(Self { model, period: history.period(), load, generation, errors })
	}

	/// How many intervals ahead it was tried.
	pub fn leads(&self) -> u32 {
		self.load.len() as u32
	}

	/// Forecasts intervals after the end of a history, in the order asked for.
	pub fn forecast(
		&self,
		history: &History,
		intervals: impl IntoIterator<Item = Interval>,
		probabilities: &Probabilities,
		exogenous: &Exogenous,
	) -> Result<Vec<Forecast>, ForecastError> {
		if history.period() != self.period {
			let (history, calibrated) = (history.period(), self.period);
			return Err(ForecastError::Period { history, calibrated });
		}
		let last = history.last().ok_or(ForecastError::Empty)?;
		let both = Both::new(history).ok_or(ForecastError::Empty)?;
		let intervals: Vec<Interval> = intervals.into_iter().collect();
		let lead = |interval: &Interval| match interval.checked_sub(last) {
			None | Some(0) => Err(ForecastError::Past { interval: *interval, last }),
			Some(lead) if lead > DAYS_AHEAD * self.period => {
				Err(ForecastError::Far { interval: *interval, last })
			},
			Some(lead) => Ok(lead as usize),
		};
		let leads = intervals.iter().map(lead).collect::<Result<Vec<usize>, _>>()?;
		let (origin, most) = (both.load.len() - 1, leads.iter().copied().max().unwrap_or(0));
		let load = points(&both.load, &self.load, origin, most);
		let generation = points(&both.generation, &self.generation, origin, most);
		let external = (self.model == Model::External).then(|| external_errors(&both, exogenous));
		let forecast = |(interval, lead): (Interval, usize)| {
			let at = origin + lead;
			let own = (&self.errors, best(&self.load, lead), best(&self.generation, lead));
			let row =
				external.as_ref().and_then(|past| Some((past, exogenous.external.get(&interval)?)));
			// Errors, and the models that they are of, which say what they are measured in.
			let (errors, load_by, generation_by) = match row {
				Some((Some(past), _)) => (past, Source::External, Source::External),
				_ => own,
			};
			let mut expected = Expected {
				load: Part::new(*load.get(lead - 1)?, &both.load, (origin, at), load_by),
				generation: Part::new(
					*generation.get(lead - 1)?,
					&both.generation,
					(origin, at),
					generation_by,
				),
				dark: both.generation.dark(origin, at),
			};
			if let Some((_, row)) = row {
				expected.load.replace(row.load_wh);
				expected.generation.replace(row.generation_wh);
				expected.dark &= row.generation_wh == 0;
			} else {
				let factor = if expected.dark { 0.0 } else { exogenous.factors.get(interval) };
				expected.generation.multiply(factor);
			}
			let pairs = errors.about(lead, both.load.slot(at), expected.dark, both.load.period);
			Some(expected.forecast(interval, lead as u32, &pairs, probabilities))
		};
		Ok(intervals.iter().copied().zip(leads).filter_map(forecast).collect())
	}
}

/// The best model of a lead: beyond those tried, that of the longest.
fn best(by_lead: &[Source], lead: usize) -> Source {
	let best = by_lead.get(lead.saturating_sub(1)).or(by_lead.last());
	best.copied().unwrap_or(Source::Naive)
}

/// Forecasts of the `most` positions after `origin`, each by its lead's best model.
fn points(series: &Series, by_lead: &[Source], origin: usize, most: usize) -> Vec<(f64, Source)> {
	let mut points = Vec::with_capacity(most);
	let mut fitted: Option<(Source, Vec<(f64, Source)>)> = None;
	for lead in 1..=most {
		let source = best(by_lead, lead);
		let (_, all) = match fitted.take_if(|(of, _)| *of == source) {
			Some(known) => fitted.insert(known),
			None => {
				let all = Fitted::new(series, source, most).forecast(origin, most);
				fitted.insert((source, all))
			},
		};
		points.extend(all.get(lead - 1).copied());
	}
	points
}

/// Errors of an external forecast's past rows, of whatever lead, if there are enough.
fn external_errors(both: &Both, exogenous: &Exogenous) -> Option<Errors> {
	let pair = |row: &Row| {
		let at = row.interval.checked_sub(both.load.first)? as usize;
		let origin = at.checked_sub(1)?;
		both.pair(
			origin,
			at,
			(row.load_wh as f64, Source::External),
			(row.generation_wh as f64, Source::External),
		)
	};
	let pairs: Vec<Pair> = exogenous.external.values().filter_map(pair).collect();
	(pairs.len() >= ENOUGH_ROWS).then(|| Errors::new(vec![pairs]))
}
