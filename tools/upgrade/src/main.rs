// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

#[macro_use]
mod output;

mod chain;
mod changes;
mod describe;
mod print;
mod rehearsal;
mod release;
mod runtimes;
mod source;
mod state;

use std::{path::PathBuf, process::ExitCode};

use chain::Source;
use clap::{Args, Parser, Subcommand};
use sp_runtime::traits::Header;

/// Tries the runtime of this tree on the state of a live chain, and says what is different about it.
#[derive(Parser)]
#[command(version)]
struct Options {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Runs the upgrade on a chain's state, with all migrations to their end and all checks
	Try(Try),
	/// How two runtimes differ. Each is tree:gridmerit or tree:gridmerit-parachain for one of this tree, ws://… for that
	/// of a node, or a file: of `release`, with metadata (version 16), or with Wasm
	Changes {
		/// The one that runs
		old: String,
		/// The one that comes
		new: String,
	},
	/// What is different about the runtimes of this tree since the last release, and whether their versions say so
	Release {
		/// Notes that this is the release
		#[arg(long)]
		write: bool,
	},
}

#[derive(Args)]
struct Try {
	/// RPC of a node of the chain: ws://ADDRESS:PORT
	#[arg(long)]
	url: Option<String>,
	/// The block: its number or its hash [default: the last one that is final]
	#[arg(long, value_name = "BLOCK", requires = "url")]
	at: Option<String>,
	/// With --url, a file to keep the state in; without, one in which it was kept
	#[arg(long, value_name = "FILE")]
	snapshot: Option<PathBuf>,
	/// Takes a state that is not the one whose root the block's header has: chopsticks makes blocks without
	#[arg(long, requires = "url")]
	unverified: bool,
	/// Writes the report as JSON to this file, too
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
	let done = match Options::parse().command {
		Command::Try(options) => try_upgrade(options).await,
		Command::Changes { old, new } => compare(&old, &new).await,
		Command::Release { write } => release::run(write),
	};
	match done {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}

/// Whether all checks passed.
async fn try_upgrade(options: Try) -> Result<bool, String> {
	let Try { url, at, snapshot, unverified, json } = options;
	let mut state = Source { url, at, snapshot, unverified }.load().await?;
	let block = *state.header.number();
	let [any, _] = runtimes::all();
	let (name, _) = state
		.execute_with(any.last_upgrade)
		.ok_or("this state says nothing of a runtime: it is of another kind of chain")?;
	let runtime = runtimes::by_name(&name)?;
	let report = rehearsal::rehearse(&runtime, &mut state.inner_ext, block)?;
	println!("{report}");
	if let Some(file) = json {
		let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
		std::fs::write(&file, text + "\n")
			.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
	}
	Ok(report.failures().next().is_none())
}

/// Whether the new runtime can follow the old one.
async fn compare(old: &str, new: &str) -> Result<bool, String> {
	let (old, new) = (source::describe(old).await?, source::describe(new).await?);
	if old.runtime() != new.runtime() {
		let (old, new) = (old.runtime(), new.runtime());
		return Err(format!("these are two chains: `{old}` cannot become `{new}`"));
	}
	let migrated = runtimes::by_name(new.runtime()).ok().map(|runtime| (runtime.migrated)());
	Ok(release::print(&old, &new, migrated.as_deref()))
}
