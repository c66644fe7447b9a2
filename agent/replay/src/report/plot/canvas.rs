// SPDX-License-Identifier: Apache-2.0

//! What plots are drawn on and with: colours, letters, axes, ranges, units.

use std::ops::Range;

use plotters::{
	coord::{Shift, types::RangedCoordf64},
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

use crate::{
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

/// Writes the title of a plot at its top left.
pub fn title(area: &Area<'_>, text: &str) -> Result<(), ReportError> {
	let style = (FAMILY, LETTERS + 2, FontStyle::Bold)
		.into_font()
		.color(&INK)
		.pos(Pos::new(HPos::Left, VPos::Center));
	Ok(area.draw(&Text::new(text, (12, 18), style))?)
}

/// Some pixels that a text takes, rather too many than too few.
pub fn width(text: &str) -> i32 {
	text.chars().count().min(1_000) as i32 * LETTERS * 13 / 25
}

/// Explains colours in one row: from `at` to the right.
pub fn legend(
	area: &Area<'_>,
	at: (i32, i32),
	entries: &[(RGBColor, &str)],
) -> Result<(), ReportError> {
	let (mut x, y) = at;
	for (color, text) in entries {
		area.draw(&Rectangle::new([(x, y - 5), (x + 10, y + 5)], color.filled()))?;
		write(area, (x + 15, y), text, INK, HPos::Left)?;
		x += 15 + width(text) + 14;
	}
	Ok(())
}

/// Axes with horizontal lines. What is drawn below 0 goes downwards but is not negative.
pub fn axes(
	chart: &mut Chart<'_, '_>,
	x: (&str, usize),
	y: (&str, usize),
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
		.x_label_formatter(&|number| tick(*number))
		.y_label_formatter(&|number| tick(number.abs()));
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

/// All hours of a day, more if the day has more.
pub fn hours(day: &Day) -> Range<f64> {
	let bills = day.bills.iter().map(|bill| bill.hour);
	let last = day.hours.iter().map(|hour| hour.hour).chain(bills).max().unwrap_or(0);
	0.0..f64::from(last).max(23.0) + 1.0
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
