// SPDX-License-Identifier: Apache-2.0

//! Cases worked by hand.

use gridmerit_grid::{Feeder, GridOutcome, Line, Located, assign, clear, rent, verify};
use gridmerit_market::{Book, Demand, Limits, Offer, Price, Rules, Status, Wh};

use crate::support::{
	ANY, BEYOND_LINE_AND_SUPPLY, EQUAL_ASKS, EXPORT_LIMIT, IMPORT_LIMIT, LIMIT_HIT_EXACTLY,
	NESTED_CHAIN, PRICE_LIMITS, SCARCITY_OUTSIDE, Vector,
};

/// Clears, checks what must come out, and gives it back.
fn check(vector: &Vector<'_>) -> GridOutcome {
	let name = vector.name;
	let line = |&(parent, import, export): &(u16, Wh, Wh)| Line { parent, import, export };
	let feeder = Feeder::new(&vector.lines.iter().map(line).collect::<Vec<_>>()).unwrap();
	let offer = |&(node, _, capacity, ask): &(u32, u16, Wh, Price)| Offer { node, capacity, ask };
	let offers: Vec<_> = vector.offers.iter().map(offer).collect();
	let demand = |(node, &(_, quantity, limit)): (u32, &(u16, Wh, Option<Price>))| Demand {
		node,
		quantity,
		limit,
	};
	let demands: Vec<_> = (100..).zip(vector.demands).map(demand).collect();
	let sellers: Vec<_> = vector.offers.iter().map(|row| row.1).collect();
	let buyers: Vec<_> = vector.demands.iter().map(|row| row.0).collect();
	let book = Book::new(&demands, &offers).unwrap();
	let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
	let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: 0 };

	let outcome = clear(&feeder, book, &rules).unwrap();
	assert_eq!(verify(&feeder, book, &rules, &outcome), Ok(()), "{name}");
	assert_eq!(outcome.sold, vector.sold, "{name}");
	assert_eq!(outcome.bought, vector.bought, "{name}");
	assert_eq!(rent(&outcome.zones), Some(vector.rent), "{name}");
	let transactions = assign(&feeder, book, &outcome).unwrap();
	let rents = transactions.iter().map(|transaction| transaction.rent()).sum::<u128>();
	assert_eq!(rents, vector.rent, "{name}");
	let zone = |mut bus: u16| loop {
		if let Some(zone) = outcome.zones.iter().find(|zone| zone.top == bus) {
			return zone.price;
		}
		bus = vector.lines[usize::from(bus) - 1].0;
	};
	let prices: Vec<_> = (0..=vector.lines.len() as u16).map(zone).collect();
	assert_eq!(prices, vector.prices, "{name}");
	outcome
}

#[test]
fn an_export_limit_makes_it_cheaper_behind_the_line() {
	let outcome = check(&EXPORT_LIMIT);
	assert_eq!(outcome.flows[1].traded, 100);
}

#[test]
fn an_import_limit_makes_it_dearer_behind_the_line() {
	let outcome = check(&IMPORT_LIMIT);
	assert_eq!(outcome.flows[1].traded, -150);
}

#[test]
fn a_line_can_be_full_at_one_price() {
	let outcome = check(&EQUAL_ASKS);
	assert_eq!(outcome.zones.len(), 2);
}

#[test]
fn scarcity_outside_is_none_behind_a_full_line() {
	let outcome = check(&SCARCITY_OUTSIDE);
	assert_eq!(outcome.zones[0].status, Status::Scarcity);
	assert_eq!(outcome.zones[0].unmet_demand(), 600);
	assert_eq!(outcome.zones[1].status, Status::Cleared);
}

#[test]
fn a_limit_hit_exactly_separates() {
	check(&LIMIT_HIT_EXACTLY);
}

#[test]
fn a_chain_nests_its_zones() {
	check(&NESTED_CHAIN);
}

#[test]
fn demand_with_limits_is_met_as_far_as_it_pays() {
	check(&PRICE_LIMITS);
}

#[test]
fn what_line_and_local_supply_cannot_bring_is_shared_equally() {
	let outcome = check(&BEYOND_LINE_AND_SUPPLY);
	// The utility serves the other 210 Wh, and the line has no room for them.
	assert_eq!(outcome.flows[1].lacking, 210);
}

/// Capacities 100, 10, 10 and 10 Wh at buses 0, 1 and the two children of 1; 20 Wh may pass line 1, 5 those of the
/// children. To fill line 1 because it is passed most would be wrong: the fair share leaves it at 18.5 Wh.
#[test]
fn the_fair_share_is_not_the_one_that_fills_the_most_crowded_line() {
	let vector = Vector {
		name: "fair share",
		lines: &[(0, ANY, 20), (1, ANY, 5), (1, ANY, 5)],
		offers: &[(1, 0, 100, 90_000), (2, 1, 10, 90_000), (3, 2, 10, 90_000), (4, 3, 10, 90_000)],
		demands: &[(0, 104, None)],
		prices: &[Some(90_000); 4],
		sold: &[84, 10, 5, 5],
		bought: &[104],
		rent: 0,
	};
	let outcome = check(&vector);
	assert_eq!(outcome.zones.len(), 3);
	// With 27 Wh wanted, buses 0 and 1 share 17: 8.5 each, and line 1 carries 18.5, in whole Wh 19.
	let vector = Vector {
		name: "fair share, to half a Wh",
		demands: &[(0, 27, None)],
		sold: &[8, 9, 5, 5],
		bought: &[27],
		..vector
	};
	let outcome = check(&vector);
	assert_eq!(outcome.flows[1].traded, 19);
}

/// Two levels within one Wh: 7 Wh for three sellers, two of them behind a line for 4.
#[test]
fn a_line_can_be_full_within_the_last_wh() {
	let vector = Vector {
		name: "within the last Wh",
		lines: &[(0, ANY, 4)],
		offers: &[(1, 0, 100, 90_000), (2, 1, 100, 90_000), (3, 1, 100, 90_000)],
		demands: &[(0, 7, None)],
		prices: &[Some(90_000); 2],
		sold: &[3, 2, 2],
		bought: &[7],
		rent: 0,
	};
	let outcome = check(&vector);
	// 7/3 each would be 14/3 behind the line: 2 each there, 3 outside.
	assert_eq!(outcome.zones.len(), 2);
	// At 5 the line has room for 14/3, and the odd Wh is rounded within it.
	let vector =
		Vector { name: "room for the fraction", lines: &[(0, ANY, 5)], sold: &[2, 2, 3], ..vector };
	assert_eq!(check(&vector).zones.len(), 1);
}

#[test]
fn energy_passes_a_bus_without_orders() {
	let vector = Vector {
		name: "transit",
		lines: &[(0, ANY, 50), (1, ANY, 50)],
		offers: &[(1, 2, 80, 70_000), (2, 0, 100, 90_000)],
		demands: &[(0, 60, None)],
		prices: &[Some(90_000), Some(70_000), Some(70_000)],
		sold: &[50, 10],
		bought: &[60],
		rent: 1_000_000,
	};
	check(&vector);
}

#[test]
fn where_nothing_moves_there_is_no_price() {
	let vector = Vector {
		name: "islands",
		lines: &[(0, 0, 0), (0, 0, 0), (0, 0, 0)],
		offers: &[(1, 1, 80, 70_000), (2, 3, 10, 90_000)],
		demands: &[(0, 60, None), (3, 10, Some(80_000))],
		prices: &[None; 4],
		sold: &[0, 0],
		bought: &[0, 0],
		rent: 0,
	};
	let outcome = check(&vector);
	let statuses: Vec<_> = outcome.zones.iter().map(|zone| zone.status).collect();
	use Status::{NoDemand, NoMatch, NoSupply};
	assert_eq!(statuses, [NoSupply, NoDemand, NoDemand, NoMatch]);
}
