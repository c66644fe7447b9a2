// SPDX-License-Identifier: Apache-2.0

mod cancel;
mod cancel_all;
mod genesis;
mod hooks;
mod post_demand;
mod post_offers;
mod post_schedule;
mod remove_interval_tariff;
mod rules_change;
mod schedule_sequences;
mod sequences;
mod set_breaker;
mod set_interval_tariff;
mod set_rules;
mod set_tariff;
mod suspension;
mod try_state;

use frame_support::{
	assert_noop, assert_ok,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{
	Interval, MAX_ORDER, NodeIndex, Order, Planck, Position, Price, Scarcity, Tariff, Wh,
};
use gridmerit_pallet_support::{
	Books, ClosedRound, IntervalTerms as _, Page, PageSet, Positions, Pot,
};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

fn operator() -> Origin {
	Origin::signed(OPERATOR)
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

fn demands(orders: &[(Interval, Wh)]) -> frame_support::BoundedVec<DemandOrder, MaxAhead> {
	let orders = orders.iter().map(|&(interval, quantity)| DemandOrder { interval, quantity });
	orders.collect::<Vec<_>>().try_into().unwrap()
}

fn offers(orders: &[(Interval, Wh, Price)]) -> frame_support::BoundedVec<OfferOrder, MaxAhead> {
	let orders =
		orders.iter().map(|&(interval, capacity, ask)| OfferOrder { interval, capacity, ask });
	orders.collect::<Vec<_>>().try_into().unwrap()
}

type MaxAhead = <Test as Config>::MaxAhead;

/// Posts demand in the round at hand.
fn demand(account: AccountId, orders: &[(Interval, Wh)]) -> DispatchResult {
	ForwardMarket::post_demand(Origin::signed(account), round().number, demands(orders))
}

/// Posts offers in the round at hand.
fn offer(account: AccountId, orders: &[(Interval, Wh, Price)]) -> DispatchResult {
	ForwardMarket::post_offers(Origin::signed(account), round().number, offers(orders))
}

fn schedule(orders: &[(Interval, Order)]) -> frame_support::BoundedVec<ScheduleOrder, MaxAhead> {
	let orders = orders.iter().map(|&(interval, order)| ScheduleOrder { interval, order });
	orders.collect::<Vec<_>>().try_into().unwrap()
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

/// Clears a round that has closed, with `fill` telling what of an order trades and at which price, and
/// opens the next.
fn clear(fill: impl Fn(Interval, NodeIndex, Order) -> (Wh, Price)) {
	let closed = ForwardMarket::closed_round().unwrap();
	let pages = ForwardMarket::pages();
	let mut kept = PageSet::default();
	for interval in closed.first..=closed.last {
		let Some(rules) = ForwardMarket::rules(interval) else { continue };
		assert!(ForwardMarket::clears(interval));
		let mut next = pages.from(0);
		while let Some(page) = next {
			let left = ForwardMarket::page(interval, page).update(page, |node, order| {
				let (energy, price) = fill(interval, node, order);
				let before = World::position(interval, node);
				let (after, left) = match order {
					Order::Demand { quantity } => (
						before.buy(energy, price, rules.limits.fee()),
						Order::Demand { quantity: quantity - energy },
					),
					Order::Offer { capacity, ask } => (
						before.sell(energy, price),
						Order::Offer { capacity: capacity - energy, ask },
					),
				};
				World::set_position(interval, node, after.unwrap());
				match left {
					Order::Demand { quantity: 0 } | Order::Offer { capacity: 0, .. } => None,
					left => Some(left),
				}
			});
			if ForwardMarket::put_back(interval, page, left) {
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
