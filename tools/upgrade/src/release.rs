// SPDX-License-Identifier: Apache-2.0

//! The runtimes of this tree beside the last release, which is kept as text beside each of them.

use std::path::{Path, PathBuf};

use crate::{
	changes::{changes, faults},
	describe::Description,
	runtimes::{self, Runtime},
};

const HEAD: &str = "\
# The runtime of the last release, one thing a line: what it is encoded as and what a call is charged. Written by
# `gridmerit-upgrade release --write`; do not edit.
";

/// Where the last release of a runtime is kept.
fn file(runtime: &Runtime) -> PathBuf {
	let folder = match &*(runtime.version)().spec_name {
		"gridmerit" => "solochain",
		_ => "parachain",
	};
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime").join(folder).join("release.txt")
}

/// Prints how two runtimes differ, and what is missing for the new one to follow; whether nothing is.
pub fn print(old: &Description, new: &Description, migrated: Option<&[Vec<u8>]>) -> bool {
	let changes = changes(old, new);
	let versions = |of: &Description| {
		let number = |name| of.get(name).unwrap_or("?").to_string();
		format!(
			"spec_version {}, transaction_version {}",
			number("spec_version"),
			number("transaction_version")
		)
	};
	println!("{}: {} -> {}", new.runtime(), versions(old), versions(new));
	changes.iter().for_each(|change| println!("{change}"));
	if changes.is_empty() {
		println!("Nothing is different");
	}
	let faults = faults(old, new, &changes, migrated);
	faults.iter().for_each(|fault| println!("FAILED {fault}"));
	faults.is_empty()
}

/// Compares each runtime with its last release, or writes it down as the release; whether all can follow.
pub fn run(write: bool) -> Result<bool, String> {
	let mut good = true;
	for runtime in runtimes::all() {
		let file = file(&runtime);
		let failed = |error| format!("{}: {error}", file.display());
		let now = Description::of_runtime(&runtime)?;
		if write {
			std::fs::write(&file, format!("{HEAD}{now}")).map_err(failed)?;
			println!("{}: written down as the last release", now.runtime());
			continue;
		}
		let text = std::fs::read_to_string(&file).map_err(failed)?;
		let last = Description::parse(&text)?;
		good &= print(&last, &now, Some(&(runtime.migrated)()));
	}
	Ok(good)
}
