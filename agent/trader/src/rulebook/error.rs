// SPDX-License-Identifier: Apache-2.0

//! Why a rulebook is refused, and where: messages in the manner of a compiler.

use std::{fmt, io, ops::Range};

/// The most problems that are located and printed; the rest are counted.
const MAX_PROBLEMS: usize = 100;

/// The most characters that are quoted of a line.
const MAX_QUOTE: usize = 120;

/// What keys are called that hold secrets. Of a line with such a word only the key is quoted.
const SECRET_WORDS: [&str; 7] =
	["suri", "password", "secret", "seed", "phrase", "mnemonic", "private"];

/// Why a rulebook is refused.
#[derive(Debug, thiserror::Error)]
pub enum RulebookError {
	/// The file is not there, is a directory, or may not be read.
	#[error("{name}: cannot be read: {cause}")]
	Unreadable {
		/// The file.
		name: String,
		/// What the system says.
		cause: io::Error,
	},
	/// It is larger than any rulebook.
	#[error("{name}: is larger than {max} bytes, so it is no rulebook")]
	TooLarge {
		/// The file.
		name: String,
		/// What is allowed.
		max: usize,
	},
	/// It is not text.
	#[error("{name}:{line}:{column}: not UTF-8 here; save the file as UTF-8 text")]
	NotUtf8 {
		/// The file.
		name: String,
		/// Line of the first byte that is wrong, from 1.
		line: usize,
		/// Its character in that line, from 1.
		column: usize,
	},
	/// It is text, and wrong.
	#[error(transparent)]
	Invalid(#[from] Invalid),
}

/// All that is wrong with a rulebook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Invalid {
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
	/// The key with its section, as in `limits.max_buy_wh`; empty if the text is no TOML.
	pub key: String,
	/// Line, from 1.
	pub line: usize,
	/// Character in the line, from 1.
	pub column: usize,
	/// What is wrong, and what would be right.
	pub reason: String,
	/// The line, without secrets, and the line of carets below it.
	quote: String,
	carets: String,
}

/// A problem before its place in the text is worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
	pub key: String,
	pub at: Range<usize>,
	pub reason: String,
}

impl Invalid {
	/// Says where in the text the problems are.
	pub(super) fn new(name: &str, text: &str, mut found: Vec<Found>) -> Self {
		found.sort_by_key(|one| one.at.start);
		// An unclosed bracket is reported once for each that it leaves open.
		found.dedup();
		let more = found.len().saturating_sub(MAX_PROBLEMS);
		found.truncate(MAX_PROBLEMS);
		let problems = found.into_iter().map(|one| Problem::new(text, one)).collect();
		Self { name: name.into(), problems, more }
	}
}

impl Problem {
	fn new(text: &str, found: Found) -> Self {
		let start = text.floor_char_boundary(found.at.start);
		let (before, behind) = text.split_at(start);
		let (earlier, left) = last_line(before);
		let right = behind.lines().next().unwrap_or_default();
		let marked = found.at.end.saturating_sub(start).min(right.len());
		let marked = right.get(..right.floor_char_boundary(marked)).unwrap_or_default();
		let (quote, carets) = quote(earlier, left, right, marked.chars().count());
		let (line, column) = position_behind(before);
		Self { key: found.key, line, column, reason: found.reason, quote, carets }
	}
}

/// Splits a text before its last line.
fn last_line(text: &str) -> (&str, &str) {
	text.split_at(text.rfind('\n').map_or(0, |end| end.saturating_add(1)))
}

/// Line and column behind a text, from 1.
pub(super) fn position_behind(text: &str) -> (usize, usize) {
	let (earlier, left) = last_line(text);
	let line = earlier.matches('\n').count();
	(line.saturating_add(1), left.chars().count().saturating_add(1))
}

/// The line of a problem and the carets below what is wrong with it, cut to a size that can be read.
fn quote(earlier: &str, left: &str, right: &str, marked: usize) -> (String, String) {
	let line = format!("{left}{right}");
	let column = left.chars().count();
	let printable = |c: char| if c.is_control() && c != '\t' { '\u{fffd}' } else { c };
	let secret = may_hold_secret(earlier, &line);
	let (shown, from) = if secret {
		let key = line.split_once('=').map(|(key, _)| format!("{key}= ")).unwrap_or_default();
		(format!("{key}…"), 0)
	} else {
		(line, column.saturating_sub(MAX_QUOTE / 2))
	};
	let shown: String = shown.chars().skip(from).take(MAX_QUOTE).map(printable).collect();
	let width = shown.chars().count();
	// What is missing at the end of a line has its caret behind it.
	let last = if secret { width.saturating_sub(1) } else { width };
	let indent = column.saturating_sub(from).min(last);
	let marked = marked.clamp(1, width.saturating_sub(indent).max(1));
	// Tabs stay tabs, so that the carets stand below what they mean.
	let indent: String =
		shown.chars().take(indent).map(|c| if c == '\t' { c } else { ' ' }).collect();
	(shown, format!("{indent}{}", "^".repeat(marked)))
}

/// Whether a line is in the section that says how to sign, or reads like it: somebody may have put
/// a secret there, and messages end up in logs.
fn may_hold_secret(earlier: &str, line: &str) -> bool {
	let lower = line.to_ascii_lowercase();
	// A URL can hold a password before an @.
	if lower.contains('@') || SECRET_WORDS.iter().any(|word| lower.contains(word)) {
		return true;
	}
	let key = lower.split('=').next().unwrap_or_default().trim();
	let is_header = key.starts_with('[') && !key.contains(['"', '\'']);
	if is_header || key == "url" {
		return false;
	}
	let header = earlier.lines().rev().find(|line| line.trim_start().starts_with('['));
	header.is_none_or(|header| {
		let name = header.trim_start().trim_start_matches(['[', ' ', '\t', '"', '\'']);
		name.starts_with("node")
	})
}

impl fmt::Display for Invalid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (index, problem) in self.problems.iter().enumerate() {
			if index > 0 {
				f.write_str("\n\n")?;
			}
			let Problem { key, line, column, reason, quote, carets } = problem;
			write!(f, "{}:{line}:{column}: ", self.name)?;
			if !key.is_empty() {
				write!(f, "key `{key}`: ")?;
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
