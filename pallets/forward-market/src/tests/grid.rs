// SPDX-License-Identifier: Apache-2.0

//! Where nodes hang on the grid, and what full lines earn.

use super::*;
use frame_support::dispatch::GetDispatchInfo;
use gridmerit_energy::FeedInRight;
use gridmerit_pallet_support::{BusSet, CongestionRent, FeedIn};

fn bus(interval: Interval, node: NodeIndex) -> Option<u16> {
	ForwardMarket::buses(interval, node / 128).get(node).copied()
}

#[test]
fn a_posting_says_where_its_node_hangs() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		Feeders::set(T + 2, 33);
		World::hang(1, 32);
		World::hang(200, 5);
		assert_ok!(demand(1, &[(T + 1, 100)]));
		assert_ok!(demand(200, &[(T + 1, 100), (T + 2, 100), (T + 3, 100)]));
		assert_eq!((bus(T + 1, 1), bus(T + 1, 200)), (Some(32), Some(5)));
		assert_eq!((bus(T + 2, 1), bus(T + 2, 200)), (None, Some(5)));
		// It has no grid.
		assert_eq!(bus(T + 3, 200), None);
	});
}

/// Whatever a node trades for an interval, in whichever round, passes the lines of one bus; also if it is moved after
/// it has sold, and then buys back.
#[test]
fn who_is_moved_hangs_where_it_did_in_what_it_has_posted_for() {
	run_round(|| {
		(T + 2..=T + 4).for_each(|interval| Feeders::set(interval, 33));
		// A smaller one, which has no bus 7.
		Feeders::set(T + 1, 5);
		World::hang(3, 3);
		assert_ok!(offer(3, &[(T + 1, 100, 110), (T + 2, 100, 110)]));
		close();
		clear(|interval, _, order| (if interval == T + 2 { order.quantity() } else { 0 }, 110));
		assert_eq!(ForwardMarket::position(T + 2, 3).sold, 100);
		World::hang(3, 7);
		assert_ok!(demand(3, &[(T + 2, 100), (T + 3, 100)]));
		assert_eq!((bus(T + 2, 3), bus(T + 3, 3)), (Some(3), Some(7)));
		// Taken back and posted again it is the same.
		assert_ok!(ForwardMarket::cancel_all(Origin::signed(3)));
		World::hang(3, 8);
		assert_ok!(demand(3, &[(T + 2, 50), (T + 3, 50), (T + 4, 50)]));
		assert_eq!([T + 2, T + 3, T + 4].map(|interval| bus(interval, 3)), [3, 7, 8].map(Some));
		// Where it hangs counts, not where it is to hang: no interval has an order on a bus that its grid has not.
		World::hang(3, 40);
		assert_ok!(demand(3, &[(T + 2, 60)]));
		assert_eq!(bus(T + 2, 3), Some(3));
	});
}

#[test]
fn where_nodes_hung_goes_with_the_book() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		World::hang(1, 3);
		World::hang(200, 4);
		assert_ok!(demand(1, &[(T + 1, 100)]));
		assert_ok!(demand(200, &[(T + 1, 100)]));
		next_round();
		ForwardMarket::close_until(T + 2);
		let prune = |steps| {
			let most = Weight::from_parts(steps, 0);
			ForwardMarket::on_idle(1, most)
		};
		// A page of the book, or of buses, a step.
		prune(3);
		assert_eq!((Orders::<Test>::iter().count(), Buses::<Test>::iter().count()), (0, 2));
		ForwardMarket::do_try_state().unwrap();
		prune(20);
		assert_eq!(Buses::<Test>::iter().count(), 0);
		assert!(BooksPrunedUntil::<Test>::get() > T + 1);
	});
}

/// While a book is half pruned it is not known any more where some of those hung who have rights.
#[test]
fn each_step_of_pruning_leaves_a_sound_state() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		for node in [1, 200] {
			World::hang(node, 3);
			assert_ok!(offer(node.into(), &[(T + 1, 100, 110)]));
		}
		ForwardMarket::note_full_lines(T + 1, full(&[3]));
		ForwardMarket::note_rights(T + 1, 0, rights(&[(1, 60)]));
		ForwardMarket::note_rights(T + 1, 1, rights(&[(200, 40)]));
		next_round();
		ForwardMarket::close_until(T + 2);
		let (mut half, mut steps) = (false, 0);
		while BooksPrunedUntil::<Test>::get() <= T + 1 && steps < 50 {
			ForwardMarket::on_idle(1, Weight::from_parts(1, 0));
			ForwardMarket::do_try_state().unwrap();
			half |= Buses::<Test>::iter().count() == 1;
			steps += 1;
		}
		assert!(half);
		assert_eq!((Buses::<Test>::iter().count(), Rights::<Test>::iter().count()), (0, 2));
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
		assert_eq!(bus(T + 2, 1), Some(32));
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
		assert_eq!(bus(T + 1, 1), Some(3));
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

fn full(buses: &[u16]) -> BusSet {
	let mut set = BusSet::default();
	buses.iter().for_each(|bus| set.insert(*bus));
	set
}

fn rights(of: &[(NodeIndex, u64)]) -> Page<FeedInRight> {
	let mut page = Page::default();
	for (node, energy) in of {
		page.set(*node, FeedInRight { energy: *energy });
	}
	page
}

#[test]
fn a_round_is_the_last_of_one_interval() {
	run_round(|| {
		let last: Vec<_> = (T..T + 6).filter(|at| ForwardMarket::is_last_round(*at)).collect();
		assert_eq!(last, [T + 1]);
		next_round();
		assert!(ForwardMarket::is_last_round(T + 2) && !ForwardMarket::is_last_round(T + 1));
	});
}

#[test]
fn rights_are_of_those_behind_full_lines_and_go_with_the_positions() {
	run_round(|| {
		Feeders::set(T + 1, 33);
		World::hang(1, 3);
		World::hang(2, 4);
		World::hang(3, 3);
		assert_ok!(offer(1, &[(T + 1, 100, 110)]));
		assert_ok!(offer(2, &[(T + 1, 100, 110)]));
		assert!(ForwardMarket::rights(T + 1, 0).is_empty());
		assert!(!ForwardMarket::has_full_lines(T + 1));
		ForwardMarket::note_full_lines(T + 1, full(&[3]));
		ForwardMarket::note_rights(T + 1, 0, rights(&[(1, 60)]));
		// Who has posted hangs where it did then, all others where they do.
		World::hang(1, 4);
		let of = |node| ForwardMarket::rights_of(node, T, T + 9);
		assert_eq!(of(1), [(T + 1, FeedInRight { energy: 60 })]);
		assert_eq!((of(2), of(3)), (vec![], vec![(T + 1, FeedInRight { energy: 0 })]));
		let behind = |node| ForwardMarket::is_behind_full_line(T + 1, node, 3);
		assert!(behind(1) && !behind(2) && behind(3));
		assert!(!ForwardMarket::is_behind_full_line(T + 2, 3, 3));
		ForwardMarket::do_try_state().unwrap();
		assert_eq!(ForwardMarket::drain_positions(T + 1).count(), 1);
		ForwardMarket::forget_rent(T + 1);
		assert_eq!((Rights::<Test>::iter().count(), FullLines::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn a_bus_that_is_not_there_and_a_rent_out_of_time_are_found() {
	let fails = |corrupt: fn(), with: &'static str| {
		externalities().execute_with(|| {
			poll();
			Feeders::set(T + 1, 33);
			corrupt();
			assert_eq!(ForwardMarket::do_try_state().unwrap_err(), with.into());
		});
	};
	fn hangs(interval: Interval, bus: u16) {
		let mut page = Page::default();
		page.set(1, bus);
		Buses::<Test>::insert(interval, 0, page);
	}
	let order = "a page of buses out of order";
	fails(|| Buses::<Test>::insert(T + 1, 0, Page::default()), order);
	fails(|| hangs(T + 99, 1), "buses of an interval out of time");
	fails(|| hangs(T - 1, 1), "buses of an interval out of time");
	fails(|| hangs(T + 1, 33), "a bus that the grid has not");
	fails(|| hangs(T + 2, 0), "a bus that the grid has not");
	let rent = "a congestion rent of nothing, or out of time";
	fails(|| Rents::<Test>::insert(T + 1, 0), rent);
	fails(|| Rents::<Test>::insert(T - 1, 5), rent);
	fails(|| Rents::<Test>::insert(T + 99, 5), rent);
	let lines = "full lines that are none, or out of time";
	fails(|| FullLines::<Test>::insert(T + 1, BusSet::default()), lines);
	fails(|| FullLines::<Test>::insert(T + 99, full(&[1])), lines);
	fn right(energy: u64, bus: Option<u16>) {
		FullLines::<Test>::insert(T + 1, full(&[3]));
		if let Some(bus) = bus {
			hangs(T + 1, bus);
		}
		Rights::<Test>::insert(T + 1, 0, rights(&[(1, energy)]));
	}
	fails(|| Rights::<Test>::insert(T + 1, 0, rights(&[(1, 0)])), "a right where no line is full");
	fails(|| right(5, Some(4)), "a right behind no full line");
	fails(|| right(5, None), "a right of who had nothing left to sell");
	fails(
		|| {
			right(5, Some(3));
			Rights::<Test>::insert(T + 1, 0, Page::default());
		},
		"a page of rights out of order",
	);
}
