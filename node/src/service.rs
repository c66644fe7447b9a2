// SPDX-License-Identifier: Apache-2.0

//! What every way of running a chain needs: the database, the pool, the network, the RPC server.

use crate::{
	metrics::Metrics,
	network::Network,
	tasks::{EssentialTasks, UntilTold},
};
use futures::FutureExt;
use gridmerit_runtime::{RuntimeApi, configs::system::MAX_BLOCK_LENGTH, opaque::Block};
use jsonrpsee::RpcModule;
use sc_client_api::{AuxStore, Backend as _};
use sc_consensus_grandpa::GrandpaPruningFilter;
use sc_executor::{DEFAULT_HEAP_ALLOC_STRATEGY, HeapAllocStrategy, WasmExecutor};
use sc_network::service::traits::NetworkService;
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	Configuration, KeystoreContainer, TaskManager, config::ExecutorConfiguration,
	error::Error as ServiceError,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

pub type HostFunctions = sp_io::SubstrateHostFunctions;
pub type Client = sc_service::TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
pub type Backend = sc_service::TFullBackend<Block>;
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;
pub type TransactionPool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
pub type ImportQueue = sc_consensus::DefaultImportQueue<Block>;

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
	/// Spawns what the node cannot live without.
	pub fn essential_tasks(&self) -> EssentialTasks {
		EssentialTasks(self.task_manager.spawn_essential_handle())
	}

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
		let mut proposer = sc_basic_authorship::ProposerFactory::new(
			self.task_manager.spawn_handle(),
			self.client.clone(),
			self.pool.clone(),
			config.prometheus_registry(),
			self.telemetry_handle(),
		);
		// The runtime says how long a block may be; by default a proposer stops at 4 MiB, and a runtime that is longer
		// could never be upgraded to.
		proposer.set_default_block_size_limit(MAX_BLOCK_LENGTH as usize);
		proposer
	}

	/// Marks the chain as sealed: from now on its clock may be hours ahead of everybody else's.
	pub fn mark_sealed(&self) -> Result<(), ServiceError> {
		Ok(self.client.insert_aux(&[(SEALED_KEY, &[][..])], &[])?)
	}

	/// Consensus cannot go on with blocks that were sealed.
	pub fn check_not_sealed(&self) -> Result<(), ServiceError> {
		if self.client.info().best_number > 0 && self.client.get_aux(SEALED_KEY)?.is_some() {
			return Err(refusal(
				"this database holds a chain that was sealed: start it with --sealing, or choose \
				 another --base-path",
			));
		}
		Ok(self.client.insert_aux(&[], &[SEALED_KEY])?)
	}
}

/// Names the folder in which compiled runtimes are kept.
const WASM_CACHE: &str = "GRIDMERIT_WASM_CACHE";

/// As `sc_service::new_wasm_executor` makes it, and with a cache if the environment names a folder for one.
fn executor(config: &ExecutorConfiguration) -> WasmExecutor<HostFunctions> {
	let pages = config.default_heap_pages;
	let strategy = pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| HeapAllocStrategy::Static {
		extra_pages: pages as _,
	});
	let mut builder = WasmExecutor::builder()
		.with_execution_method(config.wasm_method)
		.with_onchain_heap_alloc_strategy(strategy)
		.with_offchain_heap_alloc_strategy(strategy)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size);
	if let Some(folder) = std::env::var_os(WASM_CACHE).filter(|folder| !folder.is_empty()) {
		builder = builder.with_cache_path(folder);
	}
	builder.build()
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
			executor(&config.executor),
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
		EssentialTasks(task_manager.spawn_essential_handle()),
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

type RpcBuilder = Box<dyn Fn(SubscriptionTaskExecutor) -> Result<RpcModule<()>, ServiceError>>;

/// A network that runs.
pub struct Connected {
	pub network: Arc<dyn NetworkService>,
	pub sync: Arc<SyncingService<Block>>,
}

/// Starts the network, the off-chain workers and the RPC server.
pub fn serve(
	config: Configuration,
	parts: &mut Parts,
	network: Network,
	rpc_builder: RpcBuilder,
) -> Result<Connected, ServiceError> {
	let syncing = network.sync(&config, parts)?;
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		sc_service::build_network_advanced(syncing)?;
	parts.task_manager.keep_alive(UntilTold((network.clone(), parts.client.clone())));

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

	if let Some(registry) = config.prometheus_registry() {
		let metrics = Metrics::new(registry).map_err(refusal)?;
		let follow = metrics.follow(parts.client.clone());
		parts.task_manager.spawn_handle().spawn_blocking("market-metrics", None, follow);
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
