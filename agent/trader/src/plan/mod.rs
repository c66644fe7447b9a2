// SPDX-License-Identifier: Apache-2.0

//! How much to buy, sell and store in the open intervals, and what the market saves.
//!
//! What a node orders follows from its net energy in closed form, exactly in integers (`trade`): never more
//! than it can deliver or use if all of it fills, as is expected. Only the battery joins the intervals: what
//! levels are best is found from the last interval back to the first (`levels`, `curve`), also where the
//! settlement's prices are not concave. Floats choose the neighbourhood and nothing else: whole levels, and all
//! energy and money of a [`Plan`], are found by the chain's rules in integers (`schedule`).

mod curve;
mod error;
mod levels;
mod note;
mod request;
mod schedule;
mod side;
mod step;
mod store;
mod trade;

#[cfg(test)]
mod tests;

pub use error::{MAX_INTERVALS, PlanError};
pub use note::Note;
pub use request::{Outlook, Request, Room, StorageUnit};
pub use step::{Cost, Plan, PlannedInterval};

use gridmerit_energy::Wh;
use schedule::Schedule;
use store::Store;
use trade::Trade;

/// The plan with the least expected cost.
pub fn plan(request: &Request) -> Result<Plan, PlanError> {
	let mut outlooks = request.outlooks.clone();
	outlooks.sort_by_key(|outlook| outlook.interval);
	request::check(request, &outlooks)?;
	let market: Vec<Trade> = outlooks.iter().map(Trade::new).collect();
	let utility: Vec<Trade> = outlooks.iter().map(Trade::utility_alone).collect();

	let store = request.store.map(|unit| Store::new(unit, &outlooks));
	let idle = Schedule::idle(store, outlooks.len());
	let (mut alone, mut with_market) = (idle.clone(), idle.clone());
	if let Some(store) = &store {
		let optimal = |trades| Schedule::optimal(trades, store, request.interval_ms);
		let least = request.min_gain;
		alone = optimal(&utility).or(&idle, &utility, least);
		with_market = optimal(&market);
		// A simpler schedule may do as well; not if it refills a reserve by other prices.
		if !store.is_low() {
			with_market = with_market.or(&alone, &market, 0);
		}
		with_market = with_market.or(&idle, &market, least);
	}
	let (steps, _) = with_market.settle(&market);
	// What it comes to depends on what a meter proves.
	let proven = |trades: Vec<Trade>| -> Vec<Trade> {
		trades.into_iter().zip(&outlooks).map(|(trade, outlook)| trade.as_proven(outlook)).collect()
	};
	let (market, utility) = (proven(market), proven(utility));
	let notes = notes(store.as_ref(), &steps, with_market.cut_short);
	Ok(Plan {
		steps,
		market: with_market.settle(&market).1,
		utility: alone.settle(&utility).1,
		utility_idle: idle.settle(&utility).1,
		notes,
	})
}

fn notes(store: Option<&Store>, steps: &[PlannedInterval], cut_short: Option<f64>) -> Vec<Note> {
	let refill = store.filter(|store| store.is_low()).map(|store| Note::Refill {
		charge: store.unit.charge,
		reserve: store.unit.reserve,
		level: steps.last().map_or(store.unit.charge, |last| last.level),
	});
	let undelivered = steps.iter().filter(|step| step.undelivered > 0);
	let undelivered = undelivered
		.map(|step| Note::Undelivered { interval: step.interval, energy: step.undelivered });
	let cut_short = cut_short.map(|most| Note::CutShort { most: most.ceil() as u128 });
	refill.into_iter().chain(undelivered).chain(cut_short).collect()
}

/// What an interval is expected to come to, paid less earned in planck, if orders fill as they are: with so much
/// net energy, what was traded before included.
pub fn expected_cost(outlook: &Outlook, net: i64, bought: Wh, sold: Wh) -> i128 {
	Trade::new(outlook).as_proven(outlook).settle_with(net, bought, sold).paid
}
