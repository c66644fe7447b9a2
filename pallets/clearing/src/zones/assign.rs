// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 inside zones and across them. Who trades in which zone is found in one pass and kept in memory, 16 bytes
//! for each who does; a new block finds it again.

use alloc::{boxed::Box, vec, vec::Vec};
use frame_support::weights::Weight;
use gridmerit_energy::{NodeIndex, Wh};
use gridmerit_grid::{Feeder, ZoneFilling, ZoneSweep, ZonedTransaction, Zones};
use gridmerit_market::{Leg, Side};
use gridmerit_pallet_support::Bus;

use super::{
	stages::{AssignZones, FillZones, Stored, ZonesStage},
	weights,
};
use crate::{ClosedBook, Config, Failed, Next, ZonedPage, ZonedRow};

/// Who sells and who buys in which zone.
pub struct Legs {
	sellers: Vec<ZonedLeg>,
	buyers: Vec<ZonedLeg>,
	/// How many of them each zone has.
	counts: Vec<(u32, u32)>,
}

/// A leg, and the number of its zone.
struct ZonedLeg {
	energy: Wh,
	node: NodeIndex,
	zone: u16,
	bus: Bus,
}

impl AssignZones {
	/// Before the first transaction.
	pub(super) fn new(feeder: Stored<Feeder>, zones: Stored<Zones>, pages: u32) -> Self {
		Self { feeder, zones, sweep: None, pages, unwritten: ZonedPage::default() }
	}

	/// Makes transactions until a page of them is full, which is written.
	pub(super) fn step<T: Config>(
		mut self: Box<Self>,
		cache: &mut Option<Legs>,
		book: &mut ClosedBook<'_, T>,
	) -> Result<Next<ZonesStage>, Failed> {
		let (feeder, zones) = (&self.feeder.0, &self.zones.0);
		let mut used = weights::assign::<T>(feeder.buses());
		let legs = match cache.take() {
			Some(legs) => legs,
			None => Legs::load(feeder, zones, book, &mut used)?,
		};
		let mut sweep = match self.sweep.take() {
			Some(Stored(sweep)) => sweep,
			None => ZoneSweep::new(feeder, zones.zones(), &legs.counts)?,
		};
		let mut done = false;
		while !done && !self.unwritten.is_full() {
			match sweep.step(|side, number| legs.get(side, number))? {
				Some(ZonedTransaction { seller, buyer, energy, buying, selling }) => {
					let row = ZonedRow { seller, buyer, energy, buying, selling };
					// There is room: the page is not full.
					let _ = self.unwritten.try_push(row);
				},
				None => done = true,
			}
		}
		book.add_zoned(&self.unwritten);
		if done {
			let Self { feeder, zones, .. } = *self;
			let stage = FillZones::new(feeder, zones.0, book.rules())?;
			return Ok(Next { state: Some(ZonesStage::Fill(Box::new(stage))), used });
		}
		self.unwritten = ZonedPage::default();
		self.sweep = Some(Stored(sweep));
		*cache = Some(legs);
		Ok(Next { state: Some(ZonesStage::Assign(self)), used })
	}
}

impl Legs {
	/// Finds out who trades. Fails if the book is not the one whose zones these are.
	pub(super) fn load<T: Config>(
		feeder: &Feeder,
		zones: &Zones,
		book: &ClosedBook<'_, T>,
		used: &mut Weight,
	) -> Result<Self, Failed> {
		let numbers = numbers(feeder, zones);
		let mut filling = ZoneFilling::new(feeder, zones, book.rules())?;
		let (mut sellers, mut buyers) = (Vec::new(), Vec::new());
		let mut next = book.page_from(0);
		while let Some(page) = next {
			let placed = book.placed(page, feeder);
			let located = placed.located(feeder)?;
			let (mut bought, mut sold) = (Vec::new(), Vec::new());
			filling.page(feeder, located, &mut bought, &mut sold)?;
			let orders = located.book();
			add(&mut sellers, orders.sellers(&sold), located.sellers(), &numbers);
			add(&mut buyers, orders.buyers(&bought), located.buyers(), &numbers);
			used.saturating_accrue(weights::load::<T>(placed.len()));
			next = book.page_from(page.saturating_add(1));
		}
		filling.finish(feeder)?;
		used.saturating_accrue(weights::loading::<T>(0, feeder.buses()));
		let mut counts = vec![(0_u32, 0_u32); zones.zones().len()];
		for leg in &sellers {
			if let Some((count, _)) = counts.get_mut(usize::from(leg.zone)) {
				*count = count.saturating_add(1);
			}
		}
		for leg in &buyers {
			if let Some((_, count)) = counts.get_mut(usize::from(leg.zone)) {
				*count = count.saturating_add(1);
			}
		}
		for side in [&mut sellers, &mut buyers] {
			side.sort_unstable_by_key(|leg| (leg.zone, leg.node));
		}
		Ok(Self { sellers, buyers, counts })
	}

	/// All legs of a side, zone by zone.
	pub(super) fn of(&self, side: Side) -> Vec<Leg> {
		let legs = match side {
			Side::Supply => &self.sellers,
			Side::Demand => &self.buyers,
		};
		legs.iter().map(|leg| Leg { node: leg.node, energy: leg.energy }).collect()
	}

	/// The sellers, each with the bus that it hangs on.
	pub(super) fn buses(&self) -> impl Iterator<Item = (NodeIndex, Bus)> {
		self.sellers.iter().map(|leg| (leg.node, leg.bus))
	}

	/// How many sellers and buyers each zone has.
	pub(super) fn counts(&self) -> &[(u32, u32)] {
		&self.counts
	}

	/// The leg with a number.
	fn get(&self, side: Side, number: u32) -> Option<Leg> {
		let legs = match side {
			Side::Supply => &self.sellers,
			Side::Demand => &self.buyers,
		};
		legs.get(number as usize).map(|leg| Leg { node: leg.node, energy: leg.energy })
	}
}

/// Adds the legs of a page, but those of nothing.
fn add(all: &mut Vec<ZonedLeg>, legs: impl Iterator<Item = Leg>, buses: &[Bus], numbers: &[u16]) {
	for (Leg { node, energy }, bus) in legs.zip(buses).filter(|(leg, _)| leg.energy > 0) {
		let zone = numbers.get(usize::from(*bus)).copied().unwrap_or(0);
		all.push(ZonedLeg { energy, node, zone, bus: *bus });
	}
}

/// The number of each bus's zone.
fn numbers(feeder: &Feeder, zones: &Zones) -> Vec<u16> {
	let mut of_top = vec![0_u16; feeder.buses()];
	for (number, zone) in (0..).zip(zones.zones()) {
		if let Some(of_top) = of_top.get_mut(usize::from(zone.top)) {
			*of_top = number;
		}
	}
	let number = |bus: usize| {
		let top = zones.of(feeder, bus as Bus)?.top;
		of_top.get(usize::from(top)).copied()
	};
	(0..feeder.buses()).map(|bus| number(bus).unwrap_or(0)).collect()
}
