// SPDX-License-Identifier: Apache-2.0

//! Prices over the day.

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{
	Area, BLUE, Drawn, Edge, GREY, INK, NARROW, RUST, TimeAxis, VERMILLION, edges, per_kwh,
	price_range, svg, time_axes, width, write,
};
use crate::{
	day::{ClearedRound, Day, Slot},
	report::error::ReportError,
};

/// What is marked, in the order of the legend.
const STATUSES: [(&str, &str); 2] = [("cleared", "cleared"), ("scarcity", "scarcity")];

/// Draws the tariff's prices as steps, and the price of every round that traded, or of each of its zones, as a mark. Where nothing traded there
/// is no price, and so no mark.
pub fn prices(day: &Day, pixels: u32) -> Drawn {
	svg((pixels, if pixels < NARROW { 330 } else { 400 }), |area| draw(area, day, pixels))
}

fn draw(area: &Area<'_>, day: &Day, pixels: u32) -> Result<(), ReportError> {
	let time = TimeAxis::of(day, pixels);
	let rounds = || day.slots.iter().flat_map(|slot| &slot.rounds);
	let tariffs = day.slots.iter().flat_map(|slot| [slot.tou, slot.fit, slot.cap]);
	let ys = price_range(tariffs.chain(rounds().flat_map(ClearedRound::prices)).map(per_kwh));
	let mut chart = ChartBuilder::on(area)
		.margin(8)
		.margin_top(34)
		.margin_right(46)
		.x_label_area_size(42)
		.y_label_area_size(58)
		.build_cartesian_2d(time.range(), ys)?;
	time_axes(&mut chart, &time, true, ("UNIT per kWh", 8))?;

	let mut names = Vec::new();
	for (name, of, color) in [
		("TOU", (|slot| slot.tou) as fn(&Slot) -> u64, GREY),
		("cap", |slot| slot.cap, RUST),
		("FIT", |slot| slot.fit, GREY),
	] {
		let corners = day.slots.iter().flat_map(|slot| {
			let (x, y) = (f64::from(slot.slot), per_kwh(of(slot)));
			[(time.at(x), y), (time.at(x + 1.0), y)]
		});
		let width = if name == "cap" { 1 } else { 2 };
		chart.draw_series(LineSeries::new(corners, color.stroke_width(width)))?;
		if let Some(last) = day.slots.last() {
			names.push(Edge { name: name.into(), at: per_kwh(of(last)), color });
		}
	}
	let last = day.slots.last().map(|slot| time.at(f64::from(slot.slot) + 1.0));
	edges(area, &chart, last.unwrap_or(time.range().end), names)?;

	// Marks of many rounds are small.
	let few = rounds().filter(|round| round.traded > 0).count() < 48 && pixels >= NARROW;
	for slot in &day.slots {
		for (place, round) in slot.rounds.iter().enumerate() {
			let part = (place as f64 + 0.5) / slot.rounds.len() as f64;
			for (price, status) in priced(round) {
				let at =
					chart.backend_coord(&(time.at(f64::from(slot.slot) + part), per_kwh(price)));
				mark(area, at, status, if few { 6 } else { 4 })?;
			}
		}
	}
	key(area)
}

/// The prices at which a round has traded, each once, and how.
fn priced(round: &ClearedRound) -> Vec<(u64, &str)> {
	let Some(grid) = &round.grid else {
		let price = round.price.filter(|_| round.traded > 0);
		return price.into_iter().map(|price| (price, round.status.as_str())).collect();
	};
	let trading = grid.zones.iter().filter(|zone| zone.bought > 0 || zone.sold > 0);
	let mut priced: Vec<_> =
		trading.filter_map(|zone| Some((zone.price?, zone.status.as_str()))).collect();
	priced.sort_unstable();
	priced.dedup();
	priced
}

/// Shape and colour say how a round has cleared.
fn mark(area: &Area<'_>, at: (i32, i32), status: &str, size: i32) -> Result<(), ReportError> {
	match status {
		"scarcity" => area.draw(&TriangleMarker::new(at, size + 1, VERMILLION.filled()))?,
		_ => area.draw(&Circle::new(at, size, BLUE.filled()))?,
	}
	Ok(())
}

fn key(area: &Area<'_>) -> Result<(), ReportError> {
	let (mut x, y) = (74, 16);
	for (status, text) in STATUSES {
		mark(area, (x, y), status, 6)?;
		write(area, (x + 12, y), text, INK, HPos::Left)?;
		x += 12 + width(text) + 22;
	}
	Ok(())
}
