// SPDX-License-Identifier: Apache-2.0

//! What `scripts/weights.sh` measures: our own pallets, and Balances as the yardstick, since what an
//! order costs is judged by what a transfer costs in the same run.

use crate::{AllPalletsWithSystem, Balances, TeRegistry};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, define_benchmarks};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

define_benchmarks!(
	[pallet_balances, Balances]
	[pallet_te_registry, TeRegistry]
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
