// SPDX-License-Identifier: Apache-2.0

//! Gridmerit node: a standard Substrate node serving the Gridmerit runtime.

mod chain_spec;
mod cli;
mod command;
mod ports;
mod rpc;
mod sealing;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}
