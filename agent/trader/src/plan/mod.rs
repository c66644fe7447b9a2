// SPDX-License-Identifier: Apache-2.0

//! How much to buy, sell and store in the open intervals, and what the market saves.
//!
//! What a node orders follows from its net energy in closed form, exactly in integers (`trade`): never more
//! than it can deliver or use if all of it fills, as is expected. Only the battery joins the intervals: a
//! linear program decides on its levels, with binary variables where the settlement's prices are not concave
//! (`linear_program`). The solver's floats choose levels in whole Wh and nothing else: all energy and money of a
//! [`Plan`] is settled from them by the chain's rules.

mod error;
mod flow;
mod linear_program;
mod request;
mod schedule;
mod side;
mod step;
mod trade;

#[cfg(test)]
mod tests;

pub use error::{MAX_INTERVALS, PlanError};
pub use request::{Outlook, Request, StorageUnit};
pub use step::{Cost, Plan, PlannedInterval};

use schedule::Schedule;
use trade::Trade;

/// The plan with the least expected cost.
pub fn plan(request: &Request) -> Result<Plan, PlanError> {
	let mut outlooks = request.outlooks.clone();
	outlooks.sort_by_key(|outlook| outlook.interval);
	request::check(request, &outlooks)?;
	let market: Vec<Trade> = outlooks.iter().map(Trade::new).collect();
	let utility: Vec<Trade> = outlooks.iter().map(Trade::utility_alone).collect();

	let store = request
		.store
		.map(|store| StorageUnit { end_value: Some(store.value_at_end(outlooks.last())), ..store });
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
