// SPDX-License-Identifier: Apache-2.0

//! Books to measure with: the same for every run.

use fastrand::Rng;
use gridmerit_market::{Demand, Limits, NodeIndex, Offer, Price, Wh};

/// A kind of book.
#[derive(Clone, Copy)]
pub enum Kind {
	/// Asks all over the range, a third of the supply stays unsold.
	Mixed,
	/// The same, and a third of the demand has limits all over the range.
	Limited,
	/// Ten different asks.
	Tied,
	/// The same, and a third of the demand has one of ten different limits.
	TiedLimited,
	/// Demand is twice the supply.
	Scarce,
	/// Supply is five times the demand.
	Surplus,
}

impl Kind {
	pub const ALL: [(&'static str, Kind); 6] = [
		("mixed", Kind::Mixed),
		("limited", Kind::Limited),
		("tied", Kind::Tied),
		("tied_limited", Kind::TiedLimited),
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
		Kind::Mixed | Kind::Limited | Kind::Tied | Kind::TiedLimited => (2 * scale, 3 * scale),
		Kind::Scarce => (2 * scale, scale),
		Kind::Surplus => (scale, 5 * scale),
	};
	let (mut demands, mut offers) = (Vec::new(), Vec::new());
	let half = orders / 2;
	let (low, high) = (limits.cheapest_ask(), limits.dearest_ask());
	for node in 0..orders {
		let left = orders - node;
		let sellers_left = half - offers.len() as u32;
		let price = |rng: &mut Rng| match kind {
			Kind::Tied | Kind::TiedLimited => low + (high - low) / 10 * rng.u64(0..10),
			_ => rng.u64(low..=high),
		};
		if rng.u32(0..left) < sellers_left {
			let ask = price(&mut rng);
			offers.push(Offer { node, capacity: rng.u64(1..2 * supply), ask });
		} else {
			let quantity = rng.u64(1..2 * demand);
			let limited = matches!(kind, Kind::Limited | Kind::TiedLimited) && rng.u32(0..3) == 0;
			let limit = limited.then(|| price(&mut rng));
			demands.push(Demand { node, quantity, limit });
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
