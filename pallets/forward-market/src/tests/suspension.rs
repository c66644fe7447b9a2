// SPDX-License-Identifier: Apache-2.0

//! Orders of suspended nodes go: at once, or when the books have cleared.

use super::*;

fn leaving() -> Vec<NodeIndex> {
	let mut nodes: Vec<_> = Leaving::<Test>::iter_keys().collect();
	nodes.sort();
	nodes
}

fn cancelled() -> usize {
	events().iter().filter(|event| matches!(event, Event::OrdersCancelled { .. })).count()
}

#[test]
fn orders_go_at_once() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 2, 100), (T + 3, 10)]));
		close();
		clear(|interval, _, _| if interval == T + 2 { (40, 100) } else { (0, 0) });
		World::suspend(1, true);
		let intervals = vec![T + 2, T + 3];
		assert_eq!(last_event(), Event::OrdersCancelled { node: 1, intervals });
		assert_eq!(ForwardMarket::orders_of(1), []);
		// What has traded stays.
		assert_eq!(World::locks(1), [(T + 2, 40 * 105)]);
		assert!(leaving().is_empty());
		// There is nothing to cancel a second time, nor for a node that is not there.
		ForwardMarket::suspended(1);
		ForwardMarket::suspended(77);
		assert_eq!(cancelled(), 1);
	});
}

#[test]
fn boundary_of_the_gate() {
	// At the gate, before the round is closed, the books can still be changed.
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		World::set_now(round().gate);
		World::suspend(1, true);
		assert_eq!((cancelled(), leaving()), (1, vec![]));
	});
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		close();
		World::suspend(1, true);
		assert_eq!((cancelled(), leaving()), (0, vec![1]));
		assert_eq!(last_event(), Event::NodeLeaving { node: 1 });
		assert_eq!(ForwardMarket::page(T + 1, 0).len(), 1);
	});
}

#[test]
fn orders_that_clear_go_before_the_next_round_opens() {
	run_round(|| {
		for node in [1, 2, 3] {
			assert_ok!(demand(node, &[(T + 2, 100)]));
		}
		close();
		World::suspend(1, true);
		World::suspend(2, true);
		World::suspend(1, true);
		ForwardMarket::do_try_state().unwrap();
		// What they trade until then, they trade.
		let mut pages = PageSet::default();
		if fill(T + 2, 0, |_, _| (40, 95)) {
			pages.insert(0);
		}
		// A step for each of them.
		for left in [1, 0] {
			assert!(!ForwardMarket::open_next(&pages).0);
			assert_eq!(leaving().len(), left);
			assert!(matches!(last_event(), Event::OrdersCancelled { .. }));
			assert_eq!(round().number, T);
		}
		assert!(ForwardMarket::open_next(&pages).0);
		assert_eq!(round().number, T + 1);
		assert_eq!(ForwardMarket::orders_of(1), []);
		assert_eq!(ForwardMarket::orders_of(2), []);
		assert_eq!(
			ForwardMarket::orders_of(3),
			[(T + 2, Order::Demand { quantity: 60, limit: None })]
		);
		assert_eq!(World::locks(1), [(T + 2, 40 * 100)]);
		assert_eq!(cancelled(), 2);
	});
}

#[test]
fn a_node_that_is_resumed_meanwhile_starts_afresh() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 2, 100)]));
		close();
		World::suspend(1, true);
		World::suspend(1, false);
		clear(|_, _, _| (0, 0));
		assert_eq!(ForwardMarket::orders_of(1), []);
		assert_ok!(demand(1, &[(T + 2, 100)]));
	});
}

#[test]
fn a_node_that_has_left_meanwhile_stops_nothing() {
	run_round(|| {
		close();
		World::suspend(1, true);
		World::remove_node(1);
		assert!(leaving().is_empty());
		assert!(ForwardMarket::open_next(&PageSet::default()).0);
	});
}
