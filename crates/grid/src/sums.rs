// SPDX-License-Identifier: Apache-2.0

//! What a verifier adds up of each bus.

use core::cmp::Ordering;

use gridmerit_market::{Level, Wh};

use crate::keys::Key;

/// What the orders of a bus come to.
#[derive(Clone, Copy, Default)]
pub(crate) struct BusSums {
	pub zone: u16,
	/// Whether its line leads to another zone, or it is the substation.
	pub top: bool,
	pub key: Key,
	/// Orders at its key are demand.
	pub buys: bool,
	/// What it has to spare below its key, without what others bring.
	pub below: i64,
	/// The orders at its key.
	pub at: Wh,
	/// What of them is within the level in whole Wh.
	pub within: Wh,
	/// How many of them are above it.
	pub above: u32,
	pub demand: Wh,
	pub firm: Wh,
	/// The demand whose limit is below the key.
	pub dropped: Wh,
	pub supply: Wh,
}

impl BusSums {
	/// Adds another bus of the same zone.
	pub fn join(&mut self, bus: &Self) {
		self.demand = self.demand.wrapping_add(bus.demand);
		self.firm = self.firm.wrapping_add(bus.firm);
		self.dropped = self.dropped.wrapping_add(bus.dropped);
		self.supply = self.supply.wrapping_add(bus.supply);
		self.at = self.at.wrapping_add(bus.at);
		self.within = self.within.wrapping_add(bus.within);
	}

	/// What it has to spare just below its key, and at it.
	pub fn spare(&self) -> (i64, i64) {
		(self.below, self.below.wrapping_add(self.at as i64))
	}

	/// What it has to spare at the level, or what is lacking if demand shares.
	pub fn sum(&self) -> Sum {
		let start = if self.buys { self.turned(self.spare().1) } else { self.below };
		let spare = start.wrapping_add(self.within as i64);
		Sum { spare, above: self.above, rises: self.above }
	}

	/// What there is to spare as what is lacking, if demand shares.
	pub fn turned(&self, spare: i64) -> i64 {
		if self.buys { spare.wrapping_neg() } else { spare }
	}
}

/// What buses have to spare at a level, or what is lacking: `spare`, and the odd Wh's part for each order above.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
	pub spare: i64,
	pub above: u32,
	/// By how many Wh it would rise with the level.
	pub rises: u32,
}

impl Sum {
	/// With that of other buses.
	pub fn with(self, other: Self) -> Self {
		Self {
			spare: self.spare.wrapping_add(other.spare),
			above: self.above.wrapping_add(other.above),
			rises: self.rises.wrapping_add(other.rises),
		}
	}

	/// Whether a zone with this sum shares exactly what is due, at the highest level at which it does.
	pub fn shares(&self, level: &Level, due: i64) -> bool {
		let highest = level.rest < level.above && level.above == self.above && self.rises > 0;
		let sum = self.spare.wrapping_add(level.rest.into());
		(*level == Level::FULL || highest) && sum == due
	}

	/// What passes a line inside a zone; none if it has no room for that, or would be full and so end the zone.
	pub fn within(&self, level: &Level, low: i64, high: i64) -> Option<Self> {
		let full = match (self.compare(level, low), self.compare(level, high)) {
			(Ordering::Less, _) | (_, Ordering::Greater) => return None,
			(Ordering::Equal, _) if self.rises == 0 && *level != Level::FULL => return None,
			(_, order) => order == Ordering::Equal,
		};
		// At the limit no more comes from here.
		Some(Self { rises: if full { 0 } else { self.rises }, ..*self })
	}

	/// Compares the exact sum with a limit.
	fn compare(&self, level: &Level, limit: i64) -> Ordering {
		let all = i128::from(level.above.max(1));
		let odd = i128::from(self.above).wrapping_mul(level.rest.into());
		let sum = i128::from(self.spare).wrapping_mul(all).wrapping_add(odd);
		sum.cmp(&i128::from(limit).wrapping_mul(all))
	}
}
