// SPDX-License-Identifier: Apache-2.0

//! What each order of a cleared feeder gets.

use alloc::vec::Vec;

use gridmerit_market::{Level, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	keys::Key,
	page::Order,
	zone::{Seat, Zone},
};

/// Gives out what a bus's orders get, order by order.
///
/// The odd Wh of a zone are a telescope over its orders above the level, in depth-first order of their buses and on a bus
/// by node; which of them is the first goes round with the intervals. So those of any subtree get their part of it to
/// within one, rounded down or up: where the exact part keeps a line's limit, a whole number, the rounded one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Shares {
	pub zone: u16,
	key: Key,
	level: Level,
	/// `k * rest mod above` for the bus's next order above the level, the k-th of the telescope.
	carried: u32,
}

/// What an order gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
	/// All of it or nothing.
	Whole(bool),
	/// By the level.
	Part(Wh),
}

impl Shares {
	/// Of each bus, by rank.
	pub fn all(zones: &[Zone], seats: &[Seat], turn: u32) -> Vec<Self> {
		// How many orders above its level each zone has had so far.
		let mut before: Vec<u32> = zones.iter().map(|_| 0).collect();
		let shares = seats.iter().map(|seat| {
			let zone = usize::from(seat.zone);
			let of = zones.get(zone).unwrap_or(&Zone::IDLE);
			let (key, level) = (of.key, of.shared_by());
			let Level { above, rest, .. } = level;
			let first = turn.checked_rem(above).unwrap_or(0);
			let number = before.get(zone).copied().unwrap_or(0);
			let k = u64::from(number).wrapping_add(u64::from(above)).saturating_sub(first.into());
			let k = k.checked_rem(above.into()).unwrap_or(0);
			let carried = k.wrapping_mul(rest.into()).checked_rem(above.into()).unwrap_or(0) as u32;
			if let Some(before) = before.get_mut(zone) {
				*before = before.wrapping_add(seat.above);
			}
			Self { zone: seat.zone, key, level, carried }
		});
		shares.collect()
	}

	/// Where the telescope is before the bus's next order above the level.
	pub fn carried(&self) -> u32 {
		self.carried
	}

	/// What the next offer sells.
	#[inline]
	pub fn offer(&mut self, order: Order) -> Share {
		match order.key == self.key {
			true => Share::Part(self.part(order.energy)),
			false => Share::Whole(order.key < self.key),
		}
	}

	/// What the next demand buys.
	#[inline]
	pub fn demand(&mut self, order: Order) -> Share {
		match order.key == self.key {
			true => Share::Part(self.part(order.energy)),
			false => Share::Whole(order.key > self.key),
		}
	}

	#[inline]
	fn part(&mut self, energy: Wh) -> Wh {
		let Level { level, above, rest } = self.level;
		if energy <= level {
			return energy;
		}
		let carried = u64::from(self.carried).wrapping_add(rest.into());
		let odd = carried >= u64::from(above);
		let left = if odd { carried.wrapping_sub(above.into()) } else { carried };
		self.carried = left as u32;
		level.wrapping_add(odd.into())
	}
}

impl Share {
	/// In Wh, of an order of `energy`.
	#[inline]
	pub fn of(self, energy: Wh) -> Wh {
		match self {
			// Which of both is a coin's toss, order by order: to multiply is faster than to guess.
			Self::Whole(all) => energy.wrapping_mul(all.into()),
			Self::Part(part) => part,
		}
	}
}
