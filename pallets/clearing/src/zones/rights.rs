// SPDX-License-Identifier: Apache-2.0

//! Rights to feed in, after the last round of an interval: what is left of the offers shares what room is left on the
//! lines. What is sold stands by then, so none of these steps fails: where something is wrong nothing more is granted.

use alloc::{boxed::Box, vec::Vec};
use frame_support::weights::Weight;
use gridmerit_energy::{FeedInRight, NodeIndex, Order, Wh};
use gridmerit_grid::{Feeder, RightSearch, RightShares, Rights, RightsError, Wanted};
use gridmerit_pallet_support::{Bus, BusSet, Page, PageIndex};

use super::{
	stages::{Stored, ZonesStage},
	weights,
};
use crate::{ClosedBook, Config, Next};

/// What may be fed in is looked for.
#[frame_support::stored]
pub struct RightSearchStage {
	/// The feeder, with what is left of its export limits.
	pub(super) feeder: Stored<Feeder>,
	/// The search, between two passes.
	pub(super) search: Stored<RightSearch>,
	/// How many pages a pass has.
	pub(super) pages: u32,
}

/// Rights are handed out.
#[frame_support::stored]
pub struct GrantRights {
	/// The feeder, with what is left of its export limits.
	pub(super) feeder: Stored<Feeder>,
	/// The shares so far.
	pub(super) shares: Stored<RightShares>,
	/// Above which buses a line is full.
	pub(super) full: BusSet,
	/// What those who hang there want to feed in, so far, in Wh.
	pub(super) wanted: Wh,
	/// What they may feed in, in Wh.
	pub(super) granted: Wh,
	/// The next page.
	pub(super) page: PageIndex,
}

impl RightSearchStage {
	/// What comes after a round has traded so much over the lines of a feeder, by bus: nothing, unless it was the last
	/// round of the interval.
	pub(super) fn after<T: Config>(
		feeder: &Feeder,
		traded: &[i64],
		book: &ClosedBook<'_, T>,
	) -> Option<ZonesStage> {
		if !book.is_last_round() {
			return None;
		}
		let feeder = feeder.feeding(traded);
		let search = Stored(RightSearch::new(&feeder));
		let stage = Self { feeder: Stored(feeder), search, pages: book.pages() };
		Some(ZonesStage::SearchRights(Box::new(stage)))
	}

	/// Makes a pass.
	pub(super) fn step<T: Config>(
		mut self: Box<Self>,
		book: &ClosedBook<'_, T>,
	) -> Next<ZonesStage> {
		let mut used = weights::end_rights_pass::<T>(self.pages, self.feeder.0.buses());
		let found = self.pass(book, &mut used);
		let state = match found {
			Ok(None) => Some(ZonesStage::SearchRights(self)),
			Ok(Some(found)) => {
				GrantRights::begin(self.feeder, &found, book).unwrap_or_else(|_| failed(book))
			},
			Err(_) => failed(book),
		};
		Next { state, used }
	}

	fn pass<T: Config>(
		&mut self,
		book: &ClosedBook<'_, T>,
		used: &mut Weight,
	) -> Result<Option<Rights>, RightsError> {
		let (feeder, search) = (&self.feeder.0, &mut self.search.0);
		let mut next = book.page_from(0);
		while let Some(page) = next {
			let (rows, wanted) = book.unsold(page, feeder);
			search.page(feeder, &wanted)?;
			used.saturating_accrue(weights::count::<T>(rows));
			next = book.page_from(page.saturating_add(1));
		}
		search.end_pass(feeder)
	}
}

impl GrantRights {
	/// Notes which lines are full; nothing more is to be done if none is.
	fn begin<T: Config>(
		feeder: Stored<Feeder>,
		found: &Rights,
		book: &ClosedBook<'_, T>,
	) -> Result<Option<ZonesStage>, RightsError> {
		if !found.limits() {
			return Ok(None);
		}
		let mut full = BusSet::default();
		let buses = (0..feeder.0.buses()).map(|bus| bus as Bus);
		for bus in buses.filter(|bus| found.is_full_above(&feeder.0, *bus)) {
			full.insert(bus);
		}
		let shares = Stored(RightShares::new(&feeder.0, found, book.rules().turn)?);
		book.note_full_lines(full.clone());
		let stage = Self { feeder, shares, full, wanted: 0, granted: 0, page: 0 };
		Ok(Some(ZonesStage::Grant(Box::new(stage))))
	}

	/// Grants the rights of a page, or says what was granted.
	pub(super) fn step<T: Config>(
		mut self: Box<Self>,
		book: &ClosedBook<'_, T>,
	) -> Next<ZonesStage> {
		let Some(page) = book.page_from(self.page) else {
			let Self { feeder: Stored(feeder), shares, full, wanted, granted, .. } = *self;
			if shares.0.finish(&feeder).is_err() {
				book.report_failed_rights();
			}
			book.report_rights(full.len(), wanted, granted);
			return Next { state: None, used: weights::granted::<T>(feeder.buses()) };
		};
		let (rows, wanted) = book.unsold(page, &self.feeder.0);
		let mut shares = Vec::new();
		let state = match self.shares.0.page(&self.feeder.0, &wanted, &mut shares) {
			Ok(()) => {
				let rights = self.behind_full_lines(&wanted, &shares);
				if !rights.is_empty() {
					book.grant(page, rights);
				}
				self.page = page.saturating_add(1);
				Some(ZonesStage::Grant(self))
			},
			Err(_) => failed(book),
		};
		Next { state, used: weights::grant_page::<T>(rows) }
	}

	/// The rights of those on a page who hang behind full lines: all others need none.
	fn behind_full_lines(&mut self, wanted: &[Wanted], shares: &[Wh]) -> Page<FeedInRight> {
		let mut rights = Page::default();
		let rows = wanted.iter().zip(shares).filter(|(row, _)| self.full.contains(row.bus));
		for (row, energy) in rows {
			self.wanted = self.wanted.saturating_add(row.energy);
			self.granted = self.granted.saturating_add(*energy);
			rights.set(row.node, FeedInRight { energy: *energy });
		}
		rights
	}
}

/// Says that something is wrong. It does not happen unless the state is corrupt.
pub(super) fn failed<T: Config>(book: &ClosedBook<'_, T>) -> Option<ZonesStage> {
	book.report_failed_rights();
	None
}

impl<T: Config> ClosedBook<'_, T> {
	/// How many orders a page has, and what is left of the offers among them that hang on the feeder.
	fn unsold(&self, page: PageIndex, feeder: &Feeder) -> (u32, Vec<Wanted>) {
		let (orders, buses) = (self.orders(page), self.buses(page));
		let bus = |node: NodeIndex| {
			buses.get(node).copied().filter(|bus| usize::from(*bus) < feeder.buses())
		};
		let unsold = orders.rows(page).filter_map(|(node, order)| match *order {
			Order::Offer { capacity, .. } => {
				Some(Wanted { node, bus: bus(node)?, energy: capacity })
			},
			Order::Demand { .. } => None,
		});
		(orders.len(), unsold.collect())
	}
}
