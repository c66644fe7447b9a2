// SPDX-License-Identifier: Apache-2.0

//! Why a file is refused, and where: messages in the manner of a compiler, as those about a rulebook.

use std::fmt;

/// The most problems that are located and printed; the rest are counted.
const MAX_PROBLEMS: usize = 20;

/// The most characters that are quoted of a line, and of a value.
const MAX_QUOTE: usize = 120;
const MAX_VALUE: usize = 40;

/// Why no history comes of a file.
#[derive(Debug, thiserror::Error)]
pub enum HistoryFileError {
	/// It is not there, is a directory, or may not be read.
	#[error("{name}: cannot be read: {source}")]
	Unreadable {
		/// The file.
		name: String,
		/// What the system says.
		source: std::io::Error,
	},
	/// It is larger than two years of minutes.
	#[error("{name}: is larger than {} MB; leave out the oldest", .max >> 20)]
	Large {
		/// The file.
		name: String,
		/// What is allowed, in bytes.
		max: usize,
	},
	/// It is read, and wrong, or can be understood in two ways.
	#[error(transparent)]
	Refused(#[from] Refused),
}

/// All that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
	/// The file.
	pub name: String,
	/// What is wrong, by place.
	pub problems: Vec<Problem>,
	/// How many more problems there are.
	pub more: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
	/// The column by name; empty if it is about a whole line.
	pub field: String,
	/// Line, from 1.
	pub line: usize,
	/// Character in the line, from 1.
	pub column: usize,
	/// What is wrong, and what would be right.
	pub reason: String,
	quote: String,
	carets: String,
}

/// Where a problem is: a line, and which of its cells.
#[derive(Clone, Debug)]
pub(crate) struct Place {
	pub line: usize,
	/// Its number from 0, and its name.
	pub cell: Option<(usize, String)>,
}

/// Collects what is wrong; only so much of it is kept.
#[derive(Debug, Default)]
pub(crate) struct Problems {
	found: Vec<(Place, String)>,
	more: usize,
}

impl Problems {
	/// Remembers a problem.
	pub fn add(&mut self, place: Place, reason: impl Into<String>) {
		if self.found.len() < MAX_PROBLEMS {
			self.found.push((place, reason.into()));
		} else {
			self.more = self.more.saturating_add(1);
		}
	}

	/// Adds those of another.
	pub fn append(&mut self, other: Self) {
		self.more = self.more.saturating_add(other.more);
		other.found.into_iter().for_each(|(place, reason)| self.add(place, reason));
	}

	pub fn is_empty(&self) -> bool {
		self.found.is_empty()
	}

	/// All of them, located in the text; `separator` tells where its cells are, if it has any.
	pub fn refuse(self, name: &str, text: &str, separator: Option<char>) -> Refused {
		let mut problems: Vec<_> =
			self.found.into_iter().map(|found| Problem::new(text, separator, found)).collect();
		problems.sort_by_key(|problem| (problem.line, problem.column));
		Refused { name: name.into(), problems, more: self.more }
	}
}

impl Problem {
	fn new(text: &str, separator: Option<char>, (place, reason): (Place, String)) -> Self {
		let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
		let (field, at, width) = match (place.cell, separator) {
			(Some((number, field)), Some(separator)) => {
				let (at, width) = cell(line, separator, number);
				(field, at, width)
			},
			_ => {
				let indent = line.chars().take_while(|c| c.is_whitespace()).count();
				(String::new(), indent, line.trim().chars().count())
			},
		};
		let from = at.saturating_sub(MAX_QUOTE / 2);
		let printable = |c: char| if c.is_control() && c != '\t' { '\u{fffd}' } else { c };
		let quote: String = line.chars().skip(from).take(MAX_QUOTE).map(printable).collect();
		let shown = quote.chars().count();
		let indent = at.saturating_sub(from).min(shown);
		// Tabs stay tabs, so that the carets stand below what they mean.
		let blank = |c: char| if c == '\t' { c } else { ' ' };
		let left: String = quote.chars().take(indent).map(blank).collect();
		let width = width.clamp(1, shown.saturating_sub(indent).max(1));
		let carets = format!("{left}{}", "^".repeat(width));
		let column = at.saturating_add(1);
		Self { field, line: place.line, column, reason, quote, carets }
	}
}

/// Where a cell begins in its line, and how wide it is, in characters. Quotes hide separators.
fn cell(line: &str, separator: char, number: usize) -> (usize, usize) {
	let (mut quoted, mut at, mut begin, mut width) = (false, 0_usize, 0_usize, 0_usize);
	for (position, c) in line.chars().enumerate() {
		if c == '"' {
			quoted = !quoted;
		}
		if c == separator && !quoted {
			if at == number {
				return (begin, width);
			}
			at = at.saturating_add(1);
			(begin, width) = (position.saturating_add(1), 0);
		} else if width > 0 || !c.is_whitespace() {
			width = width.saturating_add(1);
		} else {
			begin = begin.saturating_add(1);
		}
	}
	(begin, width)
}

/// A value as a message may show it.
pub(crate) fn shown(value: &str) -> String {
	let escaped = value.trim().escape_debug();
	let mut text: String = escaped.clone().take(MAX_VALUE).collect();
	if escaped.count() > MAX_VALUE {
		text.push('…');
	}
	text
}

impl fmt::Display for Refused {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (index, problem) in self.problems.iter().enumerate() {
			if index > 0 {
				f.write_str("\n\n")?;
			}
			let Problem { field, line, column, reason, quote, carets } = problem;
			write!(f, "{}:{line}:{column}: ", self.name)?;
			if !field.is_empty() {
				write!(f, "column `{field}`: ")?;
			}
			let gutter = " ".repeat(line.to_string().len());
			write!(f, "{reason}\n{gutter} |\n{line} | {quote}\n{gutter} | {carets}")?;
		}
		if self.more > 0 {
			write!(f, "\n\nand {} more", self.more)?;
		}
		Ok(())
	}
}
