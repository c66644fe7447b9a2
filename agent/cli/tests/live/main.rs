// SPDX-License-Identifier: Apache-2.0

//! The agent against real nodes on loopback, on sealed chains whose clock is moved by hand. GRIDMERIT_NODE names
//! the node's program.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod archive;
mod bills;
mod builders;
mod carbon;
mod certificates;
mod cli;
mod daemon;
mod grid;
mod household;
mod meter;
mod operator;
mod outages;
mod prefer;
mod proposals;
mod proxy;
mod subsidies;
mod support;
mod trust;
mod versions;
