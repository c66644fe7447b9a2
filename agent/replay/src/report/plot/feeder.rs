// SPDX-License-Identifier: Apache-2.0

//! The feeder in an interval: lines by what they carry of their limit, buses by the price of their zone.

use std::collections::BTreeMap;

use plotters::{prelude::*, style::text_anchor::HPos};

use super::{
	canvas::{Area, BLUE, Drawn, GREY, INK, NARROW, PALE, RUST, VERMILLION, legend, svg, write},
	tree::{Spot, layout},
};
use crate::{
	day::{Day, Feeder, Kind, Line, Slot, ZonedRound},
	report::{
		error::ReportError,
		format::{decimal, short},
	},
};

/// What part of its limit a line carries, in thousandths of a per cent, and how that is drawn: colour, width.
const LOADS: [(i128, RGBColor, u32, &str); 4] = [
	(0, PALE, 2, "below 50 %"),
	(50_000, RGBColor(86, 180, 233), 3, "50 to 80 %"),
	(80_000, BLUE, 5, "80 to 100 %"),
	(100_000, VERMILLION, 7, "full"),
];
/// The cheapest and the dearest zone.
const CHEAP: RGBColor = RGBColor(229, 245, 224);
const DEAR: RGBColor = RGBColor(0, 68, 27);
/// A bus, from its middle to its edge.
const BUS: i32 = 11;
/// From the edge to the middle of the outermost buses.
const MARGIN: i32 = 24;

/// Draws the feeder with what all rounds of a slot have put on its lines, and with the zones of the round that has traded
/// most. Wide, it goes from left to right; on a phone downwards.
pub fn feeder(day: &Day, feeder: &Feeder, slot: &Slot, pixels: u32) -> Drawn {
	let spots = layout(&feeder.lines);
	let lanes = spots.iter().map(|spot| spot.lane);
	let (least, most) = (lanes.clone().min().unwrap_or(0), lanes.max().unwrap_or(0));
	let depth = spots.iter().map(|spot| spot.depth).max().unwrap_or(0);
	let (wide, lanes) = (pixels >= NARROW, most - least);
	let pixels = pixels as i32;
	// Legends are above.
	let top = if wide { 72 } else { 108 };
	let room = pixels - 2 * MARGIN;
	let (along, across) = match wide {
		true => ((room / depth.max(1)).min(60), 58),
		false => (44, (room / lanes.max(1)).min(84)),
	};
	let frame = match wide {
		true => Frame { wide, along, across, origin: (MARGIN, top + 30 - least * across) },
		false => {
			let left = (room - lanes * across) / 2 + MARGIN;
			Frame { wide, along, across, origin: (left - least * across, top + MARGIN) }
		},
	};
	let height = top + 60 + if wide { lanes * across } else { depth * along };
	let zones = slot.main_round().map(|(_, round)| round);
	svg((pixels.unsigned_abs(), height.unsigned_abs()), |area| {
		let picture =
			Picture { day, feeder, spots: &spots, frame, prices: Prices::of(feeder, zones) };
		picture.key(area)?;
		picture.lines(area, &slot.flows())?;
		picture.buses(area)
	})
}

/// From places of a tree to pixels.
struct Frame {
	wide: bool,
	along: i32,
	across: i32,
	origin: (i32, i32),
}

impl Frame {
	fn at(&self, spot: &Spot) -> (i32, i32) {
		let (along, across) = (spot.depth * self.along, spot.lane * self.across);
		let (x, y) = if self.wide { (along, across) } else { (across, along) };
		(self.origin.0 + x, self.origin.1 + y)
	}
}

/// The price of each bus from bus 0 on, and a colour for each price.
struct Prices {
	buses: Vec<Option<u64>>,
	colors: BTreeMap<u64, RGBColor>,
}

impl Prices {
	fn of(feeder: &Feeder, round: Option<&ZonedRound>) -> Self {
		let places = round.map(|round| feeder.places(round)).unwrap_or_default();
		let zones = round.map(|round| round.zones.as_slice()).unwrap_or_default();
		let price = |place: Option<usize>| zones.get(place?)?.price;
		let buses: Vec<_> = places.into_iter().map(price).collect();
		let mut prices: Vec<u64> = buses.iter().copied().flatten().collect();
		prices.sort_unstable();
		prices.dedup();
		let last = prices.len().saturating_sub(1);
		// Where there is one price it is neither cheap nor dear.
		let part = |place: usize| if last == 0 { 0.4 } else { place as f64 / last as f64 };
		let colors = prices.iter().enumerate().map(|(place, price)| (*price, mixed(part(place))));
		Self { colors: colors.collect(), buses }
	}
}

fn mixed(part: f64) -> RGBColor {
	let of = |cheap: u8, dear: u8| {
		(f64::from(cheap) + (f64::from(dear) - f64::from(cheap)) * part).round() as u8
	};
	RGBColor(of(CHEAP.0, DEAR.0), of(CHEAP.1, DEAR.1), of(CHEAP.2, DEAR.2))
}

/// Whether letters on a colour have to be light.
fn is_dark(color: RGBColor) -> bool {
	u32::from(color.0) * 3 + u32::from(color.1) * 6 + u32::from(color.2) < 1_300
}

/// How a line is drawn that carries so much.
fn load(line: &Line, flow: i64) -> (RGBColor, u32) {
	let part =
		if line.is_full(flow) { 100_000 } else { line.loading(flow).unwrap_or(0).min(99_999) };
	let reached = LOADS.into_iter().rev().find(|(from, ..)| part >= *from);
	reached.map_or((PALE, 1), |(_, color, width, _)| (color, width))
}

struct Picture<'a> {
	day: &'a Day,
	feeder: &'a Feeder,
	spots: &'a [Spot],
	frame: Frame,
	prices: Prices,
}

impl Picture<'_> {
	/// What colours and shapes mean. Prices come last: how many there are differs.
	fn key(&self, area: &Area<'_>) -> Result<(), ReportError> {
		let loads = LOADS.map(|(_, color, _, text)| (color, text));
		write(area, (12, 14), "lines:", GREY, HPos::Left)?;
		legend(area, (60, 14), &loads)?;
		let y = if self.frame.wide { 36 } else { 54 };
		let shapes = [
			(Some(Kind::Prosumer), "also sells"),
			(Some(Kind::Consumer), "only uses"),
			(None, "nobody"),
		];
		let mut x = 20;
		for (kind, text) in shapes {
			shape(area, (x, y), 7, kind, WHITE)?;
			write(area, (x + 14, y), text, INK, HPos::Left)?;
			x += 110;
		}
		let y = y + 22;
		write(area, (12, y), "UNIT/kWh:", GREY, HPos::Left)?;
		let prices: Vec<_> =
			self.prices.colors.iter().map(|(price, color)| (*color, short(*price))).collect();
		let prices: Vec<_> = prices.iter().map(|(color, text)| (*color, text.as_str())).collect();
		legend(area, (88, y), &prices)
	}

	/// The lines, each with the way that energy goes.
	fn lines(&self, area: &Area<'_>, flows: &[i64]) -> Result<(), ReportError> {
		let spots: BTreeMap<u16, &Spot> = self.spots.iter().map(|spot| (spot.bus, spot)).collect();
		for line in &self.feeder.lines {
			let ends = spots.get(&line.parent).zip(spots.get(&line.bus));
			let Some((parent, spot)) = ends else { continue };
			let flow = flows.get(usize::from(line.bus)).copied().unwrap_or(0);
			let (color, width) = load(line, flow);
			let (from, to) = (self.frame.at(parent), self.frame.at(spot));
			area.draw(&PathElement::new([from, to], color.stroke_width(width)))?;
			if flow != 0 {
				let (tail, head) = if flow > 0 { (to, from) } else { (from, to) };
				area.draw(&Polygon::new(arrow(tail, head), INK.filled()))?;
			}
		}
		Ok(())
	}

	/// The buses, and about what price, where it is another one than that before.
	fn buses(&self, area: &Area<'_>) -> Result<(), ReportError> {
		let parted = self.prices.colors.len() > 1;
		let price_of = |bus: u16| self.prices.buses.get(usize::from(bus)).copied().flatten();
		for spot in self.spots {
			let price = price_of(spot.bus);
			let color =
				price.and_then(|price| self.prices.colors.get(&price).copied()).unwrap_or(WHITE);
			let at = self.frame.at(spot);
			let who = self.day.participants.iter().find(|who| who.bus == spot.bus);
			shape(area, at, BUS, who.map(|who| who.kind), color)?;
			let letters = if is_dark(color) { WHITE } else { INK };
			write(area, at, &spot.bus.to_string(), letters, HPos::Center)?;
			let begins = spot.bus == 0 || price != price_of(spot.parent);
			if let Some(price) = price.filter(|_| begins && parted) {
				let (beside, side) = match self.frame.wide {
					true => ((at.0, at.1 - BUS - 10), HPos::Center),
					false => ((at.0 + BUS + 5, at.1), HPos::Left),
				};
				write(area, beside, &decimal(price.into(), 6, 3), RUST, side)?;
			}
		}
		Ok(())
	}
}

/// A bus: a square where somebody sells, a circle where somebody only uses, a paler one where nobody takes part.
fn shape(
	area: &Area<'_>,
	(x, y): (i32, i32),
	size: i32,
	kind: Option<Kind>,
	color: RGBColor,
) -> Result<(), ReportError> {
	match kind {
		Some(Kind::Prosumer) => {
			let corners = [(x - size, y - size), (x + size, y + size)];
			area.draw(&Rectangle::new(corners, color.filled()))?;
			area.draw(&Rectangle::new(corners, INK.stroke_width(2)))?;
		},
		Some(Kind::Consumer) => {
			area.draw(&Circle::new((x, y), size, color.filled()))?;
			area.draw(&Circle::new((x, y), size, INK.stroke_width(2)))?;
		},
		None => {
			area.draw(&Circle::new((x, y), size, color.filled()))?;
			area.draw(&Circle::new((x, y), size, PALE.stroke_width(1)))?;
		},
	}
	Ok(())
}

/// A small triangle in the middle of a line.
fn arrow(tail: (i32, i32), head: (i32, i32)) -> [(i32, i32); 3] {
	let (dx, dy) = (f64::from(head.0 - tail.0), f64::from(head.1 - tail.1));
	let length = dx.hypot(dy).max(1.0);
	let (dx, dy) = (dx / length, dy / length);
	let (x, y) = (f64::from(tail.0 + head.0) / 2.0, f64::from(tail.1 + head.1) / 2.0);
	let at = |along: f64, across: f64| {
		(
			(x + dx * along - dy * across).round() as i32,
			(y + dy * along + dx * across).round() as i32,
		)
	};
	[at(4.0, 0.0), at(-4.0, 4.0), at(-4.0, -4.0)]
}
