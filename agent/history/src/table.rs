// SPDX-License-Identifier: Apache-2.0

//! The lines of a CSV file as values with times that are not placed yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
	columns::{Columns, Quantity, Series},
	forms::{self, Form, Moment},
	mapping::{Decimal, Mapping, Separator, Unit, say},
	names::Role,
	nights::Stamped,
	number::{self, Marks, ONE},
	problem::{Place, Problems, shown},
	sheet::{Line, Sheet},
};

/// A line with what it says.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
	pub stamped: Stamped,
	/// By series; none where the cell is blank.
	pub values: Vec<(usize, Option<Value>)>,
}

/// Wh or W, in 10^-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value {
	pub amount: i128,
	pub is_power: bool,
}

/// A file's lines, and what is said about how they were read.
pub(crate) struct Table {
	pub columns: Columns,
	pub form: Form,
	pub entries: Vec<Entry>,
	pub format: String,
	pub notes: Vec<String>,
}

/// Reads a table, and says what separates its cells as soon as that is known; none if there is no use in going on.
pub(crate) fn read(
	text: &str,
	mapping: &Mapping,
	interval_ms: u32,
	separator: &mut Option<char>,
	problems: &mut Problems,
) -> Option<Table> {
	let sheet = Sheet::read(text, mapping, problems)?;
	*separator = Some(sheet.separator.byte().into());
	let decimal = decimal(&sheet, mapping, problems)?;
	let of_column = |cell: usize| Place {
		line: sheet.preamble.saturating_add(1),
		cell: Some((cell, sheet.columns.name(cell))),
	};
	let net = sheet.columns.series.iter().find(|series| series.quantity == Quantity::Net);
	if let Some(net) = net.filter(|_| mapping.net_positive.is_none()) {
		let place = of_column(net.cell);
		let reason = format!(
			"the sign tells the direction; write {} or \"fed-in\"",
			say("net_positive", "drawn")
		);
		problems.add(place, reason);
	}
	if mapping.unit.is_none() && sheet.columns.unit.is_none() && !sheet.lines.is_empty() {
		let series = sheet.columns.series.iter().filter(|series| series.unit.is_none());
		for cell in series.map(|series| series.cell).collect::<BTreeSet<_>>() {
			let unit = say("unit", "kWh");
			let reason = format!("has no unit in its name; write {unit}, \"Wh\", \"kW\" or \"W\"");
			problems.add(of_column(cell), reason);
		}
	}
	let mut reader =
		Reader { sheet: &sheet, mapping, decimal, notes: Vec::new(), unread: BTreeMap::new() };
	let mut rows = Vec::with_capacity(sheet.lines.len());
	for line in &sheet.lines {
		rows.extend(reader.line(line, problems));
	}
	let texts: Vec<_> =
		rows.iter().map(|(place, text, ..)| (place.clone(), text.clone())).collect();
	let is_interval = sheet.columns.role == Role::Interval;
	let (form, moments) = forms::read_all(&texts, is_interval, mapping.date_order, problems);
	let of_interval = |moment| match moment {
		// Too far ahead for an interval; placing says so.
		Moment::Interval(number) => {
			let number = i64::try_from(number).unwrap_or(i64::MAX);
			Moment::At(number.saturating_mul(i64::from(interval_ms)).min(i64::MAX / 4))
		},
		moment => moment,
	};
	let entry =
		|((place, _, key, values), moment): ((Place, String, usize, Vec<_>), Option<Moment>)| {
			let blank = values.iter().all(|(_, value): &(usize, Option<Value>)| value.is_none());
			let stamped = Stamped { place, moment: of_interval(moment?), key, blank };
			Some(Entry { stamped, values })
		};
	let entries = rows.into_iter().zip(moments).filter_map(entry).collect();
	let mut notes = std::mem::take(&mut reader.notes);
	for (register, lines) in std::mem::take(&mut reader.unread) {
		notes.push(format!("{lines} lines of register `{register}` are left out"));
	}
	let mark = if decimal == Decimal::Comma { ", decimal commas" } else { "" };
	let head = match (sheet.columns.header, sheet.preamble) {
		(true, 0) => String::new(),
		(true, above) => format!(", header on line {}", above.saturating_add(1)),
		(false, _) => ", no header".into(),
	};
	let format = format!("CSV with {}{mark}{head}", sheet.separator.name());
	Some(Table {
		form: form.unwrap_or(Form::Interval),
		entries,
		format,
		notes,
		columns: sheet.columns,
	})
}

/// What stands before decimals.
fn decimal(sheet: &Sheet, mapping: &Mapping, problems: &mut Problems) -> Option<Decimal> {
	if let Some(decimal) = mapping.decimal {
		return Some(decimal);
	}
	let series = &sheet.columns.series;
	let cells =
		|| sheet.lines.iter().flat_map(|line| series.iter().map(move |series| (line, series.cell)));
	let cell_at = |index: usize| {
		let (line, cell) = cells().nth(index)?;
		let place = Place { line: line.number, cell: Some((cell, sheet.columns.name(cell))) };
		Some((place, line.cell(cell)))
	};
	match number::marks(cells().map(|(line, cell)| line.cell(cell))) {
		Marks::Known(decimal) => Some(decimal),
		Marks::None => Some(Decimal::Point),
		Marks::Ambiguous(index) => {
			let (place, cell) = cell_at(index)?;
			// Where commas separate cells, points are no marks between thousands.
			if sheet.separator == Separator::Comma && cell.contains('.') {
				return Some(Decimal::Point);
			}
			let bare: String = cell.chars().filter(char::is_ascii_digit).collect();
			let reason = format!(
				"`{}` may be {bare} or have decimals, and no other line tells; write {} or \",\"",
				shown(cell),
				say("decimal", ".")
			);
			problems.add(place, reason);
			None
		},
		Marks::Contradiction(index) => {
			let (place, cell) = cell_at(index)?;
			let reason = format!(
				"`{}` has another mark before decimals than the lines before; write them alike",
				shown(cell)
			);
			problems.add(place, reason);
			None
		},
	}
}

struct Reader<'s> {
	sheet: &'s Sheet,
	mapping: &'s Mapping,
	decimal: Decimal,
	notes: Vec<String>,
	/// Lines of registers that nobody named.
	unread: BTreeMap<String, usize>,
}

type Read = (Place, String, usize, Vec<(usize, Option<Value>)>);

impl Reader<'_> {
	/// What a line says: its time, its register, its values. None if it is not asked for, or wrong.
	fn line(&mut self, line: &Line, problems: &mut Problems) -> Option<Read> {
		let columns = &self.sheet.columns;
		let (found, wanted) = (line.cells.len(), columns.count());
		let too_long = line.cells.iter().skip(wanted).any(|cell| !cell.is_empty());
		if found <= columns.last() || too_long {
			let mut reason = format!("has {found} cells, and the header {wanted}");
			if too_long && self.sheet.separator == Separator::Comma {
				reason.push_str(
					"; a number with a decimal comma has to be in quotes, or the separator another",
				);
			}
			problems.add(Place { line: line.number, cell: None }, reason);
			return None;
		}
		let register = columns.register.map(|cell| line.cell(cell));
		let wanted = |series: &Series| series.register.as_deref() == register;
		let mut values = Vec::with_capacity(columns.series.len());
		for (index, series) in
			columns.series.iter().enumerate().filter(|(_, series)| wanted(series))
		{
			let value = match self.value(line, series) {
				Ok(value) => value,
				Err(reason) => {
					let place = self.place(line, series.cell);
					problems.add(place, reason);
					None
				},
			};
			values.push((index, value));
		}
		let Some((key, _)) = values.first().copied() else {
			*self.unread.entry(shown(register.unwrap_or_default())).or_default() += 1;
			return None;
		};
		let key = if register.is_some() { key } else { 0 };
		Some((self.place(line, columns.time), columns.stamp(line), key, values))
	}

	fn place(&self, line: &Line, cell: usize) -> Place {
		Place { line: line.number, cell: Some((cell, self.sheet.columns.name(cell))) }
	}

	fn value(&mut self, line: &Line, series: &Series) -> Result<Option<Value>, String> {
		let cell = line.cell(series.cell);
		let wrong = |reason: &str| format!("`{}` {reason}", shown(cell));
		let Some(number) = number::number(cell, self.decimal).map_err(|reason| wrong(&reason))?
		else {
			return Ok(None);
		};
		let unit = self.unit(line, series)?;
		if self.sheet.columns.role == Role::Interval && unit == Unit::Wh && number % ONE != 0 {
			return Err(wrong("is not a whole number of Wh"));
		}
		if number < 0 && series.quantity != Quantity::Net {
			return Err(wrong(&format!(
				"is negative, which nothing used or generated can be; if the sign tells the direction, name the column \
				 {}",
				say("net", "…")
			)));
		}
		if self.mapping.counter && unit.is_power() {
			return Err(wrong(&format!(
				"is a power, in {}; a counter counts energy",
				unit.symbol()
			)));
		}
		Ok(Some(Value { amount: number * unit.factor(), is_power: unit.is_power() }))
	}

	/// The unit that the user names, or the header, or the line.
	fn unit(&mut self, line: &Line, series: &Series) -> Result<Unit, String> {
		let columns = &self.sheet.columns;
		if let Some(unit) = self.mapping.unit {
			let other = series.unit.filter(|other| *other != unit);
			if let Some(other) = other {
				let name = columns.name(series.cell);
				let note = format!(
					"`{name}` says {}, but is taken in {}, as told",
					other.symbol(),
					unit.symbol()
				);
				if !self.notes.contains(&note) {
					self.notes.push(note);
				}
			}
			return Ok(unit);
		}
		if let Some(unit) = series.unit {
			return Ok(unit);
		}
		match columns.unit.map(|cell| line.cell(cell)) {
			Some(text) => Unit::spelt(text).ok_or_else(|| {
				format!("is in `{}`, which is none of kWh, Wh, MWh, kW, W, MW", shown(text))
			}),
			// Said of the column, once.
			None => Ok(Unit::Wh),
		}
	}
}
