// SPDX-License-Identifier: Apache-2.0

//! Large books on large feeders: more orders than are listed, chains and bushes, many at one price.

use fastrand::Rng;
use gridmerit_grid::{Bus, GridOutcome, Line, certificate, clear, rent, verify};
use gridmerit_market::{Demand, Limits, Offer, Price, Rules, Status, Wh};

use crate::{
	cases::Case,
	markets::Market,
	reference,
	steps::{fill, pages, search},
};

/// How a book and its feeder are made.
#[derive(Clone, Copy, Debug)]
struct Kind {
	/// Of asks and of limits: the lowest and how far they spread.
	asks: (Price, u64),
	limits: (Price, u64),
	/// In a hundred demands, so many have a limit.
	limited: u32,
	/// Largest demand and offer.
	energy: (Wh, Wh),
	/// How far back a bus's parent is at most.
	reach: usize,
	/// Limits of lines: about so many Wh, more nearer to the substation.
	room: Wh,
}

const WIDE: Kind = Kind {
	asks: (60_001, 119_999),
	limits: (60_001, 119_999),
	limited: 33,
	energy: (4_000, 6_000),
	reach: 100_000,
	room: 20_000,
};

impl Kind {
	fn case(self, orders: u32, buses: usize, seed: u64) -> Case {
		let mut rng = Rng::with_seed(seed);
		let limits = Limits::new(200_000, 60_000, 900_000, 0).unwrap();
		let rules = Rules { limits, turn: rng.u32(..) };
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		let (mut buyers, mut sellers) = (Vec::new(), Vec::new());
		for node in 0..orders {
			let bus = rng.usize(0..buses) as Bus;
			if rng.bool() {
				let ask = self.asks.0 + rng.u64(0..self.asks.1);
				offers.push(Offer { node, capacity: rng.u64(0..=self.energy.1), ask });
				sellers.push(bus);
			} else {
				let limit = self.limits.0 + rng.u64(0..self.limits.1);
				let limit = (rng.u32(0..100) < self.limited).then_some(limit);
				demands.push(Demand { node, quantity: rng.u64(0..=self.energy.0), limit });
				buyers.push(bus);
			}
		}
		let line = |bus: usize| {
			let parent = bus - 1 - rng.usize(0..bus.min(self.reach));
			let room = rng.u64(0..=self.room);
			Line { parent: parent as Bus, import: room, export: rng.u64(0..=self.room) }
		};
		let lines = (1..buses).map(line).collect();
		let market = Market { demands, offers, rules, alpha_ppm: 900_000 };
		Case { market, lines, buyers, sellers }
	}
}

/// Each kind, and what it is there for.
fn kinds() -> Vec<(&'static str, Kind)> {
	vec![
		("all over", WIDE),
		("a chain", Kind { reach: 1, ..WIDE }),
		("a chain with room for much", Kind { reach: 1, room: 200_000, ..WIDE }),
		("many at a price", Kind { asks: (90_000, 3), limits: (90_000, 3), ..WIDE }),
		("one ask", Kind { asks: (90_000, 1), limited: 0, ..WIDE }),
		(
			"one limit",
			Kind {
				limits: (90_000, 1),
				asks: (61_000, 1),
				limited: 100,
				energy: (6_000, 900),
				..WIDE
			},
		),
		("scarce", Kind { limited: 20, energy: (9_000, 1_000), ..WIDE }),
		(
			"small orders",
			Kind { asks: (90_000, 1), limited: 0, energy: (3, 4), room: 300, reach: 3, ..WIDE },
		),
	]
}

/// Proves an outcome, and gives it back.
fn check(name: &str, case: &Case) -> GridOutcome {
	let feeder = case.feeder();
	let (book, rules) = (case.located(&feeder), &case.market.rules);
	let outcome = clear(&feeder, book, rules).unwrap();
	assert_eq!(verify(&feeder, book, rules, &outcome), Ok(()), "{name}");
	assert_eq!(certificate(&feeder, book, rules, &outcome).unwrap().gap(), Some(0), "{name}");
	assert!(rent(&outcome.zones).is_some(), "{name}");
	outcome
}

/// How many lines join two zones whose levels are the same in whole Wh.
fn split_within_a_wh(case: &Case, outcome: &GridOutcome) -> usize {
	let zones = case.zones(outcome);
	let split = |bus: &usize| {
		let (own, other) = (zones[*bus], zones[case.line(*bus).0]);
		let [a, b] = [own, other].map(|zone| &outcome.zones[zone]);
		let priced = a.price.is_some() && a.price == b.price && a.margin.side == b.margin.side;
		own != other && priced && a.margin.level.level == b.margin.level.level
	};
	(1..zones.len()).filter(split).count()
}

#[test]
fn medium_books_equal_the_reference() {
	for (name, kind) in kinds() {
		for (seed, buses) in [(1, 5), (2, 40)] {
			let case = kind.case(120, buses, seed);
			let outcome = case.clear();
			let best = reference::solve(&case, false);
			let (cost, _) = reference::cost(&case, &outcome.bought, &outcome.sold);
			assert_eq!(cost, reference::cost(&case, &best.bought, &best.sold).0, "{name}");
			let keys = case.zones(&outcome).into_iter();
			let keys: Vec<_> = keys.map(|zone| i128::from(outcome.zones[zone].key)).collect();
			assert_eq!(keys, best.keys, "{name}");
		}
	}
}

#[test]
fn large_books_are_proven() {
	for (name, kind) in kinds() {
		for (seed, orders, buses) in [(1, 3_000, 33), (2, 20_000, 1_000), (3, 5_000, 4_000)] {
			let case = kind.case(orders, buses, seed);
			let outcome = check(name, &case);
			assert!(outcome.zones.len() > 1, "{name}");
			if name == "small orders" {
				assert!(split_within_a_wh(&case, &outcome) > 0);
			}
		}
	}
}

/// More orders than are listed: counted in buckets, in several passes, in pages and at once.
#[test]
fn the_largest_books_take_few_passes() {
	for (name, kind, buses, most) in [
		("all over", WIDE, 1_000, 2),
		("all over, on one bus", WIDE, 1, 2),
		("all over, on ten thousand", Kind { reach: 5, ..WIDE }, 10_000, 2),
		("one ask", Kind { asks: (90_000, 1), limited: 0, ..WIDE }, 1_000, 4),
		("scarce", Kind { limited: 20, energy: (9_000, 1_000), room: 20, ..WIDE }, 1_000, 2),
		(
			"scarce everywhere",
			Kind { limited: 0, energy: (9_000, 100), room: 2_000, ..WIDE },
			1_000,
			3,
		),
	] {
		let case = kind.case(300_000, buses, 7);
		let (feeder, rules) = (case.feeder(), &case.market.rules);
		let pages = pages(&case, &(0..300_000).step_by(70_000).collect::<Vec<_>>());
		let (zones, passes) = search(&feeder, &pages, rules, false);
		assert!(passes <= most && passes > 1, "{name}: {passes} passes");
		let outcome = fill(&feeder, &pages, &zones, rules, false).unwrap();
		assert!(outcome == case.clear(), "{name}: at once");
		let book = case.located(&feeder);
		assert_eq!(verify(&feeder, book, rules, &outcome), Ok(()), "{name}");
		if buses == 1 {
			let without = gridmerit_market::clear(case.market.book(), rules);
			assert!(without.bought == outcome.bought && without.sold == outcome.sold);
			assert_eq!(outcome.zones[0].status, Status::Cleared);
		}
	}
}

/// A chain whose every line is full, each at another price.
#[test]
fn a_long_chain_has_a_zone_for_each_bus() {
	let buses: u16 = 10_000;
	let limits = Limits::new(200_000, 60_000, 900_000, 0).unwrap();
	let rules = Rules { limits, turn: 0 };
	// Cheaper by one at each bus further out, with room for one Wh less.
	let offer =
		|bus: u16| Offer { node: u32::from(bus), capacity: 50_000, ask: 100_000 - u64::from(bus) };
	let line = |bus: u16| Line { parent: bus - 1, import: 0, export: u64::from(buses - bus) };
	let market = Market {
		demands: vec![Demand { node: 20_000, quantity: 20_000, limit: None }],
		offers: (0..buses).map(offer).collect(),
		rules,
		alpha_ppm: 900_000,
	};
	let lines = (1..buses).map(line).collect();
	let case = Case { market, lines, buyers: vec![0], sellers: (0..buses).collect() };
	let outcome = check("chain", &case);
	assert_eq!(outcome.zones.len(), usize::from(buses));
	assert_eq!(outcome.sold[0], 20_000 - u64::from(buses - 1));
	assert!(outcome.sold[1..].iter().all(|sold| *sold == 1));
	// Each Wh from bus b earns 1 for each line.
	let rent_of_all: u128 = (1..u128::from(buses)).sum();
	assert_eq!(rent(&outcome.zones), Some(rent_of_all));
}
