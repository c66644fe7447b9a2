// SPDX-License-Identifier: Apache-2.0

//! How much to buy, sell and store in the open intervals, and what the market saves.
//!
//! What a node orders follows from its net energy in closed form, exactly in integers (`trade`): never more
//! than it can deliver or use if all of it fills, as is expected. Only the battery joins the intervals: a
//! linear program decides on its levels, with binary variables where the settlement's prices are not concave
//! (`program`). The solver's floats choose levels in whole Wh and nothing else: all energy and money of a
//! [`Plan`] is settled from them by the chain's rules.

mod error;
mod program;
mod request;
mod schedule;
mod side;
mod trade;

#[cfg(test)]
mod tests;

use gridmerit_primitives::{Interval, Wh};
use serde::Serialize;

pub use error::PlanError;
pub use request::{MAX_INTERVALS, Outlook, Request, Store};

use schedule::Schedule;
use trade::Trade;

/// What to do in the open intervals, and what that comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
	/// The intervals, in ascending order.
	pub steps: Vec<Step>,
	/// What it costs with the market, trades of the past included.
	pub market: Cost,
	/// What it would cost with the utility alone: nothing is traded or ever was, and the battery is used
	/// as is best then.
	pub utility: Cost,
	/// What it would cost with the utility alone and an idle battery.
	pub utility_idle: Cost,
}

impl Plan {
	/// What the market saves against the utility alone, with the battery used as is best either way, in
	/// planck. Negative only if trades of the past were bad.
	pub fn saving(&self) -> i128 {
		self.utility.total() - self.market.total()
	}
}

/// What to do in an interval; energy in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
	/// The delivery interval.
	pub interval: Interval,
	/// To demand from neighbours on top of the position.
	pub buy: Wh,
	/// To offer to neighbours on top of the position; 0 if anything is to be bought.
	pub sell: Wh,
	/// What the battery draws.
	pub charge: Wh,
	/// What the battery gives; 0 if it is charged.
	pub discharge: Wh,
	/// Expected to be bought from the utility.
	pub from_utility: Wh,
	/// Expected to be sold to the utility.
	pub to_utility: Wh,
	/// What the battery holds when the interval ends; 0 without one.
	pub level: Wh,
}

/// What a plan is expected to cost, in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
	/// Paid, less what is earned: neighbours, service fees, utility.
	pub paid: i128,
	/// What the battery gains in value: what it holds at the end beyond what it holds now.
	pub stored: i128,
}

impl Cost {
	/// Paid, less what is stored.
	pub fn total(&self) -> i128 {
		self.paid - self.stored
	}
}

/// The plan with the least expected cost.
pub fn plan(request: &Request) -> Result<Plan, PlanError> {
	let mut outlooks = request.outlooks.clone();
	outlooks.sort_by_key(|outlook| outlook.interval);
	request::check(request, &outlooks)?;
	let market: Vec<Trade> = outlooks.iter().map(Trade::new).collect();
	let utility: Vec<Trade> = outlooks.iter().map(Trade::utility_alone).collect();

	let store = request
		.store
		.map(|store| Store { end_value: Some(store.value_at_end(outlooks.last())), ..store });
	let idle = Schedule::idle(store, outlooks.len());
	let (mut alone, mut with_market) = (idle.clone(), idle.clone());
	if let Some(store) = &store {
		// The optimum is rounded to whole Wh: a simpler schedule may do as well.
		let optimal = |trades| Schedule::optimal(trades, store, request.interval_ms);
		alone = optimal(&utility)?.or(&idle, &utility);
		with_market = optimal(&market)?.or(&alone, &market).or(&idle, &market);
	}
	let (steps, cost) = with_market.settle(&market);
	Ok(Plan {
		steps,
		market: cost,
		utility: alone.settle(&utility).1,
		utility_idle: idle.settle(&utility).1,
	})
}
