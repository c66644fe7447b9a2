// SPDX-License-Identifier: Apache-2.0

//! Tests of the report.

mod feeder;
mod fixture;
mod marks;
mod numbers;
mod odd;

use std::{collections::BTreeSet, fs};

use roxmltree::Document;

use super::{ReportError, page, write};
use crate::day::Day;

/// The page as XML: the only tags that XML would have closed are `meta` and `input`.
fn xml(page: &str) -> String {
	let mut page = page.replacen("<!DOCTYPE html>", "", 1);
	for tag in ["<meta", "<input"] {
		let mut parts = page.split(tag);
		let mut xml = parts.next().unwrap().to_owned();
		for part in parts {
			xml.push_str(tag);
			xml.push_str(&part.replacen('>', "/>", 1));
		}
		page = xml;
	}
	page
}

/// Checks what holds for every page, and returns it.
fn checked(day: &Day) -> String {
	let page = page(day).unwrap();
	let xml = xml(&page);
	let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{error}"));
	for node in document.descendants().filter(|node| node.is_element()) {
		let name = node.tag_name().name();
		assert!(!["script", "link", "img", "iframe", "object"].contains(&name), "{name}");
		for attribute in node.attributes() {
			// A link leads to a part of the page that is there, or to the live market on this machine.
			if attribute.name() == "href" && attribute.value() != super::page::LIVE_PAGE {
				let target = attribute.value().strip_prefix('#').unwrap();
				assert!(document.descendants().any(|node| node.attribute("id") == Some(target)));
			}
			assert!(!["src", "srcset"].contains(&attribute.name()));
			assert!(!attribute.name().starts_with("on"));
		}
		if name == "svg" {
			let frame = node.parent().unwrap();
			assert_eq!(frame.attribute("role"), Some("img"));
			assert!(!frame.attribute("aria-label").unwrap().is_empty());
		}
		if name == "table" {
			let first = node.children().find(roxmltree::Node::is_element).unwrap();
			assert_eq!(first.tag_name().name(), "caption");
		}
		if name == "th" {
			assert!(["row", "col"].contains(&node.attribute("scope").unwrap()));
		}
	}
	let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap();
	assert!(!["url(", "@import"].iter().any(|load| style.text().unwrap().contains(load)));
	let headings = document.descendants().filter_map(|node| match node.tag_name().name() {
		"h1" => Some(1),
		"h2" => Some(2),
		"h3" => Some(3),
		_ => None,
	});
	let headings: Vec<i32> = headings.collect();
	assert_eq!(headings.first(), Some(&1));
	assert!(headings.windows(2).all(|pair| pair[1] > 1 && pair[1] - pair[0] <= 1), "{headings:?}");
	assert!(page.len() < 3_000_000, "{} bytes", page.len());
	page
}

#[test]
fn page_is_well_formed_and_loads_nothing() {
	for day in [fixture::perfect(), fixture::rolling()] {
		let page = checked(&day);
		let names_of_svg = page.matches("http://www.w3.org/2000/svg").count();
		// One link to another page, on this machine; nothing is loaded from there.
		let live = format!("<a href=\"{}\">", super::page::LIVE_PAGE);
		assert_eq!(page.matches(&live).count(), 1);
		assert_eq!(page.matches("http://").count(), names_of_svg + 1);
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
		assert!(texts.contains(participant.name.as_str()));
	}
	let rows = |caption: &str| {
		let of = |node: &roxmltree::Node<'_, '_>| {
			node.has_tag_name("caption")
				&& node.text().is_some_and(|text| text.starts_with(caption))
		};
		let table = document.descendants().find(of).unwrap().parent().unwrap();
		let bodies = table.children().filter(|node| node.has_tag_name("tbody"));
		bodies.flat_map(|body| body.children()).filter(|node| node.has_tag_name("tr")).count()
	};
	assert_eq!(rows("Every transaction"), 394);
	assert_eq!(rows("How each interval cleared"), 84);
	assert_eq!(rows("What each paid for its energy less"), 16);
	assert_eq!(rows("What each paid for its transactions"), 16);
	assert_eq!(rows("What each side earned"), 3);
	assert_eq!(rows("The paper, an independent reference"), 8);
}

#[test]
fn the_first_screen_says_what_happened() {
	let day = fixture::perfect();
	let page = page(&day).unwrap();
	let first = page.split("<main>").next().unwrap();
	for says in [
		"16 neighbours saved 878.26 UNIT",
		"27 June 2018 (UTC): neighbours sold each other 8,374.1 kWh",
		"8 neighbours who only use energy gained",
		"(6.047 %)",
		"8 neighbours who also generate it gained",
		"878.26 UNIT less than the",
		"There is no fee for the grid.",
		"more than this the market cannot bring",
	] {
		assert!(first.contains(says), "{says}: {first}");
	}
	assert!(page.contains("gridmerit-agent replay scenarios/ieee33 --mode perfect"));
}

/// The page's own numbers, read back: with the utility alone and with the market all sides add up to zero, and so
/// do the differences.
#[test]
fn the_money_of_all_sides_adds_up_to_zero() {
	for day in [fixture::perfect(), fixture::rolling()] {
		let document = xml(&page(&day).unwrap());
		let document = Document::parse(&document).unwrap();
		let balance = document.descendants().find(|node| node.attribute("id") == Some("balance"));
		let rows = balance.unwrap().descendants().filter(|node| node.has_tag_name("tr"));
		let numbers = |row: roxmltree::Node<'_, '_>| -> Vec<i64> {
			let cells = row.children().filter(|node| node.has_tag_name("td"));
			let thousandths = |text: &str| text.replace(',', "").replace('−', "-").replace('.', "");
			cells.map(|cell| thousandths(cell.text().unwrap()).parse().unwrap()).collect()
		};
		let mut rows: Vec<_> = rows.map(numbers).filter(|row| !row.is_empty()).collect();
		assert_eq!(rows.pop().unwrap(), [0, 0, 0]);
		assert_eq!(rows.len(), 3);
		for column in 0..3 {
			// Each number is rounded to a thousandth.
			let sum: i64 = rows.iter().map(|row| row[column]).sum();
			assert!(sum.abs() <= 2, "{rows:?}");
			assert!(rows.iter().any(|row| row[column] != 0));
		}
	}
}

#[test]
fn what_is_not_there_is_not_shown() {
	let full = page(&fixture::perfect()).unwrap();
	for id in ["fees", "time", "paper"] {
		assert!(full.contains(&format!("id=\"{id}\"")));
	}
	let mut live = fixture::perfect();
	(live.utility_fees, live.expected, live.mode) = (None, None, "live".into());
	live.time.total = 0;
	live.bills[0].estimated = true;
	for round in live.slots.iter_mut().flat_map(|slot| &mut slot.rounds) {
		round.book.clear();
	}
	let live = checked(&live);
	for id in ["fees", "time", "paper"] {
		assert!(!live.contains(&format!("id=\"{id}\"")) && !live.contains(&format!("#{id}")));
	}
	assert!(!live.contains("Merit order") && !live.contains("calibration"));
	assert!(live.contains("For 1 of 336 bills no reading counts"));
	assert!(live.contains("Read from a chain that lives"));
}

#[test]
fn rounds_without_a_price_are_counted_in_words() {
	let page = page(&fixture::rolling()).unwrap();
	assert!(page.contains("Of 84 rounds, 25 cleared"), "{page}");
	assert!(page.contains("in 15 there was less than was wanted"));
	assert!(page.contains("nobody offered anything"));
}

#[test]
fn pivotal_sellers_are_named() {
	let page = page(&fixture::perfect()).unwrap();
	assert!(page.contains("Home 4, Home 8, Home 30, Home 33 are pivotal, each alone."));
	assert!(page.contains(" Home 8 is pivotal."));
	assert!(page.contains("<td data-label=\"pivotal\">Home 4, Home 8, Home 30</td>"));
}

#[test]
fn several_days_are_told_apart() {
	let mut day = fixture::perfect();
	(day.calendar.zone, day.calendar.slots) = ("Europe/Vienna".into(), 72);
	day.calendar.start -= 7_200_000;
	day.slots.last_mut().unwrap().slot = 71;
	let page = checked(&day);
	assert!(page.contains("27 June 2018 to 29 June 2018"));
	assert!(page.contains("27 Jun 09:00") && page.contains("29 Jun 23:00"));
	assert!(page.contains("day of delivery, Europe/Vienna"));
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
	assert!(!page(&day).unwrap().contains("as expected"));
}

#[test]
fn says_that_it_is_a_calibration_and_shows_fees_apart() {
	let day = fixture::perfect();
	let page = page(&day).unwrap();
	assert!(page.contains("a calibration, not a validation</h2>"));
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
		participant.name = hostile.into();
	}
	(day.command, day.calendar.zone) = (hostile.into(), hostile.into());
	for round in day.slots.iter_mut().flat_map(|slot| &mut slot.rounds) {
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
