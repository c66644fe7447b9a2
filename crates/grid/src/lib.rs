// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![no_std]
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

// From the ground floor up, with a blank line between floors. A module imports only from floors below its
// own, and from the module that defines a name, not from here: `tests/floors.rs` checks it.

#[cfg(feature = "scale")]
mod scale;

mod feeder;
mod keys;
mod transaction;

mod error;
mod layout;
mod narrow;
mod page;

mod sums;
mod tally;

mod levels;
mod window;

mod zone;

mod search;
mod share;

mod fill;
mod sweep;

mod replay;

mod proof;

mod pairing;

mod clear;
mod rights;

mod dual;

mod verify;

pub use clear::{GridOutcome, assign, clear, pair};
pub use dual::{GridCertificate, certificate};
pub use error::{GridError, GridViolation};
pub use feeder::{Bus, Feeder, FeederError, Line, MAX_BUSES};
pub use fill::{Flow, ZoneFilling};
pub use keys::Key;
pub use page::{Located, LocationError};
pub use pairing::{ZonedPairing, pair_legs};
pub use rights::{FeedIn, RightSearch, RightShares, Rights, RightsError, Wanted, rights};
pub use search::ZoneSearch;
pub use sweep::ZoneSweep;
pub use transaction::ZonedTransaction;
pub use verify::{verify, verify_pairing, verify_transactions, verify_zones};
pub use zone::{Zone, Zones, rent, zones_of_buses};
