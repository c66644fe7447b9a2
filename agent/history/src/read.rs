// SPDX-License-Identifier: Apache-2.0

//! From the bytes of a file to a history.

use std::{fs::File, io::Read, path::Path};

use jiff::tz::TimeZone;

use crate::{
	columns::Quantity,
	green_button,
	mapping::Mapping,
	periods::{self, columns_of},
	place::{LeftOut, Period, place},
	problem::{HistoryFileError, Place, Problems, Refused},
	resolution::length_words,
	row::Row,
	table,
	text::decode,
	understood::{How, Summary},
};

/// The largest file that is read: two years of minutes in long lines.
const MAX_BYTES: usize = 128 << 20;

/// A history, and what was understood of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
	/// By interval, in order; what is not known is not there.
	pub rows: Vec<Row>,
	/// How the file was read.
	pub how: How,
	/// What is in it.
	pub summary: Summary,
}

/// Reads a file. `interval_ms` is the length of the chain's intervals, in milliseconds.
pub fn read_file(
	path: &Path,
	mapping: &Mapping,
	interval_ms: u32,
) -> Result<Understood, HistoryFileError> {
	let name = path.display().to_string();
	let mut bytes = Vec::new();
	let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
	File::open(path)
		.and_then(|file| file.take(limit).read_to_end(&mut bytes))
		.map_err(|source| HistoryFileError::Unreadable { name: name.clone(), source })?;
	if bytes.len() > MAX_BYTES {
		return Err(HistoryFileError::Large { name, max: MAX_BYTES });
	}
	Ok(read(&bytes, &name, mapping, interval_ms)?)
}

/// Reads the bytes of a file, which errors call by a name.
pub fn read(
	bytes: &[u8],
	name: &str,
	mapping: &Mapping,
	interval_ms: u32,
) -> Result<Understood, Refused> {
	let mut problems = Problems::default();
	// A spreadsheet is a ZIP archive.
	if bytes.starts_with(b"PK\x03\x04") {
		let reason = "is a spreadsheet or an archive; save the sheet as CSV";
		problems.add(Place { line: 1, cell: None }, reason);
		return Err(problems.refuse(name, "", None));
	}
	let (text, encoding) = decode(bytes);
	let is_xml = text.trim_start().starts_with('<');
	let mut separator = None;
	let found = match is_xml {
		true => of_feed(&text, mapping, interval_ms, &mut problems),
		false => of_table(&text, mapping, interval_ms, &mut separator, &mut problems),
	};
	let Some(Found { periods, mut how, zone }) = found.filter(|_| problems.is_empty()) else {
		return Err(problems.refuse(name, &text, separator));
	};
	let (rows, out) = place(&periods, interval_ms, &mut problems);
	if !problems.is_empty() {
		return Err(problems.refuse(name, &text, separator));
	}
	how.notes.extend(encoding.map(|encoding| format!("the text is {encoding}")));
	how.notes.extend(steps(how.resolution_s, how.interval_s));
	how.notes.extend(left_out(out));
	let summary = Summary::new(&rows, interval_ms, &zone);
	Ok(Understood { rows, how, summary })
}

struct Found {
	periods: Vec<Period>,
	how: How,
	zone: TimeZone,
}

fn of_feed(
	text: &str,
	mapping: &Mapping,
	interval_ms: u32,
	problems: &mut Problems,
) -> Option<Found> {
	let said = green_button::read(text, interval_ms, problems)?;
	let how = How {
		format: "Green Button XML".into(),
		time: "Unix seconds, at the start of each period".into(),
		load: said.load,
		generation: said.generation,
		resolution_s: seconds(said.resolution),
		interval_s: seconds(interval_ms.into()),
		notes: said.notes,
	};
	Some(Found { periods: said.periods, how, zone: mapping.zone.clone().unwrap_or(TimeZone::UTC) })
}

fn of_table(
	text: &str,
	mapping: &Mapping,
	interval_ms: u32,
	separator: &mut Option<char>,
	problems: &mut Problems,
) -> Option<Found> {
	let table = table::read(text, mapping, interval_ms, separator, problems)?;
	if !problems.is_empty() {
		return None;
	}
	let zone = mapping.zone.clone().unwrap_or(TimeZone::UTC);
	let of = |quantity| columns_of(&table, mapping, quantity);
	let (load, generation) = (of(Quantity::Load), of(Quantity::Generation));
	let how = |time, resolution, notes| How {
		format: table.format.clone(),
		time,
		load,
		generation,
		resolution_s: seconds(resolution),
		interval_s: seconds(interval_ms.into()),
		notes,
	};
	if table.entries.is_empty() {
		let how = how("no lines".into(), interval_ms.into(), Vec::new());
		return Some(Found { periods: Vec::new(), how, zone });
	}
	let measured = periods::measured(&table, mapping, interval_ms, problems)?;
	let how = how(measured.time, measured.resolution, measured.notes);
	Some(Found { periods: measured.periods, how, zone: measured.zone })
}

fn seconds(millis: i64) -> u64 {
	u64::try_from(millis / 1_000).unwrap_or_default()
}

/// What is done to lines that are longer or shorter than an interval.
fn steps(resolution: u64, interval: u64) -> Option<String> {
	let words = |seconds: u64| {
		length_words(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000))
	};
	let (line, chain) = (words(resolution), words(interval));
	match resolution.cmp(&interval) {
		std::cmp::Ordering::Less => {
			Some(format!("lines of {line} are added up to intervals of {chain}"))
		},
		std::cmp::Ordering::Equal => None,
		std::cmp::Ordering::Greater => Some(format!(
			"each line of {line} is spread evenly over intervals of {chain}: peaks within it are not seen"
		)),
	}
}

fn left_out(out: LeftOut) -> Option<String> {
	(out.parts > 0).then(|| {
		format!(
			"{} intervals of which only a part is known are missing, with {} Wh in them",
			out.parts, out.wh
		)
	})
}
