// SPDX-License-Identifier: Apache-2.0

//! Books to measure with: the same for every run.

use fastrand::Rng;
use gridmerit_market::{Demand, Limits, NodeIndex, Offer, Price, Wh};

/// A kind of book.
#[derive(Clone, Copy)]
pub enum Kind {
	/// Asks all over the range, a third of the supply stays unsold.
	Mixed,
	/// Ten different asks.
	Tied,
	/// Demand is twice the supply.
	Scarce,
	/// Supply is five times the demand.
	Surplus,
}

impl Kind {
	pub const ALL: [(&'static str, Kind); 4] = [
		("mixed", Kind::Mixed),
		("tied", Kind::Tied),
		("scarce", Kind::Scarce),
		("surplus", Kind::Surplus),
	];
}

pub const ALPHA_PPM: u32 = 900_000;

/// 0.2 and 0.06 UNIT per kWh, with a fee.
pub fn limits() -> Limits {
	Limits::new(200_000, 60_000, ALPHA_PPM, 5_000).expect("has room below the cap")
}

/// A book of `orders` orders, half of them offers; which node is on which side is random.
pub fn book(kind: Kind, orders: u32) -> (Vec<Demand>, Vec<Offer>) {
	let mut rng = Rng::with_seed(orders.into());
	let limits = limits();
	let scale: Wh = 1_000;
	let (demand, supply) = match kind {
		Kind::Mixed | Kind::Tied => (2 * scale, 3 * scale),
		Kind::Scarce => (2 * scale, scale),
		Kind::Surplus => (scale, 5 * scale),
	};
	let (mut demands, mut offers) = (Vec::new(), Vec::new());
	let half = orders / 2;
	for node in 0..orders {
		let left = orders - node;
		let sellers_left = half - offers.len() as u32;
		if rng.u32(0..left) < sellers_left {
			let (low, high) = (limits.cheapest_ask(), limits.dearest_ask());
			let ask = match kind {
				Kind::Tied => low + (high - low) / 10 * rng.u64(0..10),
				_ => rng.u64(low..=high),
			};
			offers.push(Offer { node, capacity: rng.u64(1..2 * supply), ask });
		} else {
			demands.push(Demand { node, quantity: rng.u64(1..2 * demand) });
		}
	}
	(demands, offers)
}

/// Place in the merit order: by ask, ties by node.
pub fn merit(offer: &Offer) -> (Price, NodeIndex) {
	(offer.ask, offer.node)
}

/// Place in the merit order, ties as they come.
pub fn ask(offer: &Offer) -> Price {
	offer.ask
}
