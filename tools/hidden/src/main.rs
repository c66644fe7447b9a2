// SPDX-License-Identifier: Apache-2.0

//! Hides amounts, proves things about them, and checks proofs. No chain takes any of it yet.

mod error;
mod json;
mod prove;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};
use gridmerit_hidden::{Blinding, Call, Context, Opening};
use rand_core::OsRng;

use crate::{
	error::Error,
	json::{OpeningFile, bytes_32},
};

/// Hides amounts of energy and money, proves things about them, and checks proofs. No chain takes any of it yet.
///
/// Layouts and rules: docs/hidden.md.
#[derive(Parser)]
#[command(version)]
struct Command {
	#[command(subcommand)]
	action: Action,
}

#[derive(Subcommand)]
enum Action {
	/// Hides an amount: prints its opening, which is a secret, with the commitment that others may see
	Commit {
		/// Wh or planck
		amount: u64,
		/// The file of a secret of 32 bytes in hexadecimal, from which the blinding is derived; a random blinding without
		#[arg(long, requires = "what")]
		secret_file: Option<PathBuf>,
		/// What the derived blinding is for: another text for each amount
		#[arg(long, requires = "secret_file")]
		what: Option<String>,
	},
	/// Proves something about hidden amounts: prints the statement with its proof, which others may see
	#[command(subcommand)]
	Prove(Prove),
	/// Checks proofs; range proofs together. Fails if one is wrong
	Verify {
		/// What `prove` printed
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
}

#[derive(Subcommand)]
enum Prove {
	/// That amounts are within bounds
	Range {
		#[command(flatten)]
		context: ContextArgs,
		/// The lowest amount
		#[arg(long, requires = "hi", required_unless_present = "bits")]
		lo: Option<u64>,
		/// The highest amount
		#[arg(long, requires = "lo")]
		hi: Option<u64>,
		/// In the place of bounds: 8, 16, 32 or 64 bits
		#[arg(long, conflicts_with_all = ["lo", "hi"])]
		bits: Option<usize>,
		/// 1, 2, 4 or 8 openings; with --bits 16, too
		#[arg(required = true)]
		openings: Vec<PathBuf>,
	},
	/// That an amount is one of a few
	Set {
		#[command(flatten)]
		context: ContextArgs,
		/// 2 to 32 amounts, ascending
		#[arg(long, value_delimiter = ',', required = true)]
		values: Vec<u64>,
		/// The opening of the amount
		opening: PathBuf,
	},
	/// That amounts on the left add up to those on the right and a public one
	Sums {
		#[command(flatten)]
		context: ContextArgs,
		/// Openings on the left
		#[arg(long, num_args = 1.., required = true)]
		left: Vec<PathBuf>,
		/// Openings on the right
		#[arg(long, num_args = 1..)]
		right: Vec<PathBuf>,
		/// The public amount on the right
		#[arg(long, default_value_t = 0)]
		public: u64,
	},
}

/// Where the proof counts.
#[derive(Args)]
struct ContextArgs {
	/// Genesis hash of the chain, in hexadecimal
	#[arg(long)]
	genesis: String,
	/// Agreement
	#[arg(long, default_value_t = 0)]
	agreement: u32,
	/// Cycle or interval
	#[arg(long)]
	cycle: u32,
	/// TE node
	#[arg(long)]
	node: u32,
	/// What the proof is shown to; for sums balance, otherwise usage
	#[arg(long)]
	call: Option<CallArg>,
}

#[derive(Clone, Copy, ValueEnum)]
enum CallArg {
	Usage,
	Supply,
	Balance,
	Withdraw,
	Settle,
	Attest,
}

impl From<CallArg> for Call {
	fn from(call: CallArg) -> Self {
		match call {
			CallArg::Usage => Self::Usage,
			CallArg::Supply => Self::Supply,
			CallArg::Balance => Self::Balance,
			CallArg::Withdraw => Self::Withdraw,
			CallArg::Settle => Self::Settle,
			CallArg::Attest => Self::Attest,
		}
	}
}

impl ContextArgs {
	fn context(&self, usual: Call) -> Result<Context, Error> {
		Ok(Context {
			genesis: bytes_32(&self.genesis).map_err(Error::Genesis)?,
			agreement: self.agreement,
			cycle: self.cycle,
			node: self.node,
			call: self.call.map_or(usual, Call::from),
		})
	}
}

fn commit(
	amount: u64,
	secret_file: Option<PathBuf>,
	what: Option<String>,
) -> Result<String, Error> {
	let blinding = match (secret_file, what) {
		(Some(path), Some(what)) => {
			let text = json::text(&path)?;
			let secret = bytes_32(text.trim()).map_err(|fault| Error::Secret(path, fault))?;
			Blinding::derive(&secret, what.as_bytes())
		},
		_ => Blinding::random(&mut OsRng),
	};
	json::print(&OpeningFile::from(&Opening { amount, blinding }))
}

fn run(action: Action) -> Result<String, Error> {
	match action {
		Action::Commit { amount, secret_file, what } => commit(amount, secret_file, what),
		Action::Prove(Prove::Range { context, lo, hi, bits, openings }) => {
			prove::range(context.context(Call::Usage)?, lo.zip(hi), bits, &openings)
		},
		Action::Prove(Prove::Set { context, values, opening }) => {
			prove::set(context.context(Call::Usage)?, &values, &opening)
		},
		Action::Prove(Prove::Sums { context, left, right, public }) => {
			prove::sums(context.context(Call::Balance)?, &left, &right, public)
		},
		Action::Verify { files } => verify::files(&files),
	}
}

fn main() -> ExitCode {
	match run(Command::parse().action) {
		Ok(text) => {
			println!("{text}");
			ExitCode::SUCCESS
		},
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}
