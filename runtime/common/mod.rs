// SPDX-License-Identifier: Apache-2.0

//! What both runtimes are made of: the market, money, accounts, and what clients ask.
//!
//! This is a folder of modules and no crate: `Config` has to be implemented where `Runtime` is. Each runtime takes the
//! folder in as it is, and says in its module `chain` what is different about its chain.
//!
//! - [`configs`]: how the pallets are configured, one file per subject
//! - [`apis`]: the calls that a node and its clients can make into any runtime of ours
//! - [`market`]: answers about the market that need several of its pallets
//! - [`treasury`]: where fees go
//! - [`genesis`]: the neighbourhood that presets begin with
//! - [`migrations`]: what an upgrade runs
//! - [`types`], [`units`]: blocks and transactions; money and time

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarks;
pub mod configs;
pub mod genesis;
pub mod market;
pub mod migrations;
pub mod treasury;
pub mod types;
pub mod units;
