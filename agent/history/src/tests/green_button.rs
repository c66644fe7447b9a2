// SPDX-License-Identifier: Apache-2.0

//! Green Button feeds, made up.

use super::*;

/// An entry of a feed, with its links.
fn entry(own: &str, up: &str, related: &[&str], content: &str) -> String {
	let related: String =
		related.iter().map(|href| format!("<link rel=\"related\" href=\"{href}\"/>")).collect();
	format!(
		"<entry><link rel=\"self\" href=\"{own}\"/><link rel=\"up\" href=\"{up}\"/>{related}<title/>\n<content>{content}</content></entry>\n"
	)
}

fn reading_type(direction: &str, power: i32, unit: u32, behaviour: u32) -> String {
	format!(
		"<ReadingType xmlns=\"http://naesb.org/espi\"><accumulationBehaviour>{behaviour}</accumulationBehaviour>{direction}\
		 <powerOfTenMultiplier>{power}</powerOfTenMultiplier><uom>{unit}</uom></ReadingType>"
	)
}

fn block(readings: &[(i64, i64, &str)]) -> String {
	let readings: String = readings
		.iter()
		.map(|(start, duration, value)| {
			format!(
				"\n<espi:IntervalReading><espi:cost>974</espi:cost><espi:timePeriod><espi:duration>{duration}</espi:duration>\
				 <espi:start>{start}</espi:start></espi:timePeriod><espi:value>{value}</espi:value></espi:IntervalReading>"
			)
		})
		.collect();
	format!(
		"<espi:IntervalBlock xmlns:espi=\"http://naesb.org/espi\"><espi:interval><espi:duration>86400</espi:duration>\
		 <espi:start>1330578000</espi:start></espi:interval>{readings}</espi:IntervalBlock>"
	)
}

/// A meter with a type and a block of readings.
fn meter(number: u32, kind: &str, readings: &[(i64, i64, &str)]) -> String {
	let own = format!("U/1/MeterReading/{number}");
	let blocks = format!("{own}/IntervalBlock");
	let type_of = format!("ReadingType/{number}");
	[
		entry(
			&own,
			"U/1/MeterReading",
			&[&blocks, &type_of],
			"<MeterReading xmlns=\"http://naesb.org/espi\"/>",
		),
		entry(&type_of, "ReadingType", &[], kind),
		entry(&format!("{blocks}/7"), &blocks, &[], &block(readings)),
	]
	.concat()
}

fn feed(entries: &str) -> String {
	format!(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>Usage</title>\n{entries}</feed>"
	)
}

fn of(direction: u32) -> String {
	reading_type(&format!("<flowDirection>{direction}</flowDirection>"), -3, 72, 4)
}

/// Noon on 27 June 2018, UTC.
const NOON: i64 = 1_530_100_800;

#[test]
fn both_directions_are_joined_by_links() {
	let drawn = meter(1, &of(1), &[(NOON, 900, "250000"), (NOON + 900, 900, "1000")]);
	let fed_in = meter(2, &of(19), &[(NOON, 900, "0"), (NOON + 900, 900, "70500")]);
	let text = feed(&[drawn, fed_in].concat());
	assert_eq!(gives(text.as_bytes(), "", 15), "2018-06-27T12:00 250/0 1/70");
	let summary =
		read(text.as_bytes(), "f", &mapping("zone=America/New_York"), 900_000).unwrap().summary;
	assert_eq!(summary.first.unwrap().from, "2018-06-27 08:00 -04:00");
}

#[test]
fn hours_are_spread_and_powers_of_ten_count() {
	let kwh = reading_type("<flowDirection>1</flowDirection>", 3, 72, 4);
	let text = feed(&meter(1, &kwh, &[(NOON, 3_600, "2")]));
	assert_eq!(gives(text.as_bytes(), "", 15), "2018-06-27T12:00 500/0 500/0 500/0 500/0");
	assert!(notes(&text, "", 15).contains("spread evenly"));
}

#[test]
fn one_type_needs_no_links_and_net_has_a_sign() {
	let net = entry("a", "b", &[], &reading_type("<flowDirection>4</flowDirection>", 0, 72, 4));
	let readings = entry("c", "d", &[], &block(&[(NOON, 900, "30"), (NOON + 900, 900, "-20")]));
	assert_eq!(
		gives(feed(&[net, readings].concat()).as_bytes(), "", 15),
		"2018-06-27T12:00 30/0 0/20"
	);
}

#[test]
fn what_is_no_energy_of_hours_is_left_out_and_told() {
	let drawn = meter(1, &of(1), &[(NOON, 900, "250000"), (NOON, 86_400, "9")]);
	let gas =
		meter(2, &reading_type("<flowDirection>1</flowDirection>", 0, 169, 4), &[(NOON, 900, "1")]);
	let dial =
		meter(3, &reading_type("<flowDirection>1</flowDirection>", 0, 72, 1), &[(NOON, 900, "1")]);
	let total = meter(4, &of(20), &[(NOON, 900, "1")]);
	let all = feed(&[drawn, gas.clone(), dial, total].concat());
	assert_eq!(gives(all.as_bytes(), "", 15), "2018-06-27T12:00 250/0");
	for part in
		["unit of measurement 169", "accumulation 1 ", "flow direction 20", "more than an hour"]
	{
		assert!(notes(&all, "", 15).contains(part), "{part}");
	}
	let none = gives(feed(&gas).as_bytes(), "", 15);
	assert!(
		none.starts_with(
			"1:1: holds no energy of hours or less. readings with unit of measurement 169"
		),
		"{none}"
	);
	let silent = feed(&meter(1, &reading_type("", 0, 72, 4), &[(NOON, 900, "5")]));
	assert!(notes(&silent, "", 15).contains("no flow direction is given: taken as drawn"));
}

#[test]
fn blank_readings_are_missing_and_gaps_stay() {
	let text = feed(&meter(
		1,
		&of(1),
		&[(NOON, 900, "1000"), (NOON + 900, 900, ""), (NOON + 2_700, 900, "4000")],
	));
	assert_eq!(gives(text.as_bytes(), "", 15), "2018-06-27T12:00 1/0 _ _ 4/0");
}

#[test]
fn what_is_wrong_is_refused_with_its_line() {
	let refused = |readings: &[(i64, i64, &str)], kind: &str| {
		gives(feed(&meter(1, kind, readings)).as_bytes(), "", 15)
	};
	// Readings begin on line 10 of this feed.
	for (readings, reason) in [
		(vec![(NOON, 900, "x")], "10:1: value `x` is no whole number"),
		(vec![(NOON, 900, "1&#48;")], "10:1: value `1&` is no whole number"),
		(
			vec![(NOON, 900, "-5")],
			"10:1: value -5 is negative, which nothing drawn or fed in can be",
		),
		(
			vec![(NOON, 0, "5")],
			"10:1: a reading needs a timePeriod with start and duration, in whole seconds",
		),
		(
			vec![(-NOON, 900, "5")],
			"10:1: a reading needs a timePeriod with start and duration, in whole seconds",
		),
		(vec![(NOON + 60, 900, "5")], "10:1: start 1530100860 is not on the grid of 15 minutes"),
		(
			vec![(NOON, 900, "5"), (NOON, 900, "6")],
			"11:1: is there before with other values, on line 10",
		),
		(
			vec![(NOON, 1_800, "5"), (NOON + 900, 900, "6")],
			"11:1: overlaps with the reading on line 10",
		),
	] {
		assert_eq!(refused(&readings, &of(1)), reason);
	}
	let huge = reading_type("<flowDirection>1</flowDirection>", 12, 72, 4);
	assert_eq!(
		refused(&[(NOON, 900, "5")], &huge),
		"10:1: powerOfTenMultiplier 12 is not within -9 and 9"
	);
	// The same reading twice, as feeds repeat themselves.
	assert_eq!(
		refused(&[(NOON, 900, "5000"), (NOON, 900, "5000")], &of(1)),
		"2018-06-27T12:00 5/0"
	);
	let kinds = [entry("a", "b", &[], &of(1)), entry("c", "d", &[], &of(19))].concat();
	let lost = feed(&[kinds, entry("e", "f", &[], &block(&[(NOON, 900, "1")]))].concat());
	assert!(
		gives(lost.as_bytes(), "", 15)
			.contains("nothing says which ReadingType these readings have")
	);
}

#[test]
fn broken_xml_is_refused() {
	let right = feed(&meter(1, &of(1), &[(NOON, 900, "5")]));
	let cut = &right[..right.len() - 47];
	assert!(
		gives(cut.as_bytes(), "", 15).contains("the XML ends too early"),
		"{}",
		gives(cut.as_bytes(), "", 15)
	);
	assert!(gives(b"<feed>\n<entry></feed>", "", 15).starts_with("2:1: is no well-formed XML"));
	assert!(
		gives(b"<html><body>Login</body></html>", "", 15)
			.contains("holds no energy of hours or less")
	);
}
