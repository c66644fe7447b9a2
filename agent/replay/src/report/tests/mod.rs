// SPDX-License-Identifier: Apache-2.0

//! Tests of the report.

mod fixture;
mod marks;
mod numbers;
mod odd;

use std::{collections::BTreeSet, fs};

use roxmltree::Document;

use super::{ReportError, page, write};
use crate::day::Day;

/// The page as XML: its only tag that XML would have closed is `meta`.
fn xml(page: &str) -> String {
	let page = page.replacen("<!DOCTYPE html>", "", 1);
	let mut parts = page.split("<meta");
	let mut xml = parts.next().unwrap().to_owned();
	for part in parts {
		xml.push_str("<meta");
		xml.push_str(&part.replacen('>', "/>", 1));
	}
	xml
}

/// Checks what holds for every page, and returns it.
fn checked(day: &Day) -> String {
	let page = page(day).unwrap();
	let xml = xml(&page);
	let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{error}"));
	for node in document.descendants().filter(|node| node.is_element()) {
		let name = node.tag_name().name();
		assert!(!["script", "link", "img", "iframe", "object", "a"].contains(&name), "{name}");
		for attribute in node.attributes() {
			assert!(!["href", "src", "srcset"].contains(&attribute.name()));
			assert!(!attribute.name().starts_with("on"));
		}
		if name == "svg" {
			let frame = node.parent().unwrap();
			assert_eq!(frame.attribute("role"), Some("img"));
			assert!(!frame.attribute("aria-label").unwrap().is_empty());
		}
		if name == "th" {
			assert!(["row", "col"].contains(&node.attribute("scope").unwrap()));
		}
	}
	let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap();
	assert!(!["url(", "@import"].iter().any(|load| style.text().unwrap().contains(load)));
	assert!(page.len() < 3_000_000, "{} bytes", page.len());
	page
}

#[test]
fn page_is_well_formed_and_loads_nothing() {
	for day in [fixture::perfect(), fixture::rolling()] {
		let page = checked(&day);
		let names_of_svg = page.matches("http://www.w3.org/2000/svg").count();
		assert_eq!(page.matches("http://").count(), names_of_svg);
		assert!(!page.contains("https://"));
	}
}

#[test]
fn page_names_every_participant_and_trade() {
	let day = fixture::rolling();
	let page = page(&day).unwrap();
	let document = xml(&page);
	let document = Document::parse(&document).unwrap();
	let texts: BTreeSet<&str> =
		document.descendants().filter_map(|node| node.text()).map(str::trim).collect();
	for participant in &day.participants {
		assert!(texts.contains(participant.account.as_str()));
		assert!(texts.contains(format!("bus {}", participant.bus).as_str()));
		let title = format!("Bus {}, ", participant.bus);
		assert!(texts.iter().any(|text| text.starts_with(&title)), "{title}");
	}
	let rows = |label: &str| {
		let of = |node: &roxmltree::Node<'_, '_>| node.attribute("aria-label") == Some(label);
		let table = document.descendants().find(of).unwrap();
		let bodies = table.descendants().filter(|node| node.has_tag_name("tbody"));
		bodies.flat_map(|body| body.children()).filter(|node| node.has_tag_name("tr")).count()
	};
	assert_eq!(rows("P2P transactions"), 394);
	assert_eq!(rows("Hours"), 84);
	assert_eq!(rows("Participants"), 16);
	assert_eq!(rows("Fees"), 16);
	assert_eq!(rows("Paper, expected, this chain"), 8);
}

#[test]
fn pivotal_sellers_are_named() {
	let page = page(&fixture::perfect()).unwrap();
	assert!(page.contains("The sellers at buses 4, 8, 30, 33 are pivotal, each alone."));
	assert!(page.contains("The seller at bus 8 is pivotal."));
	assert!(page.contains("<td class=\"word\">4, 8, 30</td>"));
}

#[test]
fn verdict_counts_differences() {
	let mut day = fixture::perfect();
	assert!(page(&day).unwrap().contains("All 8 figures are as expected."));
	day.summary.consumer_saving_pct += 0.000_2;
	assert!(page(&day).unwrap().contains("All 8 figures are as expected."));

	day.summary.consumer_saving_pct += 0.5;
	day.summary.p2p_payment -= 1;
	let off = page(&day).unwrap();
	assert!(off.contains("2 of 8 figures differ"));
	assert!(off.contains("≠ +0.500 %") && off.contains("≠ −0.000000001"));

	day.expected = None;
	assert!(page(&day).unwrap().contains("expects nothing of this mode"));
}

#[test]
fn says_that_it_is_a_calibration_and_shows_fees_apart() {
	let day = fixture::perfect();
	let page = page(&day).unwrap();
	assert!(page.contains("A calibration, not a validation."));
	// 16 x 12,345,678 planck and a thousand for each number of a bus.
	assert!(page.contains("0.197833 UNIT"));
	assert!(page.contains("0.007654 UNIT"));
}

#[test]
fn strings_of_the_day_are_escaped() {
	let hostile = "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";
	let mut day = fixture::perfect();
	for text in [&mut day.scenario, &mut day.mode, &mut day.chain.name, &mut day.chain.genesis] {
		*text = hostile.into();
	}
	for participant in &mut day.participants {
		participant.account = hostile.into();
	}
	for round in day.hours.iter_mut().flat_map(|hour| &mut hour.rounds) {
		round.status = hostile.into();
	}
	let page = checked(&day);
	assert!(!page.contains("<script") && !page.contains("<img"));
	assert!(page.contains("&lt;script&gt;") && page.contains("&amp;amp;"));
}

#[test]
fn writes_both_files_whole() {
	let mut day = fixture::perfect();
	// serde_json reads back the last bit of a float only with its feature `float_roundtrip`.
	day.summary.clone_from(day.expected.as_ref().unwrap());
	let directory = tempfile::tempdir().unwrap();
	let target = directory.path().join("a/b");
	for _ in 0..2 {
		write(&day, &target).unwrap();
		let mut names: Vec<_> =
			fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().file_name()).collect();
		names.sort();
		assert_eq!(names, ["index.html", "report.json"]);
	}
	let json = fs::read(target.join("report.json")).unwrap();
	assert!(serde_json::from_slice::<Day>(&json).unwrap() == day);
	assert!(json.ends_with(b"}\n") && !json.contains(&b'\t'));
	assert_eq!(fs::read_to_string(target.join("index.html")).unwrap(), page(&day).unwrap());
}

#[test]
fn says_which_path_cannot_be_written() {
	let day = fixture::perfect();
	let directory = tempfile::tempdir().unwrap();
	let file = directory.path().join("file");
	fs::write(&file, "").unwrap();
	let error = write(&day, &file.join("below")).unwrap_err();
	assert!(matches!(&error, ReportError::Directory { .. }), "{error}");
	assert!(error.to_string().contains("below"));

	fs::create_dir(directory.path().join("index.html")).unwrap();
	let error = write(&day, directory.path()).unwrap_err();
	assert!(matches!(&error, ReportError::Write { path, .. } if path.ends_with("index.html")));
}
