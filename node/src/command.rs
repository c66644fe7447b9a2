// SPDX-License-Identifier: Apache-2.0

//! Runs what the command line asks for.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	consensus, preflight, sealing, service,
};
use gridmerit_runtime::opaque::Block;
use sc_cli::{SubstrateCli, TransactionPoolType};
use std::sync::Arc;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Gridmerit Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"the project's README".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		chain_spec::load(id).map(|spec| Box::new(spec) as Box<_>)
	}
}

pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();
	match &cli.subcommand {
		None => run_node(cli),
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(cli.load_spec(&cmd.chain)?),
		Some(Subcommand::CheckBlock(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::parts(&config)?;
			let consensus = consensus::consensus(&config, &parts)?;
			Ok((cmd.run(parts.client, consensus.babe.import_queue), parts.task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::parts(&config)?;
			Ok((cmd.run(parts.client, config.database), parts.task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::parts(&config)?;
			Ok((cmd.run(parts.client, config.chain_spec), parts.task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::parts(&config)?;
			let consensus = consensus::consensus(&config, &parts)?;
			Ok((cmd.run(parts.client, consensus.babe.import_queue), parts.task_manager))
		}),
		Some(Subcommand::Revert(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::parts(&config)?;
			let revert_consensus = Box::new(|client: Arc<service::Client>, backend, blocks| {
				sc_consensus_babe::revert(client.clone(), backend, blocks)?;
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((cmd.run(parts.client, parts.backend, Some(revert_consensus)), parts.task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		},
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		},
	}
}

fn run_node(mut cli: Cli) -> sc_cli::Result<()> {
	if cli.sealing.is_some() {
		// The fork-aware pool prepares a view of each block in the background, and a block that is
		// final before its view is ready takes transactions with it. A sealed chain has no forks.
		cli.run.pool_config.pool_type = TransactionPoolType::SingleState;
	}
	let runner = cli.create_runner(&cli.run)?;
	preflight::check_base_path(runner.config())?;
	preflight::check_ports(runner.config())?;
	match cli.sealing {
		None => runner
			.run_node_until_exit(|config| async move { consensus::start(config) })
			.map_err(Into::into),
		Some(sealing) => {
			let start = cli.sealing_start;
			runner
				.run_node_until_exit(|config| async move {
					sealing::start(config, sealing, start).await
				})
				.map_err(Into::into)
		},
	}
}
