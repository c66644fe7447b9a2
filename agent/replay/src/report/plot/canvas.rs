// SPDX-License-Identifier: Apache-2.0

//! What plots are drawn on and with: colours, letters, axes, ranges, units.

use std::ops::Range;

use plotters::{
	coord::{Shift, types::RangedCoordf64},
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

use crate::{
	calendar::Calendar,
	day::Day,
	report::{error::ReportError, format::tick},
};

// Colours after Okabe and Ito, which the colour-blind can tell apart.
pub const INK: RGBColor = RGBColor(32, 32, 36);
pub const GREY: RGBColor = RGBColor(110, 110, 120);
pub const PALE: RGBColor = RGBColor(172, 172, 180);
pub const GRID: RGBColor = RGBColor(232, 232, 236);
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
pub const SKY: RGBColor = RGBColor(86, 180, 233);
pub const GREEN: RGBColor = RGBColor(0, 158, 115);
pub const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub const VERMILLION: RGBColor = RGBColor(213, 94, 0);
/// Vermillion in which letters can be read.
pub const RUST: RGBColor = RGBColor(170, 68, 0);
pub const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// Height of letters as plotters counts it, which writes it divided by 1.24.
pub const LETTERS: i32 = 15;
/// Below so many pixels a plot is one for a phone.
pub const NARROW: u32 = 500;
const FAMILY: &str = "sans-serif";

/// A plot in SVG, or why there is none.
pub type Drawn = Result<String, ReportError>;
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub type Chart<'a, 'b> =
	ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for ReportError {
	fn from(error: DrawingAreaErrorKind<E>) -> Self {
		Self::Plot(error.to_string())
	}
}

/// Draws on white of the given width and height.
pub fn svg(size: (u32, u32), draw: impl FnOnce(&Area<'_>) -> Result<(), ReportError>) -> Drawn {
	let mut image = String::new();
	let root = SVGBackend::with_string(&mut image, size).into_drawing_area();
	root.fill(&WHITE)?;
	draw(&root)?;
	root.present()?;
	drop(root);
	Ok(image)
}

/// Writes beside a point given in pixels.
pub fn write(
	area: &Area<'_>,
	at: (i32, i32),
	text: &str,
	color: RGBColor,
	side: HPos,
) -> Result<(), ReportError> {
	let style = (FAMILY, LETTERS).into_font().color(&color).pos(Pos::new(side, VPos::Center));
	Ok(area.draw(&Text::new(text, at, style))?)
}

/// Some pixels that a text takes, rather too many than too few.
pub fn width(text: &str) -> i32 {
	text.chars().count().min(1_000) as i32 * LETTERS * 13 / 25
}

/// Explains colours: from `at` to the right, and on below it where there is no more room.
pub fn legend(
	area: &Area<'_>,
	at: (i32, i32),
	entries: &[(RGBColor, &str)],
) -> Result<(), ReportError> {
	let (mut x, mut y) = at;
	let right = area.dim_in_pixel().0 as i32;
	for (color, text) in entries {
		if x > at.0 && x + 15 + width(text) > right {
			(x, y) = (at.0, y + 18);
		}
		area.draw(&Rectangle::new([(x, y - 5), (x + 10, y + 5)], color.filled()))?;
		write(area, (x + 15, y), text, INK, HPos::Left)?;
		x += 15 + width(text) + 14;
	}
	Ok(())
}

/// Axes with horizontal lines, each with its name and about so many numbers.
pub fn axes(
	chart: &mut Chart<'_, '_>,
	x: (&str, usize),
	y: (&str, usize),
) -> Result<(), ReportError> {
	draw_axes(chart, x, y, &|number| tick(*number))
}

/// The same, with time along the bottom, named if there is room.
pub fn time_axes(
	chart: &mut Chart<'_, '_>,
	time: &TimeAxis<'_>,
	named: bool,
	y: (&str, usize),
) -> Result<(), ReportError> {
	let name = if named { time.name() } else { String::new() };
	draw_axes(chart, (&name, time.labels), y, &|at| time.label(*at))
}

fn draw_axes(
	chart: &mut Chart<'_, '_>,
	x: (&str, usize),
	y: (&str, usize),
	x_label: &dyn Fn(&f64) -> String,
) -> Result<(), ReportError> {
	let mut mesh = chart.configure_mesh();
	mesh.disable_x_mesh()
		.light_line_style(TRANSPARENT)
		.bold_line_style(GRID)
		.axis_style(PALE)
		.x_labels(x.1)
		.y_labels(y.1)
		.label_style((FAMILY, LETTERS - 1).into_font().color(&INK))
		.axis_desc_style((FAMILY, LETTERS - 1).into_font().color(&GREY))
		.x_label_formatter(x_label)
		.y_label_formatter(&|number| tick(*number));
	if !x.0.is_empty() {
		mesh.x_desc(x.0);
	}
	if !y.0.is_empty() {
		mesh.y_desc(y.0);
	}
	Ok(mesh.draw()?)
}

/// A line across the chart or a point at its edge, named at the right.
pub struct Edge {
	pub name: String,
	pub at: f64,
	pub color: RGBColor,
}

/// Names values at the right edge `x` of a chart, so that no two names cover each other.
pub fn edges(
	area: &Area<'_>,
	chart: &Chart<'_, '_>,
	x: f64,
	mut edges: Vec<Edge>,
) -> Result<(), ReportError> {
	edges.sort_by(|a, b| b.at.total_cmp(&a.at));
	let mut lowest = i32::MIN;
	for edge in edges {
		let (x, y) = chart.backend_coord(&(x, edge.at));
		let y = y.max(lowest);
		lowest = y.saturating_add(15);
		write(area, (x + 8, y), &edge.name, edge.color, HPos::Left)?;
	}
	Ok(())
}

/// Time along the bottom: hours of a day, or the days if there are more.
pub struct TimeAxis<'a> {
	calendar: &'a Calendar,
	/// Slots in an hour, or in a day.
	slots: f64,
	end: f64,
	/// About how many numbers to write.
	labels: usize,
}

const HOUR: f64 = 3_600_000.0;

impl<'a> TimeAxis<'a> {
	/// For a plot of so many pixels.
	pub fn of(day: &'a Day, width: u32) -> Self {
		let calendar = &day.calendar;
		let one = calendar.is_one_day();
		let unit = if one { HOUR } else { 24.0 * HOUR };
		let slots = unit / (calendar.slot_ms.max(1) as f64);
		let bills = day.bills.iter().map(|bill| bill.slot);
		let last = day.slots.iter().map(|slot| slot.slot).chain(bills).max().unwrap_or(0);
		let end = (f64::from(last) + 1.0).max(f64::from(calendar.slots)) / slots;
		Self { calendar, slots, end, labels: if width < NARROW { 7 } else { 13 } }
	}

	/// Where a slot, or a part of it, is.
	pub fn at(&self, slot: f64) -> f64 {
		slot / self.slots
	}

	/// From the first midnight to the last.
	pub fn range(&self) -> Range<f64> {
		0.0..self.end
	}

	fn name(&self) -> String {
		let unit = if self.calendar.is_one_day() { "hour of delivery" } else { "day of delivery" };
		format!("{unit}, {}", self.calendar.zone)
	}

	fn label(&self, at: f64) -> String {
		let slot = (at * self.slots).round().clamp(0.0, f64::from(u16::MAX)) as u16;
		let time = self.calendar.local(slot);
		match self.calendar.is_one_day() {
			false => time.strftime("%-d %b").to_string(),
			// Where clocks are changed an hour is left out, or comes twice.
			true if slot < self.calendar.slots && time.minute() == 0 => time.hour().to_string(),
			true => tick(at),
		}
	}
}

/// From 0, or the least of some numbers, to the greatest, with some room.
pub fn range(numbers: impl IntoIterator<Item = f64>) -> Range<f64> {
	let (low, high) = numbers
		.into_iter()
		.filter(|number| number.is_finite())
		.fold((0.0_f64, 0.0_f64), |(low, high), number| (low.min(number), high.max(number)));
	let room = (high - low) * 0.08;
	if room > 0.0 {
		(if low < 0.0 { low - room } else { 0.0 })..(if high > 0.0 { high + room } else { 0.0 })
	} else {
		0.0..1.0
	}
}

/// A range for prices, which need no 0 to be compared.
pub fn price_range(prices: impl IntoIterator<Item = f64>) -> Range<f64> {
	let (low, high) = prices
		.into_iter()
		.fold((f64::MAX, 0.0_f64), |(low, high), price| (low.min(price), high.max(price)));
	if high > 0.0 { low.min(high) * 0.85..high * 1.06 } else { 0.0..1.0 }
}

/// Wh in kWh.
pub fn kwh(wh: impl Into<i128>) -> f64 {
	wh.into() as f64 / 1e3
}

/// Planck in UNIT.
pub fn units(planck: impl Into<i128>) -> f64 {
	planck.into() as f64 / 1e9
}

/// Planck per Wh in UNIT per kWh.
pub fn per_kwh(price: u64) -> f64 {
	price as f64 / 1e6
}
