// SPDX-License-Identifier: Apache-2.0

//! What to post in the open windows: the rulebook applied to a forecast and to what the chain says.

mod bond;
mod budget;
mod changes;
mod situation;
#[cfg(test)]
mod tests;

use gridmerit_energy::{
	EnergyLimits, Interval, NodeStatus, Order, Position, Price, Wh, Window,
	admission::{Trader, buying_room, selling_room},
};

use crate::{
	plan::{Outlook, Plan, PlanError, PlannedInterval, Request, expected_cost, plan},
	rulebook::{AskBounds, DemandRules, NoAsk, Rulebook},
};

pub use bond::{BondDecision, Bonded, decide_bond};
pub use changes::changes;
pub use situation::{Net, Situation, proven};

use budget::{Budget, Terms, Uses};
use situation::storage_unit;

/// What is wanted of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
	/// The delivery interval.
	pub interval: Interval,
	/// What should be in the book, on top of the position.
	pub order: Option<Order>,
	/// Why it is less than was planned, if it is.
	pub reason: Option<String>,
	/// What it is expected to gain over what is in the book, in planck.
	pub gain: i128,
}

/// What to do, and what it is expected to bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
	/// Wishes for the windows, the nearest first.
	pub wishes: Vec<Wish>,
	/// The plan behind them.
	pub plan: Plan,
	/// What the owner should know beside.
	pub notes: Vec<String>,
}

/// Decides for all windows that something is expected of, and that a meter proves unless the rulebook does without.
/// What cannot be planned with is left out, and said.
pub fn decide(rulebook: &Rulebook, at: &Situation<'_>) -> Result<Decision, PlanError> {
	let windows = at
		.windows
		.iter()
		.filter(|window| at.expected.contains_key(&window.interval))
		.filter(|window| rulebook.run.unmetered || proven(at.meters, window.interval))
		.take(rulebook.run.max_windows as usize);
	let (mut planned, mut left_out) = (Vec::new(), Vec::new());
	for window in windows {
		let outlook = outlook(rulebook, at, window);
		match outlook.check() {
			Ok(()) => planned.push((window, outlook)),
			Err(error) => left_out.push(error),
		}
	}
	let (windows, outlooks): (Vec<&Window>, Vec<Outlook>) = planned.into_iter().unzip();
	let mut notes: Vec<_> =
		left_out.iter().map(|error| format!("left as it is: {error}")).collect();
	notes.extend(unsettled(rulebook, at));
	if let Some(error) = left_out.into_iter().next().filter(|_| windows.is_empty()) {
		return Err(error);
	}
	let store = rulebook.battery.as_ref().map(|battery| storage_unit(battery, at.charge));
	let interval_ms = at.interval_ms;
	let min_gain = rulebook.run.min_gain;
	let plan = plan(&Request { interval_ms, outlooks: outlooks.clone(), store, min_gain })?;
	notes.extend(plan.notes.iter().map(ToString::to_string));
	let mut budget = Budget::new(rulebook, at, &windows);
	let wishes = windows.iter().zip(&outlooks).zip(&plan.steps).map(|((window, outlook), step)| {
		let wish = wish(rulebook, at, window, step, &mut budget);
		Wish { gain: changes::gain(at, outlook, step, wish.order), ..wish }
	});
	Ok(Decision { wishes: wishes.collect(), plan, notes })
}

/// What to say where no meter settles some of the windows.
fn unsettled(rulebook: &Rulebook, at: &Situation<'_>) -> Option<String> {
	let unproven = at.windows.iter().filter(|window| !proven(at.meters, window.interval));
	let count = unproven.count();
	(count > 0 && !rulebook.run.unmetered).then(|| {
		format!(
			"no meter settles {count} of the {} open intervals: nothing is posted there",
			at.windows.len()
		)
	})
}

fn position(node: &NodeStatus, interval: Interval) -> Position {
	let open = node.open.iter().find(|open| open.interval == interval);
	open.map_or_else(Position::default, |open| open.position)
}

fn last_price(at: &Situation<'_>, interval: Interval) -> Option<Price> {
	at.prices.range(..=interval).next_back().map(|(_, price)| *price)
}

/// What energy is expected to cost among neighbours: what it cost last, or half-way between what it can.
fn expected_price(at: &Situation<'_>, window: &Window) -> Price {
	let middle = window.cheapest_ask.midpoint(window.cap);
	// That of an interval before may lie beyond what this one's tariff allows.
	let price = last_price(at, window.interval).unwrap_or(middle);
	price.max(window.cheapest_ask).min(window.cap)
}

fn outlook(rulebook: &Rulebook, at: &Situation<'_>, window: &Window) -> Outlook {
	let net = at.expected.get(&window.interval).map_or(0, |net| net.planned());
	let price = expected_price(at, window);
	Outlook {
		interval: window.interval,
		generation: net.max(0).unsigned_abs(),
		load: net.min(0).unsigned_abs(),
		tariff: window.tariff,
		buy_price: price,
		sell_price: price,
		limit: limit(rulebook, at, window),
		position: position(at.node, window.interval),
		room: at.rooms.get(&window.interval).copied(),
		proven: proven(at.meters, window.interval),
		limits: energy_limits(rulebook, at.node),
	}
}

/// What a store may not trade it has no use for; others may use it, or sell it to the utility.
fn energy_limits(rulebook: &Rulebook, node: &NodeStatus) -> EnergyLimits {
	let EnergyLimits { generation, consumption } = node.limits;
	let least = |limit: Wh, most: Option<Wh>| most.map_or(limit, |most| most.min(limit));
	match node.roles.only_stores() {
		true => EnergyLimits {
			generation: least(least(generation, rulebook.limits.max_sell), node.most_sold),
			consumption: least(consumption, rulebook.limits.max_buy),
		},
		false => node.limits,
	}
}

fn wish(
	rulebook: &Rulebook,
	at: &Situation<'_>,
	window: &Window,
	step: &PlannedInterval,
	budget: &mut Budget,
) -> Wish {
	let interval = window.interval;
	let position = position(at.node, interval);
	let NodeStatus { limits: connection, debts, most_sold, .. } = *at.node;
	let trader = Trader { limits: connection, in_arrears: debts > 0, most_sold };
	let limits = &rulebook.limits;
	let bid = limit(rulebook, at, window);
	let (terms, planned, room, admitted, limit, refused) = if step.buy > 0 {
		let refused = DemandRules::check(bid, &bounds(window)).err();
		let refused = refused.map(|reason| reason.to_string());
		let room = limits.max_buy.map_or(Wh::MAX, |most| buying_room(most, &position));
		let admitted = trader.most_to_buy(&position);
		(Terms::Buy(bid), step.buy, room, admitted, "limits.max_buy_wh", refused)
	} else if step.sell > 0 {
		let ask = ask(rulebook, at, window);
		let terms = Terms::Sell(ask.as_ref().copied().unwrap_or_default());
		let refused = ask.err().map(|reason| reason.to_string());
		let room = limits.max_sell.map_or(Wh::MAX, |most| selling_room(most, &position));
		let admitted = trader.most_to_sell(&position);
		(terms, step.sell, room, admitted, "limits.max_sell_wh", refused)
	} else {
		(Terms::Buy(None), 0, 0, 0, "", None)
	};
	let uses = Uses { window, position, terms };
	let (trusted, why) = trusted(step, most_sold, &position);
	let (room, limit) = if trusted < room { (trusted, why) } else { (room, limit) };
	// Who owes money may only make positions smaller.
	let (room, limit) = match trader.in_arrears && admitted < room {
		true => (admitted, "the node owes money: gridmerit-agent deposit"),
		false => (room, limit),
	};
	let (most, reason) = budget.afford(planned.min(room), &uses);
	let reason = reason.or((most < planned).then_some(limit));
	let (quantity, reason) = match refused {
		Some(reason) => (0, Some(reason)),
		None if most >= window.minimum.max(1) => (most, reason.map(Into::into)),
		None if planned > 0 => (0, Some(reason.unwrap_or("the least quantity of an order").into())),
		None => (0, None),
	};
	// What its position promises, a battery does in any case.
	budget.take(quantity, &uses);
	Wish { interval, order: (quantity > 0).then(|| uses.order(quantity)), reason, gain: 0 }
}

/// The most that trust lets a node order of a step, and what to say if that is less than was planned.
fn trusted(
	step: &PlannedInterval,
	most_sold: Option<Wh>,
	position: &Position,
) -> (Wh, &'static str) {
	match most_sold {
		Some(most) if step.sell > 0 => {
			let why = match most {
				0 => "the node is not trusted to sell: bond for it",
				_ => "the node is not trusted to sell more",
			};
			(selling_room(most, position), why)
		},
		_ => (Wh::MAX, ""),
	}
}

fn ask(rulebook: &Rulebook, at: &Situation<'_>, window: &Window) -> Result<Price, NoAsk> {
	rulebook.ask(&bounds(window), last_price(at, window.interval))
}

/// The most that is paid for a Wh, without the fee; none: whatever it costs.
fn limit(rulebook: &Rulebook, at: &Situation<'_>, window: &Window) -> Option<Price> {
	rulebook.demand.limit(&bounds(window), window.tariff.tou, expected_price(at, window))
}

fn bounds(window: &Window) -> AskBounds {
	AskBounds {
		fit: window.tariff.fit,
		cheapest_ask: window.cheapest_ask,
		dearest_ask: window.dearest_ask,
		cap: window.cap,
	}
}
