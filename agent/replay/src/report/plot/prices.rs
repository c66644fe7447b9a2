// SPDX-License-Identifier: Apache-2.0

//! Prices over the day.

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{
	Area, BLUE, Drawn, Edge, GREY, INK, RUST, VERMILLION, axes, edges, hours, per_kwh, price_range,
	svg, title, width, write,
};
use crate::{
	day::{Day, Hour},
	report::error::ReportError,
};

const SIZE: (u32, u32) = (900, 420);

/// What is marked, in the order of the legend.
const STATUSES: [(&str, &str); 3] =
	[("cleared", "cleared"), ("scarcity", "scarcity"), ("", "nothing traded: no price")];

/// Draws the tariff's prices as steps and every round's price as a mark. A round in which something was wanted and
/// nothing traded has its mark at the bottom: it has no price.
pub fn prices(day: &Day) -> Drawn {
	svg(SIZE, |area| draw(area, day))
}

fn draw(area: &Area<'_>, day: &Day) -> Result<(), ReportError> {
	let xs = hours(day);
	let rounds = || day.hours.iter().flat_map(|hour| &hour.rounds);
	let tariffs = day.hours.iter().flat_map(|hour| [hour.tou, hour.fit, hour.cap]);
	let ys = price_range(tariffs.chain(rounds().filter_map(|round| round.price)).map(per_kwh));
	let bottom = ys.start;
	title(area, "Prices over the day")?;
	let mut chart = ChartBuilder::on(area)
		.margin(12)
		.margin_top(60)
		.margin_right(60)
		.x_label_area_size(42)
		.y_label_area_size(58)
		.build_cartesian_2d(xs.clone(), ys)?;
	axes(&mut chart, ("hour of delivery", 13), ("UNIT per kWh", 8))?;

	let mut names = Vec::new();
	for (name, of, color) in [
		("TOU", (|hour| hour.tou) as fn(&Hour) -> u64, GREY),
		("cap", |hour| hour.cap, RUST),
		("FIT", |hour| hour.fit, GREY),
	] {
		let corners = day.hours.iter().flat_map(|hour| {
			let (x, y) = (f64::from(hour.hour), per_kwh(of(hour)));
			[(x, y), (x + 1.0, y)]
		});
		let width = if name == "cap" { 1 } else { 2 };
		chart.draw_series(LineSeries::new(corners, color.stroke_width(width)))?;
		if let Some(last) = day.hours.last() {
			names.push(Edge { name: name.into(), at: per_kwh(of(last)), color });
		}
	}
	let end = day.hours.last().map_or(xs.end, |hour| f64::from(hour.hour) + 1.0);
	edges(area, &chart, end, names)?;

	for hour in &day.hours {
		for (place, round) in hour.rounds.iter().enumerate() {
			let traded = round.price.filter(|_| round.traded > 0);
			if traded.is_none() && round.demand == 0 {
				continue;
			}
			let part = (place as f64 + 0.5) / hour.rounds.len() as f64;
			let at = (f64::from(hour.hour) + part, traded.map_or(bottom, per_kwh));
			let (x, y) = chart.backend_coord(&at);
			let size = if hour.rounds.len() == 1 { 6 } else { 4 };
			match traded {
				Some(_) => mark(area, (x, y), &round.status, size)?,
				None => mark(area, (x, y - size), "", size)?,
			}
		}
	}
	key(area)
}

/// Shape and colour say how a round has cleared.
fn mark(area: &Area<'_>, at: (i32, i32), status: &str, size: i32) -> Result<(), ReportError> {
	match status {
		"cleared" => area.draw(&Circle::new(at, size, BLUE.filled()))?,
		"scarcity" => area.draw(&TriangleMarker::new(at, size + 1, VERMILLION.filled()))?,
		_ => area.draw(&Cross::new(at, size - 2, INK.stroke_width(1)))?,
	}
	Ok(())
}

fn key(area: &Area<'_>) -> Result<(), ReportError> {
	let (mut x, y) = (78, 44);
	for (status, text) in STATUSES {
		mark(area, (x, y), status, 6)?;
		write(area, (x + 12, y), text, INK, HPos::Left)?;
		x += 12 + width(text) + 22;
	}
	Ok(())
}
