// SPDX-License-Identifier: Apache-2.0

//! Against every dispatch in whole Wh that there is, by the statement alone.

use gridmerit_dispatch::{AtPrice, Body, Checked, Multiplier, NANO, Network, Plan};
use gridmerit_market::Side;
use proptest::prelude::*;

use crate::cases::{Case, TOP, on_coefficients, on_lines, over_time};

/// What trades of each order, which blocks do, and what the stores do in two windows.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
	pub fills: Vec<u64>,
	pub blocks: Vec<bool>,
	pub moves: Vec<[i64; 2]>,
}

/// Whether the grid carries it, bus by bus and line by line: no sums that are handed on.
fn carried(grid: &Network, net: &[i64]) -> bool {
	if net.iter().sum::<i64>() != 0 {
		return false;
	}
	match grid {
		Network::Meshed { rows, .. } => rows.iter().all(|row| {
			let load = |(bus, factor): &(u16, i32)| net[usize::from(*bus)] * i64::from(*factor);
			let flow: i64 = row.factors.iter().map(load).sum();
			-1_000_000 * row.backward as i64 <= flow && flow <= 1_000_000 * row.forward as i64
		}),
		Network::Radial { feeder, volts } => {
			// The lines from a bus to the substation.
			let path = |bus: u16| {
				let next = |bus: &u16| feeder.line(*bus).map(|line| line.parent);
				std::iter::successors(Some(bus), next).filter(|bus| *bus > 0).collect::<Vec<_>>()
			};
			let flow = |line: u16| -> i64 {
				let behind = |bus: &usize| path(*bus as u16).contains(&line);
				(0..net.len()).filter(behind).map(|bus| net[bus]).sum()
			};
			(1..net.len() as u16).all(|bus| {
				let line = feeder.line(bus).unwrap();
				let fits = (-(line.import as i64)..=line.export as i64).contains(&flow(bus));
				let volts_of = |bus: u16| volts.get(usize::from(bus) - 1).copied();
				let lift = |line: &u16| flow(*line) * volts_of(*line).map_or(0, |v| v.rise as i64);
				let voltage: i64 = path(bus).iter().map(lift).sum();
				let band = volts_of(bus).map(|v| -(v.below as i64)..=v.above as i64);
				fits && band.is_none_or(|band| band.contains(&voltage))
			})
		},
	}
}

/// The welfare of a dispatch; none if it cannot be.
fn welfare(case: &Case, dispatch: &Dispatch) -> Option<i64> {
	let mut net = vec![vec![0_i64; 3]; case.grids.len()];
	let mut welfare = 0;
	let mut trade = |bus: u16, window: u16, side: Side, energy: u64, price: u64| {
		let sign = if side == Side::Supply { 1 } else { -1 };
		net[usize::from(window)][usize::from(bus)] += sign * energy as i64;
		welfare -= sign * (energy * price) as i64;
	};
	for (order, fill) in case.orders.iter().zip(&dispatch.fills) {
		trade(order.bus, order.window, order.side, *fill, order.price);
	}
	for (block, trades) in case.blocks.iter().zip(&dispatch.blocks) {
		for (window, energy) in block.profile.iter().filter(|_| *trades) {
			trade(block.bus, *window, block.side, *energy, block.price);
		}
	}
	for (store, moves) in case.stores.iter().zip(&dispatch.moves) {
		let mut held = 0;
		for (window, energy) in moves.iter().enumerate() {
			let taken = -energy.min(&0);
			held += taken * i64::from(store.efficiency) / 1_000_000 - energy.max(&0);
			if taken > store.charge as i64
				|| *energy > store.discharge as i64
				|| !(0..=store.capacity as i64).contains(&held)
			{
				return None;
			}
			net[window][usize::from(store.bus)] += energy;
		}
	}
	case.grids.iter().zip(&net).all(|(grid, net)| carried(grid, net)).then_some(welfare)
}

/// All of them, possible or not.
fn every(case: &Case) -> Vec<Dispatch> {
	let mut all = vec![Dispatch::default()];
	let mut spread = |count: usize, add: &dyn Fn(&mut Dispatch, i64), least: i64, most: i64| {
		for _ in 0..count {
			all = all
				.iter()
				.flat_map(|dispatch| {
					(least..=most).map(move |value| {
						let mut next = dispatch.clone();
						add(&mut next, value);
						next
					})
				})
				.collect();
		}
	};
	for order in &case.orders {
		spread(1, &|dispatch, value| dispatch.fills.push(value as u64), 0, order.energy as i64);
	}
	spread(case.blocks.len(), &|dispatch, value| dispatch.blocks.push(value > 0), 0, 1);
	for store in &case.stores {
		let (take, give) = (store.charge as i64, store.discharge as i64);
		// Nothing is there to give in the first window, and nothing is taken in the last for nothing.
		spread(1, &|dispatch, value| dispatch.moves.push([value, 0]), -take, 0);
		spread(1, &|dispatch, value| dispatch.moves.last_mut().unwrap()[1] = value, 0, give);
	}
	all
}

/// The most welfare that there is.
pub fn best(case: &Case) -> (i64, Dispatch) {
	let worth = |dispatch: Dispatch| Some((welfare(case, &dispatch)?, dispatch));
	every(case).into_iter().filter_map(worth).max_by_key(|(welfare, _)| *welfare).unwrap()
}

/// The body of a dispatch for these multipliers: what its orders at the prices have.
pub fn body(case: &Case, dispatch: &Dispatch, prices: &[i64], body: Body) -> Body {
	let mut body = body;
	for window in 0..case.grids.len() as u16 {
		for bus in 0..3 {
			let price = prices[usize::from(window * 3 + bus)];
			let sum = |side: Side| -> u64 {
				let rows = case.orders.iter().zip(&dispatch.fills);
				let here = rows.filter(|(order, _)| {
					(order.window, order.bus, order.side) == (window, bus, side)
						&& order.price as i64 == price
				});
				here.map(|(_, fill)| fill).sum()
			};
			let (sold, bought) = (sum(Side::Supply), sum(Side::Demand));
			if sold.max(bought) > 0 {
				body.margins.push(AtPrice { window, bus, sold, bought });
			}
		}
	}
	let chosen = (0..).zip(&dispatch.blocks).filter(|(_, trades)| **trades);
	body.blocks = chosen.map(|(block, _)| block).collect();
	for (store, moves) in (0..).zip(&dispatch.moves) {
		if *moves != [0, 0] {
			body.plans.push(Plan { store, moves: moves.to_vec(), values: Vec::new() });
		}
	}
	body
}

/// Every body of the best dispatch with whole prices on a tree, in one window.
pub fn bodies(case: &Case) -> Vec<(Body, Checked)> {
	let (_, dispatch) = best(case);
	let Network::Radial { feeder, .. } = &case.grids[0] else { panic!("a tree") };
	let parent = usize::from(feeder.line(2).unwrap().parent);
	let mut all = Vec::new();
	for number in 0..(TOP as i64 + 1).pow(3) {
		let digit = |place: u32| number / (TOP as i64 + 1).pow(place) % (TOP as i64 + 1);
		let prices = [digit(0), digit(1), digit(2)];
		let mut named = Body { prices: vec![prices[0] * NANO], ..Body::default() };
		for (row, value) in [prices[0] - prices[1], prices[parent] - prices[2]].iter().enumerate() {
			if *value != 0 {
				let (row, value) = (row as u32, value * NANO);
				named.lines.push(Multiplier { window: 0, row, value });
			}
		}
		let body = body(case, &dispatch, &prices, named);
		if let Ok(checked) = case.check(&body) {
			assert_eq!(checked.prices, prices);
			all.push((body, checked));
		}
	}
	all
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	/// On lines whole prices prove the best dispatch, and no body says more than there is.
	#[test]
	fn on_lines_the_best_dispatch_has_a_body_without_a_gap(case in on_lines()) {
		let (best, _) = best(&case);
		let bodies = bodies(&case);
		prop_assert!(bodies.iter().any(|(_, checked)| checked.gap == 0));
		for (_, checked) in bodies {
			prop_assert!(checked.welfare <= best as u128 && best as u128 <= checked.bound);
		}
	}

	/// With voltages and in a mesh, whatever the multipliers.
	#[test]
	fn no_dispatch_is_above_the_bound(
		case in on_coefficients(),
		values in prop::collection::vec((0..2_usize, 0..2_u32, -3..4_i64, -2..3_i64), 0..4),
	) {
		let (best, dispatch) = best(&case);
		let mut named = Body { prices: vec![0], ..Body::default() };
		let (lines, voltages) = case.grids[0].limits();
		for (kind, row, value, off) in values {
			let (list, rows, unit) = match kind {
				0 => (&mut named.lines, lines, if voltages == 0 { NANO / 1_000_000 } else { NANO }),
				_ => (&mut named.voltages, voltages, NANO),
			};
			let value = value * unit + off;
			if (row as usize) < rows && value != 0 && list.iter().all(|other| other.row < row) {
				list.push(Multiplier { window: 0, row, value });
			}
		}
		// A dispatch for which these are prices, the best one or nobody's.
		let idle = Dispatch { fills: vec![0; case.orders.len()], ..Dispatch::default() };
		for (dispatch, price) in [dispatch, idle].iter().flat_map(|d| (0..=TOP as i64).map(move |p| (d, p))) {
			named.prices[0] = price * NANO;
			let prices = prices(&case, &named);
			let body = body(&case, dispatch, &prices, named.clone());
			if let Ok(checked) = case.check(&body) {
				prop_assert_eq!(&checked.prices, &prices);
				prop_assert!(checked.welfare <= best as u128 && best as u128 <= checked.bound);
			}
		}
	}

	/// With a store and a block, whatever prices and values.
	#[test]
	fn stores_and_blocks_are_within_the_bound(
		case in over_time(),
		values in prop::array::uniform2(0..=TOP as i64),
		posted: bool,
	) {
		let (best, dispatch) = best(&case);
		let idle = Dispatch { fills: vec![0; case.orders.len()], ..Dispatch::default() };
		let pairs = (0..=TOP as i64).flat_map(|a| (0..=TOP as i64).map(move |b| [a, b]));
		for (prices, dispatch) in pairs.flat_map(|pair| [(pair, &dispatch), (pair, &idle)]) {
			let named = Body { prices: prices.map(|price| price * NANO).to_vec(), ..Body::default() };
			let by_cell = prices.map(|price| [price; 3]).concat();
			let mut body = body(&case, dispatch, &by_cell, named);
			if posted && !case.stores.is_empty() {
				if body.plans.is_empty() {
					body.plans.push(Plan { store: 0, moves: vec![], values: vec![] });
				}
				body.plans[0].values = values.map(|value| value * NANO).to_vec();
			}
			if let Ok(checked) = case.check(&body) {
				prop_assert!(checked.welfare <= best as u128 && best as u128 <= checked.bound);
				let gains: u128 = checked.gains.iter().sum();
				prop_assert_eq!(checked.paid - checked.earned, (gains + checked.rent) as i128);
			}
		}
	}
}

/// Prices by bus, by the definition: of each bus the price less each multiplier times what a Wh there does to its limit.
fn prices(case: &Case, body: &Body) -> Vec<i64> {
	let own = |bus: u16| -> i64 {
		let mut price = body.prices[0];
		match &case.grids[0] {
			Network::Meshed { rows, .. } => {
				for multiplier in &body.lines {
					let factors = &rows[multiplier.row as usize].factors;
					let factor = factors.iter().find(|(other, _)| *other == bus);
					price -= factor.map_or(0, |(_, factor)| multiplier.value * i64::from(*factor));
				}
			},
			Network::Radial { feeder, volts } => {
				let path = |bus: u16| {
					let next = |bus: &u16| feeder.line(*bus).map(|line| line.parent);
					std::iter::successors(Some(bus), next).filter(|bus| *bus > 0)
				};
				for multiplier in &body.lines {
					if path(bus).any(|line| u32::from(line) == multiplier.row + 1) {
						price -= multiplier.value;
					}
				}
				for multiplier in &body.voltages {
					let other: Vec<_> = path(multiplier.row as u16 + 1).collect();
					let shared = path(bus).filter(|line| other.contains(line));
					let rise: u64 = shared.map(|line| volts[usize::from(line) - 1].rise).sum();
					price -= multiplier.value * rise as i64;
				}
			},
		}
		(price + NANO / 2).div_euclid(NANO)
	};
	(0..3).map(own).collect()
}
