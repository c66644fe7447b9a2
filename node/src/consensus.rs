// SPDX-License-Identifier: Apache-2.0

//! BABE builds blocks, GRANDPA finalises them.

use crate::{
	equivocations::{Watched, nowhere},
	network::Network,
	rpc,
	service::{Backend, Client, Connected, ImportQueue, Parts, SelectChain, parts, refusal, serve},
	tasks::TopTasks,
};
use async_trait::async_trait;
use gridmerit_runtime::{Hash, opaque::Block};
use sc_consensus::{BlockImport, import_queue::BoxJustificationImport};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle, SlotProportion};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, LinkHalf, SharedVoterState,
	warp_proof::NetworkProvider,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_slots::InherentDataProviderExt;
use sc_network::Litep2pNetworkBackend;
use sc_service::{Configuration, TaskManager, WarpSyncConfig, error::Error as ServiceError};
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::inherents::InherentDataProvider as BabeInherent;
use sp_consensus_slots::SlotDuration;
use sp_inherents::CreateInherentDataProviders;
use std::{sync::Arc, time::Duration};

/// Blocks after which a GRANDPA justification is kept at the latest.
const JUSTIFICATION_PERIOD: u32 = 512;

/// Which slot and which time a block is for.
pub type Inherents = (BabeInherent, sp_timestamp::InherentDataProvider);
pub type InherentsResult = Result<Inherents, Box<dyn std::error::Error + Send + Sync>>;

/// Inherents that say what the time is.
#[derive(Clone)]
pub struct WallClock {
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

/// Import of BABE blocks on top of `Inner`, with the time from `Time`.
pub type BabeImport<Inner, Time> = BabeBlockImport<Block, Client, Inner, Time, SelectChain>;

/// BABE, ready to import blocks.
pub struct Babe<Inner, Time> {
	pub import_queue: ImportQueue,
	pub block_import: BabeImport<Inner, Time>,
	pub link: BabeLink<Block>,
	pub worker: BabeWorkerHandle<Block>,
}

/// Sets up the import of BABE blocks on top of `inner`, with the time from `time`.
pub fn babe<Inner, Time>(
	config: &Configuration,
	parts: &Parts,
	inner: Inner,
	justification_import: Option<BoxJustificationImport<Block>>,
	time: Time,
) -> Result<Babe<Inner, Time>, ServiceError>
where
	Inner: BlockImport<Block, Error = sp_consensus::Error> + Clone + Send + Sync + 'static,
	Time: CreateInherentDataProviders<Block, ()> + Clone + 'static,
	Time::InherentDataProviders: InherentDataProviderExt + Send + Sync,
{
	let babe_config = sc_consensus_babe::configuration(&*parts.client)?;
	let slot_duration = babe_config.slot_duration();
	let (block_import, link) = sc_consensus_babe::block_import(
		babe_config,
		inner,
		parts.client.clone(),
		time,
		parts.select_chain.clone(),
		nowhere(),
	)?;
	let watched = Watched::new(block_import.clone(), parts.client.clone(), parts.offchain_pool());
	let (import_queue, worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: link.clone(),
			block_import: watched,
			justification_import,
			client: parts.client.clone(),
			slot_duration,
			spawner: &parts.essential_tasks(),
			registry: config.prometheus_registry(),
			telemetry: parts.telemetry_handle(),
		})?;
	Ok(Babe { import_queue, block_import, link, worker })
}

type GrandpaImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;

/// BABE on top of GRANDPA, ready to import blocks.
pub struct Consensus {
	pub babe: Babe<GrandpaImport, WallClock>,
	grandpa: LinkHalf<Block, Client, SelectChain>,
}

/// Sets up the import of blocks that BABE built and GRANDPA finalises.
pub fn consensus(config: &Configuration, parts: &Parts) -> Result<Consensus, ServiceError> {
	let (import, grandpa) = sc_consensus_grandpa::block_import(
		parts.client.clone(),
		JUSTIFICATION_PERIOD,
		&parts.client,
		parts.select_chain.clone(),
		parts.telemetry_handle(),
	)?;
	let slot_duration = sc_consensus_babe::configuration(&*parts.client)?.slot_duration();
	let justifications = Box::new(import.clone());
	let time = WallClock { slot_duration };
	let babe = babe(config, parts, import, Some(justifications), time)?;
	Ok(Consensus { babe, grandpa })
}

/// Starts a node that takes part in consensus as its role says.
pub fn start(config: Configuration) -> Result<TaskManager, ServiceError> {
	let mut parts = parts(&config)?;
	parts.check_not_sealed()?;
	let Consensus { babe, grandpa } = consensus(&config, &parts)?;

	let mut network = Network::new(&config, babe.import_queue)?;
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
	let authority_set = grandpa.shared_authority_set().clone();
	network.warp_sync = Some(WarpSyncConfig::WithProvider(Arc::new(NetworkProvider::new(
		parts.backend.clone(),
		authority_set.clone(),
		vec![],
	))));

	let voter_state = SharedVoterState::empty();
	let rpc_builder = {
		let chain_spec = config.chain_spec.cloned_box();
		let (client, babe_worker) = (parts.client.clone(), babe.worker.clone());
		let deps = rpc::Deps::new(&parts, babe.worker);
		let voter_state = voter_state.clone();
		let justifications = grandpa.justification_stream();
		let proofs = FinalityProofProvider::new_for_service(
			parts.backend.clone(),
			Some(authority_set.clone()),
		);
		Box::new(move |executor| {
			let mut module = rpc::module(&deps)?;
			let methods = Grandpa::new(
				executor,
				authority_set.clone(),
				voter_state.clone(),
				justifications.clone(),
				proofs.clone(),
			);
			module.merge(methods.into_rpc()).map_err(refusal)?;
			// A chain spec for light clients, with a checkpoint at the last final block.
			let checkpoints = SyncState::new(
				chain_spec.cloned_box(),
				client.clone(),
				authority_set.clone(),
				babe_worker.clone(),
			);
			module.merge(checkpoints.map_err(refusal)?.into_rpc()).map_err(refusal)?;
			Ok(module)
		})
	};

	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let enable_grandpa = !config.disable_grandpa;
	let prometheus_registry = config.prometheus_registry().cloned();
	let proposer = parts.proposer(&config);
	let top = TopTasks::new(&config)?;
	let Connected { network, sync } = serve(config, &mut parts, network, rpc_builder)?;

	if role.is_authority() {
		let slot_duration = babe.link.config().slot_duration();
		let author = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: parts.keystore.keystore(),
			client: parts.client.clone(),
			select_chain: parts.select_chain.clone(),
			env: proposer,
			block_import: babe.block_import,
			sync_oracle: sync.clone(),
			justification_sync_link: sync.clone(),
			create_inherent_data_providers: WallClock { slot_duration },
			force_authoring,
			backoff_authoring_blocks: Some(
				sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging::default(),
			),
			babe_link: babe.link,
			block_proposal_slot_portion: SlotProportion::new(2f32 / 3f32),
			max_block_proposal_slot_portion: None,
			telemetry: parts.telemetry_handle(),
		})?;
		top.spawn_blocking("babe-proposer", Some("block-authoring"), author);
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
			link: grandpa,
			network,
			sync: Arc::new(sync),
			notification_service: notifications,
			voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry,
			shared_voter_state: voter_state,
			telemetry: parts.telemetry_handle(),
			offchain_tx_pool_factory: parts.offchain_pool(),
		})?;
		top.spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(top.on_top_of(parts.task_manager))
}
