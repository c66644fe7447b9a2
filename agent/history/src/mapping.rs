// SPDX-License-Identifier: Apache-2.0

//! What a user says about a file, where the file does not say it by itself.

use jiff::{fmt::temporal::DateTimeParser, tz::TimeZone};

/// What a user says about a file. The default says nothing: then the file has to say it.
///
/// A column is named as in the header, or by its number: `#2` is the second one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
	/// The zone of times that are the clock's on the wall, and of what people are shown.
	pub zone: Option<TimeZone>,
	/// The column of times.
	pub time: Option<String>,
	/// The column of dates, if `time` has only the time of day.
	pub date: Option<String>,
	/// The order of day, month and year.
	pub date_order: Option<DateOrder>,
	/// Whether times are those of a period's start or end.
	pub stamp: Option<Stamp>,
	/// The length of a line's period, in minutes.
	pub resolution_minutes: Option<u32>,
	/// The columns whose sum was used; with `register`, what that column says of such lines.
	pub load: Vec<String>,
	/// The columns whose sum was generated; with `register`, what that column says of such lines.
	pub generation: Vec<String>,
	/// Instead of both: the column of their difference.
	pub net: Option<String>,
	/// What the sign of `net` means.
	pub net_positive: Option<Direction>,
	/// Where each register has lines of its own: the column that names it.
	pub register: Option<String>,
	/// With `register`: the column of values.
	pub value: Option<String>,
	/// The unit of all values.
	pub unit: Option<Unit>,
	/// Whether values are a meter's readings, which only rise.
	pub counter: bool,
	/// What stands between cells.
	pub separator: Option<Separator>,
	/// What stands before decimals.
	pub decimal: Option<Decimal>,
}

/// A choice that a user makes by a word.
pub trait Word: Copy + 'static {
	/// The words and what they mean.
	const WORDS: &'static [(&'static str, Self)];

	/// What a word means.
	fn from_word(word: &str) -> Result<Self, String> {
		let found = Self::WORDS.iter().find(|(known, _)| *known == word);
		found.map(|(_, meaning)| *meaning).ok_or_else(|| {
			let known: Vec<_> = Self::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect();
			format!("must be one of {}", known.join(", "))
		})
	}
}

/// The order of day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
	/// 27.06.2018.
	DayMonthYear,
	/// 06/27/2018.
	MonthDayYear,
	/// 2018-06-27.
	YearMonthDay,
}

impl Word for DateOrder {
	const WORDS: &'static [(&'static str, Self)] =
		&[("dmy", Self::DayMonthYear), ("mdy", Self::MonthDayYear), ("ymd", Self::YearMonthDay)];
}

/// Which end of its period a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
	/// The period begins then.
	Start,
	/// The period is over then.
	End,
}

impl Word for Stamp {
	const WORDS: &'static [(&'static str, Self)] = &[("start", Self::Start), ("end", Self::End)];
}

/// Which way energy flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
	/// Into the house.
	Drawn,
	/// Out of it.
	FedIn,
}

impl Word for Direction {
	const WORDS: &'static [(&'static str, Self)] =
		&[("drawn", Self::Drawn), ("fed-in", Self::FedIn)];
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
	/// `,`
	Comma,
	/// `;`
	Semicolon,
	/// A tab.
	Tab,
}

impl Word for Separator {
	const WORDS: &'static [(&'static str, Self)] =
		&[(";", Self::Semicolon), ("tab", Self::Tab), (",", Self::Comma), ("\t", Self::Tab)];
}

impl Separator {
	pub(crate) fn byte(self) -> u8 {
		match self {
			Self::Comma => b',',
			Self::Semicolon => b';',
			Self::Tab => b'\t',
		}
	}

	pub(crate) fn name(self) -> &'static str {
		match self {
			Self::Comma => "commas",
			Self::Semicolon => "semicolons",
			Self::Tab => "tabs",
		}
	}
}

/// What stands before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
	/// 0.25
	Point,
	/// 0,25
	Comma,
}

impl Word for Decimal {
	const WORDS: &'static [(&'static str, Self)] = &[(".", Self::Point), (",", Self::Comma)];
}

impl Decimal {
	/// The decimal mark, and the one that may stand between thousands.
	pub(crate) fn marks(self) -> (char, char) {
		match self {
			Self::Point => ('.', ','),
			Self::Comma => (',', '.'),
		}
	}
}

/// A unit of energy, or of power that holds on average over a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
	/// Energy.
	Wh,
	/// Energy.
	KWh,
	/// Energy.
	MWh,
	/// Power.
	W,
	/// Power.
	KW,
	/// Power.
	MW,
}

impl Word for Unit {
	const WORDS: &'static [(&'static str, Self)] = &[
		("Wh", Self::Wh),
		("kWh", Self::KWh),
		("MWh", Self::MWh),
		("W", Self::W),
		("kW", Self::KW),
		("MW", Self::MW),
	];
}

impl Unit {
	/// The unit of a word in a header or a cell, however it is spelt.
	pub(crate) fn spelt(word: &str) -> Option<Self> {
		let found = Self::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word.trim()));
		found.map(|(_, unit)| *unit)
	}

	/// Its symbol.
	pub fn symbol(self) -> &'static str {
		Self::WORDS.iter().find(|(_, unit)| *unit == self).map_or("", |(word, _)| word)
	}

	/// Wh or W of one of it.
	pub(crate) fn factor(self) -> i128 {
		match self {
			Self::Wh | Self::W => 1,
			Self::KWh | Self::KW => 1_000,
			Self::MWh | Self::MW => 1_000_000,
		}
	}

	pub(crate) fn is_power(self) -> bool {
		matches!(self, Self::W | Self::KW | Self::MW)
	}
}

/// The zone of a name such as `Europe/Berlin`, `UTC`, or of an offset such as `+01:00`, which never changes.
pub fn zone(name: &str) -> Result<TimeZone, String> {
	let refused = || {
		format!(
			"`{}` is no time zone; write one such as \"Europe/Berlin\", or \"+01:00\" for winter time all year",
			name.escape_debug().take(80).collect::<String>()
		)
	};
	// Rules in the manner of TZ variables have no name that people could be shown.
	let named = |zone: &TimeZone| zone.iana_name().is_some() || zone.to_fixed_offset().is_ok();
	let zone = DateTimeParser::new().parse_time_zone(name.trim()).ok();
	zone.filter(|zone| named(zone) && !zone.is_unknown()).ok_or_else(refused)
}

/// What a user has to say, as an option and as a line of a rulebook.
pub(crate) fn say(key: &str, value: &str) -> String {
	format!("--{} \"{value}\" (in a rulebook {key} = \"{value}\")", key.replace('_', "-"))
}

/// What people call a zone.
pub(crate) fn zone_name(zone: &TimeZone) -> String {
	match (zone.iana_name(), zone.to_fixed_offset()) {
		(Some(name), _) => name.into(),
		(None, Ok(offset)) => offset.to_string(),
		(None, Err(_)) => "local time".into(),
	}
}
