// SPDX-License-Identifier: Apache-2.0

//! Both nights of the clock change.

use jiff::{Timestamp, tz::TimeZone};

use super::*;

fn berlin() -> TimeZone {
	zone("Europe/Berlin").unwrap()
}

/// Days from one midnight in Berlin to another, as a portal writes them: in local time, from line to line so
/// many minutes, each with another value.
fn portal(from: &str, to: &str, minutes: i64, at_end: bool) -> (String, Vec<u64>) {
	let instant = |text: &str| -> Timestamp {
		let zoned: jiff::Zoned = format!("{text}T00:00[Europe/Berlin]").parse().unwrap();
		zoned.timestamp()
	};
	let (mut at, end) = (instant(from).as_second(), instant(to).as_second());
	let (mut text, mut values) = ("Zeit;Verbrauch (Wh)\n".to_string(), Vec::new());
	while at < end {
		let stamp = Timestamp::from_second(at + if at_end { minutes * 60 } else { 0 }).unwrap();
		let local = berlin().to_datetime(stamp).strftime("%d.%m.%Y %H:%M").to_string();
		let value = 4 * (values.len() as u64 + 1);
		text.push_str(&format!("{local};{value}\n"));
		values.push(value);
		at += minutes * 60;
	}
	(text, values)
}

fn loads(text: &str, said: &str) -> Vec<u64> {
	let read = read(text.as_bytes(), "f", &mapping(said), 900_000).unwrap();
	let rows = read.rows;
	// Without a gap.
	assert!(rows.windows(2).all(|pair| pair[1].interval == pair[0].interval + 1));
	rows.iter().map(|row| row.load_wh).collect()
}

#[test]
fn days_of_92_and_100_quarters_are_right() {
	for (from, to, quarters) in
		[("2016-03-26", "2016-03-29", 96 * 3 - 4), ("2016-10-29", "2016-11-01", 96 * 3 + 4)]
	{
		for (at_end, said) in [(false, "stamp=start"), (true, "stamp=end")] {
			let (text, values) = portal(from, to, 15, at_end);
			assert_eq!(values.len(), quarters);
			assert_eq!(
				loads(&text, &format!("zone=Europe/Berlin {said}")),
				values,
				"{from} {said}"
			);
		}
		// The clock knows which day it is.
		let (text, _) = portal(from, to, 15, false);
		let summary =
			read(text.as_bytes(), "f", &mapping("zone=Europe/Berlin"), 900_000).unwrap().summary;
		let day = u64::try_from(quarters - 2 * 96).unwrap();
		let [odd] = &summary.odd_days[..] else { panic!("{summary:?}") };
		assert_eq!((odd.intervals, odd.known), (day, day));
	}
}

#[test]
fn hours_of_those_days_are_spread() {
	for (from, to, hours) in [("2016-03-27", "2016-03-28", 23), ("2016-10-30", "2016-10-31", 25)] {
		let (text, values) = portal(from, to, 60, false);
		assert_eq!(values.len(), hours);
		let quarters: Vec<_> = values.iter().flat_map(|value| [value / 4; 4]).collect();
		assert_eq!(loads(&text, "zone=Europe/Berlin"), quarters);
	}
}

#[test]
fn an_end_may_be_the_start_on_the_clock_and_a_period() {
	// The hour from 2 to 3 twice, its last quarter ending at 3:00 each time; the skipped one ends at 2:00.
	let (begin, values) = portal("2016-10-30", "2016-10-31", 15, false);
	let later = |text: &str| {
		let mut lines = text.lines();
		let mut out = format!("{}\n", lines.next().unwrap());
		for line in lines {
			let (time, value) = line.split_once(';').unwrap();
			let time = jiff::civil::DateTime::strptime("%d.%m.%Y %H:%M", time).unwrap();
			let time = time.checked_add(jiff::ToSpan::minutes(15)).unwrap();
			out.push_str(&format!("{};{value}\n", time.strftime("%d.%m.%Y %H:%M")));
		}
		out
	};
	let said = "zone=Europe/Berlin stamp=end";
	assert_eq!(loads(&later(&begin), said), values);
	assert!(
		notes(&later(&begin), said, 15).contains("ends are the start on the clock and a period")
	);
	let (begin, values) = portal("2016-03-27", "2016-03-28", 15, false);
	assert_eq!(loads(&later(&begin), said), values);
}

#[test]
fn the_newest_first_is_turned_round_before() {
	let (text, values) = portal("2016-10-29", "2016-11-01", 15, false);
	let (header, rest) = text.split_once('\n').unwrap();
	let turned: Vec<_> = rest.lines().rev().collect();
	assert_eq!(loads(&format!("{header}\n{}\n", turned.join("\n")), "zone=Europe/Berlin"), values);
}

#[test]
fn a_time_that_comes_twice_and_is_there_once_is_refused() {
	let file = "Zeit;Verbrauch (Wh)\n30.10.2016 01:00;1\n30.10.2016 02:00;2\n30.10.2016 03:00;3\n";
	assert_eq!(
		gives(file.as_bytes(), "zone=Europe/Berlin", 15),
		"3:1: 2016-10-30 02:00 comes twice that night in Europe/Berlin, and here once, and nothing says which it is; leave \
		 the line out, or write it with its offset"
	);
	// Nothing was measured then, so nothing is in doubt.
	let blank = file.replace("02:00;2", "02:00;");
	assert_eq!(gives(blank.as_bytes(), "zone=Europe/Berlin", 60), "2016-10-29T23:00 1/0 _ _ 3/0");
	let thrice = "Zeit;Verbrauch (Wh)\n30.10.2016 01:00;1\n30.10.2016 02:00;2\n30.10.2016 02:00;3\n30.10.2016 02:00;3\n30.10.2016 03:00;3\n";
	assert!(
		gives(thrice.as_bytes(), "zone=Europe/Berlin", 60)
			.contains("and here 3 times; leave out what is too much")
	);
}

#[test]
fn a_time_that_the_clock_skips_is_refused() {
	let file = "Zeit;Verbrauch (Wh)\n27.03.2016 01:00;1\n27.03.2016 02:00;2\n27.03.2016 03:00;3\n";
	assert_eq!(
		gives(file.as_bytes(), "zone=Europe/Berlin", 60),
		"3:1: 2016-03-27 02:00 is a time that the clock in Europe/Berlin skips; if the file keeps winter time all year, \
		 write its offset: --zone \"+01:00\" (in a rulebook zone = \"+01:00\")"
	);
	// Sheets of 96 quarters have that hour blank.
	let blank = file.replace("02:00;2", "02:00;");
	assert_eq!(gives(blank.as_bytes(), "zone=Europe/Berlin", 60), "2016-03-27T00:00 1/0 3/0");
	assert_eq!(gives(file.as_bytes(), "zone=+01:00", 60), "2016-03-27T00:00 1/0 2/0 3/0");
}

#[test]
fn zones_are_known_on_every_machine() {
	// The database comes with the program, so that a machine without one is no other machine.
	assert!(jiff::tz::TimeZoneDatabase::bundled().get("Europe/Berlin").is_ok());
	for wrong in ["", "Berlin", "CET-1CEST", "Etc/Unknown", "+99:00"] {
		assert!(zone(wrong).is_err(), "{wrong}");
	}
	assert!(zone("UTC").is_ok() && zone("+05:45").is_ok() && zone(" Asia/Kathmandu ").is_ok());
	// Hours of a zone with quarters are on the chain's grid.
	let file = "start,load_wh\n2018-06-27T12:00+05:45,4\n2018-06-27T13:00+05:45,8\n";
	assert_eq!(gives(file.as_bytes(), "", 15), "2018-06-27T06:15 1/0 1/0 1/0 1/0 2/0 2/0 2/0 2/0");
}
