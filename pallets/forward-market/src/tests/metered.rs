// SPDX-License-Identifier: Apache-2.0

//! What no meter will prove is not traded by mistake.

use super::*;

fn post(account: AccountId, orders: OrdersOf<Test>, unmetered: bool) -> DispatchResult {
	ForwardMarket::post(Origin::signed(account), T, orders, unmetered)
		.map(|_| ())
		.map_err(|error| error.error)
}

#[test]
fn orders_without_a_settlement_meter_are_refused() {
	run_round(|| {
		World::set_metered(1, &[]);
		assert!(!Metered::<Test>::contains_key(1));
		let wanted = || demands(&[(T + 1, 10)]);
		assert_noop!(post(1, wanted(), false), Error::<Test>::NotMetered);
		World::set_metered(1, &[(T + 2, None)]);
		assert_noop!(post(1, wanted(), false), Error::<Test>::NotMetered);
		let more = demands(&[(T + 2, 10), (T + 1, 10)]);
		assert_noop!(post(1, more, false), Error::<Test>::NotMetered);
		assert_ok!(post(1, demands(&[(T + 2, 10), (T + 4, 10)]), false));
		// It knows.
		assert_ok!(post(1, wanted(), true));
	});
}

#[test]
fn boundary_of_the_duty() {
	run_round(|| {
		World::set_metered(1, &[(T, Some(T + 2)), (T + 3, Some(T + 4))]);
		let one = |k| post(1, demands(&[(k, 10)]), false);
		assert_ok!(one(T + 1));
		assert_noop!(one(T + 2), Error::<Test>::NotMetered);
		assert_ok!(one(T + 3));
		assert_noop!(one(T + 4), Error::<Test>::NotMetered);
		// What has ended is not remembered.
		World::set_metered(1, &[(T - 5, Some(T))]);
		assert!(!Metered::<Test>::contains_key(1));
	});
}

#[test]
fn an_order_is_taken_back_without_a_meter() {
	run_round(|| {
		assert_ok!(post(1, demands(&[(T + 1, 10)]), false));
		World::set_metered(1, &[]);
		assert_ok!(post(1, orders(&[(T + 1, None)]), false));
		assert_eq!(order(1, T + 1), None);
	});
}
