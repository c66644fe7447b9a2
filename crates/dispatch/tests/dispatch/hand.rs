// SPDX-License-Identifier: Apache-2.0

//! Cases worked by hand: each kind of limit hit exactly, and one Wh beyond.

use gridmerit_dispatch::{
	AtPrice, BlockOrder, Body, Merit, Multiplier, NANO, Network, Plan, Refusal, Rejection, Row,
	Store, Threshold, Volts, accept,
};
use gridmerit_market::Side::{Demand, Supply};

use crate::cases::{Case, order, tree};

fn margin(window: u16, bus: u16, sold: u64, bought: u64) -> AtPrice {
	AtPrice { window, bus, sold, bought }
}

fn multiplier(row: u32, value: i64) -> Multiplier {
	Multiplier { window: 0, row, value }
}

fn prices(prices: &[i64]) -> Vec<i64> {
	prices.iter().map(|price| price * NANO).collect()
}

#[test]
fn an_empty_problem_has_an_empty_body() {
	let nothing = Case::default().check(&Body::default()).unwrap();
	assert_eq!((nothing.welfare, nothing.bound, nothing.gap, nothing.rent), (0, 0, 0, 0));
	let idle = Case { grids: vec![tree(&[(0, 5, 5)]); 2], ..Case::default() };
	let checked = idle.check(&Body { prices: prices(&[7, -7]), ..Body::default() }).unwrap();
	assert_eq!((checked.welfare, checked.bound), (0, 0));
	assert_eq!(checked.prices, [7, 7, -7, -7]);
	assert_eq!(accept(&checked, None, Threshold { ppm: 0, least: 0 }), Ok(()));
}

/// The export limit of the grid crate's first vector: 100 Wh get out at 90, the rest comes at 120.
fn export_limit() -> (Case, Body) {
	let orders = vec![
		order(0, 0, Demand, 300, 200),
		order(1, 0, Supply, 500, 90),
		order(0, 0, Supply, 400, 120),
	];
	let case = Case { grids: vec![tree(&[(0, 0, 100)])], orders, ..Case::default() };
	let body = Body {
		prices: prices(&[120]),
		lines: vec![multiplier(0, 30 * NANO)],
		margins: vec![margin(0, 0, 200, 0), margin(0, 1, 100, 0)],
		..Body::default()
	};
	(case, body)
}

#[test]
fn a_full_line_separates_two_prices_and_earns_the_rent() {
	let (case, body) = export_limit();
	let checked = case.check(&body).unwrap();
	assert_eq!(checked.prices, [120, 90]);
	assert_eq!(checked.fills, [300, 100, 200]);
	assert_eq!((checked.paid, checked.earned, checked.rent), (36_000, 33_000, 3_000));
	assert_eq!((checked.welfare, checked.gap), (60_000 - 33_000, 0));
	let other = |margins| case.check(&Body { margins, ..body.clone() });
	let beyond = other(vec![margin(0, 0, 199, 0), margin(0, 1, 101, 0)]);
	assert_eq!(beyond, Err(Refusal::LineFull(0, 0)));
	let uneven = other(vec![margin(0, 0, 199, 0), margin(0, 1, 100, 0)]);
	assert_eq!(uneven, Err(Refusal::Balance(0)));
	// A Wh less over the line costs what the line is worth.
	let less = other(vec![margin(0, 0, 201, 0), margin(0, 1, 99, 0)]).unwrap();
	assert_eq!((less.welfare, less.gap), (checked.welfare - 30, 30));
	let tight = |least| Threshold { ppm: 0, least };
	assert_eq!(accept(&less, None, tight(29)), Err(Rejection::Gap));
	assert_eq!(accept(&less, None, tight(30)), Ok(()));
	assert_eq!(accept(&less, Some(&Merit::of(&checked)), tight(30)), Err(Rejection::NotBetter));
	assert_eq!(accept(&checked, Some(&Merit::of(&less)), tight(0)), Ok(()));
	assert_eq!(accept(&checked, Some(&Merit::of(&checked)), tight(0)), Err(Rejection::NotBetter));
}

/// Supply is just what is wanted: each price from the ask to the limit is optimal, and the least stands.
#[test]
fn of_optimal_prices_the_least_stand() {
	let orders = vec![order(0, 0, Demand, 100, 200), order(0, 0, Supply, 100, 90)];
	let case = Case { grids: vec![tree(&[])], orders, ..Case::default() };
	let at = |price, sold, bought| {
		let margins = if sold + bought > 0 { vec![margin(0, 0, sold, bought)] } else { vec![] };
		case.check(&Body { prices: prices(&[price]), margins, ..Body::default() }).unwrap()
	};
	let [least, middle, most] = [at(90, 100, 0), at(150, 0, 0), at(200, 0, 100)];
	let exact = Threshold { ppm: 0, least: 0 };
	for checked in [&least, &middle, &most] {
		assert_eq!((checked.welfare, checked.gap, checked.rent), (11_000, 0, 0));
		assert_eq!(accept(&least, Some(&Merit::of(checked)), exact).is_ok(), *checked != least);
		assert_eq!(accept(checked, Some(&Merit::of(&least)), exact), Err(Rejection::NotBetter));
	}
}

#[test]
fn those_at_the_price_share_up_to_one_level() {
	let sellers = [50, 10, 50, 50, 0].map(|energy| order(0, 0, Supply, energy, 90));
	let mut orders = vec![order(0, 0, Demand, 112, 200)];
	orders.extend(sellers);
	let case = Case { grids: vec![tree(&[])], orders, ..Case::default() };
	let body = |sold| Body {
		prices: prices(&[90]),
		margins: vec![margin(0, 0, sold, 0)],
		..Body::default()
	};
	let checked = case.check(&body(112)).unwrap();
	assert_eq!(checked.fills, [112, 34, 10, 34, 34, 0]);
	let mut other = case.clone();
	other.orders[0].energy = 114;
	assert_eq!(other.check(&body(114)).unwrap().fills, [114, 35, 10, 35, 34, 0]);
	other.orders[0].energy = 160;
	assert_eq!(other.check(&body(160)).unwrap().fills, [160, 50, 10, 50, 50, 0]);
	assert_eq!(other.check(&body(161)), Err(Refusal::AtPrice(0, 0)));
}

/// Bus 2 behind bus 1; each Wh lifts 2 units a line, and 100 are allowed at bus 2: 25 Wh from there, or 50 from bus 1.
fn voltage() -> (Case, Body) {
	let Network::Radial { feeder, .. } = tree(&[(0, 900, 900), (1, 900, 900)]) else {
		panic!("a tree")
	};
	let volts =
		vec![Volts { rise: 2, above: 900, below: 900 }, Volts { rise: 2, above: 100, below: 90 }];
	let orders = vec![
		order(0, 0, Demand, 200, 300),
		order(0, 0, Supply, 200, 120),
		order(1, 0, Supply, 200, 110),
		order(2, 0, Supply, 200, 80),
	];
	let case = Case { grids: vec![Network::Radial { feeder, volts }], orders, ..Case::default() };
	// A unit is worth 10 at bus 2: 40 a Wh there, 20 at bus 1, where 110 is then too dear.
	let body = Body {
		prices: prices(&[120]),
		voltages: vec![multiplier(1, 10 * NANO)],
		margins: vec![margin(0, 0, 175, 0), margin(0, 2, 25, 0)],
		..Body::default()
	};
	(case, body)
}

#[test]
fn a_voltage_at_its_limit_makes_prices_by_the_lines_that_are_shared() {
	let (case, body) = voltage();
	let checked = case.check(&body).unwrap();
	assert_eq!(checked.prices, [120, 100, 80]);
	assert_eq!(checked.fills, [200, 175, 0, 25]);
	assert_eq!((checked.gap, checked.rent), (0, 40 * 25));
	let mut beyond = body.clone();
	beyond.margins = vec![margin(0, 0, 174, 0), margin(0, 2, 26, 0)];
	assert_eq!(case.check(&beyond), Err(Refusal::VoltageOff(0, 1)));
	// The other way round: 45 units for 90 that are allowed below, and none more.
	let mut falls = case.clone();
	falls.orders = vec![order(2, 0, Demand, 200, 300), order(0, 0, Supply, 200, 120)];
	let drawn = |energy| Body {
		prices: prices(&[120]),
		voltages: vec![multiplier(1, -45 * NANO)],
		margins: vec![margin(0, 0, energy, 0), margin(0, 2, 0, energy)],
		..Body::default()
	};
	let checked = falls.check(&drawn(22)).unwrap();
	assert_eq!(checked.prices, [120, 210, 300]);
	// 22.5 Wh would go: half a Wh at 180.
	assert_eq!((checked.welfare, checked.gap, checked.rent), (22 * 180, 90, 22 * 180));
	assert_eq!(falls.check(&drawn(23)), Err(Refusal::VoltageOff(0, 1)));
}

/// A ring of three equal lines, between buses 0 and 1, 1 and 2, 0 and 2. The one from 2 to 0 carries 20 Wh.
fn ring() -> (Case, Body) {
	let factors = vec![(1, 333_333), (2, 666_667)];
	let rows = vec![Row { forward: 20, backward: 20, factors }];
	let orders = vec![
		order(0, 0, Demand, 60, 200),
		order(1, 0, Supply, 60, 100),
		order(2, 0, Supply, 60, 70),
	];
	let case = Case { grids: vec![Network::Meshed { buses: 3, rows }], orders, ..Case::default() };
	// Of 60 Wh from bus 1 a third goes round by bus 2, and the line is full: all comes from the dearer one.
	let body = Body {
		prices: prices(&[130]),
		lines: vec![multiplier(0, 90_000)],
		margins: vec![margin(0, 1, 60, 0)],
		..Body::default()
	};
	(case, body)
}

#[test]
fn a_full_line_of_a_mesh_makes_prices_by_its_factors() {
	let (case, body) = ring();
	let checked = case.check(&body).unwrap();
	// 90 a Wh over the line, a third and two thirds of it.
	assert_eq!(checked.prices, [130, 100, 70]);
	assert_eq!(checked.fills, [60, 60, 0]);
	assert_eq!((checked.welfare, checked.rent), (6_000, 1_800));
	// A millionth of a Wh of room is left, at 90: rounded up to a planck.
	assert_eq!(checked.gap, 1);
	let mut beyond = body.clone();
	beyond.margins = vec![margin(0, 1, 59, 0), margin(0, 2, 1, 0)];
	assert_eq!(case.check(&beyond), Err(Refusal::LineFull(0, 0)));
	let mut against = body.clone();
	against.lines[0].value = -90_000;
	// 130, 160, 190: all would sell.
	assert_eq!(case.check(&against), Err(Refusal::AtPrice(0, 1)));
	against.margins.clear();
	assert_eq!(case.check(&against), Err(Refusal::Balance(0)));
	let mut absent = body;
	absent.lines[0].row = 1;
	assert_eq!(case.check(&absent), Err(Refusal::Line(0, 1)));
}

/// 100 at noon are cheap; in the evening 90 of them meet a demand that pays 300 or sells at 200.
fn store() -> (Case, Body) {
	let orders = vec![
		order(0, 0, Supply, 500, 100),
		order(0, 1, Demand, 120, 300),
		order(0, 1, Supply, 500, 200),
	];
	let stores =
		vec![Store { bus: 1, charge: 100, discharge: 500, capacity: 500, efficiency: 900_000 }];
	let case = Case { grids: vec![tree(&[(0, 900, 900)]); 2], orders, blocks: vec![], stores };
	let body = Body {
		prices: prices(&[100, 200]),
		margins: vec![margin(0, 0, 100, 0), margin(1, 0, 30, 0)],
		plans: vec![Plan { store: 0, moves: vec![-100, 90], values: vec![] }],
		..Body::default()
	};
	(case, body)
}

#[test]
fn a_store_gets_the_difference_of_prices_less_its_losses() {
	let (case, body) = store();
	let checked = case.check(&body).unwrap();
	assert_eq!(checked.gains, [90 * 200 - 100 * 100]);
	assert_eq!((checked.welfare, checked.gap, checked.rent), (20_000, 0, 0));
	let plan = |moves: &[i64], margins| {
		let plans = vec![Plan { store: 0, moves: moves.to_vec(), values: vec![] }];
		case.check(&Body { plans, margins, ..body.clone() })
	};
	let margins = |noon, evening| vec![margin(0, 0, noon, 0), margin(1, 0, evening, 0)];
	assert_eq!(plan(&[-101, 90], margins(101, 30)), Err(Refusal::StoreLimit(0, 0)));
	assert_eq!(plan(&[-100, 91], margins(100, 29)), Err(Refusal::StoreLimit(0, 1)));
	assert_eq!(plan(&[-100], margins(100, 30)), Err(Refusal::Plan(0)));
	// 99 Wh leave 89.1, of which 89 are whole.
	assert_eq!(plan(&[-99, 90], margins(99, 30)), Err(Refusal::StoreLimit(0, 1)));
	assert_eq!(plan(&[-99, 89], margins(99, 31)).unwrap().gap, 100);
	// Nothing comes back, nothing is given before it was taken, and none loses.
	assert_eq!(plan(&[-40, 0], margins(40, 120)), Err(Refusal::StoreLoses(0)));
	assert_eq!(plan(&[10, -20], margins(0, 0)), Err(Refusal::Untidy));
	assert_eq!(plan(&[10, -20], vec![]), Err(Refusal::StoreLimit(0, 0)));
}

#[test]
fn a_full_store_is_worth_what_is_posted_for_it() {
	let (mut case, mut body) = store();
	case.stores[0].capacity = 45;
	body.margins = vec![margin(0, 0, 50, 0), margin(1, 0, 75, 0)];
	body.plans[0].moves = vec![-50, 45];
	// Without values the bound believes that it could take 100.
	let without = case.check(&body).unwrap();
	assert_eq!(without.gap, 90 * 200 - 100 * 100 - (45 * 200 - 50 * 100));
	// A Wh in it is worth 100 / 0.9 at noon and 200 in the evening: the room for 45 Wh makes the difference.
	body.plans[0].values = vec![111_111_111_111, 200 * NANO];
	let with = case.check(&body).unwrap();
	assert_eq!((with.welfare, with.gap), (without.welfare, 1));
	body.plans[0].values[0] = -1;
	assert_eq!(case.check(&body), Err(Refusal::Plan(0)));
	body.plans[0].values.pop();
	assert_eq!(case.check(&body), Err(Refusal::Plan(0)));
}

#[test]
fn a_block_trades_as_a_whole_and_does_not_lose() {
	let orders = vec![
		order(0, 0, Demand, 100, 150),
		order(0, 1, Demand, 100, 150),
		order(0, 0, Supply, 100, 80),
		order(0, 1, Supply, 100, 140),
	];
	let block = BlockOrder { bus: 0, side: Supply, price: 100, profile: vec![(0, 60), (1, 60)] };
	let case = Case { grids: vec![tree(&[]); 2], orders, blocks: vec![block], stores: vec![] };
	let body = |prices_of: [i64; 2], sold: [u64; 2], blocks: &[u32]| {
		let margins = vec![margin(0, 0, sold[0], 0), margin(1, 0, sold[1], 0)];
		case.check(&Body {
			prices: prices(&prices_of),
			margins,
			blocks: blocks.to_vec(),
			..Body::default()
		})
	};
	let with = body([80, 140], [40, 40], &[0]).unwrap();
	// (80 + 140) / 2 = 110 for what it gives at 100.
	assert_eq!((with.welfare, with.gap), (30_000 - 12_000 - 3_200 - 5_600, 0));
	let without = body([80, 140], [100, 100], &[]).unwrap();
	assert_eq!((without.welfare, without.gap), (8_000, 1_200));
	assert_eq!(body([80, 119], [40, 40], &[0]), Err(Refusal::AtPrice(1, 0)));
	assert_eq!(body([80, 140], [40, 40], &[1]), Err(Refusal::Block(1)));
	assert_eq!(body([80, 140], [40, 40], &[0, 0]), Err(Refusal::Untidy));
	let mut dear = case.clone();
	dear.blocks[0].price = 110;
	let same = Body {
		prices: prices(&[80, 140]),
		margins: vec![margin(0, 0, 40, 0), margin(1, 0, 40, 0)],
		blocks: vec![0],
		..Body::default()
	};
	assert!(dear.check(&same).is_ok());
	dear.blocks[0].price = 111;
	assert_eq!(dear.check(&same), Err(Refusal::BlockLoses(0)));
	// Demand that wants both windows at 110 at most.
	dear.blocks[0] = BlockOrder { side: Demand, price: 110, ..dear.blocks[0].clone() };
	dear.orders[0].energy = 40;
	dear.orders[1].energy = 40;
	let same = Body { margins: vec![margin(0, 0, 100, 0), margin(1, 0, 100, 0)], ..same };
	assert_eq!(dear.check(&same).unwrap().gap, 0);
	dear.blocks[0].price = 109;
	assert_eq!(dear.check(&same), Err(Refusal::BlockLoses(0)));
}

/// A multiplier against the flow: the dearer side would export.
#[test]
fn a_negative_rent_is_refused() {
	let orders = vec![order(0, 0, Demand, 50, 100), order(1, 0, Supply, 50, 120)];
	let case = Case { grids: vec![tree(&[(0, 900, 900)])], orders, ..Case::default() };
	let body = Body {
		prices: prices(&[100]),
		lines: vec![multiplier(0, -20 * NANO)],
		margins: vec![margin(0, 0, 0, 50), margin(0, 1, 50, 0)],
		..Body::default()
	};
	assert_eq!(case.check(&body), Err(Refusal::Rent));
}
