// SPDX-License-Identifier: Apache-2.0

//! Where nodes hang on the grid, and what full lines earn.

use super::*;
use frame_support::dispatch::GetDispatchInfo;
use gridmerit_pallet_support::CongestionRent;

fn bus(node: NodeIndex) -> Option<u16> {
	ForwardMarket::buses(node / 128).get(node).copied()
}

#[test]
fn a_posting_says_where_its_node_hangs() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		World::hang(1, 32);
		World::hang(200, 5);
		assert_ok!(demand(1, &[(T + 1, 100)]));
		assert_ok!(demand(200, &[(T + 1, 100)]));
		assert_eq!((bus(1), bus(200)), (Some(32), Some(5)));
		// It is moved, and posts for another interval as well.
		World::hang(1, 3);
		assert_eq!(bus(1), Some(32));
		assert_ok!(demand(1, &[(T + 1, 100), (T + 2, 100)]));
		assert_eq!((bus(1), bus(200)), (Some(3), Some(5)));
	});
}

#[test]
fn without_lines_nobody_asks_where() {
	run_round(|| {
		World::hang(1, 7);
		assert_ok!(demand(1, &[(T + 1, 100)]));
		// A single bus has none, and no limits.
		Feeders::set(T + 2, 1);
		assert_ok!(demand(1, &[(T + 2, 100)]));
		assert_eq!(Buses::<Test>::iter().count(), 0);
	});
}

#[test]
fn fails_where_the_grid_has_no_such_bus() {
	run_round(|| {
		Feeders::set(T + 2, 33);
		World::hang(1, 33);
		let round = round().number;
		let both = demands(&[(T + 1, 100), (T + 2, 100)]);
		assert_noop!(
			ForwardMarket::post(Origin::signed(1), round, both, false).map_err(|error| error.error),
			Error::<Test>::NoSuchBus
		);
		// In the other interval there is no grid; and what is open may always be taken back.
		assert_ok!(demand(1, &[(T + 1, 100)]));
		World::hang(1, 32);
		assert_ok!(demand(1, &[(T + 2, 100)]));
		World::hang(1, 33);
		assert_ok!(post_in(1, round, orders(&[(T + 2, None)])));
		assert_eq!(bus(1), Some(32));
	});
}

/// Not even of a node that is moved meanwhile.
#[test]
fn while_books_clear_no_bus_changes() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		World::hang(1, 3);
		assert_ok!(demand(1, &[(T + 1, 100)]));
		close();
		World::hang(1, 4);
		assert_noop!(demand(1, &[(T + 1, 50)]), Error::<Test>::GateClosed);
		assert_eq!(bus(1), Some(3));
	});
}

#[test]
fn a_grid_costs_those_who_have_one() {
	run_round(|| {
		let cost = |node: NodeIndex| {
			let orders = demands(&[(T + 1, 100), (T + 2, 100)]);
			let call = Call::<Test>::post { round: T, orders: orders.clone(), unmetered: false };
			let declared = call.get_dispatch_info().call_weight;
			let posted = ForwardMarket::post(Origin::signed(node.into()), T, orders, false);
			(declared, posted.unwrap().actual_weight.unwrap())
		};
		let (declared, used) = cost(1);
		Feeders::set(T + 1, 33);
		let (with_grid, used_with_grid) = cost(2);
		let placing = ForwardMarket::placing_weight(2);
		assert!(placing.all_gte(Feeders::look().saturating_mul(2)));
		assert_eq!(with_grid, declared.saturating_add(placing));
		assert_eq!(used_with_grid, used.saturating_add(placing));
	});
}

#[test]
fn who_leaves_hangs_nowhere() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		for node in [1, 2] {
			World::hang(node, 3);
			assert_ok!(demand(node.into(), &[(T + 1, 100)]));
			assert_ok!(ForwardMarket::cancel_all(Origin::signed(node.into())));
		}
		<ForwardMarket as gridmerit_pallet_support::OnRemove>::removed(1);
		assert_eq!((bus(1), bus(2)), (None, Some(3)));
		<ForwardMarket as gridmerit_pallet_support::OnRemove>::removed(2);
		assert_eq!(Buses::<Test>::iter().count(), 0);
	});
}

#[test]
fn each_pays_and_gets_the_price_of_its_zone() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 100)]));
		assert_ok!(demand(2, &[(T + 1, 100)]));
		assert_ok!(offer(3, &[(T + 1, 200, 110)]));
		close();
		let page = ForwardMarket::page(T + 1, 0);
		let prices = Prices::Each { buying: &[150, 120], selling: &[110] };
		let fills = Fills { bought: &[80, 100], sold: &[180], prices };
		assert!(!ForwardMarket::fill(T + 1, 0, page, Some(fills)) || order(1, T + 1).is_some());
		let position = |node| ForwardMarket::position(T + 1, node);
		assert_eq!((position(1).bought, position(1).cost), (80, 80 * 150));
		assert_eq!((position(2).bought, position(2).cost), (100, 100 * 120));
		assert_eq!((position(3).sold, position(3).revenue), (180, 180 * 110));
	});
}

#[test]
fn a_rent_adds_up_over_rounds_and_goes_with_the_positions() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		ForwardMarket::add_rent(T + 1, 70);
		ForwardMarket::add_rent(T + 1, 0);
		ForwardMarket::add_rent(T + 1, 5);
		assert_eq!((ForwardMarket::rent(T + 1), ForwardMarket::rent(T + 2)), (75, 0));
		ForwardMarket::do_try_state().unwrap();
		ForwardMarket::add_rent(T + 2, 0);
		assert_eq!(Rents::<Test>::iter().count(), 1);
		ForwardMarket::forget_rent(T + 1);
		assert_eq!(Rents::<Test>::iter().count(), 0);
		assert!(ForwardMarket::has_rent());
	});
}

#[test]
fn a_bus_of_nobody_and_a_rent_out_of_time_are_found() {
	let fails = |corrupt: fn(), with: &'static str| {
		externalities().execute_with(|| {
			poll();
			corrupt();
			assert_eq!(ForwardMarket::do_try_state().unwrap_err(), with.into());
		});
	};
	fails(|| Buses::<Test>::insert(0, Page::default()), "a page of buses out of order");
	fails(
		|| {
			let mut page = Page::default();
			page.set(77, 1);
			Buses::<Test>::insert(0, page);
		},
		"a bus of no node",
	);
	let rent = "a congestion rent of nothing, or out of time";
	fails(|| Rents::<Test>::insert(T + 1, 0), rent);
	fails(|| Rents::<Test>::insert(T - 1, 5), rent);
	fails(|| Rents::<Test>::insert(T + 99, 5), rent);
}
