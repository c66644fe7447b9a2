// SPDX-License-Identifier: Apache-2.0

//! RPC methods beside those that every Substrate node serves.

use crate::service::{Client, Parts, SelectChain, TransactionPool, refusal};
use gridmerit_runtime::opaque::Block;
use jsonrpsee::RpcModule;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_service::error::Error as ServiceError;
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the methods need of the node.
pub struct Deps {
	client: Arc<Client>,
	pool: Arc<TransactionPool>,
	select_chain: SelectChain,
	keystore: KeystorePtr,
	babe_worker: BabeWorkerHandle<Block>,
}

impl Deps {
	pub fn new(parts: &Parts, babe_worker: BabeWorkerHandle<Block>) -> Self {
		Self {
			client: parts.client.clone(),
			pool: parts.pool.clone(),
			select_chain: parts.select_chain.clone(),
			keystore: parts.keystore.keystore(),
			babe_worker,
		}
	}
}

/// Account nonces, fees and BABE.
pub fn module(deps: &Deps) -> Result<RpcModule<()>, ServiceError> {
	let system = System::new(deps.client.clone(), deps.pool.clone());
	let payment = TransactionPayment::new(deps.client.clone());
	let babe = Babe::new(
		deps.client.clone(),
		deps.babe_worker.clone(),
		deps.keystore.clone(),
		deps.select_chain.clone(),
	);
	let mut module = RpcModule::new(());
	module.merge(system.into_rpc()).map_err(refusal)?;
	module.merge(payment.into_rpc()).map_err(refusal)?;
	module.merge(babe.into_rpc()).map_err(refusal)?;
	Ok(module)
}
