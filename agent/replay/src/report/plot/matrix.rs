// SPDX-License-Identifier: Apache-2.0

//! Who sold to whom: sellers by buyers.

use std::collections::{BTreeMap, BTreeSet};

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{Area, BLUE, Drawn, GREY, INK, svg, title, write};
use crate::{
	day::Day,
	report::{error::ReportError, format::decimal, sums::flows},
};

/// Buses on a side that are shown on their own; those that traded least are one row or column.
const MOST: usize = 24;
const ROW: i32 = 30;
const LEFT: i32 = 96;
const TOP: i32 = 84;
const WIDTH: u32 = 980;

/// A bus, or all that are not shown on their own.
type Bus = Option<u16>;

/// Draws energy between each seller and buyer as a cell, with sums at the right and below.
pub fn matrix(day: &Day) -> Drawn {
	let flows = flows(day);
	let sellers = shown(flows.iter().map(|((seller, _), wh)| (*seller, *wh)));
	let buyers = shown(flows.iter().map(|((_, buyer), wh)| (*buyer, *wh)));
	let name = |shown: &BTreeSet<u16>, bus| Some(bus).filter(|bus| shown.contains(bus));
	let mut cells: BTreeMap<(Bus, Bus), u128> = BTreeMap::new();
	for ((seller, buyer), wh) in &flows {
		*cells.entry((name(&sellers, *seller), name(&buyers, *buyer))).or_default() += wh;
	}
	let rows = axis(cells.keys().map(|cell| cell.0));
	let columns = axis(cells.keys().map(|cell| cell.1));
	let height = TOP + ROW * (rows.len() as i32 + 1) + 16;
	svg((WIDTH, height.unsigned_abs()), |area| draw(area, &rows, &columns, &cells))
}

/// The buses of a side with the most energy.
fn shown(rows: impl Iterator<Item = (u16, u128)>) -> BTreeSet<u16> {
	let mut sums: BTreeMap<u16, u128> = BTreeMap::new();
	for (bus, wh) in rows {
		*sums.entry(bus).or_default() += wh;
	}
	let mut sums: Vec<_> = sums.into_iter().map(|(bus, wh)| (std::cmp::Reverse(wh), bus)).collect();
	sums.sort_unstable();
	sums.into_iter().take(MOST).map(|(_, bus)| bus).collect()
}

/// Buses in ascending order, the others last.
fn axis(buses: impl Iterator<Item = Bus>) -> Vec<Bus> {
	let buses: BTreeSet<_> = buses.map(|bus| (bus.is_none(), bus)).collect();
	buses.into_iter().map(|(_, bus)| bus).collect()
}

fn draw(
	area: &Area<'_>,
	rows: &[Bus],
	columns: &[Bus],
	cells: &BTreeMap<(Bus, Bus), u128>,
) -> Result<(), ReportError> {
	title(area, "Who sold to whom, kWh")?;
	if cells.is_empty() {
		return write(area, (12, TOP - 30), "Nobody sold anything.", GREY, HPos::Left);
	}
	let column = ((WIDTH as i32 - LEFT - 12) / (columns.len() as i32 + 1)).min(80);
	let most = cells.values().max().copied().unwrap_or(0).max(1);
	let text = |bus: &Bus| bus.map_or_else(|| "others".into(), |bus| bus.to_string());
	let center = |place: usize| LEFT + column * place as i32 + column / 2;
	let middle = |place: usize| TOP + ROW * place as i32 + ROW / 2;
	let sum = |of: &dyn Fn(&(Bus, Bus)) -> bool| -> u128 {
		cells.iter().filter(|(cell, _)| of(cell)).map(|(_, wh)| wh).sum()
	};

	write(area, (LEFT, TOP - 34), "buyer, bus", GREY, HPos::Left)?;
	write(area, (12, TOP - 12), "seller, bus", GREY, HPos::Left)?;
	write(area, (center(columns.len()), TOP - 12), "sum", GREY, HPos::Center)?;
	write(area, (LEFT - 12, middle(rows.len())), "sum", GREY, HPos::Right)?;
	for (place, bus) in columns.iter().enumerate() {
		write(area, (center(place), TOP - 12), &text(bus), INK, HPos::Center)?;
		let wh = sum(&|cell| cell.1 == *bus);
		write(area, (center(place), middle(rows.len())), &brief(wh), INK, HPos::Center)?;
	}
	for (row, seller) in rows.iter().enumerate() {
		write(area, (LEFT - 12, middle(row)), &text(seller), INK, HPos::Right)?;
		let wh = sum(&|cell| cell.0 == *seller);
		write(area, (center(columns.len()), middle(row)), &brief(wh), INK, HPos::Center)?;
		for (place, buyer) in columns.iter().enumerate() {
			let Some(wh) = cells.get(&(*seller, *buyer)) else { continue };
			// The root shows differences among small ones too.
			let part = (*wh as f64 / most as f64).sqrt();
			let (x, y) = (LEFT + column * place as i32, TOP + ROW * row as i32);
			let corners = [(x + 1, y + 1), (x + column - 1, y + ROW - 1)];
			area.draw(&Rectangle::new(corners, tint(part).filled()))?;
			let ink = if part > 0.6 { WHITE } else { INK };
			if column >= 36 {
				write(area, (center(place), middle(row)), &brief(*wh), ink, HPos::Center)?;
			}
		}
	}
	write(
		area,
		(center(columns.len()), middle(rows.len())),
		&brief(sum(&|_| true)),
		INK,
		HPos::Center,
	)
}

/// From nearly white to blue.
fn tint(part: f64) -> RGBColor {
	let mix = |from: u8, to: u8| {
		(f64::from(from) + (f64::from(to) - f64::from(from)) * part.clamp(0.0, 1.0)) as u8
	};
	RGBColor(mix(234, BLUE.0), mix(243, BLUE.1), mix(250, BLUE.2))
}

/// Wh as kWh with three digits or so.
fn brief(wh: u128) -> String {
	let wh = i128::try_from(wh).unwrap_or(i128::MAX);
	match wh {
		0..50 => decimal(wh, 3, 3),
		50..100_000 => decimal(wh, 3, 1),
		100_000..100_000_000 => decimal(wh, 3, 0),
		_ => format!("{:.1e}", wh as f64 / 1e3),
	}
}
