// SPDX-License-Identifier: Apache-2.0

//! Who shares gets what it wants up to one level: the market's own rule, by its own code.

use alloc::vec::Vec;

use gridmerit_market::{
	Book, Demand, Level, Limits, MAX_ORDER, NodeIndex, Offer, Rules, Wh, clear,
};

/// Shares `amount` among `orders`, each at most [`MAX_ORDER`] and 2^20 at most, by the uniform rule: the level, and what
/// each gets. The odd Wh go round with `turn`. None if there is more than they want.
///
/// It is a market of firm demand in which `amount` is offered at the only ask there is: in scarcity that shares. Time is
/// linear.
pub fn share(orders: &[Wh], amount: Wh, turn: u32) -> Option<(Level, Vec<Wh>)> {
	let demands: Vec<Demand> =
		(0..).zip(orders).map(|(node, &quantity)| Demand { node, quantity, limit: None }).collect();
	let limits = Limits::ONE_ASK;
	let first = NodeIndex::try_from(orders.len()).ok()?;
	let whole = amount.checked_div(MAX_ORDER)?;
	let mut offers: Vec<Offer> = Vec::new();
	for (node, place) in (first..).zip(0..=whole) {
		let before = place.saturating_mul(MAX_ORDER);
		let capacity = amount.saturating_sub(before).min(MAX_ORDER);
		if capacity > 0 {
			offers.push(Offer { node, capacity, ask: limits.cheapest_ask() });
		}
	}
	let outcome = clear(Book::new(&demands, &offers).ok()?, &Rules { limits, turn });
	let shared = outcome.clearing.traded == amount;
	let level = match outcome.clearing.margin.side {
		gridmerit_market::Side::Demand => outcome.clearing.margin.level,
		gridmerit_market::Side::Supply => Level::FULL,
	};
	shared.then_some((level, outcome.bought))
}
