// SPDX-License-Identifier: Apache-2.0

//! Random markets: small and full of ties, real, and at the bounds.

use gridmerit_market::{
	Book, Demand, Limits, MAX_ORDER, MAX_PRICE, NodeIndex, Offer, PPM, Price, Rules, Wh,
};
use proptest::{collection::vec, prelude::*, sample::select};

/// A book with its rules.
#[derive(Clone, Debug)]
pub struct Market {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
	pub rules: Rules,
	pub alpha_ppm: u32,
}

impl Market {
	pub fn book(&self) -> Book<'_> {
		Book::new(&self.demands, &self.offers).unwrap()
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
pub const SMALL: Scale = Scale { price: 12, energy: 6, orders: 12 };
/// Households.
pub const REAL: Scale = Scale { price: 400_000, energy: 5_000, orders: 60 };
/// The largest numbers allowed.
pub const HUGE: Scale = Scale { price: MAX_PRICE, energy: MAX_ORDER, orders: 20 };

/// Markets of all scales.
pub fn any_market() -> impl Strategy<Value = Market> {
	select(vec![SMALL, REAL, HUGE]).prop_flat_map(market)
}

/// Markets of one scale: balanced, scarce and in surplus, with limits on no demand, on some, on all.
pub fn market(scale: Scale) -> impl Strategy<Value = Market> {
	limits(scale).prop_flat_map(move |(limits, alpha_ppm)| {
		// Mostly from one below the lowest price that may be to some above the highest, often one of a few.
		let (low, high) = (limits.fit(), limits.cap().saturating_add(2).min(MAX_PRICE));
		let prices = prop_oneof![
			6 => low..=high,
			3 => select(vec![low + 1, low + (high - low) / 2, limits.dearest_ask(), limits.cap()]),
			1 => 0..=MAX_PRICE,
		];
		let limited = select(vec![0.0, 0.3, 0.7, 1.0]);
		let turns = prop_oneof![0_u32..100, any::<u32>()];
		(limited, turns, 0_u32..4, 0_u32..4).prop_flat_map(
			move |(limited, turn, less_wanted, less_offered)| {
				let rules = Rules { limits, turn };
				orders(scale, prices.clone(), limited).prop_map(move |(mut demands, mut offers)| {
					demands.iter_mut().for_each(|demand| demand.quantity >>= less_wanted);
					offers.iter_mut().for_each(|offer| offer.capacity >>= less_offered);
					Market { demands, offers, rules, alpha_ppm }
				})
			},
		)
	})
}

/// Limits with the alpha that they were made from.
pub fn limits(scale: Scale) -> impl Strategy<Value = (Limits, u32)> {
	let alpha = prop_oneof![1..=PPM, Just(PPM), Just(900_000), Just(500_000)];
	let fee = prop_oneof![Just(0), 0..=scale.price / 3];
	(3..=scale.price, 0..=scale.price / 2, alpha, fee)
		.prop_filter_map("no room", |(tou, fit, alpha, fee)| {
			Some((Limits::new(tou, fit, alpha, fee).ok()?, alpha))
		})
}

fn orders(
	scale: Scale,
	prices: impl Strategy<Value = Price>,
	limited: f64,
) -> impl Strategy<Value = (Vec<Demand>, Vec<Offer>)> {
	let row = (1_u32..4, any::<bool>(), 0..=scale.energy, prices, prop::bool::weighted(limited));
	vec(row, 0..=scale.orders).prop_map(|rows| {
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		let mut node: NodeIndex = 0;
		for (gap, sells, quantity, price, limited) in rows {
			node += gap;
			if sells {
				offers.push(Offer { node, capacity: quantity, ask: price });
			} else {
				demands.push(Demand { node, quantity, limit: limited.then_some(price) });
			}
		}
		(demands, offers)
	})
}
