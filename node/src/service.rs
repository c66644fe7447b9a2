// SPDX-License-Identifier: Apache-2.0

//! What every way of running a chain needs: the database, the pool, the network, the RPC server.

use crate::metrics::Metrics;
use futures::{FutureExt, future::BoxFuture};
use futures_timer::Delay;
use gridmerit_runtime::{Hash, RuntimeApi, configs::system::MAX_BLOCK_LENGTH, opaque::Block};
use jsonrpsee::RpcModule;
use sc_client_api::{AuxStore, Backend as _};
use sc_consensus_grandpa::GrandpaPruningFilter;
use sc_executor::{DEFAULT_HEAP_ALLOC_STRATEGY, HeapAllocStrategy, WasmExecutor};
use sc_network::{
	Litep2pNetworkBackend, NetworkBackend,
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::{NotificationMetrics, traits::NetworkService},
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	Configuration, KeystoreContainer, SpawnEssentialTaskHandle, TaskManager, WarpSyncConfig,
	config::ExecutorConfiguration, error::Error as ServiceError,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_core::traits::SpawnEssentialNamed;
use std::{
	convert::Infallible,
	sync::{
		Arc,
		mpsc::{Receiver, RecvTimeoutError, Sender, channel},
	},
	time::Duration,
};

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

/// Spawns essential tasks that end without a word when the node stops.
///
/// On the way down a task may see that another has gone (its channel is closed) before it is told that the node
/// stops: one of the transaction pool's always does, as it waits in a call that blocks. To the task manager that
/// looks like an essential task that failed. So a task that has ended is kept until it must be true: if the node
/// is stopping, the task manager drops it first.
#[derive(Clone)]
pub struct EssentialTasks(SpawnEssentialTaskHandle);

/// How long an essential task that has ended waits for the news that the node stops.
const NEWS: Duration = Duration::from_secs(2);

async fn and_wait_for_news(task: BoxFuture<'static, ()>) {
	task.await;
	Delay::new(NEWS).await;
}

impl SpawnEssentialNamed for EssentialTasks {
	fn spawn_essential_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn_essential_blocking(name, group, and_wait_for_news(task).boxed());
	}

	fn spawn_essential(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn_essential(name, group, and_wait_for_news(task).boxed());
	}
}

/// Essential tasks that work with all the others, and so have to end before them: a voter that loses the network
/// or the block import while it works takes that for a fault, and says so.
pub struct TopTasks {
	tasks: TaskManager,
	/// Dropped with each task.
	running: Sender<Infallible>,
	ended: Ended,
}

/// Waits, when it is dropped, until all tasks have ended.
struct Ended(Receiver<Infallible>);

/// How long the top tasks have to end when the node stops.
const TO_END: Duration = Duration::from_secs(20);

impl Drop for Ended {
	fn drop(&mut self) {
		if let Err(RecvTimeoutError::Timeout) = self.0.recv_timeout(TO_END) {
			log::warn!(
				"Building blocks or voting has not ended in time; the node stops all the same"
			);
		}
	}
}

impl TopTasks {
	pub fn new(config: &Configuration) -> Result<Self, ServiceError> {
		let (running, ended) = channel();
		let tasks = TaskManager::new(config.tokio_handle.clone(), None)?;
		Ok(Self { tasks, running, ended: Ended(ended) })
	}

	pub fn spawn_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: impl Future<Output = ()> + Send + 'static,
	) {
		let running = self.running.clone();
		let task = async move {
			task.await;
			drop(running);
		};
		self.tasks.spawn_essential_handle().spawn_blocking(name, group, task);
	}

	/// All tasks of the node. When it is dropped, these tasks are told to end, it waits for them, and only then
	/// the tasks below are told.
	pub fn on_top_of(self, below: TaskManager) -> TaskManager {
		let Self { mut tasks, running, ended } = self;
		drop(running);
		tasks.keep_alive(ended);
		tasks.add_child(below);
		tasks
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

type NetworkConfig = FullNetworkConfiguration<Block, Hash, Litep2pNetworkBackend>;

/// What the network is made of.
pub struct Network {
	pub config: NetworkConfig,
	pub import_queue: ImportQueue,
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
