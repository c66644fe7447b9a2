// SPDX-License-Identifier: Apache-2.0

//! Offers and limits on one axis, in the order in which supply catches up with demand.

use crate::{
	tariff::Limits,
	units::{Price, Wh},
};

/// The place of what is neither an eligible offer nor a limit that some price keeps: beyond all others.
pub(crate) const NOWHERE: u64 = u64::MAX;

/// Places of asks and limits: an ask stands at `2 (ask - lowest)`, a limit at `2 (limit - lowest) + 1`, so that at one
/// price offers come before limits.
#[derive(Clone, Copy)]
pub(crate) struct Axis {
	lowest: Price,
	/// How many asks may trade.
	asks: u64,
	/// How many prices there can be.
	prices: u64,
}

impl Axis {
	pub fn new(limits: &Limits) -> Self {
		let lowest = limits.cheapest_ask();
		let up_to = |last: Price| last.saturating_add(1).saturating_sub(lowest);
		Self { lowest, asks: up_to(limits.dearest_ask()), prices: up_to(limits.cap()) }
	}

	/// The number of places.
	pub fn span(&self) -> u64 {
		self.prices.saturating_mul(2)
	}

	/// Of an offer.
	#[inline]
	pub fn ask(&self, ask: Price) -> u64 {
		let step = ask.wrapping_sub(self.lowest);
		if step < self.asks { step.wrapping_mul(2) } else { NOWHERE }
	}

	/// Of a demand that pays so much at most.
	#[inline]
	pub fn limit(&self, most: Price) -> u64 {
		let step = most.wrapping_sub(self.lowest);
		if step < self.prices { step.wrapping_mul(2).wrapping_add(1) } else { NOWHERE }
	}

	/// The ask or the limit that stands at a place.
	pub fn price(&self, place: u64) -> Price {
		self.lowest.saturating_add(place.wrapping_shr(1))
	}

	/// Whether it is a limit.
	pub fn is_limit(place: u64) -> bool {
		place & 1 == 1
	}

	/// `energy` if `place` lies before `end`. A product, not a branch: which do cannot be predicted.
	#[inline]
	pub fn before(place: u64, end: u64, energy: Wh) -> Wh {
		energy.wrapping_mul((place < end).into())
	}
}
