// SPDX-License-Identifier: Apache-2.0

//! Checks the house in the current folder and draws `docs/architecture.svg`.

use std::{fs, path::Path, process::ExitCode};

use gridmerit_floors::Survey;

fn main() -> ExitCode {
	let survey = match Survey::of(Path::new(".")) {
		Ok(survey) => survey,
		Err(error) => {
			eprintln!("Error: {error}");
			return ExitCode::from(2);
		},
	};
	let picture = "docs/architecture.svg";
	if let Err(error) = fs::write(picture, survey.picture()) {
		eprintln!("Error: {picture}: {error}");
		return ExitCode::from(2);
	}
	println!("{} crates, {} arrows; drawn in {picture}", survey.rooms.len(), survey.arrows.len());
	let faults = survey.faults();
	for fault in &faults {
		eprintln!("Error: {fault}");
	}
	if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
