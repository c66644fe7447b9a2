// SPDX-License-Identifier: Apache-2.0

//! The feeder on the page.

use std::{collections::BTreeSet, path::Path};

use proptest::{collection::vec, prelude::*};
use roxmltree::Document;

use super::{checked, fixture, xml};
use crate::{
	Mode, Scenario,
	day::{Day, Feeder, Line, Zone, ZonedRound},
	reckon,
	report::plot::{self, layout},
};

fn day(mode: Mode) -> Day {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/ieee33");
	let scenario = Scenario::load(&folder).unwrap();
	let feeder = Feeder::load(&folder, &scenario, 80).unwrap();
	let mut day = reckon(&scenario, mode, Some(&feeder)).unwrap();
	day.expected = Some(day.summary.clone());
	day
}

#[test]
fn the_page_has_a_picture_for_each_hour_that_traded() {
	for mode in [Mode::Perfect, Mode::Rolling] {
		let day = day(mode);
		let page = checked(&day);
		let document = xml(&page);
		let document = Document::parse(&document).unwrap();
		let section = document.descendants().find(|node| node.attribute("id") == Some("feeder"));
		let section = section.unwrap();
		let of =
			|name: &'static str| section.descendants().filter(move |node| node.has_tag_name(name));
		let hours =
			day.slots.iter().filter(|slot| slot.rounds.iter().any(|round| round.traded > 0));
		assert_eq!((of("input").count(), of("label").count(), of("svg").count()), {
			let hours = hours.count();
			(hours, hours, 2 * hours)
		});
		let picked: Vec<_> =
			of("input").filter(|input| input.attribute("checked").is_some()).collect();
		assert_eq!(picked.len(), 1);
		// It is one with the highest rent.
		let shown = day.slots.iter().find(|slot| {
			picked[0].attribute("id") == Some(format!("feeder-{}", slot.slot).as_str())
		});
		let highest = day.slots.iter().map(|slot| slot.rent()).max();
		assert_eq!(shown.map(|slot| slot.rent()), highest);
		let targets: BTreeSet<_> =
			of("label").map(|label| label.attribute("for").unwrap()).collect();
		assert!(of("input").all(|input| targets.contains(input.attribute("id").unwrap())));
		for says in [
			"80 % of the most",
			"32–33",
			"0.19",
			"Beside the same day without a chain",
			"All 8 figures",
		] {
			assert!(page.contains(says), "{says}");
		}
		assert!(!page.contains("calibration"));
	}
}

#[test]
fn without_limits_there_is_no_feeder_on_the_page() {
	let page = checked(&fixture::perfect());
	assert!(!page.contains("id=\"feeder\"") && !page.contains("#feeder"));
}

/// The money of all sides adds up to zero with what full lines earn among them.
#[test]
fn the_rent_is_one_of_the_sides() {
	let day = day(Mode::Perfect);
	let rent: u64 = day.slots.iter().map(|slot| slot.rent()).sum();
	let page = checked(&day);
	assert!(page.contains("The account of the rent, for full lines"));
	assert!(!page.contains("Still in the pot"));
	let said = crate::report::format::unit(rent);
	assert!(page.matches(&said).count() >= 2, "{said}");
}

#[test]
fn every_bus_and_every_line_is_drawn_once() {
	let day = day(Mode::Perfect);
	let feeder = day.feeder.as_ref().unwrap();
	for slot in day.slots.iter().filter(|slot| slot.rounds[0].traded > 0) {
		for pixels in [356, 900] {
			let svg = plot::feeder(&day, feeder, slot, pixels).unwrap();
			let document = Document::parse(&svg).unwrap();
			let texts: Vec<_> = document
				.descendants()
				.filter(|node| node.has_tag_name("text"))
				.map(|node| node.text().unwrap().trim())
				.collect();
			for bus in 0..=33 {
				let named = texts.iter().filter(|text| **text == bus.to_string()).count();
				assert_eq!(named, 1, "bus {bus}");
			}
			let lines = document.descendants().filter(|node| node.has_tag_name("polyline"));
			assert_eq!(lines.count(), 33);
		}
	}
}

#[test]
fn the_papers_feeder_has_three_lanes() {
	let day = day(Mode::Perfect);
	let spots = layout(&day.feeder.as_ref().unwrap().lines);
	let places: BTreeSet<_> = spots.iter().map(|spot| (spot.depth, spot.lane)).collect();
	assert_eq!((spots.len(), places.len()), (34, 34));
	let lanes: BTreeSet<_> = spots.iter().map(|spot| spot.lane).collect();
	assert_eq!(lanes.len(), 3);
	// The longest way goes straight on.
	assert!(spots.iter().filter(|spot| spot.bus <= 18).all(|spot| spot.lane == 0));
	let lane_of = |bus| spots.iter().find(|spot| spot.bus == bus).unwrap().lane;
	assert_ne!(lane_of(19), lane_of(23));
	assert_eq!(lane_of(26), lane_of(33));
}

/// Lines of anybody: no tree, or a bus twice.
pub fn feeders() -> impl Strategy<Value = Feeder> {
	let line = (0..12_u16, 0..12_u16, proptest::option::of(any::<u64>()))
		.prop_map(|(bus, parent, limit)| Line { bus, parent, limit });
	(any::<u8>(), vec(line, 0..16)).prop_map(|(percent, lines)| Feeder { percent, lines })
}

/// Zones of anybody.
pub fn zoned() -> impl Strategy<Value = ZonedRound> {
	let zone = (0..12_u16, proptest::option::of(any::<u64>()), any::<u64>()).prop_map(
		|(top, price, energy)| Zone {
			top,
			status: "scarcity".into(),
			price,
			demand: energy,
			supply: energy,
			bought: energy,
			sold: energy,
		},
	);
	let numbers = (vec(any::<i64>(), 0..14), vec(any::<u64>(), 0..14), any::<u64>());
	(vec(zone, 0..5), numbers).prop_map(|(zones, (flows, lacking, rent))| ZonedRound {
		zones,
		flows,
		lacking,
		rent,
	})
}

fn trees() -> impl Strategy<Value = Vec<Line>> {
	vec(any::<u16>(), 1..60).prop_map(|parents| {
		let line = |(bus, parent): (u16, u16)| Line { bus, parent: parent % bus, limit: Some(1) };
		(1..).zip(parents).map(line).collect()
	})
}

proptest! {
	#[test]
	fn no_two_buses_cover_each_other(lines in trees()) {
		let spots = layout(&lines);
		prop_assert_eq!(spots.len(), lines.len() + 1);
		let places: BTreeSet<_> = spots.iter().map(|spot| (spot.depth, spot.lane)).collect();
		prop_assert_eq!(places.len(), spots.len());
		for spot in spots.iter().skip(1) {
			let parent = spots.iter().find(|other| other.bus == spot.parent).unwrap();
			prop_assert_eq!(spot.depth, parent.depth + 1);
		}
	}
}
