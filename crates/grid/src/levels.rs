// SPDX-License-Identifier: Apache-2.0

//! The levels at which the orders at a price share, where lines may be full between them.
//!
//! The second half of the search: with the prices known, an axis of levels. What the buses behind a line have to spare
//! rises with the level of offers that share, and what they lack rises with the level of demand that does. So the same
//! search finds the levels, first whole Wh, then within the last one, where a level is a fraction: the odd Wh of a zone
//! over the orders above its level.

use alloc::vec::Vec;

use gridmerit_market::{MAX_ORDERS, Side, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	feeder::Feeder,
	keys::Key,
	narrow::{Division, End, Narrowed, Reach, fill_line, narrow},
	tally::Buckets,
};

/// The orders of a bus that share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Sharers {
	/// The key of the bus, and of these orders.
	pub key: Key,
	/// Whether they are demand. Then all is turned round, and what there is to spare is what is lacking.
	pub buy: bool,
	/// What they want or offer.
	pub total: Wh,
	/// How many are above the level.
	pub above: u32,
	/// What the bus has to spare where they get nothing.
	pub start: i64,
}

impl Sharers {
	/// Of a bus whose key has been found.
	pub fn new(key: Key, side: Side) -> Self {
		Self { key, buy: side == Side::Demand, total: 0, above: 0, start: 0 }
	}

	/// What they get at the place that the search has come to.
	pub fn given(&self, reach: &Reach) -> Wh {
		reach.own.wrapping_sub(self.start) as u64
	}
}

/// Whether a level is passed: it is the largest at which there is no more than the limit.
fn passed(spare: i64, limit: i64) -> bool {
	spare > limit
}

/// Begins at level 0, where the prices leave off, with what orders share in all known.
pub(crate) fn begin(reaches: &mut [Reach], sharers: &mut [Sharers]) {
	for (reach, sharers) in reaches.iter_mut().zip(sharers) {
		if sharers.buy {
			reach.own = reach.own.wrapping_add(sharers.total as i64);
			turn(reach);
		}
		sharers.start = reach.own;
	}
}

/// Turns what there is to spare into what is lacking, or back.
fn turn(reach: &mut Reach) {
	let Reach { own, inflow, low, high, full, .. } = *reach;
	(reach.own, reach.inflow) = (own.wrapping_neg(), inflow.wrapping_neg());
	(reach.low, reach.high) = (high.wrapping_neg(), low.wrapping_neg());
	reach.full = full.map(|end| match end {
		End::Low => End::High,
		End::High => End::Low,
	});
}

/// Divides all brackets, given what the orders that share come to by size: of each what lies above the begin of its
/// bracket. Returns how many orders are within the new brackets.
pub(crate) fn round(
	feeder: &Feeder,
	reaches: &mut [Reach],
	sharers: &mut [Sharers],
	buckets: Buckets,
) -> u32 {
	let Buckets { division, mut amounts, orders } = buckets;
	let rows = division.rows_mut(&mut amounts).zip(division.rows(&orders));
	for ((amounts, orders), sharers) in rows.zip(&*sharers) {
		let (mut smaller, mut above, mut end) = (0_i64, sharers.above, 0_u64);
		for (amount, count) in amounts.iter_mut().zip(orders) {
			smaller = smaller.wrapping_add(*amount);
			above = above.wrapping_sub(*count);
			end = end.wrapping_add(division.width());
			*amount = smaller.wrapping_add(end.wrapping_mul(above.into()) as i64);
		}
	}
	let Narrowed { buckets, .. } = narrow(feeder, reaches, division, &mut amounts, passed);
	let mut inside = 0_u32;
	for ((orders, bucket), sharers) in division.rows(&orders).zip(buckets).zip(sharers) {
		let smaller: u32 = orders.iter().take(bucket as usize).sum();
		sharers.above = sharers.above.wrapping_sub(smaller);
		inside = inside.wrapping_add(orders.get(bucket as usize).copied().unwrap_or(0));
	}
	inside
}

/// Wh are divided into so many parts (as a power of 2) that two different levels never lie within the same: a level
/// is some Wh over at most 2^20 orders.
const PARTS: u32 = 41;
/// More than the orders above a level can get of the last Wh.
const ODD: i64 = MAX_ORDERS as i64;

/// Ends the search with no order left within the brackets, which are `width` wide, if what there is to share decides
/// alone: if no line becomes full within them, or if they are 1 Wh wide. Says whether it has ended.
pub(crate) fn end(feeder: &Feeder, reaches: &mut [Reach], sharers: &[Sharers], width: u64) -> bool {
	let (parts, binds) = within(feeder, reaches, sharers, width);
	if !binds {
		spread(feeder, reaches, sharers);
	} else if width == 1 {
		fractions(feeder, reaches, sharers, parts);
	}
	!binds || width == 1
}

/// Gives what is left to all orders above the level alike, in whole Wh.
fn spread(feeder: &Feeder, reaches: &mut [Reach], sharers: &[Sharers]) {
	// What each bus still gives and how many share it, for all that follow it.
	let share = |(reach, sharers): (&Reach, &Sharers)| {
		(reach.own.wrapping_add(reach.inflow), u64::from(sharers.above))
	};
	let mut sums: Vec<(i64, u64)> = reaches.iter().zip(sharers).map(share).collect();
	for (rank, (reach, spot)) in reaches.iter().zip(feeder.spots()).enumerate().rev() {
		if reach.follows()
			&& let Some((spare, above)) = sums.get(rank).copied()
			&& let Some(sum) = sums.get_mut(usize::from(spot.parent))
		{
			*sum = (sum.0.wrapping_add(spare), sum.1.wrapping_add(above));
		}
	}
	let mut rises: Vec<u64> = Vec::with_capacity(reaches.len());
	for ((reach, sharers), (spot, (spare, above))) in
		reaches.iter_mut().zip(sharers).zip(feeder.spots().iter().zip(sums))
	{
		let left = reach.low.wrapping_sub(spare).max(0) as u64;
		let own = if reach.beyond { 0 } else { left.checked_div(above).unwrap_or(0) };
		let parent = rises.get(usize::from(spot.parent)).copied();
		let rise = if reach.follows() { parent.unwrap_or(0) } else { own };
		rises.push(rise);
		reach.from = reach.from.wrapping_add(rise);
		reach.own = reach.own.wrapping_add(rise.wrapping_mul(sharers.above.into()) as i64);
	}
}

/// Finds the lines that become full within the last Wh, with the levels known in whole Wh.
fn fractions(feeder: &Feeder, reaches: &mut [Reach], sharers: &[Sharers], mut parts: Vec<Reach>) {
	let mut span = 1_u64.wrapping_shl(PARTS);
	while span > 1 {
		let division = Division::new(span, feeder.buses(), feeder.buses().saturating_mul(32));
		let mut buckets = Buckets::new(division, feeder.buses(), false);
		for (row, sharers) in division.rows_mut(&mut buckets.amounts).zip(sharers) {
			let step = i64::from(sharers.above).wrapping_mul(division.width() as i64);
			let mut sum = 0_i64;
			for amount in row {
				sum = sum.wrapping_add(step);
				*amount = sum;
			}
		}
		narrow(feeder, &mut parts, division, &mut buckets.amounts, passed);
		span = division.width();
	}
	for ((rank, part), spot) in parts.iter().enumerate().zip(feeder.spots()) {
		let open = reaches.get(rank).is_some_and(|reach| reach.full.is_none());
		if let Some(end) = part.full.filter(|_| open) {
			fill_line(reaches, rank, spot.parent, end);
		}
	}
}

/// The same buses with nothing but what the brackets change, of 1 Wh in parts of it; and whether that makes a line full
/// between buses that are in one place so far.
fn within(
	feeder: &Feeder,
	reaches: &[Reach],
	sharers: &[Sharers],
	width: u64,
) -> (Vec<Reach>, bool) {
	let begin = |reach: &Reach| Reach { from: 0, own: 0, inflow: 0, ..*reach };
	let mut parts: Vec<Reach> = reaches.iter().map(begin).collect();
	// What there is to spare at the begin of the brackets, and by how much it rises.
	let mut spare: Vec<(i64, i64)> = reaches
		.iter()
		.zip(sharers)
		.map(|(reach, sharers)| {
			let rise = width.wrapping_mul(sharers.above.into()) as i64;
			(reach.own.wrapping_add(reach.inflow), rise)
		})
		.collect();
	let mut binds = false;
	for (rank, spot) in feeder.spots().iter().enumerate().rev() {
		let Some((reach, (begin, rise))) = reaches.get(rank).zip(spare.get(rank).copied()) else {
			continue;
		};
		let in_parts = |limit: i64| limit.wrapping_sub(begin).clamp(-ODD, ODD).wrapping_shl(PARTS);
		let carried = reach.carried(begin);
		if let Some(part) = parts.get_mut(rank) {
			(part.low, part.high) = (in_parts(reach.low), in_parts(reach.high));
		}
		if !reach.follows() {
			continue;
		}
		let end = begin.wrapping_add(rise);
		binds |= begin < reach.low || end > reach.high;
		let parent = usize::from(spot.parent);
		if let Some((sum, rises)) = spare.get_mut(parent) {
			*sum = sum.wrapping_add(carried);
			*rises = rises.wrapping_add(reach.carried(end).wrapping_sub(carried));
		}
		// The line carries so much at the begin already.
		if let Some(part) = parts.get_mut(parent) {
			let lifted = carried.wrapping_sub(begin).wrapping_shl(PARTS);
			part.inflow = part.inflow.wrapping_sub(lifted);
		}
	}
	(parts, binds)
}
