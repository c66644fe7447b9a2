// SPDX-License-Identifier: Apache-2.0

//! A table in a file: CSV, with headings.

use std::{fs, path::Path};

use super::error::TableError;

/// Most bytes of a table: a hundred homes and a week of 5 minutes have some 2 million.
const MAX_BYTES: usize = 1 << 24;

/// A table as it was read.
pub struct Table {
	file: String,
	headings: Vec<String>,
	rows: Vec<(u64, csv::StringRecord)>,
	/// Whether 0,5 is a half.
	comma: bool,
}

/// A value of a table.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
	table: &'a Table,
	/// Its line, from 1.
	pub line: u64,
	column: &'a str,
	/// What is written there, without the blanks around it.
	pub text: &'a str,
}

impl Table {
	/// Reads a table. Where the headings are separated by semicolons, so are the values, and they may have decimal
	/// commas.
	pub fn read(folder: &Path, name: &str) -> Result<Self, TableError> {
		let path = folder.join(name);
		let file = path.display().to_string();
		let text = fs::read_to_string(&path)
			.map_err(|reason| TableError::File { file: file.clone(), reason })?;
		let whole = |wrong: String| TableError::Whole { file: file.clone(), wrong };
		if text.len() > MAX_BYTES {
			return Err(whole(format!("is larger than {MAX_BYTES} bytes: take fewer days")));
		}
		let text = text.trim_start_matches('\u{feff}');
		let mut lines = text.lines().filter(|line| !line.starts_with('#'));
		let comma = lines.next().is_some_and(|line| line.contains(';'));
		let delimiter = if comma { b';' } else { b',' };
		let mut reader = csv::ReaderBuilder::new()
			.delimiter(delimiter)
			.trim(csv::Trim::All)
			.comment(Some(b'#'))
			.from_reader(text.as_bytes());
		let headings = reader.headers().map_err(|error| whole(error.to_string()))?;
		let headings: Vec<String> = headings.iter().map(Into::into).collect();
		let mut rows = Vec::new();
		for record in reader.into_records() {
			let record = record.map_err(|error| match error.kind() {
				csv::ErrorKind::UnequalLengths { pos, expected_len, len } => TableError::Line {
					file: file.clone(),
					line: pos.as_ref().map_or(0, csv::Position::line),
					wrong: format!(
						"{len} values below {expected_len} headings: write one for each"
					),
				},
				_ => whole(error.to_string()),
			})?;
			rows.push((record.position().map_or(0, csv::Position::line), record));
		}
		let mut sorted = headings.clone();
		sorted.sort_unstable();
		let mut pairs = sorted.iter().zip(sorted.iter().skip(1));
		if let Some((twice, _)) = pairs.find(|(heading, next)| heading == next) {
			return Err(whole(format!("two columns are called {twice:?}")));
		}
		if rows.is_empty() {
			return Err(whole("has no line below its headings".into()));
		}
		Ok(Self { file, headings, rows, comma })
	}

	/// The headings, in order.
	pub fn headings(&self) -> &[String] {
		&self.headings
	}

	/// Refuses headings that mean nothing here, and the lack of those that must be there.
	pub fn expect(&self, needed: &[&str], known: &[&str]) -> Result<(), TableError> {
		if let Some(missing) = needed.iter().find(|name| self.place(name).is_none()) {
			return Err(
				self.wrong(format!("has no column {missing:?}: write {}", needed.join(",")))
			);
		}
		let is_known = |name: &&String| known.contains(&name.as_str());
		match self.headings.iter().find(|name| !is_known(name)) {
			Some(name) => Err(self.wrong(format!(
				"has a column {name:?} that means nothing here; there may be {}",
				known.join(",")
			))),
			None => Ok(()),
		}
	}

	/// The values of a column, from the top down.
	pub fn column<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Cell<'a>> {
		let place = self.place(name);
		self.rows.iter().filter_map(move |(line, record)| {
			let text = record.get(place?)?;
			Some(Cell { table: self, line: *line, column: name, text })
		})
	}

	/// Says what is wrong with the table as a whole.
	pub fn wrong(&self, wrong: impl Into<String>) -> TableError {
		TableError::Whole { file: self.file.clone(), wrong: wrong.into() }
	}

	fn place(&self, name: &str) -> Option<usize> {
		self.headings.iter().position(|heading| heading == name)
	}
}

impl Cell<'_> {
	/// Says what is wrong with the value.
	pub fn wrong(&self, wrong: impl Into<String>) -> TableError {
		TableError::Cell {
			file: self.table.file.clone(),
			line: self.line,
			column: self.column.into(),
			value: self.text.into(),
			wrong: wrong.into(),
		}
	}

	/// A decimal number as an integer with so many more digits, rounded half up; and whether it was rounded.
	pub fn decimal(&self, places: usize) -> Option<(u64, bool)> {
		let text = match self.table.comma {
			true => self.text.replace(',', "."),
			false => self.text.into(),
		};
		let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
			return None;
		}
		let (kept, dropped) = fraction.split_at(fraction.len().min(places));
		let number: u64 = format!("0{whole}{kept:0<places$}").parse().ok()?;
		let up = dropped.bytes().next().is_some_and(|digit| digit >= b'5');
		let rounded = dropped.bytes().any(|digit| digit != b'0');
		Some((number.checked_add(u64::from(up))?, rounded))
	}
}
