// SPDX-License-Identifier: Apache-2.0

//! The prices of all zones: passes over the pages until they are known, and the levels at which orders share.

use alloc::boxed::Box;
use frame_support::weights::Weight;
use gridmerit_grid::Zones;

use super::{
	rights::RightSearchStage,
	stages::{AssignZones, FillZones, PairZones, Stored, ZoneSearchStage, ZonesStage},
	weights,
};
use crate::{ClosedBook, Config, Failed, Next};

impl ZoneSearchStage {
	/// Makes a pass.
	pub(super) fn step<T: Config>(
		mut self: Box<Self>,
		book: &ClosedBook<'_, T>,
	) -> Result<Next<ZonesStage>, Failed> {
		let (feeder, search) = (&self.feeder.0, &mut self.search.0);
		let mut used = Weight::zero();
		let mut next = book.page_from(0);
		while let Some(page) = next {
			let placed = book.placed(page, feeder);
			search.page(feeder, placed.located(feeder)?)?;
			used.saturating_accrue(weights::count::<T>(placed.len()));
			next = book.page_from(page.saturating_add(1));
		}
		let found = search.end_pass(feeder)?;
		used.saturating_accrue(weights::end_pass::<T>(self.pages, feeder.buses()));
		let state = match found {
			None => Some(ZonesStage::Search(self)),
			Some(zones) => self.found(zones, book)?,
		};
		Ok(Next { state, used })
	}

	/// What comes after the search.
	fn found<T: Config>(
		self: Box<Self>,
		zones: Zones,
		book: &ClosedBook<'_, T>,
	) -> Result<Option<ZonesStage>, Failed> {
		let Self { feeder, pages, .. } = *self;
		let rules = book.rules();
		let of_zones = zones.zones().iter();
		if of_zones.clone().all(|zone| zone.demand == 0 && zone.supply == 0) {
			return Ok(RightSearchStage::after(&feeder.0, &[], book));
		}
		if of_zones.clone().all(|zone| zone.bought == 0) {
			return Ok(Some(ZonesStage::Fill(Box::new(FillZones::new(feeder, zones, rules)?))));
		}
		let zones = Stored(zones);
		if let Some(scope) = PairZones::scope(book, feeder.0.buses()) {
			return Ok(Some(ZonesStage::Pair(Box::new(PairZones { feeder, zones, scope }))));
		}
		Ok(Some(ZonesStage::Assign(Box::new(AssignZones::new(feeder, zones, pages)))))
	}
}
