// SPDX-License-Identifier: Apache-2.0

//! What the tables of a community say.

use std::collections::BTreeMap;

use gridmerit_client::units;
use gridmerit_energy::{Limits, MAX_PRICE, Price, TariffError, Wh};
use jiff::{
	Timestamp,
	civil::{Date, DateTime, Time},
	tz::TimeZone,
};

use super::{
	Home,
	error::TableError,
	table::{Cell, Table},
};
use crate::calendar::{Calendar, MAX_DAYS};

/// Decimals of kWh in Wh.
const WH: usize = 3;
/// Decimals of UNIT per kWh in planck per Wh.
const PLANCK: usize = 6;

/// The instant of a cell: with an offset, or by the clocks of the zone.
fn instant(cell: &Cell<'_>, zone: &TimeZone) -> Result<Timestamp, TableError> {
	if let Ok(instant) = cell.text.parse::<Timestamp>() {
		return Ok(instant);
	}
	let Ok(local) = cell.text.parse::<DateTime>() else {
		return Err(cell.wrong("is no time: write 2025-06-18 14:00, or 2025-06-18T14:00+02:00"));
	};
	let ambiguous = zone.to_ambiguous_timestamp(local);
	ambiguous.unambiguous().map_err(|_| {
		cell.wrong(
			"comes twice or never on this day, as clocks are changed: write it with its offset, as \
			 2025-10-26T02:15+02:00",
		)
	})
}

/// The first day of a table of energy, and how many days it has.
pub fn days(table: &Table, zone: &TimeZone) -> Result<(Date, u16), TableError> {
	table.expect(&["time"], &with_time(table))?;
	let mut times = table.column("time");
	let first = times.next().ok_or_else(|| table.wrong("has no line"))?;
	let last = times.last().unwrap_or(first);
	let begin = instant(&first, zone)?.to_zoned(zone.clone());
	if begin.time() != Time::midnight() {
		return Err(first.wrong(
			"is not midnight: a table begins with the first interval of a day, by its beginning, in the zone of \
			 community.toml",
		));
	}
	let end = instant(&last, zone)?.to_zoned(zone.clone()).date();
	let days = begin.date().until(end).map_or(i32::MAX, |span| span.get_days()).saturating_add(1);
	match u16::try_from(days) {
		Ok(days) if (1..=MAX_DAYS).contains(&days) => Ok((begin.date(), days)),
		_ => Err(last
			.wrong(format!("is day {days} of the table: from 1 to {MAX_DAYS} days can be played"))),
	}
}

fn with_time(table: &Table) -> Vec<&str> {
	table.headings().iter().map(String::as_str).collect()
}

/// Energy of each interval by the heading of its column, in Wh.
pub fn energy(
	table: &Table,
	calendar: &Calendar,
	zone: &TimeZone,
) -> Result<BTreeMap<String, Vec<Wh>>, TableError> {
	table.expect(&["time"], &with_time(table))?;
	let mut due = 0..calendar.slots;
	for cell in table.column("time") {
		let has = u64::try_from(instant(&cell, zone)?.as_millisecond()).unwrap_or_default();
		let Some(slot) = due.next() else {
			return Err(cell.wrong(format!("is after the last of {} intervals", calendar.slots)));
		};
		if has != calendar.begin(slot) {
			return Err(cell.wrong(format!(
				"where {} is due: one line for each interval of {} minutes, none left out",
				calendar.local(slot).strftime("%Y-%m-%d %H:%M%:z"),
				calendar.minutes()
			)));
		}
	}
	if let Some(slot) = due.next() {
		let missing = calendar.local(slot).strftime("%Y-%m-%d %H:%M%:z");
		return Err(table.wrong(format!("ends before {missing}: the last day is not whole")));
	}
	let mut columns = BTreeMap::new();
	for heading in table.headings().iter().filter(|heading| *heading != "time") {
		let mut values = Vec::new();
		for cell in table.column(heading) {
			let (wh, _) = cell.decimal(WH).ok_or_else(|| {
				cell.wrong("is no energy: write kWh as 0.125; 0 where there was none, not a blank")
			})?;
			values.push(wh);
		}
		columns.insert(heading.clone(), values);
	}
	if columns.is_empty() {
		return Err(table.wrong("has no column beside time: write one for each home"));
	}
	Ok(columns)
}

/// A price in planck per Wh.
fn price(cell: &Cell<'_>) -> Result<Price, TableError> {
	match cell.decimal(PLANCK) {
		Some((price, false)) if price <= MAX_PRICE => Ok(price),
		_ => Err(cell.wrong("is no price: write UNIT per kWh with at most six decimals, as 0.285")),
	}
}

/// The utility's prices.
pub struct Tariff {
	/// By the minute of the day from which on it holds: at which it sells.
	buy: BTreeMap<u16, Price>,
	/// At which it buys.
	pub sell: Price,
	/// What a buyer pays on top for each Wh from a neighbour.
	pub fee: Price,
	alpha_ppm: u32,
}

impl Tariff {
	/// Reads `tariff.csv`, for intervals of so many minutes.
	pub fn read(table: &Table, alpha_ppm: u32, minutes: u64) -> Result<Self, TableError> {
		table.expect(&["from", "buy", "sell"], &["from", "buy", "sell", "fee"])?;
		let mut buy = BTreeMap::new();
		for (from, cell) in table.column("from").zip(table.column("buy")) {
			let Ok(time) = from.text.parse::<Time>() else {
				return Err(from.wrong("is no time of day: write 06:00"));
			};
			let minute = u16::from(time.hour().unsigned_abs()) * 60
				+ u16::from(time.minute().unsigned_abs());
			// The price of an interval is that of its beginning: a change within it would be lost.
			if !u64::from(minute).is_multiple_of(minutes) || time.second() != 0 {
				return Err(from.wrong(format!(
					"is not where an interval of {minutes} minutes begins: take such a time, or shorter intervals"
				)));
			}
			if buy.is_empty() && minute != 0 {
				return Err(
					from.wrong("is not the beginning of the day: the first line is from 00:00")
				);
			}
			if buy.last_key_value().is_some_and(|(before, _)| *before >= minute) {
				return Err(from.wrong("is not after the line above"));
			}
			buy.insert(minute, price(&cell)?);
		}
		let sell = same(table, "sell")?.unwrap_or_default();
		let fee = same(table, "fee")?.unwrap_or_default();
		for cell in table.column("buy") {
			if let Err(reason) = Limits::new(price(&cell)?, sell, alpha_ppm, fee) {
				let reason = match reason {
					TariffError::NoRoom { cap } => {
						format!(
							"the most is {}, and sell is {}",
							units::price(cap),
							units::price(sell)
						)
					},
					reason => reason.to_string(),
				};
				return Err(cell.wrong(format!(
					"leaves no room for a price among neighbours: {reason}; buy has to be well above sell and fee"
				)));
			}
		}
		Ok(Self { buy, sell, fee, alpha_ppm })
	}

	/// At which the utility sells in a minute of the day.
	pub fn buy_at(&self, minute: u16) -> Price {
		self.buy.range(..=minute).next_back().map(|(_, price)| *price).unwrap_or_default()
	}

	/// The highest price at which it sells.
	pub fn dearest_buy(&self) -> Price {
		self.buy.values().copied().max().unwrap_or_default()
	}

	/// The highest ask that may trade all day: when the utility is cheapest.
	fn dearest_ask(&self) -> Price {
		let cheapest = self.buy.values().copied().min().unwrap_or_default();
		let limits = Limits::new(cheapest, self.sell, self.alpha_ppm, self.fee);
		limits.map_or(self.sell, |limits| limits.dearest_ask())
	}

	/// The middle between what the utility pays and the most that a neighbour may pay when it is cheapest.
	pub fn middle(&self) -> Price {
		self.sell.midpoint(self.dearest_ask()).max(self.sell.saturating_add(1))
	}
}

/// The one price of a column; none if there is no such column.
fn same(table: &Table, column: &str) -> Result<Option<Price>, TableError> {
	let mut cells = table.column(column);
	let Some(first) = cells.next() else { return Ok(None) };
	let one = price(&first)?;
	for cell in cells {
		if price(&cell)? != one {
			return Err(cell.wrong(format!(
				"is not {}, as above: {column} is one price for the whole day",
				first.text
			)));
		}
	}
	Ok(Some(one))
}

/// The homes of a table of energy, by the headings of its columns.
pub fn homes_of(table: &Table) -> Vec<Home> {
	let columns = table.headings().iter().filter(|heading| *heading != "time");
	columns.map(|id| Home { id: id.clone(), name: id.clone(), ask: None }).collect()
}

/// Reads `homes.csv`.
pub fn homes(table: &Table, tariff: &Tariff) -> Result<Vec<Home>, TableError> {
	table.expect(&["home"], &["home", "name", "ask"])?;
	let mut homes: Vec<Home> = Vec::new();
	for cell in table.column("home") {
		if cell.text.is_empty() {
			return Err(cell.wrong("names no home: write the heading of its column in loads.csv"));
		}
		if homes.iter().any(|home| home.id == cell.text) {
			return Err(cell.wrong("comes twice"));
		}
		homes.push(Home { id: cell.text.into(), name: cell.text.into(), ask: None });
	}
	for (home, cell) in homes.iter_mut().zip(table.column("name")) {
		if !cell.text.is_empty() {
			home.name = cell.text.chars().filter(|letter| !letter.is_control()).take(40).collect();
		}
	}
	for (home, cell) in homes.iter_mut().zip(table.column("ask")) {
		if cell.text.is_empty() {
			continue;
		}
		let ask = price(&cell)?;
		if ask <= tariff.sell {
			return Err(
				cell.wrong("is not above what the utility pays: ask for more, or leave it blank")
			);
		}
		let most = tariff.dearest_ask();
		if ask > most {
			return Err(cell.wrong(format!(
				"is above {}, the most that a seller may ask at every time of day: ask for less, or leave it blank",
				units::price(most)
			)));
		}
		home.ask = Some(ask);
	}
	Ok(homes)
}
