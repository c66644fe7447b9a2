// SPDX-License-Identifier: Apache-2.0

//! Energy of each slot, by where it came from and by when it was traded.

use std::collections::BTreeMap;

use plotters::prelude::*;

use super::canvas::{
	BLUE, Drawn, GREEN, NARROW, ORANGE, PALE, PURPLE, SKY, TimeAxis, VERMILLION, kwh, legend,
	range, svg, time_axes,
};
use crate::{day::Day, report::sums::utility};

/// Colours of leads, from the greatest; then again.
const LEADS: [RGBColor; 6] = [BLUE, SKY, GREEN, ORANGE, PURPLE, VERMILLION];

/// Per slot, stacked: what was drawn, from neighbours and from the utility; below what it took.
pub fn by_source(day: &Day, pixels: u32) -> Drawn {
	let mut sums: BTreeMap<u16, [i128; 3]> = BTreeMap::new();
	for bill in &day.bills {
		let [neighbours, from, to] = sums.entry(bill.slot).or_default();
		let (drawn, fed) = utility(bill);
		*neighbours += i128::from(bill.bought);
		*from += drawn;
		*to += fed;
	}
	let rows = sums.iter().map(|(slot, [neighbours, from, to])| {
		(*slot, vec![(BLUE, *neighbours), (PALE, *from)], vec![(ORANGE, *to)])
	});
	stacked(
		day,
		pixels,
		&[
			(BLUE, "from neighbours"),
			(PALE, "from the utility"),
			(ORANGE, "to the utility (below zero)"),
		],
		rows.collect(),
	)
}

/// Per slot, stacked: what was traded at each lead.
pub fn by_lead(day: &Day, pixels: u32) -> Drawn {
	let rounds = || day.slots.iter().flat_map(|slot| &slot.rounds);
	let traded = rounds().filter(|round| round.traded > 0);
	let mut leads: Vec<u8> = traded.map(|round| round.lead).collect();
	leads.sort_unstable_by(|a, b| b.cmp(a));
	leads.dedup();
	let colors: Vec<_> = leads.iter().copied().zip(LEADS.into_iter().cycle()).collect();
	let color = |lead| colors.iter().find(|(of, _)| *of == lead).map_or(PALE, |(_, color)| *color);
	let rows = day.slots.iter().map(|slot| {
		let parts = slot.rounds.iter().map(|round| (color(round.lead), i128::from(round.traded)));
		(slot.slot, parts.collect(), Vec::new())
	});
	let names: Vec<String> = leads.iter().map(|lead| ahead(day, *lead)).collect();
	let shown = colors.iter().zip(&names).take(LEADS.len());
	let entries: Vec<_> = shown.map(|((_, color), name)| (*color, name.as_str())).collect();
	stacked(day, pixels, &entries, rows.collect())
}

/// How far ahead a lead is, as `4 h ahead` or `45 min ahead`.
fn ahead(day: &Day, lead: u8) -> String {
	let minutes = day.calendar.minutes() * u64::from(lead);
	if minutes.is_multiple_of(60) {
		format!("{} h ahead", minutes / 60)
	} else {
		format!("{minutes} min ahead")
	}
}

/// A slot with what is stacked above and below the axis, in Wh.
type Row = (u16, Vec<(RGBColor, i128)>, Vec<(RGBColor, i128)>);

fn stacked(day: &Day, pixels: u32, entries: &[(RGBColor, &str)], rows: Vec<Row>) -> Drawn {
	let narrow = pixels < NARROW;
	svg((pixels, if narrow { 330 } else { 360 }), |area| {
		let time = TimeAxis::of(day, pixels);
		let sum = |parts: &[(RGBColor, i128)]| kwh(parts.iter().map(|(_, wh)| wh).sum::<i128>());
		let ends = rows.iter().flat_map(|(_, up, down)| [sum(up), -sum(down)]);
		let mut chart = ChartBuilder::on(area)
			.margin(8)
			.margin_top(if narrow { 68 } else { 34 })
			.x_label_area_size(42)
			.y_label_area_size(62)
			.build_cartesian_2d(time.range(), range(ends))?;
		time_axes(&mut chart, &time, true, ("kWh", 8))?;
		for (slot, up, down) in &rows {
			let (left, right) = (f64::from(*slot) + 0.12, f64::from(*slot) + 0.88);
			for (parts, sign) in [(up, 1.0), (down, -1.0)] {
				let mut from = 0;
				for (color, wh) in parts.iter().filter(|(_, wh)| *wh > 0) {
					let corners = [
						(time.at(left), sign * kwh(from)),
						(time.at(right), sign * kwh(from + wh)),
					];
					chart.draw_series([Rectangle::new(corners, color.filled())])?;
					from += wh;
				}
			}
		}
		legend(area, (74, 16), entries)
	})
}
