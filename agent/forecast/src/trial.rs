// SPDX-License-Identifier: Apache-2.0

//! Models tried on the past.

use gridmerit_energy::Wh;

use crate::{
	errors::Pair, history::History, models::Fitted, row::Row, series::Series, source::Source,
};

/// What a model has to be better by that is tried from few origins: its win may be luck.
const CLEARLY: f64 = 0.95;

/// Load and generation of a history.
pub(crate) struct Both {
	/// By the clock on the wall.
	pub load: Series,
	/// By the sun.
	pub generation: Series,
}

impl Both {
	/// The end of a history; none if it has no rows.
	pub fn new(history: &History) -> Option<Self> {
		let load: fn(&Row) -> Wh = |row| row.load_wh;
		let generation: fn(&Row) -> Wh = |row| row.generation_wh;
		Some(Self {
			load: Series::new(history, history.zone(), load)?,
			generation: Series::new(history, None, generation)?,
		})
	}

	/// The errors of a load's and a generation's forecast made at `origin`.
	pub fn pair(
		&self,
		origin: usize,
		at: usize,
		(load, load_source): (f64, Source),
		(generation, generation_source): (f64, Source),
	) -> Option<Pair> {
		let relative = |series: &Series, forecast: f64, source: Source| {
			let off = series.values.get(at)? - forecast;
			let scale = series.scale(origin, at, source);
			Some(if scale > 0.0 { off / scale } else { 0.0 })
		};
		self.load.known.get(at)?.then_some(())?;
		Some(Pair {
			slot: self.load.slot(at),
			dark: self.generation.dark(origin, at),
			load: relative(&self.load, load, load_source)?,
			generation: relative(&self.generation, generation, generation_source)?,
		})
	}
}

/// Forecasts of one model at the origins it was tried from.
struct Trial {
	source: Source,
	/// By origin; none where it was not tried.
	points: Vec<Option<Vec<f64>>>,
}

/// Models tried on one series, and the best of them by lead.
pub(crate) struct Trials {
	tried: Vec<Trial>,
	/// Which is best, by lead from 1 on.
	pub best: Vec<Source>,
}

impl Trials {
	/// Tries models from each of `origins`, with leads of 1 to `leads`. MSTL is fitted anew at every origin, so it
	/// is tried from fewer. Near and far intervals each have their best model: what is on now tells much about the
	/// next quarter of an hour and little about tomorrow.
	pub fn new(series: &Series, sources: &[Source], origins: &[usize], leads: usize) -> Self {
		// Prime to 24 and 96, so that every time of day gets its turn.
		let step = (series.period / 3).saturating_sub(1).max(1);
		let trial = |source: &Source| {
			let fitted = Fitted::new(series, *source, leads);
			let step = if *source == Source::Mstl { step } else { 1 };
			let point = |(index, origin): (usize, &usize)| {
				(index % step == 0).then(|| {
					fitted.forecast(*origin, leads).into_iter().map(|(point, _)| point).collect()
				})
			};
			Trial { source: *source, points: origins.iter().enumerate().map(point).collect() }
		};
		let tried: Vec<Trial> = sources.iter().map(trial).collect();
		let mut best = Vec::with_capacity(leads);
		// Leads of 1, 2 and 3, 4 to 7, …: about as far ahead.
		while best.len() < leads {
			let nearest = best.len() + 1;
			let farthest = (2 * nearest - 1).min(leads);
			let loss = |trial: &Trial, step| trial.loss(series, origins, nearest..=farthest, step);
			let mut winner: Option<&Trial> = None;
			for trial in &tried {
				let better = winner.is_none_or(|winner| match trial.source {
					Source::Mstl => loss(trial, step) < CLEARLY * loss(winner, step),
					_ => loss(trial, 1) < loss(winner, 1),
				});
				winner = if better { Some(trial) } else { winner };
			}
			best.resize(farthest, winner.map_or(Source::Naive, |winner| winner.source));
		}
		Self { tried, best }
	}

	/// What the best model of a lead said at the `index`th origin, and which it is.
	pub fn point(&self, index: usize, lead: usize) -> Option<(f64, Source)> {
		let source = *self.best.get(lead - 1)?;
		let trial = self.tried.iter().find(|trial| trial.source == source)?;
		let point = trial.points.get(index)?.as_ref()?.get(lead - 1)?;
		Some((*point, source))
	}
}

impl Trial {
	/// Sum of absolute errors at every `step`th origin, in Wh. Of a plant that is new, what was forecast before a day
	/// of it was known says nothing about what is best now.
	fn loss(
		&self,
		series: &Series,
		origins: &[usize],
		leads: std::ops::RangeInclusive<usize>,
		step: usize,
	) -> f64 {
		let settled = series.settled();
		let off = |origin: usize, lead: usize, points: &[f64]| {
			(origin >= settled).then_some(())?;
			let at = origin + lead;
			series.known.get(at).copied().filter(|known| *known)?;
			Some((series.values.get(at)? - points.get(lead - 1)?).abs())
		};
		let of_origin = |(points, origin): (&Option<Vec<f64>>, &usize)| {
			let points = points.as_deref().unwrap_or_default();
			leads.clone().filter_map(|lead| off(*origin, lead, points)).sum::<f64>()
		};
		self.points.iter().zip(origins).step_by(step).map(of_origin).sum()
	}
}
