// SPDX-License-Identifier: Apache-2.0

//! The year, drawn: how the index moves, and who ends where.

use std::error::Error;

use plotters::{
	coord::{Shift, types::RangedCoordf64},
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

use crate::{
	nodes::Kind,
	page::part,
	sun::DAYS,
	year::{Life, Year},
};

const SIZE: (u32, u32) = (960, 780);
/// Height of the upper plot.
const LINES: u32 = 500;
const FAMILY: &str = "sans-serif";
const LETTERS: i32 = 15;

const INK: RGBColor = RGBColor(32, 32, 36);
const GREY: RGBColor = RGBColor(110, 110, 120);
const GRID: RGBColor = RGBColor(232, 232, 236);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Colours after Okabe and Ito, which the colour-blind can tell apart.
fn color(kind: Kind) -> RGBColor {
	match kind {
		Kind::Honest => RGBColor(0, 128, 94),
		Kind::Sloppy => RGBColor(196, 132, 0),
		Kind::Cheating => RGBColor(213, 94, 0),
		Kind::Tampering => RGBColor(190, 90, 150),
		Kind::Colluding => RGBColor(0, 114, 178),
		Kind::Idle => RGBColor(110, 110, 120),
		Kind::Newcomer => RGBColor(32, 32, 36),
	}
}

/// Both plots as one SVG.
pub fn draw(year: &Year) -> Result<String, Box<dyn Error>> {
	let mut image = String::new();
	let root = SVGBackend::with_string(&mut image, SIZE).into_drawing_area();
	let drawn = root
		.fill(&WHITE)
		.map_err(Into::into)
		.and_then(|()| parts(&root, year))
		.and_then(|()| root.present().map_err(Into::into));
	drawn.map_err(|error: Box<dyn Error>| error.to_string())?;
	drop(root);
	Ok(image)
}

fn parts(root: &Area<'_>, year: &Year) -> Result<(), Box<dyn Error>> {
	let (upper, lower) = root.split_vertically(LINES);
	lines(&upper, year).map_err(|error| error.to_string())?;
	bars(&lower, year).map_err(|error| error.to_string())?;
	Ok(())
}

/// The index of each node over the year.
fn lines(area: &Area<'_>, year: &Year) -> Result<(), Box<dyn Error>> {
	write(area, (16, 20), "Trust index over a year", INK, HPos::Left, true)?;
	let mut chart = ChartBuilder::on(area)
		.margin_top(40)
		.margin_right(150)
		.margin_bottom(4)
		.x_label_area_size(44)
		.y_label_area_size(56)
		.build_cartesian_2d(0.0..f64::from(DAYS), 0.0..1.0)
		.map_err(|error| error.to_string())?;
	chart
		.configure_mesh()
		.disable_x_mesh()
		.light_line_style(TRANSPARENT)
		.bold_line_style(GRID)
		.axis_style(GRID)
		.x_labels(13)
		.y_labels(6)
		.x_desc("day")
		.label_style((FAMILY, LETTERS - 1).into_font().color(&INK))
		.axis_desc_style((FAMILY, LETTERS - 1).into_font().color(&GREY))
		.x_label_formatter(&|day| format!("{day:.0}"))
		.y_label_formatter(&|index| format!("{index:.1}"))
		.draw()
		.map_err(|error| error.to_string())?;
	for life in &year.lives {
		let points = life.index.iter().enumerate().map(|(place, index)| {
			let day = place as f64 + f64::from(life.kind.comes()) + 1.0;
			(day, f64::from(index.as_billionths()) / 1e9)
		});
		chart
			.draw_series(LineSeries::new(points, color(life.kind).stroke_width(2)))
			.map_err(|error| error.to_string())?;
	}
	turns(area, &mut chart, year)?;
	names(area, &chart, year)
}

/// Where a node's behaviour changes.
fn turns(area: &Area<'_>, chart: &mut Chart<'_, '_>, year: &Year) -> Result<(), Box<dyn Error>> {
	for life in &year.lives {
		let Some((day, what)) = life.kind.turns() else { continue };
		let Some(index) = life.on(day.saturating_sub(1)).or_else(|| life.on(day)) else { continue };
		let at = (f64::from(day), f64::from(index.as_billionths()) / 1e9);
		let color = color(life.kind);
		chart
			.draw_series([Circle::new(at, 4, color.filled())])
			.map_err(|error| error.to_string())?;
		let (x, y) = chart.backend_coord(&at);
		// Beside the line, where no other line goes.
		let (dx, dy, side) = match life.kind {
			Kind::Colluding => (-8, -14, HPos::Right),
			Kind::Newcomer => (-8, -10, HPos::Right),
			Kind::Idle => (6, 22, HPos::Left),
			_ => (8, 16, HPos::Left),
		};
		write(area, (x + dx, y + dy), what, color, side, false)?;
	}
	Ok(())
}

/// Names at the right edge, so that none covers another.
fn names(area: &Area<'_>, chart: &Chart<'_, '_>, year: &Year) -> Result<(), Box<dyn Error>> {
	let mut ends: Vec<_> = year
		.lives
		.iter()
		.filter_map(|life| {
			let index = f64::from(life.index.last()?.as_billionths()) / 1e9;
			Some((chart.backend_coord(&(f64::from(DAYS), index)), life))
		})
		.collect();
	ends.sort_by_key(|((_, y), _)| *y);
	let mut lowest = i32::MIN;
	for ((x, y), life) in ends {
		let y = y.max(lowest);
		lowest = y + 17;
		let text = format!(
			"{} {}",
			life.kind.name(),
			life.index.last().map_or(String::new(), |i| part(*i))
		);
		write(area, (x + 8, y), &text, color(life.kind), HPos::Left, false)?;
	}
	Ok(())
}

/// Effective trust at the end, the highest first.
fn bars(area: &Area<'_>, year: &Year) -> Result<(), Box<dyn Error>> {
	const ROW: i32 = 30;
	const TOP: i32 = 44;
	const LEFT: i32 = 140;
	const LENGTH: f64 = 420.0;
	let title =
		"Effective trust at the end of the year: index x bond, up to a full bond of 1,000 UNIT";
	write(area, (16, 22), title, INK, HPos::Left, true)?;
	for (place, life) in year.ranking().into_iter().enumerate() {
		let top = TOP + ROW * place as i32;
		let middle = top + ROW / 2;
		let Life { kind, effective, bonded, .. } = life;
		let length = (f64::from(effective.as_billionths()) / 1e9 * LENGTH).round() as i32;
		write(area, (LEFT - 10, middle), kind.name(), color(*kind), HPos::Right, false)?;
		let corners = [(LEFT, top + 5), (LEFT + length.max(1), top + ROW - 5)];
		area.draw(&Rectangle::new(corners, color(*kind).filled()))
			.map_err(|error| error.to_string())?;
		let index = life.index.last().copied().unwrap_or_default();
		let bond = bonded / crate::nodes::UNIT;
		let text = format!("{}   (index {}, bond {bond} UNIT)", part(*effective), part(index));
		write(area, (LEFT + length + 8, middle), &text, INK, HPos::Left, false)?;
	}
	Ok(())
}

fn write(
	area: &Area<'_>,
	at: (i32, i32),
	text: &str,
	color: RGBColor,
	side: HPos,
	bold: bool,
) -> Result<(), Box<dyn Error>> {
	let font = if bold {
		(FAMILY, LETTERS + 2, FontStyle::Bold).into_font()
	} else {
		(FAMILY, LETTERS).into_font()
	};
	let style = font.color(&color).pos(Pos::new(side, VPos::Center));
	area.draw(&Text::new(text, at, style)).map_err(|error| error.to_string())?;
	Ok(())
}
