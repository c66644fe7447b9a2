// SPDX-License-Identifier: Apache-2.0

//! A whole book at once: the steps of [`ZoneSearch`], [`ZoneFilling`] and [`ZoneSweep`] with one page.

use alloc::vec::Vec;

use gridmerit_market::{Leg, Preferences, Rules, Side, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::GridError,
	feeder::{Bus, Feeder},
	fill::{Flow, ZoneFilling},
	layout::Layout,
	page::Located,
	pairing::{ZonedPairing, pair_legs},
	search::ZoneSearch,
	sweep::ZoneSweep,
	transaction::ZonedTransaction,
	zone::Zone,
};

/// How a book cleared on a feeder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct GridOutcome {
	/// Prices and totals.
	pub zones: Vec<Zone>,
	/// Energy bought, one entry for each demand of the book.
	pub bought: Vec<Wh>,
	/// Energy sold, one entry for each offer of the book.
	pub sold: Vec<Wh>,
	/// What each bus's line carries, one entry for each bus of the feeder.
	pub flows: Vec<Flow>,
}

impl GridOutcome {
	/// The number of the zone that each bus is in, bus by bus. Fails if the zones are not of this feeder.
	pub fn zone_of_each_bus(&self, feeder: &Feeder) -> Result<Vec<u16>, GridError> {
		let layout = Layout::new(feeder, self.zones.iter().map(|zone| zone.top));
		let layout = layout.ok_or(GridError::OtherFeeder)?;
		let mut numbers: Vec<u16> = layout.zones().to_vec();
		for (spot, zone) in feeder.spots().iter().zip(layout.zones()) {
			if let Some(number) = numbers.get_mut(usize::from(spot.bus)) {
				*number = *zone;
			}
		}
		Ok(numbers)
	}
}

/// Clears a book on a feeder, in time linear in the orders and in the lines.
///
/// Fails if `book` was located on a feeder with another number of buses.
pub fn clear(feeder: &Feeder, book: Located<'_>, rules: &Rules) -> Result<GridOutcome, GridError> {
	let mut search = ZoneSearch::new(feeder, &rules.limits);
	let zones = loop {
		search.page(feeder, book)?;
		if let Some(zones) = search.end_pass(feeder)? {
			break zones;
		}
	};
	let mut bought = Vec::with_capacity(book.buyers().len());
	let mut sold = Vec::with_capacity(book.sellers().len());
	let mut filling = ZoneFilling::new(feeder, &zones, rules)?;
	filling.page(feeder, book, &mut bought, &mut sold)?;
	let flows = filling.finish(feeder)?;
	Ok(GridOutcome { zones: zones.zones().to_vec(), bought, sold, flows })
}

/// The P2P transactions of `book`, which cleared with `outcome`, by [`ZoneSweep`]; in time linear in the orders and
/// the buses. On one bus they are those of a market without a grid, in the same order.
///
/// Fails if the outcome is not one of this book on this feeder.
pub fn assign(
	feeder: &Feeder,
	book: Located<'_>,
	outcome: &GridOutcome,
) -> Result<Vec<ZonedTransaction>, GridError> {
	let zones = &outcome.zones;
	let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top));
	let layout = layout.ok_or(GridError::OtherFeeder)?;
	let rows = book.book();
	let sellers =
		by_zone(feeder, &layout, zones.len(), rows.sellers(&outcome.sold), book.sellers());
	let buyers = by_zone(feeder, &layout, zones.len(), rows.buyers(&outcome.bought), book.buyers());
	let ((sellers, sold), (buyers, bought)) = (sellers, buyers);
	let legs: Vec<_> = sold.into_iter().zip(bought).collect();
	let mut sweep = ZoneSweep::new(feeder, zones, &legs)?;
	let most = sellers.len().saturating_add(buyers.len()).saturating_add(zones.len());
	let mut transactions = Vec::with_capacity(most);
	let leg = |side, number: u32| match side {
		Side::Supply => sellers.get(number as usize).copied(),
		Side::Demand => buyers.get(number as usize).copied(),
	};
	while let Some(transaction) = sweep.step(leg)? {
		transactions.push(transaction);
	}
	Ok(transactions)
}

/// The same where demands prefer sellers: first those by choice, inside zones, then those of the sweep. Prices, fills and
/// what lines carry are as without preferences. As near to linear as [`prefer`](gridmerit_market::prefer).
pub fn pair(
	feeder: &Feeder,
	book: Located<'_>,
	outcome: &GridOutcome,
	preferences: &Preferences<'_>,
) -> Result<ZonedPairing, GridError> {
	let zones = &outcome.zones;
	let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top));
	let layout = layout.ok_or(GridError::OtherFeeder)?;
	let (rows, count) = (book.book(), zones.len());
	let sellers = rows.sellers(&outcome.sold);
	let (sellers, sold) = by_zone(feeder, &layout, count, sellers, book.sellers());
	let buyers = rows.buyers(&outcome.bought);
	let (buyers, bought) = by_zone(feeder, &layout, count, buyers, book.buyers());
	let counts: Vec<_> = sold.into_iter().zip(bought).collect();
	pair_legs(feeder, zones, sellers, buyers, &counts, preferences)
}

/// Legs that are not of 0 Wh, zone by zone, and how many each zone has.
fn by_zone(
	feeder: &Feeder,
	layout: &Layout,
	zones: usize,
	legs: impl Iterator<Item = Leg> + Clone,
	buses: &[Bus],
) -> (Vec<Leg>, Vec<u32>) {
	let zone = |bus: &Bus| {
		let rank = feeder.rank(*bus).unwrap_or(0);
		usize::from(layout.zones().get(usize::from(rank)).copied().unwrap_or(0))
	};
	let legs = legs.zip(buses).filter(|(leg, _)| leg.energy > 0);
	let mut counts: Vec<u32> = (0..zones).map(|_| 0).collect();
	for (_, bus) in legs.clone() {
		if let Some(count) = counts.get_mut(zone(bus)) {
			*count = count.saturating_add(1);
		}
	}
	let mut all = 0_u32;
	let starts = counts.iter().map(|count| {
		all = all.saturating_add(*count);
		all.saturating_sub(*count)
	});
	let mut next: Vec<u32> = starts.collect();
	let mut sorted: Vec<Leg> = (0..all).map(|_| Leg { node: 0, energy: 0 }).collect();
	for (leg, bus) in legs {
		if let Some(next) = next.get_mut(zone(bus))
			&& let Some(place) = sorted.get_mut(*next as usize)
		{
			*place = leg;
			*next = next.saturating_add(1);
		}
	}
	(sorted, counts)
}
