// SPDX-License-Identifier: Apache-2.0

//! What of the wishes is worth a transaction.

use gridmerit_energy::{Interval, MAX_ORDER, NodeStatus, Order, Wh};

use super::{Outlook, PlannedInterval, Situation, Wish, expected_cost};
use crate::rulebook::RunRules;

/// What to post so that the book is what is wished for, by interval; none takes an order back. Nothing if the
/// book is that already, or if all that differs together gains less than is wanted of a transaction. An order stays
/// as it is if the wish differs by the threshold at most. What the rulebook's limits do not allow is taken back
/// whatever that gains.
pub fn changes(
	node: &NodeStatus,
	wishes: &[Wish],
	rules: &RunRules,
) -> Vec<(Interval, Option<Order>)> {
	let open = |wish: &Wish| {
		let open = node.open.iter().find(|open| open.interval == wish.interval);
		open.and_then(|open| open.order)
	};
	let differs = |wish: &&Wish| !same(open(wish), wish.order, rules.repost_threshold);
	let differing: Vec<_> = wishes.iter().filter(differs).collect();
	let gain = differing.iter().fold(0_i128, |sum, wish| sum.saturating_add(wish.gain));
	let gains = gain >= 0 && gain.unsigned_abs() >= rules.min_gain;
	let posted = differing
		.into_iter()
		.filter(|wish| rules.min_gain == 0 || gains || is_beyond(open(wish), wish));
	posted.map(|wish| (wish.interval, wish.order)).collect()
}

fn same(open: Option<Order>, wish: Option<Order>, threshold: Wh) -> bool {
	match (open, wish) {
		(None, None) => true,
		(
			Some(Order::Demand { quantity: open, limit: pays }),
			Some(Order::Demand { quantity, limit }),
		) => open.abs_diff(quantity) <= threshold && pays == limit,
		(
			Some(Order::Offer { capacity: open, ask: asked }),
			Some(Order::Offer { capacity, ask }),
		) => open.abs_diff(capacity) <= threshold && asked == ask,
		_ => false,
	}
}

/// Whether an open order goes further than the rulebook lets it.
fn is_beyond(open: Option<Order>, wish: &Wish) -> bool {
	let Some(open) = open else { return false };
	let cut =
		wish.reason.is_some() && wish.order.map_or(0, |order| order.quantity()) < open.quantity();
	let dearer = match (open, wish.order) {
		(Order::Demand { limit: pays, .. }, Some(Order::Demand { limit: Some(limit), .. })) => {
			pays.is_none_or(|pays| pays > limit)
		},
		(Order::Offer { ask: asked, .. }, Some(Order::Offer { ask, .. })) => asked < ask,
		_ => false,
	};
	cut || dearer
}

/// What a wish is expected to gain over what is in the book, in planck.
pub(super) fn gain(
	at: &Situation<'_>,
	outlook: &Outlook,
	step: &PlannedInterval,
	wish: Option<Order>,
) -> i128 {
	let open = at.node.open.iter().find(|open| open.interval == outlook.interval);
	// Both are at most 2^40 and some 10^6 times that.
	let given = outlook.generation as i64 + step.discharge as i64;
	let net = given - outlook.load as i64 - step.charge as i64;
	// What waits for a better price than is expected gains what it would at that.
	let buy_price = match wish {
		Some(Order::Demand { limit: Some(limit), .. }) => outlook.buy_price.min(limit),
		_ => outlook.buy_price,
	};
	let outlook = &Outlook { buy_price, ..*outlook };
	// Asks do not matter below the price that is expected, nor does the wish's own.
	let asked = match wish {
		Some(Order::Offer { ask, .. }) => ask.max(outlook.sell_price),
		_ => outlook.sell_price,
	};
	let cost = |order: Option<Order>| {
		let (bought, sold) = match order {
			Some(Order::Demand { quantity, limit })
				if limit.is_none_or(|limit| limit >= outlook.buy_price) =>
			{
				(quantity.min(MAX_ORDER), 0)
			},
			Some(Order::Offer { capacity, ask }) if ask <= asked => (0, capacity.min(MAX_ORDER)),
			_ => (0, 0),
		};
		expected_cost(outlook, net, bought, sold)
	};
	cost(open.and_then(|open| open.order)).saturating_sub(cost(wish))
}
