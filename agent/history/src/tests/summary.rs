// SPDX-License-Identifier: Apache-2.0

//! What is said of a history.

use super::*;

/// Days of quarters in Berlin from 27 June 2018 on.
fn rows(days: u32, of: impl Fn(u32) -> (u64, u64)) -> Vec<Row> {
	let midnight = 1_700_056;
	(0..days * 96)
		.map(|at| {
			let (load_wh, generation_wh) = of(at);
			Row { interval: midnight + at, load_wh, generation_wh }
		})
		.collect()
}

fn summary(rows: &[Row]) -> Summary {
	Summary::new(rows, 900_000, &zone("Europe/Berlin").unwrap())
}

#[test]
fn sums_peaks_and_times_are_seen_at_once() {
	let day =
		summary(&rows(
			2,
			|at| if at == 50 { (2_600, 0) } else { (100, u64::from(at == 60) * 700) },
		));
	assert_eq!(day.intervals, 192);
	assert_eq!(day.first.as_ref().unwrap().from, "2018-06-27 00:00 +02:00");
	assert_eq!(day.last.as_ref().unwrap().to, "2018-06-29 00:00 +02:00");
	assert_eq!((day.load.total_wh, day.load.per_day_wh, day.load.peak_w), (21_700, 10_850, 10_400));
	assert_eq!(day.load.peak_at.as_deref(), Some("2018-06-27 12:30 +02:00"));
	assert_eq!((day.generation.total_wh, day.generation.peak_w), (700, 2_800));
	assert_eq!(day.generation.half_by.as_deref(), Some("15:15"));
	assert_eq!((day.missing, day.gaps.len(), day.odd_days.len()), (0, 0, 0));
	assert_eq!(
		day.line(),
		"192 intervals from 2018-06-27 00:00 +02:00 to 2018-06-29 00:00 +02:00 (Europe/Berlin), 0 missing; 10.8 kWh used and \
		 0.3 kWh generated a day, at most 10400 W and 2800 W"
	);
}

#[test]
fn gaps_and_long_zeros_are_told() {
	let mut all = rows(5, |at| (u64::from(!(96..200).contains(&at)) * 5, u64::from(at < 10)));
	all.drain(300..310);
	let told = summary(&all);
	assert_eq!((told.missing, told.gaps.len()), (10, 1));
	assert_eq!(
		(told.gaps[0].intervals, told.gaps[0].from.as_str()),
		(10, "2018-06-30 03:00 +02:00")
	);
	let [zero] = &told.zero_load[..] else { panic!("{told:?}") };
	assert_eq!(
		(zero.intervals, zero.from.as_str(), zero.to.as_str()),
		(104, "2018-06-28 00:00 +02:00", "2018-06-29 02:00 +02:00")
	);
	// Of the sun two days; a gap ends them, because nobody knows what was in it.
	assert_eq!(told.zero_generation.iter().map(|span| span.intervals).collect::<Vec<_>>(), [290]);
	// What nothing measures is no news.
	assert_eq!(summary(&rows(5, |_| (1, 0))).zero_generation, []);
}

#[test]
fn an_hour_off_shows_at_noon() {
	// The sun from 6:00 to 21:00 in summer time: half of it by 13:30.
	let sun = rows(7, |at| (0, u64::from((24..84).contains(&(at % 96))) * 10));
	let half = |zone: &str| {
		let zone = super::zone(zone).unwrap();
		Summary::new(&sun, 900_000, &zone).generation.half_by.unwrap()
	};
	assert_eq!((half("Europe/Berlin").as_str(), half("+01:00").as_str()), ("13:30", "12:30"));
	// All of it in the last quarter of a day has flowed by its end.
	let late = summary(&rows(2, |at| (u64::from(at % 96 == 95), 0)));
	assert_eq!(late.load.half_by.as_deref(), Some("00:00"));
}

#[test]
fn nothing_is_no_history() {
	let none = summary(&[]);
	assert_eq!((none.intervals, none.first.clone(), none.load.clone()), (0, None, Sum::default()));
	assert_eq!(none.line(), "no intervals");
}
