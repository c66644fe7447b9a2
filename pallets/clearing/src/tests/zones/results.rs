// SPDX-License-Identifier: Apache-2.0

//! What comes of a book on a grid.

use super::*;

#[test]
fn a_town_on_the_33_bus_feeder_clears_as_the_grid_crate_does() {
	for limit in [60_u64, 400, 2_500, 1 << 40] {
		for pace in [Pace::Whole, Pace::Steps, Pace::Limit(20_000_000_000)] {
			run(|| {
				let feeder = ieee33(|bus| limit * (1 + u64::from(bus % 4)));
				Feeders::set(INTERVAL, &feeder);
				post_town(INTERVAL, &feeder, 500);
				assert!(Market::pages().len() > 10);
				let before = BeforeOnGrid::now(INTERVAL);
				clear_round(pace);
				let outcome = before.check();
				let earned = rent(&outcome.zones).unwrap();
				match limit {
					1_099_511_627_776 => assert_eq!((outcome.zones.len(), earned), (1, 0)),
					_ => assert!(outcome.zones.len() > 1 && earned > 0),
				}
			});
		}
	}
}

#[test]
fn no_step_costs_more_than_it_has_said() {
	run(|| {
		let feeder = ieee33(|_| 800);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 900);
		post_town(FIRST_ROUND + 1, &feeder, 200);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_step_by_step();
		before.check();
	});
}

/// As the README of the grid crate has it: the cheap offer cannot all get out.
#[test]
fn a_full_line_makes_two_prices() {
	run(|| {
		let line = Line { parent: 0, import: 100, export: 100 };
		Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
		for (node, bus, order) in
			[(1, 0, demand(300)), (7, 1, offer(500, 90_000)), (200, 0, offer(400, 120_000))]
		{
			Market::hang(INTERVAL, node, bus);
			Market::post(INTERVAL, node, order);
		}
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		let outcome = before.check();
		let prices: Vec<_> = outcome.zones.iter().map(|zone| zone.price).collect();
		assert_eq!(prices, [Some(120_000), Some(90_000)]);
		let position = |node| ForwardMarket::position(INTERVAL, node);
		assert_eq!((position(1).bought, position(1).cost), (300, 300 * 120_000));
		assert_eq!((position(7).sold, position(7).revenue), (100, 100 * 90_000));
		assert_eq!((position(200).sold, position(200).revenue), (200, 200 * 120_000));
		assert_eq!(ForwardMarket::rent(INTERVAL), 3_000_000);
		// No price is that of all.
		let result = Results::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
		assert_eq!((result.status, result.price), (Status::Cleared, None));
		let own = Clear::transactions_of(7, INTERVAL, INTERVAL).0;
		let [RoundTransaction { buyer: 1, energy: 100, price: 120_000, selling: 90_000, .. }] =
			own[..]
		else {
			panic!("{own:?}")
		};
	});
}

/// A single bus is a market without a grid: the same steps at the same cost, and all that it writes.
#[test]
fn one_bus_is_the_market_without_a_grid() {
	let steps = |grid: bool| {
		let mut used = Vec::new();
		run(|| {
			let one = Feeder::new(&[]).unwrap();
			if grid {
				Feeders::set(INTERVAL, &one);
			}
			let look = <OnGrid as Mechanism<Test>>::begin_weight();
			post_town(INTERVAL, &one, 300);
			let before = Before::now();
			Market::close();
			let round = ForwardMarket::closed_round().unwrap();
			let mut driver = Driver::<Test>::begin(round, Market::pages());
			loop {
				let begins = matches!(driver.cursor.stage, Stage::Begin)
					&& driver.cursor.interval <= driver.cursor.round.last;
				let (open, step) = driver.step();
				used.push(if begins { step.saturating_sub(look) } else { step });
				if open {
					break;
				}
			}
			before.check();
			assert_eq!(ClearedZonesOf::<Test>::iter().count(), 0);
			assert_eq!(ZonedTransactions::<Test>::iter().count(), 0);
			assert_eq!(ForwardMarket::rent(INTERVAL), 0);
		});
		used
	};
	assert_eq!(steps(true), steps(false));
}

/// On one bus of a feeder, the others of which are empty, it is the market without a grid, too: fill by fill, and pair
/// by pair.
#[test]
fn lines_that_nothing_passes_change_nothing() {
	let outcome = |grid: bool| {
		let mut outcome = None;
		run(|| {
			let one = Feeder::new(&[]).unwrap();
			if grid {
				Feeders::set(INTERVAL, &ieee33(|_| 0));
			}
			post_town(INTERVAL, &one, 400);
			clear_round(Pace::Whole);
			let result = Results::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
			let pages = result.transactions.div_ceil(128);
			let rows: Vec<_> = (0..pages)
				.flat_map(|page| Clear::transactions(INTERVAL, FIRST_ROUND, page))
				.collect();
			assert_eq!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND), grid);
			outcome = Some((Market::positions(), Market::orders(INTERVAL), result, rows));
		});
		outcome.unwrap()
	};
	assert_eq!(outcome(true), outcome(false));
}

#[test]
fn all_rounds_together_keep_the_limits() {
	run(|| {
		let line = Line { parent: 0, import: 70, export: 100 };
		Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
		let post = |node, bus, order| {
			Market::hang(INTERVAL, node, bus);
			Market::post(INTERVAL, node, order);
		};
		let clear = |pace| {
			let before = BeforeOnGrid::now(INTERVAL);
			clear_round(pace);
			let outcome = before.check();
			(outcome.flows[1].traded, LineFlows::<Test>::get(INTERVAL)[1])
		};
		// 60 Wh leave bus 1, and 40 more could.
		post(1, 0, demand(60));
		post(2, 1, offer(60, 70_000));
		assert_eq!(clear(Pace::Whole), (60, 60));
		// Now 500 would.
		post(1, 0, demand(500));
		post(2, 1, offer(500, 70_000));
		assert_eq!(Market::round(), FIRST_ROUND + 1);
		assert_eq!(clear(Pace::Steps), (40, 100));
	});
	// What flows one way makes room for the other: 100 Wh out, then 170 in.
	run(|| {
		let interval = FIRST_ROUND + 3;
		let line = Line { parent: 0, import: 70, export: 100 };
		Feeders::set(interval, &Feeder::new(&[line]).unwrap());
		let post = |node, bus, order| {
			Market::hang(interval, node, bus);
			Market::post(interval, node, order);
		};
		for (round, (buys, sells, flow)) in
			(FIRST_ROUND..).zip([(0, 1, 100_i64), (1, 0, -70), (0, 1, 100)])
		{
			assert_eq!(Market::round(), round);
			// Each changes sides, so what it has sold it buys back.
			post(1, buys, demand(1_000));
			post(2, sells, offer(1_000, 70_000));
			let before = BeforeOnGrid::now(interval);
			clear_round(Pace::Whole);
			before.check();
			assert_eq!(LineFlows::<Test>::get(interval)[1], flow);
		}
	});
}

/// What buyers pay is what sellers earn and the rent, over all nodes and rounds.
#[test]
fn money_adds_up_with_the_rent() {
	run(|| {
		let feeder = ieee33(|bus| 300 + 40 * u64::from(bus));
		Feeders::set(INTERVAL, &feeder);
		for _ in 0..2 {
			post_town(INTERVAL, &feeder, 400);
			let before = BeforeOnGrid::now(INTERVAL);
			clear_round(Pace::Whole);
			before.check();
		}
		let positions = Market::positions();
		let cost: u128 = positions.values().map(|row| row.cost).sum();
		let revenue: u128 = positions.values().map(|row| row.revenue).sum();
		assert!(ForwardMarket::rent(INTERVAL) > 0);
		assert_eq!(cost - revenue, ForwardMarket::rent(INTERVAL));
		let bought: Wh = positions.values().map(|row| row.bought).sum();
		assert_eq!(bought, positions.values().map(|row| row.sold).sum::<Wh>());
	});
}

#[test]
fn who_hangs_nowhere_does_not_trade() {
	run(|| {
		let feeder = ieee33(|_| 10_000);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 100);
		// Posted before there was a grid, and where a larger one had a bus.
		Market::post(INTERVAL, 1, offer(5_000, 60_001));
		Market::hang(INTERVAL, 2, 33);
		Market::post(INTERVAL, 2, demand(5_000));
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		assert_eq!(ForwardMarket::position(INTERVAL, 1), Position::default());
		assert_eq!(ForwardMarket::position(INTERVAL, 2), Position::default());
		let left = Market::orders(INTERVAL);
		assert!(left.contains(&(1, offer(5_000, 60_001))) && left.contains(&(2, demand(5_000))));
	});
}

#[test]
fn nothing_that_could_trade_has_no_result() {
	run(|| {
		Feeders::set(INTERVAL, &ieee33(|_| 10));
		Market::post(INTERVAL, 1, demand(5));
		clear_round(Pace::Steps);
		assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
		assert_eq!(Market::orders(INTERVAL), [(1, demand(5))]);
		// Demand alone, and offers that no line lets out to it.
		Market::hang(INTERVAL, 1, 3);
		Market::hang(INTERVAL, 2, 20);
		Market::post(INTERVAL, 2, offer(5, 170_000));
		Feeders::set(INTERVAL, &ieee33(|_| 0));
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		let result = Results::<Test>::get(INTERVAL, FIRST_ROUND + 1).unwrap();
		assert_eq!((result.status, result.price, result.traded), (Status::NoMatch, None, 0));
	});
}

#[test]
fn pages_without_orders_are_passed() {
	run(|| {
		let feeder = ieee33(|_| 300);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 50);
		for page in [3, 9, 2_000] {
			Market::add_page(page);
		}
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		assert!(!Market::pages().is_empty() || Market::pages() == PageSet::default());
	});
}
