// SPDX-License-Identifier: Apache-2.0

//! Synthetic histories: days before a day that is known.
//!
//! Where only one day of a scenario is published, its nodes have no past to forecast from. This makes one
//! up from the day's own shapes. It is no data: accuracy on it says how a model copes with these
//! assumptions, not with the world.

use fastrand::Rng;
use gridmerit_energy::MAX_METERED;
use gridmerit_energy::{Interval, Wh};

use crate::{
	history::{History, HistoryError},
	row::Row,
};

/// Share of a weekday's load that is used on Saturdays and Sundays.
const WEEKEND: f64 = 0.85;

/// Standard deviation of a whole day's load, of all nodes together.
const LOAD_DAY: f64 = 0.03;

/// Standard deviation of a node's load in an interval.
const LOAD_NOISE: f64 = 0.04;

/// Mean clearness of a day, as a share of the known day's generation.
const CLEAR: f64 = 0.8;

/// Persistence of clearness from day to day.
const CLEAR_PERSISTENCE: f64 = 0.6;

/// Standard deviation of clearness's innovations.
const CLEAR_DAY: f64 = 0.15;

/// Standard deviation of clearness from interval to interval, of all nodes together.
const CLEAR_NOISE: f64 = 0.08;

/// Standard deviation of a node's generation in an interval.
const GENERATION_NOISE: f64 = 0.03;

/// A node's known day: one value per interval, in Wh. What is missing of a series counts as 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownDay {
	/// Energy used.
	pub load: Vec<Wh>,
	/// Energy generated.
	pub generation: Vec<Wh>,
}

/// Histories of `days` days for nodes that share the weather, the last day being each node's own and a
/// Wednesday; `first` is the first interval, `seed` decides everything (33 is the scenario's).
///
/// A load is the known day's times 0.85 at weekends, times a level per day (3 %), times noise (4 %).
/// Generation is the known day's times the day's clearness (AR(1) around 0.8, persistence 0.6,
/// innovations of 0.15, within 0.15 and 1.1), times shared (8 %) and own noise (3 %).
pub fn histories(
	nodes: &[KnownDay],
	period: u32,
	days: u32,
	first: Interval,
	seed: u64,
) -> Result<Vec<History>, HistoryError> {
	let weather = Weather::new(period, days, seed);
	let of_node = |(index, node): (usize, &KnownDay)| {
		let mut rng = Rng::with_seed(seed ^ (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
		let mut history = History::new(period)?;
		for (interval, at) in (first..=Interval::MAX).zip(0..days.saturating_mul(period)) {
			let slot = (at % period) as usize;
			let load = node.load.get(slot).copied().unwrap_or(0);
			let generation = node.generation.get(slot).copied().unwrap_or(0);
			let row = if at / period + 1 == days {
				Row { interval, load_wh: load, generation_wh: generation }
			} else {
				let (level, clear) = weather.at(at);
				let load = load as f64 * level * (1.0 + LOAD_NOISE * normal(&mut rng));
				let noise = 1.0 + GENERATION_NOISE * normal(&mut rng);
				let generation = generation as f64 * clear * noise;
				Row { interval, load_wh: whole(load), generation_wh: whole(generation) }
			};
			history.push(row)?;
		}
		Ok(history)
	};
	nodes.iter().enumerate().map(of_node).collect()
}

/// What all nodes share, per interval: level of load, clearness.
struct Weather(Vec<(f64, f64)>);

impl Weather {
	fn new(period: u32, days: u32, seed: u64) -> Self {
		let mut rng = Rng::with_seed(seed);
		let mut clear = CLEAR;
		let mut shared = Vec::new();
		for day in 0..days {
			// The last day is a Wednesday: three days before is a Sunday, four days before a Saturday.
			let weekend = matches!((days - 1 - day) % 7, 3 | 4);
			let level = if weekend { WEEKEND } else { 1.0 } * (1.0 + LOAD_DAY * normal(&mut rng));
			clear = CLEAR + CLEAR_PERSISTENCE * (clear - CLEAR) + CLEAR_DAY * normal(&mut rng);
			clear = clear.clamp(0.15, 1.1);
			let of_interval = |_| (level, clear * (1.0 + CLEAR_NOISE * normal(&mut rng)));
			shared.extend((0..period).map(of_interval));
		}
		Self(shared)
	}

	fn at(&self, position: u32) -> (f64, f64) {
		self.0.get(position as usize).copied().unwrap_or((1.0, 1.0))
	}
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut Rng) -> f64 {
	let radius = (-2.0 * (1.0 - rng.f64()).ln()).sqrt();
	radius * (std::f64::consts::TAU * rng.f64()).cos()
}

fn whole(energy: f64) -> Wh {
	energy.round().clamp(0.0, MAX_METERED as f64) as Wh
}
