// SPDX-License-Identifier: Apache-2.0

//! Problems that own what they consist of, and small random ones.

use gridmerit_dispatch::{
	BlockOrder, Body, Checked, DispatchOrder, Network, Problem, Refusal, Row, Store, Volts, check,
};
use gridmerit_grid::{Feeder, Line};
use gridmerit_market::Side;
use proptest::{collection::vec, prelude::*};

#[derive(Clone, Debug, Default)]
pub struct Case {
	pub grids: Vec<Network>,
	pub orders: Vec<DispatchOrder>,
	pub blocks: Vec<BlockOrder>,
	pub stores: Vec<Store>,
}

impl Case {
	pub fn problem(&self) -> Problem<'_> {
		Problem::new(&self.grids, &self.orders, &self.blocks, &self.stores).unwrap()
	}

	pub fn check(&self, body: &Body) -> Result<Checked, Refusal> {
		check(&self.problem(), body)
	}
}

/// Orders as (bus, window, side, Wh, price).
pub fn order(bus: u16, window: u16, side: Side, energy: u64, price: u64) -> DispatchOrder {
	DispatchOrder { bus, window, side, energy, price }
}

/// A tree of lines as (parent, import, export), without limits of voltage.
pub fn tree(lines: &[(u16, u64, u64)]) -> Network {
	let line = |&(parent, import, export): &_| Line { parent, import, export };
	let feeder = Feeder::new(&lines.iter().map(line).collect::<Vec<_>>()).unwrap();
	Network::Radial { feeder, volts: Vec::new() }
}

/// Prices of small problems lie below this.
pub const TOP: u64 = 5;

/// Buses 1 and 2 hang on bus 0, or bus 2 on bus 1.
fn small_tree() -> impl Strategy<Value = Network> {
	let line = || (0..=1_u16, 0..4_u64, 0..4_u64);
	(line(), line()).prop_map(|((_, a, b), (parent, c, d))| tree(&[(0, a, b), (parent, c, d)]))
}

fn with_voltage() -> impl Strategy<Value = Network> {
	let volts = (0..4_u64, 0..9_u64, 0..9_u64);
	let volts = volts.prop_map(|(rise, above, below)| Volts { rise, above, below });
	(small_tree(), vec(volts, 2)).prop_map(|(grid, volts)| match grid {
		Network::Radial { feeder, .. } => Network::Radial { feeder, volts },
		other => other,
	})
}

/// Three buses in a ring, or something like it.
fn meshed() -> impl Strategy<Value = Network> {
	let factor = prop_oneof![Just(333_333), Just(-333_333), Just(666_667), -1_000_000..1_000_000];
	let row = (0..3_u64, 0..3_u64, vec(factor, 2)).prop_map(|(forward, backward, factors)| {
		let factors = (1..).zip(factors).filter(|(_, factor)| *factor != 0).collect();
		Row { forward, backward, factors }
	});
	vec(row, 0..3).prop_map(|rows| Network::Meshed { buses: 3, rows })
}

fn orders(windows: u16, most: usize) -> impl Strategy<Value = Vec<DispatchOrder>> {
	let side = prop_oneof![Just(Side::Demand), Just(Side::Supply)];
	let order = (0..3_u16, 0..windows, side, 0..4_u64, 1..TOP)
		.prop_map(|(bus, window, side, energy, price)| order(bus, window, side, energy, price));
	vec(order, 0..most)
}

/// One window, on a tree with limits of lines.
pub fn on_lines() -> impl Strategy<Value = Case> {
	(small_tree(), orders(1, 6)).prop_map(|(grid, orders)| Case {
		grids: vec![grid],
		orders,
		..Case::default()
	})
}

/// One window with voltage or with a mesh.
pub fn on_coefficients() -> impl Strategy<Value = Case> {
	(prop_oneof![with_voltage(), meshed()], orders(1, 6)).prop_map(|(grid, orders)| Case {
		grids: vec![grid],
		orders,
		..Case::default()
	})
}

/// Two windows, with a store and a block.
pub fn over_time() -> impl Strategy<Value = Case> {
	let efficiency = prop_oneof![Just(1_000_000), Just(700_000), Just(500_000)];
	let store = (0..3_u16, 0..4_u64, 0..4_u64, 0..4_u64, efficiency);
	let store = store.prop_map(|(bus, charge, discharge, capacity, efficiency)| Store {
		bus,
		charge,
		discharge,
		capacity,
		efficiency,
	});
	let side = prop_oneof![Just(Side::Demand), Just(Side::Supply)];
	let block = (0..3_u16, side, 1..TOP, 0..3_u64, 1..3_u64);
	let block = block.prop_map(|(bus, side, price, first, second)| BlockOrder {
		bus,
		side,
		price,
		profile: vec![(0, first), (1, second)],
	});
	let grid = || prop_oneof![small_tree(), Just(tree(&[(0, 9, 9), (0, 9, 9)]))];
	let grids = (grid(), grid()).prop_map(|(a, b)| vec![a, b]);
	(grids, orders(2, 5), vec(block, 0..2), vec(store, 0..2))
		.prop_map(|(grids, orders, blocks, stores)| Case { grids, orders, blocks, stores })
}
