// SPDX-License-Identifier: Apache-2.0

//! Supply and demand, drawn.

use std::{cmp::Reverse, error::Error, path::Path};

use gridmerit_market::{Book, Outcome, Price, Rules, Status, Wh};
use plotters::{
	coord::types::RangedCoordf64,
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

const SIZE: (u32, u32) = (960, 600);
const SUPPLY: RGBColor = RGBColor(0, 110, 84);
const DEMAND: RGBColor = RGBColor(178, 58, 46);
const TARIFF: RGBColor = RGBColor(110, 110, 120);

/// Draws both staircases and where they meet, as SVG.
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

	let least = width / f64::from(SIZE.0);
	let offers =
		book.offers().iter().zip(&outcome.sold).map(|(o, &sold)| (o.ask, o.capacity, sold));
	let mut offers: Vec<Row> = offers.collect();
	offers.sort_unstable();
	let steps = staircase(offers, &unit, least);
	chart.draw_series(steps.iter().map(|step| {
		let to = step.from + (step.to - step.from) * step.traded;
		Rectangle::new([(step.from, 0.0), (to, step.price)], SUPPLY.mix(0.18).filled())
	}))?;
	chart.draw_series(LineSeries::new(corners(&steps), SUPPLY.stroke_width(2)))?;

	// What has no limit pays the cap.
	let most = |limit: Option<Price>| limit.unwrap_or(limits.cap()).min(limits.cap());
	let demands = book.demands().iter().zip(&outcome.bought);
	let mut demands: Vec<Row> =
		demands.map(|(d, &bought)| (most(d.limit), d.quantity, bought)).collect();
	demands.sort_unstable_by_key(|row| Reverse(*row));
	let steps = staircase(demands, &unit, least);
	let mut wanted = corners(&steps);
	wanted.extend(wanted.last().map(|&(x, _)| (x, 0.0)));
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

	if let Some(price) = clearing.price {
		let point = (unit.scale(clearing.traded), price as f64);
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
	let traded = clearing.traded;
	match (clearing.status, clearing.price) {
		(Status::Cleared, Some(price)) => format!("Cleared: {traded} Wh at {price} planck per Wh"),
		(Status::Scarcity, Some(price)) => {
			format!("Scarcity: {traded} of {} Wh at {price} planck per Wh", clearing.firm)
		},
		(Status::NoSupply, _) => "No supply: nothing trades, there is no price".into(),
		(Status::NoMatch, _) => {
			"All limits are below all asks: nothing trades, there is no price".into()
		},
		_ => "No demand: nothing trades, there is no price".into(),
	}
}

/// A number on an axis, without the noise of binary fractions.
fn tick(number: f64) -> String {
	((number * 1e6).round() / 1e6).to_string()
}

/// An order: price, energy, and what of it trades.
type Row = (Price, Wh, Wh);

/// A step of a staircase.
struct Step {
	from: f64,
	to: f64,
	price: f64,
	/// What part of it trades.
	traded: f64,
}

/// The corners of a staircase.
fn corners(steps: &[Step]) -> Vec<(f64, f64)> {
	steps.iter().flat_map(|step| [(step.from, step.price), (step.to, step.price)]).collect()
}

/// Sorted orders from left to right; those at one price, or narrower than `least`, make one step.
fn staircase(rows: Vec<Row>, unit: &Unit, least: f64) -> Vec<Step> {
	let mut steps: Vec<Step> = Vec::new();
	let (mut energy, mut traded, mut from) = (0, 0, 0.0);
	let mut rows = rows.into_iter().peekable();
	let mut sum = 0;
	while let Some((price, wh, traded_wh)) = rows.next() {
		(energy, traded, sum) = (energy + wh, traded + traded_wh, sum + wh);
		let to = unit.scale(sum);
		let step_goes_on = rows.peek().is_some_and(|next| next.0 == price || to - from < least);
		if !step_goes_on {
			let part = traded as f64 / energy.max(1) as f64;
			steps.push(Step { from, to, price: price as f64, traded: part });
			(energy, traded, from) = (0, 0, to);
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
