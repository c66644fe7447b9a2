// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarks;
pub mod members;
pub mod runtime;
pub mod till;

/// What balances are counted in. `tests/wide.rs` compiles the same runtime with 128 bits.
pub type Balance = u64;
