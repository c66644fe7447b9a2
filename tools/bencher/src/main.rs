// SPDX-License-Identifier: Apache-2.0

//! # Bencher
//!
//! Runs the benchmarks that are compiled into the runtime's Wasm, in the executor of the node, and
//! writes what the calls weigh; `scripts/weights.sh` builds and calls it. It is `frame-omni-bencher`
//! with the versions of all crates that the node has, and without RocksDB and its other commands.
//! `--help` explains the options.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> sc_cli::Result<()> {
	sc_cli::LoggerBuilder::new("info").init()?;
	// No host functions but those of every Substrate node and of benchmarks.
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
