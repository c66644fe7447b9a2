// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about dispatch problems.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use gridmerit_client::proposals::ProblemNumber;
use gridmerit_energy::Planck;

use crate::{
	options::{ActOptions, CommonOptions, WhoseOptions},
	trust::options::unit,
};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ProposalsOptions {
	#[command(subcommand)]
	pub command: Option<ProposalsCommand>,
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// One problem, by its number: what is claimed, and what stands
	pub problem: Option<ProblemNumber>,
}

#[derive(Subcommand)]
pub enum ProposalsCommand {
	/// Post a problem, as who runs the grid
	Problem(ProblemOptions),
	/// Take a problem back for which nobody has claimed anything
	Drop(DropOptions),
}

#[derive(Args)]
pub struct ProblemOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The problem as gridmerit-solver reads it; - for standard input
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
	/// The interval of its first window: its number, or +1 for the first open window, +2 for the next. Nothing is paid if it
	/// has begun when the problem is decided
	#[arg(long, value_name = "INTERVAL", default_value = "+2")]
	pub first: String,
	/// For how many blocks claims are taken
	#[arg(long, value_name = "BLOCKS", default_value_t = 50)]
	pub claims: u32,
	/// For how many blocks then bodies are
	#[arg(long, value_name = "BLOCKS", default_value_t = 50)]
	pub bodies: u32,
	/// The largest gap of a dispatch that is taken, in ppm of its bound
	#[arg(long, value_name = "PPM", default_value_t = 200)]
	pub gap_ppm: u32,
	/// A gap that is taken in any case, in UNIT: where little trades one Wh is much of it
	#[arg(long, value_name = "UNIT", default_value = "0.001", value_parser = unit)]
	pub gap_unit: Planck,
	/// What each claim puts at stake, in UNIT [default: the least that the chain takes]
	#[arg(long, value_name = "UNIT", value_parser = unit)]
	pub wager: Option<Planck>,
	/// The most that is paid for the best dispatch, in UNIT, from the congestion rent
	#[arg(long, value_name = "UNIT", value_parser = unit)]
	pub reward: Planck,
	/// What stands if nobody proposes anything better: a file of gridmerit-solver --json, or with a body in hex; without it
	/// nothing trades
	#[arg(long, value_name = "FILE")]
	pub standing: Option<PathBuf>,
}

#[derive(Args)]
pub struct DropOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// Its number
	pub problem: ProblemNumber,
}

#[derive(Args)]
pub struct ProposeOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The number of the problem
	pub problem: ProblemNumber,
	/// Keeps what is claimed until the problem is decided. Who loses it loses the wager
	#[arg(long, value_name = "FILE", default_value = "proposals.json")]
	pub state: PathBuf,
	/// The most to put at stake, in UNIT
	#[arg(long, value_name = "UNIT", default_value = "1", value_parser = unit)]
	pub max_wager: Planck,
	/// Claim only if it is paid so much, or more, in UNIT
	#[arg(long, value_name = "UNIT", value_parser = unit)]
	pub min_reward: Option<Planck>,
	/// What another solver has found: a file of gridmerit-solver --json, or with a body in hex
	#[arg(long, value_name = "FILE")]
	pub body: Option<PathBuf>,
	/// Claim nothing: say what would be
	#[arg(long)]
	pub check: bool,
}
