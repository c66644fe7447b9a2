// SPDX-License-Identifier: Apache-2.0

//! The report of a day: a page for people, `index.html`, and its numbers, `report.json`.
//!
//! The page is one file. It opens from disk without a network: style and plots are in it, it has no
//! scripts, and its own policy forbids to load anything.

mod balance;
mod closing;
mod error;
mod feeder;
mod figures;
mod format;
mod matrix;
mod page;
mod plot;
mod sums;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::{fs, path::Path};

pub use error::ReportError;
use gridmerit_client::files;

use crate::day::Day;

/// Writes `report.json` and `index.html`, each whole or not at all, and creates the directory.
pub fn write(day: &Day, directory: &Path) -> Result<(), ReportError> {
	fs::create_dir_all(directory)
		.map_err(|source| ReportError::Directory { path: directory.into(), source })?;
	let mut json = serde_json::to_vec_pretty(day)?;
	json.push(b'\n');
	replace(directory, "report.json", &json)?;
	replace(directory, "index.html", page(day)?.as_bytes())
}

/// The page, in HTML.
pub fn page(day: &Day) -> Result<String, ReportError> {
	Ok(page::document(day)?.into_string())
}

/// What came of it, in sentences: the first says it all.
pub fn words(day: &Day) -> Vec<String> {
	let mut says = vec![words::headline(day)];
	says.extend(words::story(day, &sums::accounts(day)));
	says
}

fn replace(directory: &Path, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
	let path = directory.join(name);
	files::put(&path, |file| file.write_all(bytes))
		.map_err(|source| ReportError::Write { path: path.clone(), source })
}
