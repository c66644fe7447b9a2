// SPDX-License-Identifier: Apache-2.0

//! The rules once more, as a min-cost flow by successive cheapest paths: slow and obvious. The least optimal prices are
//! read off what is used, by following every line that has room.

use gridmerit_market::{Demand, Offer, Wh};

use crate::cases::Case;

/// Where an order stands on the axis of prices; none if it cannot trade.
pub fn offer_key(case: &Case, offer: &Offer) -> Option<i128> {
	let limits = &case.market.rules.limits;
	limits.check_offer(offer.capacity, offer.ask).ok()?;
	Some(2 * i128::from(offer.ask - limits.cheapest_ask()))
}

/// The same of a demand; without a limit it is above all others.
pub fn demand_key(case: &Case, demand: &Demand) -> Option<i128> {
	let limits = &case.market.rules.limits;
	match demand.limit.filter(|&limit| limit <= limits.cap()) {
		_ if demand.quantity == 0 => None,
		Some(limit) if limit <= limits.fit() => None,
		Some(limit) => Some(2 * i128::from(limit - limits.cheapest_ask()) + 1),
		None => Some(2 * i128::from(limits.cap() + 1 - limits.cheapest_ask())),
	}
}

struct Arc {
	from: usize,
	to: usize,
	room: Wh,
	cost: i128,
}

/// A flow network: arc 2k + 1 is arc 2k turned round.
pub struct Network {
	nodes: usize,
	arcs: Vec<Arc>,
}

impl Network {
	fn add(&mut self, from: usize, to: usize, room: Wh, cost: i128) -> usize {
		self.arcs.push(Arc { from, to, room, cost });
		self.arcs.push(Arc { from: to, to: from, room: 0, cost: -cost });
		self.arcs.len() - 2
	}

	/// Sends along the cheapest path from `source` to `sink` as long as one costs less than nothing.
	fn solve(&mut self, source: usize, sink: usize) {
		loop {
			let mut costs = vec![None; self.nodes];
			let mut by = vec![0; self.nodes];
			costs[source] = Some(0_i128);
			for _ in 0..self.nodes {
				for (k, arc) in self.arcs.iter().enumerate().filter(|(_, arc)| arc.room > 0) {
					let Some(cost) = costs[arc.from].map(|cost| cost + arc.cost) else { continue };
					if costs[arc.to].is_none_or(|other| cost < other) {
						(costs[arc.to], by[arc.to]) = (Some(cost), k);
					}
				}
			}
			if costs[sink].is_none_or(|cost| cost >= 0) {
				return;
			}
			let mut path = Vec::new();
			let mut node = sink;
			while node != source {
				path.push(by[node]);
				node = self.arcs[by[node]].from;
			}
			let room = path.iter().map(|&k| self.arcs[k].room).min().unwrap();
			for k in path {
				self.arcs[k].room -= room;
				self.arcs[k ^ 1].room += room;
			}
		}
	}

	fn flow(&self, arc: usize) -> Wh {
		self.arcs[arc ^ 1].room
	}
}

/// A cheapest dispatch.
pub struct Dispatch {
	pub bought: Vec<Wh>,
	pub sold: Vec<Wh>,
	/// The least optimal price of each bus, on the axis.
	pub keys: Vec<i128>,
}

/// What each Wh of an order costs, in parts, dearer by and by: `step` more for each Wh if `units`.
fn parts(energy: Wh, cost: i128, units: bool) -> Vec<(Wh, i128)> {
	if units {
		(1..=energy).map(|k| (1, cost * UNITS + i128::from(k))).collect()
	} else {
		vec![(energy, cost * UNITS)]
	}
}

/// More than the Wh that all orders of a small case come to.
const UNITS: i128 = 1 << 20;

/// Solves a case. With `units` every order's next Wh costs a little more than the one before, so that equal orders share
/// equally: the least sum of squares, as far as whole Wh and lines let it.
pub fn solve(case: &Case, units: bool) -> Dispatch {
	let buses = case.lines.len() + 1;
	let (source, sink) = (buses, buses + 1);
	let mut network = Network { nodes: buses + 2, arcs: Vec::new() };
	let lines: Vec<usize> = (1..buses)
		.map(|bus| {
			let (parent, import, export) = case.line(bus);
			let out = network.add(bus, parent, export, 0);
			network.add(parent, bus, import, 0);
			out
		})
		.collect();
	let mut offers = Vec::new();
	for (offer, &bus) in case.market.offers.iter().zip(&case.sellers) {
		let parts = offer_key(case, offer).map_or(vec![], |key| parts(offer.capacity, key, units));
		let arcs = parts.iter().map(|&(wh, cost)| network.add(source, bus.into(), wh, cost));
		offers.push(arcs.collect::<Vec<_>>());
	}
	let mut demands = Vec::new();
	for (demand, &bus) in case.market.demands.iter().zip(&case.buyers) {
		let parts =
			demand_key(case, demand).map_or(vec![], |key| parts(demand.quantity, -key, units));
		let arcs = parts.iter().map(|&(wh, cost)| network.add(bus.into(), sink, wh, cost));
		demands.push(arcs.collect::<Vec<_>>());
	}
	network.solve(source, sink);

	let fills = |orders: &[Vec<usize>]| -> Vec<Wh> {
		orders.iter().map(|arcs| arcs.iter().map(|&arc| network.flow(arc)).sum()).collect()
	};
	let (bought, sold) = (fills(&demands), fills(&offers));

	// The dearest that is used at a bus, or at one to which energy could go instead.
	let mut keys = vec![0; buses];
	for ((offer, &bus), &sold) in case.market.offers.iter().zip(&case.sellers).zip(&sold) {
		if let Some(key) = offer_key(case, offer).filter(|_| sold > 0) {
			keys[usize::from(bus)] = key.max(keys[usize::from(bus)]);
		}
	}
	for ((demand, &bus), &bought) in case.market.demands.iter().zip(&case.buyers).zip(&bought) {
		if let Some(key) = demand_key(case, demand).filter(|_| bought < demand.quantity) {
			keys[usize::from(bus)] = key.max(keys[usize::from(bus)]);
		}
	}
	for _ in 0..buses {
		for (bus, &arc) in (1..).zip(&lines) {
			let (parent, ..) = case.line(bus);
			// Net flow away from the bus: both arcs may carry something.
			let (out, back) = (&network.arcs[arc], &network.arcs[arc + 2]);
			let (out, back) =
				(out.room > 0 || network.flow(arc + 2) > 0, back.room > 0 || network.flow(arc) > 0);
			if out {
				keys[bus] = keys[bus].max(keys[parent]);
			}
			if back {
				keys[parent] = keys[parent].max(keys[bus]);
			}
		}
	}
	Dispatch { bought, sold, keys }
}

/// What fills cost on the axis, and for sharing: the sum over each order's Wh.
pub fn cost(case: &Case, bought: &[Wh], sold: &[Wh]) -> (i128, i128) {
	let (mut cost, mut sharing) = (0, 0);
	let mut add = |key: Option<i128>, fill: Wh, sign: i128| {
		let fill = i128::from(fill);
		cost += sign * key.unwrap_or(0) * fill;
		sharing += fill * (fill + 1) / 2;
	};
	for (offer, &sold) in case.market.offers.iter().zip(sold) {
		add(offer_key(case, offer), sold, 1);
	}
	for (demand, &bought) in case.market.demands.iter().zip(bought) {
		add(demand_key(case, demand), bought, -1);
	}
	(cost, sharing)
}
