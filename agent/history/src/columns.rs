// SPDX-License-Identifier: Apache-2.0

//! Which columns hold time and energy.

use crate::{
	forms,
	mapping::{Mapping, Unit, say},
	names::{self, Role},
	problem::shown,
	sheet::Line,
};

/// The most columns that a message names.
const MAX_NAMED: usize = 12;

/// The columns of a file that count.
#[derive(Debug)]
pub(crate) struct Columns {
	/// Whether they were found in a header, and not in the first line of values.
	pub header: bool,
	names: Vec<String>,
	/// The column of dates beside that of times of day.
	date: Option<usize>,
	pub time: usize,
	/// What the name of the column of times says of it.
	pub role: Role,
	/// Where each register has lines of its own: the column of its name.
	pub register: Option<usize>,
	pub series: Vec<Series>,
	/// The column of units.
	pub unit: Option<usize>,
}

/// A column of values, or one register's lines in it.
#[derive(Debug)]
pub(crate) struct Series {
	pub quantity: Quantity,
	pub cell: usize,
	/// Its unit by its name.
	pub unit: Option<Unit>,
	/// What the column of registers says of its lines.
	pub register: Option<String>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
	Load,
	Generation,
	/// Their difference.
	Net,
}

impl Columns {
	/// Finds them in a line that may be the header. The error says what is not there, and what to write.
	pub fn find(line: &Line, mapping: &Mapping) -> Result<Self, String> {
		let names: Vec<String> = line.cells.iter().map(Into::into).collect();
		let header = Header { names: &names };
		let (date, time) = header.times(mapping)?;
		let role = header.name(time).and_then(names::role);
		let role = match role {
			Some(role @ (Role::Start | Role::End | Role::Interval)) => role,
			_ => Role::Time,
		};
		let register = mapping.register.as_deref().map(|name| header.named(name)).transpose()?;
		let series = match register {
			Some(_) => header.registers(mapping)?,
			None => header.series(mapping)?,
		};
		let unit = header.of_role(Role::Unit).first().copied();
		let all = mapping.load.iter().chain(&mapping.generation).chain(&mapping.net);
		let values = if register.is_some() {
			mapping.value.iter().collect()
		} else {
			all.collect::<Vec<_>>()
		};
		let numbers = [&mapping.time, &mapping.date, &mapping.register];
		let mut named = values.iter().copied().chain(numbers.into_iter().flatten());
		let by_number =
			mapping.time.is_some() && !values.is_empty() && named.all(|name| name.starts_with('#'));
		let columns = Self { header: !by_number, names, date, time, role, register, series, unit };
		// Named by numbers alone, columns are there in any line; the first with a time begins.
		if by_number && !forms::is_time(&columns.stamp(line)) {
			return Err("no line has a time in that column".into());
		}
		Ok(columns)
	}

	/// What a column is called.
	pub fn name(&self, cell: usize) -> String {
		match self.names.get(cell).filter(|name| self.header && !name.is_empty()) {
			Some(name) => shown(name),
			None => format!("#{}", cell.saturating_add(1)),
		}
	}

	/// A line's time, with its date if that has a column of its own.
	pub fn stamp(&self, line: &Line) -> String {
		let time = line.cell(self.time);
		let is_of_day = time.bytes().filter(u8::is_ascii_digit).count() <= 6;
		match self.date {
			Some(date) if is_of_day => format!("{} {time}", line.cell(date)),
			_ => time.into(),
		}
	}

	/// Whether the line below the header has units in brackets; they are added to the names then.
	pub fn take_units(&mut self, line: &Line) -> bool {
		let is_unit = |cell: &str| cell.starts_with('[') && cell.ends_with(']');
		if !self.header || !is_unit(line.cell(self.time)) {
			return false;
		}
		for series in &mut self.series {
			series.unit = series.unit.or(names::unit(line.cell(series.cell)));
		}
		true
	}

	/// Whether times are UTC by their column's name.
	pub fn is_utc(&self) -> bool {
		self.header && self.names.get(self.time).is_some_and(|name| names::is_utc(name))
	}

	/// How many cells the header has.
	pub fn count(&self) -> usize {
		self.names.len()
	}

	/// The last column that counts.
	pub fn last(&self) -> usize {
		let cells = self.series.iter().map(|series| series.cell);
		cells.chain([self.time]).chain(self.date).chain(self.register).max().unwrap_or_default()
	}
}

struct Header<'n> {
	names: &'n [String],
}

impl Header<'_> {
	fn name(&self, cell: usize) -> Option<&str> {
		self.names.get(cell).map(String::as_str)
	}

	fn of_role(&self, role: Role) -> Vec<usize> {
		let is = |(_, name): &(usize, &String)| names::role(name) == Some(role);
		self.names.iter().enumerate().filter(is).map(|(cell, _)| cell).collect()
	}

	/// All names, for a message.
	fn list(&self) -> String {
		let mut list: Vec<_> =
			self.names.iter().take(MAX_NAMED).map(|name| format!("`{}`", shown(name))).collect();
		if self.names.len() > MAX_NAMED {
			list.push("…".into());
		}
		list.join(", ")
	}

	/// The column that a user names.
	fn named(&self, name: &str) -> Result<usize, String> {
		let number = name.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
		if let Some(cell) = number.and_then(|number| number.checked_sub(1)) {
			let there = cell < self.names.len();
			return there
				.then_some(cell)
				.ok_or(format!("has no column {name}, only {}", self.list()));
		}
		let find = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
			let all = self.names.iter().enumerate();
			all.filter(|(_, known)| same(known)).map(|(cell, _)| cell).collect()
		};
		let mut found = find(&|known| known == name.trim());
		if found.is_empty() {
			found = find(&|known| known.to_lowercase() == name.trim().to_lowercase());
		}
		match found[..] {
			[cell] => Ok(cell),
			[] => Err(format!("has no column `{}`, only {}", shown(name), self.list())),
			[first, ..] => Err(format!(
				"has more than one column `{}`; name one by its number, as \"#{}\"",
				shown(name),
				first.saturating_add(1)
			)),
		}
	}

	/// The only column of a role; an error if there are several.
	fn only(&self, role: Role, key: &str) -> Result<Option<usize>, String> {
		match self.of_role(role)[..] {
			[] => Ok(None),
			[cell] => Ok(Some(cell)),
			[first, second, ..] => {
				let name = |cell| shown(self.name(cell).unwrap_or_default());
				let (first, second) = (name(first), name(second));
				Err(format!(
					"`{first}` and `{second}` may both be meant; write {}, or another",
					say(key, &first)
				))
			},
		}
	}

	/// The columns of dates and of times.
	fn times(&self, mapping: &Mapping) -> Result<(Option<usize>, usize), String> {
		let named = mapping.date.as_deref().map(|name| self.named(name)).transpose()?;
		if let Some(name) = &mapping.time {
			return Ok((named, self.named(name)?));
		}
		let date = match named {
			Some(date) => Some(date),
			None => self.only(Role::Date, "date")?,
		};
		for role in [Role::Interval, Role::Start, Role::Time, Role::End] {
			if let Some(time) = self.only(role, "time")? {
				return Ok((date.filter(|_| role != Role::Interval), time));
			}
		}
		let missing = || {
			format!(
				"no column of times is known among {}; name it: {}",
				self.list(),
				say("time", "…")
			)
		};
		date.map(|date| (None, date)).ok_or_else(missing)
	}

	fn series(&self, mapping: &Mapping) -> Result<Vec<Series>, String> {
		let mut cells = Vec::new();
		for name in &mapping.load {
			cells.push((Quantity::Load, self.named(name)?));
		}
		for name in &mapping.generation {
			cells.push((Quantity::Generation, self.named(name)?));
		}
		if let Some(name) = &mapping.net {
			cells.push((Quantity::Net, self.named(name)?));
		}
		if cells.is_empty() {
			let load = self.only(Role::Load, "load")?.map(|cell| (Quantity::Load, cell));
			let generation = self.only(Role::Generation, "generation")?;
			cells.extend(
				load.into_iter().chain(generation.map(|cell| (Quantity::Generation, cell))),
			);
		}
		if cells.is_empty() {
			cells.extend(self.only(Role::Net, "net")?.map(|cell| (Quantity::Net, cell)));
		}
		if cells.is_empty() {
			return Err(format!(
				"no column of energy is known among {}; name it: {} for what was used, {} for what was generated",
				self.list(),
				say("load", "…"),
				say("generation", "…")
			));
		}
		let series =
			|(quantity, cell)| Series { quantity, cell, unit: self.unit(cell), register: None };
		Ok(cells.into_iter().map(series).collect())
	}

	/// One register's lines each.
	fn registers(&self, mapping: &Mapping) -> Result<Vec<Series>, String> {
		let value = mapping.value.as_deref().ok_or_else(|| {
			format!("`register` needs the column of values: {}", say("value", "…"))
		})?;
		let cell = self.named(value)?;
		let of = |quantity, names: &[String]| -> Vec<_> {
			let series = |name: &String| {
				let register = Some(name.trim().to_string());
				Series { quantity, cell, unit: self.unit(cell), register }
			};
			names.iter().map(series).collect()
		};
		let mut series = of(Quantity::Load, &mapping.load);
		series.extend(of(Quantity::Generation, &mapping.generation));
		if series.is_empty() {
			return Err(format!(
				"`register` needs what that column says: {}, {}",
				say("load", "…"),
				say("generation", "…")
			));
		}
		Ok(series)
	}

	fn unit(&self, cell: usize) -> Option<Unit> {
		self.name(cell).and_then(names::unit)
	}
}
