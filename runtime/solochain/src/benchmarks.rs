// SPDX-License-Identifier: Apache-2.0

//! What `scripts/weights.sh` measures: our own pallets, and Balances as the yardstick, since what an
//! order costs is judged by what a transfer costs in the same run.

use crate::common::benchmarks::define_measured;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

define_measured!(
	[pallet_balances, Balances]
	[pallet_carbon, Carbon]
	[pallet_subsidies, Subsidies]
	[pallet_validators, Validators]
	[pallet_proposals, Proposals]
);
