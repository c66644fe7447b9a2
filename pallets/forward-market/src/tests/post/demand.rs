// SPDX-License-Identifier: Apache-2.0

//! Demand.

use super::*;
use gridmerit_pallet_support::{MAX_PAGES, PAGE_ROWS};
use sp_runtime::TokenError;

#[test]
fn demand_is_posted_and_covered() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 4, 30), (T + 1, 10)]));
		assert_eq!(
			last_event(),
			Event::OrdersPosted { node: 1, round: T, orders: demands(&[(T + 1, 10), (T + 4, 30)]) }
		);
		assert_eq!(order(1, T + 1), Some(Order::Demand { quantity: 10, limit: None }));
		assert_eq!(order(1, T + 4), Some(Order::Demand { quantity: 30, limit: None }));
		// Cap and fee.
		assert_eq!(World::locks(1), [(T + 1, 10 * 195), (T + 4, 30 * 195)]);
		assert_eq!(
			ForwardMarket::orders_of(1),
			[
				(T + 1, Order::Demand { quantity: 10, limit: None }),
				(T + 4, Order::Demand { quantity: 30, limit: None })
			]
		);
		assert!(round().pages.contains(0) && !round().pages.contains(1));
		assert_ok!(demand(200, &[(T + 1, 10)]));
		assert!(round().pages.contains(1));
	});
}

#[test]
fn it_replaces_the_open_order_whatever_its_side() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_ok!(demand(1, &[(T + 1, 20)]));
		assert_eq!(order(1, T + 1), Some(Order::Demand { quantity: 20, limit: None }));
		assert_eq!(World::locks(1), [(T + 1, 20 * 195)]);
		assert_ok!(offer(1, &[(T + 1, 20, 100)]));
		assert_eq!(order(1, T + 1), Some(Order::Offer { capacity: 20, ask: 100 }));
		assert_eq!(World::locks(1), [(T + 1, 20 * 110)]);
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_eq!(order(1, T + 1), Some(Order::Demand { quantity: 10, limit: None }));
		assert_eq!(World::locks(1), [(T + 1, 10 * 195)]);
	});
}

#[test]
fn fails_for_who_may_not_post() {
	assert_signed_and_traders(|account| demand(account, &[(T + 1, 10)]));
	run_round(|| {
		let orders = demands(&[(T + 1, 10)]);
		assert_signed_only(Call::post { round: T, orders, unmetered: false });
	});
}

/// What is refused of anybody's posting, whatever its side.
pub fn assert_signed_and_traders(post: impl Fn(AccountId) -> DispatchResult) {
	run(|| {
		// No round has opened.
		CurrentRound::<Test>::kill();
		let orders = demands(&[(T + 1, 10)]);
		assert_noop!(post_in(1, T, orders), Error::<Test>::NoMarket);
	});
	run_round(|| {
		assert_noop!(post(77), Error::<Test>::NotRegistered);
		assert_noop!(post(OPERATOR), Error::<Test>::NotRegistered);
		assert_noop!(post(UTILITY_ACCOUNT), Error::<Test>::DoesNotTrade);
		assert_noop!(post(5), Error::<Test>::DoesNotTrade);
		World::suspend(2, true);
		assert_noop!(post(2), Error::<Test>::Suspended);
		World::suspend(2, false);
		assert_ok!(post(2));
		let posting = Pauses { posting: true, clearing: false };
		assert_ok!(ForwardMarket::set_pauses(operator(), posting));
		assert_noop!(post(1), Error::<Test>::PostingPaused);
		let clearing = Pauses { posting: false, clearing: true };
		assert_ok!(ForwardMarket::set_pauses(operator(), clearing));
		assert_ok!(post(1));
		World::refuse(TokenError::FundsUnavailable.into());
		assert_noop!(post(3), TokenError::FundsUnavailable);
	});
}

/// A utility that has become a prosumer still stands behind the intervals that it did.
#[test]
fn fails_for_the_utility_of_the_interval_whatever_its_roles_are_now() {
	run_round(|| {
		World::change_node(UTILITY, |_, roles, _| {
			*roles = gridmerit_energy::Roles { prosumer: true, ..Default::default() }
		});
		assert_noop!(demand(UTILITY_ACCOUNT, &[(T + 1, 10)]), Error::<Test>::DoesNotTrade);
		assert_noop!(offer(UTILITY_ACCOUNT, &[(T + 1, 10, 100)]), Error::<Test>::DoesNotTrade);
	});
}

/// The books have 2^13 pages; an order behind them would never clear.
#[test]
fn boundary_of_the_books() {
	run_round(|| {
		let (last, beyond) = (MAX_PAGES * PAGE_ROWS - 1, MAX_PAGES * PAGE_ROWS);
		let roles = gridmerit_energy::Roles { consumer: true, ..Default::default() };
		World::set_node(last, 301, roles);
		World::set_node(beyond, 302, roles);
		assert_noop!(demand(302, &[(T + 1, 10)]), Error::<Test>::IndexTooHigh);
		assert_ok!(demand(301, &[(T + 1, 10)]));
		assert!(round().pages.contains(MAX_PAGES - 1));
	});
}

#[test]
fn boundary_of_the_windows() {
	run_round(|| {
		for closed in [0, T - 1, T, T + 5, Interval::MAX] {
			assert_noop!(demand(1, &[(closed, 10)]), Error::<Test>::IntervalNotOpen);
			assert_noop!(offer(1, &[(closed, 10, 100)]), Error::<Test>::IntervalNotOpen);
		}
		for open in T + 1..=T + 4 {
			assert_ok!(demand(1, &[(open, 10)]));
		}
	});
}

#[test]
fn boundary_of_the_gate() {
	run_round(|| {
		assert_eq!(round().gate, start(T + 1) - 60_000);
		World::set_now(round().gate - 1);
		assert_eq!(ForwardMarket::closed_round(), None);
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_eq!(ForwardMarket::open_windows().len(), 4);
		// Closed by time, before anybody has noticed.
		World::set_now(round().gate);
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::GateClosed);
		assert_noop!(offer(1, &[(T + 1, 10, 100)]), Error::<Test>::GateClosed);
		assert_eq!(ForwardMarket::open_windows(), []);
		close();
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::GateClosed);
		assert_noop!(offer(1, &[(T + 1, 10, 100)]), Error::<Test>::GateClosed);
		assert_eq!(ForwardMarket::open_windows(), []);
	});
}

/// Its sender does not know what has traded: it might buy twice.
#[test]
fn fails_if_signed_before_a_gate_and_landing_after_it() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 2, 100)]));
		let late = || post_in(1, T, demands(&[(T + 2, 90)]));
		close();
		assert_noop!(late(), Error::<Test>::GateClosed);
		clear(|_, _, _| (40, 100));
		assert_eq!(round().number, T + 1);
		assert_noop!(late(), Error::<Test>::WrongRound);
		assert_eq!(order(1, T + 2), Some(Order::Demand { quantity: 60, limit: None }));
		let early = post_in(1, T + 2, demands(&[(T + 2, 90)]));
		assert_noop!(early, Error::<Test>::WrongRound);
		// On top of the 40.
		assert_ok!(demand(1, &[(T + 2, 50)]));
		assert_eq!(World::locks(1)[0], (T + 2, 40 * 105 + 50 * 195));
	});
}

#[test]
fn fails_if_an_interval_is_named_twice_or_none_is() {
	run_round(|| {
		assert_noop!(demand(1, &[]), Error::<Test>::NothingNamed);
		let twice = [(T + 1, 10), (T + 2, 10), (T + 1, 20)];
		assert_noop!(demand(1, &twice), Error::<Test>::IntervalNamedTwice);
	});
}

#[test]
fn boundary_of_quantities() {
	run_round(|| {
		World::change_node(1, |_, _, limits| limits.consumption = u64::MAX);
		for (quantity, error) in [
			(0, Error::<Test>::BelowMinimum),
			(9, Error::<Test>::BelowMinimum),
			(MAX_ORDER + 1, Error::<Test>::TooLarge),
			(u64::MAX, Error::<Test>::TooLarge),
		] {
			assert_noop!(demand(1, &[(T + 1, quantity)]), error);
		}
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_ok!(demand(1, &[(T + 1, MAX_ORDER)]));
	});
}

#[test]
fn boundary_of_the_consumption_limit() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 2_000)]));
		assert_noop!(demand(1, &[(T + 1, 2_001)]), Error::<Test>::AboveConsumptionLimit);
		// What it has bought counts, what it has sold on does not.
		World::set_position(T + 2, 1, position(800, 300));
		assert_ok!(demand(1, &[(T + 2, 1_500)]));
		assert_noop!(demand(1, &[(T + 2, 1_501)]), Error::<Test>::AboveConsumptionLimit);
		// Buying back comes first.
		World::set_position(T + 3, 1, position(0, 300));
		assert_ok!(demand(1, &[(T + 3, 2_300)]));
		assert_noop!(demand(1, &[(T + 3, 2_301)]), Error::<Test>::AboveConsumptionLimit);
	});
}

#[test]
fn buying_back_is_always_allowed() {
	run_round(|| {
		World::set_position(T + 1, 1, position(0, 300));
		World::set_lock(1, T + 1, Some(300 * 110));
		World::change_node(1, |_, _, limits| limits.consumption = 0);
		World::set_arrears(1);
		assert_ok!(demand(1, &[(T + 1, 300)]));
		// It needs no fresh money.
		assert_eq!(World::locks(1), [(T + 1, 300 * 110)]);
		assert_noop!(demand(1, &[(T + 1, 301)]), Error::<Test>::InArrears);
		assert_noop!(demand(1, &[(T + 2, 10)]), Error::<Test>::InArrears);
	});
	run_round(|| {
		World::set_position(T + 1, 1, position(0, 300));
		World::change_node(1, |_, _, limits| limits.consumption = 0);
		assert_noop!(demand(1, &[(T + 1, 301)]), Error::<Test>::AboveConsumptionLimit);
	});
	// Nor is it, if a limit fell, for what is beyond the limit already.
	run_round(|| {
		World::set_position(T + 1, 1, position(300, 0));
		World::change_node(1, |_, _, limits| limits.consumption = 200);
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::AboveConsumptionLimit);
		assert_ok!(offer(1, &[(T + 1, 300, 100)]));
	});
}

fn limited(account: AccountId, interval: Interval, limit: Price) -> DispatchResult {
	let order = Order::Demand { quantity: 10, limit: Some(limit) };
	post_in(account, round().number, orders(&[(interval, Some(order))]))
}

/// The tariff's FIT is 80 at night, its cap 190.
#[test]
fn boundary_of_limits() {
	run_round(|| {
		for limit in [0, 79, 80] {
			assert_noop!(limited(1, T + 1, limit), Error::<Test>::LimitNotAboveFeedIn);
		}
		for limit in [191, 200, u64::MAX] {
			assert_noop!(limited(1, T + 1, limit), Error::<Test>::LimitAboveCap);
		}
		for limit in [81, 190] {
			assert_ok!(limited(1, T + 1, limit));
			let expected = Order::Demand { quantity: 10, limit: Some(limit) };
			assert_eq!(order(1, T + 1), Some(expected));
			// What it can cost at most, with the fee.
			assert_eq!(World::locks(1), [(T + 1, 10 * (Planck::from(limit) + 5))]);
		}
	});
}

/// What is left of a demand keeps its limit, and what has traded costs what it did; the lock covers both.
#[test]
fn a_limit_stays_with_what_is_left() {
	run_round(|| {
		let wanted = |quantity| Order::Demand { quantity, limit: Some(120) };
		assert_ok!(post(1, &[(T + 2, Some(wanted(20)))]));
		close();
		clear(|_, _, _| (4, 100));
		assert_eq!(order(1, T + 2), Some(wanted(16)));
		assert_eq!(World::locks(1), [(T + 2, 20 * 125)]);
		// Posted again, what has traded needs less than was locked for it.
		assert_ok!(post(1, &[(T + 2, Some(wanted(16)))]));
		assert_eq!(World::locks(1), [(T + 2, 4 * 105 + 16 * 125)]);
	});
}

/// No fee is locked for energy that is bought back, as none is charged.
#[test]
fn buying_back_locks_no_fee() {
	run_round(|| {
		World::set_position(T + 1, 1, position(0, 300));
		assert_ok!(demand(1, &[(T + 1, 400)]));
		// 100 Wh are to be used in the end: 400 at the cap, the fee on 100, less what 300 have earned.
		let filled = 400 * 190 + 100 * 5 - 300 * 100;
		// Or nothing is delivered of the 300.
		assert_eq!(World::locks(1), [(T + 1, filled.max(300 * 110))]);
	});
}

/// No market gets there.
#[test]
fn fails_if_the_position_overflows() {
	run_round(|| {
		World::change_node(1, |_, _, limits| limits.consumption = u64::MAX);
		World::set_position(T + 1, 1, Position { bought: 10, cost: u128::MAX, ..position(0, 10) });
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::BeyondBounds);
		World::set_position(T + 1, 1, Position { revenue: u128::MAX, ..position(10, 10) });
		assert_noop!(offer(1, &[(T + 1, 10, 100)]), Error::<Test>::BeyondBounds);
	});
}

#[test]
fn all_of_a_profile_is_posted_or_nothing() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10)]));
		for (bad, error) in [
			((T + 4, 9), Error::<Test>::BelowMinimum),
			((T + 4, 2_001), Error::<Test>::AboveConsumptionLimit),
			((T + 5, 10), Error::<Test>::IntervalNotOpen),
		] {
			assert_noop!(demand(1, &[(T + 1, 20), (T + 2, 20), (T + 3, 20), bad]), error);
		}
		World::refuse(TokenError::FundsUnavailable.into());
		assert_noop!(demand(1, &[(T + 1, 20), (T + 2, 20)]), TokenError::FundsUnavailable);
	});
}

/// Intervals on both sides of six o'clock have their own prices.
#[test]
fn the_lock_is_at_the_prices_of_the_interval() {
	run(|| {
		World::set_now(start(T + 21) + 1);
		poll();
		assert_ok!(demand(1, &[(T + 23, 10), (T + 24, 10)]));
		assert_eq!(World::locks(1), [(T + 23, 10 * 195), (T + 24, 10 * 276)]);
	});
}

#[test]
fn boundary_of_what_closes_a_position() {
	run_round(|| {
		// The minimum is 10.
		World::set_position(T + 1, 1, position(0, 7));
		assert_noop!(demand(1, &[(T + 1, 6)]), Error::<Test>::BelowMinimum);
		assert_noop!(demand(1, &[(T + 1, 8)]), Error::<Test>::BelowMinimum);
		assert_ok!(demand(1, &[(T + 1, 7)]));
		World::set_position(T + 2, 1, position(7, 7));
		assert_noop!(demand(1, &[(T + 2, 0)]), Error::<Test>::BelowMinimum);
	});
}
