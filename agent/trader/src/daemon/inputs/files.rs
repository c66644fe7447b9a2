// SPDX-License-Identifier: Apache-2.0

//! Files of the past and of forecasts, which are read again only if they have changed.

use std::{
	fs,
	path::{Path, PathBuf},
	time::SystemTime,
};

use gridmerit_forecast::Row;
use gridmerit_history::{HistoryFileError, Mapping, Refused, read, read_file};

use crate::rulebook::HistoryRules;

/// A file as it was read last.
#[derive(Default)]
pub struct Files {
	history: Option<Kept>,
	forecast: Option<Kept>,
}

/// The rows of a file with this stamp.
struct Kept {
	stamp: Option<Stamp>,
	rows: Vec<Row>,
}

/// Which file it was, how large, and when it was written.
type Stamp = (PathBuf, u64, SystemTime);

impl Files {
	/// What the rulebook's file says of the past.
	pub fn history(
		&mut self,
		rules: &HistoryRules,
		interval_ms: u32,
	) -> Result<&[Row], HistoryFileError> {
		rows(&mut self.history, &rules.file, || Ok(rules.load(interval_ms)?.rows))
	}

	/// What a file says of the future. It is asked nothing about: it has to say all by itself.
	pub fn forecast(&mut self, path: &Path, interval_ms: u32) -> Result<&[Row], HistoryFileError> {
		rows(&mut self.forecast, path, || {
			Ok(read_file(path, &Mapping::default(), interval_ms)?.rows)
		})
	}
}

/// What a program has printed, as in such a file.
pub fn rows_of(printed: &[u8], name: &str, interval_ms: u32) -> Result<Vec<Row>, Refused> {
	Ok(read(printed, name, &Mapping::default(), interval_ms)?.rows)
}

fn rows<'k>(
	kept: &'k mut Option<Kept>,
	path: &Path,
	read: impl FnOnce() -> Result<Vec<Row>, HistoryFileError>,
) -> Result<&'k [Row], HistoryFileError> {
	let stamp = stamp(path);
	let known = kept.take_if(|kept| kept.stamp.is_some() && kept.stamp == stamp);
	let rows = match known {
		Some(known) => known.rows,
		None => read()?,
	};
	Ok(&kept.insert(Kept { stamp, rows }).rows)
}

/// None where the system tells no time: then the file is read each time.
fn stamp(path: &Path) -> Option<Stamp> {
	let file = fs::metadata(path).ok()?;
	Some((path.to_path_buf(), file.len(), file.modified().ok()?))
}
