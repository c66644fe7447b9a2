// SPDX-License-Identifier: Apache-2.0

//! What is refused at the door, and the largest numbers there can be.

use gridmerit_dispatch::{
	AtPrice, BlockOrder, Body, Fault, MAX_LINES, MAX_PRICE, MAX_RISE, MAX_WINDOWS, Multiplier,
	NANO, Network, NetworkFault, Plan, Problem, Refusal, Row, Store, Threshold, Volts,
};
use gridmerit_grid::{Line, MAX_BUSES};
use gridmerit_market::{
	MAX_ORDER,
	Side::{Demand, Supply},
};

use crate::cases::{Case, order, tree};

fn fault(case: &Case) -> Option<Fault> {
	Problem::new(&case.grids, &case.orders, &case.blocks, &case.stores).err()
}

#[test]
fn problems_beyond_bounds_are_refused() {
	let sound = Case { grids: vec![tree(&[(0, 1, 1)])], ..Case::default() };
	let fault_of = |change: &dyn Fn(&mut Case)| {
		let mut case = sound.clone();
		change(&mut case);
		fault(&case)
	};
	assert_eq!(fault(&sound), None);
	let windows = |count| move |case: &mut Case| case.grids = vec![case.grids[0].clone(); count];
	assert_eq!(fault_of(&windows(MAX_WINDOWS)), None);
	assert_eq!(fault_of(&windows(MAX_WINDOWS + 1)), Some(Fault::TooManyWindows));
	assert_eq!(fault_of(&|case| case.grids.push(tree(&[]))), Some(Fault::OtherBuses(1)));

	let one = |bus, window, energy, price| {
		move |case: &mut Case| case.orders = vec![order(bus, window, Demand, energy, price)]
	};
	assert_eq!(fault_of(&one(1, 0, MAX_ORDER, MAX_PRICE)), None);
	assert_eq!(fault_of(&one(2, 0, 1, 1)), Some(Fault::OrderNowhere(0)));
	assert_eq!(fault_of(&one(1, 1, 1, 1)), Some(Fault::OrderNowhere(0)));
	assert_eq!(fault_of(&one(1, 0, MAX_ORDER + 1, 1)), Some(Fault::OrderTooLarge(0)));
	assert_eq!(fault_of(&one(1, 0, 1, MAX_PRICE + 1)), Some(Fault::OrderTooLarge(0)));

	let block = |bus, price, profile: &[(u16, u64)]| {
		let block = BlockOrder { bus, side: Supply, price, profile: profile.to_vec() };
		move |case: &mut Case| case.blocks = vec![block.clone()]
	};
	assert_eq!(fault_of(&block(1, MAX_PRICE, &[(0, MAX_ORDER)])), None);
	assert_eq!(fault_of(&block(2, 1, &[])), Some(Fault::BlockNowhere(0)));
	assert_eq!(fault_of(&block(1, 1, &[(0, 1), (0, 1)])), Some(Fault::BlockNowhere(0)));
	assert_eq!(fault_of(&block(1, 1, &[(1, 1)])), Some(Fault::BlockNowhere(0)));
	assert_eq!(fault_of(&block(1, 1, &[(0, MAX_ORDER + 1)])), Some(Fault::BlockTooLarge(0)));
	assert_eq!(fault_of(&block(1, MAX_PRICE + 1, &[])), Some(Fault::BlockTooLarge(0)));

	let store = |bus, capacity, efficiency| {
		let store = Store { bus, charge: 1, discharge: 1, capacity, efficiency };
		move |case: &mut Case| case.stores = vec![store]
	};
	assert_eq!(fault_of(&store(1, MAX_ORDER, 1_000_000)), None);
	assert_eq!(fault_of(&store(2, 1, 1)), Some(Fault::StoreNowhere(0)));
	assert_eq!(fault_of(&store(1, MAX_ORDER + 1, 1)), Some(Fault::StoreTooLarge(0)));
	assert_eq!(fault_of(&store(1, 1, 1_000_001)), Some(Fault::StoreTooLarge(0)));
}

#[test]
fn grids_beyond_bounds_are_refused() {
	let of = |grid: Network| match fault(&Case { grids: vec![grid], ..Case::default() }) {
		Some(Fault::Network(0, fault)) => Some(fault),
		None => None,
		other => panic!("{other:?}"),
	};
	let with_volts = |volts: Vec<Volts>| match tree(&[(0, 1, 1), (0, 1, 1)]) {
		Network::Radial { feeder, .. } => Network::Radial { feeder, volts },
		other => other,
	};
	let volts = |rise| Volts { rise, above: 1, below: 1 };
	assert_eq!(of(with_volts(vec![volts(MAX_RISE); 2])), None);
	assert_eq!(of(with_volts(vec![volts(1)])), Some(NetworkFault::Volts));
	assert_eq!(of(with_volts(vec![volts(1), volts(MAX_RISE + 1)])), Some(NetworkFault::Rise(2)));

	let mesh = |buses, rows| Network::Meshed { buses, rows };
	let row = |factors: &[(u16, i32)]| Row { forward: 1, backward: 1, factors: factors.to_vec() };
	assert_eq!(of(mesh(MAX_BUSES, vec![row(&[(0, -1_000_000), (16_383, 1)])])), None);
	assert_eq!(of(mesh(0, vec![])), Some(NetworkFault::Size));
	assert_eq!(of(mesh(MAX_BUSES + 1, vec![])), Some(NetworkFault::Size));
	assert_eq!(of(mesh(1, vec![row(&[]); MAX_LINES + 1])), Some(NetworkFault::Size));
	for factors in
		[&[(2, 1)][..], &[(0, 0)], &[(0, 1_000_001)], &[(1, 1), (0, 1)], &[(0, 1), (0, 1)]]
	{
		assert_eq!(of(mesh(2, vec![row(factors)])), Some(NetworkFault::Factors(0)));
	}
	let high = Row { backward: Line::NO_LIMIT + 1, ..row(&[]) };
	assert_eq!(of(mesh(2, vec![row(&[]), high])), Some(NetworkFault::LimitTooHigh(1)));
}

/// The largest orders at the highest prices, over lines and voltages that just carry them.
#[test]
fn the_largest_numbers_fit() {
	let count = 2_000;
	let all = count * MAX_ORDER;
	let line = Line { parent: 0, import: all, export: all };
	let volts = Volts { rise: 1 << 8, above: u64::MAX, below: u64::MAX };
	let feeder = gridmerit_grid::Feeder::new(&[line]).unwrap();
	let mut case =
		Case { grids: vec![Network::Radial { feeder, volts: vec![volts] }], ..Case::default() };
	for _ in 0..count {
		case.orders.push(order(0, 0, Demand, MAX_ORDER, MAX_PRICE));
		case.orders.push(order(1, 0, Supply, MAX_ORDER, 0));
	}
	let price = (MAX_PRICE as i64) * NANO;
	let body = Body {
		prices: vec![price],
		lines: vec![Multiplier { window: 0, row: 0, value: price }],
		margins: vec![
			AtPrice { window: 0, bus: 0, sold: 0, bought: all },
			AtPrice { window: 0, bus: 1, sold: all, bought: 0 },
		],
		..Body::default()
	};
	let checked = case.check(&body).unwrap();
	assert_eq!((checked.welfare, checked.gap), (u128::from(all) * u128::from(MAX_PRICE), 0));
	assert_eq!(checked.rent, checked.welfare);

	// Prices that fit into no 62 bits, and limits worth more than 127 bits.
	let refused = |change: &dyn Fn(&mut Body)| {
		let mut body = body.clone();
		change(&mut body);
		case.check(&body)
	};
	let overflow = Err(Refusal::Overflow);
	assert_eq!(refused(&|body| body.prices[0] = i64::MAX), overflow);
	assert_eq!(refused(&|body| body.prices[0] = i64::MIN), overflow);
	assert_eq!(refused(&|body| body.lines[0].value = i64::MIN), overflow);
	let voltage = Multiplier { window: 0, row: 0, value: i64::MIN };
	assert_eq!(refused(&|body| body.voltages = vec![voltage]), overflow);
}

#[test]
fn what_a_body_names_must_be_there() {
	let case = Case { grids: vec![tree(&[(0, 1, 1)])], ..Case::default() };
	let body = Body { prices: vec![0], ..Body::default() };
	let refused = |change: &dyn Fn(&mut Body)| {
		let mut body = body.clone();
		change(&mut body);
		case.check(&body).err()
	};
	let multiplier = |window, row, value| Multiplier { window, row, value };
	let margin = |window, bus, sold| AtPrice { window, bus, sold, bought: 0 };
	assert_eq!(refused(&|_| ()), None);
	assert_eq!(refused(&|body| body.prices.clear()), Some(Refusal::Prices));
	assert_eq!(refused(&|body| body.prices.push(1)), Some(Refusal::Prices));
	assert_eq!(refused(&|body| body.lines = vec![multiplier(1, 0, 1)]), Some(Refusal::Window(1)));
	assert_eq!(refused(&|body| body.lines = vec![multiplier(0, 1, 1)]), Some(Refusal::Line(0, 1)));
	let far = u32::MAX;
	assert_eq!(
		refused(&|body| body.lines = vec![multiplier(0, far, 1)]),
		Some(Refusal::Line(0, far))
	);
	assert_eq!(
		refused(&|body| body.voltages = vec![multiplier(0, 0, 1)]),
		Some(Refusal::Voltage(0, 0))
	);
	assert_eq!(refused(&|body| body.lines = vec![multiplier(0, 0, 0)]), Some(Refusal::Untidy));
	assert_eq!(refused(&|body| body.margins = vec![margin(0, 0, 0)]), Some(Refusal::Untidy));
	assert_eq!(refused(&|body| body.margins = vec![margin(0, 0, 1)]), Some(Refusal::AtPrice(0, 0)));
	assert_eq!(refused(&|body| body.margins = vec![margin(0, 9, 1)]), Some(Refusal::AtPrice(0, 9)));
	assert_eq!(refused(&|body| body.margins = vec![margin(3, 0, 1)]), Some(Refusal::Window(3)));
	assert_eq!(refused(&|body| body.blocks = vec![0]), Some(Refusal::Block(0)));
	let plan = Plan { store: 2, moves: vec![], values: vec![] };
	assert_eq!(refused(&|body| body.plans = vec![plan.clone()]), Some(Refusal::Plan(2)));
}

#[test]
fn a_threshold_is_a_part_or_an_amount() {
	let threshold = Threshold { ppm: 100, least: 7 };
	assert_eq!([0, 70_000, 79_999, 80_000].map(|bound| threshold.most(bound)), [7, 7, 7, 8]);
	assert_eq!(threshold.most(u128::MAX), u128::MAX / 1_000_000 * 100);
}
