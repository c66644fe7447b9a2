// SPDX-License-Identifier: Apache-2.0

//! The command line.

use crate::sealing::{Sealing, SealingStart};
use sc_cli::{
	ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd,
};

#[derive(Debug, clap::Parser)]
pub struct Cli {
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[command(flatten)]
	pub run: RunCmd,

	/// Build blocks on demand instead of by consensus, each finalised at once and one slot after the
	/// last: `manual` (RPC `engine_createBlock`), `instant` (when a transaction arrives) or a number
	/// of milliseconds (that often). The RPC `sealing_jump` moves the chain's clock. For
	/// chains of type Development or Local.
	#[arg(long, value_name = "manual|instant|MS")]
	pub sealing: Option<Sealing>,

	/// Time of a new sealed chain's first block, for example 2018-06-27T00:00:00Z [default: now]
	#[arg(long, value_name = "TIME", requires = "sealing")]
	pub sealing_start: Option<SealingStart>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, inspect and insert keys
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write a chain spec, plain or raw
	ExportChainSpec(ExportChainSpecCmd),

	/// Execute a block again and compare
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file
	ExportBlocks(ExportBlocksCmd),

	/// Write the state at a block as a chain spec
	ExportState(ExportStateCmd),

	/// Read blocks from a file
	ImportBlocks(ImportBlocksCmd),

	/// Take back the last blocks that are not finalised
	Revert(RevertCmd),

	/// Delete the chain's database
	PurgeChain(PurgeChainCmd),

	/// Show what the database holds
	ChainInfo(ChainInfoCmd),
}
