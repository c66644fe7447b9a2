// SPDX-License-Identifier: Apache-2.0

//! The network: blocks, transactions and their peers.

use crate::service::{Client, ImportQueue, Parts, TransactionPool, refusal};
use futures::FutureExt;
use gridmerit_runtime::{Hash, opaque::Block};
use sc_network::{
	Litep2pNetworkBackend, NetworkBackend, Roles,
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::NotificationMetrics,
};
use sc_network_sync::{engine::SyncingEngine, service::network::NetworkServiceProvider};
use sc_service::{
	BuildNetworkAdvancedParams, Configuration, ImportQueue as _, WarpSyncConfig,
	error::Error as ServiceError,
};
use sp_consensus::block_validation::DefaultBlockAnnounceValidator;
use sp_core::traits::SpawnEssentialNamed;

type NetworkConfig = FullNetworkConfiguration<Block, Hash, Litep2pNetworkBackend>;

/// A network that syncs and does not talk to anybody yet.
pub type Syncing<'a> = BuildNetworkAdvancedParams<
	'a,
	Block,
	Litep2pNetworkBackend,
	TransactionPool,
	ImportQueue,
	Client,
>;

/// What the network is made of.
pub struct Network {
	pub config: NetworkConfig,
	import_queue: ImportQueue,
	pub metrics: NotificationMetrics,
	pub warp_sync: Option<WarpSyncConfig<Block>>,
}

impl Network {
	/// A network for blocks and transactions; only litep2p is built in.
	pub fn new(config: &Configuration, import_queue: ImportQueue) -> Result<Self, ServiceError> {
		if !matches!(config.network.network_backend, NetworkBackendType::Litep2p) {
			return Err(refusal(
				"this node is built with the litep2p network only: leave out --network-backend",
			));
		}
		let registry = config.prometheus_registry();
		let metrics =
			<Litep2pNetworkBackend as NetworkBackend<Block, Hash>>::register_notification_metrics(
				registry,
			);
		let mut network = config.network.clone();
		// One is enough, as what it says is proven. With the default of three, who comes back to a network of four with an empty
		// database would wait for ever as long as another one is away.
		network.min_peers_to_start_warp_sync = Some(1);
		let config = NetworkConfig::new(&network, registry.cloned());
		Ok(Self { config, import_queue, metrics, warp_sync: None })
	}

	/// Starts to sync; what is left is [`sc_service::build_network_advanced`]. `sc_service::build_network` does both, but it
	/// spawns the task that syncs so that a node which stops may say that it has failed: see [`EssentialTasks`].
	///
	/// [`EssentialTasks`]: crate::tasks::EssentialTasks
	pub fn sync<'a>(
		self,
		config: &'a Configuration,
		parts: &Parts,
	) -> Result<Syncing<'a>, ServiceError> {
		let Self { config: mut net_config, import_queue, metrics, warp_sync } = self;
		let (protocol_id, fork_id) = (config.protocol_id(), config.chain_spec.fork_id());
		let spawn_handle = parts.task_manager.spawn_handle();
		let registry = config.prometheus_registry();
		let provider = NetworkServiceProvider::new();

		let peers = &config.network.default_peers_set;
		let downloader = sc_service::build_default_block_downloader(
			&protocol_id,
			fork_id,
			&mut net_config,
			provider.handle(),
			parts.client.clone(),
			peers.in_peers.saturating_add(peers.out_peers) as usize,
			&spawn_handle,
		);
		let strategy = sc_service::build_polkadot_syncing_strategy(
			protocol_id.clone(),
			fork_id,
			&mut net_config,
			warp_sync,
			downloader,
			parts.client.clone(),
			&spawn_handle,
			registry,
			sc_service::default_gap_sync_body_policy(config.blocks_pruning),
		)?;
		let (engine, sync_service, block_announce_config) = SyncingEngine::new(
			Roles::from(&config.role),
			parts.client.clone(),
			registry,
			metrics.clone(),
			&net_config,
			protocol_id.clone(),
			fork_id,
			Box::new(DefaultBlockAnnounceValidator),
			strategy,
			provider.handle(),
			import_queue.service(),
			net_config.peer_store_handle(),
		)?;
		parts.essential_tasks().spawn_essential_blocking("syncing", None, engine.run().boxed());

		Ok(BuildNetworkAdvancedParams {
			role: config.role,
			protocol_id,
			fork_id,
			announce_block: config.announce_block,
			net_config,
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			spawn_handle,
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue,
			sync_service,
			block_announce_config,
			network_service_provider: provider,
			metrics_registry: registry,
			metrics,
			blocks_pruning: config.blocks_pruning,
		})
	}
}
