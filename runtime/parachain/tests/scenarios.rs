// SPDX-License-Identifier: Apache-2.0

//! The scenarios of the market, on a parachain: the same text that a solochain is tested with.

#![recursion_limit = "256"]
#![allow(
	clippy::duplicate_mod,
	reason = "on a solochain each is a test of its own, with its own support"
)]

// That text calls the runtime that it tests so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

#[path = "../../common/tests/certificates.rs"]
mod certificates;
#[path = "../../common/tests/committees.rs"]
mod committees;
#[path = "../../common/tests/deadlines.rs"]
mod deadlines;
#[path = "../../common/tests/false_readings.rs"]
mod false_readings;
#[path = "../../common/tests/feed_in.rs"]
mod feed_in;
#[path = "../../common/tests/free_lane.rs"]
mod free_lane;
#[path = "../../common/tests/grid.rs"]
mod grid;
#[path = "../../common/tests/grid_trading.rs"]
mod grid_trading;
#[path = "../../common/tests/incentives.rs"]
mod incentives;
#[path = "../../common/tests/market.rs"]
mod market;
#[path = "../../common/tests/market_sequences.rs"]
mod market_sequences;
#[path = "../../common/tests/metering.rs"]
mod metering;
#[path = "../../common/tests/proxies.rs"]
mod proxies;
#[path = "../../common/tests/registry.rs"]
mod registry;
#[path = "../../common/tests/reports.rs"]
mod reports;
#[path = "../../common/tests/sellers.rs"]
mod sellers;
#[path = "../../common/tests/transmission.rs"]
mod transmission;
