// SPDX-License-Identifier: Apache-2.0

//! Calendar months.

/// A calendar month, UTC: how many there were between January 1970 and it.
pub type Month = u32;

/// The most months of one statement: a year.
pub const MAX_MONTHS: u32 = 12;

const DAY_MS: u64 = 86_400_000;
/// Days from the first of March of the year 0 to 1970.
const TO_1970: u64 = 719_468;
/// Days in 400 years.
const ERA: u64 = 146_097;

/// The month of a moment, in milliseconds since 1970.
// Years begin in March, so that a leap day is the last of them (Howard Hinnant, "chrono-compatible low-level date
// algorithms"). The runtime has no calendar.
pub fn month_of(millis: u64) -> Month {
	let days = (millis / DAY_MS).saturating_add(TO_1970);
	let (era, day) = (days / ERA, days % ERA);
	// Less a day for each leap day by then.
	let leap = (day / 1_460).saturating_sub(day / 36_524).saturating_add(day / 146_096);
	let year_of_era = day.saturating_sub(leap) / 365;
	let begun = year_of_era.saturating_mul(365).saturating_add(year_of_era / 4);
	let day_of_year = day.saturating_add(year_of_era / 100).saturating_sub(begun);
	// From March on, five months have 153 days.
	let month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
	let year = era.saturating_mul(400).saturating_add(year_of_era);
	// March of the year 0 is month 2 of it.
	let months = year.saturating_mul(12).saturating_add(month).saturating_add(2);
	Month::try_from(months.saturating_sub(1_970 * 12)).unwrap_or(Month::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use jiff::{Timestamp, tz::TimeZone};
	use proptest::prelude::*;

	fn expected(millis: u64) -> Month {
		let moment = Timestamp::from_millisecond(millis as i64).unwrap().to_zoned(TimeZone::UTC);
		(moment.year() as u32 - 1_970) * 12 + moment.month() as u32 - 1
	}

	#[test]
	fn boundary_of_months() {
		assert_eq!([0, 31 * DAY_MS - 1, 31 * DAY_MS].map(month_of), [0, 0, 1]);
		// 29 February and 1 March 2024.
		assert_eq!([1_709_164_800_000, 1_709_251_199_999].map(month_of), [54 * 12 + 1; 2]);
		assert_eq!(month_of(1_709_251_200_000), 54 * 12 + 2);
		// Each day of a century and a half.
		for day in 0..55_000 {
			assert_eq!(month_of(day * DAY_MS), expected(day * DAY_MS), "day {day}");
		}
	}

	proptest! {
		#[test]
		fn it_is_the_month_of_the_calendar(millis in 0_u64..253_402_207_200_000) {
			prop_assert_eq!(month_of(millis), expected(millis));
		}

		#[test]
		fn no_moment_is_too_late(millis: u64) {
			prop_assert!(month_of(millis) <= month_of(u64::MAX));
		}
	}
}
