// SPDX-License-Identifier: Apache-2.0

//! Dispatch: how much of each order is filled.

use alloc::vec::Vec;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::{Book, Demand, Offer},
	classes::{Class, Classes},
	clearing::{Clearing, Side},
	error::{StepError, Violation},
	level::Sharing,
	pages::Pages,
	rules::Rules,
	units::{Price, Wh},
};

/// Fills a cleared book that comes in pages, in one pass.
///
/// Offers below the price sell in full, and what is wanted at a higher limit, or without one, is bought in full.
/// Those at the price, or in scarcity all demand without a limit, share by one [`Level`](crate::Level). Nothing
/// depends on time of posting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Filling {
	pages: Pages,
	classes: Classes,
	sharing: Sharing,
	left: Energy,
}

/// Energy of a book or a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Energy {
	/// Demand that is met in full.
	bought: Wh,
	/// Offers that sell in full.
	sold: Wh,
	/// Orders that share.
	sharing: Wh,
	/// What they get.
	shared: Wh,
}

impl Energy {
	fn checked_sub(self, other: Self) -> Option<Self> {
		Some(Self {
			bought: self.bought.checked_sub(other.bought)?,
			sold: self.sold.checked_sub(other.sold)?,
			sharing: self.sharing.checked_sub(other.sharing)?,
			shared: self.shared.checked_sub(other.shared)?,
		})
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
		let Clearing { traded, margin, .. } = *clearing;
		let in_full = traded.saturating_sub(margin.amount);
		let (bought, sold) = match margin.side {
			Side::Demand => (in_full, traded),
			Side::Supply => (traded, in_full),
		};
		Self {
			pages: Pages::default(),
			classes: Classes::of(clearing, &rules.limits),
			sharing: Sharing::new(margin.level, rules.turn),
			left: Energy { bought, sold, sharing: margin.total, shared: margin.amount },
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
		let Self { classes, sharing, .. } = self;
		let demand = |row: &Demand| (classes.most(row), row.quantity);
		let demand = fill(page.demands(), demand, classes.demand, sharing, bought);
		let offer = |row: &Offer| (row.ask, row.capacity);
		let supply = fill(page.offers(), offer, classes.supply, sharing, sold);
		Energy {
			bought: demand.in_full,
			sold: supply.in_full,
			sharing: demand.sharing.wrapping_add(supply.sharing),
			shared: demand.shared.wrapping_add(supply.shared),
		}
	}
}

/// What orders of one side come to.
#[derive(Default)]
struct Filled {
	in_full: Wh,
	sharing: Wh,
	shared: Wh,
}

/// Orders that are looked at twice while they are at hand.
const CHUNK: usize = 512;

/// Appends the fills of one side's orders, given the price and the energy of each.
#[inline]
fn fill<T>(
	rows: &[T],
	order: impl Fn(&T) -> (Price, Wh),
	class: Class,
	sharing: &mut Sharing,
	fills: &mut Vec<Wh>,
) -> Filled {
	let mut filled = Filled::default();
	for rows in rows.chunks(CHUNK) {
		let start = fills.len();
		// A product, not a branch, and by itself: which orders are filled in full cannot be predicted.
		fills.extend(rows.iter().map(|row| {
			let (price, energy) = order(row);
			energy.wrapping_mul(class.full.contain(price).into())
		}));
		let fills = fills.iter_mut().skip(start);
		if class.sharing.are_none() {
			filled.in_full = fills.fold(filled.in_full, |sum, fill| sum.wrapping_add(*fill));
			continue;
		}
		for (row, fill) in rows.iter().zip(fills) {
			let (price, energy) = order(row);
			filled.in_full = filled.in_full.wrapping_add(*fill);
			if class.sharing.contain(price) {
				*fill = sharing.share(energy);
				filled.sharing = filled.sharing.wrapping_add(energy);
				filled.shared = filled.shared.wrapping_add(*fill);
			}
		}
	}
	filled
}
