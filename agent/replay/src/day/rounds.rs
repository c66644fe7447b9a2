// SPDX-License-Identifier: Apache-2.0

//! What rounds on a feeder came to.

use super::{
	grid::{Line, ZonedRound},
	record::{ClearedRound, Day, Slot},
	total::share,
};

impl Line {
	/// What part of its limit a flow is, in thousandths of a per cent; none without a limit.
	pub fn loading(&self, flow: i64) -> Option<i128> {
		share(flow.unsigned_abs().into(), self.limit?.into())
	}
}

impl ClearedRound {
	/// All prices at which it traded, ascending.
	pub fn prices(&self) -> Vec<u64> {
		let Some(grid) = &self.grid else { return self.price.into_iter().collect() };
		let mut prices: Vec<u64> = grid.zones.iter().filter_map(|zone| zone.price).collect();
		prices.sort_unstable();
		prices.dedup();
		prices
	}

	/// What its full lines earn, in planck.
	pub fn rent(&self) -> u64 {
		self.grid.as_ref().map_or(0, |grid| grid.rent)
	}
}

impl Slot {
	/// What each line carries of what was traded in all rounds, from bus 0 on, in Wh away from the bus.
	pub fn flows(&self) -> Vec<i64> {
		let mut sums: Vec<i64> = Vec::new();
		for grid in self.rounds.iter().filter_map(|round| round.grid.as_ref()) {
			sums.resize(sums.len().max(grid.flows.len()), 0);
			for (sum, flow) in sums.iter_mut().zip(&grid.flows) {
				*sum = sum.saturating_add(*flow);
			}
		}
		sums
	}

	/// Of the rounds on a feeder the one that has traded most, and its number among all.
	pub fn main_round(&self) -> Option<(&ClearedRound, &ZonedRound)> {
		let on_grid = self.rounds.iter().filter_map(|round| Some((round, round.grid.as_ref()?)));
		// Of two the first: the last of those in reverse.
		on_grid.rev().max_by_key(|(round, _)| round.traded)
	}

	/// What full lines earn in all rounds, in planck.
	pub fn rent(&self) -> u64 {
		self.rounds.iter().map(ClearedRound::rent).fold(0, u64::saturating_add)
	}
}

impl Day {
	/// Whether it is played as in the paper: everybody knows it, and no line limits anything.
	pub fn is_the_papers(&self) -> bool {
		self.mode == "perfect" && self.feeder.is_none()
	}
}
