// SPDX-License-Identifier: Apache-2.0

//! The uniform rule: who shares gets what it wants up to one level (constrained equal awards).

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	tally::{Sums, Tally},
	units::{MAX_ORDER, Wh},
};

/// How much of `amount` each of some orders gets that want more in all: `min(order, level)`, and of what then
/// is left one Wh more for `rest` of the `above` orders that want more than the level.
///
/// `level` is the largest whole number at which all get no more than there is, so `rest < above`. Nobody gains
/// by asking for more than it wants: an order above the level gets the same however large it is, and one below gets
/// all (Sprumont 1991). Pro rata, whoever asks for more gets more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Level {
	/// What everybody gets who wants as much, in Wh.
	pub level: Wh,
	/// How many orders are above the level.
	pub above: u32,
	/// How many of them get 1 Wh more.
	pub rest: u32,
}

impl Level {
	/// Everybody gets all of it.
	pub const FULL: Self = Self { level: MAX_ORDER, above: 0, rest: 0 };

	/// The level at which `above` orders, all of them above it, share `amount`; each gets nothing of nothing.
	pub(crate) fn equal(amount: Wh, above: u32) -> Self {
		let level = amount.checked_div(above.into()).unwrap_or(0);
		let rest = amount.checked_rem(above.into()).unwrap_or(0);
		Self { level, above, rest: rest as u32 }
	}
}

/// Gives out shares by a [`Level`], order by order.
///
/// Who gets one of the odd Wh is a telescope over the orders above the level: the k-th of them gets
/// `floor((k + 1) * rest / above) - floor(k * rest / above)`, so that any of them that follow each other get their
/// part of the odd Wh to within one. It begins with another order in each interval, by `turn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Sharing {
	level: Level,
	/// `k * rest mod above` for the next order above the level.
	carried: u32,
}

impl Sharing {
	/// Begins with the order whose turn it is.
	pub fn new(level: Level, turn: u32) -> Self {
		let Level { above, rest, .. } = level;
		// The order with number `turn mod above` is the telescope's first: it stands at 0 there.
		let first = u64::from(turn.checked_rem(above).unwrap_or(0));
		let behind = first.wrapping_mul(rest.into()).checked_rem(above.into()).unwrap_or(0);
		let carried = u64::from(above).saturating_sub(behind).checked_rem(above.into());
		Self { level, carried: carried.unwrap_or(0) as u32 }
	}

	/// The level.
	pub fn level(&self) -> &Level {
		&self.level
	}

	/// What the next order gets.
	#[inline]
	pub fn share(&mut self, order: Wh) -> Wh {
		let Level { level, above, rest } = self.level;
		if order <= level {
			return order;
		}
		let carried = u64::from(self.carried).wrapping_add(rest.into());
		let odd = carried >= u64::from(above);
		let left = if odd { carried.wrapping_sub(above.into()) } else { carried };
		self.carried = left as u32;
		level.wrapping_add(odd.into())
	}
}

/// The search for a level by counting orders by their size.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct LevelSearch {
	amount: Wh,
	tally: Tally,
	/// Energy of the orders that are smaller than those of the tally; the level lies above them.
	below: Wh,
	/// Number of the others.
	orders: u32,
}

impl LevelSearch {
	/// Of `orders` orders, none larger than `largest`, which want more than `amount` in all.
	pub fn new(amount: Wh, orders: u32, largest: Wh) -> Self {
		let tally = Tally::new(0, largest.saturating_add(1));
		Self { amount, tally, below: 0, orders }
	}

	/// Counts orders.
	#[inline]
	pub fn extend(&mut self, orders: impl Iterator<Item = Wh>) {
		self.tally.extend(orders.map(|order| (order, order)));
	}

	/// What was counted.
	pub fn sums(&self) -> Sums {
		self.tally.sums(|_| true)
	}

	/// Ends a pass: the level, or what must be counted once more.
	pub fn narrow(&mut self) -> Result<Level, Sums> {
		let Self { amount, below, orders, .. } = *self;
		// Whether it is too much if all get up to `level` that are not among the `smaller`, which get all.
		let too_much = |level: Wh, smaller: Sums| {
			let others = u128::from(level).wrapping_mul(orders.wrapping_sub(smaller.orders).into());
			let smaller = u128::from(below).wrapping_add(smaller.energy.into());
			smaller.wrapping_add(others) > amount.into()
		};
		let (width, end) = (self.tally.width(), self.tally.last());
		let found = self.tally.find(|before, group| {
			let last = group.from.saturating_add(width).saturating_sub(1).min(end);
			too_much(last, before.with(group.sums))
		});
		// If it is none, the level is above all that were counted, and below the others.
		let (before, group) =
			found.map_or((self.sums(), None), |(before, group)| (before, Some(group)));
		self.below = below.wrapping_add(before.energy);
		self.orders = orders.wrapping_sub(before.orders);
		// The level may lie between groups, below the first place of this one.
		let group = group.filter(|group| !self.tally.is_exact() && !too_much(group.from, before));
		let Some(group) = group else {
			return Ok(Level::equal(amount.saturating_sub(self.below), self.orders));
		};
		self.tally = self.tally.within(&group);
		Err(group.sums)
	}
}
