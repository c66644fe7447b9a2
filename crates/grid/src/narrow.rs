// SPDX-License-Identifier: Apache-2.0

//! The search itself: every bus has a bracket of its own on an axis, and each round divides them all.
//!
//! What the buses behind a line have to spare rises along the axis, of prices or of levels. With U for that and the
//! limits of the line, a bus stands at `clamp(parent's place, place where U reaches -import, place where U reaches
//! export)`. A clamp commutes with whatever keeps the order, so also with rounding to buckets: which bucket a bus is in
//! follows from the buckets of these three, whatever happens inside them. Two buses of a line in different buckets
//! stay on different places, and their line is full for good; so each bus goes on within its own bucket.

use alloc::{vec, vec::Vec};
use core::mem::take;

use crate::feeder::{Feeder, Rank, Spot};
#[cfg(feature = "scale")]
use crate::scale::*;

/// How far the search has come with a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Reach {
	/// Where its bracket begins.
	pub from: u64,
	/// What the bus has to spare there, without its children.
	pub own: i64,
	/// What comes over the full lines from its children.
	pub inflow: i64,
	/// The least and the most that its line carries away from it; the same where the line is full.
	pub low: i64,
	pub high: i64,
	/// Whether its line is full, and which way.
	pub full: Option<End>,
	/// Its place is none of the axis, but beyond.
	pub beyond: bool,
}

/// The limit that a full line has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) enum End {
	Low,
	High,
}

impl Reach {
	/// The whole axis.
	pub fn new(spot: &Spot, rank: Rank) -> Self {
		let (low, high) = spot.bounds();
		Self {
			from: 0,
			own: 0,
			inflow: 0,
			low,
			high,
			// Nothing passes the substation.
			full: (rank == 0).then_some(End::High),
			beyond: false,
		}
	}

	/// What its line carries where the buses behind it have so much to spare.
	#[inline]
	pub fn carried(&self, spare: i64) -> i64 {
		spare.max(self.low).min(self.high)
	}

	/// Whether it is on the same place as its parent, as far as is known.
	pub fn follows(&self) -> bool {
		self.full.is_none() && !self.beyond
	}
}

/// Into how many buckets each bracket is divided, and how wide they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Division {
	pub columns: u32,
	/// Each bucket is `2^shift` wide.
	pub shift: u32,
}

/// Most buckets of a bracket.
const MOST_COLUMNS: u64 = 1 << 10;
/// Most buckets in all, of 8 bytes.
const MOST_CELLS: u64 = 1 << 19;
/// Fewest buckets: with less a round costs more for what it brings.
const FEWEST_COLUMNS: u64 = 1 << 4;

impl Division {
	/// Of brackets `span` wide, so that there are some two buckets for each order.
	pub fn new(span: u64, buses: usize, orders: usize) -> Self {
		let buses = (buses as u64).max(1);
		let wanted = (orders as u64).saturating_mul(2).checked_div(buses).unwrap_or(0);
		let most = MOST_CELLS.checked_div(buses).unwrap_or(0).min(MOST_COLUMNS);
		let columns = wanted.max(FEWEST_COLUMNS).min(most).max(2).ilog2();
		let last = span.saturating_sub(1);
		let bits = u64::BITS.saturating_sub(last.leading_zeros());
		let shift = bits.saturating_sub(columns);
		Self { columns: last.wrapping_shr(shift).saturating_add(1) as u32, shift }
	}

	/// How wide the next brackets are.
	pub fn width(&self) -> u64 {
		1_u64.wrapping_shl(self.shift)
	}

	/// The last column.
	fn last(&self) -> usize {
		self.columns.saturating_sub(1) as usize
	}

	/// The number of cells for so many buses.
	pub fn cells(&self, buses: usize) -> usize {
		buses.saturating_mul(self.columns as usize)
	}

	/// The cell of what lies so far into the bracket of a bus.
	#[inline]
	pub fn cell(&self, rank: Rank, offset: u64) -> usize {
		let row = usize::from(rank).wrapping_mul(self.columns as usize);
		row.wrapping_add(offset.wrapping_shr(self.shift) as usize)
	}

	/// The rows of cells, by rank.
	pub fn rows<'a, T>(&self, cells: &'a [T]) -> impl Iterator<Item = &'a [T]> {
		cells.chunks_exact(self.columns.max(1) as usize)
	}

	/// The same, to change them.
	pub fn rows_mut<'a, T>(&self, cells: &'a mut [T]) -> impl Iterator<Item = &'a mut [T]> {
		cells.chunks_exact_mut(self.columns.max(1) as usize)
	}
}

/// Divides all brackets. `rises` has for each bus by how much what it has to spare has risen at the end of each bucket,
/// since the beginning of its bracket; it is used up. A place is reached where `reached` says so of what there is to
/// spare and a limit.
pub(crate) fn narrow(
	feeder: &Feeder,
	reaches: &mut [Reach],
	division: Division,
	rises: &mut [i64],
	reached: fn(i64, i64) -> bool,
) -> Narrowed {
	let ways = up(feeder, reaches, division, rises, reached);

	let mut buckets: Vec<u32> = Vec::with_capacity(reaches.len());
	for ((reach, spot), (low, high)) in reaches.iter().zip(feeder.spots()).zip(ways) {
		let parent = buckets.get(usize::from(spot.parent)).filter(|_| reach.full.is_none());
		buckets.push(parent.map_or(low, |parent| *parent.max(&low).min(&high)));
	}

	let begin = own(feeder, reaches, division, rises, &buckets);
	let ends: Vec<u32> = buckets.iter().map(|bucket| bucket.saturating_add(1)).collect();
	let ends = own(feeder, reaches, division, rises, &ends);
	let mut inside = 0_u64;
	for (((reach, begin), end), bucket) in reaches.iter_mut().zip(begin).zip(ends).zip(&buckets) {
		if !reach.beyond {
			inside = inside.wrapping_add(end.wrapping_sub(begin) as u64);
			reach.own = begin;
			reach.from = reach.from.wrapping_add(u64::from(*bucket).wrapping_shl(division.shift));
		}
	}
	for (rank, spot) in feeder.spots().iter().enumerate() {
		let parent = buckets.get(usize::from(spot.parent)).copied();
		let Some((reach, (bucket, parent))) =
			reaches.get_mut(rank).zip(buckets.get(rank).copied().zip(parent))
		else {
			continue;
		};
		if reach.follows() && bucket != parent {
			let end = if bucket < parent { End::High } else { End::Low };
			fill_line(reaches, rank, spot.parent, end);
		}
	}
	for (reach, bucket) in reaches.iter_mut().zip(&buckets) {
		reach.beyond |= *bucket >= division.columns;
	}
	Narrowed { buckets, inside }
}

/// What a round has found.
pub(crate) struct Narrowed {
	/// The bucket that each bus is in; the number of columns for one beyond its bracket.
	pub buckets: Vec<u32>,
	/// By how much what the buses have to spare rises within these buckets.
	pub inside: u64,
}

/// Notes that the line of a bus is full.
pub(crate) fn fill_line(reaches: &mut [Reach], rank: usize, parent: Rank, end: End) {
	let Some(reach) = reaches.get_mut(rank) else { return };
	let flow = match end {
		End::Low => reach.low,
		End::High => reach.high,
	};
	(reach.low, reach.high, reach.full) = (flow, flow, Some(end));
	if let Some(parent) = reaches.get_mut(usize::from(parent)) {
		parent.inflow = parent.inflow.wrapping_add(flow);
	}
}

/// Adds up what each bus and those behind it have to spare, in place of the rises. Returns in which bucket each bus
/// reaches the lower and the upper limit of its line.
fn up(
	feeder: &Feeder,
	reaches: &[Reach],
	division: Division,
	rises: &mut [i64],
	reached: fn(i64, i64) -> bool,
) -> Vec<(u32, u32)> {
	let columns = division.columns as usize;
	let mut ways = vec![(0, 0); reaches.len()];
	let mut before = rises;
	for (rank, (reach, spot)) in reaches.iter().zip(feeder.spots()).enumerate().rev() {
		let Some((rest, row)) = take(&mut before).split_at_mut_checked(rank.wrapping_mul(columns))
		else {
			return ways;
		};
		before = rest;
		if reach.beyond {
			continue;
		}
		let start = reach.own.wrapping_add(reach.inflow);
		row.iter_mut().for_each(|spare| *spare = spare.wrapping_add(start));
		if let Some(way) = ways.get_mut(rank) {
			let find = |limit| row.partition_point(|spare| !reached(*spare, limit)) as u32;
			let low = find(reach.low);
			*way = (low, if reach.low == reach.high { low } else { find(reach.high) });
		}
		if reach.full.is_none() {
			let start = usize::from(spot.parent).wrapping_mul(columns);
			let parent = before.iter_mut().skip(start);
			for (sum, spare) in parent.zip(row) {
				*sum = sum.wrapping_add(reach.carried(*spare));
			}
		}
	}
	ways
}

/// What each bus has to spare where its bucket begins, without its children. `spare` is with those whose lines were not
/// full.
fn own(
	feeder: &Feeder,
	reaches: &[Reach],
	division: Division,
	spare: &[i64],
	buckets: &[u32],
) -> Vec<i64> {
	// The end of the bucket before a bus's own; none for the first.
	let before = |bucket: Option<&u32>| (*bucket?).checked_sub(1).map(|column| column as usize);
	let mut all = Vec::with_capacity(reaches.len());
	for ((reach, row), bucket) in reaches.iter().zip(division.rows(spare)).zip(buckets) {
		let spare = before(Some(bucket)).and_then(|column| row.get(column.min(division.last())));
		all.push(spare.map_or(reach.own, |spare| spare.wrapping_sub(reach.inflow)));
	}
	for ((reach, row), spot) in reaches.iter().zip(division.rows(spare)).zip(feeder.spots()) {
		let column = before(buckets.get(usize::from(spot.parent)));
		if reach.follows()
			&& let Some(spare) = column.and_then(|column| row.get(column.min(division.last())))
			&& let Some(parent) = all.get_mut(usize::from(spot.parent))
		{
			*parent = parent.wrapping_sub(reach.carried(*spare));
		}
	}
	all
}
