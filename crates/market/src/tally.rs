// SPDX-License-Identifier: Apache-2.0

//! Orders counted by where they lie on an axis: one by one while they are few, in bins when they are many.

use alloc::vec::Vec;
use core::mem::replace;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::Wh;

const BITS: u32 = 10;
/// Most groups of a tally.
const GROUPS: usize = 1 << BITS;

/// What some orders come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Sums {
	pub energy: Wh,
	/// Number of those that are not of 0 Wh.
	pub orders: u32,
}

impl Sums {
	/// Adds an order.
	#[inline]
	pub fn add(&mut self, energy: Wh) {
		self.energy = self.energy.wrapping_add(energy);
		self.orders = self.orders.wrapping_add((energy > 0).into());
	}

	/// With others.
	pub fn with(self, other: Self) -> Self {
		Self {
			energy: self.energy.wrapping_add(other.energy),
			orders: self.orders.wrapping_add(other.orders),
		}
	}
}

/// Orders that lie together on the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Group {
	/// The first place that belongs to it.
	pub from: u64,
	/// Its orders.
	pub sums: Sums,
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
	/// Of the `span` places from `from` on.
	pub fn new(from: u64, span: u64) -> Self {
		Self { from, span, shift: None, groups: Vec::new() }
	}

	/// The first place of the range.
	pub fn from(&self) -> u64 {
		self.from
	}

	/// The last place of the range.
	pub fn last(&self) -> u64 {
		self.from.saturating_add(self.span).saturating_sub(1)
	}

	/// Counts orders, given the place of each: those in the range that are not of 0 Wh.
	#[inline]
	pub fn extend(&mut self, mut orders: impl Iterator<Item = (u64, Wh)>) {
		let shift = loop {
			if let Some(shift) = self.shift {
				break shift;
			}
			let Some((place, energy)) = orders.next() else { return };
			if place.wrapping_sub(self.from) < self.span && energy > 0 {
				self.list(place, energy);
			}
		};
		let Self { from, span, ref mut groups, .. } = *self;
		orders.for_each(|(place, energy)| {
			let offset = place.wrapping_sub(from);
			if offset < span
				&& let Some(group) = groups.get_mut(offset.wrapping_shr(shift) as usize)
			{
				group.sums.add(energy);
			}
		});
	}

	/// Counts an order in the range, while orders are listed.
	fn list(&mut self, place: u64, energy: Wh) {
		if self.groups.len() < GROUPS {
			self.groups.push(Group { from: place, sums: Sums { energy, orders: 1 } });
			return;
		}
		let bits = u64::BITS.saturating_sub(self.span.saturating_sub(1).leading_zeros());
		let shift = bits.saturating_sub(BITS);
		let bins = self.span.saturating_sub(1).wrapping_shr(shift).saturating_add(1);
		let bin = |index: u64| Group {
			from: self.from.saturating_add(index.wrapping_shl(shift)),
			sums: Sums::default(),
		};
		let bins = (0..bins.min(GROUPS as u64)).map(bin).collect();
		let listed = replace(&mut self.groups, bins);
		self.shift = Some(shift);
		let listed = listed.iter().map(|order| (order.from, order.sums.energy));
		self.extend(listed.chain([(place, energy)]));
	}

	/// Whether each group is of a single place.
	pub fn is_exact(&self) -> bool {
		self.shift.is_none_or(|shift| shift == 0)
	}

	/// Whether each group is of a single order.
	pub fn is_listed(&self) -> bool {
		self.shift.is_none()
	}

	/// The groups at a place, one by one.
	pub fn listed(&self, place: u64) -> impl Iterator<Item = Wh> {
		let own = self.groups.iter().filter(move |order| order.from == place);
		own.map(|order| order.sums.energy)
	}

	/// The first group for which `found` says yes, with what comes before it, and that. `found` gets the same two, and
	/// says yes for all groups after one for which it does. In an exact tally a group is all orders of a place.
	pub fn find(&mut self, found: impl Fn(Sums, &Group) -> bool) -> Option<(Sums, Group)> {
		let mut before = Sums::default();
		if self.shift.is_some() {
			for group in self.groups.iter().filter(|group| group.sums.orders > 0) {
				if found(before, group) {
					return Some((before, *group));
				}
				before = before.with(group.sums);
			}
			return None;
		}
		// Halves that are not sorted: the time is linear.
		let (mut part, mut first) = (self.groups.as_mut_slice(), None);
		while !part.is_empty() {
			let middle = part.len().wrapping_shr(1);
			let (lower, pivot, upper) = part.select_nth_unstable_by_key(middle, |order| order.from);
			let from = pivot.from;
			let sums = |orders: &[Group], own: bool| {
				let orders = orders.iter().filter(|order| (order.from == from) == own);
				orders.fold(Sums::default(), |sums, order| sums.with(order.sums))
			};
			let (less, own) = (before.with(sums(lower, false)), sums(lower, true).with(pivot.sums));
			if found(less, &Group { from, sums: own.with(sums(upper, true)) }) {
				first = Some(from);
				part = lower;
			} else {
				before = less.with(own);
				part = upper;
			}
		}
		// Orders at its place may have been in several parts.
		let from = first?;
		Some((
			self.sums(|place| place < from),
			Group { from, sums: self.sums(|place| place == from) },
		))
	}

	/// How many places a group has.
	pub fn width(&self) -> u64 {
		1_u64.wrapping_shl(self.shift.unwrap_or(0))
	}

	/// A tally of a group alone.
	pub fn within(&self, group: &Group) -> Self {
		let end = self.from.saturating_add(self.span);
		// The last bin may reach beyond the range.
		Self::new(group.from, self.width().min(end.saturating_sub(group.from)))
	}

	/// The orders of those groups whose first place `keep` keeps.
	pub fn sums(&self, keep: impl Fn(u64) -> bool) -> Sums {
		let groups = self.groups.iter().filter(|group| keep(group.from));
		groups.fold(Sums::default(), |sums, group| sums.with(group.sums))
	}
}
