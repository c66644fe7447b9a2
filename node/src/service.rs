// SPDX-License-Identifier: Apache-2.0

//! The node's parts and how they are joined: BABE builds blocks, GRANDPA finalises them.

use crate::rpc;
use async_trait::async_trait;
use futures::FutureExt;
use gridmerit_runtime::{Hash, RuntimeApi, opaque::Block};
use jsonrpsee::RpcModule;
use sc_client_api::{AuxStore, Backend as _};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle, SlotProportion};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaPruningFilter, LinkHalf, SharedVoterState,
	warp_proof::NetworkProvider,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_network::{
	Litep2pNetworkBackend, NetworkBackend,
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::{NotificationMetrics, traits::NetworkService},
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	Configuration, KeystoreContainer, TaskManager, WarpSyncConfig, error::Error as ServiceError,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::inherents::InherentDataProvider as BabeInherent;
use sp_consensus_slots::SlotDuration;
use sp_inherents::CreateInherentDataProviders;
use std::{sync::Arc, time::Duration};

pub type HostFunctions = sp_io::SubstrateHostFunctions;
pub type Client =
	sc_service::TFullClient<Block, RuntimeApi, sc_executor::WasmExecutor<HostFunctions>>;
pub type Backend = sc_service::TFullBackend<Block>;
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;
pub type TransactionPool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
pub type ImportQueue = sc_consensus::DefaultImportQueue<Block>;

/// Which slot and which time a block is for.
pub type Inherents = (BabeInherent, sp_timestamp::InherentDataProvider);
pub type InherentsResult = Result<Inherents, Box<dyn std::error::Error + Send + Sync>>;

/// Blocks after which a GRANDPA justification is kept at the latest.
const JUSTIFICATION_PERIOD: u32 = 512;

/// Database key that marks a chain whose blocks were sealed on demand.
const SEALED_KEY: &[u8] = b"gridmerit:sealed";

/// Why the node does not start.
pub fn refusal(reason: impl ToString) -> ServiceError {
	ServiceError::Application(reason.to_string().into())
}

/// What every way of running a chain needs.
pub struct Parts {
	pub client: Arc<Client>,
	pub backend: Arc<Backend>,
	pub keystore: KeystoreContainer,
	pub task_manager: TaskManager,
	pub select_chain: SelectChain,
	pub pool: Arc<TransactionPool>,
	pub telemetry: Option<Telemetry>,
}

impl Parts {
	pub fn telemetry_handle(&self) -> Option<TelemetryHandle> {
		self.telemetry.as_ref().map(|telemetry| telemetry.handle())
	}

	pub fn offchain_pool(&self) -> OffchainTransactionPoolFactory<Block> {
		OffchainTransactionPoolFactory::new(self.pool.clone())
	}

	/// A proposer of blocks from the transaction pool.
	pub fn proposer(
		&self,
		config: &Configuration,
	) -> sc_basic_authorship::ProposerFactory<TransactionPool, Client> {
		sc_basic_authorship::ProposerFactory::new(
			self.task_manager.spawn_handle(),
			self.client.clone(),
			self.pool.clone(),
			config.prometheus_registry(),
			self.telemetry_handle(),
		)
	}

	/// A chain keeps the way of building blocks that it began with: a sealed chain's clock may be
	/// hours ahead of everybody else's, and a real one's must not be moved.
	pub fn check_sealed(&self, sealed: bool) -> Result<(), ServiceError> {
		let is_new = self.client.info().best_number == 0;
		let was_sealed = self.client.get_aux(SEALED_KEY)?.is_some();
		match (is_new, was_sealed, sealed) {
			(true, _, true) => self.client.insert_aux(&[(SEALED_KEY, &[][..])], &[])?,
			(true, _, false) => self.client.insert_aux(&[], &[SEALED_KEY])?,
			(false, true, false) => {
				return Err(refusal(
					"this database holds a chain that was sealed: start it with --sealing, or \
					 choose another --base-path",
				));
			},
			(false, false, true) => {
				return Err(refusal(
					"this database holds a chain that was built by consensus: start it without \
					 --sealing, or choose another --base-path",
				));
			},
			(false, _, _) => {},
		}
		Ok(())
	}
}

/// Opens the database and sets up what does not depend on consensus.
pub fn parts(config: &Configuration) -> Result<Parts, ServiceError> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok::<_, sc_telemetry::Error>((worker, telemetry))
		})
		.transpose()?;

	// Warp sync needs the blocks that changed the GRANDPA authorities, however old.
	let (client, backend, keystore, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			sc_service::new_wasm_executor::<HostFunctions>(&config.executor),
			vec![Arc::new(GrandpaPruningFilter)],
		)?;
	let client = Arc::new(client);

	if sc_consensus_babe::configuration(&*client)?.authorities.is_empty() {
		return Err(refusal(format!(
			"the genesis of chain `{}` names no authorities: fill in session.keys \
			 (scripts/chain-spec.sh does)",
			config.chain_spec.name()
		)));
	}

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let pool = sc_transaction_pool::Builder::new(
		task_manager.spawn_essential_handle(),
		client.clone(),
		config.role.is_authority().into(),
	)
	.with_options(config.transaction_pool.clone())
	.with_prometheus(config.prometheus_registry())
	.build();

	Ok(Parts {
		select_chain: SelectChain::new(backend.clone()),
		pool: Arc::new(pool),
		client,
		backend,
		keystore,
		task_manager,
		telemetry,
	})
}

type GrandpaImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;

/// Import of BABE blocks on top of `Inner`, with the time from `Time`.
pub type BabeImport<Inner, Time> = BabeBlockImport<Block, Client, Inner, Time, SelectChain>;

/// BABE and GRANDPA, ready to import blocks.
pub struct Consensus {
	pub import_queue: ImportQueue,
	block_import: BabeImport<GrandpaImport, WallClock>,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, Client, SelectChain>,
}

/// Sets up the import of blocks that BABE built and GRANDPA finalises.
pub fn consensus(config: &Configuration, parts: &Parts) -> Result<Consensus, ServiceError> {
	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		parts.client.clone(),
		JUSTIFICATION_PERIOD,
		&parts.client,
		parts.select_chain.clone(),
		parts.telemetry_handle(),
	)?;

	let babe_config = sc_consensus_babe::configuration(&*parts.client)?;
	let slot_duration = babe_config.slot_duration();
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		grandpa_import.clone(),
		parts.client.clone(),
		WallClock { slot_duration },
		parts.select_chain.clone(),
		parts.offchain_pool(),
	)?;

	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe_link.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(grandpa_import)),
			client: parts.client.clone(),
			slot_duration,
			spawner: &parts.task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: parts.telemetry_handle(),
		})?;

	Ok(Consensus { import_queue, block_import, babe_link, babe_worker, grandpa_link })
}

/// Inherents that say what the time is.
#[derive(Clone)]
struct WallClock {
	slot_duration: SlotDuration,
}

#[async_trait]
impl CreateInherentDataProviders<Block, ()> for WallClock {
	type InherentDataProviders = Inherents;

	async fn create_inherent_data_providers(&self, _: Hash, _: ()) -> InherentsResult {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot = BabeInherent::from_timestamp_and_slot_duration(*timestamp, self.slot_duration);
		Ok((slot, timestamp))
	}
}

type NetworkConfig = FullNetworkConfiguration<Block, Hash, Litep2pNetworkBackend>;

/// What the network is made of.
pub struct Network {
	config: NetworkConfig,
	import_queue: ImportQueue,
	metrics: NotificationMetrics,
	warp_sync: Option<WarpSyncConfig<Block>>,
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
		Ok(Self {
			config: NetworkConfig::new(&config.network, registry.cloned()),
			import_queue,
			metrics: <Litep2pNetworkBackend as NetworkBackend<Block, Hash>>::register_notification_metrics(registry),
			warp_sync: None,
		})
	}
}

type RpcBuilder = Box<dyn Fn(SubscriptionTaskExecutor) -> Result<RpcModule<()>, ServiceError>>;

/// A network that runs.
pub struct Connected {
	network: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
}

/// Starts the network, the off-chain workers and the RPC server.
pub fn serve(
	config: Configuration,
	parts: &mut Parts,
	network: Network,
	rpc_builder: RpcBuilder,
) -> Result<Connected, ServiceError> {
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config: network.config,
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue: network.import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: network.warp_sync,
			block_relay: None,
			metrics: network.metrics,
			gap_sync_body_policy: None,
		})?;

	if config.offchain_worker.enabled {
		let workers = OffchainWorkers::new(OffchainWorkerOptions {
			runtime_api_provider: parts.client.clone(),
			keystore: Some(parts.keystore.keystore()),
			offchain_db: parts.backend.offchain_storage(),
			transaction_pool: Some(parts.offchain_pool()),
			network_provider: Arc::new(network.clone()),
			is_validator: config.role.is_authority(),
			enable_http_requests: true,
			custom_extensions: |_| vec![],
		})?;
		parts.task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(parts.client.clone(), parts.task_manager.spawn_handle()).boxed(),
		);
	}

	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client: parts.client.clone(),
		backend: parts.backend.clone(),
		task_manager: &mut parts.task_manager,
		keystore: parts.keystore.keystore(),
		transaction_pool: parts.pool.clone(),
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: parts.telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	Ok(Connected { network, sync: sync_service })
}

/// Starts a node that takes part in consensus as its role says.
pub fn start(config: Configuration) -> Result<TaskManager, ServiceError> {
	let mut parts = parts(&config)?;
	parts.check_sealed(false)?;
	let consensus = consensus(&config, &parts)?;

	let mut network = Network::new(&config, consensus.import_queue)?;
	let genesis_hash = parts.client.info().genesis_hash;
	let protocol_name =
		sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (protocol, notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<Block, Litep2pNetworkBackend>(
			protocol_name.clone(),
			network.metrics.clone(),
			network.config.peer_store_handle(),
		);
	network.config.add_notification_protocol(protocol);
	let authority_set = consensus.grandpa_link.shared_authority_set().clone();
	network.warp_sync = Some(WarpSyncConfig::WithProvider(Arc::new(NetworkProvider::new(
		parts.backend.clone(),
		authority_set.clone(),
		vec![],
	))));

	let voter_state = SharedVoterState::empty();
	let rpc_builder = {
		let deps = rpc::Deps::new(&parts, consensus.babe_worker);
		let voter_state = voter_state.clone();
		let justifications = consensus.grandpa_link.justification_stream();
		let proofs = FinalityProofProvider::new_for_service(
			parts.backend.clone(),
			Some(authority_set.clone()),
		);
		Box::new(move |executor| {
			let mut module = rpc::module(&deps)?;
			let grandpa = Grandpa::new(
				executor,
				authority_set.clone(),
				voter_state.clone(),
				justifications.clone(),
				proofs.clone(),
			);
			module.merge(grandpa.into_rpc()).map_err(refusal)?;
			Ok(module)
		})
	};

	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let enable_grandpa = !config.disable_grandpa;
	let prometheus_registry = config.prometheus_registry().cloned();
	let proposer = parts.proposer(&config);
	let Connected { network, sync } = serve(config, &mut parts, network, rpc_builder)?;

	if role.is_authority() {
		let slot_duration = consensus.babe_link.config().slot_duration();
		let babe = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: parts.keystore.keystore(),
			client: parts.client.clone(),
			select_chain: parts.select_chain.clone(),
			env: proposer,
			block_import: consensus.block_import,
			sync_oracle: sync.clone(),
			justification_sync_link: sync.clone(),
			create_inherent_data_providers: WallClock { slot_duration },
			force_authoring,
			backoff_authoring_blocks: Some(
				sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging::default(),
			),
			babe_link: consensus.babe_link,
			block_proposal_slot_portion: SlotProportion::new(2f32 / 3f32),
			max_block_proposal_slot_portion: None,
			telemetry: parts.telemetry_handle(),
		})?;
		parts.task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			babe,
		);
	}

	if enable_grandpa {
		let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: Duration::from_millis(333),
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(name),
				// A node that is no authority follows finality without a key.
				keystore: role.is_authority().then(|| parts.keystore.keystore()),
				telemetry: parts.telemetry_handle(),
				protocol_name,
			},
			link: consensus.grandpa_link,
			network,
			sync: Arc::new(sync),
			notification_service: notifications,
			voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry,
			shared_voter_state: voter_state,
			telemetry: parts.telemetry_handle(),
			offchain_tx_pool_factory: parts.offchain_pool(),
		})?;
		parts.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(parts.task_manager)
}
