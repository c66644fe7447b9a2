// SPDX-License-Identifier: Apache-2.0

//! Orders of all buses within the brackets: one by one while they are few, in buckets when they are many.

use alloc::{vec, vec::Vec};
use core::mem::take;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{feeder::Rank, narrow::Division, page::Order};

/// Most orders that are kept one by one, of 24 bytes.
const LISTED: usize = 1 << 17;

/// The orders that a pass has seen within the brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) enum Tally {
	/// One by one.
	List(Vec<Order>),
	/// What they come to in each bucket of each bus.
	Buckets(Buckets),
}

/// Orders in buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Buckets {
	pub division: Division,
	/// By rank and bucket.
	pub amounts: Vec<i64>,
	/// How many orders they are; only where it is asked for.
	pub orders: Vec<u32>,
}

impl Buckets {
	/// Empty ones.
	pub fn new(division: Division, buses: usize, counts: bool) -> Self {
		let cells = division.cells(buses);
		Self { division, amounts: vec![0; cells], orders: vec![0; if counts { cells } else { 0 }] }
	}

	/// Adds an amount that lies so far into the bracket of a bus.
	#[inline]
	pub fn add(&mut self, rank: Rank, offset: u64, amount: u64) {
		let cell = self.division.cell(rank, offset);
		if let Some(sum) = self.amounts.get_mut(cell) {
			*sum = sum.wrapping_add(amount as i64);
		}
		if let Some(count) = self.orders.get_mut(cell) {
			*count = count.wrapping_add(1);
		}
	}
}

impl Default for Tally {
	fn default() -> Self {
		Self::List(Vec::new())
	}
}

impl Tally {
	/// Makes room for a page.
	pub fn reserve(&mut self, rows: usize) {
		let Self::List(list) = self else { return };
		let needed = list.len().saturating_add(rows);
		if needed > list.capacity() {
			let room = needed.max(list.capacity().saturating_mul(2)).min(LISTED);
			list.reserve_exact(room.saturating_sub(list.len()));
		}
	}

	/// Adds an order to the list; gives it back where there is none, or it is full.
	#[inline]
	pub fn list(&mut self, order: Order) -> Option<Order> {
		match self {
			Self::List(list) if list.len() < LISTED => {
				list.push(order);
				None
			},
			_ => Some(order),
		}
	}

	/// The buckets. Where there are none yet, `divide` gives empty ones, and `sort` puts what is listed into them.
	#[inline]
	pub fn buckets(
		&mut self,
		divide: impl FnOnce() -> Buckets,
		sort: impl Fn(&mut Buckets, Order),
	) -> Option<&mut Buckets> {
		if let Self::List(list) = self {
			let mut buckets = divide();
			take(list).into_iter().for_each(|order| sort(&mut buckets, order));
			*self = Self::Buckets(buckets);
		}
		match self {
			Self::Buckets(buckets) => Some(buckets),
			Self::List(_) => None,
		}
	}
}
