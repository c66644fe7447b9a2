// SPDX-License-Identifier: Apache-2.0

//! What a reading can say: whether it fits those before and after it, and what a connection can carry.
//!
//! A copy of a meter's key, or a broken meter, states anything. What it states within these bounds counts. Beyond
//! them a reading settles nothing and ties no other one until somebody who knows has confirmed it.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, NodeIndex, Reading, Wh};
use gridmerit_pallet_support::TeNodes;

use crate::{Config, Error, Meter, MeterOf, Pallet, SeriesOf};

/// What the connection of a node and its meter can do in an interval.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
	/// The most energy that can flow in either direction.
	energy: Wh,
	/// The most by which the counter can grow.
	counts: u64,
	/// By how much a register may be lower than it should be.
	tolerance: Wh,
}

impl Bounds {
	/// What can be at a node.
	pub fn of<T: Config>(node: NodeIndex) -> Self {
		let limits = T::Nodes::by_index(node).map(|node| node.limits);
		// A cable carries in both directions what it does in one.
		let limit = limits.map_or(0, |limits| limits.consumption.max(limits.generation));
		Self {
			energy: limit.saturating_mul(T::CarryFactor::get()),
			counts: T::MaxCounts::get(),
			tolerance: T::RegisterTolerance::get(),
		}
	}

	/// Whether so much can have flowed in an interval.
	fn carries(&self, reading: &Reading) -> bool {
		reading.import.max(reading.export) <= self.energy
	}

	/// Whether a meter can have come from one reading to another.
	fn reaches(&self, earlier: &Reading, later: &Reading) -> bool {
		let passed = u64::from(later.interval.saturating_sub(earlier.interval));
		let within = |before: u64, after: u64, step: u64| {
			after.saturating_sub(before) <= step.saturating_mul(passed)
		};
		let flows = |before, after| within(before, after, self.energy);
		within(earlier.counter, later.counter, self.counts)
			&& flows(earlier.import_register, later.import_register)
			&& flows(earlier.export_register, later.export_register)
	}
}

/// What a meter that was never read has said: the first reading is measured by it, as if the meter counted since
/// intervals are numbered.
const NOTHING: Reading = Reading {
	interval: 0,
	counter: 0,
	import_register: 0,
	export_register: 0,
	import: 0,
	export: 0,
};

/// Whether the registers leave room for the energy of both readings, but for so many Wh that a meter may have
/// lost when its power failed.
pub(crate) fn registers_agree(earlier: &Reading, later: &Reading, tolerance: Wh) -> bool {
	let room = |before: Wh, energy: Wh, after: Wh| {
		before.checked_add(energy).is_some_and(|least| least <= after.saturating_add(tolerance))
	};
	room(earlier.import_register, later.import, later.import_register)
		&& room(earlier.export_register, later.export, later.export_register)
}

impl<Key> Meter<Key> {
	/// Since when the key holds with which readings of an interval are signed; 0 of one that is forgotten.
	fn key_since(&self, interval: Interval) -> Interval {
		let keys = [Some(&self.key), self.former_key.as_ref()];
		let held = keys.into_iter().flatten().find(|held| held.from <= interval);
		held.map_or(0, |held| held.from)
	}

	/// Whether two readings are of one series: signed with the same key. After a factory reset a device has
	/// another key, and counts anew.
	pub(crate) fn in_one_series(&self, earlier: Interval, later: Interval) -> bool {
		self.key_since(earlier) == self.key_since(later)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a reading can be true, given those before and after it: if not, it has to be confirmed. Fails if
	/// it cannot be true beside them.
	pub(crate) fn is_plausible(
		row: &MeterOf<T>,
		bounds: &Bounds,
		series: &SeriesOf<T>,
		place: usize,
		reading: &Reading,
	) -> Result<bool, Error<T>> {
		let before = match place.checked_sub(1).and_then(|place| series.get(place)) {
			Some(earlier) => Self::follows(row, bounds, earlier, reading)?,
			None => bounds.reaches(&NOTHING, reading),
		};
		let later = series.get(place);
		let after = match later {
			Some(later) => Self::follows(row, bounds, reading, later)?,
			None => true,
		};
		Ok(bounds.carries(reading) && before && after)
	}

	/// Whether one reading can come after another.
	fn follows(
		row: &MeterOf<T>,
		bounds: &Bounds,
		earlier: &Reading,
		later: &Reading,
	) -> Result<bool, Error<T>> {
		let counted = earlier.counter < later.counter;
		let agree = registers_agree(earlier, later, bounds.tolerance);
		if row.in_one_series(earlier.interval, later.interval) {
			ensure!(counted, Error::<T>::CounterOutOfOrder);
			ensure!(agree, Error::<T>::RegistersOutOfOrder);
		} else if !(counted && agree) {
			return Ok(true);
		}
		Ok(bounds.reaches(earlier, later))
	}
}
