// SPDX-License-Identifier: Apache-2.0

//! Random islands: small and full of ties, real, and at the bounds.

use gridmerit_island::{Island, IslandRules, Load, Priority, Storage};
use gridmerit_market::{MAX_ORDER, MAX_PRICE, NodeIndex, Offer, Price, Wh};
use proptest::{collection::vec, prelude::*, sample::select};

/// An island with its rules.
#[derive(Clone, Debug)]
pub struct Case {
	pub loads: Vec<Load>,
	pub offers: Vec<Offer>,
	pub storages: Vec<Storage>,
	pub rules: IslandRules,
}

impl Case {
	pub fn island(&self) -> Island<'_> {
		Island::new(&self.loads, &self.offers, &self.storages).unwrap()
	}
}

/// How large numbers get.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
	price: Price,
	energy: Wh,
	orders: usize,
}

/// A handful of prices, a few Wh: ties everywhere.
pub const SMALL: Scale = Scale { price: 9, energy: 6, orders: 14 };
/// A campus.
pub const REAL: Scale = Scale { price: 400_000, energy: 8_000, orders: 70 };
/// The largest numbers allowed.
pub const HUGE: Scale = Scale { price: MAX_PRICE, energy: MAX_ORDER, orders: 20 };

/// Islands of all scales.
pub fn any_case() -> impl Strategy<Value = Case> {
	select(vec![SMALL, REAL, HUGE]).prop_flat_map(case)
}

/// Islands of one scale: in surplus, scarce, without a side, with values on some loads, on none, on all.
pub fn case(scale: Scale) -> impl Strategy<Value = Case> {
	let price = prop_oneof![
		4 => 0..=scale.price,
		2 => select(vec![0, 1, scale.price / 2, scale.price]),
	];
	let energy = prop_oneof![6 => 0..=scale.energy, 1 => Just(scale.energy), 1 => Just(0)];
	let row = (
		(1_u32..4, select(vec![0, 0, 0, 1, 1, 2])),
		(energy.clone(), energy.clone(), energy.clone(), energy),
		(price.clone(), price.clone()),
		(select(Priority::ALL.to_vec()), prop::bool::weighted(0.7)),
	);
	let rows = vec(row, 0..=scale.orders);
	let turn = prop_oneof![0_u32..50, any::<u32>()];
	(rows, price, turn, 0_u32..4, 0_u32..4).prop_map(|(rows, cap, turn, less, fewer)| {
		let mut case = Case {
			loads: Vec::new(),
			offers: Vec::new(),
			storages: Vec::new(),
			rules: IslandRules::new(cap, turn).unwrap(),
		};
		let mut node: NodeIndex = 0;
		for ((gap, kind), (first, second, third, fourth), prices, (priority, valued)) in rows {
			node += gap;
			let (price, other) = prices;
			match kind {
				0 => case.loads.push(Load {
					node,
					quantity: first >> less,
					priority,
					value: valued.then_some(price),
				}),
				1 => case.offers.push(Offer { node, capacity: first >> fewer, ask: price }),
				_ => {
					let (bid, ask) = (price.min(other), price.max(other));
					let input = if bid < ask { fourth >> less } else { 0 };
					case.storages.push(Storage {
						node,
						charge: first,
						critical_reserve: second >> fewer,
						output: third >> fewer,
						ask,
						input,
						bid,
					});
				},
			}
		}
		case
	})
}
