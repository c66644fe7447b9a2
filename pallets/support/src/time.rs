// SPDX-License-Identifier: Apache-2.0

//! The time, as pallets count it.

use core::time::Duration;
use gridmerit_energy::Interval;

/// The interval in which a moment since 1970 lies, if each lasts `length_ms` milliseconds; 0 if none has a length.
pub fn interval_at(moment: Duration, length_ms: u32) -> Interval {
	let interval = moment.as_millis().checked_div(length_ms.into()).unwrap_or_default();
	interval.try_into().unwrap_or(Interval::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn boundary_of_intervals() {
		let at = |millis| interval_at(Duration::from_millis(millis), 900_000);
		assert_eq!([at(0), at(899_999), at(900_000), at(1_799_999)], [0, 0, 1, 1]);
		assert_eq!(at(u64::MAX), Interval::MAX);
		assert_eq!(interval_at(Duration::MAX, 1), Interval::MAX);
		assert_eq!(interval_at(Duration::from_secs(9), 0), 0);
	}
}
