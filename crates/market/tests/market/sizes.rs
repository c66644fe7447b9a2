// SPDX-License-Identifier: Apache-2.0

//! Books of more orders than are listed: counted in bins, in several passes, in pages; many at one price.

use fastrand::Rng;
use gridmerit_market::{
	Demand, Limits, MAX_ORDER, MAX_PRICE, Offer, PPM, Price, PriceSearch, Rules, Status, Wh,
	certificate, clear, verify,
};

use crate::{
	reference,
	steps::{fill, pages, search},
	strategies::Market,
};

const ALPHA_PPM: u32 = 900_000;

/// How a book is made.
#[derive(Clone, Copy, Debug)]
struct Kind {
	/// Of asks and of limits: the lowest and how far they spread.
	asks: (Price, u64),
	limits: (Price, u64),
	/// In a hundred demands, so many have a limit.
	limited: u32,
	/// Largest demand and offer.
	energy: (Wh, Wh),
	highest: Price,
}

const WIDE: Kind = Kind {
	asks: (60_001, 119_999),
	limits: (60_001, 120_000),
	limited: 33,
	energy: (4_000, 6_000),
	highest: 200_000,
};

impl Kind {
	fn market(self, orders: u32, seed: u64) -> Market {
		let mut rng = Rng::with_seed(seed);
		let limits = Limits::new(self.highest, 60_000, ALPHA_PPM, 0).unwrap();
		let rules = Rules { limits, turn: rng.u32(..) };
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		for node in 0..orders {
			if rng.bool() {
				let ask = self.asks.0 + rng.u64(0..self.asks.1);
				offers.push(Offer { node, capacity: rng.u64(0..=self.energy.1), ask });
			} else {
				let limit = self.limits.0 + rng.u64(0..self.limits.1);
				let limit = (rng.u32(0..100) < self.limited).then_some(limit);
				demands.push(Demand { node, quantity: rng.u64(0..=self.energy.0), limit });
			}
		}
		Market { demands, offers, rules, alpha_ppm: ALPHA_PPM }
	}
}

/// Each kind of book, and what it is there for.
fn kinds() -> Vec<(&'static str, Kind)> {
	let ask = (90_000, 1);
	vec![
		("all over", WIDE),
		("all over, no limits", Kind { limited: 0, ..WIDE }),
		("all over, all limited", Kind { limited: 100, ..WIDE }),
		("ten prices", Kind { asks: (90_000, 10), limits: (90_000, 10), limited: 70, ..WIDE }),
		("one ask", Kind { asks: ask, ..WIDE }),
		("one ask, large orders", Kind { asks: ask, energy: (MAX_ORDER / 3, MAX_ORDER), ..WIDE }),
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
		(
			"one limit, scarce",
			Kind { limits: (90_000, 1), limited: 50, energy: (6_000, 900), ..WIDE },
		),
		(
			"limits below the asks",
			Kind { limits: (61_000, 9), asks: (90_000, 9), limited: 100, ..WIDE },
		),
		("scarce", Kind { limited: 20, energy: (9_000, 1_000), ..WIDE }),
		("scarce, all the same", Kind { limited: 0, energy: (1, 0), ..WIDE }),
		(
			"high prices",
			Kind {
				asks: (MAX_PRICE / 2, MAX_PRICE / 3),
				limits: (MAX_PRICE / 2, MAX_PRICE / 3),
				highest: MAX_PRICE,
				..WIDE
			},
		),
	]
}

#[test]
fn large_books_equal_the_reference_in_pages_and_at_once() {
	for (name, kind) in kinds() {
		for (seed, orders) in (0..).zip([1_000, 1_023, 2_047, 2_048, 2_049, 3_000, 5_000]) {
			let market = kind.market(orders, seed);
			let Market { demands, offers, rules, alpha_ppm } = &market;
			let outcome = clear(market.book(), rules);
			let expected = reference::clear(demands, offers, rules, *alpha_ppm);
			assert_eq!(outcome.clearing, expected.clearing, "{name}");
			assert!(outcome == expected, "{name}: fills");
			assert_eq!(verify(market.book(), rules, &outcome), Ok(()), "{name}");
			assert_eq!(certificate(market.book(), rules, &outcome).gap(), Some(0), "{name}");
			let cuts: Vec<u32> = (0..orders).step_by(500).collect();
			let pages = pages(&market, &cuts);
			let (clearing, passes) = search(&pages, rules);
			assert!(passes <= 10, "{name}");
			assert!(fill(&pages, clearing, rules) == outcome, "{name}: in pages");
		}
	}
}

/// How often a search wants to see the book.
fn passes(market: &Market) -> usize {
	let mut search = PriceSearch::new(&market.rules);
	(1..)
		.find(|_| {
			search.page(market.book()).unwrap();
			search.end_pass().unwrap().is_some()
		})
		.unwrap()
}

/// So many offers at one ask, every other of `capacity`, the rest of 1 Wh less; and firm demand for 1 Wh more than if
/// all were of 1 Wh less.
fn tied(orders: u32, capacity: Wh, limits: Limits) -> Market {
	let offer =
		|k| Offer { node: 2 * k, capacity: capacity - u64::from(k % 2), ask: limits.dearest_ask() };
	let demand = |k| Demand {
		node: 2 * k + 1,
		quantity: if k < orders { capacity - 1 } else { 1 },
		limit: None,
	};
	Market {
		demands: (0..=orders).map(demand).collect(),
		offers: (0..orders).map(offer).collect(),
		rules: Rules { limits, turn: 0 },
		alpha_ppm: PPM,
	}
}

#[test]
fn a_search_takes_few_passes() {
	let limits = Limits::new(200_000, 60_000, ALPHA_PPM, 0).unwrap();
	// Up to 1,024 offers and limits are listed, wherever they are.
	assert_eq!(passes(&tied(1_024, 5, limits)), 1);
	assert_eq!(passes(&Kind { limited: 100, ..WIDE }.market(1_024, 0)), 1);
	let highest = Limits::new(MAX_PRICE, 0, PPM, 0).unwrap();
	assert_eq!(passes(&tied(1_024, MAX_ORDER, highest)), 1);
	// All over the range they are counted in 1,024 bins, of which one is listed.
	for orders in [3_000, 10_000, 100_000] {
		assert_eq!(passes(&WIDE.market(orders, 0)), 2);
		assert_eq!(passes(&Kind { limited: 0, ..WIDE }.market(orders, 0)), 2);
	}
	// More at one price: two passes for the price, and for the level as many as the sizes need.
	assert_eq!(passes(&tied(1_025, 5, limits)), 3);
	assert_eq!(passes(&tied(5_000, 5_003, limits)), 4);
	// Scarcity is known after the first pass; it shares in one more, or two.
	let scarce = Kind { limited: 0, energy: (9_000, 1_000), ..WIDE };
	assert_eq!(passes(&scarce.market(1_000, 0)), 2);
	assert_eq!(passes(&scarce.market(100_000, 0)), 3);
	// The most there can be: five for the price, five for the level.
	let mut most = tied(1_025, MAX_ORDER - 1, highest);
	assert_eq!(passes(&most), 9);
	let ask = highest.dearest_ask();
	most.offers.push(Offer { node: 1 << 20, capacity: MAX_ORDER, ask });
	most.demands.push(Demand { node: 1 + (1 << 20), quantity: MAX_ORDER - 2, limit: None });
	assert_eq!(passes(&most), 10);
}

#[test]
fn the_fullest_book_is_shared_to_the_last_wh() {
	let limits = Limits::new(200_000, 60_000, ALPHA_PPM, 0).unwrap();
	let mut market = tied(20_000, 77, limits);
	market.demands = vec![Demand { node: 1, quantity: 51, limit: None }];
	let outcome = clear(market.book(), &market.rules);
	assert_eq!(outcome.clearing.status, Status::Cleared);
	// 51 Wh for 20,000 sellers: every 392nd or so sells one.
	let sellers: Vec<_> = (0..20_000).filter(|&k| outcome.sold[k] == 1).collect();
	assert_eq!(sellers.len(), 51);
	assert!(sellers.windows(2).all(|pair| (392..=393).contains(&(pair[1] - pair[0]))));
}
