// SPDX-License-Identifier: Apache-2.0

//! Which orders of a cleared book trade in full, and which share.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::{Book, Demand, FIRM},
	clearing::{Clearing, Side, Status},
	tariff::Limits,
	units::{Price, Wh},
};

/// Some prices in a row: `count` of them from `from` on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Prices {
	from: Price,
	count: u64,
}

impl Prices {
	/// From `from` up to `last`, which is included; none if it is below.
	fn to(from: Price, last: Price) -> Self {
		Self { from, count: last.saturating_add(1).saturating_sub(from) }
	}

	/// From `from`, above 0, up to what demand without a limit would pay.
	fn up_from(from: Price) -> Self {
		Self { from, count: from.wrapping_neg() }
	}

	/// Whether there are none.
	pub fn are_none(self) -> bool {
		self.count == 0
	}

	#[inline]
	pub fn contain(self, price: Price) -> bool {
		price.wrapping_sub(self.from) < self.count
	}
}

/// The prices at which the orders of a side trade in full, and at which they share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Class {
	pub full: Prices,
	pub sharing: Prices,
}

/// Which orders trade in full, and which share: on one side at most, as at a price either offers are left over or
/// demand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Classes {
	/// By the most that a buyer pays.
	pub demand: Class,
	/// By ask.
	pub supply: Class,
	cap: Price,
}

impl Classes {
	/// Those of a clearing.
	pub fn of(clearing: &Clearing, limits: &Limits) -> Self {
		let (cheapest, dearest, cap) = (limits.cheapest_ask(), limits.dearest_ask(), limits.cap());
		let (demand, supply) = match (clearing.status, clearing.margin.side, clearing.price) {
			(Status::Cleared, Side::Supply, Some(price)) => (
				Class { full: Prices::up_from(price), ..Class::default() },
				Class {
					full: Prices::to(cheapest, price.saturating_sub(1)),
					sharing: Prices::to(price, price),
				},
			),
			(Status::Cleared, Side::Demand, Some(price)) => (
				Class {
					full: Prices::up_from(price.saturating_add(1)),
					sharing: Prices::to(price, price),
				},
				Class { full: Prices::to(cheapest, price.min(dearest)), ..Class::default() },
			),
			(Status::Scarcity, ..) => (
				Class { sharing: Prices::up_from(FIRM), ..Class::default() },
				Class { full: Prices::to(cheapest, dearest), ..Class::default() },
			),
			_ => (Class::default(), Class::default()),
		};
		Self { demand, supply, cap }
	}

	/// The most that a buyer pays.
	#[inline]
	pub fn most(&self, demand: &Demand) -> Price {
		demand.most(self.cap)
	}

	/// The demand of a page that shares.
	pub fn sharing_demand(self, page: Book<'_>) -> impl Iterator<Item = Wh> {
		let Class { sharing, .. } = self.demand;
		let rows = if sharing.are_none() { &[] } else { page.demands() };
		let rows = rows.iter().filter(move |demand| sharing.contain(self.most(demand)));
		rows.map(|demand| demand.quantity)
	}

	/// The offers of a page that share.
	pub fn sharing_supply(self, page: Book<'_>) -> impl Iterator<Item = Wh> {
		let Class { sharing, .. } = self.supply;
		let rows = if sharing.are_none() { &[] } else { page.offers() };
		rows.iter().filter(move |offer| sharing.contain(offer.ask)).map(|offer| offer.capacity)
	}
}
