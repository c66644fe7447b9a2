// SPDX-License-Identifier: Apache-2.0

//! Orders counted by where they lie on an axis: one by one while they are few, in bins when they are many.

use alloc::vec::Vec;
use core::mem::take;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::Wh;

const BITS: u32 = 10;
/// Most groups of a tally.
const GROUPS: usize = 1 << BITS;

/// Orders that lie together on the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Group {
	/// The first place that belongs to it.
	pub from: u64,
	/// Energy of its orders.
	pub energy: Wh,
	/// Number of its orders.
	pub orders: u32,
}

/// The orders whose places lie in a range. Up to 1,024 of them are listed, so that the tally is exact; beyond, the
/// range is cut into at most 1,024 bins of equal width.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Tally {
	from: u64,
	span: u64,
	/// Each bin is `2^shift` places wide; none while orders are listed.
	shift: Option<u32>,
	groups: Vec<Group>,
}

#[cfg(feature = "scale")]
impl MaxEncodedLen for Tally {
	fn max_encoded_len() -> usize {
		let groups = GROUPS.saturating_mul(Group::max_encoded_len());
		let length = codec::Compact::<u32>::max_encoded_len();
		<(u64, u64, Option<u32>)>::max_encoded_len().saturating_add(length).saturating_add(groups)
	}
}

impl Tally {
	/// Of the `span` places from `from` on, above 0.
	pub fn new(from: u64, span: u64) -> Self {
		Self { from, span, shift: None, groups: Vec::new() }
	}

	/// The first place of the range.
	pub fn from(&self) -> u64 {
		self.from
	}

	/// Number of places.
	pub fn span(&self) -> u64 {
		self.span
	}

	/// Counts an order, if it is in the range and not of 0 Wh.
	#[inline]
	pub fn add(&mut self, place: u64, energy: Wh) {
		let offset = place.wrapping_sub(self.from);
		if offset >= self.span {
			return;
		}
		let Some(shift) = self.shift else { return self.list(place, energy) };
		if let Some(group) = self.groups.get_mut(offset.wrapping_shr(shift) as usize) {
			group.energy = group.energy.wrapping_add(energy);
			group.orders = group.orders.wrapping_add((energy > 0).into());
		}
	}

	fn list(&mut self, place: u64, energy: Wh) {
		if energy == 0 {
			return;
		}
		if self.groups.len() < GROUPS {
			self.groups.push(Group { from: place, energy, orders: 1 });
			return;
		}
		let bits = u64::BITS.saturating_sub(self.span.saturating_sub(1).leading_zeros());
		let shift = bits.saturating_sub(BITS);
		let bins = self.span.saturating_sub(1).wrapping_shr(shift).saturating_add(1);
		let bin = |index: u64| Group {
			from: self.from.saturating_add(index.wrapping_shl(shift)),
			..Group::default()
		};
		let listed = take(&mut self.groups);
		self.groups = (0..bins.min(GROUPS as u64)).map(bin).collect();
		self.shift = Some(shift);
		for order in listed {
			self.add(order.from, order.energy);
		}
		self.add(place, energy);
	}

	/// Whether each group is of a single place.
	pub fn is_exact(&self) -> bool {
		self.shift.is_none_or(|shift| shift == 0)
	}

	/// The orders, one by one, if they are listed.
	pub fn listed(&self) -> Option<&[Group]> {
		self.shift.is_none().then_some(&self.groups)
	}

	/// What was counted, in ascending order of places; in an exact tally those of a place are one group.
	pub fn groups(&mut self) -> Vec<Group> {
		if self.shift.is_some() {
			return self.groups.iter().copied().filter(|group| group.orders > 0).collect();
		}
		// Of at most 1,024 orders, whatever the book: the time stays linear.
		self.groups.sort_unstable_by_key(|order| order.from);
		let mut groups: Vec<Group> = Vec::with_capacity(self.groups.len());
		for order in &self.groups {
			match groups.last_mut().filter(|group| group.from == order.from) {
				Some(group) => {
					group.energy = group.energy.wrapping_add(order.energy);
					group.orders = group.orders.wrapping_add(order.orders);
				},
				None => groups.push(*order),
			}
		}
		groups
	}

	/// A tally of a group alone.
	pub fn within(&self, group: &Group) -> Self {
		let end = self.from.saturating_add(self.span);
		let width = 1_u64.wrapping_shl(self.shift.unwrap_or(0));
		// The last bin may reach beyond the range.
		Self::new(group.from, width.min(end.saturating_sub(group.from)))
	}

	/// Energy and number of all orders counted.
	pub fn sums(&self) -> (Wh, u32) {
		self.groups.iter().fold((0, 0), |(energy, orders), group| {
			(energy.wrapping_add(group.energy), orders.wrapping_add(group.orders))
		})
	}
}
