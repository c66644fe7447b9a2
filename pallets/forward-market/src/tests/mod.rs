// SPDX-License-Identifier: Apache-2.0

mod batteries;
mod bounds;
mod cancel;
mod cancel_all;
mod correct_tariff;
mod genesis;
mod grid;
mod hooks;
mod metered;
mod notice;
mod positions;
mod post;
mod prefer;
mod remove_interval_tariff;
mod rules_change;
mod sequences;
mod set_interval_tariffs;
mod set_pauses;
mod set_rules;
mod set_tariff;
mod storage_sequences;
mod suspension;
mod trust;
mod try_state;

use frame_support::{
	assert_noop, assert_ok,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Interval, MAX_ORDER, NodeIndex, Order, Planck, Position, Price, Tariff, Wh,
};
use gridmerit_pallet_support::{
	BatteryFlows, Books, ClosedIntervals, ClosedRound, Fills, IntervalClock, IntervalTerms as _,
	Locks, OnSuspend, Page, PageIndex, PageSet, Positions, Prices,
};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

/// A quarter more than the dearest tariff, and steps as from night to day and back.
fn bounded(notice: u16) -> MarketRules {
	let ceiling = Tariff {
		tou: 400,
		fit: 100,
		alpha_ppm: 960_000,
		fee: 10,
		shortfall: 500,
		surplus: 100,
		curtailed: 50,
	};
	let change = Tariff {
		tou: 100,
		fit: 10,
		alpha_ppm: 50_000,
		fee: 1,
		shortfall: 90,
		surplus: 20,
		curtailed: 10,
	};
	MarketRules { bounds: TariffBounds { ceiling, change, notice }, ..rules() }
}

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

/// Publishes the tariff of one interval.
fn set_own(interval: Interval, tariff: Tariff) -> DispatchResult {
	own_by(operator(), &[(interval, tariff)])
}

fn own_by(origin: Origin, tariffs: &[(Interval, Tariff)]) -> DispatchResult {
	ForwardMarket::set_interval_tariffs(origin, tariffs.to_vec().try_into().unwrap())
}

fn set_rules(rules: MarketRules) -> DispatchResult {
	ForwardMarket::set_rules(operator(), rules)
}

fn tariff_of(interval: Interval) -> Tariff {
	IntervalTerms::<Test>::get(interval).unwrap().tariff
}

fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::ForwardMarket(event) => Some(event),
		_ => None,
	});
	events.collect()
}

fn last_event() -> Event<Test> {
	events().pop().unwrap()
}

fn start(interval: Interval) -> u64 {
	u64::from(interval) * LENGTH
}

fn poll() {
	ForwardMarket::on_poll(System::block_number(), &mut WeightMeter::new());
}

fn round() -> Round {
	CurrentRound::<Test>::get().unwrap()
}

/// A market in which the first round, T, takes orders for T + 1 to T + 4.
fn run_round(test: impl FnOnce()) {
	run(|| {
		poll();
		assert_eq!(round().number, T);
		test();
	});
}

fn orders(orders: &[(Interval, Option<Order>)]) -> OrdersOf<Test> {
	orders.to_vec().try_into().unwrap()
}

fn demands(rows: &[(Interval, Wh)]) -> OrdersOf<Test> {
	let demand = |&(interval, quantity)| (interval, Some(Order::Demand { quantity, limit: None }));
	orders(&rows.iter().map(demand).collect::<Vec<_>>())
}

fn offers(rows: &[(Interval, Wh, Price)]) -> OrdersOf<Test> {
	let offer = |&(interval, capacity, ask)| (interval, Some(Order::Offer { capacity, ask }));
	orders(&rows.iter().map(offer).collect::<Vec<_>>())
}

/// Posts in a round.
fn post_in(account: AccountId, round: Interval, orders: OrdersOf<Test>) -> DispatchResult {
	ForwardMarket::post(Origin::signed(account), round, orders, false)
		.map(|_| ())
		.map_err(|error| error.error)
}

/// Posts demand in the current round.
fn demand(account: AccountId, orders: &[(Interval, Wh)]) -> DispatchResult {
	post_in(account, round().number, demands(orders))
}

/// Posts offers in the current round.
fn offer(account: AccountId, orders: &[(Interval, Wh, Price)]) -> DispatchResult {
	post_in(account, round().number, offers(orders))
}

fn order(node: NodeIndex, interval: Interval) -> Option<Order> {
	Orders::<Test>::get(interval, node / 128).get(node).copied()
}

fn position(bought: Wh, sold: Wh) -> Position {
	let at = |energy| Planck::from(energy) * 100;
	Position { bought, sold, cost: at(bought), revenue: at(sold) }
}

/// Goes to the gate and closes the round.
fn close() -> ClosedRound {
	World::set_now(round().gate);
	ForwardMarket::closed_round().unwrap()
}

/// Fills a page, with `fill` telling what of an order trades and at which price, the same for all that do.
/// Whether any order stays.
fn fill(
	interval: Interval,
	page: PageIndex,
	fill: impl Fn(NodeIndex, Order) -> (Wh, Price),
) -> bool {
	let orders = ForwardMarket::page(interval, page);
	let (mut bought, mut sold, mut at) = (vec![], vec![], None);
	for (node, order) in orders.rows(page) {
		let (energy, price) = fill(node, *order);
		if energy > 0 {
			assert_eq!(*at.get_or_insert(price), price, "one price for all");
		}
		match order {
			Order::Demand { .. } => bought.push(energy),
			Order::Offer { .. } => sold.push(energy),
		}
	}
	let fills = Fills { bought: &bought, sold: &sold, prices: Prices::One(at.unwrap_or_default()) };
	ForwardMarket::fill(interval, page, orders, Some(fills))
}

/// Clears a round that has closed, with `filled` telling what of an order trades and at which price, and
/// opens the next.
fn clear(filled: impl Fn(Interval, NodeIndex, Order) -> (Wh, Price)) {
	let closed = ForwardMarket::closed_round().unwrap();
	let pages = ForwardMarket::pages();
	let mut kept = PageSet::default();
	for interval in closed.first..=closed.last {
		if ForwardMarket::rules(interval).is_none() {
			continue;
		}
		assert!(ForwardMarket::clears(interval));
		let mut next = pages.from(0);
		while let Some(page) = next {
			if fill(interval, page, |node, order| filled(interval, node, order)) {
				kept.insert(page);
			}
			next = pages.from(page + 1);
		}
	}
	while !ForwardMarket::open_next(&kept).0 {}
}

/// Closes the round at its gate, clears it without trades and opens the next.
fn next_round() {
	close();
	clear(|_, _, _| (0, 0));
}

/// The origins that must not get past the origin check of a call by a node.
fn assert_signed_only(call: Call<Test>) {
	for origin in [Origin::none(), Origin::root()] {
		assert_noop!(
			RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
			DispatchError::BadOrigin
		);
	}
}

/// Everybody but the operator, and but `allowed`, is turned away.
fn assert_privileged(call: Call<Test>, allowed: Option<AccountId>) {
	let accounts = [1, 5, UTILITY_ACCOUNT, 77].into_iter().filter(|other| Some(*other) != allowed);
	for origin in accounts.map(Origin::signed).chain([Origin::none()]) {
		assert_noop!(
			RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
			DispatchError::BadOrigin
		);
	}
}
