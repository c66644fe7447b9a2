// SPDX-License-Identifier: Apache-2.0

//! What a battery does, interval by interval, in whole Wh.

use std::collections::BTreeMap;

use gridmerit_energy::{Planck, Wh};

use super::{
	levels,
	step::{Cost, PlannedInterval},
	store::{FlowLimit, Store},
	trade::Trade,
};

/// Of so many whole levels below and above the best one the best is found by the exact settlement.
const AROUND: Wh = 12;

/// What a battery holds at the end of each interval. Charge and discharge follow from it, so there are
/// never both.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
	store: Option<Store>,
	levels: Vec<Wh>,
	/// What it may be worse than the best at most, in planck, if that could not be found.
	pub cut_short: Option<f64>,
}

impl Schedule {
	/// The battery, if there is one, is left alone.
	pub fn idle(store: Option<Store>, intervals: usize) -> Self {
		let level = store.map_or(0, |store| store.unit.charge);
		Self { store, levels: vec![level; intervals], cut_short: None }
	}

	/// The best.
	pub fn optimal(trades: &[Trade], store: &Store, interval_ms: u32) -> Self {
		Self::found(trades, store, interval_ms, levels::MAX_PIECES)
	}

	/// The best by functions of at most so many pieces.
	pub fn found(trades: &[Trade], store: &Store, interval_ms: u32, most_pieces: usize) -> Self {
		let flows: Vec<FlowLimit> =
			trades.iter().map(|trade| FlowLimit::new(trade, store, interval_ms)).collect();
		match levels::levels(trades, &flows, store, most_pieces) {
			None => Self::idle(Some(*store), trades.len()),
			Some(levels) => Self {
				store: Some(*store),
				levels: whole(&levels.wanted, trades, &flows, store),
				cut_short: levels.cut_short,
			},
		}
	}

	/// The better one of two; the other one if this one gains no more than `least`, in planck.
	pub fn or(self, other: &Self, trades: &[Trade], least: Planck) -> Self {
		let gain = other.objective(trades).saturating_sub(self.objective(trades));
		if gain <= 0 || gain.unsigned_abs() < least {
			Self { cut_short: self.cut_short, ..other.clone() }
		} else {
			self
		}
	}

	/// What is minimised: costs, and what is missing of a reserve.
	fn objective(&self, trades: &[Trade]) -> i128 {
		let cost = self.settle(trades).1;
		let Some(store) = &self.store else { return cost.total() };
		let missing = |level: &Wh| i128::from(store.missing(*level));
		let end = self.levels.last().map_or(0, missing);
		let soon: i128 = self.levels.iter().map(missing).sum();
		cost.total() + end * (store.refill_whole - i128::from(store.end_value)) + soon
	}

	/// What this comes to, exactly.
	pub fn settle(&self, trades: &[Trade]) -> (Vec<PlannedInterval>, Cost) {
		let start = self.store.map_or(0, |store| store.unit.charge);
		let mut cost = Cost::default();
		let mut before = start;
		let steps = trades.iter().zip(&self.levels).map(|(trade, &level)| {
			let charge = self.store.map_or(0, |store| store.drawn(level.saturating_sub(before)));
			let discharge = before.saturating_sub(level);
			before = level;
			// What is drawn is at most 2^40 times 10^6.
			let (step, paid) = trade.settle(trade.net - charge as i64 + discharge as i64);
			cost.paid += paid;
			cost.wear += self.store.map_or(0, |store| wear(&store, discharge));
			PlannedInterval { charge, discharge, level, ..step }
		});
		let steps = steps.collect();
		let value = self.store.map_or(0, |store| store.end_value);
		cost.stored = (i128::from(before) - i128::from(start)) * i128::from(value);
		(steps, cost)
	}
}

fn wear(store: &Store, discharge: Wh) -> i128 {
	i128::from(discharge) * i128::from(store.unit.wear)
}

/// Whole levels near those that are wanted: the best by the exact settlement, as a Wh that is rounded costs what
/// prices jump by.
fn whole(wanted: &[f64], trades: &[Trade], flows: &[FlowLimit], store: &Store) -> Vec<Wh> {
	let (floor, capacity) = (store.floor(), store.unit.battery.capacity);
	let last = trades.len().saturating_sub(1);
	// If it is to be refilled, then to the last Wh, whatever rounding costs.
	let rises = wanted.last().is_some_and(|level| level.round() as Wh > store.unit.charge);
	let refill = if rises { store.refill_whole } else { store.refill };
	// By level: the least cost on the way there, with how much was moved, and from which level.
	let mut costs = BTreeMap::from([(store.unit.charge, (0_i128, 0_u128))]);
	let mut ways: Vec<BTreeMap<Wh, Wh>> = Vec::new();
	for (place, ((wanted, trade), flow)) in wanted.iter().zip(trades).zip(flows).enumerate() {
		let mut next: BTreeMap<Wh, ((i128, u128), Wh)> = BTreeMap::new();
		let middle = wanted.round() as Wh;
		for (&before, &(cost, moved)) in &costs {
			let least = before.saturating_sub(flow.discharge).max(floor);
			let most = (before + flow.stored).min(capacity);
			let near = middle.saturating_sub(AROUND)..=middle + AROUND;
			let mut tried = None;
			for level in near.map(|level| level.max(least).min(most)) {
				if tried.replace(level) == Some(level) {
					continue;
				}
				let discharge = before.saturating_sub(level);
				let charge = store.drawn(level.saturating_sub(before));
				let net = trade.net - charge as i64 + discharge as i64;
				let mut cost = cost + trade.settle(net).1 + wear(store, discharge);
				let missing = i128::from(store.missing(level));
				cost += missing;
				if place == last {
					cost += missing * (refill - i128::from(store.end_value));
					cost -= i128::from(level) * i128::from(store.end_value);
				}
				let cost = (cost, moved + u128::from(charge) + u128::from(discharge));
				let best = next.entry(level).or_insert((cost, before));
				*best = (*best).min((cost, before));
			}
		}
		ways.push(next.iter().map(|(level, (_, before))| (*level, *before)).collect());
		costs = next.into_iter().map(|(level, (cost, _))| (level, cost)).collect();
	}
	let cheapest = costs.into_iter().min_by_key(|(_, cost)| *cost);
	let mut level = cheapest.map_or(store.unit.charge, |(level, _)| level);
	let mut levels: Vec<Wh> = Vec::with_capacity(ways.len());
	for way in ways.iter().rev() {
		levels.push(level);
		level = way.get(&level).copied().unwrap_or(level);
	}
	levels.reverse();
	levels
}
