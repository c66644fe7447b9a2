// SPDX-License-Identifier: Apache-2.0

//! Files right, odd and wrong.

mod any;
mod green_button;
mod nights;
mod odd;
mod portals;
mod summary;

use super::*;

/// The page that tells users what each odd file gives.
const PAGE: &str = include_str!("../../../../docs/histories.md");

/// A mapping as a user would write it: keys and values, by spaces; `_` is a space in a value, `+` joins columns.
fn mapping(text: &str) -> Mapping {
	let mut mapping = Mapping::default();
	for pair in text.split_whitespace() {
		let (key, value) = pair.split_once('=').unwrap();
		let name = value.replace('_', " ");
		let names = || name.split('+').map(Into::into).collect();
		match key {
			"zone" => mapping.zone = Some(zone(value).unwrap()),
			"time" => mapping.time = Some(name),
			"date" => mapping.date = Some(name),
			"date_order" => mapping.date_order = Some(Word::from_word(value).unwrap()),
			"stamp" => mapping.stamp = Some(Word::from_word(value).unwrap()),
			"minutes" => mapping.resolution_minutes = Some(value.parse().unwrap()),
			"load" => mapping.load = names(),
			"generation" => mapping.generation = names(),
			"net" => mapping.net = Some(name),
			"net_positive" => mapping.net_positive = Some(Word::from_word(value).unwrap()),
			"register" => mapping.register = Some(name),
			"value" => mapping.value = Some(name),
			"unit" => mapping.unit = Some(Word::from_word(value).unwrap()),
			"counter" => mapping.counter = value == "true",
			"separator" => mapping.separator = Some(Word::from_word(value).unwrap()),
			"decimal" => mapping.decimal = Some(Word::from_word(value).unwrap()),
			_ => panic!("{key}"),
		}
	}
	mapping
}

/// What comes of a file on a chain with intervals of so many minutes: the start of the first in UTC, and load
/// and generation of each in Wh, `_` for a missing one; or the first line of each problem.
fn gives(file: &[u8], said: &str, minutes: u32) -> String {
	let mapping = mapping(said);
	let read = match read(file, "f", &mapping, minutes * 60_000) {
		Ok(read) => read,
		Err(refused) => {
			let problems = refused.problems.iter().map(|problem| {
				let Problem { line, column, reason, .. } = problem;
				format!("{line}:{column}: {reason}")
			});
			let mut all: Vec<_> = problems.collect();
			all.extend((refused.more > 0).then(|| format!("and {} more", refused.more)));
			return all.join("\n");
		},
	};
	let Some(first) = read.rows.first() else { return "nothing".into() };
	let start = i64::from(first.interval) * i64::from(minutes) * 60;
	let start = jiff::Timestamp::from_second(start).unwrap();
	let mut words = vec![start.strftime("%Y-%m-%dT%H:%M").to_string()];
	let mut next = first.interval;
	for Row { interval, load_wh, generation_wh } in &read.rows {
		words.extend((next..*interval).map(|_| "_".to_string()));
		words.push(format!("{load_wh}/{generation_wh}"));
		next = interval + 1;
	}
	words.join(" ")
}

/// The notes that come with a file.
fn notes(file: &str, said: &str, minutes: u32) -> String {
	let mapping = mapping(said);
	read(file.as_bytes(), "f", &mapping, minutes * 60_000).unwrap().how.notes.join("\n")
}
