// SPDX-License-Identifier: Apache-2.0

//! `[history]`: a file with what the node used and generated, and what the file does not say by itself.

use std::path::PathBuf;

use gridmerit_history::{
	DateOrder, Decimal, Direction, HistoryFileError, Mapping, Separator, Stamp, Understood, Unit,
	Word, read_file, zone,
};
use jiff::tz::TimeZone;
use toml::{Spanned, de::DeValue};

use super::{
	reader::Section,
	values::{check_text, expected},
};

/// The most columns that are added up.
const MAX_COLUMNS: usize = 64;

/// Where the past comes from, if not from the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRules {
	/// The file.
	pub file: PathBuf,
	/// What is said about it.
	pub mapping: Mapping,
}

impl HistoryRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		section.require("file", "[history] needs it");
		if section.place("register").is_some() {
			section.require("value", "`register` needs the column of values");
			section.forbid("net", "does nothing beside `register`");
		} else {
			section.forbid("value", "does nothing without `register`");
		}
		if section.place("net").is_some() {
			section.require("net_positive", "`net` needs it");
			for key in ["load", "generation"] {
				section.forbid(key, "does nothing beside `net`");
			}
		} else {
			section.forbid("net_positive", "does nothing without `net`");
		}
		let file = section.path("file");
		let mapping = Mapping {
			zone: section.zone("zone"),
			time: name(section, "time"),
			date: name(section, "date"),
			date_order: section.word("date_order", DateOrder::WORDS),
			stamp: section.word("stamp", Stamp::WORDS),
			resolution_minutes: section
				.integer("resolution_minutes", 1..=60)
				.and_then(|minutes| (*minutes.get_ref()).try_into().ok()),
			load: names(section, "load"),
			generation: names(section, "generation"),
			net: name(section, "net"),
			net_positive: section.word("net_positive", Direction::WORDS),
			register: name(section, "register"),
			value: name(section, "value"),
			unit: section.word("unit", Unit::WORDS),
			counter: section.boolean("counter").is_some_and(Spanned::into_inner),
			separator: section.word("separator", Separator::WORDS),
			decimal: section.word("decimal", Decimal::WORDS),
		};
		Some(Self { file: file?, mapping })
	}

	/// Reads the file, for a chain with intervals of so many milliseconds.
	pub fn load(&self, interval_ms: u32) -> Result<Understood, HistoryFileError> {
		read_file(&self.file, &self.mapping, interval_ms)
	}
}

impl Section<'_, '_> {
	/// Takes a time zone.
	pub fn zone(&mut self, key: &'static str) -> Option<TimeZone> {
		let read = |value: &DeValue<'_>| match value.as_str() {
			Some(name) => zone(name),
			None => Err(expected("a string", value)),
		};
		self.take(key, read).map(Spanned::into_inner)
	}
}

/// The name of a column.
fn name(section: &mut Section<'_, '_>, key: &'static str) -> Option<String> {
	section.text(key, check_text).map(Spanned::into_inner)
}

/// One name or several.
fn names(section: &mut Section<'_, '_>, key: &'static str) -> Vec<String> {
	let read = |value: &DeValue<'_>| {
		let text = |value: &DeValue<'_>| -> Result<String, String> {
			let text =
				value.as_str().ok_or_else(|| expected("a name, or a list of names", value))?;
			check_text(text)?;
			Ok(text.to_string())
		};
		match value.as_array() {
			Some(list) if (1..=MAX_COLUMNS).contains(&list.len()) => {
				list.iter().map(|one| text(one.get_ref())).collect()
			},
			Some(_) => Err(format!("must have 1 to {MAX_COLUMNS} names")),
			None => Ok(vec![text(value)?]),
		}
	};
	section.take(key, read).map(Spanned::into_inner).unwrap_or_default()
}
