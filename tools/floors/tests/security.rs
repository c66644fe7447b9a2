// SPDX-License-Identifier: Apache-2.0

//! What `docs/security.md` says to be shown by tests is shown by tests that there are.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // A test that cannot be set up has failed.

use std::{
	collections::BTreeSet,
	fs,
	path::{Path, PathBuf},
};

/// Where Rust tests are.
const FOLDERS: [&str; 7] = ["agent", "crates", "meter", "node", "pallets", "runtime", "tools"];

/// The column that names tests.
const COLUMN: &str = "shown by";

fn root() -> &'static Path {
	Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn page() -> String {
	fs::read_to_string(root().join("docs/security.md")).unwrap()
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
			files(&path, into);
		} else if path.extension().is_some_and(|extension| extension == "rs") {
			into.push(path);
		}
	}
}

/// The names of all tests, those in JavaScript as `metering.test.js: replace what silence has cost`.
fn tests() -> BTreeSet<String> {
	let mut found = BTreeSet::new();
	let mut paths = Vec::new();
	for folder in FOLDERS {
		files(&root().join(folder), &mut paths);
	}
	for path in paths {
		let text = fs::read_to_string(path).unwrap();
		for after in text.split("#[test]").skip(1) {
			let name = after.split_once("fn ").and_then(|(_, rest)| rest.split_once('('));
			found.extend(name.map(|(name, _)| name.to_string()));
		}
	}
	let folders = ["tests/client", "tests/network"].map(|folder| fs::read_dir(root().join(folder)));
	for entry in folders.into_iter().flat_map(Result::unwrap) {
		let path = entry.unwrap().path();
		let file = path.file_name().unwrap().to_string_lossy().into_owned();
		if file.ends_with(".test.js") {
			let text = fs::read_to_string(path).unwrap();
			let titles = text.split("it('").skip(1).filter_map(|rest| rest.split_once('\''));
			found.extend(titles.map(|(title, _)| format!("{file}: {title}")));
		}
	}
	found
}

/// What stands in the column of each row, and in backticks there.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
	let mut column = None;
	let mut rows = Vec::new();
	for line in page.lines() {
		let cells: Vec<_> = line.split('|').map(str::trim).collect();
		if !line.starts_with('|') {
			column = None;
		} else if let Some(at) = cells.iter().position(|cell| *cell == COLUMN) {
			column = Some(at);
		} else if let Some(at) = column
			&& !cells[1].starts_with("--")
		{
			let named = cells[at].split('`').skip(1).step_by(2).map(String::from).collect();
			rows.push((cells[1].to_string(), named));
		}
	}
	rows
}

/// What is named and is no test.
fn strangers(page: &str) -> Vec<String> {
	let tests = tests();
	let named = rows(page).into_iter().flat_map(|(_, named)| named);
	named.filter(|name| !tests.contains(name)).collect()
}

#[test]
fn each_threat_names_tests_that_there_are() {
	assert_eq!(strangers(&page()), Vec::<String>::new());
	let rows = rows(&page());
	assert!(rows.len() > 20, "{} rows", rows.len());
	for (threat, named) in rows {
		assert!(!named.is_empty(), "{threat}: no test");
	}
}

#[test]
fn a_name_that_is_none_is_found() {
	let page = page();
	let name = rows(&page)[0].1[0].clone();
	assert_eq!(strangers(&page.replacen(&name, "not_a_test", 1)), ["not_a_test"]);
	assert!(tests().contains("sealing.test.js: keeps its clock over a restart"));
}
