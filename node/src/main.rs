// SPDX-License-Identifier: Apache-2.0

//! Gridmerit node: a standard Substrate node serving the Gridmerit runtime.

mod chain_spec;
mod cli;
mod command;
mod consensus;
mod equivocations;
mod metrics;
mod network;
mod preflight;
mod rpc;
mod sealing;
mod service;
mod tasks;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {}", one_line(&error.to_string()));
			ExitCode::FAILURE
		},
	}
}

/// The line that says it. A genesis that cannot be read is printed whole after its error, and one that
/// the runtime refuses gives the place in the code first and the reason after it.
fn one_line(error: &str) -> String {
	let mut lines = error.lines();
	match (lines.next(), lines.next()) {
		(Some(first), Some(reason)) if first.contains("panicked at") => {
			format!("the runtime refuses: {reason}")
		},
		(first, _) => first.unwrap_or_default().into(),
	}
}
