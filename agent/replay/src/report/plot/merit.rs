// SPDX-License-Identifier: Apache-2.0

//! The merit order of a round: supply, demand and where they meet.

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{
	Area, BLUE, Chart, Drawn, Edge, GREEN, GREY, INK, RUST, VERMILLION, axes, edges, kwh, per_kwh,
	price_range, svg, title, width, write,
};
use crate::{
	day::{ClearedRound, Hour},
	report::{error::ReportError, format, format::clock},
};

const SIZE: (u32, u32) = (560, 370);

/// Draws a round's supply as steps, its demand up to the cap, and the clearing point.
pub fn merit_order(hour: &Hour, round: &ClearedRound) -> Drawn {
	svg(SIZE, |area| draw(area, hour, round))
}

fn draw(area: &Area<'_>, hour: &Hour, round: &ClearedRound) -> Result<(), ReportError> {
	let most = kwh(round.demand.max(round.supply).max(round.traded).max(1));
	let steps = merit_order_of(round, most / f64::from(SIZE.0));
	// A book may hold more than its round says: plotters overflows far outside of a chart.
	let right = steps.last().map_or(most, |step| most.max(step.to)) * 1.06;
	let tariffs = [hour.tou, hour.fit, hour.cap].map(per_kwh);
	let asks = steps.iter().map(|step| step.ask);
	let range = price_range(asks.chain(tariffs).chain(round.price.map(per_kwh)));
	title(area, &headline(hour, round))?;
	let mut chart = ChartBuilder::on(area)
		.margin(12)
		.margin_top(36)
		.margin_right(112)
		.x_label_area_size(42)
		.y_label_area_size(58)
		.build_cartesian_2d(0.0..right, range.clone())?;
	axes(&mut chart, ("kWh", 8), ("UNIT per kWh", 8))?;

	let traded = kwh(round.traded);
	chart.draw_series(steps.iter().filter(|step| step.from < traded).map(|step| {
		let to = step.to.min(traded);
		Rectangle::new([(step.from, range.start), (to, step.ask)], GREEN.mix(0.16).filled())
	}))?;
	for (price, color) in [(hour.tou, GREY), (hour.fit, GREY)] {
		let line = [(0.0, per_kwh(price)), (right, per_kwh(price))];
		chart.draw_series(DashedLineSeries::new(line, 6, 4, color.stroke_width(1)))?;
	}
	let corners = steps.iter().flat_map(|step| [(step.from, step.ask), (step.to, step.ask)]);
	chart.draw_series(LineSeries::new(corners, GREEN.stroke_width(2)))?;
	let (cap, demand) = (per_kwh(hour.cap), kwh(round.demand));
	let wanted = [(0.0, cap), (demand, cap), (demand, range.start)];
	chart.draw_series(LineSeries::new(wanted, VERMILLION.stroke_width(2)))?;
	buses(area, &chart, &steps, demand)?;

	let mut names = vec![
		Edge { name: format!("TOU {}", short(hour.tou)), at: per_kwh(hour.tou), color: GREY },
		Edge { name: format!("cap {}", short(hour.cap)), at: cap, color: RUST },
		Edge { name: format!("FIT {}", short(hour.fit)), at: per_kwh(hour.fit), color: GREY },
	];
	if let Some(price) = round.price.filter(|_| round.traded > 0) {
		let point = (traded, per_kwh(price));
		let line = [(0.0, point.1), (right, point.1)];
		chart.draw_series(DashedLineSeries::new(line, 2, 3, BLUE.stroke_width(1)))?;
		chart.draw_series([Circle::new(point, 6, BLUE.filled())])?;
		names.push(Edge { name: format!("price {}", short(price)), at: point.1, color: BLUE });
	}
	edges(area, &chart, right, names)
}

/// Price without the zeros at its end.
fn short(price: u64) -> String {
	let text = format::price(price);
	let trimmed = text.trim_end_matches('0').trim_end_matches('.');
	trimmed.into()
}

/// How the round cleared and who is marginal.
fn headline(hour: &Hour, round: &ClearedRound) -> String {
	let clock = clock(hour.hour);
	let price = round.price.map_or_else(|| format::NONE.into(), short);
	match round.status.as_str() {
		"cleared" => {
			let at_price = |ask: Option<u64>| ask.is_some() && ask == round.price;
			let marginal = round.book.iter().filter(|order| at_price(order.ask));
			let buses: Vec<String> = marginal.map(|order| order.bus.to_string()).collect();
			match buses.as_slice() {
				[] => format!("{clock} cleared at {price}"),
				[bus] => format!("{clock} cleared at {price}, bus {bus} is marginal"),
				[first, .., last] if buses.len() > 4 => {
					format!("{clock} cleared at {price}, buses {first} to {last} are marginal")
				},
				_ => format!("{clock} cleared at {price}, buses {} are marginal", buses.join(", ")),
			}
		},
		"scarcity" => format!("{clock} scarcity: all supply is sold at {price}"),
		"no_supply" => format!("{clock} no supply: nothing trades"),
		_ => format!("{clock} no demand: nothing trades"),
	}
}

/// Writes the bus below each step that is wide enough, beside the line of demand.
fn buses(
	area: &Area<'_>,
	chart: &Chart<'_, '_>,
	steps: &[PlannedInterval],
	demand: f64,
) -> Result<(), ReportError> {
	for step in steps {
		let (from, y) = chart.backend_coord(&(step.from, step.ask));
		let (to, _) = chart.backend_coord(&(step.to, step.ask));
		let (line, _) = chart.backend_coord(&(demand.clamp(step.from, step.to), step.ask));
		let (from, to) = if line - from > to - line { (from, line) } else { (line, to) };
		if to - from > width(&step.name) {
			write(area, (from.midpoint(to), y + 13), &step.name, INK, HPos::Center)?;
		}
	}
	Ok(())
}

/// A step of the supply curve, in kWh and UNIT per kWh.
struct PlannedInterval {
	from: f64,
	to: f64,
	ask: f64,
	name: String,
}

/// Offers by ask, from left to right; those narrower than `least` join the next.
fn merit_order_of(round: &ClearedRound, least: f64) -> Vec<PlannedInterval> {
	let mut offers: Vec<_> =
		round.book.iter().filter_map(|order| Some((order.ask?, order.bus, order.energy))).collect();
	offers.sort_unstable();
	let mut steps: Vec<PlannedInterval> = Vec::new();
	let (mut from, mut to) = (0.0, 0.0);
	for (ask, bus, energy) in offers {
		to += kwh(energy);
		if to - from >= least {
			steps.push(PlannedInterval { from, to, ask: per_kwh(ask), name: bus.to_string() });
			from = to;
		}
	}
	steps
}
