// SPDX-License-Identifier: Apache-2.0

//! Orders on one axis, in the order in which supply catches up with demand.

use gridmerit_market::{Demand, Limits, Offer, Price, Side};

/// A place on the axis of prices: an ask p has the key `2 (p - lowest)` and a limit p `2 (p - lowest) + 1`, where
/// `lowest` is the lowest ask that may trade; beyond them all stands demand without a limit.
///
/// Demand with a key is firm demand and an offer that the buyer makes to itself there: from that price on it goes
/// without. So whatever its side, an order adds to what its bus has to spare when the price passes its key.
pub type Key = u64;

/// Of what cannot trade.
pub(crate) const NOWHERE: Key = Key::MAX;

/// The keys of an interval's prices.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
	lowest: Price,
	/// How many asks may trade.
	asks: u64,
	/// How many prices there can be.
	prices: u64,
	cap: Price,
}

impl Keys {
	pub fn new(limits: &Limits) -> Self {
		let (lowest, cap) = (limits.cheapest_ask(), limits.cap());
		let up_to = |last: Price| last.saturating_add(1).saturating_sub(lowest);
		Self { lowest, asks: up_to(limits.dearest_ask()), prices: up_to(cap), cap }
	}

	/// Of demand without a limit: above those of all asks and limits. A bus that has come up to it is in scarcity.
	pub fn scarce(&self) -> Key {
		self.prices.saturating_mul(2)
	}

	/// Of an offer.
	#[inline]
	pub fn offer(&self, offer: &Offer) -> Key {
		let step = offer.ask.wrapping_sub(self.lowest);
		if step < self.asks { step.wrapping_mul(2) } else { NOWHERE }
	}

	/// Of a demand. One with a limit above the cap has none, as no price is so high.
	#[inline]
	pub fn demand(&self, demand: &Demand) -> Key {
		match demand.limit {
			Some(limit) if limit < self.lowest => NOWHERE,
			Some(limit) if limit <= self.cap => {
				limit.wrapping_sub(self.lowest).wrapping_mul(2).wrapping_add(1)
			},
			_ => self.scarce(),
		}
	}

	/// The price at a key; in scarcity the cap.
	pub fn price(&self, key: Key) -> Price {
		self.lowest.saturating_add(key.wrapping_shr(1)).min(self.cap)
	}

	/// The side of the orders at a key.
	pub fn side(&self, key: Key) -> Side {
		if key & 1 == 1 || key >= self.scarce() { Side::Demand } else { Side::Supply }
	}
}
