// SPDX-License-Identifier: Apache-2.0

//! What a verifier takes of the orders, in one pass over them: sums of each bus, and whether each order has got what it is
//! due.
//!
//! What an order gets that is not at the key of its zone follows from that key. Of those at the key, the ones above the level
//! get it, and some an odd Wh more, by a telescope of which it is not known before the end of the pass where a bus begins in
//! it. But each order says between which bounds that is.

use alloc::vec::Vec;

use gridmerit_market::{Demand, Level, Offer, Side, Wh};

use crate::{
	error::GridViolation,
	feeder::{Bus, Feeder, Spot},
	fill::Filled,
	keys::{Key, Keys, NOWHERE},
	layout::Layout,
	page::Located,
	sums::BusSums,
	zone::Zone,
};

/// What is claimed of a bus's orders: of demand, and of offers; none where no fills are checked.
pub(crate) type Claimed<'a> = Option<(&'a [Wh], &'a [Wh])>;

/// What demand on a bus comes to. What all orders change is apart from the rest, so that it stays at hand.
#[derive(Clone, Copy, Default)]
struct Demanded {
	key: Key,
	all: Wh,
	firm: Wh,
	/// At its key or above.
	kept: Wh,
}

/// What supply on a bus comes to.
#[derive(Clone, Copy, Default)]
struct Supplied {
	key: Key,
	all: Wh,
	below: Wh,
}

/// The orders at the key of their bus.
#[derive(Clone, Copy)]
struct Sharing {
	/// That of its zone.
	level: Level,
	at: Wh,
	within: Wh,
	above: u32,
	/// What they are claimed to get.
	given: Wh,
	/// How far the telescope has come since the first of them, as they are claimed to get odd Wh of it: `odd * above - k *
	/// rest` after the k-th.
	came: i64,
	/// The least and the most of that.
	least: i64,
	most: i64,
}

impl Sharing {
	fn new(level: Level) -> Self {
		let (least, most) = (i64::MAX, i64::MIN);
		Self { level, at: 0, within: 0, above: 0, given: 0, came: 0, least, most }
	}

	fn add(&mut self, energy: Wh) {
		self.at = self.at.wrapping_add(energy);
		self.within = self.within.wrapping_add(energy.min(self.level.level));
		self.above = self.above.wrapping_add((energy > self.level.level).into());
	}

	/// Whether the next of them may get so much.
	fn claim(&mut self, energy: Wh, fill: Wh) -> bool {
		self.given = self.given.wrapping_add(fill);
		let Level { level, above, rest } = self.level;
		if energy <= level {
			return fill == energy;
		}
		let odd = fill.wrapping_sub(level);
		if odd > 1 {
			return false;
		}
		let gained = if odd == 1 { i64::from(above) } else { 0 };
		self.came = self.came.wrapping_add(gained).wrapping_sub(rest.into());
		self.least = self.least.min(self.came);
		self.most = self.most.max(self.came);
		true
	}

	/// Whether they get the odd Wh that are due if the telescope is at `carried` before the first of them.
	fn begins_at(&self, carried: u32) -> bool {
		let (carried, above) = (i64::from(carried), i64::from(self.level.above));
		self.above == 0 || (self.most <= carried && carried < self.least.saturating_add(above))
	}
}

/// What the pass has found.
pub(crate) struct Replay {
	/// By bus.
	demand: Vec<Demanded>,
	supply: Vec<Supplied>,
	sharing: Vec<Sharing>,
	/// The first order that cannot get what is claimed.
	pub wrong: Option<GridViolation>,
}

impl Replay {
	/// Goes over the orders, given the zones that are claimed.
	pub fn new(
		feeder: &Feeder,
		book: Located<'_>,
		keys: Keys,
		zones: &[Zone],
		layout: &Layout,
		claimed: Claimed<'_>,
	) -> Self {
		let buses = feeder.buses();
		let mut replay = Self {
			demand: (0..buses).map(|_| Demanded::default()).collect(),
			supply: (0..buses).map(|_| Supplied::default()).collect(),
			sharing: (0..buses).map(|_| Sharing::new(Level::FULL)).collect(),
			wrong: None,
		};
		for (zone, spot) in layout.zones().iter().zip(feeder.spots()) {
			let Some(zone) = zones.get(usize::from(*zone)) else { continue };
			let bus = usize::from(spot.bus);
			if let Some(demand) = replay.demand.get_mut(bus) {
				demand.key = zone.key;
			}
			if let Some(supply) = replay.supply.get_mut(bus) {
				supply.key = zone.key;
			}
			if let Some(sharing) = replay.sharing.get_mut(bus) {
				*sharing = Sharing::new(zone.shared_by());
			}
		}
		let demands = book.book().demands().iter().zip(book.buyers());
		let offers = book.book().offers().iter().zip(book.sellers());
		match claimed {
			Some((bought, sold)) => {
				let fills = demands.zip(bought);
				fills.for_each(|((row, bus), fill)| replay.demand(row, *bus, Some(*fill), keys));
				let fills = offers.zip(sold);
				fills.for_each(|((row, bus), fill)| replay.offer(row, *bus, Some(*fill), keys));
			},
			None => {
				demands.for_each(|(row, bus)| replay.demand(row, *bus, None, keys));
				offers.for_each(|(row, bus)| replay.offer(row, *bus, None, keys));
			},
		}
		replay
	}

	#[inline(always)]
	fn demand(&mut self, row: &Demand, bus: Bus, fill: Option<Wh>, keys: Keys) {
		let key = keys.demand(row);
		let Some(sums) = self.demand.get_mut(usize::from(bus)) else { return };
		let energy = if key == NOWHERE { 0 } else { row.quantity };
		// On which side an order is is a coin's toss: to multiply is faster than to guess.
		let due = energy.wrapping_mul((key >= sums.key).into());
		sums.all = sums.all.wrapping_add(energy);
		sums.firm = sums.firm.wrapping_add(energy.wrapping_mul((key >= keys.scarce()).into()));
		sums.kept = sums.kept.wrapping_add(due);
		let shares = key == sums.key;
		if (shares | fill.is_some_and(|fill| fill != due))
			&& !(shares && self.share(bus, energy, fill))
		{
			self.wrong.get_or_insert(GridViolation::Bought(row.node));
		}
	}

	#[inline(always)]
	fn offer(&mut self, row: &Offer, bus: Bus, fill: Option<Wh>, keys: Keys) {
		let key = keys.offer(row);
		let Some(sums) = self.supply.get_mut(usize::from(bus)) else { return };
		let energy = if key == NOWHERE { 0 } else { row.capacity };
		let due = energy.wrapping_mul((key < sums.key).into());
		sums.all = sums.all.wrapping_add(energy);
		sums.below = sums.below.wrapping_add(due);
		let shares = key == sums.key;
		if (shares | fill.is_some_and(|fill| fill != due))
			&& !(shares && self.share(bus, energy, fill))
		{
			self.wrong.get_or_insert(GridViolation::Sold(row.node));
		}
	}

	/// Takes an order at the key of its bus; whether it may get what is claimed.
	#[inline(never)]
	fn share(&mut self, bus: Bus, energy: Wh, fill: Option<Wh>) -> bool {
		let Some(sharing) = self.sharing.get_mut(usize::from(bus)) else { return false };
		sharing.add(energy);
		fill.is_none_or(|fill| sharing.claim(energy, fill))
	}

	/// What the orders of a bus come to, as one of a zone.
	pub fn sums(&self, spot: &Spot, zone: u16, top: bool, keys: Keys) -> BusSums {
		let bus = usize::from(spot.bus);
		let demand = self.demand.get(bus).copied().unwrap_or_default();
		let supply = self.supply.get(bus).copied().unwrap_or_default();
		let sharing = self.of(spot);
		let Demanded { key, all, firm, kept } = demand;
		let dropped = all.wrapping_sub(kept);
		BusSums {
			zone,
			top,
			key,
			buys: keys.side(key) == Side::Demand,
			// What demand goes without is as good as offered.
			below: supply.below.wrapping_add(dropped).wrapping_sub(all) as i64,
			at: sharing.at,
			within: sharing.within,
			above: sharing.above,
			demand: all,
			firm,
			dropped,
			supply: supply.all,
		}
	}

	fn of(&self, spot: &Spot) -> Sharing {
		let sharing = self.sharing.get(usize::from(spot.bus)).copied();
		sharing.unwrap_or(Sharing::new(Level::FULL))
	}

	/// Whether those at the key of a bus get the odd Wh that are due, if the telescope is at `carried` there.
	pub fn shares_from(&self, spot: &Spot, carried: u32) -> bool {
		self.of(spot).begins_at(carried)
	}

	/// What the orders of a bus are claimed to get.
	pub fn filled(&self, spot: &Spot, sums: &BusSums, keys: Keys) -> Filled {
		let Sharing { at, given, .. } = self.of(spot);
		let (refused, shared) = if sums.buys { (at.wrapping_sub(given), 0) } else { (0, given) };
		let below = self.supply.get(usize::from(spot.bus)).map_or(0, |supply| supply.below);
		Filled {
			bought: sums.demand.wrapping_sub(sums.dropped).wrapping_sub(refused),
			sold: below.wrapping_add(shared),
			// Below scarcity firm demand is filled.
			open: if sums.key >= keys.scarce() { refused } else { 0 },
			sharing: at,
			shared: given,
		}
	}
}
