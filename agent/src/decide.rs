// SPDX-License-Identifier: Apache-2.0

//! What to post in the open windows: the rulebook applied to a forecast and to what the chain says.

use std::collections::BTreeMap;

use gridmerit_primitives::{
	Battery, Interval, NodeStatus, Order, PPM, Planck, Position, Price, Roles, Wh, Window, payment,
};
use serde::Serialize;

use crate::{
	chain::{self, Call, Post},
	plan::{Outlook, Plan, PlanError, Request, Step, Store, plan},
	rulebook::{AskBounds, Rulebook},
};

/// What is expected of an interval, in Wh: generation less load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Net {
	/// At the rulebook's quantile for selling: what is offered if positive.
	pub to_sell: i64,
	/// At its quantile for buying: what is bought if negative.
	pub to_buy: i64,
}

impl Net {
	/// What to reckon with: a surplus or a need only if it is one at its own quantile.
	fn planned(self) -> i64 {
		if self.to_sell > 0 { self.to_sell } else { self.to_buy.min(0) }
	}
}

/// What a decision rests on.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
	/// The open windows, the nearest first.
	pub windows: &'a [Window],
	/// The node.
	pub node: &'a NodeStatus,
	/// Length of an interval, in milliseconds.
	pub interval_ms: u32,
	/// What is expected of the windows; nothing is planned for one that is not there.
	pub expected: &'a BTreeMap<Interval, Net>,
	/// The last clearing price of an interval, or one before it.
	pub prices: &'a BTreeMap<Interval, Price>,
	/// What the battery holds, in Wh.
	pub charge: Option<Wh>,
	/// What was spent on energy today, in planck.
	pub spent_today: Planck,
}

/// What is wanted of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
	/// The delivery interval.
	pub interval: Interval,
	/// What should be in the book, on top of the position.
	pub order: Option<Order>,
	/// Why it is less than was planned, if it is.
	pub reason: Option<String>,
}

/// What to do, and what it is expected to bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
	/// Wishes for the windows, the nearest first.
	pub wishes: Vec<Wish>,
	/// The plan behind them.
	pub plan: Plan,
}

/// Decides for all windows that something is expected of.
pub fn decide(rulebook: &Rulebook, at: &Situation<'_>) -> Result<Decision, PlanError> {
	let windows: Vec<&Window> = at
		.windows
		.iter()
		.filter(|window| at.expected.contains_key(&window.interval))
		.take(rulebook.run.max_windows as usize)
		.collect();
	let outlooks = windows.iter().map(|window| outlook(at, window)).collect();
	let store = rulebook.battery.as_ref().map(|battery| store(battery, at.charge));
	let plan = plan(&Request { interval_ms: at.interval_ms, outlooks, store, overbook: false })?;
	let mut budget = Budget::new(rulebook, at);
	let wishes = windows
		.iter()
		.zip(&plan.steps)
		.map(|(window, step)| wish(rulebook, at, window, step, &mut budget))
		.collect();
	Ok(Decision { wishes, plan })
}

fn position(node: &NodeStatus, interval: Interval) -> Position {
	let open = node.open.iter().find(|open| open.interval == interval);
	open.map_or_else(Position::default, |open| open.position)
}

fn last_price(at: &Situation<'_>, interval: Interval) -> Option<Price> {
	at.prices.range(..=interval).next_back().map(|(_, price)| *price)
}

fn outlook(at: &Situation<'_>, window: &Window) -> Outlook {
	let net = at.expected.get(&window.interval).map_or(0, |net| net.planned());
	let middle = window.cheapest_ask.midpoint(window.cap);
	let price = last_price(at, window.interval).unwrap_or(middle).min(window.cap);
	Outlook {
		interval: window.interval,
		generation: net.max(0).unsigned_abs(),
		load: net.min(0).unsigned_abs(),
		tariff: window.tariff,
		buy_price: price,
		sell_price: price,
		buy_fill_ppm: PPM,
		sell_fill_ppm: PPM,
		position: position(at.node, window.interval),
		limits: at.node.limits,
	}
}

fn store(battery: &crate::rulebook::Battery, charge: Option<Wh>) -> Store {
	Store {
		battery: Battery {
			capacity: battery.capacity,
			power: battery.power,
			efficiency_ppm: battery.efficiency_ppm,
			initial: 0,
		},
		charge: charge.unwrap_or_default().min(battery.capacity),
		reserve: battery.reserve,
		end_value: battery.end_value,
		wear: 0,
	}
}

/// What of the rulebook's limits is left, as wishes use it up.
struct Budget {
	spend: Option<Planck>,
	lock: Option<Planck>,
}

impl Budget {
	fn new(rulebook: &Rulebook, at: &Situation<'_>) -> Self {
		let limits = &rulebook.limits;
		// What orders in the windows tie up now is tied up anew by those that replace them.
		let replaced: Planck = at
			.node
			.open
			.iter()
			.filter_map(|open| {
				at.windows
					.iter()
					.any(|window| window.interval == open.interval)
					.then_some(open.locked)
			})
			.sum();
		let elsewhere = at.node.locked.saturating_sub(replaced);
		Self {
			spend: limits.max_spend_per_day.map(|most| most.saturating_sub(at.spent_today)),
			lock: limits.max_locked.map(|most| most.saturating_sub(elsewhere)),
		}
	}

	/// The most of a quantity that the limits leave room for, where a Wh may cost and tie up so much.
	fn afford(&self, quantity: Wh, cost: Price, lock: Price) -> (Wh, Option<&'static str>) {
		let within = |left: Option<Planck>, price: Price| match left {
			Some(left) if price > 0 => Wh::try_from(left / Planck::from(price)).unwrap_or(Wh::MAX),
			_ => Wh::MAX,
		};
		let (spend, tied) = (within(self.spend, cost), within(self.lock, lock));
		let most = spend.min(tied);
		match quantity > most {
			false => (quantity, None),
			true if spend < tied => (most, Some("limits.max_spend_unit_per_day")),
			true => (most, Some("limits.max_locked_unit")),
		}
	}

	fn take(&mut self, quantity: Wh, cost: Price, lock: Price) {
		let use_up = |left: &mut Option<Planck>, price| {
			*left = left.map(|left| left.saturating_sub(payment(quantity, price)));
		};
		use_up(&mut self.spend, cost);
		use_up(&mut self.lock, lock);
	}
}

fn wish(
	rulebook: &Rulebook,
	at: &Situation<'_>,
	window: &Window,
	step: &Step,
	budget: &mut Budget,
) -> Wish {
	let interval = window.interval;
	let nothing = |reason: Option<String>| Wish { interval, order: None, reason };
	let position = position(at.node, interval);
	let limits = &rulebook.limits;
	if step.buy > 0 {
		if let Some(below) = limits.buy_only_if_cap_below
			&& window.cap >= below
		{
			return nothing(Some("limits.buy_only_if_cap_below_unit_per_kwh".into()));
		}
		let dearest = window.cap.saturating_add(window.tariff.fee);
		let most = room(limits.max_buy, position.bought, position.sold);
		let quantity = step.buy.min(most);
		let (quantity, reason) = budget.afford(quantity, dearest, dearest);
		let reason = reason.or((quantity < step.buy).then_some("limits.max_buy_wh"));
		if quantity < window.minimum.max(1) {
			return nothing(reason.map(Into::into));
		}
		budget.take(quantity, dearest, dearest);
		let order = Some(Order::Demand { quantity });
		return Wish { interval, order, reason: reason.map(Into::into) };
	}
	if step.sell == 0 {
		return nothing(None);
	}
	let bounds = AskBounds {
		fit: window.tariff.fit,
		cheapest_ask: window.cheapest_ask,
		dearest_ask: window.dearest_ask,
		cap: window.cap,
	};
	let ask = match rulebook.ask(&bounds, last_price(at, interval)) {
		Ok(ask) => ask,
		Err(reason) => return nothing(Some(reason.to_string())),
	};
	let tied = window.tariff.shortfall.saturating_sub(ask);
	let most = room(limits.max_sell, position.sold, position.bought);
	let capacity = step.sell.min(most);
	let (capacity, reason) = budget.afford(capacity, 0, tied);
	let reason = reason.or((capacity < step.sell).then_some("limits.max_sell_wh"));
	if capacity < window.minimum.max(1) {
		return nothing(reason.map(Into::into));
	}
	budget.take(capacity, 0, tied);
	Wish { interval, order: Some(Order::Offer { capacity, ask }), reason: reason.map(Into::into) }
}

/// How much more may be traded along a side of which `along` is traded already.
fn room(most: Option<Wh>, along: Wh, against: Wh) -> Wh {
	most.map_or(Wh::MAX, |most| most.saturating_add(against).saturating_sub(along))
}

/// Whether a node may post nothing but schedules.
pub fn is_store(roles: &Roles) -> bool {
	roles.storage && !roles.consumer && !roles.prosumer
}

/// The calls that bring the book to what is wished for; none if it is there already. An order stays as it is
/// if the wish differs by the threshold at most.
pub fn calls(round: Interval, node: &NodeStatus, wishes: &[Wish], threshold: Wh) -> Vec<Call> {
	let (mut demands, mut offers, mut schedule, mut cancelled) = (vec![], vec![], vec![], vec![]);
	for wish in wishes {
		let open = node.open.iter().find(|open| open.interval == wish.interval);
		let order = open.and_then(|open| open.order);
		if same(order, wish.order, threshold) {
			continue;
		}
		match wish.order {
			None => cancelled.push(wish.interval),
			Some(order) if is_store(&node.roles) => {
				schedule.push(Post { interval: wish.interval, order });
			},
			Some(Order::Demand { quantity }) => demands.push((wish.interval, quantity)),
			Some(Order::Offer { capacity, ask }) => offers.push((wish.interval, capacity, ask)),
		}
	}
	let mut calls = Vec::new();
	// First what frees money.
	if !cancelled.is_empty() {
		calls.push(chain::cancel(&cancelled));
	}
	if !demands.is_empty() {
		calls.push(chain::post_demand(round, &demands));
	}
	if !offers.is_empty() {
		calls.push(chain::post_offers(round, &offers));
	}
	if !schedule.is_empty() {
		calls.push(chain::post_schedule(round, &schedule));
	}
	calls
}

fn same(open: Option<Order>, wish: Option<Order>, threshold: Wh) -> bool {
	match (open, wish) {
		(None, None) => true,
		(Some(Order::Demand { quantity: open }), Some(Order::Demand { quantity })) => {
			open.abs_diff(quantity) <= threshold
		},
		(
			Some(Order::Offer { capacity: open, ask: asked }),
			Some(Order::Offer { capacity, ask }),
		) => open.abs_diff(capacity) <= threshold && asked == ask,
		_ => false,
	}
}
