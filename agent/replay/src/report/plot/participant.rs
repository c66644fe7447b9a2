// SPDX-License-Identifier: Apache-2.0

//! A participant's day: energy above, money below it, with the utility alone and with the market.

use plotters::prelude::*;

use super::canvas::{
	Area, BLUE, Drawn, GREEN, ORANGE, PALE, TimeAxis, kwh, legend, range, svg, time_axes, units,
};
use crate::{
	day::{Bill, Day, Kind},
	report::{error::ReportError, sums::DayBill},
};

/// Draws a participant's day: what it drew and, below zero, fed in; what it paid and, below zero, earned.
pub fn participant(day: &Day, account: &DayBill<'_>, size: (u32, u32)) -> Drawn {
	svg(size, |area| draw(area, day, account))
}

fn draw(area: &Area<'_>, day: &Day, account: &DayBill<'_>) -> Result<(), ReportError> {
	let who = account.participant;
	let earns = account.total.revenue.max(account.total.alone_revenue) > 0;
	let money = if earns { "UNIT paid, earned" } else { "UNIT paid" };
	let height = area.dim_in_pixel().1;
	let (energy, payments) = area.split_vertically(height / 2 - 4);

	let bars = account.bills.iter().flat_map(|bill| {
		[
			(ORANGE, bill, 0.15, 0.7, kwh(bill.imported)),
			(GREEN, bill, 0.15, 0.7, -kwh(bill.exported)),
		]
	});
	panel(&energy, day, 30, "kWh", bars.collect())?;
	let bars = account.bills.iter().flat_map(|bill| {
		let (paid, earned) = (
			units(i128::from(bill.purchases) + i128::from(bill.utility_cost)),
			units(i128::from(bill.sales) + i128::from(bill.utility_revenue)),
		);
		[
			(PALE, bill, 0.1, 0.4, units(bill.alone_cost)),
			(PALE, bill, 0.1, 0.4, -units(bill.alone_revenue)),
			(BLUE, bill, 0.5, 0.4, paid),
			(BLUE, bill, 0.5, 0.4, -earned),
		]
	});
	panel(&payments, day, 30, money, bars.collect())?;
	match who.kind {
		Kind::Consumer => legend(area, (72, 16), &[(ORANGE, "drawn")])?,
		Kind::Prosumer => legend(area, (72, 16), &[(ORANGE, "drawn"), (GREEN, "fed in")])?,
	}
	legend(&payments, (72, 16), &[(PALE, "utility alone"), (BLUE, "with the market")])
}

/// Colour, bill, where in the slot it begins, how wide it is and its height, downwards if negative.
type Bar<'a> = (RGBColor, &'a &'a Bill, f64, f64, f64);

fn panel(
	area: &Area<'_>,
	day: &Day,
	top: u32,
	name: &str,
	bars: Vec<Bar<'_>>,
) -> Result<(), ReportError> {
	let time = TimeAxis::of(day, area.dim_in_pixel().0);
	let mut chart = ChartBuilder::on(area)
		.margin(8)
		.margin_top(top)
		.x_label_area_size(22)
		.y_label_area_size(62)
		.build_cartesian_2d(time.range(), range(bars.iter().map(|bar| bar.4)))?;
	time_axes(&mut chart, &time, false, (name, 5))?;
	let drawn = bars.iter().filter(|bar| bar.4 != 0.0);
	chart.draw_series(drawn.map(|(color, bill, from, width, height)| {
		let x = f64::from(bill.slot) + from;
		Rectangle::new([(time.at(x), 0.0), (time.at(x + width), *height)], color.filled())
	}))?;
	Ok(())
}
