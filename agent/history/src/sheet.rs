// SPDX-License-Identifier: Apache-2.0

//! The lines of a CSV file, and where its header is.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::{
	columns::Columns,
	mapping::{Mapping, Separator, Word},
	problem::{Place, Problems},
};

/// How far down a header is looked for.
const MAX_PREAMBLE: usize = 100;

/// The most lines: two years of minutes, with their nights.
pub(crate) const MAX_LINES: usize = 1_060_000;

/// A CSV file behind its header.
pub(crate) struct Sheet {
	pub separator: Separator,
	pub columns: Columns,
	/// Lines before the header.
	pub preamble: usize,
	pub lines: Vec<Line>,
}

/// A line that is not blank.
pub(crate) struct Line {
	/// From 1.
	pub number: usize,
	pub cells: StringRecord,
}

impl Line {
	/// A cell by its number from 0; nothing if the line is too short.
	pub fn cell(&self, number: usize) -> &str {
		self.cells.get(number).unwrap_or_default()
	}
}

impl Sheet {
	/// Finds the header, and by it what separates cells.
	pub fn read(text: &str, mapping: &Mapping, problems: &mut Problems) -> Option<Self> {
		let candidates = match mapping.separator {
			Some(separator) => vec![separator],
			None => Separator::WORDS.iter().take(3).map(|(_, separator)| *separator).collect(),
		};
		for separator in &candidates {
			let head = lines(text, *separator, MAX_PREAMBLE);
			let found = head.iter().enumerate().find_map(|(index, line)| {
				Some((index, line.number, Columns::find(line, mapping).ok()?))
			});
			if let Some((index, header, mut columns)) = found {
				let mut lines = lines(text, *separator, MAX_LINES.saturating_add(1));
				if lines.len() > MAX_LINES {
					let place = Place { line: MAX_LINES, cell: None };
					problems
						.add(place, format!("more than {MAX_LINES} lines; leave out the oldest"));
					return None;
				}
				let behind = if columns.header { index.saturating_add(1) } else { index };
				lines.drain(..behind.min(lines.len()));
				if lines.first().is_some_and(|line| columns.take_units(line)) {
					lines.remove(0);
				}
				// Comments.
				lines.retain(|line| !line.cell(0).starts_with('#'));
				let preamble = header.saturating_sub(1);
				return Some(Self { separator: *separator, columns, preamble, lines });
			}
		}
		let (line, reason) = best_guess(text, mapping, &candidates);
		problems.add(Place { line, cell: None }, reason);
		None
	}
}

/// What is said of the line that looks most like a header.
fn best_guess(text: &str, mapping: &Mapping, candidates: &[Separator]) -> (usize, String) {
	let widest = |head: &[Line]| head.iter().map(|line| line.cells.len()).max().unwrap_or_default();
	// The separator that makes the most lines of more than a cell alike; of several the first.
	let heads = candidates.iter().rev().map(|separator| lines(text, *separator, MAX_PREAMBLE));
	let head = heads.max_by_key(|head| {
		let cells = widest(head).max(2);
		head.iter().filter(|line| line.cells.len() == cells).count()
	});
	let head = head.unwrap_or_default();
	match head.iter().find(|line| line.cells.len() == widest(&head)) {
		Some(line) => (line.number, Columns::find(line, mapping).err().unwrap_or_default()),
		None => (1, "the file is empty".into()),
	}
}

/// The first lines that are not blank. A cell is never wrong here, only odd.
fn lines(text: &str, separator: Separator, most: usize) -> Vec<Line> {
	let mut reader = ReaderBuilder::new()
		.has_headers(false)
		.flexible(true)
		.trim(Trim::All)
		.delimiter(separator.byte())
		.from_reader(text.as_bytes());
	let mut lines = Vec::new();
	let mut source = text.lines().enumerate();
	while let (Some(Ok(cells)), true) = (reader.records().next(), lines.len() < most) {
		// The reader's own position is that of the blank lines before.
		let begins = cells.position().map_or(0, |position| position.line());
		let begins = usize::try_from(begins).unwrap_or(usize::MAX).saturating_sub(1);
		let number = source.find(|(index, line)| *index >= begins && !line.is_empty());
		let number = number.map_or(begins, |(index, _)| index).saturating_add(1);
		if cells.iter().any(|cell| !cell.is_empty()) {
			lines.push(Line { number, cells });
		}
	}
	lines
}
