// SPDX-License-Identifier: Apache-2.0

//! Bands by the clock on the wall, and what may follow what.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use gridmerit_energy::{
	Band, Interval, OffsetChange, Tariff, TariffBounds,
	tariffs::{BadDay, BeyondBounds, Day, Timeline},
};
use proptest::prelude::*;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const QUARTER: u32 = 15 * 60_000;

/// Days since 1970 of a date (Howard Hinnant's `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> u64 {
	let year = if month <= 2 { year - 1 } else { year };
	let era = year.div_euclid(400);
	let of_era = year - era * 400;
	let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
	let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	(era * 146_097 + of_era - 719_468).try_into().unwrap()
}

/// Monday is 0. The first day of 1970 was a Thursday.
fn weekday(days: u64) -> u64 {
	(days + 3) % 7
}

fn last_sunday(year: i64, month: i64) -> u64 {
	let last = days(year, month, 31);
	last - (weekday(last) + 1) % 7
}

fn sunday(year: i64, month: i64, nth: u64) -> u64 {
	let first = days(year, month, 1);
	first + (6 - weekday(first)) % 7 + (nth - 1) * 7
}

/// Central European time: at one o'clock UTC on the last Sundays of March and October.
fn berlin(years: std::ops::Range<i64>) -> Vec<OffsetChange> {
	let change = |day: u64, offset| OffsetChange { from: day * DAY + HOUR, offset };
	years
		.flat_map(|year| [change(last_sunday(year, 3), 120), change(last_sunday(year, 10), 60)])
		.collect()
}

/// Eastern time: at two o'clock on the wall, on the second Sunday of March and the first of November.
fn new_york(years: std::ops::Range<i64>) -> Vec<OffsetChange> {
	years
		.flat_map(|year| {
			[
				OffsetChange { from: sunday(year, 3, 2) * DAY + 7 * HOUR, offset: -240 },
				OffsetChange { from: sunday(year, 11, 1) * DAY + 6 * HOUR, offset: -300 },
			]
		})
		.collect()
}

fn price(tou: u64) -> Tariff {
	Tariff { tou, fit: 0, alpha_ppm: 900_000, fee: 0, shortfall: tou, surplus: 0, curtailed: 0 }
}

fn band(from_minute: u16, tou: u64) -> Band {
	Band { from_minute, tariff: price(tou) }
}

#[test]
fn known_days_of_change() {
	let of = |changes: &[OffsetChange]| changes.iter().map(|c| c.from).collect::<Vec<_>>();
	// 2026-03-29T01:00Z, 2026-10-25T01:00Z, 2027-03-28T01:00Z, 2027-10-31T01:00Z
	let expected = [1_774_746_000_000, 1_792_890_000_000, 1_806_195_600_000, 1_824_944_400_000];
	assert_eq!(of(&berlin(2026..2028)), expected);
	// 2026-03-08T07:00Z, 2026-11-01T06:00Z
	assert_eq!(of(&new_york(2026..2027)), [1_772_953_200_000, 1_793_512_800_000]);
}

/// A day of 23 hours has no band of the hour left out, one of 25 that of the hour that comes twice twice.
#[test]
fn bands_follow_the_clocks_through_the_nights_of_change() {
	let changes = berlin(2026..2027);
	let bands: Vec<_> = (0..24_u16).map(|hour| band(hour * 60, hour.into())).collect();
	let day = Day { offset: 60, changes: &changes, bands: &bands };
	let hours = |date: u64, midnight: u64, hours: u64| {
		let begins = date * DAY - midnight * HOUR;
		let hour = |hour| day.tariff_at(begins + hour * HOUR).unwrap().tou;
		(0..hours).map(hour).collect::<Vec<_>>()
	};
	let all: Vec<_> = (0..24).collect();
	// A summer's day begins at 22 o'clock UTC, a winter's at 23.
	assert_eq!(hours(days(2026, 3, 28), 1, 24), all);
	assert_eq!(hours(days(2026, 3, 29), 1, 23), [&all[..2], &all[3..]].concat());
	assert_eq!(hours(days(2026, 3, 30), 2, 24), all);
	assert_eq!(hours(days(2026, 10, 25), 2, 25), [&all[..3], &all[2..]].concat());
	assert_eq!(hours(days(2026, 10, 26), 1, 24), all);
}

#[test]
fn a_day_that_is_not_sound() {
	let check = |offset, changes: &[OffsetChange], bands: &[Band]| {
		Day { offset, changes, bands }.check(QUARTER)
	};
	let (one, two) = (OffsetChange { from: 5, offset: 60 }, OffsetChange { from: 6, offset: 120 });
	let night = band(0, 1);
	for bands in [vec![], vec![band(1, 1)], vec![night, night], vec![night, band(1_440, 1)]] {
		assert_eq!(check(0, &[], &bands), Err(BadDay::Bands));
	}
	for bands in [vec![night, band(14, 1)], vec![night, band(1_426, 1)]] {
		assert_eq!(check(0, &[], &bands), Err(BadDay::ShortBand));
	}
	assert_eq!(check(0, &[], &[night, band(15, 2), band(1_425, 1)]), Ok(()));
	assert_eq!(check(840, &[one, two], &[night]), Ok(()));
	assert_eq!(check(-840, &[], &[night]), Ok(()));
	assert_eq!(check(841, &[], &[night]), Err(BadDay::Offsets));
	assert_eq!(check(i16::MIN, &[], &[night]), Err(BadDay::Offsets));
	assert_eq!(check(0, &[two, one], &[night]), Err(BadDay::Offsets));
	assert_eq!(check(0, &[one, one], &[night]), Err(BadDay::Offsets));
	let far = OffsetChange { from: 7, offset: -900 };
	assert_eq!(check(0, &[one, far], &[night]), Err(BadDay::Offsets));
}

/// 100 by night, 150 by day, which begins at six; at most 50 more or less, and at most 200.
fn bounds() -> TariffBounds {
	TariffBounds { ceiling: price(200), change: price(50), notice: 0 }
}

const BANDS: [Band; 2] = [
	Band {
		from_minute: 0,
		tariff: Tariff {
			tou: 100,
			fit: 0,
			alpha_ppm: 900_000,
			fee: 0,
			shortfall: 100,
			surplus: 0,
			curtailed: 0,
		},
	},
	Band {
		from_minute: 360,
		tariff: Tariff {
			tou: 150,
			fit: 0,
			alpha_ppm: 900_000,
			fee: 0,
			shortfall: 150,
			surplus: 0,
			curtailed: 0,
		},
	},
];
/// Six in the morning of the first day.
const SIX: Interval = 24;

#[test]
fn neighbours_are_compared_as_they_will_open() {
	let day = Day { offset: 0, changes: &[], bands: &BANDS };
	let (bounds, days) = ([(0, bounds())], [(0, day)]);
	let with = |own: &[(Interval, Tariff)], check: Interval| {
		let opened = Some((10, Some(price(100))));
		Timeline { interval_ms: QUARTER, opened, days: &days, own, bounds: &bounds }
			.check_interval(check)
	};
	let (change, ceiling) = (Err(BeyondBounds::ChangesTooMuch), Err(BeyondBounds::AboveCeiling));
	assert_eq!(with(&[(12, price(150))], 12), Ok(()));
	assert_eq!(with(&[(12, price(151))], 12), change);
	assert_eq!(with(&[(12, price(50))], 12), Ok(()));
	assert_eq!(with(&[(12, price(49))], 12), change);
	// With the one that has opened before, and the band after.
	assert_eq!(with(&[(11, price(151))], 11), change);
	assert_eq!(with(&[(SIX - 1, price(99))], SIX - 1), change);
	assert_eq!(with(&[(SIX, price(151))], SIX), change);
	assert_eq!(with(&[(SIX, price(99))], SIX), change);
	// In steps.
	let steps = [(30, price(200)), (31, price(250))];
	assert_eq!((with(&steps, 30), with(&steps, 31)), (Ok(()), ceiling));
	let steps = [(30, price(200)), (31, price(200))];
	assert_eq!((with(&steps, 30), with(&steps, 31)), (Ok(()), Ok(())));
}

#[test]
fn another_day_is_compared_with_all_that_it_meets() {
	let (old, flat) = (BANDS, [band(0, 150)]);
	let high = [band(0, 160), band(360, 150)];
	let steep = [band(0, 100), band(360, 151)];
	let dear = [band(0, 201)];
	let day = |bands| Day { offset: 0, changes: &[], bands };
	let check = |from, bands, own: &[(Interval, Tariff)]| {
		let days = [(0, day(&old)), (from, day(bands))];
		let (opened, bounds) = (Some((10, Some(price(100)))), [(0, bounds())]);
		Timeline { interval_ms: QUARTER, opened, days: &days, own, bounds: &bounds }
			.check_from(from)
	};
	let change = Err(BeyondBounds::ChangesTooMuch);
	assert_eq!(check(11, &flat, &[]), Ok(()));
	assert_eq!(check(11, &high, &[]), change);
	assert_eq!(check(SIX, &high, &[]), Ok(()));
	assert_eq!(check(11, &steep, &[]), change);
	assert_eq!(check(11, &dear, &[]), Err(BeyondBounds::AboveCeiling));
	// What stands alone has neighbours too.
	assert_eq!(check(11, &flat, &[(15, price(100))]), Ok(()));
	assert_eq!(check(11, &flat, &[(15, price(99))]), change);
	assert_eq!(check(16, &flat, &[(15, price(99))]), change);
	assert_eq!(check(11, &flat, &[(15, price(201))]), Err(BeyondBounds::AboveCeiling));
}

#[test]
fn where_clocks_change_other_bands_meet() {
	let change = OffsetChange { from: 10 * DAY + HOUR, offset: 60 };
	// One o'clock is followed by two: by 200, and not by 150.
	let bands = [band(0, 100), band(60, 150), band(120, 200), band(180, 150)];
	let check = |changes: &[OffsetChange], most| {
		let days = [(0, Day { offset: 0, changes, bands: &bands })];
		let bounds = [(0, TariffBounds { change: price(most), ..TariffBounds::NONE })];
		Timeline { interval_ms: QUARTER, opened: None, days: &days, own: &[], bounds: &bounds }
			.check_from(1)
	};
	assert_eq!(check(&[], 50), Ok(()));
	assert_eq!(check(&[change], 50), Err(BeyondBounds::ChangesTooMuch));
	assert_eq!(check(&[change], 100), Ok(()));
}

fn zones() -> impl Strategy<Value = (i16, Vec<OffsetChange>)> {
	prop_oneof![
		Just((0, Vec::new())),
		Just((330, Vec::new())),
		Just((60, berlin(2020..2040))),
		Just((-300, new_york(2020..2040))),
	]
}

fn days_of_bands() -> impl Strategy<Value = Vec<Band>> {
	let starts = proptest::collection::btree_set(1_u16..96, 0..12);
	(starts, proptest::collection::vec(0..1_000_u64, 13)).prop_map(|(starts, prices)| {
		let starts = [0].into_iter().chain(starts.into_iter().map(|quarter| quarter * 15));
		starts.zip(prices).map(|(minute, tou)| band(minute, tou)).collect()
	})
}

proptest! {
	/// Counted by hand: local midnight, then minute by minute.
	#[test]
	fn every_instant_lies_in_the_band_of_its_time_on_the_wall(
		(offset, changes) in zones(),
		bands in days_of_bands(),
		quarter in days(2019, 12, 1) * 96..days(2041, 2, 1) * 96,
	) {
		let day = Day { offset, changes: &changes, bands: &bands };
		prop_assert_eq!(day.check(QUARTER), Ok(()));
		let instant = quarter * u64::from(QUARTER);
		let mut now = i64::from(offset);
		for change in &changes {
			if change.from <= instant {
				now = i64::from(change.offset);
			}
		}
		let local = (i64::try_from(instant / MINUTE).unwrap() + now).rem_euclid(1_440);
		prop_assert_eq!(i64::from(day.minute_at(instant)), local);
		let holds: Vec<_> = (0..bands.len())
			.filter(|place| {
				let end = bands.get(place + 1).map_or(1_440, |next| next.from_minute);
				(i64::from(bands[*place].from_minute)..i64::from(end)).contains(&local)
			})
			.collect();
		prop_assert_eq!(holds.len(), 1, "one band, no gap");
		prop_assert_eq!(day.tariff_at(instant), Some(bands[holds[0]].tariff));
	}

	/// A day from midnight to midnight has 23, 24 or 25 hours, and each band as many intervals as its clocks
	/// show times.
	#[test]
	fn a_local_day_is_covered_once(
		zone in prop_oneof![
			Just((60_i16, berlin(2020..2040), 120_u64)), Just((-300, new_york(2020..2040), 120))
		],
		which in 0..40_usize,
	) {
		let (offset, changes, hour_of_change) = zone;
		let bands: Vec<_> =
			(0..96_u16).map(|quarter| band(quarter * 15, quarter.into())).collect();
		let day = Day { offset, changes: &changes, bands: &bands };
		let change = changes[which];
		let before = if which == 0 { offset } else { changes[which - 1].offset };
		let forward = change.offset > before;
		// In Europe it is two o'clock or three on the wall, in America two.
		let wall = if forward || offset < 0 { hour_of_change } else { hour_of_change + 60 };
		let midnight = change.from - wall * MINUTE;
		let quarters = if forward { 92 } else { 100 };
		let seen: Vec<u64> = (0..quarters)
			.map(|k| day.tariff_at(midnight + k * u64::from(QUARTER)).unwrap().tou)
			.collect();
		let skipped = if forward { 8..12 } else { 0..0 };
		for quarter in 0..96 {
			let times = seen.iter().filter(|seen| **seen == quarter).count();
			let twice = match (forward, offset < 0) {
				(true, _) => 0..0,
				(false, true) => 4..8,
				(false, false) => 8..12,
			};
			let expected = if skipped.contains(&quarter) {
				0
			} else if twice.contains(&quarter) {
				2
			} else {
				1
			};
			prop_assert_eq!(times, expected, "quarter {} of the day", quarter);
		}
		prop_assert_eq!((seen[0], *seen.last().unwrap()), (0, 95));
	}

	/// What passes interval by interval, whatever was published in which turn, is what is compared.
	#[test]
	fn what_is_published_within_bounds_never_jumps(
		one in days_of_bands(),
		two in days_of_bands(),
		own in proptest::collection::btree_map(5..200_u32, 0..1_000_u64, 0..6),
		from in 5..200_u32,
		(change, ceiling) in (100..1_000_u64, 500..1_000_u64),
		(offset, changes) in zones(),
	) {
		let base = Interval::try_from(changes.first().map_or(0, |c| c.from / u64::from(QUARTER) - 100)).unwrap();
		let own: Vec<_> = own.into_iter().map(|(k, tou)| (base + k, price(tou))).collect();
		let day = |bands| Day { offset, changes: &changes, bands };
		let days = [(0, day(&one)), (base + from, day(&two))];
		let bounds = [(0, TariffBounds { ceiling: Tariff { alpha_ppm: 1_000_000, ..price(ceiling) },
			change: price(change), notice: 0 })];
		let timeline = Timeline { interval_ms: QUARTER, opened: Some((base, Some(price(500)))),
			days: &days, own: &own, bounds: &bounds };
		let mut steps = Ok(());
		let mut before = price(500);
		for k in base + 1..base + 400 {
			let tariff = timeline.tariff(k).unwrap();
			let step = bounds[0].1.check_ceiling(&tariff).and(bounds[0].1.check_change(&before, &tariff));
			steps = steps.and(step);
			before = tariff;
		}
		if timeline.check_from(base + 1).is_ok() {
			prop_assert_eq!(steps, Ok(()));
		}
	}
}
