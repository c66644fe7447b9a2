// SPDX-License-Identifier: Apache-2.0

//! Takes the keys of a TOML document one by one and remembers all that is wrong with them.
//!
//! `#[derive(Deserialize)]` would stop at the first problem and make binary fractions of money, so
//! this works on the spanned table of the `toml` crate, where numbers are still as written.

use std::{collections::BTreeMap, mem, ops::Range, path::Path};

use toml::{
	Spanned,
	de::{DeString, DeTable, DeValue},
};

use super::error::Found;

/// A TOML document, section by section.
pub(super) struct Document<'t> {
	rows: Rows<'t>,
	known: Vec<&'static str>,
	directory: &'t Path,
	found: Vec<Found>,
}

/// A section's keys that have not been taken yet.
pub(super) struct Section<'d, 't> {
	name: &'static str,
	header: Range<usize>,
	rows: Rows<'t>,
	known: Vec<&'static str>,
	/// Where relative paths start.
	pub directory: &'d Path,
	found: &'d mut Vec<Found>,
}

/// Keys with their places and values.
type Rows<'t> = BTreeMap<String, (Range<usize>, Spanned<DeValue<'t>>)>;

fn rows(table: DeTable<'_>) -> Rows<'_> {
	let row =
		|(key, value): (Spanned<DeString<'_>>, _)| (key.get_ref().to_string(), (key.span(), value));
	table.into_iter().map(row).collect()
}

impl<'t> Document<'t> {
	/// Parses a text; relative paths in it start at the directory.
	pub fn parse(text: &'t str, directory: &'t Path) -> Result<Self, Vec<Found>> {
		let (table, errors) = DeTable::parse_recoverable(text);
		if errors.is_empty() {
			let rows = rows(table.into_inner());
			return Ok(Self { rows, known: Vec::new(), directory, found: Vec::new() });
		}
		let found = errors.into_iter().map(|error| {
			let at = error.span().unwrap_or_default();
			let duplicate = error.message().starts_with("duplicate key");
			let key = text.get(at.clone()).filter(|_| duplicate).unwrap_or_default();
			Found { key: printable(key), at, reason: error.message().into() }
		});
		Err(found.collect())
	}

	/// Reads a section, which is empty if it is not there, and refuses the keys that nobody took.
	pub fn section<T>(
		&mut self,
		name: &'static str,
		read: impl FnOnce(&mut Section<'_, 't>) -> T,
	) -> T {
		self.known.push(name);
		let (header, value) = match self.rows.remove(name) {
			Some((header, value)) => (header, value.into_inner()),
			None => (0..0, DeValue::Table(DeTable::new())),
		};
		let before = self.found.len();
		let (rows, is_table) = match value {
			DeValue::Table(table) => (rows(table), true),
			_ => (Rows::new(), false),
		};
		let mut section = Section {
			name,
			header: header.clone(),
			rows,
			known: Vec::new(),
			directory: self.directory,
			found: &mut self.found,
		};
		let value = read(&mut section);
		section.refuse_rest();
		if !is_table {
			// What it lacks as well is not worth saying.
			self.found.truncate(before);
			let reason = format!("is a section: write [{name}] and its keys below");
			self.found.push(Found { key: name.into(), at: header, reason });
		}
		value
	}

	/// Reads a section if it is there.
	pub fn optional_section<T>(
		&mut self,
		name: &'static str,
		read: impl FnOnce(&mut Section<'_, 't>) -> T,
	) -> Option<T> {
		if self.rows.contains_key(name) {
			return Some(self.section(name, read));
		}
		self.known.push(name);
		None
	}

	/// Everything that is wrong, unknown sections included.
	pub fn finish(self) -> Vec<Found> {
		let Self { rows, known, mut found, .. } = self;
		found.extend(rows.into_iter().map(|(key, (at, _))| Found {
			key: printable(&key),
			at,
			reason: format!("unknown section; known are {}", list(&known)),
		}));
		found
	}
}

impl<'t> Section<'_, 't> {
	/// Remembers a problem.
	pub fn refuse(&mut self, key: &str, at: Range<usize>, reason: impl Into<String>) {
		let key = format!("{}.{}", self.name, printable(key));
		self.found.push(Found { key, at, reason: reason.into() });
	}

	/// Where a key is that has not been taken, right or wrong.
	pub fn place(&self, key: &str) -> Option<Range<usize>> {
		self.rows.get(key).map(|(at, _)| at.clone())
	}

	/// Refuses that a key is missing.
	pub fn require(&mut self, key: &'static str, reason: &str) {
		if self.place(key).is_none() {
			self.refuse(key, self.header.clone(), format!("is missing: {reason}"));
		}
	}

	/// Refuses a key that would do nothing here.
	pub fn forbid(&mut self, key: &'static str, reason: &str) {
		if let Some(at) = self.place(key) {
			self.refuse(key, at, reason);
		}
	}

	/// Refuses a key that has another place now.
	pub fn moved(&mut self, key: &'static str, to: &str) {
		if let Some((at, _)) = self.rows.remove(key) {
			self.refuse(key, at, format!("is {to} now"));
		}
	}

	/// Refuses all but exactly one of some keys. They are still to be taken.
	pub fn require_one(&mut self, keys: &[&'static str], reason: &str) {
		let mut there: Vec<_> =
			keys.iter().filter_map(|key| Some((*key, self.place(key)?))).collect();
		there.sort_by_key(|(_, at)| at.start);
		let mut there = there.into_iter();
		match (there.next(), keys.first()) {
			(None, Some(first)) => {
				let all = list(keys);
				let reason = format!("is missing: exactly one of {all} says {reason}");
				self.refuse(first, self.header.clone(), reason);
			},
			(Some((first, _)), _) => {
				for (key, at) in there {
					let reason = format!("`{first}` says already {reason}; keep one of the two");
					self.refuse(key, at, reason);
				}
			},
			(None, None) => {},
		}
	}

	fn refuse_rest(&mut self) {
		let reason = format!("unknown key; [{}] knows {}", self.name, list(&self.known));
		for (key, (at, _)) in mem::take(&mut self.rows) {
			self.refuse(&key, at, reason.clone());
		}
	}

	/// Takes a key's value as it is written.
	pub fn pull(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
		self.known.push(key);
		self.rows.remove(key).map(|(_, value)| value)
	}

	/// Takes a key's value and converts it; a reason is remembered with the value's place.
	pub fn take<T>(
		&mut self,
		key: &'static str,
		convert: impl FnOnce(&DeValue<'t>) -> Result<T, String>,
	) -> Option<Spanned<T>> {
		let value = self.pull(key)?;
		match convert(value.get_ref()) {
			Ok(converted) => Some(Spanned::new(value.span(), converted)),
			Err(reason) => {
				self.refuse(key, value.span(), reason);
				None
			},
		}
	}
}

/// Some words for a message.
pub(super) fn list(words: &[&str]) -> String {
	words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A key as it may be printed: a quoted one can hold anything.
fn printable(key: &str) -> String {
	key.escape_debug().take(80).collect()
}
