// SPDX-License-Identifier: Apache-2.0

//! Energy of each hour, by where it came from and by when it was traded.

use std::collections::BTreeMap;

use plotters::prelude::*;

use super::canvas::{
	BLUE, Drawn, GREEN, ORANGE, PALE, PURPLE, SKY, VERMILLION, axes, hours, kwh, legend, range,
	svg, title,
};
use crate::{day::Day, report::sums::utility};

const SIZE: (u32, u32) = (900, 380);

/// Colours of leads, from the greatest; then again.
const LEADS: [RGBColor; 6] = [BLUE, SKY, GREEN, ORANGE, PURPLE, VERMILLION];

/// Per hour, stacked: what was drawn, from neighbours and from the utility; below what it took.
pub fn by_source(day: &Day) -> Drawn {
	let mut sums: BTreeMap<u8, [i128; 3]> = BTreeMap::new();
	for bill in &day.bills {
		let [neighbours, from, to] = sums.entry(bill.hour).or_default();
		let (drawn, fed) = utility(bill);
		*neighbours += i128::from(bill.bought);
		*from += drawn;
		*to += fed;
	}
	let rows = sums.iter().map(|(hour, [neighbours, from, to])| {
		(*hour, vec![(BLUE, *neighbours), (PALE, *from)], vec![(ORANGE, *to)])
	});
	stacked(
		day,
		"Energy by the hour",
		&[
			(BLUE, "from neighbours"),
			(PALE, "from the utility"),
			(ORANGE, "to the utility (downwards)"),
		],
		rows.collect(),
	)
}

/// Per hour, stacked: what was traded at each lead.
pub fn by_lead(day: &Day) -> Drawn {
	let rounds = || day.hours.iter().flat_map(|hour| &hour.rounds);
	let mut leads: Vec<u8> = rounds().map(|round| round.lead).collect();
	leads.sort_unstable_by(|a, b| b.cmp(a));
	leads.dedup();
	let colors: Vec<_> = leads.iter().copied().zip(LEADS.into_iter().cycle()).collect();
	let color = |lead| colors.iter().find(|(of, _)| *of == lead).map_or(PALE, |(_, color)| *color);
	let rows = day.hours.iter().map(|hour| {
		let parts = hour.rounds.iter().map(|round| (color(round.lead), i128::from(round.traded)));
		(hour.hour, parts.collect(), Vec::new())
	});
	let names: Vec<String> = leads.iter().map(|lead| format!("{lead} h ahead")).collect();
	let shown = colors.iter().zip(&names).take(LEADS.len());
	let entries: Vec<_> = shown.map(|((_, color), name)| (*color, name.as_str())).collect();
	stacked(day, "P2P energy by lead", &entries, rows.collect())
}

/// An hour with what is stacked above and below the axis, in Wh.
type Row = (u8, Vec<(RGBColor, i128)>, Vec<(RGBColor, i128)>);

fn stacked(day: &Day, name: &str, entries: &[(RGBColor, &str)], rows: Vec<Row>) -> Drawn {
	svg(SIZE, |area| {
		title(area, name)?;
		let sum = |parts: &[(RGBColor, i128)]| kwh(parts.iter().map(|(_, wh)| wh).sum::<i128>());
		let ends = rows.iter().flat_map(|(_, up, down)| [sum(up), -sum(down)]);
		let mut chart = ChartBuilder::on(area)
			.margin(12)
			.margin_top(60)
			.x_label_area_size(42)
			.y_label_area_size(62)
			.build_cartesian_2d(hours(day), range(ends))?;
		axes(&mut chart, ("hour of delivery", 13), ("kWh", 8))?;
		for (hour, up, down) in &rows {
			let x = f64::from(*hour);
			for (parts, sign) in [(up, 1.0), (down, -1.0)] {
				let mut from = 0;
				for (color, wh) in parts.iter().filter(|(_, wh)| *wh > 0) {
					let corners = [(x + 0.12, sign * kwh(from)), (x + 0.88, sign * kwh(from + wh))];
					chart.draw_series([Rectangle::new(corners, color.filled())])?;
					from += wh;
				}
			}
		}
		legend(area, (84, 44), entries)
	})
}
