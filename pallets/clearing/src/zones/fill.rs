// SPDX-License-Identifier: Apache-2.0

//! The fills go to the order books, each at the price of its zone; then the result is written.

use alloc::{boxed::Box, vec::Vec};
use gridmerit_energy::{Order, Price, Rules};
use gridmerit_grid::{Feeder, Flow, ZoneFilling, Zones};
use gridmerit_market::Offer;
use gridmerit_pallet_support::{Bus, Fills, Page, PageIndex, Prices};

use super::{
	PlacedRows,
	rights::RightSearchStage,
	stages::{FillZones, Stored, ZonesStage},
	weights,
};
use crate::{
	ClearedZones, ClosedBook, Config, Curve, Failed, Next, OfBuses, PivotalSellers,
	figures::may_sell,
};

impl FillZones {
	pub(super) fn new(feeder: Stored<Feeder>, zones: Zones, rules: &Rules) -> Result<Self, Failed> {
		let filling = Stored(ZoneFilling::new(&feeder.0, &zones, rules)?);
		let (curve, pivotal) = (Curve::new(&rules.limits), PivotalSellers::default());
		Ok(Self { feeder, zones: Stored(zones), filling, curve, pivotal, page: 0 })
	}

	/// Fills the orders of a page, or writes the result. It does not fail: part of the orders are filled.
	pub(super) fn step<T: Config>(
		mut self: Box<Self>,
		book: &mut ClosedBook<'_, T>,
	) -> Next<ZonesStage> {
		let Some(page) = book.page_from(self.page) else { return self.finish(book) };
		let orders = book.orders(page);
		let used = weights::fill_page::<T>(orders.len());
		if !orders.is_empty() {
			self.fill(page, orders, book);
		}
		self.page = page.saturating_add(1);
		Next { state: Some(ZonesStage::Fill(self)), used }
	}

	/// Fills the orders of a page. One that cannot be filled any more stays as it is: what was assigned to others
	/// stands.
	fn fill<T: Config>(
		&mut self,
		page: PageIndex,
		orders: Page<Order>,
		book: &mut ClosedBook<'_, T>,
	) {
		let (feeder, zones) = (&self.feeder.0, &self.zones.0);
		let placed = PlacedRows::new(&orders, &book.buses(page), page, feeder);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let filled = placed.located(feeder).and_then(|located| {
			self.filling.0.page(feeder, located, &mut bought, &mut sold)?;
			Ok(located)
		});
		let Ok(filled) = filled else { return book.fill(page, orders, None) };
		let limits = &book.rules().limits;
		self.curve.add(filled.book(), limits);
		for (&Offer { node, capacity, ask }, bus) in
			filled.book().offers().iter().zip(filled.sellers())
		{
			let spare = zones.of(feeder, *bus).and_then(|zone| zone.spare());
			let pivotal = spare.is_some_and(|spare| capacity > spare);
			self.pivotal.add(node, pivotal && may_sell(limits, capacity, ask));
		}
		let price = |bus: &Bus| zones.of(feeder, *bus).and_then(|zone| zone.price).unwrap_or(0);
		let buying: Vec<Price> = filled.buyers().iter().map(price).collect();
		let selling: Vec<Price> = filled.sellers().iter().map(price).collect();
		let (bought, sold) = placed.of_page(&bought, &sold);
		let (buying, selling) = placed.of_page(&buying, &selling);
		let prices = Prices::Each { buying: &buying, selling: &selling };
		book.fill(page, orders, Some(Fills { bought: &bought, sold: &sold, prices }));
	}

	fn finish<T: Config>(self: Box<Self>, book: &mut ClosedBook<'_, T>) -> Next<ZonesStage> {
		let Self { feeder: Stored(feeder), zones: Stored(zones), filling, curve, pivotal, .. } =
			*self;
		let flows = filling.0.finish(&feeder);
		let filled = flows.is_ok();
		let flows =
			flows.unwrap_or_else(|_| (0..feeder.buses()).map(|_| Flow::default()).collect());
		let traded: Vec<_> = flows.iter().map(|flow| flow.traded).collect();
		// Where not all was filled nobody knows what room is left, either.
		let state = filled.then(|| RightSearchStage::after(&feeder, &traded, book)).flatten();
		let zones = OfBuses::truncate_from(zones.zones().to_vec());
		let cleared = ClearedZones { zones, flows: OfBuses::truncate_from(flows) };
		// Where not all was filled nobody knows what buyers have paid beyond what sellers got.
		let rent = if filled { cleared.rent() } else { 0 };
		if !filled {
			book.report_failure();
		}
		book.record_zones(cleared, rent, curve, pivotal);
		Next { state, used: weights::finish::<T>(feeder.buses()) }
	}
}
