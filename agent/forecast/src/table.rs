// SPDX-License-Identifier: Apache-2.0

//! Tables of intervals as CSV: factors.

use std::{fs::File, io::Read, path::Path};

use gridmerit_energy::Interval;
use serde::de::DeserializeOwned;

/// Most rows of a table: two years of quarters of an hour.
const MAX_ROWS: usize = 70_080;

/// Most bytes that are read of it.
const MAX_BYTES: u64 = 1 << 23;

/// Most characters of a wrong header that an error shows.
const SHOWN: usize = 80;

/// Why a table is not read. Each names the table, and the line where there is one.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
	/// The file cannot be opened.
	#[error("{name}: {source}")]
	Open {
		/// The file.
		name: String,
		/// What the system says.
		source: std::io::Error,
	},
	/// The first line is not the header.
	#[error("{name}, line 1: the header is `{found}`, it has to be `{wanted}`")]
	Header {
		/// The table.
		name: String,
		/// What is there.
		found: String,
		/// What should be.
		wanted: &'static str,
	},
	/// A line does not hold what the header says.
	#[error("{name}, line {line}: {source}")]
	Line {
		/// The table.
		name: String,
		/// Counted from 1; 0 if it is not known.
		line: u64,
		/// What is wrong with it.
		source: csv::Error,
	},
	/// An interval does not come after the one before.
	#[error("{name}, line {line}: interval {interval} does not come after {last}; sort the rows")]
	Order {
		/// The table.
		name: String,
		/// Counted from 1.
		line: u64,
		/// The interval of this line.
		interval: Interval,
		/// The interval of the line before.
		last: Interval,
	},
	/// A value is out of range.
	#[error("{name}, line {line}: {value} is not within 0 and {most}")]
	Range {
		/// The table.
		name: String,
		/// Counted from 1.
		line: u64,
		/// The value.
		value: String,
		/// The largest one allowed.
		most: String,
	},
	/// The table does not end.
	#[error("{0}: more than {MAX_ROWS} rows; leave out the oldest")]
	Long(String),
}

/// Opens a file to read a table from.
pub(crate) fn open(path: &Path) -> Result<(File, String), TableError> {
	let name = path.display().to_string();
	match File::open(path) {
		Ok(file) => Ok((file, name)),
		Err(source) => Err(TableError::Open { name, source }),
	}
}

/// Reads a table. `check` gives a row's interval and, if a value is out of range, it and the limit.
pub(crate) fn read<T: DeserializeOwned>(
	from: impl Read,
	name: &str,
	header: &'static str,
	check: impl Fn(&T) -> (Interval, Option<(String, String)>),
) -> Result<Vec<T>, TableError> {
	let of_line = |source: csv::Error| {
		let line = source.position().map_or(0, csv::Position::line);
		TableError::Line { name: name.into(), line, source }
	};
	let mut reader =
		csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(from.take(MAX_BYTES));
	let found = reader.headers().map_err(of_line)?.iter().collect::<Vec<_>>().join(",");
	if found != header {
		let found = found.chars().take(SHOWN).collect();
		return Err(TableError::Header { name: name.into(), found, wanted: header });
	}
	let columns = csv::StringRecord::from(header.split(',').collect::<Vec<_>>());
	let mut rows = Vec::new();
	let mut last = None;
	let mut record = csv::StringRecord::new();
	while reader.read_record(&mut record).map_err(of_line)? {
		let line = record.position().map_or(0, csv::Position::line);
		let row: T = record.deserialize(Some(&columns)).map_err(of_line)?;
		let (interval, error) = check(&row);
		if let Some((value, most)) = error {
			return Err(TableError::Range { name: name.into(), line, value, most });
		}
		if let Some(last) = last.filter(|last| interval <= *last) {
			return Err(TableError::Order { name: name.into(), line, interval, last });
		}
		if rows.len() == MAX_ROWS {
			return Err(TableError::Long(name.into()));
		}
		last = Some(interval);
		rows.push(row);
	}
	Ok(rows)
}
