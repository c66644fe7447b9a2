// SPDX-License-Identifier: Apache-2.0

use super::*;

fn cancel(account: AccountId, intervals: &[Interval]) -> DispatchResult {
	let intervals = intervals.to_vec().try_into().unwrap();
	ForwardMarket::cancel(Origin::signed(account), intervals)
}

#[test]
fn orders_are_cancelled_and_their_locks_free() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10), (T + 3, 10)]));
		assert_ok!(offer(2, &[(T + 1, 10, 100)]));
		assert_ok!(cancel(1, &[T + 3, T + 1]));
		assert_eq!(last_event(), Event::OrdersCancelled { node: 1, intervals: vec![T + 1, T + 3] });
		assert_eq!(
			ForwardMarket::orders_of(1),
			[(T + 2, Order::Demand { quantity: 10, limit: None })]
		);
		assert_eq!(World::locks(1), [(T + 2, 10 * 195)]);
		// The neighbour on the page stays, an empty page goes.
		assert_eq!(order(2, T + 1), Some(Order::Offer { capacity: 10, ask: 100 }));
		assert!(!Orders::<Test>::contains_key(T + 3, 0));
	});
}

#[test]
fn what_has_traded_stays_locked() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 2, 100, 100)]));
		close();
		clear(|_, _, _| (40, 120));
		assert_eq!(World::locks(1), [(T + 2, 100 * 110)]);
		assert_ok!(cancel(1, &[T + 2]));
		assert_eq!(World::locks(1), [(T + 2, 40 * 90)]);
		assert_eq!(order(1, T + 2), None);
		// Once more is once too much: nothing would change.
		assert_noop!(cancel(1, &[T + 2]), Error::<Test>::NoOrder);
	});
}

/// What no rise in price has used is free, even if all has traded.
#[test]
fn frees_what_a_filled_order_has_left_locked() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 2, 100)]));
		close();
		clear(|_, _, _| (100, 100));
		assert_eq!(order(1, T + 2), None);
		assert_eq!(World::locks(1), [(T + 2, 100 * 195)]);
		assert_ok!(cancel(1, &[T + 2]));
		assert_eq!(World::locks(1), [(T + 2, 100 * 105)]);
	});
}

#[test]
fn frees_what_an_expired_order_has_left_locked() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 4, 10)]));
		next_round();
		assert_ok!(cancel(1, &[T + 1]));
		assert_eq!(last_event(), Event::OrdersCancelled { node: 1, intervals: vec![T + 1] });
		assert_eq!(World::locks(1), [(T + 4, 10 * 195)]);
		assert_noop!(cancel(1, &[T + 1]), Error::<Test>::NoOrder);
	});
}

/// Nothing is owed for an interval that is settled for good, so nobody's money stays tied up in it.
#[test]
fn frees_what_is_locked_for_a_pruned_interval() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 1, 100, 100)]));
		close();
		clear(|_, _, _| (40, 100));
		World::settle_before(Interval::MAX);
		World::set_now(start(T + 100));
		clear(|_, _, _| (0, 0));
		assert_eq!(round().number, T + 100);
		ForwardMarket::on_idle(1, Weight::from_parts(1_000, 0));
		assert_eq!(IntervalTerms::<Test>::get(T + 1), None);
		assert_ok!(cancel(1, &[T + 1]));
		assert_eq!(World::locks(1), []);
		assert_noop!(cancel(1, &[T + 1]), Error::<Test>::NoOrder);
	});
}

#[test]
fn suspended_and_indebted_nodes_may_cancel_and_so_may_all_when_posting_is_paused() {
	run_round(|| {
		for node in [1, 2, 3] {
			assert_ok!(demand(node, &[(T + 1, 10)]));
		}
		World::set_arrears(1);
		World::change_node(2, |suspended, _, _| *suspended = true);
		let paused = Pauses { posting: true, clearing: true };
		assert_ok!(ForwardMarket::set_pauses(operator(), paused));
		for node in [1, 2, 3] {
			assert_ok!(cancel(node, &[T + 1]));
			assert_eq!(World::locks(node as NodeIndex), []);
		}
	});
}

#[test]
fn fails_without_an_order() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_noop!(cancel(2, &[T + 1]), Error::<Test>::NoOrder);
		assert_noop!(cancel(1, &[T + 2]), Error::<Test>::NoOrder);
		// All or nothing.
		assert_noop!(cancel(1, &[T + 1, T + 2]), Error::<Test>::NoOrder);
		assert_noop!(cancel(1, &[]), Error::<Test>::NothingNamed);
		assert_noop!(cancel(1, &[T + 1, T + 1]), Error::<Test>::IntervalNamedTwice);
		assert_noop!(cancel(77, &[T + 1]), Error::<Test>::NotRegistered);
		assert_signed_only(Call::cancel { intervals: vec![T + 1].try_into().unwrap() });
	});
	run(|| {
		assert_noop!(cancel(1, &[T + 1]), Error::<Test>::NoMarket);
	});
}

#[test]
fn boundary_of_the_gate() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10), (T + 3, 10)]));
		World::set_now(round().gate - 1);
		assert_ok!(cancel(1, &[T + 1]));
		World::set_now(round().gate);
		assert_noop!(cancel(1, &[T + 2]), Error::<Test>::GateClosed);
		close();
		assert_noop!(cancel(1, &[T + 2]), Error::<Test>::GateClosed);
		clear(|_, _, _| (0, 0));
		assert_ok!(cancel(1, &[T + 2]));
		// Neither does a gate keep what is not open.
		next_round();
		next_round();
		close();
		assert_ok!(cancel(1, &[T + 3]));
	});
}

/// Void intervals will not clear: their orders need not wait until the others have, or until the operator
/// lets clearing go on.
#[test]
fn frees_void_orders_while_the_others_clear() {
	for paused in [false, true] {
		run_round(|| {
			assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10), (T + 3, 10)]));
			let pauses = Pauses { posting: false, clearing: paused };
			assert_ok!(ForwardMarket::set_pauses(operator(), pauses));
			World::set_now(start(T + 2));
			assert_eq!(ForwardMarket::closed_round().is_none(), paused);
			assert_eq!(
				ForwardMarket::orders_of(1),
				[(T + 3, Order::Demand { quantity: 10, limit: None })]
			);
			assert_noop!(cancel(1, &[T + 3]), Error::<Test>::GateClosed);
			assert_ok!(cancel(1, &[T + 1, T + 2]));
			assert_eq!(World::locks(1), [(T + 3, 10 * 195)]);
			assert_eq!(order(1, T + 2), None);
		});
	}
}
