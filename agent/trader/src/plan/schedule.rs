// SPDX-License-Identifier: Apache-2.0

//! What a battery does, interval by interval, in whole Wh.

use gridmerit_energy::Wh;

use super::{
	error::PlanError,
	flow::{FlowLimit, drawn, stored},
	linear_program,
	request::StorageUnit,
	step::{Cost, PlannedInterval},
	trade::Trade,
};

/// What a battery holds at the end of each interval. Charge and discharge follow from it, so there are
/// never both.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
	store: Option<StorageUnit>,
	levels: Vec<Wh>,
}

impl Schedule {
	/// The battery, if there is one, is left alone.
	pub fn idle(store: Option<StorageUnit>, intervals: usize) -> Self {
		Self { store, levels: vec![store.map_or(0, |store| store.charge); intervals] }
	}

	/// The best, up to the solver's tolerance and the rounding to whole Wh.
	pub fn optimal(
		trades: &[Trade],
		store: &StorageUnit,
		interval_ms: u32,
	) -> Result<Self, PlanError> {
		let flows: Vec<FlowLimit> =
			trades.iter().map(|trade| FlowLimit::new(trade, store, interval_ms)).collect();
		let wanted = linear_program::levels(trades, &flows, store)?;
		// What rounding has made impossible is left out.
		let mut level = store.charge;
		let levels = wanted.into_iter().zip(flows).map(|(wanted, flow)| {
			let most = (level + stored(store, flow.charge)).min(store.battery.capacity);
			let least = level.saturating_sub(flow.discharge).max(store.floor());
			level = (wanted.round() as Wh).max(least).min(most);
			level
		});
		Ok(Self { levels: levels.collect(), store: Some(*store) })
	}

	/// The cheaper one of two; the other one if they cost the same.
	pub fn or(self, other: &Self, trades: &[Trade]) -> Self {
		let cost = |schedule: &Self| schedule.settle(trades).1.total();
		if cost(other) <= cost(&self) { other.clone() } else { self }
	}

	/// What this comes to, exactly.
	pub fn settle(&self, trades: &[Trade]) -> (Vec<PlannedInterval>, Cost) {
		let start = self.store.map_or(0, |store| store.charge);
		let mut cost = Cost::default();
		let mut before = start;
		let steps = trades.iter().zip(&self.levels).map(|(trade, &level)| {
			let charge = self.store.map_or(0, |store| drawn(&store, level.saturating_sub(before)));
			let discharge = before.saturating_sub(level);
			before = level;
			// What is drawn is at most 2^40 times 10^6.
			let (step, paid) = trade.settle(trade.net - charge as i64 + discharge as i64);
			cost.paid += paid;
			PlannedInterval { charge, discharge, level, ..step }
		});
		let steps = steps.collect();
		let value = self.store.and_then(|store| store.end_value).unwrap_or(0);
		cost.stored = (i128::from(before) - i128::from(start)) * i128::from(value);
		(steps, cost)
	}
}
