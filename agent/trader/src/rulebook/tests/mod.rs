// SPDX-License-Identifier: Apache-2.0

//! Every key, right and wrong.

mod ask;
mod decimal;
mod demand;
mod document;
mod history;
mod numbers;
mod sections;

use super::*;

/// What every rulebook needs.
const SIGN: &str = "[node]\nsuri = \"//Bob\"\n";

/// A rulebook that is right but for what a test puts into one of its sections.
fn with(section: &str, body: &str) -> String {
	match section {
		"node" => format!("{SIGN}{body}\n"),
		_ => format!("{SIGN}[{section}]\n{body}\n"),
	}
}

/// Parses what must be right.
fn right(text: &str) -> Rulebook {
	Rulebook::parse(text, "test.toml").unwrap_or_else(|error| panic!("{error}\n\n{text}"))
}

/// All problems of what must be wrong.
fn wrong(text: &str) -> Vec<Problem> {
	match Rulebook::parse(text, "test.toml") {
		Err(RulebookError::Invalid(invalid)) => {
			assert_eq!(invalid.more, 0);
			let printed = invalid.to_string();
			for problem in &invalid.problems {
				let Problem { key, line, column, reason, .. } = problem;
				let key = if key.is_empty() { key.clone() } else { format!("key `{key}`: ") };
				let message = format!("test.toml:{line}:{column}: {key}{reason}\n");
				assert!(printed.contains(&message), "{message} is not in\n{printed}");
			}
			invalid.problems
		},
		other => panic!("{other:?}\n\n{text}"),
	}
}

/// Asserts that a text has a single problem: the last occurrence of `at` in it, with a key and a reason.
#[track_caller]
fn refused(text: &str, at: &str, key: &str, reason: &str) {
	let problems = wrong(text);
	assert_eq!(problems.len(), 1, "{problems:#?}\n\n{text}");
	assert_problem(&problems[0], text, at, key, reason);
}

#[track_caller]
fn assert_problem(problem: &Problem, text: &str, at: &str, key: &str, reason: &str) {
	let before = &text[..text.rfind(at).unwrap()];
	let line = before.split('\n').count();
	let column = before.split('\n').next_back().unwrap().chars().count() + 1;
	assert_eq!((problem.line, problem.column), (line, column), "{problem:#?}\n\n{text}");
	assert_eq!(problem.key, key, "{text}");
	assert!(problem.reason.contains(reason), "{reason:?} is not in {problem:#?}\n\n{text}");
}
