// SPDX-License-Identifier: Apache-2.0

//! What `scripts/weights.sh` measures: our own pallets, and Balances as the yardstick, since what an
//! order costs is judged by what a transfer costs in the same run.

use crate::{
	AllPalletsWithSystem, Authorities, Balances, Clearing, ForwardMarket, Ledger, MeterAttestation,
	Settlement, TeRegistry, TrustStaking, Validators,
};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, define_benchmarks};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

define_benchmarks!(
	[pallet_balances, Balances]
	[pallet_te_registry, TeRegistry]
	[pallet_ledger, Ledger]
	[pallet_trust_staking, TrustStaking]
	[pallet_forward_market, ForwardMarket]
	[pallet_clearing, Clearing]
	[pallet_settlement, Settlement]
	[pallet_meter_attestation, MeterAttestation]
	[pallet_authorities, Authorities]
	[pallet_validators, Validators]
);

/// Benchmarks there are, and what the runtime stores.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one benchmark.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut batches = Vec::new();
	// What every block touches anyway is not charged to a call.
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
