// SPDX-License-Identifier: Apache-2.0

//! What holds from which interval on.

use gridmerit_energy::Interval;

use crate::Schedule;

/// There is no room for another value.
#[derive(Debug)]
pub(crate) struct Full;

/// What holds in an interval.
pub(crate) fn at<V>(schedule: &Schedule<V>, interval: Interval) -> Option<&V> {
	schedule.iter().rev().find(|(from, _)| *from <= interval).map(|(_, value)| value)
}

/// Has a value hold from an interval on, in the place of all that was to hold from then on. What holds for no interval
/// from `needed` on goes.
pub(crate) fn put<V>(
	schedule: &mut Schedule<V>,
	needed: Interval,
	from: Interval,
	value: V,
) -> Result<(), Full> {
	schedule.retain(|(other, _)| *other < from);
	schedule.try_push((from, value)).or_else(|(from, value)| {
		let passed = schedule.iter().skip(1).take_while(|(other, _)| *other <= needed).count();
		let mut place = 0_usize;
		schedule.retain(|_| {
			place = place.saturating_add(1);
			place > passed
		});
		schedule.try_push((from, value)).map_err(|_| Full)
	})
}

/// Whether it is in order.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn is_sound<V>(schedule: &Schedule<V>) -> bool {
	schedule.iter().zip(schedule.iter().skip(1)).all(|((a, _), (b, _))| a < b)
}
