// SPDX-License-Identifier: Apache-2.0

//! What portals, inverters and scripts call their columns.

use crate::mapping::Unit;

/// What a column holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
	/// The number of an interval.
	Interval,
	/// When a period begins.
	Start,
	/// A time of which the name does not say which end of a period it is.
	Time,
	/// When a period is over.
	End,
	/// A day.
	Date,
	/// What was used or drawn.
	Load,
	/// What was generated or fed in.
	Generation,
	/// Used less generated.
	Net,
	/// The unit of a line's value.
	Unit,
}

const NAMES: &[(Role, &[&str])] = &[
	(Role::Interval, &["interval"]),
	(
		Role::Start,
		&[
			"start",
			"starttime",
			"start time",
			"start date",
			"start datetime",
			"start date time",
			"startdate",
			"interval start",
			"intervalstart",
			"period start",
			"from",
			"from time",
			"begin",
			"beginn",
			"von",
			"ab",
			"ab datum",
			"von datum",
			"van",
			"van tijdstip",
			"début",
			"debut",
		],
	),
	(
		Role::Time,
		&[
			"time",
			"timestamp",
			"datetime",
			"date time",
			"date and time",
			"local time",
			"utc",
			"time utc",
			"utc timestamp",
			"timestamp utc",
			"unix",
			"unixtime",
			"unix time",
			"epoch",
			"ts",
			"zeit",
			"zeitpunkt",
			"zeitstempel",
			"uhrzeit",
			"datum uhrzeit",
			"datum zeit",
			"datum und uhrzeit",
			"tijd",
			"tijdstip",
			"datum tijd",
			"heure",
			"date heure",
			"last changed",
		],
	),
	(
		Role::End,
		&[
			"end",
			"endtime",
			"end time",
			"end date",
			"end datetime",
			"end date time",
			"enddate",
			"interval end",
			"intervalend",
			"period end",
			"to",
			"to time",
			"bis",
			"ende",
			"bis datum",
			"tot",
			"tot tijdstip",
			"fin",
			"horodate",
		],
	),
	(Role::Date, &["date", "day", "datum", "tag", "van datum", "jour"]),
	(
		Role::Load,
		&[
			"load",
			"consumption",
			"usage",
			"use",
			"import",
			"grid import",
			"energy consumption",
			"electricity consumption",
			"verbrauch",
			"bezug",
			"netzbezug",
			"stromverbrauch",
			"gesamtverbrauch",
			"consommation",
			"soutirage",
			"afname",
			"verbruik",
		],
	),
	(
		Role::Generation,
		&[
			"generation",
			"production",
			"export",
			"grid export",
			"feed in",
			"solar",
			"pv",
			"pv production",
			"solar production",
			"erzeugung",
			"produktion",
			"einspeisung",
			"netzeinspeisung",
			"injection",
			"injectie",
			"opwek",
			"teruglevering",
		],
	),
	(Role::Net, &["net", "netto", "saldo"]),
	(Role::Unit, &["unit", "units", "einheit", "eenheid", "unité", "unite"]),
];

/// What a column of this name holds, if that is known.
pub(crate) fn role(header: &str) -> Option<Role> {
	let words = words(header);
	let name = words.iter().filter(|word| Unit::spelt(word).is_none() && !joins(word));
	let name = name.map(String::as_str).collect::<Vec<_>>().join(" ");
	NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}

/// The unit that a column's name tells, if it tells just one.
pub(crate) fn unit(header: &str) -> Option<Unit> {
	let mut units: Vec<_> = words(header).iter().filter_map(|word| Unit::spelt(word)).collect();
	units.dedup();
	match units[..] {
		[unit] => Some(unit),
		_ => None,
	}
}

/// Whether a column's times are UTC by its name.
pub(crate) fn is_utc(header: &str) -> bool {
	words(header).iter().any(|word| matches!(word.as_str(), "utc" | "gmt"))
}

/// The words of a name in small letters, without brackets, underscores and the like.
fn words(header: &str) -> Vec<String> {
	let words = header.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
	words.map(str::to_lowercase).collect()
}

/// Words that stand before a unit.
fn joins(word: &str) -> bool {
	matches!(word, "in" | "en")
}
