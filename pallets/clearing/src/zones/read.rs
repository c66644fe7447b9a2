// SPDX-License-Identifier: Apache-2.0

//! What a book would come to on a grid, and what one has come to.

use alloc::vec::Vec;
use gridmerit_energy::{Interval, LineFlow, Order, Rules, ZoneResult, ZonedResult};
use gridmerit_grid::{Feeder, Flow, Line, Zone, ZoneFilling, ZoneSearch, zones_of_buses};
use gridmerit_pallet_support::{Books, Bus, Grid, MAX_BUSES, Page, PageIndex};

use super::PlacedRows;
use crate::{ClearedLines, ClearedZonesOf, Config, Failed, LineFlows, Pallet, Preview};

/// What would trade of an order on a bus, within what former rounds have left of the lines' limits.
pub(super) fn preview<T: Config>(
	interval: Interval,
	rules: &Rules,
	pages: &[(PageIndex, Page<Order>)],
	order: Order,
	bus: Bus,
) -> Result<Preview, Failed> {
	let feeder = T::Grid::feeder(interval).ok_or(Failed::Unsound)?;
	if feeder.buses() > MAX_BUSES as usize || usize::from(bus) >= feeder.buses() {
		return Err(Failed::TooLarge);
	}
	let feeder = feeder.left(&LineFlows::<T>::get(interval));
	let placed = pages.iter().map(|(page, orders)| {
		PlacedRows::new(orders, &T::Books::buses(interval, *page), *page, &feeder)
	});
	let placed: Vec<_> = placed.chain([PlacedRows::last(&order, bus, &feeder)]).collect();
	let pages = placed.iter().map(|page| page.located(&feeder)).collect::<Result<Vec<_>, _>>()?;
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	let zones = loop {
		for &page in &pages {
			search.page(&feeder, page)?;
		}
		if let Some(zones) = search.end_pass(&feeder)? {
			break zones;
		}
	};
	let zone = zones.of(&feeder, bus).ok_or(Failed::Unsound)?;
	let mut filling = ZoneFilling::new(&feeder, &zones, rules)?;
	let (mut bought, mut sold) = (Vec::new(), Vec::new());
	for &page in &pages {
		filling.page(&feeder, page, &mut bought, &mut sold)?;
	}
	Preview::of_last(&order, (&bought, &sold), (zone.status, zone.price))
}

impl<T: Config> Pallet<T> {
	/// How an interval cleared on a grid in a round.
	pub(crate) fn grid_result(interval: Interval, round: Interval) -> Option<ZonedResult> {
		let cleared = ClearedZonesOf::<T>::get(interval, round)?;
		let carried = LineFlows::<T>::get(interval);
		let feeder = Feeder::new(&ClearedLines::<T>::get(interval)).ok()?;
		let seats = zones_of_buses(&feeder, &cleared.zones)?;
		let flows = (0..).zip(seats).map(|(bus, zone)| {
			let at = usize::from(bus);
			let none = Line { parent: 0, import: 0, export: 0 };
			let Line { parent, import, export } = feeder.line(bus).unwrap_or(none);
			let Flow { traded, lacking } = cleared.flows.get(at).copied().unwrap_or_default();
			let carried = carried.get(at).copied().unwrap_or_default();
			LineFlow { zone, parent, import, export, traded, carried, lacking }
		});
		Some(ZonedResult {
			zones: cleared.zones.iter().map(zone_result).collect(),
			flows: flows.collect(),
			rent: cleared.rent(),
		})
	}
}

fn zone_result(zone: &Zone) -> ZoneResult {
	let Zone { top, status, price, demand, supply, bought, sold, .. } = *zone;
	ZoneResult { top, status, price, demand, supply, bought, sold, spare: zone.spare() }
}
