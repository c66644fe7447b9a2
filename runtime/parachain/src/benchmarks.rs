// SPDX-License-Identifier: Apache-2.0

//! What is measured of this chain: the proof sizes of our pallets (`tests/weights.rs`), and the compute of the one that
//! a solochain does not have.

use crate::common::benchmarks::define_measured;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

define_measured!([pallet_relay_randomness, RelayRandomness]);
