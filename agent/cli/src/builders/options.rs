// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about builders.

use std::path::PathBuf;

use clap::Args;
use gridmerit_energy::NodeIndex;

use crate::options::{ActOptions, CommonOptions, WhoseOptions};

#[derive(Args)]
pub struct BuildersOptions {
	#[command(flatten)]
	pub common: CommonOptions,
}

#[derive(Args)]
pub struct BuilderOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// The node, by its index; that of the account if there is none
	pub node: Option<NodeIndex>,
	/// RPC of the machine that builds for it, to see whether that could: asked on that machine, or through a tunnel
	#[arg(long, value_name = "URL")]
	pub node_rpc: Option<String>,
	/// As of the last block that is final
	#[arg(long = "final")]
	pub when_final: bool,
}

#[derive(Args)]
pub struct SetKeysOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// RPC of the node that makes the keys and is to build with them; that of --url if there is none. A light client makes
	/// no keys
	#[arg(long, value_name = "URL")]
	pub node_rpc: Option<String>,
	/// Instead of asking a node: what `author_rotateKeysWithOwner` has answered, as JSON with keys and proof; - for
	/// standard input
	#[arg(long, value_name = "FILE", conflicts_with = "node_rpc")]
	pub keys: Option<PathBuf>,
}
