// SPDX-License-Identifier: Apache-2.0

//! The picture: floors as rows, the ground below; a line for each arrow, dashed if a pallet's `Config` has
//! it; red if it goes up for a reason.

use maud::html;

use crate::Survey;

const WIDTH: usize = 1_060;
const LABEL: usize = 250;
const ROW: usize = 76;
const BOX: usize = 34;
const GAP: usize = 14;

struct Room<'a> {
	name: &'a str,
	x: usize,
	y: usize,
	width: usize,
}

pub fn picture(survey: &Survey) -> String {
	let floors = &survey.house.floors;
	let height = ROW * floors.len() + GAP;
	let mut rooms = Vec::new();
	for (floor, y) in floors.iter().rev().zip((0..).map(|row| GAP + row * ROW)) {
		let share = (WIDTH - LABEL - GAP) / floor.rooms.len().max(1);
		for (name, place) in floor.rooms.iter().zip(0..) {
			rooms.push(Room { name, x: LABEL + place * share, y, width: share - GAP });
		}
	}
	let room = |name: &str| rooms.iter().find(|room| room.name == name);
	let mut lines: Vec<_> = survey
		.arrows
		.iter()
		.filter_map(|arrow| {
			let (from, to) = (room(&arrow.from)?, room(&arrow.to)?);
			let up = from.y >= to.y;
			let (from_y, to_y) = if up { (from.y, to.y + BOX) } else { (from.y + BOX, to.y) };
			Some((
				from.x + from.width / 2,
				from_y,
				to.x + to.width / 2,
				to_y,
				if up {
					"up"
				} else if arrow.item.is_some() {
					"asks"
				} else {
					"needs"
				},
			))
		})
		.collect();
	lines.sort();
	lines.dedup();
	let style = "text{font:13px sans-serif;fill:#222}.floor{fill:#777;font-size:12px}\
		.needs{stroke:#b9c4cf}.asks{stroke:#2f6f9f;stroke-dasharray:5 3}\
		.up{stroke:#c0392b;stroke-dasharray:2 3;stroke-width:2}\
		rect{fill:#f4f7fa;stroke:#8aa0b3}";
	let svg = html! {
		svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}"))
			width=(WIDTH) height=(height) {
			style { (style) }
			rect x="0" y="0" width=(WIDTH) height=(height) style="fill:#fff;stroke:none" {}
			@for (x1, y1, x2, y2, class) in &lines {
				line x1=(x1) y1=(y1) x2=(x2) y2=(y2) class=(class) {}
			}
			@for room in &rooms {
				rect x=(room.x) y=(room.y) width=(room.width) height=(BOX) rx="5" {}
				text x=(room.x + room.width / 2) y=(room.y + 22) text-anchor="middle" { (room.name) }
			}
			@for (floor, y) in floors.iter().rev().zip((0..).map(|row| GAP + row * ROW)) {
				text x=(GAP) y=(y + 22) class="floor" { (floor.name) }
			}
		}
	};
	svg.into_string() + "\n"
}
