// SPDX-License-Identifier: Apache-2.0

//! What may be fed in where lines of the grid are full.

use frame_support::{BoundedVec, traits::ConstU32};
use gridmerit_energy::{FeedInRight, Interval, NodeIndex};

use crate::{Bus, MAX_BUSES, Page, PageIndex};

/// Some buses of a feeder: a bit for each.
#[frame_support::stored]
#[derive(Default)]
pub struct BusSet(BoundedVec<u8, ConstU32<{ MAX_BUSES / u8::BITS }>>);

impl BusSet {
	fn place(bus: Bus) -> (usize, u8) {
		((u32::from(bus) / u8::BITS) as usize, 1_u8.wrapping_shl(u32::from(bus) % u8::BITS))
	}

	/// Puts a bus in. One beyond [`MAX_BUSES`] is never there.
	pub fn insert(&mut self, bus: Bus) {
		let (place, bit) = Self::place(bus);
		if u32::from(bus) < MAX_BUSES && self.0.len() <= place {
			self.0.bounded_resize(place.saturating_add(1), 0);
		}
		if let Some(bits) = self.0.get_mut(place) {
			*bits |= bit;
		}
	}

	/// Whether a bus is in.
	pub fn contains(&self, bus: Bus) -> bool {
		let (place, bit) = Self::place(bus);
		self.0.get(place).is_some_and(|bits| bits & bit != 0)
	}

	/// How many are in.
	pub fn len(&self) -> u32 {
		self.0.iter().map(|bits| bits.count_ones()).sum()
	}

	/// Whether none is in.
	pub fn is_empty(&self) -> bool {
		self.0.iter().all(|bits| *bits == 0)
	}
}

/// Knows what may be fed in where lines of the grid are full.
///
/// When trading for an interval is over, what nodes have left to sell shares the room that the lines have left. Behind a
/// line that is full then, nodes have rights to feed in: their shares, and nothing if they had nothing left to sell. What
/// is fed in beyond position and right earns the curtailed price.
pub trait FeedIn {
	/// Whether there can be any rights.
	fn has_rights() -> bool;
	/// The rights of the nodes on a page that are noted; of none in an interval in which no line is full.
	fn rights(interval: Interval, page: PageIndex) -> Page<FeedInRight>;
	/// Whether any line is full in an interval.
	fn has_full_lines(interval: Interval) -> bool;
	/// Whether a line is full above a node that hangs on `bus`, or hung on another one when it posted for the interval. If
	/// so, and no right of it is noted, it has one to nothing.
	fn is_behind_full_line(interval: Interval, node: NodeIndex, bus: Bus) -> bool;
	/// Notes the rights of the nodes on a page.
	fn note_rights(interval: Interval, page: PageIndex, rights: Page<FeedInRight>);
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_set_knows_its_buses() {
		let mut set = BusSet::default();
		assert!(set.is_empty() && !set.contains(0));
		for bus in [9, 0, 7, 8, 2_047, 7] {
			set.insert(bus);
		}
		let all = (0..=Bus::MAX).filter(|bus| set.contains(*bus));
		assert_eq!(all.collect::<alloc::vec::Vec<_>>(), [0, 7, 8, 9, 2_047]);
		assert_eq!((set.len(), set.is_empty()), (5, false));
		set.insert(2_048);
		assert!(!set.contains(2_048));
	}
}
