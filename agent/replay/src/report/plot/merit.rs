// SPDX-License-Identifier: Apache-2.0

//! The merit order of a round: the staircases of supply and demand, and where they meet.

use std::cmp::Reverse;

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{
	Area, BLUE, Chart, Drawn, Edge, GREEN, GREY, INK, RUST, VERMILLION, axes, edges, kwh, per_kwh,
	price_range, svg, width, write,
};
use crate::{
	day::{BookOrder, ClearedRound, Day, Slot},
	report::{
		error::ReportError,
		format::{self, short},
		sums::name,
	},
};

/// Fits on a phone.
const SIZE: (u32, u32) = (370, 300);

/// Draws a round's supply and demand as steps, and the clearing point. Demand without a limit reaches up to the cap.
pub fn merit_order(day: &Day, slot: &Slot, round: &ClearedRound) -> Drawn {
	svg(SIZE, |area| draw(area, day, slot, round))
}

fn draw(area: &Area<'_>, day: &Day, slot: &Slot, round: &ClearedRound) -> Result<(), ReportError> {
	let most = kwh(round.demand.max(round.supply).max(round.traded).max(1));
	let least = most / f64::from(SIZE.0);
	let (supply, demand) = (supply_of(day, round, least), demand_of(day, slot, round, least));
	// A book may hold more than its round says: plotters overflows far outside of a chart.
	let ends = [&supply, &demand].map(|steps| steps.last().map_or(0.0, |step| step.to));
	let right = ends.into_iter().fold(most, f64::max) * 1.06;
	let tariffs = [slot.tou, slot.fit, slot.cap].map(per_kwh);
	let steps = supply.iter().chain(&demand).map(|step| step.price);
	let range = price_range(steps.chain(tariffs).chain(round.price.map(per_kwh)));
	let mut chart = ChartBuilder::on(area)
		.margin(8)
		.margin_right(100)
		.x_label_area_size(42)
		.y_label_area_size(58)
		.build_cartesian_2d(0.0..right, range.clone())?;
	axes(&mut chart, ("kWh", 5), ("UNIT per kWh", 7))?;

	let traded = kwh(round.traded);
	chart.draw_series(supply.iter().filter(|step| step.from < traded).map(|step| {
		let to = step.to.min(traded);
		Rectangle::new([(step.from, range.start), (to, step.price)], GREEN.mix(0.16).filled())
	}))?;
	for (price, color) in [(slot.tou, GREY), (slot.fit, GREY)] {
		let line = [(0.0, per_kwh(price)), (right, per_kwh(price))];
		chart.draw_series(DashedLineSeries::new(line, 6, 4, color.stroke_width(1)))?;
	}
	let corners = |steps: &[Step]| -> Vec<_> { steps.iter().flat_map(Step::corners).collect() };
	chart.draw_series(LineSeries::new(corners(&supply), GREEN.stroke_width(2)))?;
	let mut wanted = corners(&demand);
	wanted.extend(demand.last().map(|step| (step.to, range.start)));
	chart.draw_series(LineSeries::new(wanted, VERMILLION.stroke_width(2)))?;
	names(area, &chart, &supply, &demand)?;

	let mut lines = vec![
		Edge { name: format!("TOU {}", short(slot.tou)), at: per_kwh(slot.tou), color: GREY },
		Edge { name: format!("cap {}", short(slot.cap)), at: per_kwh(slot.cap), color: RUST },
		Edge { name: format!("FIT {}", short(slot.fit)), at: per_kwh(slot.fit), color: GREY },
	];
	if let Some(price) = round.price.filter(|_| round.traded > 0) {
		let point = (traded, per_kwh(price));
		let line = [(0.0, point.1), (right, point.1)];
		chart.draw_series(DashedLineSeries::new(line, 2, 3, BLUE.stroke_width(1)))?;
		chart.draw_series([Circle::new(point, 6, BLUE.filled())])?;
		lines.push(Edge { name: format!("price {}", short(price)), at: point.1, color: BLUE });
	}
	edges(area, &chart, right, lines)
}

/// How the round cleared and who is marginal.
pub fn headline(day: &Day, slot: &Slot, round: &ClearedRound) -> String {
	let clock = day.calendar.clock(slot.slot);
	let price = match round.prices()[..] {
		[] => format::NONE.into(),
		[only] => short(only),
		[least, .., most] => format!("{} to {}, by zone", short(least), short(most)),
	};
	match round.status.as_str() {
		"cleared" => {
			let at_price = |own: Option<u64>| own.is_some() && own == round.price;
			let at_it = |of: fn(&BookOrder) -> Option<u64>| -> Vec<String> {
				let marginal = round.book.iter().filter(|order| at_price(of(order)));
				marginal.map(|order| name(day, order.node)).collect()
			};
			// A demand whose limit is the price buys a part where no offer is at the price.
			let mut marginal = at_it(|order| order.ask);
			if marginal.is_empty() {
				marginal = at_it(|order| order.limit);
			}
			match marginal.as_slice() {
				[] => format!("{clock} cleared at {price}"),
				[one] => format!("{clock} cleared at {price}, {one} is marginal"),
				[first, .., last] if marginal.len() > 4 => {
					format!("{clock} cleared at {price}, {first} to {last} are marginal")
				},
				_ => format!("{clock} cleared at {price}, {} are marginal", marginal.join(", ")),
			}
		},
		"scarcity" if round.prices().len() > 1 => {
			format!("{clock} scarcity in a zone: sold at {price}")
		},
		"scarcity" => format!("{clock} scarcity: all supply is sold at {price}"),
		"no_supply" => format!("{clock} no supply: nothing trades"),
		"no_match" if round.grid.is_some() => format!("{clock} no line has room: nothing trades"),
		"no_match" => format!("{clock} all limits below all asks: nothing trades"),
		_ => format!("{clock} no demand: nothing trades"),
	}
}

/// Writes who it is below each step of supply that is wide enough, beside the line of demand.
fn names(
	area: &Area<'_>,
	chart: &Chart<'_, '_>,
	supply: &[Step],
	demand: &[Step],
) -> Result<(), ReportError> {
	for step in supply {
		let (from, y) = chart.backend_coord(&(step.from, step.price));
		let (to, _) = chart.backend_coord(&(step.to, step.price));
		let wanted = demand.iter().take_while(|wanted| wanted.price >= step.price).last();
		let wanted = wanted.map_or(0.0, |wanted| wanted.to).clamp(step.from, step.to);
		let (line, _) = chart.backend_coord(&(wanted, step.price));
		let (from, to) = if line - from > to - line { (from, line) } else { (line, to) };
		if to - from > width(&step.name) {
			write(area, (from.midpoint(to), y + 13), &step.name, INK, HPos::Center)?;
		}
	}
	Ok(())
}

/// A step of a staircase, in kWh and UNIT per kWh.
struct Step {
	from: f64,
	to: f64,
	price: f64,
	name: String,
}

impl Step {
	fn corners(&self) -> [(f64, f64); 2] {
		[(self.from, self.price), (self.to, self.price)]
	}
}

/// Offers by ask, from left to right.
fn supply_of(day: &Day, round: &ClearedRound, least: f64) -> Vec<Step> {
	let mut offers: Vec<_> = round
		.book
		.iter()
		.filter_map(|order| Some((order.ask?, order.node, order.energy)))
		.collect();
	offers.sort_unstable();
	staircase(day, offers, least)
}

/// Demand by the most that it pays, from left to right.
fn demand_of(day: &Day, slot: &Slot, round: &ClearedRound, least: f64) -> Vec<Step> {
	let demands = round.book.iter().filter(|order| order.ask.is_none());
	let mut demands: Vec<_> =
		demands.map(|order| (order.limit.unwrap_or(slot.cap), order.node, order.energy)).collect();
	demands.sort_unstable_by_key(|(price, node, _)| (Reverse(*price), *node));
	staircase(day, demands, least)
}

/// Orders in their order as steps; those narrower than `least` join the next.
fn staircase(day: &Day, orders: Vec<(u64, u32, u64)>, least: f64) -> Vec<Step> {
	let mut steps: Vec<Step> = Vec::new();
	let (mut from, mut to) = (0.0, 0.0);
	for (price, node, energy) in orders {
		to += kwh(energy);
		if to - from >= least {
			steps.push(Step { from, to, price: per_kwh(price), name: name(day, node) });
			from = to;
		}
	}
	steps
}
