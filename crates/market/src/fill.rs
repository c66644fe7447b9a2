// SPDX-License-Identifier: Apache-2.0

//! Dispatch: how much of each order is filled.

use alloc::vec::Vec;
use core::ops::Range;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::Book,
	clearing::{Clearing, Status},
	error::{StepError, Violation},
	pages::Pages,
	rules::{Dispatch, Rules},
	split::Split,
	units::{Price, Wh},
};

/// Fills a cleared book that comes in pages, in one pass.
///
/// Demand is filled in full, in scarcity pro rata. Under merit order offers below the price sell in
/// full and those at the price share the rest pro rata; under [`Dispatch::ProRata`] all eligible offers
/// share. Each pro rata is one telescoping [`Split`] in node order. Nothing depends on time of posting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Filling {
	pages: Pages,
	demand: Split,
	/// Asks that sell in full.
	full: Asks,
	/// Asks that share, and what they share.
	sharing: Asks,
	supply: Split,
	left: Energy,
}

/// Energy of a book or a page: of all demand, and of the offers in either range of asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Energy {
	demand: Wh,
	full: Wh,
	sharing: Wh,
}

impl Energy {
	fn checked_sub(self, other: Self) -> Option<Self> {
		Some(Self {
			demand: self.demand.checked_sub(other.demand)?,
			full: self.full.checked_sub(other.full)?,
			sharing: self.sharing.checked_sub(other.sharing)?,
		})
	}
}

/// A range of asks: `count` prices from `from` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
struct Asks {
	from: Price,
	count: u64,
}

impl Asks {
	fn new(Range { start, end }: Range<Price>) -> Self {
		Self { from: start, count: end.saturating_sub(start) }
	}

	#[inline]
	fn contains(self, ask: Price) -> bool {
		ask.wrapping_sub(self.from) < self.count
	}
}

impl Filling {
	/// Fills by `clearing`, which [`PriceSearch`](crate::PriceSearch) found under the same rules.
	pub fn new(clearing: &Clearing, rules: &Rules) -> Result<Self, Violation> {
		clearing.check(&rules.limits)?;
		Ok(Self::of(clearing, rules))
	}

	/// [`Self::new`] for a clearing that is known to be sound.
	pub(crate) fn of(clearing: &Clearing, rules: &Rules) -> Self {
		let from = rules.limits.cheapest_ask();
		let end = rules.limits.dearest_ask().saturating_add(1);
		let price = clearing.price.unwrap_or(0);
		let traded = clearing.traded();
		let Clearing { demand, inframarginal, .. } = *clearing;
		// Asks that sell in full and those that share, with their energy.
		let ((full, in_full), (sharing, total)) = match (clearing.status, rules.dispatch) {
			(Status::NoDemand, _) => ((0..0, 0), (0..0, 0)),
			(_, Dispatch::ProRata) => ((0..0, 0), (from..end, clearing.supply)),
			(Status::Cleared, Dispatch::MeritOrder) => {
				((from..price, inframarginal), (price..price.saturating_add(1), clearing.marginal))
			},
			(Status::Scarcity | Status::NoSupply, Dispatch::MeritOrder) => {
				((from..end, inframarginal), (0..0, 0))
			},
		};
		let left = Energy { demand, full: in_full, sharing: total };
		Self {
			pages: Pages::default(),
			demand: Split::within(traded, demand),
			full: Asks::new(full),
			sharing: Asks::new(sharing),
			supply: Split::within(traded.saturating_sub(in_full).min(total), total),
			left,
		}
	}

	/// Fills the next page; appends an entry per demand to `bought` and one per offer to `sold`.
	pub fn page(
		&mut self,
		page: Book<'_>,
		bought: &mut Vec<Wh>,
		sold: &mut Vec<Wh>,
	) -> Result<(), StepError> {
		let mut next = self.clone();
		next.pages.accept(page)?;
		let (demands, offers) = (bought.len(), sold.len());
		let filled = next.fill(page, bought, sold);
		let Some(left) = next.left.checked_sub(filled) else {
			bought.truncate(demands);
			sold.truncate(offers);
			return Err(StepError::BookChanged);
		};
		next.left = left;
		*self = next;
		Ok(())
	}

	/// Ends the pass: whether the pages held the orders that were cleared. If not, no fill is valid.
	pub fn finish(self) -> Result<(), StepError> {
		if self.left == Energy::default() { Ok(()) } else { Err(StepError::BookChanged) }
	}

	/// [`Self::page`] for a page that is known to be in its place: its energy.
	pub(crate) fn fill(
		&mut self,
		page: Book<'_>,
		bought: &mut Vec<Wh>,
		sold: &mut Vec<Wh>,
	) -> Energy {
		let mut energy = Energy::default();
		let mut split = self.demand;
		bought.extend(page.demands().iter().map(|demand| {
			energy.demand = energy.demand.wrapping_add(demand.quantity);
			split.share(demand.quantity)
		}));
		self.demand = split;

		let (full, sharing) = (self.full, self.sharing);
		let mut split = self.supply;
		sold.extend(page.offers().iter().map(|offer| {
			if sharing.contains(offer.ask) {
				energy.sharing = energy.sharing.wrapping_add(offer.capacity);
				split.share(offer.capacity)
			} else {
				// A product, not a branch: which offers sell cannot be predicted.
				let sold = offer.capacity.wrapping_mul(full.contains(offer.ask).into());
				energy.full = energy.full.wrapping_add(sold);
				sold
			}
		}));
		self.supply = split;
		energy
	}
}
