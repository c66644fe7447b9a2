// SPDX-License-Identifier: Apache-2.0

//! The largest numbers there can be, and what is refused at the door.

use gridmerit_grid::{
	Feeder, FeederError, Line, Located, LocationError, MAX_BUSES, certificate, clear, rent, verify,
};
use gridmerit_market::{Book, Demand, Limits, MAX_ORDER, MAX_PRICE, Offer, PPM, Rules, Tariff};

const FREE: Line = Line { parent: 0, import: Line::NO_LIMIT, export: Line::NO_LIMIT };

#[test]
fn lines_that_are_no_tree_are_refused() {
	let to = |parent| Line { parent, ..FREE };
	assert_eq!(Feeder::new(&[to(1)]), Err(FeederError::NoWayToSubstation(1)));
	assert_eq!(Feeder::new(&[to(0), to(3), to(2)]), Err(FeederError::NoWayToSubstation(2)));
	assert_eq!(Feeder::new(&[to(2)]), Err(FeederError::NoSuchBus { bus: 1, parent: 2 }));
	let high = Line::NO_LIMIT + 1;
	assert_eq!(
		Feeder::new(&[FREE, Line { import: high, ..FREE }]),
		Err(FeederError::LimitTooHigh(2))
	);
	assert_eq!(Feeder::new(&[Line { export: high, ..FREE }]), Err(FeederError::LimitTooHigh(1)));
	assert_eq!(Feeder::new(&vec![FREE; MAX_BUSES]), Err(FeederError::TooManyBuses));
	assert_eq!(Feeder::new(&vec![FREE; MAX_BUSES - 1]).unwrap().buses(), MAX_BUSES);
}

#[test]
fn a_feeder_knows_its_lines() {
	let lines =
		[Line { parent: 2, import: 1, export: 2 }, Line { parent: 0, import: 3, export: 4 }];
	let feeder = Feeder::new(&lines).unwrap();
	assert_eq!(feeder.buses(), 3);
	assert_eq!(
		[0, 1, 2, 3].map(|bus| feeder.line(bus)),
		[None, Some(lines[0]), Some(lines[1]), None]
	);
	let root = Line { parent: 0, import: 0, export: 0 };
	assert!(feeder.outwards().eq([(0, root), (2, lines[1]), (1, lines[0])]));
}

#[test]
fn orders_on_no_bus_are_refused() {
	let feeder = Feeder::new(&[FREE]).unwrap();
	let demands = [Demand { node: 4, quantity: 1, limit: None }];
	let offers = [Offer { node: 5, capacity: 1, ask: 1 }];
	let book = Book::new(&demands, &offers).unwrap();
	let located = |buyers: &[u16], sellers: &[u16]| {
		Located::new(&feeder, book, buyers, sellers).map(|located| located.buyers().len())
	};
	assert_eq!(located(&[1], &[0]), Ok(1));
	assert_eq!(located(&[], &[0]), Err(LocationError::Rows));
	assert_eq!(located(&[1], &[0, 0]), Err(LocationError::Rows));
	assert_eq!(located(&[2], &[0]), Err(LocationError::NoSuchBus { node: 4, bus: 2 }));
	assert_eq!(located(&[1], &[9]), Err(LocationError::NoSuchBus { node: 5, bus: 9 }));
}

/// The largest orders at the highest prices, over lines that just carry them, or one Wh less.
#[test]
fn the_largest_numbers_fit() {
	let limits = Limits::new(MAX_PRICE, 0, PPM, 0).unwrap();
	let rules = Rules { limits, turn: u32::MAX };
	let orders = 3_000;
	let demands: Vec<_> = (0..orders)
		.map(|node| Demand {
			node,
			quantity: MAX_ORDER,
			limit: (node % 3 == 0).then_some(MAX_PRICE),
		})
		.collect();
	let offers: Vec<_> = (orders..2 * orders)
		.map(|node| Offer { node, capacity: MAX_ORDER, ask: MAX_PRICE - 1 - u64::from(node % 2) })
		.collect();
	let all = MAX_ORDER * u64::from(orders);
	for (limit, zones) in [(all, 1), (all / 2, 2), (all - 1, 2), (0, 2)] {
		let feeder = Feeder::new(&[Line { parent: 0, import: limit, export: limit }]).unwrap();
		let (buyers, sellers) = (vec![0; orders as usize], vec![1; orders as usize]);
		let book = Book::new(&demands, &offers).unwrap();
		let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
		let outcome = clear(&feeder, book, &rules).unwrap();
		assert_eq!(verify(&feeder, book, &rules, &outcome), Ok(()));
		assert_eq!(certificate(&feeder, book, &rules, &outcome).unwrap().gap(), Some(0));
		assert_eq!(outcome.bought.iter().sum::<u64>(), limit);
		assert_eq!(outcome.flows[1].traded, limit as i64);
		assert!(rent(&outcome.zones).is_some());
		assert!(outcome.zones.len() == zones || limit == all, "{limit}");
	}
}

/// A tariff without room for a price: nothing trades.
#[test]
fn without_room_nothing_trades() {
	let tariff = Tariff {
		tou: 100,
		fit: 100,
		alpha_ppm: PPM,
		fee: 0,
		shortfall: 100,
		surplus: 0,
		curtailed: 0,
	};
	let limits = tariff.limits().unwrap();
	assert!(!limits.has_room());
	let rules = Rules { limits, turn: 0 };
	let feeder = Feeder::new(&[FREE]).unwrap();
	let demands = [Demand { node: 1, quantity: 5, limit: None }];
	let offers = [Offer { node: 2, capacity: 5, ask: 100 }];
	let book = Book::new(&demands, &offers).unwrap();
	let book = Located::new(&feeder, book, &[1], &[0]).unwrap();
	let outcome = clear(&feeder, book, &rules).unwrap();
	assert_eq!((outcome.bought.clone(), outcome.sold.clone()), (vec![0], vec![0]));
	assert!(outcome.zones.iter().all(|zone| zone.price.is_none()));
	assert_eq!(verify(&feeder, book, &rules, &outcome), Ok(()));
}

#[test]
fn an_empty_book_clears() {
	let rules = Rules { limits: Limits::new(200, 50, PPM, 0).unwrap(), turn: 7 };
	let feeder = Feeder::new(&[FREE, FREE]).unwrap();
	let book = Located::new(&feeder, Book::new(&[], &[]).unwrap(), &[], &[]).unwrap();
	let outcome = clear(&feeder, book, &rules).unwrap();
	assert_eq!(outcome.zones.len(), 1);
	assert_eq!((outcome.zones[0].price, rent(&outcome.zones)), (None, Some(0)));
	assert_eq!(verify(&feeder, book, &rules, &outcome), Ok(()));
}
