// SPDX-License-Identifier: Apache-2.0

//! What is asked about a book on a grid, and about one that has cleared on it.

use super::*;
use gridmerit_energy::{ZoneResult, ZonedResult};
use gridmerit_grid::{Feeder, Line};
use gridmerit_pallet_support::{Bus, CarriedEnergy, MAX_BUSES};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
};

use super::zones::{INTERVAL, ieee33, post_town};

fn place(node: NodeIndex, bus: Bus, order: Order) {
	Market::hang(INTERVAL, node, bus);
	Market::post(INTERVAL, node, order);
}

/// As the README of the grid crate has it: bus 1 behind a line of 100 Wh, where the cheap offer is.
fn two_buses() {
	let line = Line { parent: 0, import: 100, export: 100 };
	Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
	place(1, 0, demand(300));
	place(7, 1, offer(500, 90_000));
	place(200, 0, offer(400, 120_000));
}

#[test]
fn an_order_is_quoted_at_the_price_of_its_zone() {
	run(|| {
		two_buses();
		let quote = |order, bus| {
			let quote = Clear::quote(INTERVAL, order, bus).unwrap();
			assert_eq!(quote.payment, payment(quote.traded, quote.price.unwrap_or(0)));
			assert_eq!(quote.fee, payment(quote.traded, 7_000));
			(quote.status, quote.price, quote.traded)
		};
		// At the substation the dear offer serves it, behind the line the cheap one.
		assert_eq!(quote(demand(50), 0), (Status::Cleared, Some(120_000), 50));
		assert_eq!(quote(demand(50), 1), (Status::Cleared, Some(90_000), 50));
		// As long as the line is full the other way it is, and where it is full this way it is scarce behind it alone.
		assert_eq!(quote(demand(400), 1), (Status::Cleared, Some(90_000), 400));
		assert_eq!(quote(demand(401), 1), (Status::Cleared, Some(120_000), 401));
		assert_eq!(quote(demand(700), 1), (Status::Scarcity, Some(180_000), 600));
		// What is sold behind the line shares it with the one that is there.
		assert_eq!(quote(offer(80, 90_000), 1), (Status::Cleared, Some(90_000), 50));
		assert_eq!(quote(offer(80, 80_000), 1), (Status::Cleared, Some(90_000), 80));
		assert_eq!(quote(offer(80, 80_000), 0), (Status::Cleared, Some(120_000), 80));
		// Another bus is none. Where there is no grid any will do.
		assert_eq!(Clear::quote(INTERVAL, demand(50), 2), None);
		let elsewhere = Clear::quote(INTERVAL + 1, demand(50), 2);
		assert_eq!(elsewhere.map(|quote| quote.status), Some(Status::NoSupply));
		// Not while it clears.
		Market::close();
		assert_eq!(Clear::quote(INTERVAL, demand(50), 0), None);
		poll(Weight::MAX);
		// What the line carries already is gone: of its 100 Wh away from bus 1 nothing is left.
		assert_eq!(quote(demand(500), 0), (Status::Scarcity, Some(180_000), 200));
		assert_eq!(quote(demand(400), 1), (Status::Cleared, Some(90_000), 400));
		assert_eq!(quote(demand(500), 1), (Status::Cleared, Some(120_000), 500));
	});
}

#[test]
fn a_grid_beyond_the_bounds_is_not_quoted() {
	run(|| {
		let chain = |buses: u32| {
			let line = |bus: u32| Line { parent: bus as Bus, import: 1, export: 1 };
			Feeder::new(&(0..buses - 1).map(line).collect::<Vec<_>>()).unwrap()
		};
		place(1, 0, offer(5, 90_000));
		Feeders::set(INTERVAL, &chain(MAX_BUSES));
		let far = (MAX_BUSES - 1) as Bus;
		let quote = Clear::quote(INTERVAL, demand(5), far).unwrap();
		assert_eq!((quote.status, quote.traded), (Status::Scarcity, 1));
		Feeders::set(INTERVAL, &chain(MAX_BUSES + 1));
		assert_eq!(Clear::quote(INTERVAL, demand(5), 0), None);
	});
}

#[test]
fn a_book_is_read_bus_by_bus() {
	run(|| {
		two_buses();
		place(300, 1, limited(40, 100_000));
		let depth = |bus| {
			let Depth { demand, limited, supply, next_page } = Clear::depth(INTERVAL, 0, bus);
			assert_eq!(next_page, None);
			(demand, limited, supply)
		};
		assert_eq!(depth(Some(0)), (300, vec![], vec![(120_000, 400)]));
		assert_eq!(depth(Some(1)), (0, vec![(100_000, 40)], vec![(90_000, 500)]));
		assert_eq!(depth(Some(2)), (0, vec![], vec![]));
		let all = (300, vec![(100_000, 40)], vec![(90_000, 500), (120_000, 400)]);
		assert_eq!(depth(None), all);
	});
}

#[test]
fn zones_say_their_price_and_how_much_they_could_lose() {
	run(|| {
		two_buses();
		assert_eq!(Clear::zones(INTERVAL, FIRST_ROUND), None);
		clear_round(Pace::Whole);
		let ZonedResult { zones, flows, rent } = Clear::zones(INTERVAL, FIRST_ROUND).unwrap();
		let zone = ZoneResult {
			top: 0,
			status: Status::Cleared,
			price: Some(120_000),
			demand: 300,
			supply: 400,
			bought: 300,
			sold: 200,
			spare: Some(200),
		};
		// Whoever offers more than 200 Wh at the substation is pivotal: that is node 200.
		assert_eq!(Clear::pivotal(INTERVAL, FIRST_ROUND), [7, 200]);
		let behind = ZoneResult {
			top: 1,
			price: Some(90_000),
			demand: 0,
			supply: 500,
			bought: 0,
			sold: 100,
			spare: Some(400),
			..zone
		};
		assert_eq!((zones, rent), (vec![zone, behind], 3_000_000));
		assert_eq!((flows[1].zone, flows[1].traded, flows[1].loading()), (1, 100, 1_000_000));
		// The grid forgets its limits; what they were stays with the result.
		Feeders::remove(INTERVAL);
		let kept = Clear::zones(INTERVAL, FIRST_ROUND).unwrap();
		assert_eq!((kept.flows[1].parent, kept.flows[1].export), (0, 100));
		// Nothing of an interval that has not cleared.
		assert_eq!(Clear::zones(INTERVAL + 1, FIRST_ROUND), None);
	});
}

/// Quotes an order, posts it, clears, and compares.
fn as_quoted(bus: Bus, order: Order) {
	let round = Market::round();
	let quote = Clear::quote(INTERVAL, order, bus).unwrap();
	// Behind all others.
	let node = 128 * 900 + round;
	place(node, bus, order);
	clear_round(Pace::Whole);
	let result = Clear::zones(INTERVAL, round).unwrap();
	let zone = result.zone_of(bus).unwrap();
	assert_eq!((quote.status, quote.price), (zone.status, zone.price));
	let position = ForwardMarket::position(INTERVAL, node);
	assert_eq!(quote.traded, position.bought + position.sold);
	let money = match order {
		Order::Demand { .. } => (quote.payment, 0),
		Order::Offer { .. } => (0, quote.payment),
	};
	assert_eq!((position.cost, position.revenue), money);
	assert_eq!(quote.fee, payment(quote.traded, 7_000));
}

fn any_order(kind: u32, quantity: Wh, price: u64) -> Order {
	let price = 60_001 + price * 20_000;
	match kind {
		0 => limited(quantity, price),
		1 => demand(quantity),
		_ => offer(quantity, price),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	/// In the first round, and in the second, in which the lines carry already what the first has traded.
	#[test]
	fn a_quote_is_what_the_order_gets(
		lines in vec((any::<u16>(), 0..900_u64, 0..900_u64), 1..12),
		orders in btree_map(0..600_u32, (any::<u16>(), 0..4_u32, 1..500_u64, 0..6_u64), 0..60),
		asked in vec((any::<u16>(), 0..4_u32, 1..2_000_u64, 0..6_u64), 2),
	) {
		run(|| {
			let buses = lines.len() as u16 + 1;
			let lines: Vec<_> = (1..)
				.zip(&lines)
				.map(|(bus, (parent, import, export))| {
					Line { parent: parent % bus, import: *import, export: *export }
				})
				.collect();
			Feeders::set(INTERVAL, &Feeder::new(&lines).unwrap());
			for (node, (bus, kind, quantity, price)) in orders {
				place(node, bus % buses, any_order(kind, quantity, price));
			}
			for (bus, kind, quantity, price) in asked {
				as_quoted(bus % buses, any_order(kind, quantity, price));
			}
		});
	}
}

#[test]
fn a_town_is_quoted_as_it_clears() {
	for bus in [0, 5, 17, 32] {
		run(|| {
			let feeder = ieee33(|bus| 60 * (1 + u64::from(bus % 4)));
			Feeders::set(INTERVAL, &feeder);
			post_town(INTERVAL, &feeder, 500);
			as_quoted(bus, demand(400));
			as_quoted(bus, offer(400, 70_000));
		});
	}
}

#[test]
fn what_a_line_carries_is_known_when_it_has_cleared() {
	run(|| {
		two_buses();
		let carried = || [0, 1, 2].map(|bus| Clear::carried(INTERVAL, bus));
		assert_eq!(carried(), [0, 0, 0]);
		Market::close();
		poll(Weight::MAX);
		assert_eq!(carried(), [0, 100, 0]);
		assert_eq!(Clear::carried(INTERVAL + 1, 1), 0);
	});
}
