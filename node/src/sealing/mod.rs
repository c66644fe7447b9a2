// SPDX-License-Identifier: Apache-2.0

//! Blocks on demand, for demonstrations and tests: the real runtime and real BABE blocks, one slot
//! after the other by a clock of their own, so that a day of the market passes in minutes. Every
//! block is finalised as it is built; GRANDPA does not vote.

mod author;
mod clock;
mod engine;
mod rpc;

pub use clock::SealingStart;

use crate::{
	consensus::babe,
	network::Network,
	rpc as node_rpc,
	service::{self, Parts, refusal},
	tasks::TopTasks,
};
use author::Author;
use clock::Clock;
use engine::{Command, Engine};
use futures::{StreamExt, channel::mpsc, stream};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sc_network::config::{
	NetworkConfiguration, NonReservedPeerMode, SetConfig, SyncMode, TransportConfig,
};
use sc_service::{ChainType, Configuration, TaskManager, error::Error as ServiceError};
use sc_transaction_pool_api::TransactionPool;
use std::{str::FromStr, time::Duration};

/// What makes the node build a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sealing {
	/// The RPC `engine_createBlock`.
	Manual,
	/// A transaction that arrives; a new chain has its first block at once.
	Instant,
	/// Time that has passed.
	Interval(Duration),
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"manual" => Ok(Self::Manual),
			"instant" => Ok(Self::Instant),
			_ => match text.parse() {
				Ok(millis) if millis > 0 => Ok(Self::Interval(Duration::from_millis(millis))),
				_ => Err("expected `manual`, `instant` or a number of milliseconds above 0".into()),
			},
		}
	}
}

/// Starts a node that builds blocks on demand.
pub async fn start(
	mut config: Configuration,
	sealing: Sealing,
	start: Option<SealingStart>,
) -> Result<TaskManager, ServiceError> {
	if !matches!(config.chain_spec.chain_type(), ChainType::Development | ChainType::Local) {
		return Err(refusal(format!(
			"--sealing is for chains of type Development or Local, and `{}` is neither",
			config.chain_spec.name()
		)));
	}
	stay_alone(&mut config.network);
	let mut parts = service::parts(&config)?;

	let babe_config = sc_consensus_babe::configuration(&*parts.client)?;
	let slot_duration = babe_config.slot_duration();
	let clock = Clock::new(&parts.client, &parts.backend, slot_duration, start)?;
	let babe = babe(&config, &parts, parts.client.clone(), None, clock.clone())?;
	let author = Author::new(parts.client.clone(), parts.keystore.keystore(), &babe.link)?;
	// Only now that nothing is left to refuse.
	parts.mark_sealed()?;

	let (engine_tx, engine_rx) = mpsc::channel(64);
	let (jump_tx, jump_rx) = mpsc::channel(64);
	let rpc_builder = {
		let deps = node_rpc::Deps::new(&parts, babe.worker);
		let jumps = rpc::Sealing::new(jump_tx, slot_duration, babe_config.epoch_length);
		Box::new(move |_| {
			let mut module = node_rpc::module(&deps)?;
			let engine = ManualSeal::new(engine_tx.clone());
			module.merge(engine.into_rpc()).map_err(refusal)?;
			module.merge(rpc::SealingApiServer::into_rpc(jumps.clone())).map_err(refusal)?;
			Ok(module)
		})
	};

	let mut engine = Engine {
		client: parts.client.clone(),
		pool: parts.pool.clone(),
		select_chain: parts.select_chain.clone(),
		proposer: parts.proposer(&config),
		block_import: babe.block_import,
		author,
		clock,
	};
	let commands = stream::select_all([
		engine_rx.map(Command::Rpc).boxed(),
		jump_rx.map(Command::Jump).boxed(),
		triggers(sealing, &parts),
	]);

	// It opens the market: nobody has to pay for that, and whoever comes finds it open.
	if sealing == Sealing::Instant {
		engine.begin().await.map_err(refusal)?;
	}
	let network = Network::new(&config, babe.import_queue)?;
	let top = TopTasks::new(&config)?;
	service::serve(config, &mut parts, network, rpc_builder)?;
	top.spawn_blocking("sealing", Some("block-authoring"), engine.run(commands));
	log::info!(
		"⛏  Sealing: {sealing:?}. RPC: engine_createBlock, engine_finalizeBlock, sealing_jump"
	);
	Ok(top.on_top_of(parts.task_manager))
}

/// A sealed chain is one node's: peers could neither follow its clock nor add to its blocks.
fn stay_alone(network: &mut NetworkConfiguration) {
	network.boot_nodes.clear();
	network.sync_mode = SyncMode::Full;
	network.default_peers_set = SetConfig {
		in_peers: 0,
		out_peers: 0,
		reserved_nodes: vec![],
		non_reserved_mode: NonReservedPeerMode::Deny,
	};
	if let TransportConfig::Normal { enable_mdns, .. } = &mut network.transport {
		*enable_mdns = false;
	}
}

fn triggers(sealing: Sealing, parts: &Parts) -> stream::BoxStream<'static, Command> {
	match sealing {
		Sealing::Manual => stream::pending().boxed(),
		Sealing::Instant => {
			parts.pool.import_notification_stream().map(|_| Command::Transaction).boxed()
		},
		Sealing::Interval(period) => stream::unfold((), move |()| async move {
			tokio::time::sleep(period).await;
			Some((Command::Tick, ()))
		})
		.boxed(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sealing_is_parsed_and_nonsense_is_refused() {
		assert_eq!("manual".parse(), Ok(Sealing::Manual));
		assert_eq!("instant".parse(), Ok(Sealing::Instant));
		assert_eq!("250".parse(), Ok(Sealing::Interval(Duration::from_millis(250))));
		for nonsense in ["", "0", "-1", "1.5", "Manual", "18446744073709551616"] {
			assert!(nonsense.parse::<Sealing>().is_err(), "{nonsense}");
		}
	}
}
