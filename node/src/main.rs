// SPDX-License-Identifier: Apache-2.0

//! Gridmerit node: a standard Substrate node serving the Gridmerit runtime.

mod chain_spec;
mod cli;
mod command;
mod preflight;
mod rpc;
mod sealing;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			// The first line says it; a bad genesis would be printed whole after it.
			eprintln!("Error: {}", error.to_string().lines().next().unwrap_or_default());
			ExitCode::FAILURE
		},
	}
}
