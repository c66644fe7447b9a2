// SPDX-License-Identifier: Apache-2.0

//! Which zone each bus is in, given where the zones begin.

use alloc::vec::Vec;

use crate::feeder::{Bus, Feeder};

/// Zones on a feeder.
pub(crate) struct Layout {
	/// By rank.
	zones: Vec<u16>,
	/// The zone that each one meets on the way to the substation, its own number for the first.
	parents: Vec<u16>,
}

impl Layout {
	/// Of the zones that begin at these buses; none if they are not in depth-first order, the first at the substation.
	pub fn new(feeder: &Feeder, tops: impl Iterator<Item = Bus>) -> Option<Self> {
		let mut tops = tops.peekable();
		let (mut zones, mut parents): (Vec<u16>, Vec<u16>) = (Vec::new(), Vec::new());
		for spot in feeder.spots() {
			let parent = zones.get(usize::from(spot.parent)).copied();
			let zone = if tops.next_if_eq(&spot.bus).is_some() {
				let zone = parents.len() as u16;
				parents.push(parent.unwrap_or(zone));
				zone
			} else {
				parent?
			};
			zones.push(zone);
		}
		tops.next().is_none().then_some(Self { zones, parents })
	}

	/// The zone of each bus, by rank.
	pub fn zones(&self) -> &[u16] {
		&self.zones
	}

	/// For each zone the last one behind it, itself if there is none.
	pub fn last(&self) -> Vec<u16> {
		let mut last: Vec<u16> = (0..).take(self.parents.len()).collect();
		for (zone, parent) in self.parents.iter().enumerate().rev() {
			let own = last.get(zone).copied();
			if let Some((last, own)) = last.get_mut(usize::from(*parent)).zip(own) {
				*last = own.max(*last);
			}
		}
		last
	}
}
