// SPDX-License-Identifier: Apache-2.0

//! The benchmarks of Gridmerit's two pallets on this chain.

use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, define_benchmarks};
use frame_support::traits::WhitelistedStorageKeys;

use crate::runtime::{AllPalletsWithSystem, Clearing, ForwardMarket};

define_benchmarks!(
	[pallet_forward_market, ForwardMarket]
	[pallet_clearing, Clearing]
);

/// Which there are.
pub fn benchmarks() -> Vec<BenchmarkList> {
	let mut list = Vec::new();
	list_benchmarks!(list, false);
	list
}

/// Runs one of them.
pub fn benchmark(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut batches = Vec::new();
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
