// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![no_std]
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

// From the ground floor up, with a blank line between floors. A module imports only from floors below its
// own, and from the module that defines a name, not from here: `tests/floors.rs` checks it.

#[cfg(feature = "scale")]
mod scale;

mod load;
mod storage;

mod error;
mod rules;
mod share;

mod book;

mod places;

mod outcome;

mod certificate;
mod clear;
mod coupling;
mod positions;

mod verify;

pub use book::{Island, IslandError};
pub use certificate::{IslandCertificate, certificate};
pub use clear::{assign, clear};
pub use coupling::{Costs, CouplingError, FarBelow, Injection, costs};
pub use error::IslandViolation;
pub use load::{Load, Priority};
pub use outcome::{IslandClearing, IslandOutcome, IslandStatus, Served, Tier, served};
pub use positions::{Measured, PositionError, Settled, Settlement, settle, whole_intervals};
pub use rules::{IslandRules, RulesError};
pub use storage::Storage;
pub use verify::{verify, verify_transactions};
