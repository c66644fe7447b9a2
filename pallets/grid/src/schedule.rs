// SPDX-License-Identifier: Apache-2.0

//! What holds from which interval on.

use frame_support::{BoundedVec, ensure, traits::Get};
use gridmerit_energy::Interval;

/// There is no room for another value.
#[derive(Debug)]
pub(crate) struct Full;

/// What holds in an interval.
pub(crate) fn at<V, Most>(
	schedule: &BoundedVec<(Interval, V), Most>,
	interval: Interval,
) -> Option<&V> {
	schedule.iter().rev().find(|(from, _)| *from <= interval).map(|(_, value)| value)
}

/// What holds in an interval, if there is something, and all that is to hold later.
pub(crate) fn since<V, Most>(
	schedule: &BoundedVec<(Interval, V), Most>,
	interval: Interval,
) -> impl Iterator<Item = &V> {
	let later = schedule.iter().filter(move |(from, _)| interval < *from);
	at(schedule, interval).into_iter().chain(later.map(|(_, value)| value))
}

/// Has a value hold from an interval on, in the place of all that was to hold from then on. There are no more than `most`
/// afterwards: if they were, what holds for no interval from `needed` on goes.
pub(crate) fn put<V, Most: Get<u32>>(
	schedule: &mut BoundedVec<(Interval, V), Most>,
	needed: Interval,
	from: Interval,
	value: V,
	most: u32,
) -> Result<(), Full> {
	schedule.retain(|(other, _)| *other < from);
	if schedule.len() >= most as usize {
		let passed = schedule.iter().skip(1).take_while(|(other, _)| *other <= needed).count();
		let mut place = 0_usize;
		schedule.retain(|_| {
			place = place.saturating_add(1);
			place > passed
		});
	}
	ensure!(schedule.len() < most as usize, Full);
	schedule.try_push((from, value)).map_err(|_| Full)
}

/// Whether it is in order.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn is_sound<V, Most>(schedule: &BoundedVec<(Interval, V), Most>) -> bool {
	schedule.iter().zip(schedule.iter().skip(1)).all(|((a, _), (b, _))| a < b)
}
