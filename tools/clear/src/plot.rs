// SPDX-License-Identifier: Apache-2.0

//! Supply and demand, drawn.

use std::{error::Error, path::Path};

use gridmerit_market::{Book, Dispatch, Outcome, Price, Rules, Status, Wh};
use plotters::{
	coord::types::RangedCoordf64,
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

const SIZE: (u32, u32) = (960, 600);
const SUPPLY: RGBColor = RGBColor(0, 110, 84);
const DEMAND: RGBColor = RGBColor(178, 58, 46);
const TARIFF: RGBColor = RGBColor(110, 110, 120);

/// Draws the merit order, the demand and where they meet, as SVG.
pub fn draw(
	file: &Path,
	book: Book<'_>,
	rules: &Rules,
	outcome: &Outcome,
) -> Result<(), Box<dyn Error>> {
	let mut image = String::new();
	render(&mut image, book, rules, outcome).map_err(|error| error.to_string())?;
	Ok(std::fs::write(file, image)?)
}

fn render(
	image: &mut String,
	book: Book<'_>,
	rules: &Rules,
	outcome: &Outcome,
) -> Result<(), Box<dyn Error>> {
	let (limits, clearing) = (&rules.limits, &outcome.clearing);
	let root = SVGBackend::with_string(image, SIZE).into_drawing_area();
	root.fill(&WHITE)?;

	let unit = Unit::of(clearing.demand.max(clearing.supply));
	let (demand, supply) = (unit.scale(clearing.demand), unit.scale(clearing.supply));
	let width = demand.max(supply).max(unit.scale(1)) * 1.08;
	let height = limits.tou() as f64 * 1.12;
	// Room for the longest number on either side.
	let digits = limits.tou().to_string().len() as u32;
	let mut chart = ChartBuilder::on(&root)
		.caption(title(outcome), ("sans-serif", 20))
		.margin(16)
		.margin_right(100 + 8 * digits)
		.x_label_area_size(48)
		.y_label_area_size(44 + 8 * digits)
		.build_cartesian_2d(0.0..width, 0.0..height)?;
	chart
		.configure_mesh()
		.disable_x_mesh()
		.light_line_style(WHITE)
		.bold_line_style(RGBColor(235, 235, 238))
		.x_desc(format!("energy, {}", unit.name))
		.y_desc("planck per Wh")
		.label_style(("sans-serif", 13))
		.axis_desc_style(("sans-serif", 14))
		.x_label_formatter(&|energy| tick(*energy))
		.y_label_formatter(&|price| tick(*price))
		.draw()?;

	let steps = merit_order(book, outcome, &unit, width / f64::from(SIZE.0));
	// Merit order sells a step from its left; pro rata a part of each, so it is all a lighter shade.
	chart.draw_series(steps.iter().map(|step| {
		let (width, shade) = match rules.dispatch {
			Dispatch::MeritOrder => (step.sold, 0.18),
			Dispatch::ProRata => (1.0, 0.18 * step.sold),
		};
		let to = step.from + (step.to - step.from) * width;
		Rectangle::new([(step.from, 0.0), (to, step.ask)], SUPPLY.mix(shade).filled())
	}))?;
	let corners = steps.iter().flat_map(|step| [(step.from, step.ask), (step.to, step.ask)]);
	chart.draw_series(LineSeries::new(corners, SUPPLY.stroke_width(2)))?;

	let cap = limits.cap() as f64;
	let wanted = [(0.0, cap), (demand, cap), (demand, 0.0)];
	chart.draw_series(LineSeries::new(wanted, DEMAND.stroke_width(2)))?;

	// At the right edge, highest first; a label that would cover the one above it moves down.
	let mut lowest = 0;
	for (name, price, color) in [
		("time of use", limits.tou(), TARIFF),
		("cap", limits.cap(), DEMAND),
		("feed-in", limits.fit(), TARIFF),
	] {
		let end = (width, price as f64);
		if color == TARIFF {
			let line = [(0.0, end.1), end];
			chart.draw_series(DashedLineSeries::new(line, 6, 4, color.stroke_width(1)))?;
		}
		let at = chart.backend_coord(&end).1;
		let down = (lowest - at).max(0);
		lowest = at + down + 16;
		label(&root, &chart, end, (8, down), format!("{name} {price}"), &color)?;
	}
	label(&root, &chart, (width, height), (8, 6), "supply".into(), &SUPPLY)?;
	label(&root, &chart, (width, height), (8, 22), "demand".into(), &DEMAND)?;

	if let Some(price) = clearing.price.filter(|_| clearing.status != Status::NoSupply) {
		let point = (unit.scale(clearing.traded()), price as f64);
		chart.draw_series(DashedLineSeries::new(
			[(0.0, point.1), point],
			2,
			3,
			BLACK.stroke_width(1),
		))?;
		chart.draw_series([Circle::new(point, 5, BLACK.filled())])?;
		label(&root, &chart, point, (-10, -14), format!("{price}"), &BLACK)?;
	}
	root.present()?;
	Ok(())
}

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Area<'b> = DrawingArea<SVGBackend<'b>, plotters::coord::Shift>;

/// Writes `text` `offset` pixels away from a point of the chart, to its left where that is negative.
fn label<'b>(
	root: &Area<'b>,
	chart: &Chart<'_, 'b>,
	point: (f64, f64),
	offset: (i32, i32),
	text: String,
	color: &RGBColor,
) -> Result<(), Box<dyn Error>> {
	let (x, y) = chart.backend_coord(&point);
	let side = if offset.0 < 0 { HPos::Right } else { HPos::Left };
	let style = ("sans-serif", 13).into_font().color(color).pos(Pos::new(side, VPos::Center));
	root.draw(&Text::new(text, (x + offset.0, y + offset.1), style)).map_err(|e| e.to_string())?;
	Ok(())
}

fn title(outcome: &Outcome) -> String {
	let clearing = &outcome.clearing;
	let traded = clearing.traded();
	match (clearing.status, clearing.price) {
		(Status::Cleared, Some(price)) => format!("Cleared: {traded} Wh at {price} planck per Wh"),
		(Status::Scarcity, Some(price)) => {
			format!("Scarcity: {traded} of {} Wh at {price} planck per Wh", clearing.demand)
		},
		(Status::NoSupply, _) => "No supply: nothing trades".into(),
		_ => "No demand: nothing trades".into(),
	}
}

/// A number on an axis, without the noise of binary fractions.
fn tick(number: f64) -> String {
	((number * 1e6).round() / 1e6).to_string()
}

/// A step of the supply curve.
struct Step {
	from: f64,
	to: f64,
	ask: f64,
	/// What part of it is sold.
	sold: f64,
}

/// Offers by ask, from left to right; those with one ask, or narrower than `least`, make one step.
fn merit_order(book: Book<'_>, outcome: &Outcome, unit: &Unit, least: f64) -> Vec<Step> {
	let mut rows: Vec<(Price, Wh, Wh)> = book
		.offers()
		.iter()
		.zip(&outcome.sold)
		.map(|(o, &sold)| (o.ask, o.capacity, sold))
		.collect();
	rows.sort_unstable();
	let mut steps: Vec<Step> = Vec::new();
	let (mut capacity, mut sold, mut from) = (0, 0, 0.0);
	let mut rows = rows.into_iter().peekable();
	let mut offered = 0;
	while let Some((ask, wh, sold_wh)) = rows.next() {
		(capacity, sold, offered) = (capacity + wh, sold + sold_wh, offered + wh);
		let to = unit.scale(offered);
		let step_goes_on = rows.peek().is_some_and(|next| next.0 == ask || to - from < least);
		if !step_goes_on {
			steps.push(Step { from, to, ask: ask as f64, sold: sold as f64 / capacity as f64 });
			(capacity, sold, from) = (0, 0, to);
		}
	}
	steps
}

/// A unit of energy that gives readable numbers.
struct Unit {
	name: &'static str,
	wh: f64,
}

impl Unit {
	fn of(largest: Wh) -> Self {
		let (name, wh) = match largest {
			0..10_000 => ("Wh", 1.0),
			10_000..10_000_000 => ("kWh", 1e3),
			10_000_000..10_000_000_000 => ("MWh", 1e6),
			_ => ("GWh", 1e9),
		};
		Self { name, wh }
	}

	fn scale(&self, energy: Wh) -> f64 {
		energy as f64 / self.wh
	}
}
