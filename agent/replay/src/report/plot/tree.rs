// SPDX-License-Identifier: Apache-2.0

//! Where the buses of a feeder are drawn: how many lines from the substation, and in which lane. The longest way from a
//! bus goes straight on; others turn off into the nearest lane that is free.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::day::Line;

/// A bus in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
	pub bus: u16,
	/// The bus that it hangs on; the substation's own.
	pub parent: u16,
	/// How many lines from the substation.
	pub depth: i32,
	/// 0 is the substation's.
	pub lane: i32,
}

/// All buses to which a way leads from the substation, bus 0, which comes first.
pub fn layout(lines: &[Line]) -> Vec<Spot> {
	let mut spots = by_distance(lines);
	// How far it goes on behind each bus, and where it goes on furthest.
	let mut ends: BTreeMap<u16, i32> = spots.iter().map(|spot| (spot.bus, spot.depth)).collect();
	let mut straight: BTreeMap<u16, (i32, u16)> = BTreeMap::new();
	for spot in spots.iter().skip(1).rev() {
		let end = ends.get(&spot.bus).copied().unwrap_or(spot.depth);
		ends.entry(spot.parent).and_modify(|far| *far = end.max(*far));
		let best = straight.entry(spot.parent).or_insert((end, spot.bus));
		if end >= best.0 {
			*best = (end, spot.bus);
		}
	}
	let end = |bus: u16| ends.get(&bus).copied().unwrap_or(0);
	let mut lanes = Lanes::default();
	lanes.take(0, 0, end(0));
	let mut placed: BTreeMap<u16, i32> = BTreeMap::from([(0, 0)]);
	for spot in spots.iter_mut().skip(1) {
		let near = placed.get(&spot.parent).copied().unwrap_or(0);
		let goes_on = straight.get(&spot.parent).is_some_and(|(_, bus)| *bus == spot.bus);
		spot.lane = if goes_on { near } else { lanes.free(near, spot.depth, end(spot.bus)) };
		placed.insert(spot.bus, spot.lane);
	}
	spots
}

/// The buses by how many lines they are from the substation, all in its lane.
fn by_distance(lines: &[Line]) -> Vec<Spot> {
	let mut children: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
	for line in lines {
		children.entry(line.parent).or_default().push(line.bus);
	}
	let mut seen = BTreeSet::from([0]);
	let mut spots = Vec::new();
	let mut next = VecDeque::from([Spot { bus: 0, parent: 0, depth: 0, lane: 0 }]);
	while let Some(spot) = next.pop_front() {
		for bus in children.get(&spot.bus).into_iter().flatten() {
			if seen.insert(*bus) {
				let depth = spot.depth.saturating_add(1);
				next.push_back(Spot { bus: *bus, parent: spot.bus, depth, lane: 0 });
			}
		}
		spots.push(spot);
	}
	spots
}

/// From where to where each lane is taken.
#[derive(Default)]
struct Lanes(BTreeMap<i32, Vec<(i32, i32)>>);

impl Lanes {
	fn take(&mut self, lane: i32, from: i32, to: i32) {
		self.0.entry(lane).or_default().push((from, to));
	}

	fn is_free(&self, lane: i32, from: i32, to: i32) -> bool {
		let taken = self.0.get(&lane).into_iter().flatten();
		taken.copied().all(|(begin, end)| end < from || begin > to)
	}

	/// Takes the lane nearest to another that is free from a depth to an end.
	fn free(&mut self, near: i32, from: i32, end: i32) -> i32 {
		// One step further than there are lanes there is a free one.
		let most = self.0.len() as i32 + 1;
		let lanes = (1..=most).flat_map(|step| [near - step, near + step]);
		let lane = lanes.into_iter().find(|lane| self.is_free(*lane, from, end)).unwrap_or(near);
		self.take(lane, from, end);
		lane
	}
}
